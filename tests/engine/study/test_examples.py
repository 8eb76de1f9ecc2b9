"""The examples: facts as shipped, sums as published, and a counter that obeys its formula."""

from __future__ import annotations

import csv
import datetime as dt
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from kiem.engine.study.build import build
from kiem.engine.study.estimates import interval
from kiem.engine.study.examples import EXAMPLES, write_example
from kiem.engine.study.examples.hanoi import allocate_staff, offices_of, split_teams
from kiem.engine.study.findings import ExampleError
from kiem.engine.study.load import offered_loads, offered_work
from kiem.engine.study.run import make_plan, run_study
from kiem.engine.study.study import Study, load_study


def facts(name: str) -> list[dict[str, str]]:
    path = resources.files("kiem.engine.study").joinpath("facts").joinpath(f"{name}.csv")
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def hanoi(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("hanoi")
    write_example("hanoi", folder)
    return load_study(folder)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_example_is_sound_and_the_same_each_time(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_example(name, tmp_path / folder)
    first, second = load_study(tmp_path / "one"), load_study(tmp_path / "two")
    assert first.warnings == ()
    assert first.digest == second.digest
    assert first.settings.invented


def test_hanoi_has_its_units_staff_and_procedures(hanoi: Study) -> None:
    units = hanoi["units"]
    assert len(units) == 126
    assert sum(name.startswith("Phường ") for name in units.texts("name")) == 51
    assert sum(name.startswith("Xã ") for name in units.texts("name")) == 75
    assert [f["code"] for f in facts("hanoi_units")] == units.texts("unit")
    assert int(hanoi["staff"].integers("count").sum()) == 11_164
    assert len(hanoi["case_types"]) == 16
    assert len(hanoi.settings.models) == 3


def test_hanoi_procedures_carry_their_legal_limits_and_letters(hanoi: Study) -> None:
    types = hanoi["case_types"]
    for index, fact in enumerate(facts("procedures")):
        due, unit = float(types.numbers("due")[index]), types.texts("due_unit")[index]
        days = due / 8 if unit == "working_hours" else due
        assert types.texts("case_type")[index] == fact["code"]
        assert days == float(fact["time_limit"])
        assert (unit == "calendar_days") == (fact["time_limit_unit"] == "day")
        assert types.texts("letter")[index] == fact["letter"]
        assert types.texts("law")[index] == fact["legal_basis"]


def test_hanoi_procedures_are_asked_for_while_their_law_is_in_force(hanoi: Study) -> None:
    """The law on criminal records changes on 1 July 2026: one procedure ends, another begins."""
    demand = build(hanoi.settings, hanoi.tables).demand
    assert demand.rates is not None
    codes = hanoi["case_types"].texts("case_type")
    change = (dt.date(2026, 7, 1) - hanoi.settings.first_day).days
    factors = demand.rates.day_factors
    old = factors[demand.rates.series_of[0, codes.index("TTHC11")]]
    new = factors[demand.rates.series_of[0, codes.index("TTHC11b")]]
    assert (old[:change] > 0).all()
    assert (old[change:] == 0).all()
    assert (new[:change] == 0).all()
    assert (new[change:] > 0).all()


def test_hanoi_has_a_tenth_of_its_staff_in_offices(hanoi: Study) -> None:
    built = build(hanoi.settings, hanoi.tables)
    holders = np.unique(built.organisation.offices.holder)
    assert holders.size == len(hanoi["offices"])  # nobody holds two
    assert 0.08 <= holders.size / 11_164 <= 0.11


def test_hanoi_is_within_capacity_in_every_model(hanoi: Study) -> None:
    built = build(hanoi.settings, hanoi.tables)
    need = offered_work(built, hanoi.settings, hanoi.tables)
    for model in built.models:
        organisation = model.apply(built.organisation)
        loads = offered_loads(organisation, need.work, hanoi.settings, hanoi.tables)
        assert len(loads) == 126
        assert max(loads.values()) < 1.0


def test_staff_is_allocated_by_the_square_root_with_a_floor() -> None:
    staff = allocate_staff([1] * 100 + [4] * 26)
    assert sum(staff) == 11_164
    assert min(staff) >= 40
    # 100 + 26 * 2 = 152 shares of 73.45: the fractions of two shares, 0.89, are the largest.
    assert set(staff[100:]) == {147}
    assert (staff[:42], staff[42:100]) == ([74] * 42, [73] * 58)


def test_staff_below_the_floor_is_raised_to_it() -> None:
    staff = allocate_staff([1] * 10 + [400] * 50)
    assert staff[:10] == [40] * 10
    assert sum(staff) == 11_164


@pytest.mark.parametrize("size", [40, 51, 88, 134])
def test_teams_of_a_unit_add_up(size: int) -> None:
    teams = split_teams(size)
    assert sum(teams.values()) == size
    assert teams["command"] == 6
    assert min(teams.values()) >= 2
    assert 8 <= len(offices_of(88)) <= 10


def test_example_is_never_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExampleError, match="not an empty folder"):
        write_example("mmc", tmp_path)
    with pytest.raises(ExampleError, match="not an empty folder"):
        write_example("mmc", tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_unknown_example_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ExampleError, match="hanoi, mmc"):
        write_example("paris", tmp_path)


def test_counter_waits_as_long_as_the_formula_of_erlang_says(tmp_path: Path) -> None:
    """A mean wait of 17.893 minutes with four people, by Erlang C, and 24 minutes of work."""
    write_example("mmc", tmp_path / "mmc")
    study = load_study(tmp_path / "mmc")
    outcome = run_study(
        study, make_plan(study, models=["four"], seed=_fresh_seed()), tmp_path / "out"
    )
    measures = outcome.measures[0]
    for metric, minutes in (("wait_hours", 17.892974), ("turnaround_hours", 41.892974)):
        bounds = interval(measures.overall(metric))
        error = float(bounds.half_width) / 2.093  # Student's t with 19 degrees of freedom
        # Family-wise error below 1e-4 over three figures: 6.5 standard errors of t(19).
        assert abs(float(bounds.value) - minutes / 60) < 6.5 * error
    used = interval(measures.overall("utilisation"))
    assert abs(float(used.value) - 0.8) < 6.5 * float(used.half_width) / 2.093


def _fresh_seed() -> int:
    return int(np.random.default_rng().integers(1_000_000_000))
