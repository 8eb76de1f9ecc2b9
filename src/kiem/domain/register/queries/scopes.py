"""What a viewer may see on a date: opaque scopes resolved to units, organisations and people.

`unit:12` the unit and all below it; `line:40` a member organisation and those below it in its own
line (for structure and load also the units that host them); `person:7` one person. A scope is
resolved on the day asked about: a grant shows past dates only of what its subtree was then.
Whatever lies outside does not exist for the viewer: NotFound, never Forbidden.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries.places import joined_by, last_places, line_units
from kiem.domain.register.queries.trees import (
    hosted_by,
    hosts,
    line_below,
    only_top,
    superiors,
    units_below,
)
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel.sql import fetch, holding

# With these permissions a line reaches the units that host its chapters.
_HOSTS_TOO = frozenset({Permission.VIEW_STRUCTURE, Permission.VIEW_LOAD})


@dataclass(frozen=True, slots=True)
class UnitScope:
    """Units visible with one permission on one day; `everything` means: no filter."""

    everything: bool
    unit_ids: frozenset[int] = frozenset()

    def allows(self, unit_id: int | None) -> bool:
        return self.everything or unit_id in self.unit_ids


@dataclass(frozen=True, slots=True)
class OrganizationScope:
    """Organisations that are not units (chapters, party committees, bodies outside)."""

    everything: bool
    organization_ids: frozenset[int] = frozenset()

    def allows(self, organization_id: int | None) -> bool:
        return self.everything or organization_id in self.organization_ids


@dataclass(frozen=True, slots=True)
class _Roots:
    everything: bool
    units: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)


def _roots(viewer: Viewer, permission: Permission, on: date, known_at: datetime | None) -> _Roots:
    viewer.require(permission)
    scopes = viewer.scopes(permission)
    if ALL in scopes:
        return _Roots(everything=True)
    roots = _Roots(everything=False)
    targets = {"unit": roots.units, "line": roots.lines, "person": roots.people}
    if permission == Permission.VIEW_MEMBERS:
        # Membership lists are the member organisation's: no unit's, whatever was granted.
        targets = {"line": roots.lines}
    for scope in sorted(scopes):
        kind, _, number = scope.partition(":")
        if kind in targets and number.isdigit():
            targets[kind].append(int(number))
    if roots.units:
        top = only_top(on, known_at)
        if top is not None and top in roots.units:
            return _Roots(everything=True)
    return roots


def unit_scope(
    viewer: Viewer, permission: Permission, on: date, known_at: datetime | None = None
) -> UnitScope:
    """Units in which `viewer` has `permission` on the day; Forbidden if it is held nowhere."""
    roots = _roots(viewer, permission, on, known_at)
    if roots.everything:
        return UnitScope(everything=True)
    units: set[int] = set(units_below(roots.units, on, known_at))
    if permission in _HOSTS_TOO:
        units |= hosts(line_below(roots.lines, on, known_at), on, known_at)
    if permission == Permission.VIEW_STRUCTURE:
        units |= set(line_units(roots.people, on, known_at).values())
    return UnitScope(everything=False, unit_ids=frozenset(units))


def organization_scope(
    viewer: Viewer, permission: Permission, on: date, known_at: datetime | None = None
) -> OrganizationScope:
    """Organisations other than units in which `viewer` has `permission` on the day."""
    roots = _roots(viewer, permission, on, known_at)
    if roots.everything:
        return OrganizationScope(everything=True)
    found: set[int] = set(line_below(roots.lines, on, known_at))
    units = set(units_below(roots.units, on, known_at))
    if permission == Permission.VIEW_STRUCTURE:
        units |= set(line_units(roots.people, on, known_at).values())
    found |= hosted_by(units, on, known_at)
    found |= joined_by(roots.people, on, known_at)
    return OrganizationScope(everything=False, organization_ids=frozenset(found))


def any_scope(
    viewer: Viewer, permission: Permission, on: date, known_at: datetime | None = None
) -> frozenset[int] | None:
    """Units and other organisations together; None = everything."""
    units = unit_scope(viewer, permission, on, known_at)
    if units.everything:
        return None
    return units.unit_ids | organization_scope(viewer, permission, on, known_at).organization_ids


@dataclass(frozen=True, slots=True)
class PeopleScope:
    """People visible with one permission: those with a post in one of the organisations (line
    posts in units, offices in a line's organisations), and single people."""

    everything: bool
    organization_ids: frozenset[int] = frozenset()
    person_ids: frozenset[int] = frozenset()


def people_scope(
    viewer: Viewer, permission: Permission, on: date, known_at: datetime | None = None
) -> PeopleScope:
    """People for whom `viewer` has `permission` on the day; Forbidden if it is held nowhere."""
    roots = _roots(viewer, permission, on, known_at)
    if roots.everything:
        return PeopleScope(everything=True)
    units = units_below(roots.units, on, known_at)
    return PeopleScope(
        everything=False,
        organization_ids=frozenset(units) | frozenset(line_below(roots.lines, on, known_at)),
        person_ids=frozenset(roots.people),
    )


def nameable(
    viewer: Viewer,
    permission: Permission,
    person_ids: Collection[int],
    on: date,
    known_at: datetime | None = None,
) -> frozenset[int]:
    """Those of `person_ids` the viewer may be shown by name; the others count in sums only.

    A line reaches the units that host its chapters, with their totals; of the people in them it
    is told those who hold a post in the line, not the officers of other organisations.
    """
    scope = people_scope(viewer, permission, on, known_at)
    wanted = frozenset(person_ids)
    if scope.everything or not wanted:
        return wanted
    rows = fetch(
        f"""
        SELECT DISTINCT a.person_id
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = ANY (%(people)s) AND p.organization_id = ANY (%(organizations)s)
          AND {holding("a", known_at)}
        """,
        {
            "people": list(wanted),
            "organizations": list(scope.organization_ids),
            "on": on,
            "known_at": known_at,
        },
    )
    return (wanted & scope.person_ids) | {person_id for (person_id,) in rows}


def person_in_scope(
    viewer: Viewer,
    permission: Permission,
    person_id: int,
    on: date,
    known_at: datetime | None = None,
) -> bool:
    """Whether the person is the viewer's own subject, or holds a post inside the scope that day.

    Who holds nothing on the day (has left, or not come yet) counts where the last line post was.
    """
    roots = _roots(viewer, permission, on, known_at)
    if person_id in roots.people:
        return True
    if roots.everything:
        return bool(fetch("SELECT 1 FROM register_person WHERE id = %(id)s", {"id": person_id}))
    places = last_places(person_id, on, known_at)
    if not places:
        return False
    last_day = max(day for _, day in places)
    scope = people_scope(viewer, permission, last_day, known_at).organization_ids
    return any(organization in scope for organization, _ in places)


def require_unit(
    viewer: Viewer,
    permission: Permission,
    unit_id: int,
    on: date,
    known_at: datetime | None = None,
) -> None:
    """Raise NotFound unless the unit exists on the day within the scope."""
    if not organization_within(viewer, permission, unit_id, on, known_at):
        raise unknown("unit", [unit_id], "unit")


def require_organization(
    viewer: Viewer,
    permission: Permission,
    organization_id: int,
    on: date,
    known_at: datetime | None = None,
) -> None:
    """Raise NotFound unless the organisation (unit or not) lies within the scope."""
    if not organization_within(viewer, permission, organization_id, on, known_at):
        raise unknown("organisation", [organization_id], "organization")


def require_person(
    viewer: Viewer,
    permission: Permission,
    person_id: int,
    on: date,
    known_at: datetime | None = None,
) -> None:
    """Raise NotFound unless the person lies within the scope."""
    if not person_in_scope(viewer, permission, person_id, on, known_at):
        raise unknown("person", [person_id], "person")


def require_organizations(
    viewer: Viewer, permission: Permission, ids: Collection[int], on: date
) -> None:
    """Raise NotFound, naming them, unless all organisations lie within the scope."""
    scope = any_scope(viewer, permission, on)
    if scope is not None and (outside := sorted(set(ids) - scope)):
        raise unknown("organisation", outside, "organization")


def require_people(
    viewer: Viewer, permission: Permission, person_ids: Collection[int], on: date
) -> None:
    """Raise NotFound, naming them, for people whose posts all lie outside the scope.

    Counted are posts held on the day or the day before; who holds none is nobody else's.
    """
    scope = people_scope(viewer, permission, on)
    if scope.everything:
        return
    rows = fetch(
        """
        SELECT a.person_id FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = ANY (%(people)s) AND upper_inf(a.recorded)
          AND a.valid && daterange(%(on)s::date - 1, %(on)s::date, '[]')
        GROUP BY a.person_id HAVING NOT bool_or(p.organization_id = ANY (%(scope)s))
        ORDER BY a.person_id
        """,
        {"people": list(person_ids), "on": on, "scope": list(scope.organization_ids)},
    )
    if outside := [row[0] for row in rows if row[0] not in scope.person_ids]:
        raise unknown("person", outside, "person")


def organization_within(
    viewer: Viewer,
    permission: Permission,
    organization_id: int,
    on: date,
    known_at: datetime | None,
) -> bool:
    """Climbs from the organisation instead of listing the whole scope: cheap for deep trees."""
    roots = _roots(viewer, permission, on, known_at)
    above = superiors(organization_id, on, known_at)
    if roots.everything:
        return bool(above)
    if not above:
        return False
    if any(line == "parent" and node in roots.units for line, node in above):
        return True
    if any(line == "higher" and node in roots.lines for line, node in above):
        return True
    if not (roots.lines or roots.people):
        return False
    scope = any_scope(viewer, permission, on, known_at)
    return scope is None or organization_id in scope
