"""One piece of long work somebody started."""

from django.db import models


class State(models.TextChoices):
    """queued -> running -> done | failed | cancelled; a crash puts running back to queued once."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Run(models.Model):
    """Work of a kind with frozen inputs, queued in the transaction that asked for it.

    The inputs never change; `inputs_sha256` is the hash of their canonical JSON. The work runs on
    behalf of the account `user_id` (None: the program itself) with the rights it has at that
    moment, and with none it lacked when it asked (`permissions`). Progress is written beside the
    work's own transaction; `done` is written inside it, so that a run is done exactly when its
    effect is there. Times are stamps of this table's own and no facts on the two axes.

    No foreign keys to the account or the file: a run must outlive both.
    """

    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200, blank=True, help_text="What it is about: a file name")
    inputs = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10, help_text="The language of what it writes")
    user_id = models.BigIntegerField(null=True, blank=True)
    actor = models.CharField(max_length=80, help_text="The pseudonym the audit trail uses")
    permissions = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    phase = models.CharField(max_length=120, blank=True)
    steps_done = models.BigIntegerField(default=0)
    steps_total = models.BigIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True, help_text="code, message, remedy, params")
    facts = models.JSONField(default=dict, help_text="What the work says of its result")
    location = models.CharField(max_length=500, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=("user_id", "-id"), name="jobs_run_of_account"),
            # What a starting worker asks: is anything left over?
            models.Index(
                fields=("id",),
                condition=models.Q(ended_at__isnull=True),
                name="jobs_run_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"
