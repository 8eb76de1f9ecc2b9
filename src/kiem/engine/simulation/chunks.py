"""Chunks: pure functions of (plan, seed, replications, blocks), the unit of work and of progress.

A chunk can be run anywhere, in any order, twice: its arrays are the same bits.
"""

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import int64, njit, typeof
from numpy.typing import NDArray

from kiem.engine.simulation.availability import prepare_people
from kiem.engine.simulation.component import run_component
from kiem.engine.simulation.counters import HISTOGRAM_BINS, UNIT_COLUMNS, Cases, Tally
from kiem.engine.simulation.demand_tape import STREAM_BITS, STREAM_MASK, draw_tape
from kiem.engine.simulation.plan import Plan
from kiem.engine.simulation.results import (
    QUANTILES,
    CaseRecords,
    histogram_edges_minutes,
    join_records,
)
from kiem.engine.simulation.state import fresh_state
from kiem.engine.simulation.tally import (
    ACTIVITY_COLUMNS,
    COUNT_COLUMNS,
    HOUR_COLUMNS,
    RUN_COLUMNS,
    STREAM_COLUMNS,
    TICK_COLUMNS,
    ChunkArrays,
    add_component,
    add_people,
)


@dataclass(frozen=True)
class Chunk:
    """Replications [first, last) of blocks [first, last), in the numbers of the plan."""

    first_replication: int
    last_replication: int
    first_block: int
    last_block: int

    def components(self, plan: Plan) -> tuple[int, int]:
        """The range of components."""
        blocks = plan.layout.block_components
        return int(blocks[self.first_block]), int(blocks[self.last_block])

    def units(self, plan: Plan) -> tuple[int, int]:
        """The range of unit positions."""
        first, last = self.components(plan)
        starts = plan.layout.component_units
        return int(starts[first]), int(starts[last])


@dataclass(frozen=True, eq=False)
class ChunkResult:
    """The arrays of one chunk; units by position in the plan."""

    chunk: Chunk
    arrays: ChunkArrays
    records: CaseRecords | None


def source_fingerprint() -> int:
    """A number that changes with any line of this package.

    numba keys its disk cache by the file of the compiled function alone, and would run an old
    kernel after a change in one that it calls.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")


@cache
def entry_kernel() -> Any:
    """The one kernel that is called from Python, compiled once and cached on disk."""

    def run_components(  # type: ignore[no-untyped-def]  # numba infers the types
        replications, components, demand, routes, layout, staff, offices, rules, seed, cases,
        out, origin, left, levels, edges,
    ):  # fmt: skip
        """Run a range of replications and components into `out`; cases, or -1 for want of room.

        `origin`: the replication and the unit position that come first in `out`.
        """
        count = int64(0)
        base = origin[1]
        days = demand.day_start.size - 1
        types = demand.rate.shape[1]
        for replication in range(replications[0], replications[1]):
            r = replication - origin[0]
            for component in range(components[0], components[1]):
                first_unit = layout.component_units[component]
                units = layout.component_units[component + 1] - first_unit
                first = layout.component_staff[component]
                headcount = layout.component_staff[component + 1] - first
                count = draw_tape(
                    demand, seed, replication, layout.units[first_unit : first_unit + units],
                    cases.due, cases.keys, cases.tape, cases.work, cases.number,
                )  # fmt: skip
                if count < 0:
                    return count
                hours = np.empty((headcount, 3), np.int64)
                timetable, offsets = prepare_people(
                    layout, staff, offices, rules, seed, replication, first, headcount, left, hours
                )
                state = fresh_state(routes, layout, staff, offices, types, component, offsets)
                tally = Tally(
                    np.zeros((units * types, STREAM_COLUMNS), np.int64),
                    np.zeros(units * types),
                    np.zeros((units * types, HISTOGRAM_BINS), np.int32),
                    np.zeros((units, UNIT_COLUMNS), np.int64),
                    np.zeros((units, days), np.int64),
                )
                run_component(
                    demand, routes, layout, staff, offices, rules, seed, replication, component,
                    cases, timetable, left, state, tally,
                )  # fmt: skip
                add_component(out, r, first_unit - base, tally, levels, edges)
                add_people(out, r, base, staff, offices, rules, first, state.people, hours, left)
        return count

    # The file of the disk cache carries the name of the function.
    run_components.__qualname__ = f"run_components_{source_fingerprint():014x}"
    return njit(error_model="numpy", nogil=True, cache=True)(run_components)


def simulate_chunk(plan: Plan, seed: int, chunk: Chunk) -> ChunkResult:
    """Run one chunk."""
    room = _expected_room(plan, chunk)
    while True:
        result = _try_chunk(plan, seed, chunk, room)
        if result is not None:
            return result
        room *= 2  # a very unusual replication: the same draws again with more room


def _expected_room(plan: Plan, chunk: Chunk) -> int:
    """Cases to make room for: the largest component's mean and eight standard deviations."""
    first, last = chunk.components(plan)
    most = float(plan.expected_cases[first:last].max())
    return int(most + 8 * most**0.5 + 256)


def _try_chunk(plan: Plan, seed: int, chunk: Chunk, room: int) -> ChunkResult | None:
    """The chunk, or None where a component has more cases than `room`."""
    components = chunk.components(plan)
    arrays = _empty_arrays(plan, chunk)
    cases = _case_scratch(plan, room)
    arguments = _arguments(plan, seed, chunk, cases, arrays)
    kernel = entry_kernel()
    if not plan.rules.recorded:
        replications = (chunk.first_replication, chunk.last_replication)
        if kernel(replications, components, *arguments) < 0:
            return None
        return ChunkResult(chunk, arrays, None)
    rows: list[CaseRecords] = []
    for replication in range(chunk.first_replication, chunk.last_replication):
        for component in range(*components):
            count = kernel((replication, replication + 1), (component, component + 1), *arguments)
            if count < 0:
                return None
            rows.append(_records(plan, cases, replication, component, int(count)))
    return ChunkResult(chunk, arrays, _sorted_records(rows))


def _arguments(
    plan: Plan, seed: int, chunk: Chunk, cases: Cases, arrays: ChunkArrays
) -> tuple[Any, ...]:
    """What the kernel takes behind the ranges of replications and components."""
    return (
        plan.demand,
        plan.routes,
        plan.layout,
        plan.staff,
        plan.offices,
        plan.rules,
        seed,
        cases,
        arrays,
        (chunk.first_replication, chunk.units(plan)[0]),
        np.zeros(plan.offices.start.size, np.int64),
        np.array(QUANTILES),
        histogram_edges_minutes(),
    )


def _empty_arrays(plan: Plan, chunk: Chunk) -> ChunkArrays:
    first, last = chunk.units(plan)
    r, p = chunk.last_replication - chunk.first_replication, last - first
    k, d, q = plan.demand.rate.shape[1], plan.demand.day_start.size - 1, len(QUANTILES)
    return ChunkArrays(
        np.zeros((r, p, k, len(COUNT_COLUMNS)), np.int32),
        np.zeros((r, p, k, len(TICK_COLUMNS)), np.int64),
        np.zeros((r, p, k)),
        np.zeros((p, k, HISTOGRAM_BINS), np.uint32),
        np.zeros((r, k, HISTOGRAM_BINS), np.int64),
        np.zeros((r, p, k, q), np.float32),
        np.zeros((r, p, q), np.float32),
        np.zeros((p, d), np.int32),
        np.zeros((p, d), np.int64),
        np.zeros((r, d), np.int64),
        np.zeros((r, p, RUN_COLUMNS), np.int64),
        np.zeros((r, p, 3, HOUR_COLUMNS), np.int64),
        np.zeros((r, p, ACTIVITY_COLUMNS), np.int64),
        np.zeros((r, p)),
    )


def _case_scratch(plan: Plan, room: int) -> Cases:
    """Arrays by case; pages that a study does not touch cost nothing."""
    numbered = room if plan.rules.staged or plan.rules.recorded else 0

    def long(size: int = room) -> NDArray[np.int64]:
        return np.empty(size, np.int64)

    def short(size: int = room) -> NDArray[np.int32]:
        return np.empty(size, np.int32)

    return Cases(
        tape=long(room + 1),
        work=long(),
        due=long(),
        keys=long(),
        following=short(),
        child=short(),
        number=short(numbered),
        queue=short(),
        visit=short(),
        joined=long(),
        since=long(),
        outside=long(),
        started=long(),
        finished=long(),
        server=short(),
        handovers=short(),
    )


def _records(plan: Plan, cases: Cases, replication: int, component: int, count: int) -> CaseRecords:
    """The cohort's cases of one component, by unit, type and arrival."""
    entry = cases.tape[:count]
    arrived, stream = entry >> STREAM_BITS, entry & STREAM_MASK
    types = plan.demand.rate.shape[1]
    first = plan.layout.component_units[component]
    unit = plan.layout.units[first + stream // types]
    window = plan.rules.window_start, plan.rules.window_end
    kept = np.flatnonzero((arrived >= window[0]) & (arrived < window[1]))
    kept = kept[np.lexsort((kept, stream[kept] % types, unit[kept]))]
    return CaseRecords(
        replication=np.full(kept.size, replication, np.int32),
        unit=unit[kept].astype(np.int32),
        case_type=(stream[kept] % types).astype(np.int16),
        number=cases.number[kept],
        arrived_ticks=arrived[kept],
        started_ticks=cases.started[kept],
        done_ticks=cases.finished[kept],
        due_ticks=cases.due[kept],
        server=cases.server[kept],
        visits=cases.visit[kept] + np.int32(1),
        handovers=cases.handovers[kept],
    )


def _sorted_records(parts: list[CaseRecords]) -> CaseRecords:
    joined = join_records(parts)
    if joined is None:
        raise ValueError("A chunk without replications or components has no records")
    order = np.lexsort((joined.case_type, joined.unit, joined.replication))
    return CaseRecords(*(getattr(joined, field.name)[order] for field in fields(CaseRecords)))


def get_ready(plan: Plan, on_compile: Callable[[str], None] | None) -> None:
    """Load the kernel from its cache, or compile it and say so before."""
    kernel = entry_kernel()
    if kernel.signatures:
        return
    nothing = Chunk(0, 0, 0, 1)
    cases, arrays = _case_scratch(plan, 1), _empty_arrays(plan, nothing)
    arguments = ((0, 0), (0, 0), *_arguments(plan, 0, nothing, cases, arrays))
    signature = tuple(typeof(argument) for argument in arguments)  # type: ignore[no-untyped-call]
    # numba has no public way to ask whether a kernel is in the cache
    if on_compile is not None and kernel._cache.load_overload(signature, kernel.targetctx) is None:
        on_compile(
            "Compiling the simulator for this machine, about 15 seconds; later runs start at once."
        )
    collecting = gc.isenabled()
    gc.disable()  # the compiler makes millions of objects and no garbage to speak of
    try:
        kernel(*arguments)
    finally:
        if collecting:
            gc.enable()
