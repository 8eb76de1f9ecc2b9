"""Computing what a proposal would change, and pinning it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kiem.domain.assembly.actions.contributions import open_to
from kiem.domain.assembly.actions.guards import choice_of
from kiem.domain.assembly.errors import missing, nobody_concerned, percent_impossible
from kiem.domain.assembly.models import Proposal, ProposalEffect
from kiem.domain.assembly.queries.effects import PERMISSIONS, effect_of
from kiem.domain.assembly.queries.pinned import scopes_seen
from kiem.domain.register.queries import catalogue
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is to be computed. `family`: a line, empty for all; `role`: an office's role, empty for
    all (`release`), or the line role to rank as (`standing`); `percent` of the available hours."""

    kind: str
    on: date
    family: str = ""
    role: str = ""
    percent: Decimal = Decimal(0)


def compute_effect(*, proposal_id: int, assumption: Assumption, actor: Viewer) -> int:
    """Compute a proposal's effect over the actor's scope and pin it; returns its id.

    Whoever may speak for the proposing body, or conducts the event, may. Raises InvalidInput when
    nobody would be concerned.
    """
    choice_of("kind", assumption.kind, ProposalEffect.Kind.values)
    with transaction.atomic():
        proposal = Proposal.objects.filter(pk=proposal_id).first()
        if proposal is None:
            raise missing("proposal")
        open_to(proposal.event_id, proposal.organization_id, actor)
        moment = clock.now()
        parameters, result = _computed(assumption, actor, moment)
        if not result["people"]:
            raise nobody_concerned(assumption.on)
        row = ProposalEffect.objects.create(
            proposal=proposal,
            kind=assumption.kind,
            parameters=parameters,
            on=assumption.on,
            known_at=moment,
            result=result,
            scopes=scopes_seen(actor, PERMISSIONS[assumption.kind]),
            recorded_at=moment,
            recorded_by=actor.name,
        )
        audit.record(
            action="assembly.compute_effect",
            actor=actor,
            subject=f"proposal:{proposal_id}",
            rows={"assembly_proposaleffect": [row.pk]},
        )
    return row.pk


def _computed(
    asked: Assumption, actor: Viewer, moment: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    families = sorted({t.family for t in catalogue.organization_types().values() if t.family})
    choice_of("family", asked.family, ["", *families])
    known_roles = [*catalogue.roles()]
    if asked.kind == ProposalEffect.Kind.STANDING:
        choice_of("role", asked.role, known_roles)
        parameters = {"family": asked.family, "role": asked.role}
        return parameters, effect_of(asked.kind, parameters, actor, asked.on, moment)
    choice_of("role", asked.role, ["", *known_roles])
    if not 0 <= asked.percent <= 100:
        raise percent_impossible(asked.percent)
    parameters = {"family": asked.family, "role": asked.role, "percent": str(asked.percent)}
    return parameters, effect_of(asked.kind, parameters, actor, asked.on, moment)
