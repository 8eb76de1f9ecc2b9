"""Sums of the time entries, kept beside them."""

from django.db import models


class MonthSum(models.Model):
    """What a person's open time entries of one month for one post come to.

    Derived from `TimeEntry` and from nothing else: a trigger works the sum out anew whenever an
    entry of its key is written, in the same transaction, and `kiem verify` works all of them out
    again (decision 0034). A key that ever had an entry keeps its row.

    `hundredths`: hours x 100. `last_day`: the last day with an open entry, none without.
    `changed_at`: the latest moment an entry of the key became known or was superseded: whoever
    asks about an earlier one must read the entries.
    """

    pk = models.CompositePrimaryKey("person_id", "month", "post_id", "role_kind")
    # The entries have the constraints; here they would be checked again with every sum.
    person = models.ForeignKey(
        "register.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    post = models.ForeignKey(
        "register.Post",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    month = models.DateField(help_text="The first day of the month.")
    role_kind = models.CharField(max_length=6)
    hundredths = models.IntegerField()
    entries = models.IntegerField()
    last_day = models.DateField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.person_id}, {self.month}: {self.hundredths / 100} h"
