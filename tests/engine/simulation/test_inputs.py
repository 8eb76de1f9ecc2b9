"""Inputs are refused with every reason at once; models change the organisation and nothing else."""

import numpy as np
import pytest

from kiem.engine.simulation import InvalidInputError, Model, check_inputs, simulate
from kiem.engine.simulation.inputs import (
    Activities,
    ArrivalList,
    ArrivalRates,
    Calendar,
    CaseType,
    Demand,
    Distribution,
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

DAYS = 14


def _organisation(people: int = 3, units: int = 1, **more: object) -> Organisation:
    return Organisation(
        Units(units, (Calendar.weekly(DAYS),)),
        Staff(np.arange(people) % units, np.ones(people, np.uint64)),
        **more,  # type: ignore[arg-type]
    )


def _demand(rate: float = 4.0, units: int = 1) -> Demand:
    kind = CaseType.simple(Distribution.exponential(30.0), 0)
    return Demand((kind,), ArrivalRates(np.full((units, 1), rate)))


def _problems(error: pytest.ExceptionInfo[InvalidInputError]) -> list[tuple[str, object]]:
    return [(problem.field, problem.index) for problem in error.value.problems]


def test_negative_rate_and_nan_are_both_named() -> None:
    with pytest.raises(InvalidInputError) as error:
        ArrivalRates(np.array([[1.0, -2.0], [np.nan, 3.0]]))
    assert _problems(error) == [("cases_per_day", (1, 0)), ("cases_per_day", (0, 1))]


def test_many_problems_of_a_kind_are_counted() -> None:
    with pytest.raises(InvalidInputError) as error:
        ArrivalRates(np.full((50, 1), -1.0))
    assert len(error.value.problems) == 21
    assert error.value.problems[-1].message == "30 more: is below 0"


def test_empty_staff_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="holds no person"):
        Staff(np.empty(0, np.int64), np.empty(0, np.uint64))


def test_overlapping_openings_are_refused() -> None:
    with pytest.raises(InvalidInputError) as error:
        Calendar(np.array([480.0, 600.0]), np.array([700.0, 900.0]), 1)
    assert _problems(error) == [("open_start", (1,))]


def test_case_that_never_ends_is_refused() -> None:
    stage = Stage(Distribution.exponential(5.0), 0, next_chances=np.array([1.0]))
    with pytest.raises(InvalidInputError, match="never let a case out"):
        CaseType((stage,))


def test_chances_above_one_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="more than 1"):
        Stage(Distribution.exponential(5.0), 0, next_chances=np.array([0.7, 0.5]))


def test_unknown_unit_of_a_person_is_refused() -> None:
    with pytest.raises(InvalidInputError) as error:
        Organisation(
            Units(1, (Calendar.weekly(DAYS),)), Staff(np.array([0, 4]), np.ones(2, np.uint64))
        )
    assert _problems(error) == [("staff.unit", (1,))]


def test_type_nobody_can_serve_stops_the_run() -> None:
    demand = Demand(
        (CaseType.simple(Distribution.exponential(30.0), 5),), ArrivalRates(np.ones((1, 1)))
    )
    with pytest.raises(InvalidInputError, match="nobody has skill 5"):
        simulate(demand, _organisation(), Horizon(7), replications=1, seed=1)


def test_type_is_served_by_the_cluster_when_pooled() -> None:
    organisation = Organisation(
        Units(2, (Calendar.weekly(DAYS),), cluster=np.zeros(2, np.int64)),
        Staff(np.array([0, 1]), np.array([1, 2], np.uint64)),
        rules=Rules(pooled=True),
    )
    demand = Demand(
        (CaseType.simple(Distribution.exponential(30.0), 1),), ArrivalRates(np.ones((2, 1)))
    )
    assert check_inputs(demand, organisation, Horizon(7)) == []


def test_run_longer_than_calendar_is_refused() -> None:
    found = check_inputs(_demand(), _organisation(), Horizon(DAYS, 7))
    assert [(p.field, p.message) for p in found] == [("calendars", "cover 14 days of a run of 21")]


def test_list_with_unknown_unit_and_late_date_names_the_rows() -> None:
    given = ArrivalList(np.array([0, 3]), np.array([0, 0]), np.array([600.0, 99_999.0]))
    demand = Demand((CaseType.simple(Distribution.exponential(30.0), 0),), given=given)
    found = check_inputs(demand, _organisation(), Horizon(7))
    assert [(p.field, p.index) for p in found] == [("given.unit", (1,)), ("given.minute", (1,))]


def test_load_over_capacity_warns_and_runs() -> None:
    demand = _demand(rate=60.0)  # 30 hours of work a day for 24 hours of people
    found = check_inputs(demand, _organisation(), Horizon(7))
    assert [(p.warning, p.message) for p in found] == [
        (True, "is offered 125% of its capacity, so its backlog will grow")
    ]
    results = simulate(demand, _organisation(), Horizon(7), replications=1, seed=1)
    assert results.run_done.sum() < results.run_arrived.sum()


def test_fixed_times_need_a_norm() -> None:
    organisation = _organisation(
        offices=Offices(np.array([0]), duty_hours_per_month=np.array([4.0])),
        rules=Rules(office_mode=OfficeMode.FIXED),
    )
    found = check_inputs(_demand(), organisation, Horizon(7))
    assert [(p.field, p.index, p.warning) for p in found] == [
        ("offices.release_hours_per_month", (0,), False)
    ]


def test_bad_arguments_of_simulate_are_refused() -> None:
    with pytest.raises(ValueError, match="must be at least 1"):
        simulate(_demand(), _organisation(), Horizon(7), replications=0, seed=1)


def test_arrays_are_private_copies() -> None:
    rate = np.ones((1, 1))
    rates = ArrivalRates(rate)
    rate[0, 0] = 9.0
    assert rates.cases_per_day[0, 0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        rates.cases_per_day[0, 0] = 2.0


def _with_offices() -> Organisation:
    return _organisation(
        people=6,
        units=3,
        offices=Offices(
            np.array([0, 3, 4]), np.full(3, 8.0), duty_hours_per_month=np.array([1.0, 5.0, 2.0])
        ),
        activities=Activities(
            np.array([0]), np.array([480.0]), np.array([2000.0]), np.array([6000.0])
        ),
    )


def test_hired_officer_for_each_group_sits_in_its_first_unit() -> None:
    model = Model("two", officer_group=np.array([7, 7, -1]), officer_cost_per_hour=3.0)
    after = model.apply(_with_offices())
    assert after.offices.holder.tolist() == [6, 6, 6]  # all three offices are of units 0 and 1
    assert after.staff.unit.tolist() == [0, 1, 2, 0, 1, 2, 0]
    assert after.full_time.tolist() == [6]
    assert after.staff.cost_per_hour.tolist() == [0, 0, 0, 0, 0, 0, 3.0]


def test_converted_officer_is_the_holder_with_most_office_work() -> None:
    model = Model("own", officer_group=np.array([0, 1, 2]), officer_hired=False)
    after = model.apply(_with_offices())
    assert after.offices.holder.tolist() == [0, 0, 4]  # 100 hours of activity outweigh the duty
    assert after.full_time.tolist() == [0, 4]
    assert len(after.staff.unit) == 6


def test_training_release_share_and_extra_staff() -> None:
    extra = Staff(np.array([2]), np.array([1], np.uint64), absent_staff=np.array([0]),
                  absent_start=np.array([0.0]), absent_end=np.array([1440.0]))  # fmt: skip
    model = Model(
        "more",
        release_share=0.5,
        trained_staff=np.array([1, 1]),
        trained_skill=np.array([3, 4]),
        extra_staff=extra,
    )
    after = model.apply(_with_offices())
    assert after.staff.skills.tolist() == [1, 1 | 8 | 16, 1, 1, 1, 1, 1]
    assert after.staff.absent_staff.tolist() == [6]
    assert after.offices.release_hours_per_month.tolist() == [4.0, 4.0, 4.0]


def test_model_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="has shape"):
        Model("wrong", officer_group=np.zeros(5, np.int64)).apply(_with_offices())


def test_first_stage_must_be_at_the_own_unit() -> None:
    with pytest.raises(InvalidInputError, match="does not start at the receiving unit"):
        CaseType((Stage(Distribution.exponential(5.0), 0, Place.OUTSIDE),))
