"""What chance decided in one replication, read from the engine's tape for the oracle."""

import numpy as np
from numba import njit
from tests.engine.simulation.oracle_parts import Arrival, Draws

from kiem.engine.simulation.availability import draw_absences
from kiem.engine.simulation.demand_tape import STREAM_BITS, STREAM_MASK, draw_tape, whole_ticks
from kiem.engine.simulation.plan import Plan
from kiem.engine.simulation.random_numbers import (
    ROUTE,
    WORK,
    draw_minutes,
    purpose_key,
    random_word,
    stream_key,
    uniform,
    visit_counter,
)


@njit(error_model="numpy")
def _tape(demand, seed, replication, units, times, scratch, tape, work, number):
    return draw_tape(demand, seed, replication, units, times, scratch, tape, work, number)


@njit(error_model="numpy")
def _absences(layout, staff, seed, replication, row):
    return draw_absences(layout, staff, seed, replication, row)


@njit(error_model="numpy")
def _visit_ticks(demand, seed, replication, unit, kind, number, visit, stage):
    key = stream_key(seed, replication, unit, kind)
    return whole_ticks(
        draw_minutes(
            demand.time_kind[stage],
            demand.time_a[stage],
            demand.time_b[stage],
            demand.time_values,
            demand.time_first[stage],
            demand.time_count[stage],
            visit_counter(number, visit),
            purpose_key(key, WORK, 0),
            purpose_key(key, WORK, 1),
        )
    )


@njit(error_model="numpy")
def _route_draw(seed, replication, unit, kind, number, visit):
    key = stream_key(seed, replication, unit, kind)
    key0, key1 = purpose_key(key, ROUTE, 0), purpose_key(key, ROUTE, 1)
    return uniform(random_word(visit_counter(number, visit), key0, key1))


def read_draws(plan: Plan, seed: int, replication: int) -> Draws:
    """All draws of one replication of a plan."""
    room = int(plan.expected_cases.max() * 3 + 1000)
    layout, types = plan.layout, plan.demand.rate.shape[1]
    arrivals: list[tuple[tuple[int, int, int], Arrival]] = []
    for component in range(len(layout.component_units) - 1):
        units = layout.units[
            layout.component_units[component] : layout.component_units[component + 1]
        ]
        tape, work = np.empty(room + 1, np.int64), np.empty(room, np.int64)
        number = np.empty(room, np.int32)
        scratch = np.empty(room, np.int64), np.empty(room, np.int64)
        count = _tape(plan.demand, seed, replication, units, *scratch, tape, work, number)
        assert count >= 0
        for j in range(count):
            tick, stream = int(tape[j] >> STREAM_BITS), int(tape[j] & STREAM_MASK)
            unit, kind = int(units[stream // types]), stream % types
            arrival = Arrival(unit, kind, int(number[j]), tick, int(work[j]))
            arrivals.append(((tick, component, j), arrival))
    arrivals.sort(key=lambda pair: pair[0])
    absences: list[list[tuple[int, int]]] = [[] for _ in layout.people]
    for row, person in enumerate(layout.people):
        spans = _absences(layout, plan.staff, seed, replication, row)
        absences[person] = [(int(a), int(b)) for a, b in spans]

    def visit(arrival: Arrival, number: int, stage: int) -> int:
        who = arrival.unit, arrival.kind, arrival.number
        return int(_visit_ticks(plan.demand, seed, replication, *who, number, stage))

    def route(arrival: Arrival, number: int) -> float:
        who = arrival.unit, arrival.kind, arrival.number
        return float(_route_draw(seed, replication, *who, number))

    return Draws([arrival for _, arrival in arrivals], visit, route, absences)
