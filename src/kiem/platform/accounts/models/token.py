"""Keys with which programs act on behalf of an account."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiToken(models.Model):
    """A token of the API. It can do at most what its owner can on the day it is used.

    The token itself is shown once and not stored: `digest` is its SHA-256, which suffices because
    it has 256 random bits. `prefix`: its first letters, by which its owner knows it again and we
    find it. `permissions`: what it was made for; what the owner has lost meanwhile it has lost too.
    Never deleted: the audit trail names it.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    permissions = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(
        null=True, blank=True, help_text="To a few minutes: not every use is written."
    )

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.user_id}"
