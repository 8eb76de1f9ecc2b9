"""Decisions: the transactions of this world."""

from django.db import models
from django.db.models.functions import ExtractYear


class Decision(models.Model):
    """Decision No. 12 of a date, by an issuer. Every fact of the register points to one.

    Append-only. `number` is the issuer's own text ("05/QĐ-CAHN"); one issuer never uses a number
    twice in a year. Imports and corrections are decisions of their own kinds. What was drafted
    here has articles (`DecisionDraft`); what was only recorded has none. Left out on purpose:
    signatories' names (they come with documents).
    """

    class Kind(models.TextChoices):
        PERSONNEL = "personnel"
        ORGANIZATION = "organization"
        TERM = "term"
        MEMBERSHIP = "membership"
        IMPORT = "import"
        CORRECTION = "correction"

    issuer = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True, help_text="Required for corrections.")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, help_text="The actor's name in the audit trail.")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("issuer"),
                ExtractYear("signed_on"),
                models.F("number"),
                name="decision_number_once_per_issuer_and_year",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="correction") | ~models.Q(reason=""),
                name="decision_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.signed_on.isoformat()})"
