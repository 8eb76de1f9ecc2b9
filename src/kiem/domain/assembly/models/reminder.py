"""Reminders of late tasks: each rung of the ladder once for each due day."""

from django.db import models

from kiem.domain.assembly.models.recorded import Said
from kiem.domain.assembly.models.task import Task


class TaskReminder(Said):
    """Somebody was told that a task is late. A later day that is granted starts the ladder anew.

    `told` counts people; 0 where the body has no head: the ladder goes on, and the gap shows.
    """

    class Rung(models.TextChoices):
        OWNER = "owner"
        HEAD = "head"
        SETTER = "setter"
        ABOVE = "above"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reminders")
    rung = models.CharField(max_length=6, choices=Rung.choices)
    due_on = models.DateField(help_text="The due day that was missed.")
    sent_on = models.DateField()
    body = models.ForeignKey(
        "register.Organization",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose head was told; none where nobody is above.",
    )
    told = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("task", "due_on", "rung"), name="task_reminded_once_a_rung"
            )
        ]

    def __str__(self) -> str:
        return f"task {self.task_id}: {self.rung} on {self.sent_on}"
