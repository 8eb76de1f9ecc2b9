"""`kiem backup` and `kiem restore` as a person runs them: whole processes, the real schema."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.platform.database.server15 import FOLDER, make_database, private_server

from kiem.platform import database
from kiem.platform.database import DatabaseUrl


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for data folders and files; servers left in it are stopped."""
    path = Path(tempfile.mkdtemp(prefix="kiem-cli-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        for data_dir in path.iterdir():
            if data_dir.is_dir():
                database.stop(data_dir)
        shutil.rmtree(path, ignore_errors=True)


def kiem(
    *arguments: str | Path, database_url: DatabaseUrl | None = None
) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database_url:
        environ["DATABASE_URL"] = str(database_url)
    return subprocess.run(
        [sys.executable, "-m", "kiem", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**environ, "PYTHONPATH": "src"},
    )


def make_schema(data_dir: Path) -> None:
    """What any command that opens the system does first."""
    script = (
        "import argparse, pathlib, sys\n"
        "from kiem.delivery.cli.session import opened\n"
        "with opened(argparse.Namespace(data=pathlib.Path(sys.argv[1]))):\n"
        "    from kiem.platform.kernel.installation import mark_sample\n"
        "    import datetime; mark_sample(until=datetime.date(2025, 10, 23))\n"
    )
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-c", script, data_dir],
        check=True,
        capture_output=True,
        env={**environ, "PYTHONPATH": "src"},
    )


def expect_success(result: subprocess.CompletedProcess[str]) -> None:
    """It ended well. On a slow machine lines of progress appear; an error begins with "kiem:"."""
    assert result.returncode == 0, result.stderr
    assert "kiem:" not in result.stderr


def test_backup_then_restore_elsewhere_brings_the_data(folder: Path) -> None:
    make_schema(folder / "one")
    saved = kiem("backup", folder / "file.kiem", "--data", folder / "one")
    expect_success(saved)
    assert saved.stdout.startswith("Saved ")
    checked = kiem("restore", "--check", folder / "file.kiem")
    assert (checked.returncode, "is whole" in checked.stdout) == (0, True)

    restored = kiem("restore", folder / "file.kiem", "--data", folder / "two")
    expect_success(restored)
    with database.running(folder / "two") as url, psycopg.connect(url.conninfo) as connection:
        row = connection.execute("SELECT sample_until::text FROM kernel_installation").fetchone()
    assert row == ("2025-10-23",)

    again = kiem("restore", folder / "file.kiem", "--data", folder / "two")
    assert again.returncode == 2
    assert "is not empty" in again.stderr
    assert "--replace" in again.stderr
    replaced = kiem("restore", folder / "file.kiem", "--data", folder / "two", "--replace")
    expect_success(replaced)


def test_backup_of_a_folder_without_a_database_makes_nothing(folder: Path) -> None:
    result = kiem("backup", folder / "file.kiem", "--data", folder / "none")
    assert result.returncode == 2
    assert "There is no database in" in result.stderr
    assert list(folder.iterdir()) == []


def test_restore_of_a_missing_file_starts_no_server(folder: Path) -> None:
    result = kiem("restore", folder / "file.kiem", "--data", folder / "none")
    assert result.returncode == 2
    assert "No such file" in result.stderr
    assert list(folder.iterdir()) == []


def test_real_schema_moves_to_postgresql_15_and_back(folder: Path) -> None:
    if not FOLDER.exists():
        pytest.skip(f"PostgreSQL 15 is not installed ({FOLDER}): the move to it is NOT proven")
    make_schema(folder / "one")
    assert kiem("backup", folder / "from18.kiem", "--data", folder / "one").returncode == 0
    with private_server() as server:
        url = make_database(server, "kiem")
        moved = kiem("restore", folder / "from18.kiem", database_url=url)
        expect_success(moved)
        saved = kiem("backup", folder / "from15.kiem", database_url=url)
        expect_success(saved)
    back = kiem("restore", folder / "from15.kiem", "--data", folder / "two")
    expect_success(back)
    assert kiem("backup", folder / "again.kiem", "--data", folder / "two").returncode == 0
    manifests = [database.verify(folder / f"{name}.kiem") for name in ("from18", "from15", "again")]
    assert [manifest.server_major for manifest in manifests] == [18, 15, 18]
    assert manifests[0].rows == manifests[1].rows == manifests[2].rows
    with database.running(folder / "one") as one, database.running(folder / "two") as two:
        assert schema_of(one) == schema_of(two)


def schema_of(url: DatabaseUrl) -> list[tuple[object, ...]]:
    """Every constraint, index, trigger, function and column, in words."""
    with psycopg.connect(url.conninfo) as connection:
        return connection.execute(
            """
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
            UNION ALL SELECT table_name || '.' || column_name, concat_ws(' ', data_type,
                column_default, is_nullable, is_identity, generation_expression)
            FROM information_schema.columns WHERE table_schema = 'public'
            ORDER BY 1, 2
            """
        ).fetchall()
