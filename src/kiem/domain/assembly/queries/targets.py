"""To whom a task or an invitation may go: bodies by rule on a day, or by code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.errors import codes_unknown, nobody_has_codes
from kiem.domain.assembly.queries.rows import Body
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """All bodies of one type among those the viewer sees: "ward police, 51". `level`: of a unit,
    the family of its type; empty for other bodies."""

    type: str
    name_vi: str
    name_en: str
    count: int
    level: str


def target_groups(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[TargetGroup, ...]:
    """Types of units and member organisations in the viewer's scope on the day, with how many."""
    rows = fetch(
        f"""
        SELECT s.type_id, y.name_vi, y.name_en, count(*),
            CASE y.category WHEN 'unit' THEN y.family ELSE '' END
        FROM register_organizationstate s
        JOIN register_organization o ON o.id = s.organization_id
        JOIN register_organizationtype y ON y.code = s.type_id
        WHERE o.category IN ('unit', 'member') AND {holding("s", known_at)}
            AND (%(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s))
        GROUP BY s.type_id, y.name_vi, y.name_en, y.category, y.family, y."order" ORDER BY y."order"
        """,
        _asked(viewer, on, known_at),
    )
    return tuple(TargetGroup(*row) for row in rows)


def bodies_of_type(
    *, viewer: Viewer, type_code: str, on: date, known_at: datetime | None = None
) -> list[int]:
    """Ids of all bodies of a type in the viewer's scope on the day, in order of their names; or
    of all units of a level, such as `commune`."""
    rows = fetch(
        f"""
        SELECT s.organization_id FROM register_organizationstate s
        JOIN register_organizationtype y ON y.code = s.type_id
        WHERE (y.code = %(type)s OR (y.category = 'unit' AND y.family = %(type)s))
            AND {holding("s", known_at)}
            AND (%(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s))
        ORDER BY s.sort_key, s.organization_id
        """,
        {**_asked(viewer, on, known_at), "type": type_code},
    )
    return [row[0] for row in rows]


def bodies_by_code(
    *,
    viewer: Viewer,
    codes: Sequence[str],
    on: date,
    field: str = "codes",
    known_at: datetime | None = None,
) -> list[int]:
    """Ids of the bodies with these codes on the day, in the order given.

    Raises InvalidInput that names every code unknown in the viewer's scope; `field` is the input.
    """
    rows = fetch(
        f"""
        SELECT s.code, s.organization_id FROM register_organizationstate s
        WHERE s.code = ANY (%(codes)s) AND {holding("s", known_at)}
            AND (%(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s))
        """,
        {**_asked(viewer, on, known_at), "codes": list(codes)},
    )
    found = dict(rows)
    if unknown := [code for code in dict.fromkeys(codes) if code not in found]:
        raise codes_unknown(unknown, on, field)
    return [found[code] for code in codes]


def any_bodies_by_code(*, codes: Sequence[str], on: date, field: str) -> list[int]:
    """Ids of all bodies with these codes, outside ones too, in the order given: one may write to
    anybody (decision 0125). Raises InvalidInput that names the codes nobody has on the day."""
    rows = fetch(
        f"""SELECT s.code, s.organization_id FROM register_organizationstate s
        WHERE s.code = ANY (%(codes)s) AND {holding("s", None)}""",
        {"codes": list(codes), "on": on},
    )
    found = dict(rows)
    if unknown := [code for code in dict.fromkeys(codes) if code not in found]:
        raise nobody_has_codes(unknown, on, field)
    return [found[code] for code in dict.fromkeys(codes)]


def own_bodies(
    *, viewer: Viewer, permission: Permission, on: date, limit: int = 300
) -> tuple[tuple[Body, str], ...]:
    """Bodies in whose name the viewer may act, with their codes; member organisations first."""
    if not viewer.can(permission):
        return ()
    allowed = any_scope(viewer, permission, on)
    rows = fetch(
        f"""
        SELECT o.id, o.category, s.name_vi, s.name_en, s.code
        FROM register_organizationstate s JOIN register_organization o ON o.id = s.organization_id
        JOIN register_organizationtype y ON y.code = s.type_id
        WHERE o.category IN ('unit', 'member') AND {holding("s", None)}
            AND (%(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s))
        ORDER BY o.category, y."order", s.sort_key, o.id LIMIT %(limit)s
        """,
        {"bodies": None if allowed is None else sorted(allowed), "on": on, "limit": limit},
    )
    return tuple((Body(*row[:4]), row[4]) for row in rows)


def _asked(viewer: Viewer, on: date, known_at: datetime | None) -> dict[str, object]:
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    return {
        "bodies": None if bodies is None else sorted(bodies),
        "on": on,
        "known_at": known_at,
    }
