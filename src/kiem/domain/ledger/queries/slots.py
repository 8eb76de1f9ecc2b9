"""Which unit in which month, looked at on which day, with what knowledge.

Every figure is worked out for such slots, one or thousands at a time, so that a page of one month
and a page of twenty-four take the same statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month


class MonthState(StrEnum):
    """Closed by its unit; still open, though perhaps over; not begun."""

    CLOSED = "closed"
    RUNNING = "running"
    TO_COME = "to come"


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit's month. `day`: the day that says who belongs to the unit. `known_at`: None = now."""

    unit_id: int
    month: Month
    day: date
    known_at: datetime | None
    state: MonthState


def make_slots(keys: Sequence[tuple[int, Month, date]], known_at: datetime | None) -> list[Slot]:
    """Slots of (unit, month, day). A closed month is looked at with what its closing knew, unless
    the reader asks for a moment of their own; one statement for all."""
    today = clock.today() if known_at is None else known_at.astimezone(LOCAL_ZONE).date()
    closings = _closings(keys, known_at)
    slots = []
    for unit_id, month, day in keys:
        closed_at = closings.get((unit_id, month.start))
        if closed_at is not None:
            slots.append(Slot(unit_id, month, day, known_at or closed_at, MonthState.CLOSED))
        else:
            state = MonthState.TO_COME if month.start > today else MonthState.RUNNING
            slots.append(Slot(unit_id, month, day, known_at, state))
    return slots


def slot_parameters(slots: Sequence[Slot]) -> dict[str, Any]:
    """The slots as arrays for `unnest`, in order; the row number is the slot's index from 1."""
    return {
        "units": [slot.unit_id for slot in slots],
        "starts": [slot.month.start for slot in slots],
        "ends": [slot.month.end for slot in slots],
        "days": [slot.day for slot in slots],
        "moments": [slot.known_at for slot in slots],
        "one_day": slots[0].day if slots else None,
        "one_moment": slots[0].known_at if slots else None,
    }


def known_in_slot(alias: str, slots: Sequence[Slot], slot_alias: str = "w") -> str:
    """Predicate: the row of `alias` was known at its slot's moment.

    When no slot has a moment of its own the plain question about today is asked, which the
    partial indexes on open rows answer. A moment all slots share is asked as a constant, so that
    the planner can estimate it.
    """
    moments = {slot.known_at for slot in slots}
    if moments <= {None}:
        return f"upper_inf({alias}.recorded)"
    if len(moments) == 1:
        return f"{alias}.recorded @> %(one_moment)s::timestamptz"
    return (
        f"CASE WHEN {slot_alias}.known_at IS NULL THEN upper_inf({alias}.recorded) "
        f"ELSE {alias}.recorded @> {slot_alias}.known_at END"
    )


def holds_in_slot(alias: str, slots: Sequence[Slot], slot_alias: str = "w") -> str:
    """Predicate: the row of `alias` holds on its slot's day; a day all slots share is asked as a
    constant."""
    if len({slot.day for slot in slots}) == 1:
        return f"{alias}.valid @> %(one_day)s::date"
    return f"{alias}.valid @> {slot_alias}.day"


def _closings(
    keys: Sequence[tuple[int, Month, date]], known_at: datetime | None
) -> Mapping[tuple[int, date], datetime]:
    """(unit, first day of the month) -> what the closing in force knew."""
    if not keys:
        return {}
    known = "upper_inf(recorded)" if known_at is None else "recorded @> %(known_at)s::timestamptz"
    months = sorted({month.start for _, month, _ in keys})
    units = {unit_id for unit_id, _, _ in keys}
    rows = fetch(
        f"""SELECT organization_id, month, known_at FROM ledger_monthclosing
        WHERE month = ANY (%(months)s::date[]) AND {known}
            AND (%(every)s OR organization_id = ANY (%(units)s::bigint[]))""",
        {
            "months": months,
            "known_at": known_at,
            "every": len(units) > 500,
            "units": [] if len(units) > 500 else sorted(units),
        },
    )
    return {(unit, month): moment for unit, month, moment in rows}
