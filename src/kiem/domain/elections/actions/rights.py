"""Whose congresses an actor may hold.

Names at a congress tell who is a member, which is the member organisation's own to know: its
congresses are held from its own line, never by way of the unit that hosts it.
"""

from __future__ import annotations

from kiem.domain.elections.errors import missing
from kiem.domain.elections.models import Congress
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.domain.elections.queries.visible import holds
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer


def held_congress(congress_id: int, actor: Viewer) -> CongressFacts:
    """The congress, locked against everything but ballots; NotFound unless the actor holds it."""
    actor.require(Permission.VIEW_ASSEMBLY)
    found = Congress.objects.select_for_update(no_key=True).filter(pk=congress_id).first()
    if found is None or not holds(actor, found.organization_id):
        raise missing("congress")
    (facts,) = congress_facts("c.id = %(congress)s", {"congress": congress_id})
    return facts


def note(action: str, facts: CongressFacts, actor: Viewer, **rows: list[int]) -> None:
    """The audit row of an action. Ballots are noted without what they say."""
    audit.record(
        action=f"elections.{action}",
        actor=actor,
        subject=f"congress:{facts.id}",
        rows={f"elections_{table}": ids for table, ids in rows.items()},
    )
