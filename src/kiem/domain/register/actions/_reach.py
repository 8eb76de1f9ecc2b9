"""Guards of every action: what an actor may change, see `queries.reach`. Raise NotFound."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from kiem.domain.register.errors import unknown
from kiem.domain.register.models import Decision
from kiem.domain.register.queries.reach import Place, places, reach_on
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch


def require_changed(actor: Viewer, organization_ids: Collection[int], day: date) -> None:
    """Raise NotFound, naming them, unless the actor may change all the organisations that day."""
    reach = reach_on(actor, day)
    if reach is not None:
        _require(places(organization_ids, day), reach.changes, organization_ids)


def changeable_within(
    actor: Viewer, organization_ids: Collection[int], day: date
) -> frozenset[int]:
    """Those of the organisations that `require_changed` lets pass."""
    reach = reach_on(actor, day)
    if reach is None:
        return frozenset(organization_ids)
    return frozenset(place.id for place in places(organization_ids, day) if reach.changes(place))


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
    _require_people(set(person_ids) - staff_within(actor, person_ids, day))


def staff_within(actor: Viewer, person_ids: Collection[int], day: date) -> frozenset[int]:
    """Those of the people whom `require_staff` lets pass."""
    reach = reach_on(actor, day)
    if reach is None or reach.units is None:
        return frozenset(person_ids)
    units, stations = reach.units, _stations(person_ids, day)
    return frozenset(p for p in person_ids if not stations.get(p, units).isdisjoint(units))


def require_candidates(actor: Viewer, person_ids: Collection[int], day: date) -> None:
    """Raise NotFound for people whom the actor can put into no office or seat.

    A line draws on the staff of the units its chapters may stand in, and on whoever holds an
    office in it already; the employer's side on its own staff.
    """
    _require_people(set(person_ids) - candidates_within(actor, person_ids, day))


def candidates_within(actor: Viewer, person_ids: Collection[int], day: date) -> frozenset[int]:
    """Those of the people whom `require_candidates` lets pass."""
    reach = reach_on(actor, day)
    if reach is None or reach.units is None or reach.ground is None:
        return frozenset(person_ids)
    near = reach.units | reach.ground
    stations = _stations(person_ids, day)
    outside = {p for p in person_ids if stations.get(p, near).isdisjoint(near)}
    outside -= _office_holders(outside, reach.line_ids, day)
    return frozenset(person_ids) - outside


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
