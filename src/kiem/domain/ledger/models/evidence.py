"""Papers and pictures that show hours were worked."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class Evidence(models.Model):
    """A kept file that belongs to an activity or to one time entry.

    Taking it away closes `recorded`; the file itself stays kept, as everything that was once told.
    When an entry is corrected its evidence goes over to the entry that holds instead.
    """

    file = models.ForeignKey("files.KeptFile", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        "ledger.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.ForeignKey(
        "ledger.TimeEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded = DateTimeRangeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(activity__isnull=False, entry__isnull=True)
                | models.Q(activity__isnull=True, entry__isnull=False),
                name="evidence_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.file_id} of {self.activity_id or self.entry_id}"
