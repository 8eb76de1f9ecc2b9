"""Objections of people to hours recorded about them."""

from django.db import models


class TimeObjection(models.Model):
    """A person says that an entry about them is wrong. What was said since stands in its steps.

    `entry` is the entry as it was when objected to; when it is corrected afterwards, the
    correction leads from it to the one that holds. Rows never change.
    """

    entry = models.ForeignKey(
        "ledger.TimeEntry", on_delete=models.PROTECT, related_name="objections"
    )
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"person {self.person_id} against entry {self.entry_id}"


class ObjectionStep(models.Model):
    """One step of an objection; the last says where it stands. Rows never change.

    The first step is `raised`; `upheld`, `dismissed` and `withdrawn` end it.
    """

    class Kind(models.TextChoices):
        RAISED = "raised"
        UPHELD = "upheld"
        DISMISSED = "dismissed"
        WITHDRAWN = "withdrawn"

    objection = models.ForeignKey(TimeObjection, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=1000)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="objection_step_has_words"),
            models.UniqueConstraint(
                fields=("objection",),
                condition=models.Q(kind="raised"),
                name="objection_raised_once",
            ),
            models.UniqueConstraint(
                fields=("objection",),
                condition=~models.Q(kind="raised"),
                name="objection_ended_once",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.objection_id}: {self.kind}"
