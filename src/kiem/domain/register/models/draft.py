"""Decisions before they are signed, and what their numbers and headers are made of."""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kiem.domain.register.models.decision import Decision


class DecisionDraft(models.Model):
    """What somebody prepares to decide. Working paper: it changes in place until it is issued.

    `version` goes up with each change of the draft or its articles; whoever acts on an older one
    is told so. Once issued, the draft and its articles never change again (a trigger holds them);
    they are the text of `decision`. Left out on purpose: earlier versions; a draft binds nobody.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        ISSUED = "issued"
        DISCARDED = "discarded"

    issuer = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="drafts"
    )
    kind = models.CharField(max_length=20, choices=Decision.Kind.choices)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    grounds = ArrayField(
        models.CharField(max_length=500), default=list, help_text="Căn cứ ..., in order."
    )
    reason = models.TextField(blank=True, help_text="Required for corrections.")
    effective_on = models.DateField(help_text="What new articles start with.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    author_user_id = models.BigIntegerField(null=True, blank=True)
    author_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    corrects = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signatory_post = models.ForeignKey(
        "register.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Whose holder signs in the head's stead; empty: the head signs.",
    )
    signatory = models.ForeignKey(
        "register.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Which of its holders; set with the post.",
    )
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="issued", decision__isnull=False)
                | (~models.Q(state="issued") & models.Q(decision__isnull=True)),
                name="draft_issued_has_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(signatory_post__isnull=True, signatory__isnull=True)
                | models.Q(signatory_post__isnull=False, signatory__isnull=False),
                name="draft_signatory_has_post",
            ),
        ]
        indexes = [
            models.Index(
                fields=("issuer", "-changed_at"),
                condition=models.Q(state="draft"),
                name="draft_open_of_issuer",
            ),
        ]

    def __str__(self) -> str:
        return self.title_vi


class Article(models.Model):
    """One article of a draft, and of the decision it became: a verb and what it needs.

    `payload` are the fields of the verb's dataclass (`actions.articles`). `effects`, written when
    the decision is issued: which rows of which tables it opened and closed; a later decision takes
    it back by them. `number` counts from 1 without gaps within the draft.
    """

    draft = models.ForeignKey(DecisionDraft, on_delete=models.PROTECT, related_name="articles")
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=30)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    effects = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("draft", "number"),
                name="article_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.verb}"


class DecisionCounter(models.Model):
    """The last number an issuer gave in a year. Locked by whoever issues, until the commit: so two
    at once get two numbers, and one that fails leaves no gap."""

    issuer = models.ForeignKey("register.Organization", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("issuer", "year"), name="counter_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id}/{self.year}: {self.last}"


class IssuerProfile(models.Model):
    """How an organisation's decisions are headed, numbered and signed from `recorded_at` on.

    Append-only: a decision is printed with the profile that stood when it was recorded. Without
    any, a default follows from the organisation's category and family.
    """

    class HeaderFamily(models.TextChoices):
        STATE = "state"
        YOUTH_UNION = "youth_union"
        PARTY = "party"

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="profiles"
    )
    header_family = models.CharField(max_length=12, choices=HeaderFamily.choices)
    symbol = models.CharField(max_length=30, help_text="CAHN in 05/QĐ-CAHN.")
    place_vi = models.CharField(max_length=60)
    signing_vi = models.CharField(max_length=120, help_text="TM. BAN THƯỜNG VỤ")
    parent_body_vi = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("organization", "-recorded_at"), name="profile_latest")]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.symbol}"
