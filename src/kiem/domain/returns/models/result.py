"""What an activity came to."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class ActivityResult(models.Model):
    """The result of an activity as its chapter returned it; superseded like every fact.

    `turnout`: people who took part, with or without an office. No validity range: the activity's
    own days are it.
    """

    activity = models.ForeignKey(
        "ledger.Activity", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    turnout = models.PositiveIntegerField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)
    recorded = DateTimeRangeField(help_text="Half-open: when the system knew it.")
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("activity",),
                condition=models.Q(recorded__upper_inf=True),
                name="activity_result_once",
            ),
            models.CheckConstraint(
                condition=models.Q(turnout__isnull=False) | ~models.Q(result=""),
                name="activity_result_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"activity {self.activity_id}: {self.turnout}"
