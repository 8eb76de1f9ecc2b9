"""Closed months."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class MonthClosing(models.Model):
    """A unit's month is closed: its figures are computed with what was known at `known_at`.

    Reopening closes `recorded`; closing again adds a row.
    """

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(help_text="The first day of the month.")
    known_at = models.DateTimeField()
    recorded = DateTimeRangeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        indexes = [
            # Closings of some units over months, reopened ones included.
            models.Index(fields=("organization", "month"), name="month_closing_by_organization"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="month_closing_names_a_first_day"
            ),
            models.UniqueConstraint(
                fields=("month", "organization"),
                condition=models.Q(recorded__upper_inf=True),
                name="month_closing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month}"
