"""What changes while the events of a component run, set as it is at tick 0."""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

from typing import NamedTuple

import numpy as np
from numba import int64

from kiem.engine.simulation.event_list import NO_EVENT, person_event
from kiem.engine.simulation.machine import kernel
from kiem.engine.simulation.offices import FIRST_ALIVE, HOLDER_COLUMNS, NEXT_START
from kiem.engine.simulation.queues import (
    EMPTY_KEY,
    FIRST_KEY,
    QUEUE_COLUMNS,
)
from kiem.engine.simulation.servers import (
    AT_TIMETABLE,
    AWAY,
    LAST_INTERVAL,
    OFFICE_FROM,
    PERSON_COLUMNS,
    STATE,
    UNIT,
    UNTIL,
)

LAST_TICK = 1 << 42


class State(NamedTuple):
    """State of a component of n units and S people; C classes, W words of people, V of classes.

    `people` int64[S, 16], `holders` int64[S, 8], `tree` int64[2 * leaves]; `idle` uint64[W]: a bit
    per idle person; `waiting` uint64[n, V]: a bit per queue that is not empty; `queues` int64[n *
    C, 8]. And what does not change: `ring` [n], `unit_row`, `unit_word` [n + 1] of `Layout` and
    `StaffPlan` counted from the component; `stream_unit`, `stream_queue` [n * K].
    """

    people: np.ndarray
    holders: np.ndarray
    tree: np.ndarray
    idle: np.ndarray
    waiting: np.ndarray
    queues: np.ndarray
    ring: np.ndarray
    unit_row: np.ndarray
    unit_word: np.ndarray
    stream_unit: np.ndarray
    stream_queue: np.ndarray


@kernel
def fresh_state(routes, layout, staff, offices, types, component, offsets):
    """Everybody away at tick 0, to look for work at once. `offsets`: of people in the timetable."""
    first_unit = layout.component_units[component]
    end_unit = layout.component_units[component + 1]
    units = end_unit - first_unit
    classes = routes.class_stage.size
    ring = np.empty(units, np.int64)
    unit_row, unit_word = np.zeros(units + 1, np.int64), np.zeros(units + 1, np.int64)
    for unit in range(units):
        at = first_unit + unit
        ring[unit] = layout.ring[at] - first_unit
        unit_row[unit + 1] = layout.unit_staff[at + 1] - layout.unit_staff[first_unit]
        unit_word[unit + 1] = staff.word_offset[at + 1] - staff.word_offset[first_unit]
    queues = np.empty((units * classes, QUEUE_COLUMNS), np.int64)
    for q in range(units * classes):
        for column in range(QUEUE_COLUMNS):
            queues[q, column] = -1
        queues[q, FIRST_KEY] = EMPTY_KEY
    stream_unit = np.empty(units * types, np.int32)
    stream_queue = np.empty(units * types, np.int32)
    for stream in range(units * types):
        stream_unit[stream] = stream // types
        first_class = routes.queue_class[routes.first_stage[stream % types]]
        stream_queue[stream] = stream // types * classes + first_class
    people, holders = _fresh_people(layout, staff, offices, component, offsets)
    leaves = int64(2)
    while leaves < len(people):
        leaves *= 2
    tree = np.empty(2 * leaves, np.int64)
    for node in range(2 * leaves):
        tree[node] = NO_EVENT
    for row in range(len(people)):
        tree[leaves + row] = person_event(int64(0), row)
    for node in range(leaves - 1, 0, -1):
        tree[node] = min(tree[2 * node], tree[2 * node + 1])
    return State(
        people,
        holders,
        tree,
        np.zeros(max(int64(1), unit_word[units]), np.uint64),
        np.zeros((units, staff.can.shape[1]), np.uint64),
        queues,
        ring,
        unit_row,
        unit_word,
        stream_unit,
        stream_queue,
    )


@kernel
def _fresh_people(layout, staff, offices, component, offsets):
    first = layout.component_staff[component]
    headcount = layout.component_staff[component + 1] - first
    first_unit = layout.component_units[component]
    people = np.zeros((headcount, PERSON_COLUMNS), np.int64)
    holders = np.zeros((headcount, HOLDER_COLUMNS), np.int64)
    for row in range(headcount):
        person = first + row
        people[row, UNIT] = staff.unit[person] - first_unit
        people[row, STATE] = AWAY
        people[row, UNTIL] = -1
        people[row, AT_TIMETABLE] = offsets[row]
        people[row, LAST_INTERVAL] = offsets[row + 1]
        holders[row, NEXT_START] = offices.offset[person]
        holders[row, FIRST_ALIVE] = offices.offset[person]
        busy = staff.mode[person] > 0 and offices.offset[person + 1] > offices.offset[person]
        people[row, OFFICE_FROM] = 0 if busy else LAST_TICK
    return people, holders
