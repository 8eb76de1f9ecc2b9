"""What a member organisation does: meetings, campaigns, training, support at the counter."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.db import models

from kiem.platform.kernel.temporal import TemporalRow

LONGEST_ACTIVITY_DAYS = 31


class Activity(TemporalRow):
    """An activity of an organisation. `valid` are its days, `period` its time.

    Both are kept: the load is counted by days, clashes by minutes. An activity lasts 31 days at
    most, so that those of a month are found by the day they start.
    """

    class Category(models.TextChoices):
        MEETING = "meeting"
        VOLUNTEERING = "volunteering"
        TRAINING = "training"
        CULTURE_SPORT = "culture_sport"
        COUNTER_SUPPORT = "counter_support"
        CONGRESS = "congress"
        REPORTING = "reporting"

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.CharField(max_length=20, choices=Category.choices)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    period = DateTimeRangeField(help_text="From the first minute to the last, half-open.")
    planned_hours = models.DecimalField(
        max_digits=6, decimal_places=2, help_text="Of one participant."
    )

    class Meta:
        indexes = [
            # An organisation's activities by day: its page.
            models.Index("organization", RangeStartsWith("valid"), name="activity_by_organization"),
        ]

    def __str__(self) -> str:
        return self.title_vi


class Participation(TemporalRow):
    """A person takes part in an activity for an office; `valid` as the activity's days.

    `planned_hours` are the planned office hours that count until hours are logged. When the
    activity is called off its participations are closed with it.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.ForeignKey(
        "register.Post", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    planned_hours = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_hours__gte=0), name="participation_hours_not_negative"
            ),
            models.UniqueConstraint(
                fields=("activity", "person", "post"),
                condition=models.Q(recorded__upper_inf=True),
                name="participation_once",
            ),
        ]
        indexes = [
            # The load: planned hours of a person in a month.
            models.Index("person", RangeStartsWith("valid"), name="participation_by_person"),
            # The same for everybody in one month.
            models.Index(RangeStartsWith("valid"), "person", name="participation_by_day"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in activity {self.activity_id}"
