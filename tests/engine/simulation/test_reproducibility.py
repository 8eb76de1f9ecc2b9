"""Bits do not depend on threads, chunks or records, nor demand on the model."""

import secrets
from dataclasses import fields

import numpy as np
import pytest
from tests.engine.simulation.studies import random_study

from kiem.engine.simulation import (
    Model,
    Results,
    SimulationStoppedError,
    check_inputs,
    merge_results,
    simulate,
)
from kiem.engine.simulation import run as run_module
from kiem.engine.simulation.chunks import Chunk, simulate_chunk
from kiem.engine.simulation.inputs import Demand, Discipline, Horizon, Organisation, Rules
from kiem.engine.simulation.plan import compile_plan

Study = tuple[Demand, Organisation, Horizon]


@pytest.fixture
def seed() -> int:
    return secrets.randbits(30)


@pytest.fixture
def study(seed: int) -> Study:
    while True:
        found = random_study(seed)
        enough = found[1].units.count >= 3
        if enough and all(problem.warning for problem in check_inputs(*found)):
            return found
        seed += 1


def differing_fields(one: Results, other: Results, *, but: tuple[str, ...] = ()) -> list[str]:
    """Fields whose bits differ."""
    found = []
    for field in fields(Results):
        if field.name in (*but, "records"):
            continue
        a, b = getattr(one, field.name), getattr(other, field.name)
        same = a.tobytes() == b.tobytes() if isinstance(a, np.ndarray) else a == b
        if not same:
            found.append(field.name)
    return found


def test_threads_and_chunks_do_not_change_a_bit(
    study: Study, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = simulate(*study, replications=5, seed=seed)
    for threads, cases in ((2, 1e6), (3, 200.0), (1, 1.0)):
        monkeypatch.setattr(run_module, "CHUNK_CASES", cases)
        again = simulate(*study, replications=5, seed=seed, threads=threads)
        assert differing_fields(base, again) == [], seed


def test_records_do_not_change_a_bit(study: Study, seed: int) -> None:
    plain = simulate(*study, replications=2, seed=seed)
    recorded = simulate(*study, replications=2, seed=seed, records=True)
    assert differing_fields(plain, recorded) == [], seed
    assert recorded.records is not None
    assert len(recorded.records.unit) == recorded.arrived.sum()
    assert (recorded.records.done_ticks >= 0).sum() == recorded.done.sum()


def test_merged_replications_equal_one_run(study: Study, seed: int) -> None:
    whole = simulate(*study, replications=5, seed=seed)
    parts = [
        simulate(*study, replications=n, seed=seed, first_replication=first)
        for first, n in ((3, 2), (0, 1), (1, 2))
    ]
    assert differing_fields(whole, merge_results(parts)) == [], seed


def test_merge_refuses_a_gap(study: Study, seed: int) -> None:
    first = simulate(*study, replications=1, seed=seed)
    third = simulate(*study, replications=1, seed=seed, first_replication=2)
    with pytest.raises(ValueError, match="Cannot join replications 0 to 1"):
        merge_results([first, third])


def test_a_chunk_is_a_pure_function(study: Study, seed: int) -> None:
    plan = compile_plan(*study, records=False)
    blocks = len(plan.layout.block_components) - 1
    chunk = Chunk(1, 3, blocks // 2, blocks)
    one, other = simulate_chunk(plan, seed, chunk), simulate_chunk(plan, seed, chunk)
    for a, b in zip(one.arrays, other.arrays, strict=True):
        assert a.tobytes() == b.tobytes()
    whole = simulate(*study, replications=4, seed=seed)
    first, last = chunk.units(plan)
    units = plan.layout.units[first:last]
    assert np.array_equal(one.arrays.runs[..., 0], whole.run_arrived[1:3][:, units])


def test_different_seeds_differ(study: Study, seed: int) -> None:
    one = simulate(*study, replications=1, seed=seed)
    other = simulate(*study, replications=1, seed=seed + 1)
    assert "run_sojourn_ticks" in differing_fields(one, other)


def test_models_meet_the_same_demand(study: Study, seed: int) -> None:
    """Another discipline, pooling, training and staff: the same cases with the same work."""
    organisation = study[1]
    trained = np.arange(len(organisation.staff.unit))
    model = Model(
        "other",
        rules=Rules(discipline=Discipline.EARLIEST_DUE, pooled=True),
        officer_group=np.zeros(organisation.units.count, np.int64),
        trained_staff=trained,
        trained_skill=np.zeros(len(trained), np.int64),
    )
    base = simulate(*study, replications=2, seed=seed, records=True)
    other = simulate(*study, replications=2, seed=seed, records=True, model=model)
    assert base.records is not None
    assert other.records is not None
    for name in ("replication", "unit", "case_type", "number", "arrived_ticks"):
        assert np.array_equal(getattr(base.records, name), getattr(other.records, name)), seed


def test_progress_can_stop_the_run(study: Study, seed: int) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return len(seen) < 2

    with pytest.raises(SimulationStoppedError):
        simulate(*study, replications=8, seed=seed, progress=progress)
    assert len(seen) == 2


def test_results_are_read_only(study: Study, seed: int) -> None:
    results = simulate(*study, replications=1, seed=seed)
    with pytest.raises(ValueError, match="read-only"):
        results.arrived[0, 0, 0] = 1
