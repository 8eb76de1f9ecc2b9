"""Surveys, what happened to them, and the bodies they ask."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.surveys.models.question import QuestionVersion
from kiem.platform.kernel.recorded import Said, Superseded


class Survey(Said):
    """The identity of a survey: whose it is, in which project, which questions it asks.

    `is_anonymous`: people answer for themselves and nobody can tell who said what; otherwise bodies
    answer, and it is known which and by whom.
    """

    project = models.ForeignKey(
        "assembly.Project", on_delete=models.PROTECT, related_name="+", db_index=True
    )
    organizer = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="surveys")
    is_anonymous = models.BooleanField()

    def __str__(self) -> str:
        return f"survey {self.pk}"


class SurveyState(Superseded):
    """What is known of a survey. Changes only before it is opened, but for what steps say.

    `reference_on`: the day whose bodies are asked and whose figures are prefilled. `target_rule`
    with `target_types` (types of bodies, or of the member organisations that units host) or
    `target_ids` (bodies named one by one) says who is asked.
    """

    class Rule(models.TextChoices):
        TYPE = "type"  # every body of these types
        HOSTING = "hosting"  # every unit that hosts a member organisation of these types
        LIST = "list"

    class Audience(models.TextChoices):
        BODIES = "bodies"  # the bodies answer; not anonymous
        EVERYONE = "everyone"  # who holds a line post in the units, an office in the organisations
        DUAL = "dual"  # the dual holders among them

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="states")
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    introduction_vi = models.TextField(blank=True)
    introduction_en = models.TextField(blank=True)
    reference_on = models.DateField()
    due_on = models.DateField()
    target_rule = models.CharField(max_length=8, choices=Rule.choices)
    target_types = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    target_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    breakdowns = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        help_text="Anonymous: by what its results may be broken down.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("survey",),
                condition=models.Q(recorded__upper_inf=True),
                name="survey_state_once",
            )
        ]

    def __str__(self) -> str:
        return self.title_vi


class SurveyStep(Said):
    """What happened to a survey; the last step says its status, the last day given when it is due.

    An anonymous survey is closed once and for all: two sets of results would tell what those
    answered who came between.
    """

    class Kind(models.TextChoices):
        OPEN = "open"
        EXTEND = "extend"  # due later, with the reason
        CLOSE = "close"
        REOPEN = "reopen"  # with the reason and a new day

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(kind="extend") | models.Q(kind="reopen"))
                & ~models.Q(text="")
                & models.Q(due_on__isnull=False)
                | (models.Q(kind="open") | models.Q(kind="close")) & models.Q(due_on__isnull=True),
                name="survey_step_says_why_and_until_when",
            )
        ]

    def __str__(self) -> str:
        return f"survey {self.survey_id}: {self.kind}"


class Target(Said):
    """A body asked, as it was on the survey's day when the survey was opened: frozen.

    `staff`: people with a line post in the unit (for a member organisation: in the unit that hosts
    it), `dual_holders` those of them who hold an office besides.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="targets")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    type_code = models.CharField(max_length=40)
    unit = models.ForeignKey(
        "register.Organization", null=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.PositiveIntegerField()
    dual_holders = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("survey", "organization"), name="survey_target_once"),
            models.CheckConstraint(
                condition=models.Q(dual_holders__lte=models.F("staff")),
                name="survey_target_dual_holders_are_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"organization {self.organization_id} in survey {self.survey_id}"
