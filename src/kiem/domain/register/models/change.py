"""Change events: what became of whom (W3C Organization Ontology)."""

from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class ChangeEvent(TemporalRow):
    """Original organisations become resulting organisations on the first day of `valid`.

    `valid` starts on the effective day and has no end; correcting an event supersedes the row.
    """

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"
        DISSOLVE = "dissolve"
        CONVERT = "convert"
        REORGANIZE = "reorganize"  # many to many: several merges and splits in one decision

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    decision = models.ForeignKey("register.Decision", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title_vi


class ChangeLink(models.Model):
    """One original organisation, and one of those that followed it (none: it was dissolved).

    Append-only. Several rows with one original are a split; several with one result a merge.
    """

    event = models.ForeignKey(ChangeEvent, on_delete=models.PROTECT, related_name="links")
    original = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="links_out"
    )
    result = models.ForeignKey(
        "register.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="links_in",
    )
    is_principal = models.BooleanField(
        default=True, help_text="The successor that inherits grants and open tasks."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "original", "result"),
                nulls_distinct=False,
                name="change_link_once",
            ),
            models.UniqueConstraint(
                fields=("event", "original"),
                condition=models.Q(is_principal=True),
                name="change_link_one_principal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_id} -> {self.result_id}"
