"""Leave asked for, and what became of it."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeEndsWith
from django.db import models

from kiem.domain.ledger.models.calendar import Leave


class LeaveRequest(models.Model):
    """A person asks for leave on the days of `asked`. Open until it is decided; never changes."""

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Leave.Kind.choices)
    asked = DateRangeField(help_text="Half-open: the days asked for.")
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        indexes = [
            # Requests of many people around a month.
            models.Index(RangeEndsWith("asked"), "person", name="leave_request_by_day"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} asks for {self.kind}"


class LeaveDecision(models.Model):
    """What became of a request: `approved` (with the leave it made), `refused` or `withdrawn`."""

    class Outcome(models.TextChoices):
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    request = models.OneToOneField(LeaveRequest, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    leave = models.OneToOneField(
        Leave, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="approved", leave__isnull=False)
                | (~models.Q(outcome="approved") & models.Q(leave__isnull=True)),
                name="leave_decision_approved_makes_leave",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(note=""),
                name="leave_decision_refused_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.request_id}: {self.outcome}"
