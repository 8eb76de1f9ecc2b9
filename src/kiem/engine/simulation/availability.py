"""When each person is away in one replication: leave, sickness, closed hours, fixed office times.

A person's timetable is a list of disjoint intervals (start, end, kind) in order of time, ended by
one that never comes. Absence goes before closing, closing before a fixed activity, that before a
fixed weekly time.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

import numpy as np
from numba import float64, int64, uint64

from kiem.engine.simulation.machine import bare, kernel, part
from kiem.engine.simulation.random_numbers import (
    LEAVE,
    SICKNESS,
    natural_log,
    purpose_key,
    random_word,
    stream_key,
    uniform,
)

ABSENT, CLOSED, FIXED_ACTIVITY, FIXED_TIME = 0, 1, 2, 3
END_OF_TIME = 1 << 60
PERSON_COLUMN = -1  # beside the case types in the keys of streams


@kernel
def longer_table(rows, count):
    """A table of twice the length with the first `count` rows of `rows`."""
    longer = np.empty((2 * len(rows), rows.shape[1]), np.int64)
    for i in range(count):  # row by row: a slice would compile the whole of broadcasting
        for column in range(rows.shape[1]):
            longer[i, column] = rows[i, column]
    return longer


@kernel
def draw_absences(layout, staff, seed, replication, row):
    """int64[n, 2]: given leave, drawn leave and sickness of one person, sorted and merged."""
    calendar = layout.calendar[staff.unit[row]]
    first_day = layout.workday_offset[calendar]
    days = layout.workday_offset[calendar + 1] - first_day
    given = staff.absent_offset[row + 1] - staff.absent_offset[row]
    blocks = min(staff.leave_blocks[row], days)
    rows = np.empty((given + blocks + 16, 2), np.int64)
    for i in range(given):
        rows[i, 0] = staff.absent[staff.absent_offset[row] + i, 0]
        rows[i, 1] = staff.absent[staff.absent_offset[row] + i, 1]
    count = given
    key = stream_key(seed, replication, layout.people[row], PERSON_COLUMN)
    key0, key1 = purpose_key(key, LEAVE, 0), purpose_key(key, LEAVE, 1)
    for i in range(blocks):
        low = i * days // blocks
        room = (i + 1) * days // blocks - low
        length = min(staff.leave_block_days[row], room)
        u = uniform(random_word(uint64(i), key0, key1))
        day = first_day + low + int64(u * float64(room - length + 1))
        rows[count, 0] = layout.workday[day, 0]
        rows[count, 1] = layout.workday[day + length - 1, 1]
        count += 1
    if staff.sick_per_day[row] > 0.0:
        key0, key1 = purpose_key(key, SICKNESS, 0), purpose_key(key, SICKNESS, 1)
        position = 0.0
        draw = uint64(0)
        while True:
            gap = -natural_log(uniform(random_word(draw, key0, key1)))
            position += gap / staff.sick_per_day[row]
            if position >= days:
                break
            length = 1
            if staff.sick_mean_days[row] > 1.0:
                u = uniform(random_word(draw + uint64(1), key0, key1))
                stay = natural_log(1.0 - 1.0 / staff.sick_mean_days[row])
                length = 1 + int64(min(natural_log(u) / stay, 1e6))
            draw += uint64(2)
            if count == len(rows):
                rows = longer_table(rows, count)
            day = int64(position)
            rows[count, 0] = layout.workday[first_day + day, 0]
            rows[count, 1] = layout.workday[first_day + min(day + length, days) - 1, 1]
            count += 1
    return _merge(rows, count)


@kernel
def _merge(rows, count):
    """Sort the first `count` intervals by start and join those that touch."""
    for i in range(1, count):
        start, end = rows[i, 0], rows[i, 1]
        j = i
        while j > 0 and rows[j - 1, 0] > start:
            rows[j, 0] = rows[j - 1, 0]
            rows[j, 1] = rows[j - 1, 1]
            j -= 1
        rows[j, 0] = start
        rows[j, 1] = end
    kept = 0
    for i in range(count):
        if kept and rows[i, 0] <= rows[kept - 1, 1]:
            rows[kept - 1, 1] = max(rows[kept - 1, 1], rows[i, 1])
        else:
            rows[kept, 0] = rows[i, 0]
            rows[kept, 1] = rows[i, 1]
            kept += 1
    return rows[:kept]


@kernel
def fixed_activities(offices, row, absent, closed, left):
    """int64[n, 2]: activities away, gone to as their window opens by people with fixed times.

    One that runs into an absence, a closing or the activity before it is missed. Takes those off
    `left` (by row of `offices`).
    """
    first, last = offices.offset[row], offices.offset[row + 1]
    rows = np.empty((last - first, 2), np.int64)
    count = 0
    free = int64(0)
    for i in range(first, last):
        activity = offices.by_start[i]
        if not offices.away[activity]:
            continue
        start = offices.start[activity]
        end = start + offices.length[activity]
        if start < free or end > offices.deadline[activity]:
            continue
        if overlaps(absent, start, end) or overlaps(closed, start, end):
            continue
        rows[count, 0] = start
        rows[count, 1] = end
        count += 1
        free = end
        left[activity] = 0
    return rows[:count]


@part
def overlaps(intervals, start, end):
    """Whether [start, end) meets any of the intervals."""
    met = False
    for i in range(len(intervals)):
        met = met or (intervals[i, 0] < end and intervals[i, 1] > start)
    return met


@kernel
def build_timetable(absent, closed, activities, slots):
    """int64[n + 1, 3]: one timetable from the four lists, the last row never coming."""
    bound = 2 * (len(absent) + len(closed) + len(activities) + len(slots)) + 1
    table = np.empty((bound, 3), np.int64)
    count = 0
    if len(closed) == 0 and len(activities) == 0 and len(slots) == 0:
        for i in range(len(absent)):
            table[count, 0] = absent[i, 0]
            table[count, 1] = absent[i, 1]
            table[count, 2] = ABSENT
            count += 1
    else:
        lists = (absent, closed, activities, slots)
        at = np.zeros(4, np.int64)
        now = int64(0)
        while True:
            until = int64(END_OF_TIME)  # where the next list with precedence begins
            kind = int64(-1)
            for order in range(4):
                rows = lists[order]
                i = at[order]
                while i < len(rows) and rows[i, 1] <= now:
                    i += 1
                at[order] = i
                if i == len(rows):
                    continue
                if rows[i, 0] > now:
                    until = min(until, rows[i, 0])
                elif kind < 0:
                    kind = order
                    until = min(until, rows[i, 1])
                    break
            if kind >= 0:
                table[count, 0] = now
                table[count, 1] = until
                table[count, 2] = kind
                count += 1
            elif until == END_OF_TIME:
                break
            now = until
    table[count, 0] = END_OF_TIME
    table[count, 1] = END_OF_TIME
    table[count, 2] = CLOSED
    return table[: count + 1]


@bare
def time_away(timetable, start, end):
    """Ticks of [start, end) absent or closed; fixed office times are working time."""
    total = int64(0)
    for i in range(len(timetable)):
        if timetable[i, 0] >= end:
            break
        if timetable[i, 2] >= FIXED_ACTIVITY:
            continue
        total += max(int64(0), min(end, timetable[i, 1]) - max(start, timetable[i, 0]))
    return total


@bare
def work_fixed_times(timetable, offices, first, last, left, start, end):
    """Desk work in a person's fixed weekly times, by deadline; ticks worked within [start, end).

    Work under way gives way to one with an earlier deadline as soon as that one's window opens.
    """
    worked = int64(0)
    for i in range(len(timetable)):
        if timetable[i, 2] != FIXED_TIME:
            continue
        now, close = timetable[i, 0], timetable[i, 1]
        while now < close:
            chosen = int64(-1)
            until = close
            for activity in range(first, last):
                if left[activity] <= 0 or offices.away[activity]:
                    continue
                if offices.deadline[activity] <= now:
                    continue
                if offices.start[activity] > now:
                    until = min(until, offices.start[activity])
                elif chosen < 0:
                    chosen = activity
            if chosen >= 0:
                until = min(until, min(now + left[chosen], offices.deadline[chosen]))
                left[chosen] -= until - now
                worked += max(int64(0), min(until, end) - max(now, start))
            now = until
    return worked


@kernel
def prepare_people(layout, staff, offices, rules, seed, replication, first, people, left, hours):
    """Timetables of one replication, and the office work that is done in fixed times.

    Returns (timetable int64[n, 3], offsets int64[people + 1]). Resets `left` to the whole length of
    each activity and takes off what fixed times get done; `hours` int64[people, 3] gets the
    available ticks, those of office work in fixed times, and those paid for, all within the window.
    """
    start, end = rules.window_start, rules.window_end
    timetable = np.empty((16 * people + 64, 3), np.int64)
    offsets = np.zeros(people + 1, np.int64)
    nothing = np.empty((0, 2), np.int64)
    used = int64(0)
    for i in range(people):
        row = first + i
        first_office, last_office = offices.offset[row], offices.offset[row + 1]
        for activity in range(first_office, last_office):
            left[activity] = offices.length[activity]
        absent = draw_absences(layout, staff, seed, replication, row)
        calendar = layout.calendar[staff.unit[row]]
        closed = layout.closed[layout.closed_offset[calendar] : layout.closed_offset[calendar + 1]]
        fixed = staff.mode[row] == 0
        activities, slots = nothing, nothing
        if fixed:
            activities = fixed_activities(offices, row, absent, closed, left)
            slots = staff.slot[staff.slot_offset[row] : staff.slot_offset[row + 1]]
        own = build_timetable(absent, closed, activities, slots)
        while used + len(own) > len(timetable):
            timetable = longer_table(timetable, used)
        for j in range(len(own)):
            for column in range(3):
                timetable[used, column] = own[j, column]
            used += 1
        offsets[i + 1] = used
        hours[i, 0] = end - start - time_away(own, start, end)
        hours[i, 1] = 0
        hours[i, 2] = end - start
        for j in range(len(closed)):
            hours[i, 2] -= max(int64(0), min(end, closed[j, 1]) - max(start, closed[j, 0]))
        if fixed:
            for j in range(len(activities)):
                begin, over = max(start, activities[j, 0]), min(end, activities[j, 1])
                hours[i, 1] += max(int64(0), over - begin)
            hours[i, 1] += work_fixed_times(
                own, offices, first_office, last_office, left, start, end
            )
    return timetable, offsets
