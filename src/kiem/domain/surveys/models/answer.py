"""What bodies answered: drafts, sheets with their answers, and sheets opened again."""

from django.db import models

from kiem.domain.surveys.models.question import Question
from kiem.domain.surveys.models.survey import Survey, Target
from kiem.platform.kernel.recorded import Said, Superseded


class Draft(Superseded):
    """What a body has filled in and not sent: by question key, as typed, unchecked."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="drafts")
    contents = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("target",),
                condition=models.Q(recorded__upper_inf=True),
                name="survey_draft_once",
            )
        ]

    def __str__(self) -> str:
        return f"draft of target {self.target_id}"


class Sheet(Superseded):
    """A body's answers as they were sent, and by whom. A sheet sent again replaces it."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(
        "register.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("target",),
                condition=models.Q(recorded__upper_inf=True),
                name="survey_sheet_once",
            )
        ]

    def __str__(self) -> str:
        return f"sheet of target {self.target_id}"


class Answer(models.Model):
    """One value of a sheet; several options of one question are several rows, and so are the cells
    of a table. Exactly one of `option`, `number`, `text` is given.

    `computed`: what the system had prefilled, as known when the survey was opened; beside another
    `number` both are shown. When it was said, and by whom, is the sheet's.
    """

    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    row = models.PositiveSmallIntegerField(default=0)
    column = models.PositiveSmallIntegerField(default=0)
    option = models.PositiveSmallIntegerField(null=True)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    text = models.TextField(blank=True)
    computed = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        indexes = [models.Index(fields=("survey", "question"), name="survey_answers_added_up")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(option__isnull=False, number__isnull=True, text="")
                | models.Q(option__isnull=True, number__isnull=False, text="")
                | (models.Q(option__isnull=True, number__isnull=True) & ~models.Q(text="")),
                name="survey_answer_says_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"question {self.question_id} on sheet {self.sheet_id}"


class Reopening(Said):
    """A body may send its sheet after the survey's last day, or once more, until `due_on`."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="reopenings")
    due_on = models.DateField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="survey_reopening_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"target {self.target_id} until {self.due_on}"
