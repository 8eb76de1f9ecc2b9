"""What a proposal would change, computed and pinned."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.assembly.models.proposal import Proposal
from kiem.domain.assembly.models.recorded import Said, everything


class ProposalEffect(Said):
    """An effect as it was computed: of which kind, with which parameters, on which day, with what
    was known at which moment. `result` holds what came out (see `queries/effects.py`)."""

    class Kind(models.TextChoices):
        RELEASE = "release"  # another share of hours for some offices
        STANDING = "standing"  # heads of organisations ranked as a line role

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parameters = models.JSONField()
    on = models.DateField()
    known_at = models.DateTimeField()
    result = models.JSONField()
    scopes = ArrayField(
        models.CharField(max_length=40),
        default=everything,
        help_text="Over which scopes it was worked out.",
    )

    def __str__(self) -> str:
        return f"proposal {self.proposal_id}: {self.kind} on {self.on}"
