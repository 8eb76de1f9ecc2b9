"""Which units a picture shows, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.ledger.errors import outside_scope, unit_kind_unknown, unit_unknown
from kiem.domain.register.queries.scopes import line_units, unit_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding

LOCAL_FAMILIES = ("commune", "district")  # the units that serve a place; headquarters are apart
EVERY_KIND = "all"


@dataclass(frozen=True, slots=True)
class UnitFacts:
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
    no more of the unit than themselves."""

    units: tuple[UnitFacts, ...]
    people: dict[int, frozenset[int]]


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
    units = _units_on(on, known_at)
    seen = [facts for facts, _ in units if scope.allows(facts.unit_id) or facts.unit_id in own]
    if unit_id is not None:
        below = _subtree(seen, unit_id)
        if not below:
            raise outside_scope("unit")
        seen = [facts for facts in seen if facts.unit_id in below]
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
    return Visible(tuple(seen), limited)


def unit_id_of_code(code: str, *, on: date, known_at: datetime | None) -> int:
    """The unit of a code on a day. Raises NotFound."""
    for facts, _ in _units_on(on, known_at):
        if facts.code.casefold() == code.strip().casefold():
            return facts.unit_id
    raise unit_unknown(code, on)


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


def _units_on(on: date, known_at: datetime | None) -> list[tuple[UnitFacts, str]]:
    rows = fetch(
        f"""SELECT s.organization_id, s.code, s.name_vi, s.name_en, s.type_id, s.parent_id,
            s.latitude, s.longitude, s.sort_key, t.family
        FROM register_organizationstate s
            JOIN register_organizationtype t ON t.code = s.type_id AND t.category = 'unit'
        WHERE {holding("s", known_at)} ORDER BY s.sort_key, s.organization_id""",
        {"on": on, "known_at": known_at},
    )
    return [(UnitFacts(*row[:-1]), row[-1]) for row in rows]


def _subtree(units: list[UnitFacts], root: int) -> set[int]:
    """`root` and all below it; empty when `root` is not among the units."""
    children: dict[int | None, list[int]] = {}
    for facts in units:
        children.setdefault(facts.parent_id, []).append(facts.unit_id)
    if all(facts.unit_id != root for facts in units):
        return set()
    found, open_ = {root}, [root]
    while open_:
        for child in children.get(open_.pop(), ()):
            if child not in found:
                found.add(child)
                open_.append(child)
    return found


def _require_kind(kind: str) -> None:
    rows = fetch(
        "SELECT code, family FROM register_organizationtype WHERE category = 'unit' ORDER BY 1"
    )
    if not any(kind in row for row in rows):
        families = sorted({family for _, family in rows if family})
        raise unit_kind_unknown(kind, families)
