"""Which calendar and which thresholds hold for each unit: its own, or those of the nearest above.

An organisation that nobody gave a calendar works Monday to Friday, 8 hours, with the public
holidays of Viet Nam; without a policy, loads above 105 and 120 per cent are strained and
overloaded.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from kiem.domain.ledger.queries.slots import Slot, Slots, known_in_slot, slot_parameters
from kiem.platform.kernel.sql import fetch
from kiem.time.calendar import WorkingCalendar

Ordered = TypeVar("Ordered", date, datetime)

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


def settings_of(slots: Slots) -> list[UnitSettings]:
    """The settings of each slot, as of the slot's first day of the month; one statement.

    The statement brings the rows and the chains of superior units they are inherited along; for
    slots of one month, day and knowledge only those that hold then.
    """
    if not slots:
        return []
    rows = fetch(
        _statement(slots),
        {
            **slot_parameters(slots),
            "first": min(slot.month.start for slot in slots),
            "last": max(slot.month.end for slot in slots),
        },
    )
    tables: dict[str, dict[int, list[_Row]]] = {"calendar": {}, "policy": {}, "parent": {}}
    for kind, organization, *row in rows:
        tables[kind].setdefault(organization, []).append(_Row._make(row))
    parents = _Parents(tables["parent"], is_uniform=slots.is_uniform)
    calendar_of = _Nearest(tables["calendar"], parents)
    policy_of = _Nearest(tables["policy"], parents)
    made: dict[tuple[int | None, int | None], UnitSettings] = {}
    result = []
    for slot in slots:
        calendar = calendar_of.find(slot)
        policy = policy_of.find(slot)
        key = (calendar and calendar.id, policy and policy.id)
        if key not in made:
            made[key] = _settings(calendar, policy)
        result.append(made[key])
    return result


class _Row(NamedTuple):
    """A calendar, a policy or a superior unit (`id`), with the ends of the days it holds and of
    the moments it is known; no ends where the statement asked for one day and moment."""

    id: int
    valid_from: date | None
    valid_until: date | None
    known_from: datetime | None
    known_until: datetime | None
    weekdays: str
    holidays: str
    first_value: int
    second_value: int


def _statement(slots: Slots) -> str:
    def ends(alias: str) -> str:
        if slots.is_uniform:
            return "NULL::date, NULL::date, NULL::timestamptz, NULL::timestamptz"
        ranges = [f"{alias}.valid", f"{alias}.recorded"]
        return ", ".join(f"lower({name}), upper({name})" for name in ranges)

    def holding(alias: str, day: str) -> str:
        if slots.is_uniform:
            return f"{alias}.valid @> {day} AND {known_in_slot(alias, slots)}"
        return f"{alias}.valid && daterange(%(first)s, %(last)s)"

    # By the slot's day: a unit founded within the month has no parent on its first day.
    return f"""WITH RECURSIVE up (organization_id, parent_id, valid, recorded) AS (
            SELECT s.organization_id, s.parent_id, s.valid, s.recorded
            FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(units)s::bigint[])
                AND {holding("s", "%(one_day)s::date")}
            UNION
            SELECT s.organization_id, s.parent_id, s.valid, s.recorded
            FROM (SELECT DISTINCT parent_id FROM up) u
                JOIN register_organizationstate s ON s.organization_id = u.parent_id
                AND {holding("s", "%(one_day)s::date")})
        SELECT 'calendar', c.organization_id, c.id, {ends("c")}, c.weekdays, c.holidays,
            (c.daily_hours * 100)::int, 0 FROM ledger_calendarassignment c
            WHERE {holding("c", "%(one_start)s::date")}
        UNION ALL
        SELECT 'policy', p.organization_id, p.id, {ends("p")}, '', '',
            (p.strained_above_percent * 100)::int, (p.overloaded_above_percent * 100)::int
        FROM ledger_loadpolicy p WHERE {holding("p", "%(one_start)s::date")}
        UNION ALL
        SELECT 'parent', up.organization_id, up.parent_id, {ends("up")}, '', '', 0, 0
        FROM up WHERE up.parent_id IS NOT NULL"""


def _settings(calendar: _Row | None, policy: _Row | None) -> UnitSettings:
    return UnitSettings(
        WorkingCalendar(calendar.weekdays, calendar.first_value, calendar.holidays)
        if calendar
        else DEFAULT_CALENDAR,
        Thresholds(policy.first_value, policy.second_value) if policy else Thresholds(),
        calendar.id if calendar else None,
        policy.id if policy else None,
    )


class _Parents:
    """Finds the unit above a unit on a slot's day."""

    def __init__(self, parents: Mapping[int, Sequence[_Row]], *, is_uniform: bool) -> None:
        self._parents = parents
        self.is_uniform = is_uniform

    def above(self, organization: int, slot: Slot) -> int | None:
        for row in self._parents.get(organization, ()):
            if self.is_uniform or _holds(row, slot, slot.day):
                return row.id
        return None


class _Nearest:
    """Finds the row of a unit itself or of the nearest unit above that has one; each unit is
    asked once a day and knowledge."""

    def __init__(self, table: Mapping[int, Sequence[_Row]], parents: _Parents) -> None:
        self._table = table
        self._parents = parents
        self._found: dict[Hashable, _Row | None] = {}

    def find(self, slot: Slot) -> _Row | None:
        return self._find(slot.unit_id, slot, 0) if self._table else None

    def _find(self, organization: int, slot: Slot, depth: int) -> _Row | None:
        one = self._parents.is_uniform
        key = organization if one else (organization, slot.day, slot.known_at)
        if key not in self._found:
            self._found[key] = self._search(organization, slot, depth)
        return self._found[key]

    def _search(self, organization: int, slot: Slot, depth: int) -> _Row | None:
        for row in self._table.get(organization, ()):
            if self._parents.is_uniform or _holds(row, slot, slot.month.start):
                return row
        above = self._parents.above(organization, slot)
        if above is None or depth == _DEEPEST_TREE:
            return None
        return self._find(above, slot, depth + 1)


def _holds(row: _Row, slot: Slot, day: date) -> bool:
    if row.known_from is None:
        return False  # never known: superseded in the transaction that wrote it
    if slot.known_at is None:
        if row.known_until is not None:
            return False
    elif not _within(slot.known_at, row.known_from, row.known_until):
        return False
    return _within(day, row.valid_from, row.valid_until)


def _within(value: Ordered, start: Ordered | None, end: Ordered | None) -> bool:
    return (start is None or start <= value) and (end is None or value < end)
