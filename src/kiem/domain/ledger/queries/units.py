"""Which units a picture shows, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kiem.domain.ledger.errors import outside_scope, unit_kind_unknown, unit_unknown
from kiem.domain.ledger.queries.slots import id_array
from kiem.domain.register.queries.places import line_units
from kiem.domain.register.queries.scopes import require_unit, unit_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.errors import NotFound
from kiem.platform.kernel.sql import fetch, holding

LOCAL_FAMILIES = ("commune", "district")  # the units that serve a place; headquarters are apart
EVERY_KIND = "all"


class UnitFacts(NamedTuple):
    """A unit on the day: what a row of the picture shows of it."""

    unit_id: int
    code: str
    name_vi: str
    name_en: str
    kind: str
    parent_id: int | None
    latitude: float | None
    longitude: float | None
    sort_key: str


@dataclass(frozen=True, slots=True)
class Visible:
    """Units in order of name. `people`: unit -> the only people shown of it, for viewers who see
    no more of the unit than themselves. `is_everything`: no unit was left out for its scope."""

    units: tuple[UnitFacts, ...]
    people: dict[int, frozenset[int]]
    is_everything: bool


def visible_units(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None,
    kind: str | None = None,
    unit_id: int | None = None,
) -> Visible:
    """Units whose load the viewer may see on the day.

    `kind`: a family or type of unit (`commune`, `district_police`, ...), `all`, or None: the
    units that serve a place (communes and districts), without headquarters. With `unit_id` that
    unit and those below it, of every kind unless one is named. Raises NotFound for a unit that
    does not exist on the day or lies outside the scope, InvalidInput for an unknown kind.
    """
    scope = unit_scope(viewer, Permission.VIEW_LOAD, on, known_at)
    own = {} if scope.everything else _own_units(viewer, on, known_at)
    ids: set[int] | None = None
    if not scope.everything:
        ids = {*scope.unit_ids, *own}
    if unit_id is not None:
        below = _below(unit_id, on, known_at)
        ids = below if ids is None else below & ids
        if unit_id not in ids:
            raise outside_scope("unit")
    units = _units_on(on, known_at, ids)
    seen = [facts for facts, _ in units]
    families = {facts.unit_id: family for facts, family in units}
    wanted = kind or (EVERY_KIND if unit_id is not None or own else None)
    if wanted is None:
        seen = [facts for facts in seen if families[facts.unit_id] in LOCAL_FAMILIES]
    elif wanted != EVERY_KIND:
        _require_kind(wanted)
        seen = [f for f in seen if wanted in (families[f.unit_id], f.kind)]
    limited = {
        facts.unit_id: own[facts.unit_id] for facts in seen if not scope.allows(facts.unit_id)
    }
    return Visible(tuple(seen), limited, scope.everything and unit_id is None)


def people_shown(
    *, viewer: Viewer, unit_id: int, on: date, known_at: datetime | None
) -> frozenset[int] | None:
    """The people of one unit whose load the viewer may see; None = everybody's.

    Raises NotFound for a unit that does not exist on the day or lies outside the scope.
    """
    viewer.require(Permission.VIEW_LOAD)
    own = _own_units(viewer, on, known_at).get(unit_id)
    try:
        require_unit(viewer, Permission.VIEW_LOAD, unit_id, on, known_at)
    except NotFound:
        if own is None:
            raise
        return own
    return None


def unit_id_of_code(code: str, *, on: date, known_at: datetime | None) -> int:
    """The unit of a code on a day. Raises NotFound."""
    rows = fetch(
        f"""SELECT s.organization_id FROM register_organizationstate s
            JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
        WHERE upper(s.code) = upper(%(code)s) AND {holding("s", known_at)}""",
        {"code": code.strip(), "on": on, "known_at": known_at},
    )
    if not rows:
        raise unit_unknown(code, on)
    return int(rows[0][0])


def _own_units(viewer: Viewer, on: date, known_at: datetime | None) -> dict[int, frozenset[int]]:
    """Unit -> people of the viewer's own `person:` scopes with a line post in it."""
    people = [
        int(number)
        for kind, _, number in (s.partition(":") for s in viewer.scopes(Permission.VIEW_LOAD))
        if kind == "person" and number.isdigit()
    ]
    own: dict[int, frozenset[int]] = {}
    for person, unit in line_units(people, on, known_at).items():
        own[unit] = own.get(unit, frozenset()) | {person}
    return own


def _units_on(
    on: date, known_at: datetime | None, ids: set[int] | None
) -> list[tuple[UnitFacts, str]]:
    """Units that exist on the day, in order of name; those of `ids`, or all."""
    among = "" if ids is None else "AND s.organization_id = ANY (%(ids)s::bigint[])"
    rows = fetch(
        f"""SELECT s.organization_id, s.code, s.name_vi, s.name_en, s.type_id, s.parent_id,
            s.latitude, s.longitude, s.sort_key, t.family
        FROM register_organizationstate s
            JOIN register_organizationtype t ON t.code = s.type_id AND t.category = 'unit'
        WHERE {holding("s", known_at)} {among} ORDER BY s.sort_key, s.organization_id""",
        {"on": on, "known_at": known_at, "ids": id_array(ids or ())},
    )
    return [(UnitFacts._make(row[:-1]), row[-1]) for row in rows]


def _below(root: int, on: date, known_at: datetime | None) -> set[int]:
    """The unit and all units below it on the day; empty when it does not exist."""
    rows = fetch(
        f"""WITH RECURSIVE below (id) AS (
            SELECT s.organization_id FROM register_organizationstate s
                JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
            WHERE s.organization_id = %(root)s AND {holding("s", known_at)}
            UNION
            SELECT s.organization_id FROM below
                JOIN register_organizationstate s ON s.parent_id = below.id
                    AND {holding("s", known_at)}
                JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit')
        SELECT id FROM below""",
        {"root": root, "on": on, "known_at": known_at},
    )
    return {row[0] for row in rows}


def _require_kind(kind: str) -> None:
    rows = fetch(
        "SELECT code, family FROM register_organizationtype WHERE category = 'unit' ORDER BY 1"
    )
    if not any(kind in row for row in rows):
        families = sorted({family for _, family in rows if family})
        raise unit_kind_unknown(kind, families)
