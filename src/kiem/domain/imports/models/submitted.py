"""One file somebody handed in to be imported."""

from django.db import models


class SubmittedFile(models.Model):
    """A kept file on its way to being applied, by one account.

    open -> applied | discarded. `parts`: how each sheet is understood (sheet, kind, row of the
    heads, column number by key). `report`: what the last check found; it is a picture of that
    moment and decides nothing: applying checks again. Once applied the row never changes: it is the
    proof of which file a decision (`decision_id`; None for hours and activities, which point to no
    decision) was. No foreign keys to file, account or decision: they are other apps'.
    """

    class State(models.TextChoices):
        OPEN = "open"
        APPLIED = "applied"
        DISCARDED = "discarded"

    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True, blank=True)
    actor = models.CharField(max_length=80, help_text="The pseudonym the audit trail uses")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    parts = models.JSONField(default=list)
    row_count = models.IntegerField(default=0, help_text="Filled rows of all sheets")
    issuer_id = models.BigIntegerField(null=True, blank=True)
    report = models.JSONField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    run_id = models.BigIntegerField(null=True, blank=True)
    decision_id = models.BigIntegerField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=("user_id", "-id"), name="imports_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="applied", applied_at__isnull=False)
                | (~models.Q(state="applied") & models.Q(applied_at__isnull=True)),
                name="import_applied_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"
