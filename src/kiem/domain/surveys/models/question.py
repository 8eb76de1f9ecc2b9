"""Question sets and their versions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.platform.kernel.recorded import Said, Superseded


class QuestionSet(Said):
    """The identity of a set of questions that may be asked again: what makes rounds comparable."""

    code = models.CharField(max_length=40, unique=True)
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class QuestionVersion(Said):
    """A version of a set. Its questions change until the first survey that asks them is opened;
    from then on another wording is another version."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("question_set", "number"), name="question_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"question set {self.question_set_id}, version {self.number}"


class Question(Superseded):
    """One question. `key` names it across versions and rounds; `position` orders it in its version.

    `options_*`: the choices of `choice` and `choices`, the two ends of a `scale`, the columns of a
    `table`, whose `rows_*` stand beside them. Answers name options, rows and columns by their place
    from 1 on. A table's cells are numbers in `unit_*`.
    """

    class Kind(models.TextChoices):
        CHOICE = "choice"  # one of the options
        CHOICES = "choices"  # any of them
        SCALE = "scale"  # a whole number from lowest to highest
        NUMBER = "number"
        TEXT = "text"
        TABLE = "table"

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text_vi = models.CharField(max_length=600)
    text_en = models.CharField(max_length=600, blank=True)
    is_required = models.BooleanField(default=False)
    options_vi = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    options_en = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    rows_vi = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    rows_en = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    unit_vi = models.CharField(max_length=40, blank=True)
    unit_en = models.CharField(max_length=40, blank=True)
    lowest = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    highest = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    computed = models.CharField(
        max_length=40, blank=True, help_text="The figure of the system it is prefilled with."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("version", "key"),
                condition=models.Q(recorded__upper_inf=True),
                name="question_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(computed="") | models.Q(kind="number"),
                name="question_only_numbers_are_computed",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version_id}, {self.key}"
