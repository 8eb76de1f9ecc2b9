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
from kiem.domain.register.queries.reading import once_a_reading
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
        top = _only_top(on, known_at)
        if top is not None and top in roots.units:
            return _Roots(everything=True)
    return roots


@once_a_reading
def _only_top(on: date, known_at: datetime | None) -> int | None:
    """The unit above all units, if there is one: its scope needs no filter."""
    tops = fetch(
        f"""
        SELECT s.organization_id FROM register_organizationstate s
        JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
        WHERE s.parent_id IS NULL AND {holding("s", known_at)} LIMIT 2
        """,
        {"on": on, "known_at": known_at},
    )
    return tops[0][0] if len(tops) == 1 else None


def unit_scope(
    viewer: Viewer, permission: Permission, on: date, known_at: datetime | None = None
) -> UnitScope:
    """Units in which `viewer` has `permission` on the day; Forbidden if it is held nowhere."""
    roots = _roots(viewer, permission, on, known_at)
    if roots.everything:
        return UnitScope(everything=True)
    units: set[int] = set(_units_below(roots.units, on, known_at))
    if permission in _HOSTS_TOO:
        units |= _hosts(_line_below(roots.lines, on, known_at), on, known_at)
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
    found: set[int] = set(_line_below(roots.lines, on, known_at))
    units = set(_units_below(roots.units, on, known_at))
    if permission == Permission.VIEW_STRUCTURE:
        units |= set(line_units(roots.people, on, known_at).values())
    found |= _hosted_by(units, on, known_at)
    found |= _joined_by(roots.people, on, known_at)
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
    units = _units_below(roots.units, on, known_at)
    return PeopleScope(
        everything=False,
        organization_ids=frozenset(units) | frozenset(_line_below(roots.lines, on, known_at)),
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
    places = _places(person_id, on, known_at)
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


def line_units(
    person_ids: Collection[int], on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """Person -> unit of the line post on the day (the weightier post, should there be two)."""
    if not person_ids:
        return {}
    return dict(
        fetch(
            f"""
            SELECT a.person_id, p.organization_id
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE p.kind = 'line' AND a.person_id = ANY (%(people)s) AND {holding("a", known_at)}
            ORDER BY a.person_id, a.share_percent, a.id DESC
            """,
            {"people": list(person_ids), "on": on, "known_at": known_at},
        )
    )


def _places(person_id: int, on: date, known_at: datetime | None) -> list[tuple[int, date]]:
    """(organisation, day) of the posts held on `on`; else of the last line post before."""
    rows = fetch(
        f"""
        SELECT p.organization_id, %(on)s::date
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = %(person)s AND {holding("a", known_at)}
        """,
        {"person": person_id, "on": on, "known_at": known_at},
    )
    if rows:
        return [(organization, day) for organization, day in rows]
    known = "upper_inf(a.recorded)" if known_at is None else "a.recorded @> %(known_at)s"
    return fetch(
        f"""
        SELECT p.organization_id, upper(a.valid) - 1
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = %(person)s AND p.kind = 'line' AND upper(a.valid) <= %(on)s AND {known}
        ORDER BY upper(a.valid) DESC LIMIT 1
        """,
        {"person": person_id, "on": on, "known_at": known_at},
    )


def organization_within(
    viewer: Viewer,
    permission: Permission,
    organization_id: int,
    on: date,
    known_at: datetime | None,
) -> bool:
    """Climbs from the organisation instead of listing the whole scope: cheap for deep trees."""
    roots = _roots(viewer, permission, on, known_at)
    above = _superiors(organization_id, on, known_at)
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


@once_a_reading
def _superiors(organization_id: int, on: date, known_at: datetime | None) -> list[tuple[str, int]]:
    """The organisation and what it stands under, in both lines; empty if it does not exist."""
    return [
        (line, node)
        for line, node in fetch(
            f"""
            WITH RECURSIVE up (line, node) AS (
                SELECT line.name, s.organization_id
                FROM register_organizationstate s
                CROSS JOIN (VALUES ('parent'), ('higher')) AS line(name)
                WHERE s.organization_id = %(organization)s AND {holding("s", known_at)}
                UNION
                SELECT up.line, CASE up.line WHEN 'parent' THEN s.parent_id ELSE s.higher_id END
                FROM up JOIN register_organizationstate s ON s.organization_id = up.node
                    AND {holding("s", known_at)}
                WHERE up.node IS NOT NULL
            )
            SELECT line, node FROM up WHERE node IS NOT NULL
            """,
            {"organization": organization_id, "on": on, "known_at": known_at},
        )
    ]


@once_a_reading
def _units_below(roots: Collection[int], on: date, known_at: datetime | None) -> list[int]:
    if not roots:
        return []
    return _column(
        f"""
        WITH RECURSIVE below (id) AS (
            SELECT s.organization_id FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND {holding("s", known_at)}
            UNION
            SELECT s.organization_id FROM below
            JOIN register_organizationstate s ON s.parent_id = below.id AND {holding("s", known_at)}
            JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
        )
        SELECT id FROM below
        """,
        roots,
        on,
        known_at,
    )


@once_a_reading
def _line_below(roots: Collection[int], on: date, known_at: datetime | None) -> list[int]:
    if not roots:
        return []
    return _column(
        f"""
        WITH RECURSIVE below (id) AS (
            SELECT s.organization_id FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND {holding("s", known_at)}
            UNION
            SELECT s.organization_id FROM below
            JOIN register_organizationstate s ON s.higher_id = below.id AND {holding("s", known_at)}
        )
        SELECT id FROM below
        """,
        roots,
        on,
        known_at,
    )


@once_a_reading
def _hosts(organizations: Collection[int], on: date, known_at: datetime | None) -> set[int]:
    if not organizations:
        return set()
    return set(
        _column(
            f"""
            SELECT DISTINCT s.parent_id FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND s.parent_id IS NOT NULL
              AND {holding("s", known_at)}
            """,
            organizations,
            on,
            known_at,
        )
    )


@once_a_reading
def _hosted_by(units: Collection[int], on: date, known_at: datetime | None) -> set[int]:
    if not units:
        return set()
    return set(
        _column(
            f"""
            SELECT s.organization_id FROM register_organizationstate s
            JOIN register_organization o ON o.id = s.organization_id AND o.category <> 'unit'
            WHERE s.parent_id = ANY (%(ids)s) AND {holding("s", known_at)}
            """,
            units,
            on,
            known_at,
        )
    )


def _joined_by(people: Collection[int], on: date, known_at: datetime | None) -> set[int]:
    """Organisations other than units in which one of `people` holds a post or is a member."""
    if not people:
        return set()
    return set(
        _column(
            f"""
            SELECT p.organization_id FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id AND p.kind <> 'line'
            WHERE a.person_id = ANY (%(ids)s) AND {holding("a", known_at)}
            UNION
            SELECT m.organization_id FROM register_membership m
            WHERE m.person_id = ANY (%(ids)s) AND {holding("m", known_at)}
            """,
            people,
            on,
            known_at,
        )
    )


def _column(statement: str, ids: Collection[int], on: date, known_at: datetime | None) -> list[int]:
    return [row[0] for row in fetch(statement, {"ids": list(ids), "on": on, "known_at": known_at})]
