"""Who sees what of a congress: the board with its event, names only on the member's own side."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.assembly.queries.visible import seen_by
from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.domain.register.queries.scopes import any_scope, organization_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch


def seen_congress(
    viewer: Viewer, congress_id: int, on: date, known_at: datetime | None = None
) -> CongressFacts:
    """The congress, if its event is one the viewer sees or the viewer is its delegate."""
    seen = seen_by(viewer, on, known_at)
    found = congress_facts(
        f"c.id = %(congress)s AND ({seen.event('e')} OR {_IS_DELEGATE})",
        {**seen.parameters, "congress": congress_id},
        known_at,
    )
    if not found:
        raise missing("congress")
    return found[0]


def seen_congresses(
    viewer: Viewer, on: date, known_at: datetime | None = None, *, event_id: int | None = None
) -> tuple[CongressFacts, ...]:
    """Every congress the viewer sees, or that of an event; the latest first."""
    seen = seen_by(viewer, on, known_at)
    return congress_facts(
        f"({seen.event('e')} OR {_IS_DELEGATE})"
        " AND (%(event)s::bigint IS NULL OR c.event_id = %(event)s)",
        {**seen.parameters, "event": event_id},
        known_at,
    )


_IS_DELEGATE = """EXISTS (SELECT FROM elections_delegate d
    JOIN elections_credential k ON k.delegate_id = d.id AND upper_inf(k.recorded)
    WHERE d.congress_id = c.id AND d.person_id = %(self)s AND k.verdict <> 'refused')"""


def is_own_side(
    viewer: Viewer, organization_id: int, on: date, known_at: datetime | None = None
) -> bool:
    """Whether the viewer may be told who is a member of the organisation and those below it."""
    if viewer.is_system:
        return True
    rows = fetch(
        "SELECT category FROM register_organization WHERE id = %(id)s", {"id": organization_id}
    )
    if not rows:
        return False
    permission = Permission.VIEW_MEMBERS if rows[0][0] == "member" else Permission.CONDUCT_ASSEMBLY
    if not viewer.can(permission):
        return False
    return organization_scope(viewer, permission, on, known_at).allows(organization_id)


def holds(actor: Viewer, organization_id: int) -> bool:
    """Whether the actor conducts assemblies of the organisation, from its own side."""
    if actor.is_system:
        return True
    return may_do(actor, Permission.CONDUCT_ASSEMBLY, organization_id) and is_own_side(
        actor, organization_id, clock.today()
    )


def may_do(actor: Viewer, permission: Permission, organization_id: int) -> bool:
    """Whether the actor has the permission at the organisation today."""
    if not actor.can(permission):
        return False
    bodies = any_scope(actor, permission, clock.today())
    return bodies is None or organization_id in bodies
