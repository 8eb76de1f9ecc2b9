"""The second factor of an account: a time-based code, and codes for the day the phone is lost."""

from django.db import models


class SecondFactor(models.Model):
    """A TOTP factor. The secret itself is not stored: it is derived from the installation's
    secret key and `salt`, so that a copy of the database alone yields no valid code.

    `confirmed_at` empty: being set up, and not asked for yet. `last_step`: the 30-second step of
    the last code taken; no code is taken twice.
    """

    user = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="second_factor"
    )
    salt = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(models.Model):
    """A code to be used once instead of the factor. SHA-256 suffices: it has 50 random bits
    and is tried at most a few times a quarter of an hour."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return f"recovery code {self.pk} of {self.user_id}"
