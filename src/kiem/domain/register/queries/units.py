"""Units of the employer on a date: lists, one unit in full."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries._text import search_words, word_parameters, words_match
from kiem.domain.register.queries.changes import ChangeRef, change_refs
from kiem.domain.register.queries.holdings import staff_counts
from kiem.domain.register.queries.organizations import OrganizationRow, hosted_organizations
from kiem.domain.register.queries.scopes import organization_within, require_unit, unit_scope
from kiem.domain.register.queries.seats import PostRow, posts_of
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.interval import DateInterval

# What people say for a type of unit, or for all types of a level.
KIND_ALIASES = {
    "commune": ("ward_police", "commune_police"),
    "district": ("district_police",),
    "city": ("city_police",),
    "province": ("province_police",),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit on the day. `staff` counts the line posts held in the unit itself, not below it."""

    id: int
    code: str
    name_vi: str
    name_en: str
    type: str
    parent_id: int | None
    parent_name_vi: str
    parent_name_en: str
    latitude: float | None
    longitude: float | None
    staff: int
    sort_key: str


@dataclass(frozen=True, slots=True)
class UnitRef:
    id: int
    code: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class UnitDetail:
    """`ancestors` from the top down; `valid` the days of the unit's life around the day asked."""

    unit: UnitRow
    ancestors: tuple[UnitRef, ...]
    children_count: int
    valid: DateInterval
    posts: tuple[PostRow, ...]
    chapters: tuple[OrganizationRow, ...]
    predecessors: tuple[ChangeRef, ...]
    successors: tuple[ChangeRef, ...]


def list_units(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    kind: str | None = None,
    search: str | None = None,
    parent_id: int | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = None,
) -> list[UnitRow]:
    """Units in the viewer's scope in Vietnamese order, after the row (sort_key, id).

    `kind` is a type code or `commune`, `district`, `city`. Raises NotFound for an unknown kind.
    """
    scope = unit_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    return _units(
        on,
        known_at,
        within=None if scope.everything else scope.unit_ids,
        types=_types(kind),
        parent_id=parent_id,
        search=search,
        after=after,
        limit=limit,
    )


def count_units(*, viewer: Viewer, on: date, known_at: datetime | None = None) -> dict[str, int]:
    """Type code -> number of units in the viewer's scope on the day."""
    scope = unit_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    rows = fetch(
        f"""
        SELECT s.type_id, count(*) FROM register_organizationstate s
        JOIN register_organizationtype t ON t.code = s.type_id AND t.category = 'unit'
        WHERE {holding("s", known_at)}
          AND (%(everything)s OR s.organization_id = ANY (%(within)s))
        GROUP BY s.type_id
        """,
        {
            "on": on,
            "known_at": known_at,
            "everything": scope.everything,
            "within": list(scope.unit_ids),
        },
    )
    return dict(rows)


def unit_by_code(
    *, viewer: Viewer, code: str, on: date, known_at: datetime | None = None
) -> UnitRow:
    """The unit of that code on the day. Raises NotFound outside the scope too."""
    viewer.require(Permission.VIEW_STRUCTURE)
    rows = fetch(
        f"""SELECT s.organization_id FROM register_organizationstate s
            JOIN register_organizationtype t ON t.code = s.type_id AND t.category = 'unit'
            WHERE s.code = %(code)s AND {holding("s", known_at)}""",
        {"code": code, "on": on, "known_at": known_at},
    )
    if not rows:
        raise unknown("unit", [code], "unit")
    (unit_id,) = rows[0]
    if not organization_within(viewer, Permission.VIEW_STRUCTURE, unit_id, on, known_at):
        raise unknown("unit", [code], "unit")  # by the code asked for: the id would be news
    return _units(on, known_at, within=[unit_id])[0]


def unit_detail(
    *, viewer: Viewer, unit_id: int, on: date, known_at: datetime | None = None
) -> UnitDetail:
    """Everything the unit's page shows. Raises NotFound outside life and scope.

    Holders are shown where the viewer may see offices; elsewhere a post shows its seats only.
    """
    require_unit(viewer, Permission.VIEW_STRUCTURE, unit_id, on, known_at)
    units = _units(on, known_at, within=[unit_id])
    if not units:
        raise unknown("unit", [unit_id], "unit")
    predecessors, successors = change_refs(unit_id, known_at)
    ancestors, children, valid = _surroundings(unit_id, on, known_at)
    return UnitDetail(
        unit=units[0],
        ancestors=ancestors,
        children_count=children,
        valid=valid,
        posts=posts_of([unit_id], viewer=viewer, on=on, known_at=known_at),
        chapters=hosted_organizations(unit_id, viewer=viewer, on=on, known_at=known_at),
        predecessors=predecessors,
        successors=successors,
    )


def _types(kind: str | None) -> Sequence[str] | None:
    return None if kind is None else KIND_ALIASES.get(kind, (kind,))


def _units(
    on: date,
    known_at: datetime | None,
    *,
    within: Collection[int] | None,
    types: Sequence[str] | None = None,
    parent_id: int | None = None,
    search: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = None,
) -> list[UnitRow]:
    words = search_words(search)
    filters = [holding("s", known_at), *words_match("s", words)]
    parameters: dict[str, Any] = {
        "on": on,
        "known_at": known_at,
        **word_parameters(words),
    }
    if within is not None:
        filters.append("s.organization_id = ANY (%(within)s)")
        parameters["within"] = list(within)
    if types is not None:
        filters.append("s.type_id = ANY (%(types)s)")
        parameters["types"] = list(types)
    if parent_id is not None:
        filters.append("s.parent_id = %(parent)s")
        parameters["parent"] = parent_id
    page = []
    if after is not None:
        page.append("WHERE (hit.sort_key, hit.organization_id) > (%(after_key)s, %(after_id)s)")
        parameters["after_key"], parameters["after_id"] = after
    # With words the hits are collected first: under LIMIT the planner would rather walk the
    # order index and test every name. Without, it should walk the index.
    fence = "MATERIALIZED" if words else "NOT MATERIALIZED"
    parameters["limit"] = limit
    rows = fetch(
        f"""
        WITH hit AS {fence} (
            SELECT s.* FROM register_organizationstate s
            JOIN register_organizationtype t ON t.code = s.type_id AND t.category = 'unit'
            WHERE {" AND ".join(filters)}
        ), page AS MATERIALIZED (
            SELECT * FROM hit {" ".join(page)}
            ORDER BY hit.sort_key, hit.organization_id LIMIT %(limit)s
        )
        SELECT page.organization_id, page.code, page.name_vi, page.name_en, page.type_id,
            page.parent_id, coalesce(parent.name_vi, ''), coalesce(parent.name_en, ''),
            page.latitude, page.longitude, page.sort_key
        FROM page LEFT JOIN register_organizationstate parent
            ON parent.organization_id = page.parent_id AND {holding("parent", known_at)}
        ORDER BY page.sort_key, page.organization_id
        """,
        parameters,
    )
    staff = staff_counts([row[0] for row in rows], on, known_at)
    return [UnitRow(*(*row[:10], staff.get(row[0], 0), row[10])) for row in rows]


def _surroundings(
    unit_id: int, on: date, known_at: datetime | None
) -> tuple[tuple[UnitRef, ...], int, DateInterval]:
    rows = fetch(
        f"""
        WITH RECURSIVE up (depth, id) AS (
            SELECT 0, %(unit)s::bigint
            UNION
            SELECT up.depth + 1, s.parent_id FROM up
            JOIN register_organizationstate s ON s.organization_id = up.id
                AND {holding("s", known_at)}
            WHERE s.parent_id IS NOT NULL
        )
        SELECT up.depth, s.organization_id, s.code, s.name_vi, s.name_en,
            CASE WHEN up.depth = 0 THEN (
                SELECT count(*) FROM register_organizationstate c
                JOIN register_organization o ON o.id = c.organization_id AND o.category = 'unit'
                WHERE c.parent_id = s.organization_id AND {holding("c", known_at)}) END,
            lower(s.valid), upper(s.valid)
        FROM up JOIN register_organizationstate s ON s.organization_id = up.id
            AND {holding("s", known_at)}
        ORDER BY up.depth DESC
        """,
        {"unit": unit_id, "on": on, "known_at": known_at},
    )
    ancestors = tuple(UnitRef(*row[1:5]) for row in rows if row[0])
    own = rows[-1]
    return ancestors, own[5], DateInterval(own[6], own[7])
