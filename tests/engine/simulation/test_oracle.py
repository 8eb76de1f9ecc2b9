"""The full model against an independent SimPy implementation, case by case, on the same draws."""

import secrets
from itertools import pairwise

import numpy as np
import pytest
from tests.engine.simulation.draws import read_draws
from tests.engine.simulation.oracle import Oracle
from tests.engine.simulation.oracle_parts import Stretch
from tests.engine.simulation.studies import random_study

from kiem.engine.simulation import check_inputs, simulate
from kiem.engine.simulation.inputs import Demand, Horizon, Organisation
from kiem.engine.simulation.plan import compile_plan
from kiem.engine.simulation.results import Results

STUDIES = 36
REPLICATION = 1
NO_DUE = 1 << 42


def _valid_study(seed: int) -> tuple[Demand, Organisation, Horizon]:
    """The first study from this seed on that passes the checks (a few have unserved types)."""
    while True:
        study = random_study(seed)
        if all(problem.warning for problem in check_inputs(*study)):
            return study
        seed += 1


def _cases_of_engine(results: Results) -> dict[tuple[int, int, int], tuple[int, ...]]:
    records = results.records
    assert records is not None
    columns = (
        records.unit,
        records.case_type,
        records.number,
        records.arrived_ticks,
        records.started_ticks,
        records.done_ticks,
        np.minimum(records.due_ticks, NO_DUE),
        records.server,
        records.visits,
        records.handovers,
    )
    rows = np.stack([column.astype(np.int64) for column in columns], axis=1)
    chosen = rows[records.replication == REPLICATION].tolist()
    return {(row[0], row[1], row[2]): tuple(row[3:]) for row in chosen}


def _cases_of_oracle(oracle: Oracle) -> dict[tuple[int, int, int], tuple[int, ...]]:
    start, end = oracle.window
    return {
        (case.arrival.unit, case.arrival.kind, case.arrival.number): (
            case.arrival.tick,
            case.started,
            case.done,
            min(case.due, NO_DUE),
            case.server,
            case.visit + 1,
            case.handovers,
        )
        for case in oracle.cases
        if start <= case.arrival.tick < end
    }


def _hours_of_oracle(oracle: Oracle) -> np.ndarray:
    """Ticks [unit, role, (available, case, office, overtime)] inside the window."""
    start, end = oracle.window
    hours = np.zeros((oracle.organisation.units.count, 3, 4), np.int64)

    def inside(first: int, last: int) -> int:
        return max(0, min(last, end) - max(first, start))

    for person in oracle.people:
        role = 2 if person.full_time else int(person.mode is not None)
        row = hours[person.unit, role]
        row[0] += end - start
        row[0] -= sum(
            inside(a, b) for a, b, kind in person.timetable if kind in ("absent", "closed")
        )
        for stretch in person.stretches:
            row[1 if stretch.role == "case" else 2] += inside(stretch.start, stretch.end)
        row[3] += sum(ticks for at, ticks in person.overtime if start < at <= end)
    return hours


def _activities_of_oracle(oracle: Oracle) -> np.ndarray:
    """[unit, (planned, done, missed, planned ticks, delivered ticks)] by deadline in the window."""
    start, end = oracle.window
    totals = np.zeros((oracle.organisation.units.count, 5), np.int64)
    for person in oracle.people:
        for job in person.jobs:
            if start < job.deadline <= end:
                # What the end of the run cut off is worked too, though never noted in `left`.
                worked = sum(one.end - one.start for one in person.stretches if one.job is job)
                row = totals[oracle.organisation.offices.unit[job.office]]
                row += (1, worked >= job.length, worked < job.length, job.length, worked)
    return totals


def differences(seed: int) -> list[str]:
    """What engine and oracle do not agree on, and what the oracle finds impossible."""
    study = _valid_study(seed)
    results = simulate(*study, replications=2, seed=seed, records=True)
    oracle = Oracle(*study, read_draws(compile_plan(*study, records=True), seed, REPLICATION))
    oracle.run()
    engine, expected = _cases_of_engine(results), _cases_of_oracle(oracle)
    found = [
        f"case {key}: engine {engine.get(key)}, oracle {expected.get(key)}"
        for key in sorted(engine.keys() | expected.keys())
        if engine.get(key) != expected.get(key)
    ]
    hours = np.stack(
        [
            results.available_ticks[REPLICATION],
            results.case_ticks[REPLICATION],
            results.office_ticks[REPLICATION],
            results.overtime_ticks[REPLICATION],
        ],
        axis=-1,
    )
    if not np.array_equal(hours, _hours_of_oracle(oracle)):
        found.append(f"hours: engine {hours.tolist()}, oracle {_hours_of_oracle(oracle).tolist()}")
    activities = np.stack(
        [
            results.activities_planned[REPLICATION],
            results.activities_done[REPLICATION],
            results.activities_missed[REPLICATION],
            results.activity_planned_ticks[REPLICATION],
            results.activity_delivered_ticks[REPLICATION],
        ],
        axis=-1,
    )
    if not np.array_equal(activities, _activities_of_oracle(oracle)):
        found.append(f"activities: {activities.tolist()}, {_activities_of_oracle(oracle).tolist()}")
    return found


@pytest.fixture(scope="module")
def fresh_seed() -> int:
    """A new one every run, printed by the assertion that fails."""
    return secrets.randbits(30)


@pytest.mark.parametrize("number", range(STUDIES))
def test_full_model_agrees_with_oracle_case_by_case(number: int, fresh_seed: int) -> None:
    seed = fresh_seed + 1000 * number
    assert differences(seed) == [], f"seed {seed}"


def test_oracle_disagrees_when_the_rules_differ(fresh_seed: int) -> None:
    """The comparison can fail: an oracle that takes cases in another order is found out."""
    for seed in range(fresh_seed, fresh_seed + 200):
        study = _valid_study(seed)
        results = simulate(*study, replications=2, seed=seed, records=True)
        oracle = Oracle(*study, read_draws(compile_plan(*study, records=True), seed, REPLICATION))
        oracle._key = lambda case: (-case.order,)  # type: ignore[method-assign]
        oracle.run()
        if _cases_of_engine(results) != _cases_of_oracle(oracle):
            return
    pytest.fail(f"last come, first served went unnoticed in 200 studies from {fresh_seed}")


def _overlapping(stretches: list[Stretch]) -> list[Stretch]:
    ordered = sorted(stretches, key=lambda stretch: stretch.start)
    return [b for a, b in pairwise(ordered) if b.start < a.end]


def test_oracle_keeps_people_to_one_thing_in_open_hours(fresh_seed: int) -> None:
    """What the engine is compared with is itself possible: one role at a time, present, in time."""
    for number in range(8):
        study = _valid_study(fresh_seed + number)
        plan = compile_plan(*study, records=True)
        oracle = Oracle(*study, read_draws(plan, fresh_seed, REPLICATION))
        oracle.run()
        for person in oracle.people:
            assert _overlapping(person.stretches) == []
            for stretch in person.stretches:
                busy = [
                    (a, b)
                    for a, b, kind in person.timetable
                    if kind in ("absent", "closed") and a < stretch.end and b > stretch.start
                ]
                assert busy == []
                if stretch.job is not None:
                    assert stretch.job.start <= stretch.start
                    assert stretch.end <= stretch.job.deadline
