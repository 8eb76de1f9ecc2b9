"""The way in: check, compile, cut into chunks, run on threads, put together again."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import pairwise
from typing import TYPE_CHECKING

from kiem.engine.simulation.inputs import (
    Demand,
    Horizon,
    InvalidInputError,
    Model,
    Organisation,
)
from kiem.engine.simulation.inputs.crosschecks import check_inputs
from kiem.engine.simulation.results import Results

if TYPE_CHECKING:
    from kiem.engine.simulation.chunks import Chunk, ChunkResult
    from kiem.engine.simulation.plan import Plan

Progress = Callable[[int, int], bool | None]
"""Called now and then with (work done, all work). Returning False stops the run."""

CHUNK_CASES = 1_500_000
CHUNKS_PER_THREAD = 6

__all__ = ["Progress", "SimulationStoppedError", "check_inputs", "simulate"]


class SimulationStoppedError(Exception):
    """The progress callback asked to stop; nothing is returned, nothing half-done kept."""


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
    if replications < 1 or first_replication < 0 or threads < 1 or not 0 <= seed < 1 << 63:
        raise ValueError(
            "replications and threads must be at least 1, first_replication at least 0, "
            f"seed 0 to 2**63 - 1: got {replications}, {threads}, {first_replication}, {seed}"
        )
    name = "as is"
    if model is not None:
        name, organisation = model.name, model.apply(organisation)
    problems = [p for p in check_inputs(demand, organisation, horizon) if not p.warning]
    if problems:
        raise InvalidInputError(problems)
    # numba takes half a second to import; nobody pays who only describes a study
    from kiem.engine.simulation.assembly import Assembly
    from kiem.engine.simulation.chunks import get_ready
    from kiem.engine.simulation.plan import compile_plan

    plan = compile_plan(demand, organisation, horizon, records=records)
    get_ready(plan, on_compile)
    assembly = Assembly(plan, name, seed, first_replication, replications)
    chunks = cut_chunks(plan, first_replication, replications, threads)
    _run_chunks(plan, seed, chunks, threads, assembly.add, progress)
    return assembly.results()


def cut_chunks(plan: "Plan", first: int, replications: int, threads: int) -> list["Chunk"]:
    """Chunks of about equal work, the larger first, so that threads end together.

    The cut depends on the number of threads; the results do not.
    """
    from kiem.engine.simulation.chunks import Chunk

    blocks = plan.layout.block_components
    per_block = [float(plan.expected_cases[a:b].sum()) for a, b in pairwise(blocks)]
    target = min(CHUNK_CASES, sum(per_block) * replications / (CHUNKS_PER_THREAD * threads))
    chunks: list[tuple[float, Chunk]] = []
    start = 0
    while start < len(per_block):
        end, cases = start + 1, per_block[start]
        while end < len(per_block) and (cases + per_block[end]) * replications <= target:
            cases += per_block[end]
            end += 1
        step = max(1, min(replications, int(target / cases))) if cases > 0 else replications
        for replication in range(first, first + replications, step):
            last = min(replication + step, first + replications)
            chunks.append((cases * (last - replication), Chunk(replication, last, start, end)))
        start = end
    return [chunk for _, chunk in sorted(chunks, key=lambda pair: -pair[0])]


def _run_chunks(
    plan: "Plan",
    seed: int,
    chunks: list["Chunk"],
    threads: int,
    collect: Callable[["ChunkResult"], None],
    progress: Progress | None,
) -> None:
    """Run all chunks, at most two per thread waiting, so that results do not pile up."""
    from kiem.engine.simulation.chunks import simulate_chunk

    todo = iter(chunks)
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        running = {
            pool.submit(simulate_chunk, plan, seed, chunk)
            for _, chunk in zip(range(2 * threads), todo, strict=False)
        }
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                collect(future.result())
                done += 1
                following = next(todo, None)
                if following is not None:
                    running.add(pool.submit(simulate_chunk, plan, seed, following))
            if progress is not None and progress(done, len(chunks)) is False:
                for future in running:
                    future.cancel()
                raise SimulationStoppedError(f"Stopped after {done} of {len(chunks)} chunks")
