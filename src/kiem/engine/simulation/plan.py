"""The study compiled: flat arrays in the order the kernels walk through them.

`DemandPlan` comes from the demand and the calendars alone. `Layout`, `StaffPlan` and `OfficePlan`
come from the organisation. Units that can pass cases to each other form a *component*, simulated as
one; components that share an officer form a *block*, and a chunk is a range of blocks.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs import Demand, Horizon, Organisation
from kiem.engine.simulation.layout import Layout, compile_layout
from kiem.engine.simulation.office_plan import OfficePlan, StaffPlan, compile_offices, compile_staff
from kiem.engine.simulation.office_time import OfficeTime
from kiem.engine.simulation.results import TICKS_PER_MINUTE
from kiem.engine.simulation.stages import DemandPlan, RoutePlan, compile_demand, compile_routes

Ints = NDArray[np.int64]

NO_LIMIT = 1 << 58  # later than any tick, and room above it for adding


class RulesPlan(NamedTuple):
    """Rules and window as numbers; times in ticks."""

    discipline: int
    pooled: int
    staged: int
    tracked: int  # more is kept by case: stages, handover or records
    recorded: int
    slice_ticks: int
    urgency: float
    handover_after: int
    handover_extra: int
    overtime: int
    window_start: int
    window_end: int
    month_ticks: int


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything a chunk needs. Arrays are writable copies, so that kernels compile once."""

    demand: DemandPlan
    routes: RoutePlan
    layout: Layout
    staff: StaffPlan
    offices: OfficePlan
    rules: RulesPlan
    expected_cases: NDArray[np.float64]
    """float64[components], mean number of arrivals of a replication."""


def compile_plan(
    demand: Demand, organisation: Organisation, horizon: Horizon, *, records: bool
) -> Plan:
    """Compile checked inputs."""
    units = organisation.units
    axis = OfficeTime.of(units.calendars, horizon.days)
    routes = compile_routes(demand, organisation, axis)
    demand_plan = compile_demand(demand, units, axis)
    layout = compile_layout(demand, organisation, axis)
    staff = compile_staff(organisation, layout, routes, axis)
    offices = compile_offices(organisation, layout, staff, axis)
    rules = _compile_rules(organisation, horizon, axis, routes, records=records)
    mass = demand_plan.mass.sum(axis=1)
    per_unit = (demand_plan.rate * mass[demand_plan.pattern]).sum(axis=1)
    types = len(demand.types)
    per_unit += np.diff(demand_plan.given_offset[::types])
    expected = np.add.reduceat(per_unit[layout.units], layout.component_units[:-1])
    return Plan(demand_plan, routes, layout, staff, offices, rules, expected)


def _compile_rules(
    organisation: Organisation,
    horizon: Horizon,
    axis: OfficeTime,
    routes: RoutePlan,
    *,
    records: bool,
) -> RulesPlan:
    rules = organisation.rules
    handover = np.isfinite(rules.handover_after_minutes)
    staged = len(routes.place) > len(routes.first_stage)
    window_end = horizon.warm_up_days + horizon.measured_days
    return RulesPlan(
        discipline=int(rules.discipline),
        pooled=int(rules.pooled),
        staged=int(staged),
        tracked=int(staged or handover or records),
        recorded=int(records),
        slice_ticks=ticks_of(rules.slice_minutes),
        urgency=float(rules.urgency),
        handover_after=ticks_of(rules.handover_after_minutes) if handover else NO_LIMIT,
        handover_extra=ticks_of(rules.handover_extra_minutes),
        overtime=ticks_of(rules.overtime_minutes),
        window_start=int(axis.day_start[horizon.warm_up_days]),
        window_end=int(axis.day_start[window_end]),
        month_ticks=max(1, round(axis.ticks_per_day * 365.25 / 12)),
    )


def ticks_of(minutes: float) -> int:
    """Minutes to the nearest tick."""
    return round(minutes * TICKS_PER_MINUTE)
