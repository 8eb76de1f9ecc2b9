"""`kiem import` as people run it, and killed in the middle of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.e2e.demo import fresh_folder, gone, run_kiem, start_kiem

from kiem.platform.database import running

FOUND = """
import argparse, pathlib, sys
from kiem.delivery.cli.session import opened
with opened(argparse.Namespace(data=pathlib.Path(sys.argv[1]))):
    from kiem.domain.register.actions import create_posts, found_organizations
    from kiem.platform.access import SYSTEM
    from tests.factories.register import found_town, organization, post
    town = found_town()
    units = found_organizations(
        decision_id=town.decision,
        organizations=[organization(f"U{n:03d}", parent_id=town.city) for n in range(20)],
        actor=SYSTEM,
    )
    create_posts(
        decision_id=town.decision, posts=[post(unit, seats=30_000) for unit in units], actor=SYSTEM
    )
"""
PEOPLE = 1_000


@pytest.fixture(scope="module")
def town_folder() -> Iterator[Path]:
    """A data folder with a town in it."""
    data = fresh_folder()
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    root = Path(__file__).parents[3]
    subprocess.run(
        [sys.executable, "-c", FOUND, str(data)],
        env={**environ, "PYTHONPATH": f"{root / 'src'}:{root}"},
        check=True,
    )
    yield data
    gone(data)


def csv_file(folder: Path, name: str, rows: list[list[str]]) -> Path:
    file = folder / name
    file.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    return file


def people(folder: Path, count: int, first: int = 0) -> Path:
    heads = ["Số hiệu", "Họ và tên", "Giới tính", "Ngày vào ngành"]
    rows = [
        [f"8{first + n:05d}", f"Nguyễn Văn Nhập {n}", "Nam", "01/02/2025"] for n in range(count)
    ]
    return csv_file(folder, f"people{first}.csv", [heads, *rows])


def appointments(folder: Path, count: int, first: int) -> Path:
    heads = ["Số hiệu", "Mã tổ chức", "Chức vụ", "Từ ngày"]
    days = [date(2025, 2, 1) + timedelta(days=n % 50) for n in range(count)]
    rows = [
        [f"8{first + n:05d}", f"U{n % 20:03d}", "Cán bộ", f"{days[n]:%d/%m/%Y}"]
        for n in range(count)
    ]
    return csv_file(folder, f"appointments{first}.csv", [heads, *rows])


def count_of(data: Path, table: str) -> int:
    with running(data) as url, psycopg.connect(url.conninfo) as connection:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else -1


def test_dry_run_changes_nothing_and_import_is_harmless_twice(
    town_folder: Path, tmp_path: Path
) -> None:
    before = count_of(town_folder, "register_personstate")
    file = people(tmp_path, 3)
    dry = run_kiem(town_folder, "import", str(file), "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "CSV (people): 3 new, 0 changed, 0 known already" in dry.stdout
    assert "dry run" in dry.stdout
    assert count_of(town_folder, "register_personstate") == before
    real = run_kiem(town_folder, "import", str(file))
    assert real.returncode == 0, real.stderr
    assert "Imported by decision NK-" in real.stdout
    assert count_of(town_folder, "register_personstate") == before + 3
    again = run_kiem(town_folder, "import", str(file))
    assert "Everything in the file is known already." in again.stdout
    assert count_of(town_folder, "register_personstate") == before + 3


def test_errors_are_told_with_their_cell_and_the_exit_code(
    town_folder: Path, tmp_path: Path
) -> None:
    file = csv_file(
        tmp_path, "bad.csv",
        [["Số hiệu", "Họ và tên", "Giới tính", "Ngày vào ngành"], ["1", "A B", "?", "31/02/2025"]],
    )  # fmt: skip
    result = run_kiem(town_folder, "import", str(file))
    assert result.returncode == 1
    assert "CSV!C2: '?' is not one of the values of this column." in result.stdout
    assert "CSV!D2: '31/02/2025' is no date. Write the day first" in result.stdout
    assert "Nothing was imported." in result.stdout
    missing = run_kiem(town_folder, "import", str(tmp_path / "none.xlsx"))
    assert missing.returncode == 2
    assert "cannot be read" in missing.stderr
    odd = csv_file(tmp_path, "odd.csv", [["a", "b"], ["1", "2"]])
    unknown = run_kiem(town_folder, "import", str(odd))
    assert unknown.returncode == 2
    assert "Say what its columns are" in unknown.stderr


@pytest.mark.parametrize(
    "attempt", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, 20))]
)
def test_kill_in_the_middle_of_an_import_leaves_all_or_nothing(
    town_folder: Path, tmp_path: Path, attempt: int
) -> None:
    first = 10_000 * (attempt + 1)
    assert run_kiem(town_folder, "import", str(people(tmp_path, PEOPLE, first))).returncode == 0
    before = count_of(town_folder, "register_appointment")
    file = appointments(tmp_path, PEOPLE, first)
    process = start_kiem(
        town_folder, "import", str(file), stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stderr is not None
    for told in process.stderr:
        if "Writing" in told:
            break
    time.sleep(random.SystemRandom().uniform(0.0, 1.5))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    after = count_of(town_folder, "register_appointment")
    print(f"killed: {after - before} of {PEOPLE} appointments are there")
    assert after - before in (0, PEOPLE)
    again = run_kiem(town_folder, "import", str(file))
    assert again.returncode == 0, again.stdout[-500:]
    assert count_of(town_folder, "register_appointment") == before + PEOPLE
    verified = run_kiem(town_folder, "verify")
    assert verified.returncode == 0, verified.stdout[-2000:]


def test_worker_of_its_own_ends_when_told_and_leaves_no_child(town_folder: Path) -> None:
    process = start_kiem(town_folder, "work", stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stderr is not None
    assert process.stderr.readline() == "Waiting for work.\n"
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 20
    while not (workers := children.read_text().split()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not [pid for pid in workers if b"kiem" in _command_of(pid)]


def _command_of(pid: str) -> bytes:
    file = Path(f"/proc/{pid}/cmdline")
    return file.read_bytes() if file.exists() else b""
