"""Proposals: who wants what on which grounds, who supports it, and what became of it."""

from django.db import models

from kiem.domain.assembly.models.event import Event
from kiem.domain.assembly.models.recorded import Said


class Proposal(Said):
    """What a body proposes, from a contribution or directly; open until a verdict."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    contribution_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="The contribution of the same event it comes from."
    )
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    grounds = models.TextField(blank=True)
    grounds_en = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("event", "number"), name="proposal_number_once")
        ]

    def __str__(self) -> str:
        return f"event {self.event_id}, proposal {self.number}"


class ProposalVerdict(Said):
    """Accepted, rejected or deferred, with the reason; the last one counts."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        DEFERRED = "deferred"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    reason_en = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="proposal_verdict_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.proposal_id}: {self.verdict}"


class ProposalSupport(Said):
    """A body supports a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="supports")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("proposal", "organization"), name="proposal_supported_once"
            )
        ]

    def __str__(self) -> str:
        return f"organization {self.organization_id} supports proposal {self.proposal_id}"
