"""How a foreign table is to be understood, once somebody has said it."""

from django.db import models


class Layout(models.Model):
    """Heads that somebody mapped to columns; the next file with the same heads needs no help.

    `signature`: hash of the folded heads of the row in order. `columns`: column number by key.
    One for the installation: it holds nothing but heads.
    """

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    learnt_at = models.DateTimeField()
    learnt_from = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("signature",), name="imports_layout_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"
