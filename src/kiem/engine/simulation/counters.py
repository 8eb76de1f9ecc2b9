"""What is counted while the events run: by stream (unit and type), by unit, by person."""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

from typing import NamedTuple

import numpy as np
from numba import float64, int64, uint64

from kiem.engine.simulation.demand_tape import STREAM_BITS, STREAM_MASK
from kiem.engine.simulation.event_list import CASE_MASK
from kiem.engine.simulation.machine import bare, float_bits, part
from kiem.engine.simulation.queues import FIRST_CASE, leave_queue
from kiem.engine.simulation.servers import (
    ACTIVITY,
    AT_TIMETABLE,
    BEGUN,
    CASE,
    CASE_TICKS,
    HANDING_OVER,
    LAST_INTERVAL,
    LEFT,
    OFFICE,
    OFFICE_TICKS,
    SERVING,
    STATE,
    present_ticks,
)

# Columns of the tally of a stream (unit and type).
ARRIVED, DONE, ON_TIME, OVERDUE_OPEN, TURNAROUND, WAIT, VISITS, HANDED_OVER = range(8)
# Columns of the tally of a unit, over the whole run.
RUN_ARRIVED, RUN_DONE, RUN_AREA, RUN_SOJOURN, RUN_IN_HAND, RUN_HANDED_ON = range(6)
UNIT_COLUMNS = 8
HISTOGRAM_BASE = (1023 - 4) << 4  # bin 0 starts at 2**-4 minutes, and takes all below
HISTOGRAM_BINS = 352


class Cases(NamedTuple):
    """Scratch by case; those a study has no use for are empty."""

    tape: np.ndarray
    work: np.ndarray
    due: np.ndarray
    keys: np.ndarray
    following: np.ndarray
    child: np.ndarray
    number: np.ndarray
    queue: np.ndarray
    visit: np.ndarray
    joined: np.ndarray
    since: np.ndarray
    outside: np.ndarray
    started: np.ndarray
    finished: np.ndarray
    server: np.ndarray
    handovers: np.ndarray


class Tally(NamedTuple):
    """Counters of one replication of one component. Units n, streams n * K."""

    streams: np.ndarray
    square: np.ndarray
    histogram: np.ndarray
    units: np.ndarray
    backlog: np.ndarray


@part
def count_case(streams, square, histogram, start, end, stream, due, arrived, now):
    """A case is done; if it is one of the cohort its turnaround counts."""
    if start <= arrived < end:
        row = uint64(stream)
        turnaround = now - arrived
        streams[row, DONE] += 1
        streams[row, ON_TIME] += 1 if now <= due else 0
        streams[row, TURNAROUND] += turnaround
        minutes = float64(turnaround) * (1.0 / 65536.0)
        square[row] += minutes * minutes
        cell = (float_bits(minutes) >> int64(48)) - int64(HISTOGRAM_BASE)
        cell = cell if cell > 0 else int64(0)
        cell = cell if cell < HISTOGRAM_BINS else int64(HISTOGRAM_BINS - 1)
        histogram[row, uint64(cell)] += 1


@part
def clip(people, row, timetable, start, end, now, ticks):
    """Of the ticks a person has worked since BEGUN, those inside the measured days."""
    if people[row, BEGUN] >= start and now <= end:
        return ticks
    return _clipped(people[row], timetable, start, end, now, ticks)


@bare
def _clipped(person, timetable, start, end, now, ticks):
    rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
    return min(ticks, present_ticks(rows, 0, max(person[BEGUN], start), min(now, end)))


@bare
def _count_open_case(tally, window, stream, tape, case, due, horizon, unit, in_hand):
    """A case is not done when the run ends."""
    arrived = tape[case] >> int64(STREAM_BITS)
    tally.units[unit, RUN_SOJOURN] += horizon - arrived
    tally.units[unit, RUN_IN_HAND if in_hand else RUN_HANDED_ON] += 1
    if window[0] <= arrived < window[1] and due[case] <= horizon:
        tally.streams[stream, OVERDUE_OPEN] += 1


@bare
def close_books(
    horizon, window, types, classes, tracked, cases, timetable, people, queues,
    waiting_outside, left, tally,
):  # fmt: skip
    """Count what is under way when the run ends: open cases, and the work done on them so far."""
    tape, due = cases.tape, cases.due
    for q in range(len(queues)):
        while queues[q, FIRST_CASE] >= 0:
            case = leave_queue(queues, q, cases.keys, cases.following, cases.child)
            stream = tape[case] & int64(STREAM_MASK)
            unit = stream // types
            own = q // classes == unit
            _count_open_case(tally, window, stream, tape, case, due, horizon, unit, own)
    for i in range(waiting_outside):
        case = cases.outside[i] & int64(CASE_MASK)
        stream = tape[case] & int64(STREAM_MASK)
        _count_open_case(tally, window, stream, tape, case, due, horizon, stream // types, False)
    for row in range(len(people)):
        person = people[row]
        rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
        start, end = max(person[BEGUN], window[0]), min(horizon, window[1])
        if person[STATE] == OFFICE:
            worked = min(person[LEFT], present_ticks(rows, 0, person[BEGUN], horizon))
            left[person[ACTIVITY]] -= worked
            person[OFFICE_TICKS] += min(worked, present_ticks(rows, 0, start, end))
        elif person[STATE] in (SERVING, HANDING_OVER):
            case = person[CASE]
            stream = tape[case] & int64(STREAM_MASK)
            unit = stream // types
            own = not tracked or int64(cases.queue[case]) // classes == unit
            _count_open_case(tally, window, stream, tape, case, due, horizon, unit, own)
            person[CASE_TICKS] += min(cases.work[case], present_ticks(rows, 0, start, end))
