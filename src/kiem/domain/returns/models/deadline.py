"""When the returns of a line are due."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class ReturnDeadline(TemporalRow):
    """The chapters below `organization` in its line return a month by `due_day` of the next.

    `valid` are the days on which months end that the deadline is for. A line without a row of its
    own has the default (`queries.deadlines.DEFAULT_DUE_DAY`).
    """

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    due_day = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            # From the 29th on there are months without such a day.
            models.CheckConstraint(
                condition=models.Q(due_day__gte=1, due_day__lte=28),
                name="return_deadline_is_in_every_month",
            ),
            ExclusionConstraint(
                name="return_deadline_one_a_day",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(recorded__upper_inf=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: day {self.due_day}"
