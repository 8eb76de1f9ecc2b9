"""Case types compiled: times, routes between stages, queues ("classes") and due dates."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs import (
    DAY_MINUTES,
    CaseType,
    Demand,
    Distribution,
    DistributionKind,
    DueUnit,
    Organisation,
    Place,
    Units,
)
from kiem.engine.simulation.intensity import compile_intensity
from kiem.engine.simulation.office_time import OfficeTime, open_days
from kiem.engine.simulation.results import TICKS_PER_MINUTE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NO_DUE = 1 << 42  # later than any tick, and below the priority bits of a queue key


class DemandPlan(NamedTuple):
    """What the tape is drawn from. U units, K types, G patterns, D days, N stages of all types.

    The fields of `Intensity`; `given_offset` [U * K + 1] rows of `given_tick`, `given_work` (-1: to
    be drawn); `first_stage` [K]; `time_kind`, `time_a`, `time_b`, `time_first`, `time_count` [N],
    see
    `draw_minutes`; `time_values` of all empirical times.
    """

    day_start: Ints
    rate: Floats
    pattern: Ints
    mass: Floats
    per_mass: Floats
    shape_of: Ints
    shape_mass: Floats
    shape_tick: Floats
    shape_slope: Floats
    shape_cell: Ints
    given_offset: Ints
    given_tick: Ints
    given_work: Ints
    first_stage: Ints
    time_kind: Ints
    time_a: Floats
    time_b: Floats
    time_first: Ints
    time_count: Ints
    time_values: Floats


class RoutePlan(NamedTuple):
    """Stages of all types in one list, those of a type together (`first_stage` [K]).

    `place`, `other_unit`, `stops_clock` [N]; `queue_class` [N] or -1 outside; `reach` [N, M]: the
    cumulative chance of going on to stage 0, 1, ... of the type. A class is a stage done by staff:
    `class_stage`, `class_skill`, `class_rest` [C] (expected ticks of work from here to the end).
    `priority` [K]. Due tick on day d: (arrival & due_mask[k]) + due_tick[d, calendar, k].
    """

    first_stage: Ints
    place: Ints
    other_unit: Ints
    stops_clock: Ints
    queue_class: Ints
    reach: Floats
    class_stage: Ints
    class_skill: Ints
    class_rest: Ints
    priority: Ints
    due_mask: Ints
    due_tick: Ints


def compile_demand(demand: Demand, units: Units, axis: OfficeTime) -> DemandPlan:
    """The part of the plan that knows nothing of the organisation but its calendars."""
    types = len(demand.types)
    intensity = compile_intensity(demand.rates, units, types, axis)
    times = [_time_parameters(stage.time) for kind in demand.types for stage in kind.stages]
    values = [stage.time.values for kind in demand.types for stage in kind.stages]
    counts = np.array([value.size for value in values], np.int64)
    return DemandPlan(
        axis.day_start.copy(),
        *intensity,
        *_given_arrivals(demand, units.count, axis),
        _first_stages(demand.types),
        np.array([kind for kind, _, _ in times], np.int64),
        np.array([a for _, a, _ in times]),
        np.array([b for _, _, b in times]),
        np.cumsum(counts) - counts,
        counts,
        np.concatenate(values),
    )


def _time_parameters(time: Distribution) -> tuple[int, float, float]:
    """(kind, a, b) as `draw_minutes` takes them."""
    if time.kind == DistributionKind.LOGNORMAL:
        variance = np.log1p(time.cv**2)
        return int(time.kind), float(np.log(time.mean_minutes) - variance / 2), float(variance**0.5)
    if time.kind == DistributionKind.GAMMA:
        shape = time.cv**-2
        return int(time.kind), float(shape), float(time.mean_minutes / shape)
    return int(time.kind), time.mean_minutes, 0.0


def _given_arrivals(demand: Demand, units: int, axis: OfficeTime) -> tuple[Ints, Ints, Ints]:
    """Given arrivals by unit, type and time; in the order given where those are equal."""
    types = len(demand.types)
    given = demand.given
    if given is None:
        none = np.empty(0, np.int64)
        return np.zeros(units * types + 1, np.int64), none, none.copy()
    inside = given.minute < (axis.day_start.size - 1) * DAY_MINUTES
    tick = axis.ticks(given.minute[inside])
    row = given.unit[inside] * types + given.case_type[inside]
    order = np.lexsort((tick, row))
    offset = np.searchsorted(row[order], np.arange(units * types + 1))
    work = np.full(order.size, -1, np.int64)
    if given.work_minutes is not None:
        minutes = given.work_minutes[inside][order]
        known = ~np.isnan(minutes)
        work[known] = np.maximum(1, np.rint(minutes[known] * TICKS_PER_MINUTE))
    return offset.astype(np.int64), tick[order], work


def _first_stages(types: tuple[CaseType, ...]) -> Ints:
    counts = np.array([len(kind.stages) for kind in types], np.int64)
    return np.asarray(np.cumsum(counts) - counts)


def compile_routes(demand: Demand, organisation: Organisation, axis: OfficeTime) -> RoutePlan:
    """Stages, classes and due dates."""
    types = demand.types
    first = _first_stages(types)
    stages = [stage for kind in types for stage in kind.stages]
    by_staff = np.array([stage.place != Place.OUTSIDE for stage in stages])
    queue_class = np.where(by_staff, np.cumsum(by_staff) - 1, -1)
    reach = np.full((len(stages), max(len(kind.stages) for kind in types)), 0.0)
    for number, stage in enumerate(stages):
        steps = np.cumsum(stage.next_chances)
        reach[number, : steps.size] = steps
        reach[number, steps.size :] = steps[-1] if steps.size else 0.0
    rest = np.concatenate([_expected_rest(kind) for kind in types])
    hourly = [kind.due_unit == DueUnit.WORKING_HOURS and np.isfinite(kind.due) for kind in types]
    return RoutePlan(
        first_stage=first,
        place=np.array([int(stage.place) for stage in stages], np.int64),
        other_unit=np.array([stage.unit for stage in stages], np.int64),
        stops_clock=np.array([int(stage.stops_clock) for stage in stages], np.int64),
        queue_class=queue_class.astype(np.int64),
        reach=reach,
        class_stage=np.flatnonzero(by_staff).astype(np.int64),
        class_skill=np.array([s.skill for s in stages if s.place != Place.OUTSIDE], np.int64),
        class_rest=np.rint(rest[by_staff] * TICKS_PER_MINUTE).astype(np.int64),
        priority=np.array([kind.priority for kind in types], np.int64),
        due_mask=-np.array(hourly, np.int64),
        due_tick=_due_ticks(types, organisation.units, axis),
    )


def _expected_rest(kind: CaseType) -> Floats:
    """Minutes of staff work expected from the start of each stage to the end, returns included."""
    size = len(kind.stages)
    chances = np.zeros((size, size))
    work = np.zeros(size)
    for number, stage in enumerate(kind.stages):
        chances[number, : stage.next_chances.size] = stage.next_chances
        work[number] = 0.0 if stage.place == Place.OUTSIDE else stage.time.mean_minutes
    return np.asarray(np.linalg.solve(np.eye(size) - chances, work))


def _due_ticks(types: tuple[CaseType, ...], units: Units, axis: OfficeTime) -> Ints:
    """int64[D, calendars, K], see `RoutePlan`."""
    days = axis.day_start.size - 1
    table = np.full((len(units.calendars), len(types), days), NO_DUE, np.int64)
    for row, calendar in enumerate(units.calendars):
        closing = axis.closings(calendar)
        working = open_days(calendar, days)
        for column, kind in enumerate(types):
            if not np.isfinite(kind.due):
                continue
            if kind.due_unit == DueUnit.WORKING_HOURS:
                table[row, column] = round(kind.due * 60 * TICKS_PER_MINUTE)
                continue
            day = np.arange(days)
            if kind.due_unit == DueUnit.CALENDAR_DAYS:
                due_day = day + int(kind.due)
            else:
                # The n-th working day after the day of arrival, in calendar days.
                number = np.searchsorted(working, day, side="right") - 1 + int(kind.due)
                known = np.minimum(np.maximum(number, 0), len(working) - 1)
                beyond = np.maximum(number - (len(working) - 1), 0)
                past = -(-beyond * days // len(working))  # rounded up, in whole numbers
                due_day = np.where(beyond > 0, days - 1 + past, working[known])
            inside = np.minimum(due_day, days - 1).astype(np.int64)
            midnight = (due_day + 1) * float(DAY_MINUTES)
            table[row, column] = np.where(due_day < days, closing[inside], axis.ticks(midnight))
    return np.ascontiguousarray(np.moveaxis(table, 2, 0))
