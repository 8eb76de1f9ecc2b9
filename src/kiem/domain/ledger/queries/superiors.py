"""Whose hours a viewer may confirm.

A unit's commander confirms the hours of its line posts; the leading officer of a member
organisation those of the offices in its line. Neither reaches into the other's: a unit scope says
nothing about the chapters it hosts, a line scope nothing about the units that host them. Nobody
confirms hours of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kiem.domain.register.queries.scopes import organization_scope, people_scope
from kiem.platform.access import Grant, Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

_CONFIRM = Permission.CONFIRM_TIME


@dataclass(frozen=True, slots=True)
class ConfirmScope:
    """Units whose line posts, and organisations whose other posts the viewer is the superior of.

    `own_person_id`: the viewer's own, which is never in it.
    """

    every_unit: bool
    every_line: bool
    unit_ids: frozenset[int]
    organization_ids: frozenset[int]
    own_person_id: int | None

    def parameters(self) -> dict[str, Any]:
        """For `within`."""
        return {
            "every_unit": self.every_unit,
            "every_line": self.every_line,
            "scope_units": list(self.unit_ids),
            "scope_organizations": list(self.organization_ids),
            "own_person": self.own_person_id or 0,
        }

    @staticmethod
    def within(post: str = "p", person: str = "e.person_id") -> str:
        """Predicate: the post of the row `post` of `register_post`, held by `person`, is in it."""
        return f"""{person} <> %(own_person)s AND CASE WHEN {post}.kind = 'line'
            THEN %(every_unit)s OR {post}.organization_id = ANY (%(scope_units)s::bigint[])
            ELSE %(every_line)s OR {post}.organization_id = ANY (%(scope_organizations)s::bigint[])
            END"""

    def allows_unit(self, unit_id: int | None) -> bool:
        return unit_id is not None and (self.every_unit or unit_id in self.unit_ids)


def confirm_scope(viewer: Viewer, month: Month) -> ConfirmScope:
    """The scope for a month, resolved on its last day (today in the running month).

    Raises Forbidden where the permission is held nowhere.
    """
    viewer.require(_CONFIRM)
    scopes = viewer.scopes(_CONFIRM)
    everything = ALL in scopes
    on = min(month.end - timedelta(days=1), clock.today())
    units, every_unit = _part(viewer, scopes, "unit", on)
    organizations, every_line = _part(viewer, scopes, "line", on)
    return ConfirmScope(
        everything or every_unit,
        everything or every_line,
        units,
        organizations,
        viewer.person_id,
    )


def _part(
    viewer: Viewer, scopes: Collection[str], kind: str, on: date
) -> tuple[frozenset[int], bool]:
    """Organisations of the viewer's scopes of one kind, and whether they are all there are."""
    wanted = frozenset(Grant(_CONFIRM, s) for s in scopes if s.startswith(f"{kind}:"))
    if not wanted:
        return frozenset(), False
    found = people_scope(Viewer(viewer.name, grants=wanted), _CONFIRM, on)
    return found.organization_ids, found.everything


def confirmed_within(viewer: Viewer, organization_ids: Collection[int]) -> frozenset[int]:
    """Those of the organisations whose hours the viewer confirms today."""
    scope = confirm_scope(viewer, Month.of(clock.today()))
    if scope.every_unit and scope.every_line:
        return frozenset(organization_ids)
    return frozenset(organization_ids) & (scope.unit_ids | scope.organization_ids)


def posts_confirmed(viewer: Viewer, person_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """(person, post): posts the people hold or held whose hours the viewer confirms today."""
    scope = confirm_scope(viewer, Month.of(clock.today()))
    rows = fetch(
        f"""SELECT DISTINCT a.person_id, a.post_id FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = ANY (%(people)s) AND upper_inf(a.recorded)
            AND {scope.within("p", "a.person_id")}""",
        {"people": list(person_ids), **scope.parameters()},
    )
    return frozenset(rows)


def keeps_activities(viewer: Viewer, organization_id: int) -> bool:
    """Whether the viewer keeps the hours of this organisation's activities: as who keeps its
    ledger, or as who confirms its office hours."""
    today = clock.today()
    if viewer.can(Permission.CHANGE_LEDGER):
        scope = organization_scope(viewer, Permission.CHANGE_LEDGER, today)
        if scope.allows(organization_id):
            return True
    if not viewer.can(_CONFIRM):
        return False
    confirms = confirm_scope(viewer, Month.of(today))
    return confirms.every_line or organization_id in confirms.organization_ids
