"""What must hold in every run, whatever the study: Hypothesis looks for one where it does not."""

from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.simulation.oracle_parts import Clock
from tests.engine.simulation.studies import random_study

from kiem.engine.simulation import Results, check_inputs, simulate
from kiem.engine.simulation.inputs import Demand, Horizon, Organisation
from kiem.engine.simulation.office_time import OfficeTime
from kiem.engine.simulation.results import CaseRecords

Study = tuple[Demand, Organisation, Horizon]

unhurried = settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])


def _run(study_seed: int, seed: int) -> tuple[Study, Results, CaseRecords]:
    study = random_study(study_seed)
    assume(all(problem.warning for problem in check_inputs(*study)))
    results = simulate(*study, replications=2, seed=seed, records=True)
    assert results.records is not None
    return study, results, results.records


seeds = st.integers(0, 1 << 40)


@given(seeds, seeds)
@unhurried
def test_cases_are_conserved_and_littles_law_holds_exactly(study_seed: int, seed: int) -> None:
    _, results, records = _run(study_seed, seed)
    kept = results.run_done + results.run_in_hand + results.run_handed_on
    assert np.array_equal(results.run_arrived, kept)
    assert np.array_equal(results.run_area_ticks, results.run_sojourn_ticks)
    assert (results.done <= results.arrived).all()
    assert (results.on_time <= results.done).all()
    assert (results.overdue_open <= results.arrived - results.done).all()
    finished = records.done_ticks >= 0
    spent = (records.done_ticks - records.arrived_ticks)[finished].sum()
    assert spent == results.turnaround_ticks.sum()
    late = finished & (records.done_ticks > records.due_ticks)
    assert finished.sum() - late.sum() == results.on_time.sum()
    assert results.histogram.sum() == finished.sum()
    last = results.backlog_of_all[:, -1]
    assert np.array_equal(last, (results.run_in_hand + results.run_handed_on).sum(axis=1))


@given(seeds, seeds)
@unhurried
def test_events_of_a_case_are_in_order(study_seed: int, seed: int) -> None:
    _, _, records = _run(study_seed, seed)
    started = records.started_ticks >= 0
    assert (records.started_ticks >= records.arrived_ticks)[started].all()
    finished = records.done_ticks >= 0
    assert started[finished].all()
    assert (records.done_ticks > records.started_ticks)[finished].all()
    assert ((records.server >= 0) == started).all()


@given(seeds, seeds)
@unhurried
def test_nobody_serves_two_at_once_nor_outside_hours(study_seed: int, seed: int) -> None:
    """Single-stage cases that kept their holder: one after the other, as long as their work."""
    study, _, records = _run(study_seed, seed)
    demand, organisation, horizon = study
    simple = np.array([len(kind.stages) == 1 for kind in demand.types])
    whole = simple[records.case_type] & (records.handovers == 0) & (records.done_ticks >= 0)
    rows = np.flatnonzero(whole)
    order = rows[
        np.lexsort((records.started_ticks[rows], records.server[rows], records.replication[rows]))
    ]
    for before, after in pairwise(order):
        same = records.server[before] == records.server[after]
        if same and records.replication[before] == records.replication[after]:
            assert records.done_ticks[before] <= records.started_ticks[after]
    clock = Clock(organisation, horizon.days)
    for calendar_number, calendar in enumerate(organisation.units.calendars):
        opened = [
            (clock.tick(float(a)), clock.tick(float(b)))
            for a, b in zip(calendar.open_start, calendar.open_end, strict=True)
        ]
        for row in order:
            unit = organisation.staff.unit[records.server[row]]
            if organisation.units.calendar[unit] == calendar_number:
                start = records.started_ticks[row]
                assert any(a <= start < b for a, b in opened)


@given(seeds, seeds)
@unhurried
def test_two_roles_fit_into_the_hours_present(study_seed: int, seed: int) -> None:
    _, results, _ = _run(study_seed, seed)
    worked = results.case_ticks + results.office_ticks
    assert (worked <= results.available_ticks).all()
    assert (results.overtime_ticks >= 0).all()
    planned, done = results.activities_planned, results.activities_done
    assert np.array_equal(planned, done + results.activities_missed)
    assert (results.activity_delivered_ticks <= results.activity_planned_ticks).all()
    assert (results.activity_delivered_ticks >= 0).all()


@given(st.integers(0, 1 << 40), st.lists(st.floats(0, 40 * 1440.0), min_size=1, max_size=30))
@unhurried
def test_office_time_agrees_with_a_plain_count(study_seed: int, minutes: list[float]) -> None:
    _, organisation, horizon = random_study(study_seed)
    axis = OfficeTime.of(organisation.units.calendars, horizon.days)
    clock = Clock(organisation, horizon.days)
    assert axis.ticks(np.array(minutes)).tolist() == [clock.tick(minute) for minute in minutes]
    assert axis.day_start.tolist() == clock.day_start
