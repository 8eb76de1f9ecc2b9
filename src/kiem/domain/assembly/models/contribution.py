"""What was said, in one form, and the figures it cites."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.assembly.models.event import Event
from kiem.domain.assembly.models.recorded import Said, Superseded, everything


class Contribution(Superseded):
    """What a body or person said at an event: situation, result, difficulty, proposal.

    A difficulty is objective (no office, no money, a law) or subjective (skill, habit, will).
    `number` stays when the text is superseded; the row that replaces it says why (`reason`). Every
    text has an English one beside it, which may be missing: what was said was said in Vietnamese.
    """

    class Difficulty(models.TextChoices):
        OBJECTIVE = "objective"
        SUBJECTIVE = "subjective"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField()
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    situation = models.TextField(blank=True)
    situation_en = models.TextField(blank=True, default="")
    result = models.TextField(blank=True)
    result_en = models.TextField(blank=True, default="")
    difficulty = models.TextField(blank=True)
    difficulty_en = models.TextField(blank=True, default="")
    difficulty_kind = models.CharField(max_length=10, choices=Difficulty.choices, blank=True)
    proposal = models.TextField(blank=True)
    proposal_en = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="", help_text="Of a correction.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "number"),
                condition=models.Q(recorded__upper_inf=True),
                name="contribution_number_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(situation="", result="", difficulty="", proposal=""),
                name="contribution_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty="", difficulty_kind="")
                | (~models.Q(difficulty="") & ~models.Q(difficulty_kind="")),
                name="contribution_difficulty_has_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"event {self.event_id}, contribution {self.number}"


class Citation(Said):
    """A figure of the system as it stood: subject, figure, month, and when that was known.

    `value` is what was shown when it was cited. Shown again with the same `known_at` it must come
    out the same; with today's knowledge it may differ, and the page then says so.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="citations"
    )
    subject = models.CharField(max_length=40, help_text="unit:12, organization:5, person:7 or all")
    figure = models.CharField(max_length=40)
    on = models.DateField()
    known_at = models.DateTimeField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    scopes = ArrayField(
        models.CharField(max_length=40),
        default=everything,
        help_text="Over which scopes it was worked out.",
    )

    def __str__(self) -> str:
        return f"{self.subject} {self.figure} {self.on}"


class Reference(Said):
    """A unit, an organisation, an office or a decision that is cited, by the name it had on the
    day: `label_vi` stays what readers of the contribution saw."""

    class Kind(models.TextChoices):
        UNIT = "unit"
        ORGANIZATION = "organization"
        POST = "post"
        DECISION = "decision"
        PAPER = "paper"
        SURVEY = "survey"

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="references"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    target_id = models.BigIntegerField()
    on = models.DateField()
    known_at = models.DateTimeField()
    label_vi = models.CharField(max_length=600)
    label_en = models.CharField(max_length=600)

    def __str__(self) -> str:
        return f"{self.kind}:{self.target_id} {self.on}"
