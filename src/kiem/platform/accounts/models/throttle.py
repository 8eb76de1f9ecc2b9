"""How often somebody tried lately."""

from django.db import models


class Throttle(models.Model):
    """Attempts of one account or address since `started_at`. Shared by all workers through the
    database. `key` is a keyed hash: neither names nor addresses are kept."""

    key = models.CharField(max_length=80, primary_key=True)
    attempts = models.PositiveIntegerField()
    started_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.attempts}"
