"""The way in: check, compile, cut into chunks, run on threads, put together again."""

from collections.abc import Callable

from kiem.engine.simulation.inputs import Demand, Horizon, Model, Organisation, Problem
from kiem.engine.simulation.results import Results

Progress = Callable[[int, int], bool | None]
"""Called now and then with (replications of units done, all). Returning False stops the run."""


class SimulationStoppedError(Exception):
    """The progress callback asked to stop; nothing is returned, nothing half-done kept."""


def check_inputs(demand: Demand, organisation: Organisation, horizon: Horizon) -> list[Problem]:
    """Everything wrong between the parts (each part has checked itself), warnings included.

    A type nobody can serve, an unknown unit, dates outside the calendar, an office without duties,
    offered load over capacity (a warning; the share is in the message).
    """
    raise NotImplementedError


def simulate(
    demand: Demand,
    organisation: Organisation,
    horizon: Horizon,
    *,
    replications: int,
    seed: int,
    model: Model | None = None,
    first_replication: int = 0,
    threads: int = 1,
    records: bool = False,
    progress: Progress | None = None,
    on_compile: Callable[[str], None] | None = None,
) -> Results:
    """Simulate one model and return every replication of it.

    `seed`: 0 to 2**63 - 1. Replication r of a seed meets the same demand (arrivals, work, routes)
    and the same sickness in every model, whichever replications are run with it: results of 0 to 10
    merged with 10 to 30 (`merge_results`) are bit for bit those of 0 to 30, on any number of
    threads.
    `model`: None runs the organisation as it is, under the name "as is".
    `progress`: see `Progress`; called from the calling thread.
    `on_compile`: told once, in words, when the first run has to compile (about 15 s; cached on
    disk).

    Raises `InvalidInputError` with every problem, and `SimulationStoppedError`.
    """
    raise NotImplementedError
