"""Working time: which calendar an organisation follows, and who is on leave."""

from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class CalendarAssignment(TemporalRow):
    """The working calendar of an organisation and those below it that name none of their own.

    `daily_hours` a working day; `weekdays` as seven characters, Monday first, `1` = works;
    `holidays` an ISO country code of the holidays library, or empty for none.
    """

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    daily_hours = models.DecimalField(max_digits=4, decimal_places=2)
    weekdays = models.CharField(max_length=7)
    holidays = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekdays__regex=r"^[01]{7}$"), name="calendar_weekdays_are_bits"
            ),
            models.CheckConstraint(
                condition=models.Q(daily_hours__gt=0, daily_hours__lte=24),
                name="calendar_daily_hours_within_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.daily_hours} h, {self.weekdays}"


class Leave(TemporalRow):
    """Approved leave of a person; working days in it are not available hours."""

    class Kind(models.TextChoices):
        ANNUAL = "annual"
        SICK = "sick"
        MATERNITY = "maternity"
        STUDY = "study"

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.kind}"
