"""`kiem simulate` and `kiem study` as a person runs them: whole processes, real files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.engine.study.conftest import changed, write_study


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "kiem", *map(str, words)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": "src", "LANG": "C.UTF-8"}


def kiem(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), capture_output=True, text=True, check=False, env=environment()
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def test_simulate_writes_results_and_knows_them_again(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = kiem("simulate", study, "--out", out, "--lang", "vi")
    assert first.returncode == 0, first.stderr
    assert "4 replications of each model" in first.stdout
    assert sorted(path.name for path in out.iterdir()) == [
        "advice.csv", "advice.parquet", "backlog.csv", "backlog.parquet", "differences.csv",
        "differences.parquet", "report.html", "run.json", "summary.csv", "summary.parquet",
    ]  # fmt: skip
    header = (out / "summary.csv").read_text().splitlines()[0]
    assert header == "model,unit,case_type,metric,mean,low,high,n"
    assert '<html lang="vi">' in (out / "report.html").read_text()
    again = kiem("simulate", study, "--out", out, "--lang", "vi")
    assert again.stdout.startswith("This run is complete already")


def test_options_reach_the_run(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = kiem(
        "simulate", study, "--out", out, "--models", "pool,now", "--replications", "3",
        "--seed", "11", "--threads", "1", "--records", "--precision", "5%",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    told = json.loads((out / "run.json").read_text())
    assert told["models"] == ["pool", "now"]
    assert (told["seed"], told["replications"], told["precision"]) == (11, 3, 0.05)
    assert told["precision_reached"] is False
    assert "not reached" in result.stderr
    assert (out / "cases.parquet").is_file()


def test_wrong_study_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    study = write_study(
        tmp_path / "study", arrivals=changed("arrivals", "U1,form,40", "U1,form,-4")
    )
    result = kiem("simulate", study, "--out", tmp_path / "out")
    assert result.returncode == 1
    finding, end = result.stderr.splitlines()
    assert finding == (
        "error: arrivals.csv, row 2, cases_per_day: -4 is negative. "
        "Write a number (cases per working day), at least 0."
    )
    assert end == "kiem: the study has 1 error. Nothing was run."
    assert not (tmp_path / "out").exists()


def test_overload_is_said_before_anything_runs(tmp_path: Path) -> None:
    study = write_study(
        tmp_path / "study", arrivals=changed("arrivals", "U2,form,20", "U2,form,90")
    )
    result = kiem("simulate", study, "--out", tmp_path / "out", "--replications", "1")
    assert result.returncode == 0
    assert result.stderr.splitlines()[0].startswith("warning: units.csv, row")
    assert "offered load" in result.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--models", "later"), "there is no model later; the study has now, officer, pool"),
        (("--replications", "0"), "ask for at least 1"),
        (("--precision", "much"), "'much' is neither 1% nor 0.01"),
        (("--precision", "150%"), "'150%' is not between 0 and 100 %"),
        (("--seed", "-1"), "a seed is a whole number from 0"),
        (("--threads", "0"), "at least 1 thread"),
    ],
)
def test_wrong_use_is_refused(
    study: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    result = kiem("simulate", study, "--out", tmp_path / "out", *words)
    assert result.returncode == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_results_are_not_put_where_a_file_is(study: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    result = kiem("simulate", study, "--out", tmp_path / "file")
    assert result.returncode == 2
    assert "is a file" in result.stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_run_says_so_and_can_go_on(
    study: Path, tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    words = ("simulate", study, "--out", out, "--replications", "60000", "--models", "now")
    process = subprocess.Popen(
        command(*words), stderr=subprocess.PIPE, text=True, env=environment()
    )
    deadline = time.monotonic() + 120
    while not any((out / ".unfinished").rglob("*.npz")) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on from there" in errors
    assert not (out / "run.json").exists()
    assert any((out / ".unfinished").rglob("*.npz"))


def test_study_check_tells_findings_and_their_number(study: Path, tmp_path: Path) -> None:
    sound = kiem("study", "check", study)
    assert sound.returncode == 0
    assert sound.stdout == (
        "The study is sound: 2 units, 9 people, 2 types of cases, 3 models, 0 warnings.\n"
    )
    wrong = kiem("study", "check", tmp_path)
    assert wrong.returncode == 1
    assert "study.toml: there is no such file" in wrong.stderr


def test_study_example_does_not_overwrite(study: Path) -> None:
    result = kiem("study", "example", "mmc", study)
    assert result.returncode == 2
    assert "is not an empty folder" in result.stderr


def test_missing_engine_is_told_with_the_way_to_install_it(study: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['polars'] = None\n"
        "from kiem.delivery.cli import main\n"
        f"sys.exit(main(['simulate', {str(study)!r}, '--out', {str(tmp_path / 'out')!r}]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert result.returncode == 2
    assert result.stderr == (
        "kiem: the simulator needs the package polars, which is not installed; "
        "install the engine with: pip install 'kiem[engine]'\n"
    )
