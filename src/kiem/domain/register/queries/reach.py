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

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

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
