"""Conclusions: what the chair of an event decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.assembly.models.event import Event
from kiem.domain.assembly.models.proposal import Proposal
from kiem.domain.assembly.models.recorded import Superseded


class Conclusion(Superseded):
    """A decided item. `number` stays when its text is superseded; tasks point to `event, number`
    through the identity `Task.conclusion_number`."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="conclusions")
    number = models.PositiveIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True, default="", help_text="Of a correction.")
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="conclusions"
    )
    contribution_numbers = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        help_text="Contributions of the event it rests on, besides its proposal's.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "number"),
                condition=models.Q(recorded__upper_inf=True),
                name="conclusion_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"event {self.event_id}, conclusion {self.number}"
