"""Why an entry was changed, or came late."""

from django.db import models


class TimeCorrection(models.Model):
    """The reason a time entry was replaced, struck out, or recorded after its month was closed.

    `old`: the entry that held before; none for a late entry. `new`: the entry that holds instead;
    none for one struck out. Rows never change.
    """

    old = models.OneToOneField(
        "ledger.TimeEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    new = models.OneToOneField(
        "ledger.TimeEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_late = models.BooleanField(help_text="The month was closed already.")
    reason = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(old__isnull=False) | models.Q(new__isnull=False),
                name="time_correction_corrects_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="time_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}: {self.reason}"
