"""Returns as they came in, and those of them that count."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q


class Submission(models.Model):
    """A file a chapter sent for a month, as it was read. Append-only: wrong files are kept too.

    `content`: the rows as read, `problems`: what is wrong with them, with sheet, row and column.
    A submission without problems becomes the return when it is accepted. `form_made_at`: when the
    form was filled in by the program; it says what the sender saw.
    """

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(help_text="The first day of the month.")
    file = models.ForeignKey("files.KeptFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    form_made_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField()
    problems = models.JSONField(default=list)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="submission_names_a_first_day"),
        ]
        indexes = [
            # The board: the latest of each chapter in a month.
            models.Index(fields=("month", "organization", "-id"), name="submission_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month}: {self.file_name}"


class Acceptance(models.Model):
    """A submission is the return of its chapter and month while `recorded` is open.

    A corrected file supersedes: its acceptance closes this one. `changes`: what accepting it
    wrote, as [sheet, row, verb, table, id]; with them a later file takes back what this one said
    and it does not. `decision`: of the memberships in it, if there are any.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="acceptance"
    )
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(help_text="The first day of the month.")
    decision = models.ForeignKey(
        "register.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changes = models.JSONField(default=list)
    recorded = DateTimeRangeField(help_text="Half-open: while it is the return.")
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("month", "organization"),
                condition=Q(recorded__upper_inf=True),
                name="acceptance_one_a_month",
            ),
        ]
        indexes = [
            # The board, and the trail of a chapter's month: superseded ones too.
            models.Index(fields=("month", "organization"), name="acceptance_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month}"
