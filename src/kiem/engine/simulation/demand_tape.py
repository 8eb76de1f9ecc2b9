"""The demand tape: every arrival of a replication in order of time, with its work.

A tape knows nothing of staff or rules. Entry j is one int64, `ticks << 20 | stream`, with
stream = local unit * types + type, and the ticks of work of the first stage. Simultaneous arrivals
stand in order of unit, then type.

Arrivals of a stream come by inversion: unit exponentials are laid end to end on the cumulative
intensity, which is marched through day by day, and inside the day by the day's shape.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

import numpy as np
from numba import int64, uint64

from kiem.engine.simulation.machine import fused, kernel, part
from kiem.engine.simulation.random_numbers import (
    ARRIVAL,
    WORK,
    draw_minutes,
    exponential,
    fill_normal,
    fill_uniform,
    natural_log,
    purpose_key,
    stream_key,
    visit_counter,
)

STREAM_BITS = 20
STREAM_MASK = (1 << STREAM_BITS) - 1
BLOCK = 256
SHAPE_CELLS = 256
GIVEN_NUMBER = 1 << 30  # numbers of given arrivals start here, those of drawn ones at 0
TICKS = 65_536.0
NEVER = (1 << 63) - 1


@part
def whole_ticks(minutes):
    """Minutes to the nearest tick, at least one."""
    ticks = int64(minutes * TICKS + 0.5)
    return ticks if ticks > 1 else int64(1)


@part
def _draw_arrivals(demand, unit, case_type, key, scratch, times, start):
    """Write one stream's arrival ticks from times[start]; its end, or -1 if there is no room."""
    key0 = purpose_key(key, ARRIVAL, 0)
    key1 = purpose_key(key, ARRIVAL, 1)
    pattern = demand.pattern[unit, case_type]
    gap = 1.0 / demand.rate[unit, case_type]
    days = demand.day_start.size - 1
    mass, per_mass = demand.mass[pattern], demand.per_mass[pattern]
    shape_of = demand.shape_of[pattern]
    position = start
    day = 0
    reached = 0.0
    first = 0
    while True:
        fill_uniform(scratch, BLOCK, first, key0, key1)
        for i in range(BLOCK):
            scratch[i] = -natural_log(scratch[i]) * gap
        first += BLOCK
        for i in range(BLOCK):
            reached += scratch[i]
            while reached >= mass[day]:
                reached -= mass[day]
                day += 1
                if day == days:
                    return position
            shape = shape_of[day]
            x = reached * per_mass[day]
            piece = int64(demand.shape_cell[shape, int64(x * SHAPE_CELLS)])
            while x >= demand.shape_mass[shape, piece + 1]:
                piece += 1
            inside = x - demand.shape_mass[shape, piece]
            offset = demand.shape_tick[shape, piece] + inside * demand.shape_slope[shape, piece]
            if position >= times.size:
                return int64(-1)
            times[position] = demand.day_start[day] + int64(offset)
            position += 1


@part
def _draw_work(demand, case_type, key, scratch, normals, work, start, end):
    """Write the first visit's work of one stream's cases, in blocks the compiler can widen."""
    key0 = purpose_key(key, WORK, 0)
    key1 = purpose_key(key, WORK, 1)
    stage = demand.first_stage[case_type]
    kind = demand.time_kind[stage]
    a = demand.time_a[stage]
    b = demand.time_b[stage]
    position = start
    while position < end:
        count = min(BLOCK, end - position)
        first = position - start
        if kind == 0:
            for i in range(count):
                scratch[i] = a
        elif kind == 1:
            fill_uniform(scratch, count, first, key0, key1)
            for i in range(count):
                scratch[i] = -natural_log(scratch[i]) * a
        elif kind == 2:
            fill_uniform(scratch, count, first, key0, key1)
            fill_normal(normals, scratch, count)
            for i in range(count):
                scratch[i] = exponential(fused(b, normals[i], a))
        else:
            values_first = demand.time_first[stage]
            values_count = demand.time_count[stage]
            for i in range(count):
                counter = visit_counter(first + i, 0)
                scratch[i] = draw_minutes(
                    kind, a, b, demand.time_values, values_first, values_count, counter, key0, key1
                )
        for i in range(count):
            work[position + i] = whole_ticks(scratch[i])
        position += count


@part
def _copy_given(demand, unit, case_type, key, times, work, start):
    """Append the given arrivals of one stream; their end, or -1 if there is no room."""
    row = unit * demand.rate.shape[1] + case_type
    first = demand.given_offset[row]
    count = demand.given_offset[row + 1] - first
    if start + count > times.size:
        return int64(-1)
    key0 = purpose_key(key, WORK, 0)
    key1 = purpose_key(key, WORK, 1)
    stage = demand.first_stage[case_type]
    for i in range(count):
        times[start + i] = demand.given_tick[first + i]
        ticks = demand.given_work[first + i]
        if ticks < 0:
            minutes = draw_minutes(
                demand.time_kind[stage],
                demand.time_a[stage],
                demand.time_b[stage],
                demand.time_values,
                demand.time_first[stage],
                demand.time_count[stage],
                visit_counter(GIVEN_NUMBER + i, 0),
                key0,
                key1,
            )
            ticks = whole_ticks(minutes)
        work[start + i] = ticks
    return start + count


@kernel
def _sort_tape(times, work, streams, count, end_tick, tape, tape_work):
    """Merge the streams by time, equal times in order of stream: buckets, then insertion.

    `streams`: int64[s, 2], the stream and the end of its cases in `times`.
    """
    if len(streams) == 1:
        for i in range(count):
            tape[i] = (times[i] << int64(STREAM_BITS)) | streams[0, 0]
            tape_work[i] = work[i]
        return
    shift = uint64(0)
    while (uint64(end_tick) >> shift) > uint64(2 * count):
        shift += uint64(1)
    place = np.zeros((uint64(end_tick) >> shift) + uint64(2), np.int32)
    for i in range(count):
        place[(uint64(times[i]) >> shift) + uint64(1)] += 1
    for i in range(1, place.size):
        place[i] += place[i - 1]
    start = 0
    for s in range(len(streams)):
        stream, end = streams[s, 0], streams[s, 1]
        for i in range(start, end):
            bucket = uint64(times[i]) >> shift
            to = uint64(place[bucket])
            place[bucket] += 1
            tape[to] = (times[i] << int64(STREAM_BITS)) | stream
            tape_work[to] = work[i]
        start = end
    for i in range(1, count):
        entry = tape[i]
        if tape[i - 1] > entry:
            its_work = tape_work[i]
            j = i
            while j > 0 and tape[j - 1] > entry:
                tape[j] = tape[j - 1]
                tape_work[j] = tape_work[j - 1]
                j -= 1
            tape[j] = entry
            tape_work[j] = its_work


@kernel
def draw_tape(demand, seed, replication, units, times, work, tape, tape_work, number):
    """Fill `tape` and `tape_work` for the units (int64[n], ascending); the number of cases.

    `times`, `work` are scratch of the tape's capacity, one less than the size of `tape`. `number`:
    int32[capacity], the case's number in its stream, or empty when nobody asks. Returns -1 when the
    capacity does not do: call again with more, the draws are the same.
    """
    types = demand.rate.shape[1]
    scratch = np.empty(BLOCK)
    normals = np.empty(BLOCK)
    streams = np.empty((2 * units.size * types, 2), np.int64)
    used = 0
    end = int64(0)
    given = demand.given_tick.size > 0
    for local in range(units.size):
        unit = units[local]
        for case_type in range(types):
            key = stream_key(seed, replication, unit, case_type)
            for source in range(2 if given else 1):
                start = end
                if source == 1:
                    end = _copy_given(demand, unit, case_type, key, times, work, start)
                elif demand.rate[unit, case_type] > 0.0:
                    end = _draw_arrivals(demand, unit, case_type, key, scratch, times, start)
                if end < 0:
                    return int64(-1)
                if source == 0:
                    _draw_work(demand, case_type, key, scratch, normals, work, start, end)
                if end > start:
                    streams[used, 0] = local * types + case_type
                    streams[used, 1] = end
                    used += 1
    _sort_tape(times, work, streams[:used], end, demand.day_start[-1], tape, tape_work)
    tape[end] = int64(NEVER)
    if number.size:
        _number_cases(demand, units, tape, end, number)
    return end


@kernel
def _number_cases(demand, units, tape, count, number):
    """Number the cases of each stream in order of time; given arrivals from `GIVEN_NUMBER`.

    A stream with both kinds is told apart by the work of its cases only, which numbering by time
    would mix up; so the numbers of such a stream run on through both.
    """
    following = np.zeros(units.size * demand.rate.shape[1], np.int32)
    for j in range(count):
        stream = tape[j] & int64(STREAM_MASK)
        number[j] = following[stream]
        following[stream] += 1
