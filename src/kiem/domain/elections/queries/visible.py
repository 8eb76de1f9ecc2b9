"""Who sees what of a congress: the board with its event, names only on the member's own side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from kiem.domain.assembly.queries.days import moments_of
from kiem.domain.assembly.queries.state import as_of
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
    found = _seen(viewer, "c.id = %(congress)s", {"congress": congress_id}, on, known_at)
    if not found:
        raise missing("congress")
    return found[0]


def seen_congresses(
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    *,
    event_ids: Collection[int] | None = None,
) -> tuple[CongressFacts, ...]:
    """Every congress the viewer sees, or those of some events; the latest first."""
    return _seen(
        viewer,
        "(%(events)s::bigint[] IS NULL OR c.event_id = ANY (%(events)s))",
        {"events": None if event_ids is None else sorted(event_ids)},
        on,
        known_at,
    )


def shown_until(facts: CongressFacts, on: date, known_at: datetime | None) -> datetime | None:
    """Up to when what was recorded of a congress counts on the day: see `assembly.queries.days`."""
    return moments_of([facts.event_id], on, known_at).get(facts.event_id, known_at)


def _seen(
    viewer: Viewer,
    where: str,
    parameters: Mapping[str, object],
    on: date,
    known_at: datetime | None,
) -> tuple[CongressFacts, ...]:
    """Until its day a congress shows as it had been prepared by the day shown."""
    seen = seen_by(viewer, on, known_at)
    found = congress_facts(
        f"({where}) AND ({seen.event('e')} OR {_IS_DELEGATE})",
        {**seen.parameters, **parameters},
        known_at,
    )
    moments = moments_of([facts.event_id for facts in found], on, known_at)
    held = [f for f in found if f.event_id in moments and moments[f.event_id] == known_at]
    coming = [f.id for f in found if f.event_id in moments and moments[f.event_id] != known_at]
    if coming:
        held += congress_facts(
            "c.id = ANY (%(ids)s) AND c.recorded_at <= %(known_at)s",
            {"ids": coming},
            as_of(on, known_at),
        )
    return tuple(sorted(held, key=lambda f: (f.held_on, f.id), reverse=True))


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
