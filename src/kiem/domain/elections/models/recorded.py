"""What everything of a congress is: said once, or known until something else replaces it."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class Said(models.Model):
    """A row that never changes: it was done, and stays done."""

    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, help_text="The actor's name in the audit trail.")

    class Meta:
        abstract = True


class Superseded(models.Model):
    """A row that a later one replaces: `recorded` is closed and a new row added."""

    recorded = DateTimeRangeField(help_text="Half-open: when the system knew it.")
    recorded_by = models.CharField(max_length=120, help_text="The actor's name in the audit trail.")

    class Meta:
        abstract = True


def open_once(name: str, *fields: str) -> models.UniqueConstraint:
    """At most one row of these fields is known at a time."""
    return models.UniqueConstraint(
        fields=fields, condition=models.Q(recorded__upper_inf=True), name=name
    )
