"""Answers kept for requests that programs may send again."""

from django.db import models


class KeptAnswer(models.Model):
    """What a request with an idempotency key was answered.

    Written in the transaction of the action itself: the key counts as used only if what was asked
    for was done. `fingerprint`: SHA-256 of what the request said, so that a key is not used for
    two different things. Kept for two days.
    """

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    answered_at = models.DateTimeField(db_index=True)
    status = models.SmallIntegerField(default=0)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user_id", "key"), name="access_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.key}: {self.status}"
