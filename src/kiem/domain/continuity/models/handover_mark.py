"""Ticks of a handover."""

from django.db import models


class HandoverMark(models.Model):
    """One side ticked one matter of a handover, or took the tick back. Append-only; the newest row
    of a stay, matter and side counts.

    The stay in the post is named by person, post and first day: a correction of the appointment
    gives its row another id, and the ticks must not be lost with it.

    `kind` and `key` name the matter (`activity`, `7`); its title is kept with the tick, so that the
    list can still be read when the matter itself is settled or gone. `recorded_by`: the pseudonym
    the audit trail uses.
    """

    class Side(models.TextChoices):
        GIVER = "giver"  # whoever leaves
        TAKER = "taker"  # whoever follows

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    side = models.CharField(max_length=5, choices=Side.choices)
    is_done = models.BooleanField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.side} of {self.person_id} in {self.post_id}: {self.kind} {self.key}"
