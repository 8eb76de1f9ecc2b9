"""People at work: when they are free, and when a piece of work they begin will end.

A service pauses while its holder is away. It ends early for them where the holder's leave or
sickness outlasts the handover time (the case goes back to its queue) or where the little that is
left at closing is done in overtime.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

import numpy as np
from numba import int64

from kiem.engine.simulation.availability import ABSENT, END_OF_TIME
from kiem.engine.simulation.machine import bare, part

# Columns of the table of people.
UNTIL = 0  # present without a break until this tick
OFFICE_FROM = 1  # no office work to think of before this tick
STATE = 2
CASE = 3
BEGUN = 4
UNIT = 5
INTERVAL = 6  # row of the timetable: the first that is not over
LEFT = 7  # ticks: work left at a handover; length of a slice of office work
EXTRA = 8  # ticks of the service under way done in overtime
ACTIVITY = 9
CASE_TICKS = 10
OFFICE_TICKS = 11
OVERTIME_TICKS = 12
LAST_INTERVAL = 13
AT_TIMETABLE = 14
PERSON_COLUMNS = 16

IDLE, SERVING, HANDING_OVER, OFFICE, AWAY = 0, 1, 2, 3, 4


@bare
def come_and_go(person, timetable, closing, day, overtime, now):
    """Bring a person's interval up to now. Returns when they are back, -1 if they are present."""
    i = person[INTERVAL]
    while timetable[i, 1] <= now:
        i += 1
    person[INTERVAL] = i
    if timetable[i, 0] <= now:
        person[UNTIL] = now
        return timetable[i, 1]
    until = timetable[i, 0]
    if overtime > 0:
        until = min(until, next_closing(closing, day, now))
    person[UNTIL] = until
    return int64(-1)


@part
def came_back(person, timetable, now):
    """Whether a break of a person who is present ended at this very tick."""
    i = person[INTERVAL]
    return i > 0 and timetable[i - 1, 1] == now


@part
def next_closing(closing, day, now):
    """The first close after now; `day` is one whose close is not after the one sought."""
    while day < closing.size and closing[day] <= now:
        day += 1
    return closing[day] if day < closing.size else int64(END_OF_TIME)


@bare
def end_of_service(person, timetable, closing, day, overtime, handover_after, now, work):
    """(tick, left, extra): when a service begun now ends if it does not end before a break.

    left > 0: it is handed over then, with so much work left. extra: ticks of overtime in it.
    """
    i = person[INTERVAL]
    at = now
    while True:
        close = next_closing(closing, day, at) if overtime > 0 else int64(END_OF_TIME)
        away = timetable[i, 0]
        if at + work <= min(away, close):
            return at + work, int64(0), int64(0)
        if close <= away:
            work -= close - at
            if work <= overtime:
                return close, int64(0), work
            at = close
            if close < away:
                continue
        else:
            work -= away - at
        back = timetable[i, 1]
        if timetable[i, 2] == ABSENT and back - away > handover_after:
            return away + handover_after, work, int64(0)
        at = back
        i += 1


@bare
def end_of_slice(person, timetable, now, work, deadline):
    """(tick, ticks done) of office work begun now: pauses when away, stops at its deadline."""
    i = person[INTERVAL]
    at = now
    done = int64(0)
    while True:
        away = min(timetable[i, 0], deadline)
        if at + work - done <= away:
            return at + work - done, work
        done += max(int64(0), away - at)
        if away == deadline:
            return deadline, done
        at = timetable[i, 1]
        if at >= deadline:
            return deadline, done
        i += 1


@bare
def present_ticks(timetable, first, start, end):
    """Ticks of [start, end) outside the intervals from row `first` on."""
    total = max(int64(0), end - start)
    for i in range(first, len(timetable)):
        if timetable[i, 0] >= end:
            break
        total -= max(int64(0), min(end, timetable[i, 1]) - max(start, timetable[i, 0]))
    return np.int64(total)
