"""Chunk results put together: whole numbers added, so in any order to the same bits."""

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.chunks import ChunkResult
from kiem.engine.simulation.counters import (
    ARRIVED,
    DONE,
    HANDED_OVER,
    HISTOGRAM_BINS,
    ON_TIME,
    OVERDUE_OPEN,
    RUN_AREA,
    RUN_ARRIVED,
    RUN_DONE,
    RUN_HANDED_ON,
    RUN_IN_HAND,
    RUN_SOJOURN,
    TURNAROUND,
    VISITS,
    WAIT,
)
from kiem.engine.simulation.plan import Plan
from kiem.engine.simulation.results import (
    QUANTILES,
    CaseRecords,
    Results,
    join_records,
    quantiles_of_histogram,
)
from kiem.engine.simulation.tally import (
    ACTIVITY_COLUMNS,
    COUNT_COLUMNS,
    HOUR_COLUMNS,
    RUN_COLUMNS,
    TICK_COLUMNS,
    ChunkArrays,
)


class Assembly:
    """Collects the chunks of one run."""

    def __init__(self, plan: Plan, model: str, seed: int, first: int, replications: int) -> None:
        self.plan, self.model, self.seed, self.first = plan, model, seed, first
        r, u = replications, len(plan.layout.units)
        k, d, q = plan.demand.rate.shape[1], plan.demand.day_start.size - 1, len(QUANTILES)
        self.arrays = ChunkArrays(
            np.zeros((r, u, k, len(COUNT_COLUMNS)), np.int32),
            np.zeros((r, u, k, len(TICK_COLUMNS)), np.int64),
            np.zeros((r, u, k)),
            np.zeros((u, k, HISTOGRAM_BINS), np.uint32),
            np.zeros((r, k, HISTOGRAM_BINS), np.int64),
            np.zeros((r, u, k, q), np.float32),
            np.zeros((r, u, q), np.float32),
            np.zeros((u, d), np.int32),
            np.zeros((u, d), np.int64),
            np.zeros((r, d), np.int64),
            np.zeros((r, u, RUN_COLUMNS), np.int64),
            np.zeros((r, u, 3, HOUR_COLUMNS), np.int64),
            np.zeros((r, u, ACTIVITY_COLUMNS), np.int64),
            np.zeros((r, u)),
        )
        self.records: list[CaseRecords | None] = []

    def add(self, result: ChunkResult) -> None:
        """Put one chunk in its place."""
        chunk, part, whole = result.chunk, result.arrays, self.arrays
        first, last = chunk.units(self.plan)
        units = self.plan.layout.units[first:last]
        rows = slice(chunk.first_replication - self.first, chunk.last_replication - self.first)
        for name in (
            "counts",
            "ticks",
            "square",
            "quantile",
            "quantile_of_unit",
            "runs",
            "hours",
            "activities",
            "cost",
        ):
            getattr(whole, name)[rows, units] = getattr(part, name)
        for name in ("histogram", "backlog_sum", "backlog_square"):
            getattr(whole, name)[units] += getattr(part, name)
        for name in ("histogram_of_type", "backlog_of_all"):
            getattr(whole, name)[rows] += getattr(part, name)
        self.records.append(result.records)

    def results(self) -> Results:
        """The arrays of all chunks, read-only."""
        a = self.arrays
        r, k = a.histogram_of_type.shape[:2]
        of_type = np.zeros((r, k, len(QUANTILES)), np.float32)
        of_all = np.zeros((r, len(QUANTILES)), np.float32)
        for row in range(r):
            for kind in range(k):
                of_type[row, kind] = quantiles_of_histogram(a.histogram_of_type[row, kind])
            of_all[row] = quantiles_of_histogram(a.histogram_of_type[row].sum(axis=0))
        arrays: dict[str, NDArray[np.generic]] = {
            "arrived": a.counts[..., COUNT_COLUMNS.index(ARRIVED)],
            "done": a.counts[..., COUNT_COLUMNS.index(DONE)],
            "on_time": a.counts[..., COUNT_COLUMNS.index(ON_TIME)],
            "overdue_open": a.counts[..., COUNT_COLUMNS.index(OVERDUE_OPEN)],
            "turnaround_ticks": a.ticks[..., TICK_COLUMNS.index(TURNAROUND)],
            "turnaround_square": a.square,
            "wait_ticks": a.ticks[..., TICK_COLUMNS.index(WAIT)],
            "visits": a.counts[..., COUNT_COLUMNS.index(VISITS)],
            "handed_over": a.counts[..., COUNT_COLUMNS.index(HANDED_OVER)],
            "quantile": a.quantile,
            "quantile_of_unit": a.quantile_of_unit,
            "quantile_of_type": of_type,
            "quantile_of_all": of_all,
            "histogram": a.histogram,
            "backlog_sum": a.backlog_sum,
            "backlog_square": a.backlog_square,
            "backlog_of_all": a.backlog_of_all,
            "run_arrived": a.runs[..., RUN_ARRIVED],
            "run_done": a.runs[..., RUN_DONE],
            "run_in_hand": a.runs[..., RUN_IN_HAND],
            "run_handed_on": a.runs[..., RUN_HANDED_ON],
            "run_area_ticks": a.runs[..., RUN_AREA],
            "run_sojourn_ticks": a.runs[..., RUN_SOJOURN],
            "available_ticks": a.hours[..., 0],
            "case_ticks": a.hours[..., 1],
            "office_ticks": a.hours[..., 2],
            "overtime_ticks": a.hours[..., 3],
            "activities_planned": a.activities[..., 0],
            "activities_done": a.activities[..., 1],
            "activities_missed": a.activities[..., 2],
            "activity_planned_ticks": a.activities[..., 3],
            "activity_delivered_ticks": a.activities[..., 4],
            "cost": a.cost,
        }
        for array in arrays.values():
            array.setflags(write=False)
        return Results(
            model=self.model,
            seed=self.seed,
            first_replication=self.first,
            quantiles=QUANTILES,
            records=self._records(),
            **arrays,  # type: ignore[arg-type]  # the names above are the fields
        )

    def _records(self) -> CaseRecords | None:
        joined = join_records(self.records)
        if joined is None:
            return None
        order = np.lexsort((joined.case_type, joined.unit, joined.replication))
        return CaseRecords(*(getattr(joined, field.name)[order] for field in fields(CaseRecords)))
