"""Good models: what a body does well, shown by evidence, and who adopted it with what result."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.assembly.models.event import Event
from kiem.domain.assembly.models.recorded import Said, Superseded, everything


class GoodModel(Said):
    """The identity of a good model: whose it is, where it was presented, and what the unit was
    like when it was published (`profile`, see `profiles.py`): others compare themselves with it."""

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "register.Organization",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The unit it is of, or that hosts the organisation.",
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="good_models"
    )
    published_on = models.DateField()
    profile = models.JSONField()

    def __str__(self) -> str:
        return f"good model {self.pk}"


class GoodModelState(Superseded):
    """What is said of a good model; earlier words stay readable at their time."""

    model = models.ForeignKey(GoodModel, on_delete=models.PROTECT, related_name="states")
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    description_vi = models.TextField()
    description_en = models.TextField(blank=True)
    evidence_vi = models.TextField(help_text="What shows that it works.")
    evidence_en = models.TextField(blank=True)
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    search_text = models.TextField(help_text="Folded title and description.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("model",),
                condition=models.Q(recorded__upper_inf=True),
                name="good_model_state_once",
            )
        ]

    def __str__(self) -> str:
        return self.title_vi


class ModelFigure(Said):
    """A figure of the unit before and after, pinned as it was known when it was published."""

    model = models.ForeignKey(GoodModel, on_delete=models.PROTECT, related_name="figures")
    figure = models.CharField(max_length=40)
    before_on = models.DateField()
    after_on = models.DateField()
    known_at = models.DateTimeField()
    value_before = models.DecimalField(max_digits=14, decimal_places=2)
    value_after = models.DecimalField(max_digits=14, decimal_places=2)
    scopes = ArrayField(
        models.CharField(max_length=40),
        default=everything,
        help_text="Over which scopes it was worked out.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before_on__lt=models.F("after_on")),
                name="model_figure_before_after",
            )
        ]

    def __str__(self) -> str:
        return f"good model {self.model_id}: {self.figure}"


class ModelAdoption(Said):
    """A body does it as well, from a day on; `profile` as of its unit on that day."""

    model = models.ForeignKey(GoodModel, on_delete=models.PROTECT, related_name="adoptions")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("register.Organization", on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    note_vi = models.TextField(blank=True, help_text="What it does differently.")
    note_en = models.TextField(blank=True)
    profile = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("model", "organization"), name="model_adopted_once")
        ]

    def __str__(self) -> str:
        return f"organization {self.organization_id} adopts {self.model_id}"


class AdoptionResult(Said):
    """What came of an adoption; the last one counts."""

    class Outcome(models.TextChoices):
        WORKS = "works"
        PARTLY = "partly"
        FAILED = "failed"

    adoption = models.ForeignKey(ModelAdoption, on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"adoption {self.adoption_id}: {self.outcome}"
