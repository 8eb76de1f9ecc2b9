"""What an actor may change, on the day of the change. Out of reach does not exist: NotFound.

The right to change the register is read by the kind of scope it is held in, as the right to see
members is (decision 0024):

- in a unit (`unit:12`, `all`), the employer's side: units, line posts and the people in them,
  Party committees and bodies outside that the units host. Offices of a hosted member organisation
  only end there, as what a transfer brings with it; nobody is put into one.
- in a line (`line:40`), the member organisation's side: its chapters with their offices, members
  and terms, and seats in bodies outside that stand beside a chapter. Never a line post.

The program itself (`is_system`) reaches everything and is asked nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.errors import unknown
from kiem.domain.register.models import Decision
from kiem.domain.register.queries import trees
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation and the unit it stands under or is hosted by on the day."""

    id: int
    category: str
    host_id: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Organisations an actor may change on a day. Sets of units: None is every unit.

    `line_ids`: member organisations of the actor's own lines; `hosts`: units that host one of
    them; `ground`: units their chapters may stand in and draw people from.
    """

    units: frozenset[int] | None
    line_ids: frozenset[int]
    hosts: frozenset[int]
    ground: frozenset[int] | None

    def has_unit(self, unit_id: int | None) -> bool:
        return self.units is None or unit_id in self.units

    def is_ground(self, unit_id: int | None) -> bool:
        return self.ground is None or unit_id in self.ground

    def changes(self, place: Place) -> bool:
        """Whether the organisation, its posts and who holds them may be changed."""
        if place.category == "member":
            return place.id in self.line_ids
        if place.category == "unit":
            return self.has_unit(place.id)
        is_beside_a_chapter = place.category == "external" and place.host_id in self.hosts
        return is_beside_a_chapter or self.has_unit(place.host_id)

    def ends(self, place: Place) -> bool:
        """Whether posts held in the organisation may end."""
        return self.changes(place) or (place.category == "member" and self.has_unit(place.host_id))


def reach_on(actor: Viewer, day: date) -> Reach | None:
    """What the actor may change on the day; None: everything. Forbidden without the right."""
    actor.require(Permission.CHANGE_REGISTER)
    if actor.is_system:
        return None
    scopes = actor.scopes(Permission.CHANGE_REGISTER)
    unit_roots, line_roots = _numbers(scopes, "unit"), _numbers(scopes, "line")
    line_ids = trees.line_below(line_roots, day, None)
    return Reach(
        units=None if ALL in scopes else _units(unit_roots, day),
        line_ids=frozenset(line_ids),
        hosts=frozenset(trees.hosts(line_ids, day, None)),
        ground=_units(sorted(trees.hosts(line_roots, day, None)), day),
    )


def require_changed(actor: Viewer, organization_ids: Collection[int], day: date) -> None:
    """Raise NotFound, naming them, unless the actor may change all the organisations that day."""
    reach = reach_on(actor, day)
    if reach is not None:
        _require(places(organization_ids, day), reach.changes, organization_ids)


def require_ended(actor: Viewer, organization_ids: Collection[int], day: date) -> None:
    """Raise NotFound unless the actor may end posts held in all of them; `day` the last one."""
    reach = reach_on(actor, day)
    if reach is not None:
        _require(places(organization_ids, day), reach.ends, organization_ids)


def require_staff(actor: Viewer, person_ids: Collection[int], day: date) -> None:
    """Raise NotFound for people who are not the staff of the actor's units.

    Somebody counts where their line posts of the day or the day before are, else where the last
    one was; who never had one is nobody else's.
    """
    reach = reach_on(actor, day)
    if reach is None or reach.units is None:
        return
    stations = _stations(person_ids, day)
    _require_people({p for p in person_ids if stations.get(p, reach.units).isdisjoint(reach.units)})


def require_candidates(actor: Viewer, person_ids: Collection[int], day: date) -> None:
    """Raise NotFound for people whom the actor can put into no office or seat.

    A line draws on the staff of the units its chapters may stand in, and on whoever holds an
    office in it already; the employer's side on its own staff.
    """
    reach = reach_on(actor, day)
    if reach is None or reach.units is None or reach.ground is None:
        return
    near = reach.units | reach.ground
    stations = _stations(person_ids, day)
    outside = {p for p in person_ids if stations.get(p, near).isdisjoint(near)}
    _require_people(outside - _office_holders(outside, reach.line_ids, day))


def require_decision(actor: Viewer, decision_id: int) -> None:
    """Raise NotFound unless the decision exists and is of an issuer the actor speaks for."""
    row = Decision.objects.filter(pk=decision_id).values_list("issuer_id", "signed_on").first()
    if row is None:
        raise unknown("decision", [decision_id], "decision_id")
    issuer_id, signed_on = row
    reach = reach_on(actor, signed_on)
    if reach is not None and not all(map(reach.changes, places([issuer_id], signed_on))):
        raise unknown("decision", [decision_id], "decision_id")


def require_superiors(
    actor: Viewer,
    category: str,
    *,
    hosts: Collection[int | None],
    highers: Collection[int | None],
    day: date,
) -> None:
    """Raise NotFound unless the actor may put an organisation of the category under these.

    A chapter stands in a unit of its line's ground and under an organisation of the line; other
    organisations under a unit the actor may change. A unit under nothing is for the program alone:
    that is how a register starts.
    """
    reach = reach_on(actor, day)
    if reach is None:
        return
    if category == "member":
        _require_ids({unit for unit in hosts if not reach.is_ground(unit)})
        _require_ids(set(highers) - reach.line_ids)
        return
    beside = reach.hosts if category == "external" else frozenset()
    inside = {unit for unit in hosts if unit in beside or reach.has_unit(unit)}
    _require_ids(set(hosts) - (inside if category == "external" else inside - {None}))


def require_employer(actor: Viewer, day: date) -> None:
    """Raise NotFound for an actor without any unit: people enter service on the employer's side."""
    reach = reach_on(actor, day)
    if reach is not None and reach.units is not None and not reach.units:
        raise unknown("unit", ["-"], "organization")


def places(organization_ids: Collection[int], day: date) -> list[Place]:
    """Where the organisations stand on the day; those that do not exist then have no host."""
    return [
        Place(*row)
        for row in fetch(
            """
            SELECT o.id, o.category, s.parent_id FROM register_organization o
            LEFT JOIN register_organizationstate s ON s.organization_id = o.id
                AND upper_inf(s.recorded) AND s.valid @> %(day)s::date
            WHERE o.id = ANY (%(ids)s) ORDER BY o.id
            """,
            {"ids": list(organization_ids), "day": day},
        )
    ]


def _units(roots: Collection[int], day: date) -> frozenset[int] | None:
    if roots and trees.only_top(day, None) in roots:
        return None
    return frozenset(trees.units_below(roots, day, None))


def _numbers(scopes: Collection[str], kind: str) -> list[int]:
    parts = [scope.partition(":") for scope in sorted(scopes)]
    return [int(number) for name, _, number in parts if name == kind and number.isdigit()]


def _stations(person_ids: Collection[int], day: date) -> dict[int, frozenset[int]]:
    """Person -> units of the line posts by which they count; without any they are missing."""
    rows = fetch(
        """
        SELECT a.person_id, p.organization_id,
            a.valid && daterange(%(day)s::date - 1, %(day)s::date, '[]'), lower(a.valid)
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
        WHERE a.person_id = ANY (%(people)s) AND upper_inf(a.recorded)
        ORDER BY a.person_id, lower(a.valid)
        """,
        {"people": list(person_ids), "day": day},
    )
    near: dict[int, set[int]] = {}
    last: dict[int, int] = {}
    for person_id, unit_id, is_near, start in rows:
        if is_near:
            near.setdefault(person_id, set()).add(unit_id)
        if start <= day or person_id not in last:
            last[person_id] = unit_id
    return {person: frozenset(near.get(person, {unit})) for person, unit in last.items()}


def _office_holders(
    person_ids: Collection[int], organization_ids: Collection[int], day: date
) -> set[int]:
    """Those of the people who hold an office in one of the organisations."""
    rows = fetch(
        """
        SELECT DISTINCT a.person_id
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = ANY (%(people)s) AND p.organization_id = ANY (%(organizations)s)
          AND upper_inf(a.recorded)
          AND a.valid && daterange(%(day)s::date - 1, %(day)s::date, '[]')
        """,
        {"people": list(person_ids), "organizations": list(organization_ids), "day": day},
    )
    return {person_id for (person_id,) in rows}


def _require(
    found: Collection[Place], allowed: Callable[[Place], bool], wanted: Collection[int]
) -> None:
    inside = {place.id for place in found if allowed(place)}
    _require_ids(set(wanted) - inside)


def _require_ids(outside: Collection[int | None]) -> None:
    if outside:
        named = ["-" if id_ is None else id_ for id_ in outside]
        raise unknown("organisation", sorted(named, key=str), "organization")


def _require_people(outside: Collection[int]) -> None:
    if outside:
        raise unknown("person", sorted(outside), "person")
