"""Tasks: who does what by when, shown by which evidence, and every step taken since."""

from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.assembly.models.event import Event
from kiem.domain.assembly.models.recorded import Said


def _kind_is(*kinds: str) -> models.Q:
    """One of them; as alternatives, because every server writes those the same way in a dump."""
    return reduce(or_, (models.Q(kind=kind) for kind in kinds))


class Task(Said):
    """What a body, or one person of it, is to do. Never changes: what happens is in its steps.

    `number` is its place in the event. Delegation makes tasks below it (`parent`); progress is
    counted over those that have none below. A task without a conclusion that a body set itself is
    a commitment.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    conclusion_number = models.PositiveIntegerField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="delegated"
    )
    set_by = models.ForeignKey(
        "register.Organization",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The body that set it and accepts its evidence.",
    )
    owner = models.ForeignKey("register.Organization", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    evidence_vi = models.CharField(max_length=300, help_text="What shows that it is done.")
    evidence_en = models.CharField(max_length=300, blank=True, default="")
    due_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=("event", "conclusion_number"), name="task_by_conclusion")]

    def __str__(self) -> str:
        return f"task {self.pk} of {self.owner_id}"


class TaskStep(Said):
    """Something that happened to a task. Its state is what its steps say, in order."""

    class Kind(models.TextChoices):
        BEGIN = "begin"
        REPORT = "report"  # done, with evidence: waits to be accepted
        ACCEPT = "accept"
        RETURN = "return"  # the evidence does not show it: back to the owner, with the reason
        ASK_DELAY = "ask_delay"
        GRANT_DELAY = "grant_delay"
        REFUSE_DELAY = "refuse_delay"
        WITHDRAW = "withdraw"  # no longer wanted, by the body that set it, with the reason

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True, default="")
    due_on = models.DateField(null=True, blank=True, help_text="Asked or granted.")
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    by_user_id = models.BigIntegerField(
        null=True, blank=True, help_text="The account: nobody accepts what they reported."
    )

    class Meta:
        indexes = [models.Index(fields=("task", "id"), name="task_step_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=~_kind_is("return", "ask_delay", "refuse_delay", "withdraw")
                | ~models.Q(text=""),
                name="task_step_has_reason",
            ),
            models.CheckConstraint(
                condition=(_kind_is("ask_delay", "grant_delay") & models.Q(due_on__isnull=False))
                | (~_kind_is("ask_delay", "grant_delay") & models.Q(due_on__isnull=True)),
                name="task_step_delay_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.task_id}: {self.kind}"


class TaskDependency(Said):
    """`task` cannot be accepted before `requires` is."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="dependencies")
    requires = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="required_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("task", "requires"), name="task_dependency_once"),
            models.CheckConstraint(
                condition=~models.Q(task=models.F("requires")), name="task_not_its_own_condition"
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.task_id} after {self.requires_id}"
