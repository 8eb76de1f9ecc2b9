"""What people said and what they filled in: known from a moment on, by somebody.

Beside `temporal.TemporalRow`, for rows that have no `valid` of their own: a statement, a step, a
sheet holds from the moment it was recorded.
"""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class Said(models.Model):
    """A row that never changes: it was said, and stays said."""

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
