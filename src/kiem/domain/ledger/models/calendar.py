"""Working time: which calendar an organisation follows, and who is on leave."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
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
            # One calendar a day and organisation among what is known now.
            ExclusionConstraint(
                name="calendar_one_a_day",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(recorded__upper_inf=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.daily_hours} h, {self.weekdays}"


class LoadPolicy(TemporalRow):
    """From which load on a person counts as strained or overloaded, in an organisation and those
    below it that name no policy of their own. Loads are per cent of the available hours."""

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    strained_above_percent = models.DecimalField(max_digits=5, decimal_places=2)
    overloaded_above_percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    strained_above_percent__gt=0,
                    overloaded_above_percent__gte=models.F("strained_above_percent"),
                ),
                name="load_policy_overloaded_not_below_strained",
            ),
            ExclusionConstraint(
                name="load_policy_one_a_day",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(recorded__upper_inf=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strained_above_percent} %, {self.overloaded_above_percent} %"


class Leave(TemporalRow):
    """Approved leave of a person; working days in it are not available hours."""

    class Kind(models.TextChoices):
        ANNUAL = "annual"
        SICK = "sick"
        MATERNITY = "maternity"
        STUDY = "study"

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            # A day of leave is counted once; the index also serves the load's look-up by person.
            ExclusionConstraint(
                name="leave_once_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(recorded__upper_inf=True),
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.kind}"
