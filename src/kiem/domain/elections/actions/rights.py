"""Whose congresses an actor may hold.

Names at a congress tell who is a member, which is the member organisation's own to know: its
congresses are held from its own line, never by way of the unit that hosts it.
"""

from __future__ import annotations

from kiem.domain.elections.errors import drafted_already, missing, recognised_already
from kiem.domain.elections.models import Congress
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.domain.elections.queries.recognised import recognition_of
from kiem.domain.elections.queries.visible import holds
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer


def held_congress(congress_id: int, actor: Viewer, *, is_changed: bool = True) -> CongressFacts:
    """The congress, locked against everything but ballots; NotFound unless the actor holds it.

    What a recognition stands on changes no more: Conflict while one is drafted or decided, unless
    the congress itself is left as it is (`is_changed` False).
    """
    actor.require(Permission.VIEW_ASSEMBLY)
    found = Congress.objects.select_for_update(no_key=True).filter(pk=congress_id).first()
    if found is None or not holds(actor, found.organization_id):
        raise missing("congress")
    (facts,) = congress_facts("c.id = %(congress)s", {"congress": congress_id})
    if is_changed:
        guard_unrecognised(facts)
    return facts


def guard_unrecognised(facts: CongressFacts) -> None:
    """Raises Conflict once the result is drafted or decided upon."""
    found = recognition_of(facts)
    if found is None:
        return
    if found.decision_id is not None and found.signed_on is not None:
        raise recognised_already(found.number, found.signed_on)
    raise drafted_already(found.draft_id or 0)


def note(action: str, facts: CongressFacts, actor: Viewer, **rows: list[int]) -> None:
    """The audit row of an action. Ballots are noted without what they say."""
    audit.record(
        action=f"elections.{action}",
        actor=actor,
        subject=f"congress:{facts.id}",
        rows={f"elections_{table}": ids for table, ids in rows.items()},
    )
