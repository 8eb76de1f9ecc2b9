"""What a simulation gives back: flat, immutable arrays per replication.

Times are whole *ticks* of office time, 65,536 to the minute, so that sums are exact and do not
depend on the order they are added in. R replications, U units, K case types, D calendar days.

The cases counted are those that arrived in the measured days (the cohort), on the unit that
received them, whoever served them. Hours are those worked inside the measured days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

TICKS_PER_MINUTE = 65_536
TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
HISTOGRAM_BINS = 352
QUANTILES = (0.5, 0.9, 0.95)


class Role(IntEnum):
    """Columns of the hours: what kind of post the person has."""

    LINE = 0  # no office
    DUAL = 1  # a line post and at least one office
    OFFICER = 2  # offices only


@dataclass(frozen=True, eq=False)
class CaseRecords:
    """One row per case of the cohort, by replication, unit, type and order of arrival.

    Times in ticks of office time since the start of the run; -1: not yet. `number`: of the case in
    its own stream (unit and type) of the replication: the same case in every model. `server`:
    person who did the last visit; `visits`: stages entered; `handovers`: times it changed hands.
    """

    replication: NDArray[np.int32]
    unit: NDArray[np.int32]
    case_type: NDArray[np.int16]
    number: NDArray[np.int32]
    arrived_ticks: NDArray[np.int64]
    started_ticks: NDArray[np.int64]
    done_ticks: NDArray[np.int64]
    due_ticks: NDArray[np.int64]
    server: NDArray[np.int32]
    visits: NDArray[np.int32]
    handovers: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Results:
    """All replications of one model.

    Cases of the cohort, [R, U, K] int32, ticks int64:
      `arrived`, `done` (by the end of the run), `on_time` (done by the due date), `overdue_open`
      (not done, and due before the end), `turnaround_ticks` and `turnaround_square` (float64,
      square minutes) over those done, `wait_ticks` (all waiting in queues), `visits` (services
      begun),
      `handed_over` (services handed over because the holder was away).
    Percentiles of turnaround, float32, office minutes, last axis `quantiles`; NaN without cases:
      `quantile` [R, U, K, Q], `quantile_of_unit` [R, U, Q], `quantile_of_type` [R, K, Q],
      `quantile_of_all` [R, Q]. From a histogram of 16 bins an octave, so within 1/16 of the value.
    `histogram`: uint32[U, K, B], turnaround over all replications, see `histogram_edges_minutes`.
    Backlog, cases received and not done at the end of each calendar day of the run:
      `backlog_sum` int32[U, D], `backlog_square` int64[U, D] over replications,
      `backlog_of_all` int64[R, D].
    Every case of the whole run, warm-up and drain included, [R, U] int64:
      `run_arrived` = `run_done` + `run_in_hand` + `run_handed_on` (elsewhere: at another unit, or
      waiting outside) and `run_area_ticks` = integral of the number received and not done =
      `run_sojourn_ticks`, the sum of the times spent: Little's law, exactly.
    Hours, [R, U, 3] int64 by `Role`, ticks inside the measured days:
      `available_ticks` (present in open hours), `case_ticks`, `office_ticks`, `overtime_ticks`
      (beyond
      `available_ticks`; part of neither of the others).
    Activities with their deadline in the measured days, [R, U] int64, of the holder's unit as it
    was before the model was applied: `activities_planned`, `activities_done`, `activities_missed`,
    and
    `activity_planned_ticks`, `activity_delivered_ticks` (work on them, finished or not).
    `cost`: float64[R, U], paid hours and overtime of the measured days.
    """

    model: str
    seed: int
    first_replication: int
    quantiles: tuple[float, ...]
    arrived: NDArray[np.int32]
    done: NDArray[np.int32]
    on_time: NDArray[np.int32]
    overdue_open: NDArray[np.int32]
    turnaround_ticks: NDArray[np.int64]
    turnaround_square: NDArray[np.float64]
    wait_ticks: NDArray[np.int64]
    visits: NDArray[np.int32]
    handed_over: NDArray[np.int32]
    quantile: NDArray[np.float32]
    quantile_of_unit: NDArray[np.float32]
    quantile_of_type: NDArray[np.float32]
    quantile_of_all: NDArray[np.float32]
    histogram: NDArray[np.uint32]
    backlog_sum: NDArray[np.int32]
    backlog_square: NDArray[np.int64]
    backlog_of_all: NDArray[np.int64]
    run_arrived: NDArray[np.int64]
    run_done: NDArray[np.int64]
    run_in_hand: NDArray[np.int64]
    run_handed_on: NDArray[np.int64]
    run_area_ticks: NDArray[np.int64]
    run_sojourn_ticks: NDArray[np.int64]
    available_ticks: NDArray[np.int64]
    case_ticks: NDArray[np.int64]
    office_ticks: NDArray[np.int64]
    overtime_ticks: NDArray[np.int64]
    activities_planned: NDArray[np.int64]
    activities_done: NDArray[np.int64]
    activities_missed: NDArray[np.int64]
    activity_planned_ticks: NDArray[np.int64]
    activity_delivered_ticks: NDArray[np.int64]
    cost: NDArray[np.float64]
    records: CaseRecords | None = None

    @property
    def replications(self) -> int:
        return len(self.run_arrived)


# Added over replications rather than kept for each: a country of units times days would not fit.
SUMMED = frozenset({"histogram", "backlog_sum", "backlog_square"})


def histogram_edges_minutes() -> NDArray[np.float64]:
    """float64[B + 1]: bin b holds turnarounds of edges[b] up to edges[b + 1]; the last is open."""
    bins = np.arange(HISTOGRAM_BINS + 1)
    edges = np.exp2(bins // 16 - 4.0) * (1 + bins % 16 / 16)
    edges[0] = 0.0
    edges[-1] = np.inf
    return np.asarray(edges)


def quantiles_of_histogram(histogram: NDArray[Any]) -> NDArray[np.float32]:
    """float32[Q]: `QUANTILES` from counts by bin, straight within a bin; NaN if there is none."""
    total = int(histogram.sum())
    if not total:
        return np.full(len(QUANTILES), np.nan, np.float32)
    reach = np.cumsum(histogram)
    wanted = np.array(QUANTILES) * total
    cell = np.searchsorted(reach, wanted, side="left")
    edges = histogram_edges_minutes()
    bottom, top = edges[cell], edges[cell + 1]
    top = np.where(np.isinf(top), bottom, top)
    share = (wanted - (reach[cell] - histogram[cell])) / histogram[cell]
    return np.asarray(bottom + share * (top - bottom), np.float32)


def merge_results(parts: Sequence[Results]) -> Results:
    """Join runs of the same model and seed over consecutive replications, in any order.

    Running 0 to 10 and 10 to 30 and merging gives the bits of running 0 to 30.
    Raises ValueError where the parts do not belong together or leave a gap.
    """
    ordered = sorted(parts, key=lambda part: part.first_replication)
    for before, after in pairwise(ordered):
        same = (before.model, before.seed, before.quantiles) == (
            after.model,
            after.seed,
            after.quantiles,
        )
        if not same or before.first_replication + before.replications != after.first_replication:
            raise ValueError(
                f"Cannot join replications {before.first_replication} to "
                f"{before.first_replication + before.replications} of model {before.model!r} with "
                f"those from {after.first_replication} of {after.model!r}: give consecutive "
                "runs of one model and seed"
            )
    first = ordered[0]
    joined: dict[str, Any] = {}
    for field in fields(Results):
        values = [getattr(part, field.name) for part in ordered]
        if field.name in SUMMED:
            joined[field.name] = np.sum(values, axis=0, dtype=values[0].dtype)
        elif field.name == "records":
            joined[field.name] = join_records(values)
        elif isinstance(values[0], np.ndarray):
            joined[field.name] = np.concatenate(values)
        else:
            joined[field.name] = getattr(first, field.name)
    return Results(**joined)


def join_records(parts: Sequence[CaseRecords | None]) -> CaseRecords | None:
    """The rows of all parts one after the other; None where one has none."""
    kept = [part for part in parts if part is not None]
    if len(kept) != len(parts) or not kept:
        return None
    return CaseRecords(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in kept])
            for field in fields(CaseRecords)
        }
    )
