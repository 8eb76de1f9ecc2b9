"""Which calendar and which thresholds hold for each unit: its own, or those of the nearest above.

An organisation that nobody gave a calendar works Monday to Friday, 8 hours, with the public
holidays of Viet Nam; without a policy, loads above 105 and 120 per cent are strained and
overloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiem.domain.ledger.queries.slots import Slot, id_array
from kiem.platform.kernel.sql import fetch
from kiem.time.calendar import WorkingCalendar

_DEEPEST_TREE = 32
DEFAULT_CALENDAR = WorkingCalendar("1111100", 800, "VN")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per cent x 100 of the available hours."""

    strained_above: int = 10_500
    overloaded_above: int = 12_000


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """What the load of a unit's month is measured with. `calendar_id`, `policy_id`: the rows they
    come from; None where the defaults hold."""

    calendar: WorkingCalendar = DEFAULT_CALENDAR
    thresholds: Thresholds = Thresholds()
    calendar_id: int | None = None
    policy_id: int | None = None


def settings_of(slots: Sequence[Slot]) -> list[UnitSettings]:
    """The settings of each slot, as of the slot's first day of the month; one statement.

    The statement brings the rows and the chains of superior units they are inherited along.
    """
    if not slots:
        return []
    rows = fetch(
        """WITH RECURSIVE up (organization_id, parent_id, valid, recorded) AS (
            SELECT s.organization_id, s.parent_id, s.valid, s.recorded
            FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(units)s::bigint[])
                AND s.valid && daterange(%(first)s, %(last)s)
            UNION
            SELECT s.organization_id, s.parent_id, s.valid, s.recorded
            FROM up JOIN register_organizationstate s ON s.organization_id = up.parent_id
                AND s.valid && daterange(%(first)s, %(last)s))
        SELECT 'calendar', id, organization_id, valid, recorded, weekdays, holidays,
            (daily_hours * 100)::int, 0 FROM ledger_calendarassignment
        UNION ALL
        SELECT 'policy', id, organization_id, valid, recorded, '', '',
            (strained_above_percent * 100)::int, (overloaded_above_percent * 100)::int
        FROM ledger_loadpolicy
        UNION ALL
        SELECT 'parent', parent_id, organization_id, valid, recorded, '', '', 0, 0
        FROM up WHERE parent_id IS NOT NULL""",
        {
            "units": id_array({slot.unit_id for slot in slots}),
            "first": min(slot.month.start for slot in slots),
            "last": max(slot.month.end for slot in slots),
        },
    )
    tables: dict[str, dict[int, list[Any]]] = {"calendar": {}, "policy": {}, "parent": {}}
    for kind, number, organization, valid, recorded, *values in rows:
        tables[kind].setdefault(organization, []).append((number, valid, recorded, *values))
    calendar_of = _Nearest(tables["calendar"], tables["parent"])
    policy_of = _Nearest(tables["policy"], tables["parent"])
    made: dict[tuple[Any, ...], UnitSettings] = {}
    result = []
    for slot in slots:
        calendar = calendar_of.find(slot.unit_id, slot)
        policy = policy_of.find(slot.unit_id, slot)
        key = (calendar and calendar[0], policy and policy[0])
        if key not in made:
            made[key] = _settings(calendar, policy)
        result.append(made[key])
    return result


def _settings(calendar: Any, policy: Any) -> UnitSettings:
    return UnitSettings(
        WorkingCalendar(calendar[3], calendar[5], calendar[4]) if calendar else DEFAULT_CALENDAR,
        Thresholds(policy[5], policy[6]) if policy else Thresholds(),
        calendar[0] if calendar else None,
        policy[0] if policy else None,
    )


class _Nearest:
    """Finds the row of a unit itself or of the nearest unit above that has one; each unit is
    asked once a month, day and knowledge."""

    def __init__(self, table: Mapping[int, list[Any]], parents: Mapping[int, list[Any]]) -> None:
        self._table = table
        self._parents = parents
        self._found: dict[tuple[Any, ...], Any] = {}

    def find(self, organization: int, slot: Slot, depth: int = 0) -> Any:
        if not self._table or depth > _DEEPEST_TREE:
            return None
        key = (organization, slot.month, slot.day, slot.known_at)
        if key not in self._found:
            self._found[key] = self._search(organization, slot, depth)
        return self._found[key]

    def _search(self, organization: int, slot: Slot, depth: int) -> Any:
        for row in self._table.get(organization, ()):
            if _holds(row, slot, slot.month.start):
                return row
        # By the slot's day: a unit founded within the month has no parent on its first day.
        for row in self._parents.get(organization, ()):
            if _holds(row, slot, slot.day):
                return self.find(row[0], slot, depth + 1)
        return None


def _holds(row: Any, slot: Slot, day: date) -> bool:
    _, valid, recorded, *_ = row
    if slot.known_at is None:
        if recorded.isempty or recorded.upper is not None:
            return False
    elif slot.known_at not in recorded:
        return False
    return day in valid
