"""From the counters of one component's replication to the arrays of the results."""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

from typing import NamedTuple

import numpy as np
from numba import float32, float64, int64

from kiem.engine.simulation.counters import (
    ARRIVED,
    DONE,
    HANDED_OVER,
    HISTOGRAM_BINS,
    ON_TIME,
    OVERDUE_OPEN,
    TURNAROUND,
    VISITS,
    WAIT,
)
from kiem.engine.simulation.machine import bare, kernel
from kiem.engine.simulation.servers import CASE_TICKS, OFFICE_TICKS, OVERTIME_TICKS

# Columns of the results by stream: numbers of cases fit into 32 bits, sums of ticks do not.
COUNT_COLUMNS = (ARRIVED, DONE, ON_TIME, OVERDUE_OPEN, VISITS, HANDED_OVER)
TICK_COLUMNS = (TURNAROUND, WAIT)
STREAM_COLUMNS = 8
RUN_COLUMNS = 6
HOUR_COLUMNS = 4
ACTIVITY_COLUMNS = 5


class ChunkArrays(NamedTuple):
    """What a chunk of R replications and P units writes; K types, D days, Q percentiles.

    `counts` int32[R, P, K, 6], `ticks` int64[R, P, K, 2], `square` float64[R, P, K],
    `histogram` uint32[P, K, B], `histogram_of_type` int64[R, K, B],
    `quantile` float32[R, P, K, Q], `quantile_of_unit` [R, P, Q],
    `backlog_sum` int32[P, D], `backlog_square` int64[P, D], `backlog_of_all` int64[R, D],
    `runs` int64[R, P, 6], `hours` int64[R, P, 3, 4], `activities` int64[R, P, 5],
    `cost` float64[R, P].
    """

    counts: np.ndarray
    ticks: np.ndarray
    square: np.ndarray
    histogram: np.ndarray
    histogram_of_type: np.ndarray
    quantile: np.ndarray
    quantile_of_unit: np.ndarray
    backlog_sum: np.ndarray
    backlog_square: np.ndarray
    backlog_of_all: np.ndarray
    runs: np.ndarray
    hours: np.ndarray
    activities: np.ndarray
    cost: np.ndarray


@bare
def quantiles_of(histogram, levels, edges, out):
    """out[q] = percentile levels[q] of a histogram, straight within a bin; NaN when it is empty."""
    total = int64(0)
    last = int64(0)
    for cell in range(histogram.size):
        total += int64(histogram[cell])
        if histogram[cell] > 0:
            last = cell
    if total == 0:
        for q in range(levels.size):
            out[q] = np.nan
        return
    for q in range(levels.size):
        wanted = levels[q] * float64(total)
        below = 0.0
        cell = int64(0)
        while cell < last and below + float64(histogram[cell]) < wanted:
            below += float64(histogram[cell])
            cell += 1
        share = (wanted - below) / float64(histogram[cell])
        top = edges[cell + 1] if cell + 1 < histogram.size else edges[cell]
        out[q] = float32(edges[cell] + min(share, 1.0) * (top - edges[cell]))


@kernel
def add_component(out, r, position, tally, levels, edges):
    """Add one component's tally at units [position, position + n) of a chunk's replication r."""
    units = len(tally.units)
    types = out.square.shape[2]
    whole = np.zeros(HISTOGRAM_BINS, np.int32)
    for unit in range(units):
        at = position + unit
        for cell in range(HISTOGRAM_BINS):
            whole[cell] = 0
        for kind in range(types):
            stream = unit * types + kind
            for column in range(len(COUNT_COLUMNS)):
                out.counts[r, at, kind, column] = tally.streams[stream, COUNT_COLUMNS[column]]
            for column in range(len(TICK_COLUMNS)):
                out.ticks[r, at, kind, column] = tally.streams[stream, TICK_COLUMNS[column]]
            out.square[r, at, kind] = tally.square[stream]
            cells = tally.histogram[stream]
            quantiles_of(cells, levels, edges, out.quantile[r, at, kind])
            total, by_type = out.histogram[at, kind], out.histogram_of_type[r, kind]
            for cell in range(HISTOGRAM_BINS):
                count = cells[cell]
                total[cell] += np.uint32(count)
                by_type[cell] += count
                whole[cell] += count
        quantiles_of(whole, levels, edges, out.quantile_of_unit[r, at])
        for column in range(RUN_COLUMNS):
            out.runs[r, at, column] = tally.units[unit, column]
        for day in range(tally.backlog.shape[1]):
            in_hand = tally.backlog[unit, day]
            out.backlog_sum[at, day] += in_hand
            out.backlog_square[at, day] += in_hand * in_hand
            out.backlog_of_all[r, day] += in_hand


@kernel
def add_people(out, r, base, staff, offices, rules, first, people, hours, left):
    """Add hours, costs and activities of a component's people. `base`: the chunk's first unit."""
    for i in range(len(people)):
        row = first + i
        at, role = staff.unit[row] - base, staff.role[row]
        out.hours[r, at, role, 0] += hours[i, 0]
        out.hours[r, at, role, 1] += people[i, CASE_TICKS]
        out.hours[r, at, role, 2] += people[i, OFFICE_TICKS] + hours[i, 1]
        out.hours[r, at, role, 3] += people[i, OVERTIME_TICKS]
        paid = float64(hours[i, 2]) * staff.cost_per_tick[row]
        extra = float64(people[i, OVERTIME_TICKS]) * staff.overtime_cost_per_tick[row]
        out.cost[r, at] += paid + extra
        for activity in range(offices.offset[row], offices.offset[row + 1]):
            if not rules.window_start < offices.deadline[activity] <= rules.window_end:
                continue
            unit = offices.unit[activity] - base
            out.activities[r, unit, 0] += 1
            out.activities[r, unit, 1 if left[activity] <= 0 else 2] += 1
            out.activities[r, unit, 3] += offices.length[activity]
            out.activities[r, unit, 4] += offices.length[activity] - left[activity]
