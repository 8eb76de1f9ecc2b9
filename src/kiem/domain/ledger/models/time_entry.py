"""Hours worked, by person, day and role."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class TimeEntry(models.Model):
    """Hours of a person on a day for one post.

    One open row a person, post, day, category and activity, so that a repeated submit changes
    nothing. `role_kind` is `line` or `office` (external seats count as office). Superseded like
    every fact: `recorded` is closed and a new row added. No validity range: the day is it.
    """

    class RoleKind(models.TextChoices):
        LINE = "line"
        OFFICE = "office"

    class Category(models.TextChoices):
        DUTY = "duty"
        MEETING = "meeting"
        VOLUNTEERING = "volunteering"
        TRAINING = "training"
        CULTURE_SPORT = "culture_sport"
        COUNTER_SUPPORT = "counter_support"
        CONGRESS = "congress"
        REPORTING = "reporting"

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.ForeignKey(
        "register.Post", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    activity = models.ForeignKey(
        "ledger.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    role_kind = models.CharField(max_length=6, choices=RoleKind.choices)
    category = models.CharField(max_length=20, choices=Category.choices)
    day = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    is_month_total = models.BooleanField(
        default=False, help_text="A unit's monthly record of line hours, entered as one row."
    )
    recorded = DateTimeRangeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="time_entry_has_hours"),
            models.CheckConstraint(
                condition=models.Q(is_month_total=True) | models.Q(hours__lte=24),
                name="time_entry_fits_a_day",
            ),
            models.UniqueConstraint(
                fields=("day", "person", "post", "category", "activity", "is_month_total"),
                condition=models.Q(recorded__upper_inf=True),
                nulls_distinct=False,
                name="time_entry_once",
            ),
        ]
        indexes = [
            # The load: everything it sums is in the index, so a month of a nation is read from it.
            models.Index(
                fields=("person", "day"),
                include=("post", "role_kind", "hours", "recorded"),
                name="time_entry_by_person",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}, {self.day}: {self.hours} h"
