"""Forms that were submitted."""

from django.db import models


class Submission(models.Model):
    """A form token that was used, and where its answer led.

    Written in the transaction of the action itself: a token counts as used only if what it asked
    for was done. Kept for two days, longer than a token is valid.
    """

    nonce = models.CharField(max_length=40, primary_key=True)
    submitted_at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.nonce} -> {self.location}"
