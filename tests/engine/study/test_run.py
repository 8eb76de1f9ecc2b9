"""Runs: the same bits however they are cut, stopped, killed and resumed; figures that add up."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.engine.study.conftest import changed, write_study

from kiem.engine.study.checkpoint import FOLDER, only_writer
from kiem.engine.study.estimates import interval
from kiem.engine.study.findings import (
    OutputBusyError,
    StudyInterruptedError,
    UnknownModelError,
)
from kiem.engine.study.metrics import HEADLINES
from kiem.engine.study.run import Outcome, Plan, Progress, make_plan, run_study
from kiem.engine.study.study import Study, load_study
from kiem.engine.study.write import is_complete, write_results


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_study(tmp_path_factory.mktemp("study")))


@pytest.fixture(scope="module")
def done(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the small study with records, run in one go on one thread."""
    output = tmp_path_factory.mktemp("done")
    run(study, make_plan(study, records=True), output)
    return output


def run(study: Study, plan: Plan, output: Path) -> Outcome:
    outcome = run_study(study, plan, output)
    write_results(outcome, output, "en")
    return outcome


def files(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(output.glob("*.*")) if path.is_file()}


@pytest.mark.parametrize(("threads", "cases_per_piece"), [(2, 16_000_000), (1, 1), (2, 1)])
def test_results_are_the_same_bits_for_any_threads_and_pieces(
    study: Study, done: Path, tmp_path: Path, threads: int, cases_per_piece: int
) -> None:
    plan = make_plan(study, records=True, threads=threads)
    run(study, replace(plan, cases_per_piece=cases_per_piece), tmp_path)
    assert files(tmp_path).keys() == files(done).keys()
    assert files(tmp_path) == files(done)


def test_results_of_another_seed_differ(study: Study, done: Path, tmp_path: Path) -> None:
    run(study, make_plan(study, seed=8, records=True), tmp_path)
    assert files(tmp_path)["summary.csv"] != files(done)["summary.csv"]


def test_models_chosen_give_the_figures_of_the_whole_run(
    study: Study, done: Path, tmp_path: Path
) -> None:
    run(study, make_plan(study, models=["pool", "now"]), tmp_path)
    chosen = pl.read_parquet(tmp_path / "summary.parquet")
    whole = pl.read_parquet(done / "summary.parquet")
    assert chosen["model"].unique(maintain_order=True).to_list() == ["pool", "now"]
    for name in ("pool", "now"):
        assert chosen.filter(model=name).equals(whole.filter(model=name))


def test_stopped_run_goes_on_to_the_same_bits(study: Study, done: Path, tmp_path: Path) -> None:
    plan = replace(make_plan(study, records=True), cases_per_piece=1)
    wanted = plan.replications * len(plan.models)
    for stop_after in (0, 3, 7):
        with pytest.raises(StudyInterruptedError, match="goes on from there"):
            run_study(study, plan, tmp_path, should_stop=_after(tmp_path, stop_after))
        assert len(list((tmp_path / FOLDER).rglob("*.npz"))) == stop_after
        assert not (tmp_path / "run.json").exists()
    seen: list[Progress] = []
    outcome = run_study(study, plan, tmp_path, on_progress=seen.append)
    write_results(outcome, tmp_path, "en")
    assert files(tmp_path) == files(done)
    assert seen[-1].done == seen[-1].wanted == wanted


def _after(output: Path, pieces: int) -> Callable[[], bool]:
    return lambda: len(list((output / FOLDER).rglob("*.npz"))) >= pieces


def test_damaged_piece_is_done_again(study: Study, done: Path, tmp_path: Path) -> None:
    plan = replace(make_plan(study, records=True), cases_per_piece=1)
    run_study(study, plan, tmp_path)
    first, second, *_ = sorted((tmp_path / FOLDER).rglob("*.npz"))
    first.write_bytes(first.read_bytes()[:100])
    damaged = bytearray(second.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    second.write_bytes(bytes(damaged))
    run(study, plan, tmp_path)
    assert files(tmp_path) == files(done)


def test_pieces_of_another_run_are_not_used(study: Study, done: Path, tmp_path: Path) -> None:
    run_study(study, make_plan(study, seed=99, records=True), tmp_path)
    run(study, make_plan(study, records=True), tmp_path)
    assert files(tmp_path) == files(done)


_SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from kiem.engine.study.run import make_plan, run_study
from kiem.engine.study.study import load_study
from kiem.engine.study.write import write_results

study = load_study(Path(sys.argv[1]))
plan = replace(make_plan(study, records=True, threads=2), cases_per_piece=1)
output = Path(sys.argv[2])
write_results(run_study(study, plan, output), output, "en")
"""


def test_run_killed_at_random_moments_goes_on_to_the_same_bits(done: Path, tmp_path: Path) -> None:
    folder, output = write_study(tmp_path / "study"), tmp_path / "out"
    moments = random.Random()
    for _ in range(4):
        process = _start(folder, output)
        pieces = moments.randrange(1, 10)
        while process.poll() is None and not _after(output, pieces)():
            time.sleep(0.002)
        time.sleep(moments.uniform(0.0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        readable = [np.load(path).files for path in (output / FOLDER).rglob("*.npz")]
        assert all(readable)
    process = _start(folder, output)
    assert process.wait() == 0
    assert files(output) == files(done)


def _start(folder: Path, output: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": "src"}
    return subprocess.Popen([sys.executable, "-c", _SCRIPT, folder, output], env=environment)


def test_complete_run_is_known_and_a_changed_file_is_noticed(
    study: Study, done: Path, tmp_path: Path
) -> None:
    plan = make_plan(study, records=True)
    run(study, plan, tmp_path)
    assert is_complete(study, plan, tmp_path, "en")
    assert not is_complete(study, plan, tmp_path, "vi")
    assert not is_complete(study, make_plan(study), tmp_path, "en")
    (tmp_path / "summary.csv").write_text("")
    assert not is_complete(study, plan, tmp_path, "en")


def test_folder_is_for_one_run_at_a_time(tmp_path: Path) -> None:
    second = only_writer(tmp_path)
    with only_writer(tmp_path), pytest.raises(OutputBusyError, match="another run"):
        second.__enter__()
    with only_writer(tmp_path):
        assert tmp_path.is_dir()


def test_precision_runs_until_the_intervals_are_narrow(study: Study, tmp_path: Path) -> None:
    plan = make_plan(study, models=["now"], precision=0.1, replications=400)
    outcome = run_study(study, plan, tmp_path)
    assert outcome.precise is True
    assert outcome.replications > 10
    for name in HEADLINES:
        bounds = interval(outcome.measures[0].overall(name))
        assert float(bounds.half_width) <= 0.1 * float(bounds.value)


def test_precision_out_of_reach_ends_at_the_limit(study: Study, tmp_path: Path) -> None:
    plan = make_plan(study, models=["now"], precision=0.0001, replications=12)
    outcome = run_study(study, plan, tmp_path)
    assert (outcome.precise, outcome.replications) == (False, 12)


def test_more_replications_begin_with_the_same_ones(study: Study, tmp_path: Path) -> None:
    few = run_study(study, make_plan(study, replications=3), tmp_path / "few")
    many = run_study(study, make_plan(study, replications=5), tmp_path / "many")
    for less, more in zip(few.results, many.results, strict=True):
        np.testing.assert_array_equal(less.turnaround_ticks, more.turnaround_ticks[:3])


def test_unknown_model_and_impossible_numbers_are_refused(study: Study) -> None:
    with pytest.raises(UnknownModelError, match="no model later; the study has now, officer, pool"):
        make_plan(study, models=["now", "later"])
    with pytest.raises(ValueError, match="at least 1"):
        make_plan(study, replications=0)
    with pytest.raises(ValueError, match="precision"):
        make_plan(study, precision=2.0)


def test_more_single_cases_than_fit_are_refused(study: Study, tmp_path: Path) -> None:
    plan = make_plan(study, replications=100_000, records=True)
    with pytest.raises(ValueError, match="at most 20 million can be kept"):
        run_study(study, plan, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('offices = "per_unit"', 'activities = "fixed"'),
        ('offices = "per_unit"', 'activities = "first"\nrelease_factor = 0.5'),
        ('offices = "per_unit"', 'offices = "per_cluster"\ncluster_size = 2\npooling = true'),
        ('offices = "per_unit"', 'offices = "per_unit"\nofficer = "hired"'),
        ('offices = "per_unit"', 'by_profile = { town = "per_unit" }\ndiscipline = "slack"'),
        ("handover_hours = 4.0", 'discipline = "priority"\novertime_minutes = 30.0'),
        ("handover_hours = 4.0", 'discipline = "due"\ngrowth_per_year = -0.2\nurgency = 3.0'),
        ("warm_up_days = 7", 'hours = ["00:00-24:00"]\nweekdays = ["sat", "sun"]'),
    ],
)
def test_every_kind_of_model_and_rule_runs_and_loses_no_case(
    tmp_path: Path, old: str, new: str
) -> None:
    offices = changed("offices", "O2,Member,U1d,,2", "O2,Member,U1d,4,2")
    folder = write_study(tmp_path / "study", toml=changed("toml", old, new), offices=offices)
    study = load_study(folder)
    outcome = run(study, make_plan(study, replications=2), tmp_path / "out")
    for results in outcome.results:
        accounted = results.run_done + results.run_in_hand + results.run_handed_on
        np.testing.assert_array_equal(results.run_arrived, accounted)
        np.testing.assert_array_equal(results.run_area_ticks, results.run_sojourn_ticks)
    assert (tmp_path / "out" / "run.json").is_file()


def test_given_cases_alone_are_a_study(tmp_path: Path) -> None:
    study = load_study(write_study(tmp_path / "study", arrivals=None, week=None, shocks=None))
    outcome = run(study, make_plan(study, replications=3), tmp_path / "out")
    assert [results.arrived.sum() for results in outcome.results] == [6, 6, 6]


def test_summary_agrees_with_the_single_cases(done: Path) -> None:
    """The figures, computed again from the records by another way."""
    cases = pl.read_parquet(done / "cases.parquet").with_columns(
        turnaround=pl.col("done_hours") - pl.col("arrived_hours"),
        late=pl.col("done_hours") > pl.col("due_hours"),
    )
    summary = pl.read_parquet(done / "summary.parquet")
    one = cases.filter(model="officer", unit="U1", case_type="visit")
    replications = 4

    def figure(metric: str, unit: str = "U1", case_type: str = "visit") -> float:
        row = summary.filter(model="officer", unit=unit, case_type=case_type, metric=metric)
        return float(row["mean"].item())

    finished = one.filter(pl.col("done_hours").is_not_null())
    assert figure("cases") == one.height / replications
    assert figure("done") == finished.height / replications
    assert figure("turnaround_hours") == pytest.approx(finished["turnaround"].mean(), rel=1e-9)
    late = finished["late"].sum()
    assert figure("late_cases") >= late / replications
    assert figure("on_time_share") == pytest.approx(
        1.0 - figure("late_cases") * replications / finished.height, abs=0.02
    )
    everyone = cases.filter(model="officer").filter(pl.col("done_hours").is_not_null())
    assert figure("turnaround_hours", "*", "*") == pytest.approx(
        everyone["turnaround"].mean(), rel=1e-9
    )
    for percent in (50, 90, 95):
        exact = everyone["turnaround"].quantile(percent / 100, "linear")
        assert figure(f"turnaround_p{percent}_hours", "*", "*") == pytest.approx(exact, rel=0.035)


def test_totals_are_the_sums_of_units_profiles_and_types(done: Path) -> None:
    summary = pl.read_parquet(done / "summary.parquet").filter(model="pool")
    for metric in ("cases", "done", "late_cases", "handovers"):
        rows = {
            (u, t): m
            for u, t, m in summary.filter(metric=metric)["unit", "case_type", "mean"].iter_rows()
        }
        assert rows["*", "*"] == pytest.approx(rows["U1", "*"] + rows["U2", "*"])
        assert rows["*", "*"] == pytest.approx(rows["@town", "*"] + rows["@village", "*"])
        assert rows["*", "*"] == pytest.approx(rows["*", "form"] + rows["*", "visit"])
    cost = dict(summary.filter(metric="cost")["unit", "mean"].iter_rows())
    assert cost["*"] == pytest.approx(cost["U1"] + cost["U2"])


def test_models_share_their_demand(done: Path) -> None:
    cases = pl.read_parquet(done / "cases.parquet")
    keys = ["replication", "unit", "case_type", "number", "arrived_hours"]
    demand = [cases.filter(model=name).select(keys) for name in ("now", "officer", "pool")]
    assert demand[0].equals(demand[1])
    assert demand[0].equals(demand[2])


def test_differences_are_those_of_the_summary(done: Path) -> None:
    summary = pl.read_parquet(done / "summary.parquet")
    keys = ["unit", "case_type", "metric"]
    gaps = pl.read_parquet(done / "differences.parquet").filter(model="pool", compared_with="now")
    pool, now = (summary.filter(model=name).select(*keys, "mean") for name in ("pool", "now"))
    joined = gaps.join(pool, on=keys, suffix="_pool").join(now, on=keys, suffix="_now")
    assert joined.height == gaps.height > 40
    expected = joined["mean_pool"] - joined["mean_now"]
    np.testing.assert_allclose(joined["mean"], expected, rtol=1e-9, atol=1e-9)
    assert (
        joined.filter((pl.col("low") > pl.col("mean")) | (pl.col("high") < pl.col("mean"))).height
        == 0
    )


def test_backlog_of_all_is_the_sum_over_units(done: Path) -> None:
    backlog = pl.read_parquet(done / "backlog.parquet").filter(model="now")
    whole = backlog.filter(unit="*")
    parts = (
        backlog.filter(pl.col("unit") != "*")
        .group_by("date", maintain_order=True)
        .agg(pl.col("mean").sum())
    )
    np.testing.assert_allclose(whole["mean"], parts["mean"])
    assert whole.height == 42
    assert str(whole["date"][0]) == "2026-02-23"


def test_extra_staff_is_paid_for_in_the_loss(study: Study, done: Path) -> None:
    """The pool adds one person in the town: 19 open days of 8 hours."""
    summary = pl.read_parquet(done / "summary.parquet").filter(
        model="pool", unit="*", case_type="*"
    )
    value = dict(summary["metric", "mean"].iter_rows())
    missed = value["activity_hours_planned"] - value["activity_hours_delivered"]
    settings = study.settings
    assert value["loss_hours"] == pytest.approx(
        settings.late_case_hours * value["late_cases"]
        + settings.missed_hour_hours * missed
        + settings.overtime_hour_hours * value["overtime_hours"]
        + 19 * 8
    )


def test_run_file_names_what_was_run(study: Study, done: Path) -> None:
    told = json.loads((done / "run.json").read_text())
    assert told["models"] == ["now", "officer", "pool"]
    assert (told["replications"], told["seed"], told["study"]) == (4, 7, study.digest)
    assert set(told["files"]) == set(files(done)) - {"run.json"}
