"""What a member organisation does: meetings, campaigns, training, support at the counter."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class Activity(TemporalRow):
    """An activity of an organisation. `valid` are its days, `starts_at` to `ends_at` its time.

    Both are kept: the load is counted by days, clashes by minutes.
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
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=20, choices=Category.choices)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    period = DateTimeRangeField(help_text="From the first minute to the last, half-open.")
    planned_hours = models.DecimalField(
        max_digits=6, decimal_places=2, help_text="Of one participant."
    )

    def __str__(self) -> str:
        return self.title_vi


class Participation(TemporalRow):
    """A person takes part in an activity for an office; `valid` as the activity's days.

    `planned_hours` are the planned office hours that count until hours are logged.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="+")
    planned_hours = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_hours__gte=0), name="participation_hours_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in activity {self.activity_id}"
