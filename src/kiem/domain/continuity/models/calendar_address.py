"""The secret addresses under which calendars fetch their dates."""

from django.db import models


class CalendarAddress(models.Model):
    """An address that shows one account's dates to whoever knows it, until it is revoked.

    A calendar program cannot sign in, so the address is the key. `digest`: SHA-256 of its secret
    part, which has 256 random bits; the secret itself is shown once and stored nowhere. At most one
    address of an account is in force. Never deleted: the audit trail names it.
    """

    user_id = models.BigIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("user_id",),
                condition=models.Q(revoked_at__isnull=True),
                name="continuity_one_address_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"calendar address of user:{self.user_id}"
