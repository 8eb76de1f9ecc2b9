"""Which unit in which month, looked at on which day, with what knowledge.

Every figure is worked out for such slots, one or thousands at a time, so that a page of one month
and a page of twenty-four take the same statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month


class MonthState(StrEnum):
    """Closed by its unit; still open, though perhaps over; not begun."""

    CLOSED = "closed"
    RUNNING = "running"
    TO_COME = "to come"


class Slot(NamedTuple):
    """A unit's month. `day`: the day of the month that says who belongs to the unit. `known_at`:
    None = now."""

    unit_id: int
    month: Month
    day: date
    known_at: datetime | None
    state: MonthState


class Slots(tuple[Slot, ...]):
    """Slots in order, and what they have in common: statements are worded by that."""

    @cached_property
    def is_uniform(self) -> bool:
        """Whether all are of one month, day and knowledge, as in a picture."""
        return len({slot.day for slot in self}) < 2 and self.is_known_once

    @cached_property
    def is_known_once(self) -> bool:
        """Whether all are looked at with the same knowledge."""
        return len({slot.known_at for slot in self}) < 2

    @cached_property
    def is_known_now(self) -> bool:
        """Whether all are looked at with what is known now."""
        return all(slot.known_at is None for slot in self)


class Case(NamedTuple):
    """A person in a slot. `slot` is the index into the slots."""

    slot: int
    person_id: int


def make_slots(keys: Sequence[tuple[int, Month, date]], known_at: datetime | None) -> Slots:
    """Slots of (unit, month, day of it). A closed month is looked at with what its closing knew,
    unless the reader asks for a moment of their own; one statement for all."""
    today = clock.today() if known_at is None else known_at.astimezone(LOCAL_ZONE).date()
    # By identity: a picture's 3,321 keys share one month, whose hash costs more than the rest.
    months = {id(month): month for _, month, _ in keys}
    starts = {number: month.start for number, month in months.items()}
    closings = _closings(keys, known_at, sorted({*starts.values()}))
    slots = []
    for unit_id, month, day in keys:
        start = starts[id(month)]
        closed_at = closings.get((unit_id, start)) if closings else None
        if closed_at is not None:
            slots.append(Slot(unit_id, month, day, known_at or closed_at, MonthState.CLOSED))
        else:
            state = MonthState.TO_COME if start > today else MonthState.RUNNING
            slots.append(Slot(unit_id, month, day, known_at, state))
    return Slots(slots)


def id_array(ids: Iterable[int]) -> str:
    """Ids as a PostgreSQL array literal: ten times quicker than adapting a list of 20,000."""
    return "{" + ",".join(map(str, ids)) + "}"


def time_array(values: Iterable[date | datetime | None]) -> str:
    """Days or moments (with their offsets) as a PostgreSQL array literal."""
    texts = ("NULL" if value is None else f'"{value.isoformat()}"' for value in values)
    return "{" + ",".join(texts) + "}"


def slot_parameters(slots: Slots) -> dict[str, Any]:
    """The slots as arrays for `unnest`, in order; the row number is the slot's index from 1.

    Slots of one month, day and knowledge travel as constants, so that the planner can estimate
    what they select.
    """
    parameters: dict[str, Any] = {"units": id_array(slot.unit_id for slot in slots)}
    first = slots[0] if slots else None
    if slots.is_known_once:
        parameters["one_moment"] = first and first.known_at
    if slots.is_uniform:
        parameters["one_start"] = first and first.month.start
        parameters["one_end"] = first and first.month.end
        parameters["one_day"] = first and first.day
        return parameters
    parameters["starts"] = time_array(slot.month.start for slot in slots)
    parameters["ends"] = time_array(slot.month.end for slot in slots)
    parameters["days"] = time_array(slot.day for slot in slots)
    parameters["moments"] = time_array(slot.known_at for slot in slots)
    return parameters


def slots_table(slots: Slots) -> str:
    """The common table expression `slots` (slot, unit_id, start_day, end_day, day, known_at)."""
    if slots.is_uniform:
        return """slots AS (SELECT u.slot, u.unit_id, %(one_start)s::date AS start_day,
            %(one_end)s::date AS end_day, %(one_day)s::date AS day,
            %(one_moment)s::timestamptz AS known_at
            FROM unnest(%(units)s::bigint[]) WITH ORDINALITY AS u (unit_id, slot))"""
    return """slots AS MATERIALIZED (SELECT * FROM ROWS FROM (unnest(%(units)s::bigint[]),
        unnest(%(starts)s::date[]), unnest(%(ends)s::date[]), unnest(%(days)s::date[]),
        unnest(%(moments)s::timestamptz[])) WITH ORDINALITY
        AS slots (unit_id, start_day, end_day, day, known_at, slot))"""


def cases_table(slots: Slots) -> str:
    """`slots` and `w`: each case (number i) with person and its slot's columns."""
    if slots.is_uniform:
        return """w AS (SELECT c.i, c.person_id, %(one_start)s::date AS start_day,
            %(one_end)s::date AS end_day, %(one_day)s::date AS day,
            %(one_moment)s::timestamptz AS known_at
            FROM unnest(%(case_people)s::bigint[]) WITH ORDINALITY AS c (person_id, i))"""
    return f"""{slots_table(slots)}, w AS MATERIALIZED (
        SELECT c.i, c.person_id, slots.start_day, slots.end_day, slots.day, slots.known_at
        FROM ROWS FROM (unnest(%(case_slots)s::int[]), unnest(%(case_people)s::bigint[]))
        WITH ORDINALITY AS c (slot, person_id, i) JOIN slots ON slots.slot = c.slot)"""


def case_parameters(slots: Slots, cases: Sequence[Case]) -> dict[str, Any]:
    """Slots and cases as every statement takes them; made once for all of them."""
    parameters = slot_parameters(slots)
    parameters["case_people"] = id_array([case.person_id for case in cases])
    if not slots.is_uniform:
        parameters["case_slots"] = id_array([case.slot + 1 for case in cases])
    return parameters


def known_in_slot(alias: str, slots: Slots, slot_alias: str = "w") -> str:
    """Predicate: the row of `alias` was known at its slot's moment.

    When no slot has a moment of its own the plain question about today is asked, which the
    partial indexes on open rows answer.
    """
    if slots.is_known_now:
        return f"upper_inf({alias}.recorded)"
    if slots.is_known_once:
        return f"{alias}.recorded @> %(one_moment)s::timestamptz"
    return (
        f"CASE WHEN {slot_alias}.known_at IS NULL THEN upper_inf({alias}.recorded) "
        f"ELSE {alias}.recorded @> {slot_alias}.known_at END"
    )


def _closings(
    keys: Sequence[tuple[int, Month, date]], known_at: datetime | None, months: Sequence[date]
) -> Mapping[tuple[int, date], datetime]:
    """(unit, first day of the month) -> what the closing in force knew."""
    if not keys:
        return {}
    known = "upper_inf(recorded)" if known_at is None else "recorded @> %(known_at)s::timestamptz"
    units = {unit_id for unit_id, _, _ in keys}
    rows = fetch(
        f"""SELECT organization_id, month, known_at FROM ledger_monthclosing
        WHERE month = ANY (%(months)s::date[]) AND {known}
            AND (%(every)s OR organization_id = ANY (%(units)s::bigint[]))""",
        {
            "months": list(months),
            "known_at": known_at,
            "every": len(units) > 500,
            "units": [] if len(units) > 500 else sorted(units),
        },
    )
    return {(unit, month): moment for unit, month, moment in rows}
