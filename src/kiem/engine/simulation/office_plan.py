"""People and offices compiled: skills as bit words, absences, activities by deadline."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs import (
    DAY_MINUTES,
    ActivityPlace,
    Calendar,
    OfficeMode,
    Organisation,
)
from kiem.engine.simulation.layout import Layout
from kiem.engine.simulation.office_time import OfficeTime
from kiem.engine.simulation.results import TICKS_PER_HOUR, TICKS_PER_MINUTE, Role
from kiem.engine.simulation.stages import RoutePlan

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

NO_OFFICE, FULL_TIME = -1, 3  # beside the values of OfficeMode
NO_NORM = 1 << 58
MONTH_DAYS = 365.25 / 12
WORKING_YEAR_DAYS = 250.0


class StaffPlan(NamedTuple):
    """One row per person in the order of `Layout.people`; S rows, C classes.

    `can` [S, class words]: classes a person may take. `word_offset` [U + 1] rows of `capable`
    [words, C]: who of a unit can take a class, a bit per person, 64 to a word.
    `absent_offset`, `absent` [.., 2]: given absences by start; `slot_offset`, `slot`: weekly fixed
    times, merged. `mode`: an `OfficeMode`, -1 without an office, 3 for an officer. `norm`: ticks of
    office work a month that go before cases.
    """

    unit: Ints
    can: Words
    word_offset: Ints
    capable: Words
    absent_offset: Ints
    absent: Ints
    sick_per_day: Floats
    sick_mean_days: Floats
    leave_blocks: Ints
    leave_block_days: Ints
    slot_offset: Ints
    slot: Ints
    mode: Ints
    role: Ints
    norm: Ints
    cost_per_tick: Floats
    overtime_cost_per_tick: Floats


class OfficePlan(NamedTuple):
    """Activities of each staff row (`offset` [S + 1]) by deadline, then start, then number.

    `start`, `deadline`, `length` in ticks, way included; `away`; `unit`: position of the unit it
    counts for; `by_start`: rows of the same person in the order they may begin. `number`: what the
    row was made from: the activity, or for a month of duty -1 - office.
    """

    offset: Ints
    start: Ints
    deadline: Ints
    length: Ints
    away: Ints
    unit: Ints
    by_start: Ints
    number: Ints


def compile_staff(
    organisation: Organisation, layout: Layout, routes: RoutePlan, axis: OfficeTime
) -> StaffPlan:
    """People in plan order."""
    staff, offices = organisation.staff, organisation.offices
    people = layout.people
    full_time = np.zeros(len(people), bool)
    full_time[organisation.full_time] = True
    holds = np.zeros(len(people), bool)
    holds[offices.holder] = True
    modes = np.broadcast_to(np.asarray(organisation.rules.office_mode), (organisation.units.count,))
    mode = np.where(holds, modes[staff.unit], NO_OFFICE)
    mode[full_time] = FULL_TIME
    role = np.where(full_time, Role.OFFICER, np.where(holds, Role.DUAL, Role.LINE))
    release = np.minimum(offices.release_hours_per_month, NO_NORM / TICKS_PER_HOUR / 1e3)
    norm_hours = np.bincount(offices.holder, release, minlength=len(people))
    norm = np.rint(norm_hours * TICKS_PER_HOUR).astype(np.int64)
    norm[full_time] = NO_NORM
    skills = np.where(full_time, np.uint64(0), staff.skills)[people]
    can, word_offset, capable = _skill_words(skills, layout, routes)
    absent_offset, absent = _given_absences(organisation, people, axis)
    slot_offset, slot = _fixed_times(organisation, mode, people, axis)
    workdays = np.diff(layout.workday_offset)[organisation.units.calendar[staff.unit]]
    blocks = np.rint(
        staff.leave_days_per_year * workdays / WORKING_YEAR_DAYS / staff.leave_block_days
    )
    return StaffPlan(
        unit=layout.position[staff.unit[people]],
        can=can,
        word_offset=word_offset,
        capable=capable,
        absent_offset=absent_offset,
        absent=absent,
        sick_per_day=staff.sick_spells_per_year[people] / WORKING_YEAR_DAYS,
        sick_mean_days=staff.sick_mean_days[people],
        leave_blocks=blocks[people].astype(np.int64),
        leave_block_days=np.full(len(people), staff.leave_block_days, np.int64),
        slot_offset=slot_offset,
        slot=slot,
        mode=mode[people].astype(np.int64),
        role=role[people].astype(np.int64),
        norm=norm[people],
        cost_per_tick=staff.cost_per_hour[people] / TICKS_PER_HOUR,
        overtime_cost_per_tick=staff.overtime_cost_per_hour[people] / TICKS_PER_HOUR,
    )


def _skill_words(skills: Words, layout: Layout, routes: RoutePlan) -> tuple[Words, Ints, Words]:
    """`can`, `word_offset`, `capable` of `StaffPlan`."""
    classes = routes.class_skill
    able = (skills[:, None] >> classes.astype(np.uint64)[None, :]) & np.uint64(1)
    can = np.zeros((len(skills), (len(classes) + 63) // 64), np.uint64)
    for number in range(len(classes)):
        can[:, number // 64] |= able[:, number] << np.uint64(number % 64)
    size = np.diff(layout.unit_staff)
    word_offset = np.concatenate([[0], np.cumsum((size + 63) // 64)]).astype(np.int64)
    capable = np.zeros((int(word_offset[-1]), len(classes)), np.uint64)
    unit = np.repeat(np.arange(size.size), size)
    bit = np.arange(len(skills)) - layout.unit_staff[unit]
    shift = (bit % 64).astype(np.uint64)
    np.bitwise_or.at(capable, word_offset[unit] + bit // 64, able << shift[:, None])
    return can, word_offset, capable


def _by_person(rows: list[list[tuple[int, int]]]) -> tuple[Ints, Ints]:
    """Offsets and a table of (start, end) rows."""
    offset = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    table = np.array([pair for row in rows for pair in row], np.int64).reshape(-1, 2)
    return offset, table


def _given_absences(
    organisation: Organisation, people: Ints, axis: OfficeTime
) -> tuple[Ints, Ints]:
    staff = organisation.staff
    start, end = axis.ticks(staff.absent_start), axis.ticks(staff.absent_end)
    row = np.argsort(people)[staff.absent_staff]
    order = np.lexsort((end, start, row))
    order = order[(end > start)[order]]
    offset = np.searchsorted(row[order], np.arange(len(people) + 1)).astype(np.int64)
    return offset, np.stack([start[order], end[order]], axis=1)


def _fixed_times(
    organisation: Organisation, mode: Ints, people: Ints, axis: OfficeTime
) -> tuple[Ints, Ints]:
    """Weekly fixed times of people whose unit keeps them, merged where two offices' overlap."""
    offices, units = organisation.offices, organisation.units
    if not (mode == OfficeMode.FIXED).any():
        return np.zeros(len(people) + 1, np.int64), np.empty((0, 2), np.int64)
    rows: list[list[tuple[int, int]]] = [[] for _ in people]
    row_of = np.argsort(people)
    horizon = int(axis.day_start[-1])
    for office, holder in enumerate(offices.holder.tolist()):
        if mode[holder] != OfficeMode.FIXED:
            continue
        calendar = units.calendars[units.calendar[organisation.staff.unit[holder]]]
        weekly = offices.release_hours_per_month[office] * 7 / MONTH_DAYS
        length = round(weekly * TICKS_PER_HOUR)
        for start in _slot_starts(calendar, offices.slot_weekday[office], axis):
            first = int(axis.ticks(np.array(start + offices.slot_minute[office])))
            if length > 0 and first < horizon:
                rows[row_of[holder]].append((first, min(first + length, horizon)))
    return _by_person([_merged(row) for row in rows])


def _slot_starts(calendar: Calendar, weekday: int, axis: OfficeTime) -> Floats:
    """Midnights, in wall minutes, of the days of this weekday on which the calendar is open."""
    days = np.unique(np.floor(calendar.open_start / DAY_MINUTES))
    days = days[days < axis.day_start.size - 1]
    return np.asarray(days[(calendar.first_weekday + days) % 7 == weekday] * DAY_MINUTES)


def _merged(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(rows):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def compile_offices(
    organisation: Organisation, layout: Layout, staff: StaffPlan, axis: OfficeTime
) -> OfficePlan:
    """Activities and months of duty, handed to their holders."""
    offices, activities = organisation.offices, organisation.activities
    days = axis.day_start.size - 1
    duty = _duty_months(offices.duty_hours_per_month, days)
    office = np.concatenate([activities.office, duty[0]])
    start = axis.ticks(np.concatenate([activities.start, duty[1]]))
    deadline = axis.ticks(np.concatenate([activities.deadline, duty[2]]))
    minutes = activities.length_minutes + np.where(
        activities.place == ActivityPlace.AWAY, activities.travel_minutes, 0.0
    )
    length = np.rint(np.concatenate([minutes, duty[3]]) * TICKS_PER_MINUTE).astype(np.int64)
    away = np.concatenate([activities.place, np.zeros(len(duty[0]), np.int64)])
    number = np.concatenate([np.arange(len(activities.office)), -1 - duty[0]])
    row_of = np.argsort(layout.people)
    row = row_of[offices.holder[office]]
    kept = (start < axis.day_start[-1]) & (length > 0)
    order = np.lexsort((np.arange(len(row)), start, deadline, row))
    order = order[kept[order]]
    offset = np.searchsorted(row[order], np.arange(len(staff.unit) + 1)).astype(np.int64)
    by_start = np.lexsort((np.arange(order.size), start[order], row[order]))
    return OfficePlan(
        offset,
        start[order],
        deadline[order],
        length[order],
        away[order],
        layout.position[offices.unit[office[order]]],
        by_start.astype(np.int64),
        number[order].astype(np.int64),
    )


def _duty_months(hours: Floats, days: int) -> tuple[Ints, Floats, Floats, Floats]:
    """(office, start, deadline, minutes) for each month of regular duty; the last in proportion."""
    months = int(np.ceil(days / MONTH_DAYS - 1e-9))
    busy = np.flatnonzero(hours > 0)
    office = np.repeat(busy, months)
    month = np.tile(np.arange(months), len(busy))
    start = month * MONTH_DAYS
    end = np.minimum(start + MONTH_DAYS, days)
    minutes = hours[office] * 60 * (end - start) / MONTH_DAYS
    return (
        office.astype(np.int64),
        np.asarray(start * DAY_MINUTES, np.float64),
        np.asarray(end * DAY_MINUTES, np.float64),
        np.asarray(minutes, np.float64),
    )
