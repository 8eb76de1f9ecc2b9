"""The base of every fact of the register."""

from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class DecidedRow(TemporalRow):
    """A fact that a decision made and, when `valid` has an end that was decided, another ended.

    Ending supersedes the row by one with the shorter `valid` and `ended_by`; `decision` stays the
    one that made the fact, so that a person's timeline names both.
    """

    decision = models.ForeignKey("register.Decision", on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(
        "register.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # never a way in; decisions list their facts by `decision`
    )

    article = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which article of `decision` made it, where it has any."
    )
    ended_article = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which article of `ended_by` ended it."
    )

    class Meta:
        abstract = True
