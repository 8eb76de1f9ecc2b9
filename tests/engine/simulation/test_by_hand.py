"""Small runs worked out by hand, to the minute."""

import numpy as np

from kiem.engine.simulation import Results, simulate
from kiem.engine.simulation.inputs import (
    Activities,
    ArrivalList,
    Calendar,
    CaseType,
    Demand,
    Discipline,
    Distribution,
    DueUnit,
    Horizon,
    OfficeMode,
    Offices,
    Organisation,
    Place,
    Rules,
    Staff,
    Stage,
    Units,
)
from kiem.engine.simulation.results import TICKS_PER_MINUTE

DAYS = 14
MORNING = 480.0  # eight o'clock; the day has 480 office minutes, closed from 12 to 13


def _run(
    arrivals: list[tuple[float, float]],
    *,
    people: int = 1,
    rules: Rules | None = None,
    kinds: tuple[CaseType, ...] | None = None,
    case_types: list[int] | None = None,
    absences: list[tuple[int, float, float]] | None = None,
    offices: Offices | None = None,
    activities: Activities | None = None,
) -> Results:
    """Cases (wall minute, work in minutes) at one unit, Monday to Friday, from a Monday."""
    table = np.array(arrivals)
    away = np.array(absences or np.empty((0, 3)))
    given = ArrivalList(
        np.zeros(len(table), np.int64),
        np.array(case_types or [0] * len(table)),
        table[:, 0],
        table[:, 1],
    )
    kind = CaseType.simple(Distribution.exponential(10.0), 0, due=1)
    return simulate(
        Demand(kinds or (kind,), given=given),
        Organisation(
            Units(1, (Calendar.weekly(DAYS),)),
            Staff(
                np.zeros(people, np.int64),
                np.ones(people, np.uint64),
                absent_staff=away[:, 0],
                absent_start=away[:, 1],
                absent_end=away[:, 2],
            ),
            offices or Offices(),
            activities or Activities(),
            rules or Rules(),
        ),
        Horizon(DAYS),
        replications=1,
        seed=1,
        records=True,
    )


def _done(results: Results) -> list[float]:
    """Office minutes at which each case was done, by type and arrival."""
    assert results.records is not None
    return (results.records.done_ticks / TICKS_PER_MINUTE).tolist()


def test_one_person_serves_one_after_the_other() -> None:
    assert _done(_run([(MORNING, 30.0), (MORNING, 20.0), (MORNING + 5, 10.0)])) == [30, 50, 60]


def test_a_service_pauses_over_lunch_and_night() -> None:
    results = _run([(MORNING + 230, 30.0), (1020.0 - 15, 30.0)])
    assert _done(results) == [260.0, 480.0 + 15.0]  # lunch and night have no length


def test_little_that_is_left_at_closing_is_done_in_overtime() -> None:
    results = _run([(1020.0 - 15, 30.0)], rules=Rules(overtime_minutes=20.0))
    assert _done(results) == [480.0]
    assert results.overtime_ticks.sum() == 15 * TICKS_PER_MINUTE
    assert results.case_ticks.sum() == 15 * TICKS_PER_MINUTE


def test_a_case_is_handed_over_when_leave_lasts() -> None:
    leave = [(0, MORNING + 60, 3 * 1440.0)]
    rules = Rules(handover_after_minutes=30.0, handover_extra_minutes=5.0)
    results = _run([(MORNING, 100.0)], people=2, absences=leave, rules=rules)
    # An hour of work, half an hour's wait, then the colleague: 40 left and 5 to read in.
    assert _done(results) == [60.0 + 30.0 + 45.0]
    assert results.records is not None
    assert results.records.server.tolist() == [1]
    assert results.handed_over.sum() == 1
    assert results.wait_ticks.sum() == 0


def test_short_leave_keeps_the_case_with_its_holder() -> None:
    leave = [(0, MORNING + 60, MORNING + 90)]
    results = _run(
        [(MORNING, 100.0)], people=2, absences=leave, rules=Rules(handover_after_minutes=30.0)
    )
    assert _done(results) == [130.0]
    assert results.handed_over.sum() == 0


def test_due_dates_in_three_units() -> None:
    times = Distribution.exponential(10.0)
    kinds = (
        CaseType.simple(times, 0, due=2.0, due_unit=DueUnit.WORKING_HOURS),
        CaseType.simple(times, 0, due=2.0, due_unit=DueUnit.WORKING_DAYS),
        CaseType.simple(times, 0, due=2.0, due_unit=DueUnit.CALENDAR_DAYS),
    )
    friday = 4 * 1440 + MORNING
    results = _run([(friday, 5.0)] * 3, kinds=kinds, case_types=[0, 1, 2])
    assert results.records is not None
    minutes = results.records.due_ticks / TICKS_PER_MINUTE
    # Friday 10:00; close of Tuesday; Sunday is closed, so the close of Friday.
    assert minutes.tolist() == [4 * 480 + 120, 7 * 480, 5 * 480]


def test_priority_and_earliest_due_date_change_the_order() -> None:
    times = Distribution.exponential(10.0)
    kinds = (
        CaseType.simple(times, 0, due=5, priority=1),
        CaseType.simple(times, 0, due=9, priority=0),
    )
    arrivals = [(MORNING, 10.0), (MORNING + 1, 10.0), (MORNING + 2, 10.0)]
    for discipline, expected in (
        (Discipline.FCFS, [10.0, 20.0, 30.0]),
        (Discipline.PRIORITY, [10.0, 30.0, 20.0]),
        (Discipline.EARLIEST_DUE, [10.0, 20.0, 30.0]),
    ):
        results = _run(
            arrivals, kinds=kinds, case_types=[0, 0, 1], rules=Rules(discipline=discipline)
        )
        assert _done(results) == expected, discipline


def test_a_case_goes_outside_and_back_with_its_clock_stopped() -> None:
    stages = (
        Stage(Distribution.deterministic(10.0), 0, next_chances=np.array([0.0, 1.0, 0.0])),
        Stage(
            Distribution.deterministic(100.0),
            0,
            Place.OUTSIDE,
            np.array([0.0, 0.0, 1.0]),
            stops_clock=True,
        ),
        Stage(Distribution.deterministic(20.0), 0),
    )
    kind = CaseType(stages, due=1.0, due_unit=DueUnit.WORKING_HOURS)
    results = _run([(MORNING, 10.0)], kinds=(kind,))
    assert _done(results) == [130.0]
    assert results.records is not None
    assert results.records.due_ticks.tolist() == [160 * TICKS_PER_MINUTE]
    assert results.records.visits.tolist() == [3]
    assert results.on_time.sum() == 1


def _one_office(mode: OfficeMode, **more: float) -> Results:
    """Cases at 8:00 and 8:06 for the only person, who has an hour of office work at 8:05."""
    return _run(
        [(MORNING, 10.0), (MORNING + 6, 10.0)],
        rules=Rules(office_mode=mode, slice_minutes=15.0, **more),
        offices=Offices(np.array([0]), np.array([4.0]), slot_minute=np.array([540.0])),
        activities=Activities(
            np.array([0]), np.array([MORNING + 5]), np.array([MORNING + 240]), np.array([60.0])
        ),
    )


def test_office_work_when_idle_first_or_at_fixed_times() -> None:
    assert _done(_one_office(OfficeMode.INTERLEAVED)) == [10.0, 20.0]
    assert _done(_one_office(OfficeMode.FIRST)) == [10.0, 80.0]
    fixed = _one_office(OfficeMode.FIXED)
    assert _done(fixed) == [10.0, 20.0]
    # Four hours a month are 55.2 minutes a week: the hour cannot be done by noon.
    assert fixed.activities_missed.sum() == 1
    slot = round(4 * 60 * 7 / (365.25 / 12) * TICKS_PER_MINUTE)
    assert fixed.activity_delivered_ticks.sum() == slot


def test_release_norm_bounds_what_goes_first() -> None:
    """With half an hour a month the second half of the work waits for the case."""
    results = _run(
        [(MORNING, 10.0), (MORNING + 6, 10.0)],
        rules=Rules(office_mode=OfficeMode.FIRST, slice_minutes=20.0),
        offices=Offices(np.array([0]), np.array([0.5])),
        activities=Activities(
            np.array([0]), np.array([MORNING + 5]), np.array([MORNING + 240]), np.array([60.0])
        ),
    )
    assert _done(results) == [10.0, 50.0]
    assert results.activities_done.sum() == 1


def test_what_is_not_finished_by_its_deadline_is_missed() -> None:
    results = _run(
        [(MORNING, 200.0)],
        offices=Offices(np.array([0])),
        activities=Activities(
            np.array([0]), np.array([MORNING + 5]), np.array([MORNING + 230]), np.array([60.0])
        ),
    )
    assert results.activities_missed.sum() == 1
    assert results.activity_delivered_ticks.sum() == 30 * TICKS_PER_MINUTE
    assert results.office_ticks.sum() == 30 * TICKS_PER_MINUTE
