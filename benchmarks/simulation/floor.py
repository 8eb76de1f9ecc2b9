"""The floor: what a case must cost whatever the model, measured on this machine in this run.

Two random numbers (a gap and a lognormal work), two changes of the event list, and the memory of
the tape written, sorted and read once. Nothing of queues, people, offices or statistics.
"""

import time
from typing import NamedTuple

import numpy as np
from numba import int64, njit, uint64

from kiem.engine.simulation.event_list import person_event, set_event
from kiem.engine.simulation.random_numbers import (
    exponential,
    fill_normal,
    fill_uniform,
    natural_log,
)

CASES = 16_384  # a unit's year
PEOPLE = 16


class Floor(NamedTuple):
    """Nanoseconds per case."""

    random_numbers: float
    event_list: float
    memory: float

    @property
    def total(self) -> float:
        return self.random_numbers + self.event_list + self.memory


@njit(error_model="numpy", nogil=True)
def _random(rounds, scratch, normals, out):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
    for r in range(rounds):
        for start in range(0, CASES, 256):
            fill_uniform(scratch, 256, start, uint64(r), uint64(7))
            for i in range(256):
                out[start + i] = -natural_log(scratch[i])
            fill_uniform(scratch, 256, start, uint64(r), uint64(9))
            fill_normal(normals, scratch, 256)
            for i in range(256):
                out[start + i] += exponential(normals[i])
    return out[0]


@njit(error_model="numpy", nogil=True)
def _events(rounds, gaps, tree):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
    for _ in range(rounds):
        for i in range(2 * CASES):
            event = tree[1]
            row = event & int64((1 << 20) - 1)
            set_event(tree, PEOPLE, row, person_event((event >> int64(20)) + gaps[i & 4095], row))
    return tree[1]


@njit(error_model="numpy", nogil=True)
def _memory(rounds, order, one, two, three):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
    total = int64(0)
    for _ in range(rounds):
        for i in range(CASES):
            one[i] = i
        for i in range(CASES):
            to = order[i]
            two[to] = one[i]
            three[to] = i
        for i in range(CASES):
            total += two[i] + three[i]
    return total


def _best(function, rounds, *arguments):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
    function(1, *arguments)
    seconds = []
    for _ in range(7):
        start = time.process_time()
        function(rounds, *arguments)
        seconds.append(time.process_time() - start)
    return min(seconds) / rounds / CASES * 1e9


def measure_floor() -> Floor:
    """The three parts, best of seven."""
    rng = np.random.default_rng(1)
    scratch, normals, out = np.empty(256), np.empty(256), np.empty(CASES)
    tree = np.full(2 * PEOPLE, (1 << 63) - 1, np.int64)
    for row in range(PEOPLE):
        tree[PEOPLE + row] = row
    for node in range(PEOPLE - 1, 0, -1):
        tree[node] = min(tree[2 * node], tree[2 * node + 1])
    gaps = (rng.exponential(600_000.0, 4096) + 1).astype(np.int64)
    # The tape comes from a dozen sorted streams, so neighbours go to places not far apart.
    order = np.argsort(np.argsort(np.arange(CASES) % (CASES // 12), kind="stable"))
    tables = [np.empty(CASES, np.int64) for _ in range(3)]
    return Floor(
        _best(_random, 200, scratch, normals, out),
        _best(_events, 100, gaps, tree),
        _best(_memory, 200, order, *tables),
    )
