"""The whole structure on a day, row by row: for exports that must not hold it in memory.

Each function is a generator over one statement with a cursor on the server; called inside
`kernel.snapshots.one_snapshot()`, all of them tell of the same moment. Scopes are those of the
pages: structure where the viewer may see structure, holders where they may see offices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.snapshots import stream
from kiem.platform.kernel.sql import holding, known


@dataclass(frozen=True, slots=True)
class StructureOrganization:
    """A unit or another organisation on the day. `start` and `end`: of its whole life (half-open).

    `parent_id`: the unit above a unit, or the one that hosts an organisation; `higher_id`: the
    next one up in a member organisation's own line.
    """

    id: int
    code: str
    name_vi: str
    name_en: str
    category: str
    type: str
    parent_id: int | None
    higher_id: int | None
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class StructurePost:
    id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    organization_id: int
    seats: int
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class StructureHolding:
    """Somebody in a post on the day; `end` is None where none is decided."""

    appointment_id: int
    person_id: int
    post_id: int
    organization_id: int
    role: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class StructurePerson:
    """Somebody who holds one of the posts told of."""

    id: int
    full_name: str


def structure_organizations(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> Iterator[StructureOrganization]:
    """All organisations in the viewer's scope, by number."""
    scope = any_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    rows = stream(
        f"""
        SELECT s.organization_id, s.code, s.name_vi, s.name_en, t.category, s.type_id,
            s.parent_id, s.higher_id, life.start, life.until
        FROM register_organizationstate s
        JOIN register_organizationtype t ON t.code = s.type_id
        CROSS JOIN LATERAL (
            SELECT min(lower(l.valid)) AS start,
                CASE WHEN bool_or(upper_inf(l.valid)) THEN NULL
                     ELSE max(upper(l.valid)) END AS until
            FROM register_organizationstate l
            WHERE l.organization_id = s.organization_id AND {known("l", known_at)}) life
        WHERE {holding("s", known_at)}
          AND (%(everything)s OR s.organization_id = ANY (%(scope)s))
        ORDER BY s.organization_id
        """,
        _parameters(scope, on, known_at),
    )
    return (StructureOrganization(*row) for row in rows)


def structure_posts(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> Iterator[StructurePost]:
    """All posts of organisations in the viewer's scope, by number."""
    scope = any_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    rows = stream(
        f"""
        SELECT p.id, p.kind, s.role_id, s.title_vi, s.title_en, p.organization_id, s.seats,
            lower(s.valid), upper(s.valid)
        FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
        WHERE %(everything)s OR p.organization_id = ANY (%(scope)s)
        ORDER BY p.id
        """,
        _parameters(scope, on, known_at),
    )
    return (StructurePost(*row) for row in rows)


def structure_holdings(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> Iterator[StructureHolding]:
    """Who holds which post, where the viewer may see it; nobody without `register.view_offices`."""
    if not viewer.can(Permission.VIEW_OFFICES):
        return iter(())
    rows = stream(
        f"""
        SELECT a.id, a.person_id, a.post_id, p.organization_id, s.role_id,
            lower(a.valid), upper(a.valid)
        {_HELD.format(appointment=holding("a", known_at), state=holding("s", known_at))}
        ORDER BY a.id
        """,
        _parameters(_offices(viewer, on, known_at), on, known_at),
    )
    return (StructureHolding(*row) for row in rows)


def structure_people(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> Iterator[StructurePerson]:
    """The people of `structure_holdings`, by number."""
    if not viewer.can(Permission.VIEW_OFFICES):
        return iter(())
    rows = stream(
        f"""
        SELECT ps.person_id, ps.full_name FROM register_personstate ps
        WHERE {holding("ps", known_at)} AND ps.person_id IN (
            SELECT a.person_id
            {_HELD.format(appointment=holding("a", known_at), state=holding("s", known_at))})
        ORDER BY ps.person_id
        """,
        _parameters(_offices(viewer, on, known_at), on, known_at),
    )
    return (StructurePerson(*row) for row in rows)


_HELD = """
        FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id
        JOIN register_poststate s ON s.post_id = p.id AND {state}
        WHERE {appointment} AND (%(everything)s OR p.organization_id = ANY (%(scope)s))
"""


def _offices(viewer: Viewer, on: date, known_at: datetime | None) -> frozenset[int] | None:
    """Organisations whose posts and holders the viewer may see: both are needed."""
    structure = any_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    offices = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    if structure is None or offices is None:
        return structure if offices is None else offices
    return structure & offices


def _parameters(
    scope: frozenset[int] | None, on: date, known_at: datetime | None
) -> dict[str, object]:
    return {
        "everything": scope is None,
        "scope": list(scope or ()),
        "on": on,
        "known_at": known_at,
    }
