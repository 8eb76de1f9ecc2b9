"""What backup and restore refuse, and that a refusal changes nothing."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.platform.database.backup_sample import MIGRATIONS, fill, fingerprint, restored

from kiem.platform import database
from kiem.platform.database import BackupError, DatabaseUrl, Progress, RestoreError
from kiem.platform.database.backups import format as backup_format
from kiem.platform.database.backups import load
from kiem.platform.database.backups.format import Manifest, Writer
from kiem.platform.database.binaries import installed_folder

EVERY_EXAMPLE_WRITES_THE_SAME_FILE: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


@pytest.fixture(scope="module")
def saved(embedded: DatabaseUrl, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a backup of the sample."""
    with psycopg.connect(embedded.conninfo, autocommit=True) as connection:
        connection.execute("CREATE DATABASE saved")
    origin = DatabaseUrl("saved", host=embedded.host, user=embedded.user)
    fill(origin)
    file = tmp_path_factory.mktemp("backup") / "good.kiem"
    database.backup(origin, file)
    return file.read_bytes()


def nowhere() -> DatabaseUrl:
    """An address nobody answers at: a restore that touches its target fails differently."""
    return DatabaseUrl("none", host="127.0.0.1", port="1", user="nobody")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_found_before_the_target_is_touched(
    saved: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    bit = data.draw(st.integers(0, len(saved) * 8 - 1))
    damaged = bytearray(saved)
    damaged[bit // 8] ^= 1 << bit % 8
    file = tmp_path / "damaged.kiem"
    file.write_bytes(damaged)
    with pytest.raises(BackupError, match=r"[Nn]othing was changed"):
        restored(nowhere(), file)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_truncation_or_extension_is_found(
    saved: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(saved) - 1))
    extra = data.draw(st.binary(min_size=1, max_size=200))
    for content in (saved[:cut], saved + extra, saved[:cut] + extra + saved[cut:]):
        file = tmp_path / "damaged.kiem"
        file.write_bytes(content)
        with pytest.raises(BackupError, match=r"[Nn]othing was changed"):
            restored(nowhere(), file)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"PK\x03\x04 a zip", gzip.compress(b"SELECT 1;\n"), gzip.compress(b"x" * 10**6)],
    ids=["empty", "one-byte", "zip", "other-gzip", "large-gzip"],
)
def test_foreign_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "foreign"
    file.write_bytes(content)
    with pytest.raises(BackupError, match="is not a backup of Kiem"):
        restored(nowhere(), file)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be read: No such file"):
        restored(nowhere(), tmp_path / "none")


def test_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be read: Is a directory"):
        restored(nowhere(), tmp_path)


def test_file_of_a_newer_format_is_refused(
    saved: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "good.kiem"
    file.write_bytes(saved)
    monkeypatch.setattr(backup_format, "FORMAT", 0)
    with pytest.raises(BackupError, match="has the format 1; this Kiem reads format 0"):
        restored(nowhere(), file)


def test_backup_with_unknown_migrations_is_refused_as_newer(saved: bytes, tmp_path: Path) -> None:
    file = tmp_path / "good.kiem"
    file.write_bytes(saved)
    with pytest.raises(BackupError, match=r"newer than this Kiem.*register\.0001_initial"):
        database.restore(nowhere(), file, known_migrations=MIGRATIONS[:1])


def test_target_with_tables_is_refused_untouched(
    saved: bytes, tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    file = tmp_path / "good.kiem"
    file.write_bytes(saved)
    with psycopg.connect(embedded_database.conninfo) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 7 AS seven")
    with pytest.raises(RestoreError, match=r"holds 1 tables \(one is mine\).*--replace"):
        restored(embedded_database, file)
    with psycopg.connect(embedded_database.conninfo) as connection:
        assert connection.execute("SELECT seven FROM mine").fetchall() == [(7,)]
    restored(embedded_database, file, replace=True)
    with psycopg.connect(embedded_database.conninfo) as connection:
        assert connection.execute("SELECT to_regclass('mine')").fetchall() == [(None,)]


TWO_ROWS = rb"""CREATE TABLE half (id int);
-- Data for Name: half; Type: TABLE DATA; Schema: public; Owner: -
COPY public.half (id) FROM stdin;
1
2
\.
"""


def forge(path: Path, script: bytes, rows: dict[str, int]) -> None:
    """A file with a right digest and a wrong content, as only a fault of ours could write it."""
    with path.open("wb") as file:
        writer = Writer(file)
        for line in script.splitlines(keepends=True):
            writer.write(line)
        writer.finish(Manifest(1, "0.1.0", 18, "2026-01-01T00:00:00+00:00", MIGRATIONS, rows))


@pytest.mark.parametrize(
    ("script", "rows", "message"),
    [
        (b"CREATE TABLE half (id int);\nCREATE NONSENSE;\n", {}, "syntax error"),
        (
            TWO_ROWS,
            {"public.half": 3},
            "not those the backup counted",
        ),
    ],
    ids=["server-refuses", "rows-missing"],
)
def test_failure_on_the_way_leaves_the_target_as_it_was(
    script: bytes,
    rows: dict[str, int],
    message: str,
    tmp_path: Path,
    embedded_database: DatabaseUrl,
) -> None:
    fill(embedded_database)
    before = fingerprint(embedded_database)
    forge(tmp_path / "forged.kiem", script, rows)
    with pytest.raises(RestoreError, match=rf"(?s){message}|Nothing was changed.*{message}"):
        restored(embedded_database, tmp_path / "forged.kiem", replace=True)
    assert fingerprint(embedded_database) == before


def test_restore_killed_on_the_way_leaves_the_target_as_it_was(
    saved: bytes, tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    file = tmp_path / "good.kiem"
    file.write_bytes(saved)
    fill(embedded_database, people=20)
    before = fingerprint(embedded_database)
    for done_bytes in (0, 1):
        child = os.fork()
        if child == 0:

            def die(state: Progress, limit: int = done_bytes) -> None:
                if state.stage == "load" and state.done > limit:
                    os.kill(os.getpid(), 9)

            database.restore(
                embedded_database, file, known_migrations=MIGRATIONS, replace=True, report=die
            )
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 9
        assert fingerprint(embedded_database) == before


def test_target_in_use_is_refused(
    saved: bytes,
    tmp_path: Path,
    embedded_database: DatabaseUrl,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "good.kiem"
    file.write_bytes(saved)
    fill(embedded_database)
    monkeypatch.setattr(load, "LOCK_TIMEOUT", "200ms")
    with psycopg.connect(embedded_database.conninfo) as reader:
        reader.execute("SELECT count(*) FROM person")
        with pytest.raises(RestoreError, match=r"is in use\. Nothing was changed\. Stop Kiem"):
            restored(embedded_database, file, replace=True)
        assert reader.execute("SELECT count(*) FROM person").fetchone() == (50,)


def test_unreachable_server_is_reported_without_its_password(saved: bytes, tmp_path: Path) -> None:
    file = tmp_path / "good.kiem"
    file.write_bytes(saved)
    url = DatabaseUrl("none", host="127.0.0.1", port="1", user="u", password="s3cret")
    with pytest.raises(RestoreError) as caught:
        restored(url, file)
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    with pytest.raises(BackupError) as caught_saving:
        database.backup(url, tmp_path / "new.kiem")
    assert "s3cret" not in str(caught_saving.value)
    assert [path.name for path in tmp_path.iterdir()] == ["good.kiem"]


def test_backup_of_a_database_without_kiems_tables_is_refused(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    with pytest.raises(BackupError, match="holds no data of Kiem: nothing was saved"):
        database.backup(embedded_database, tmp_path / "new.kiem")
    assert list(tmp_path.iterdir()) == []


def test_backup_over_an_existing_file_needs_to_be_asked_for(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    fill(embedded_database)
    file = tmp_path / "new.kiem"
    file.write_text("older")
    with pytest.raises(BackupError, match="exists"):
        database.backup(embedded_database, file)
    assert file.read_text() == "older"
    database.backup(embedded_database, file, overwrite=True)
    assert database.verify(file).rows["public.person"] == 50


def test_backup_on_a_full_disk_leaves_no_file(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    fill(embedded_database)
    tmp_path.chmod(0o777)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
        try:
            database.backup(embedded_database, tmp_path / "new.kiem")
        except BackupError as error:
            os._exit(0 if "cannot be written: File too large" in str(error) else 2)
        os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert list(tmp_path.iterdir()) == []


def test_backup_into_a_closed_folder_is_refused(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    fill(embedded_database)
    with pytest.raises(BackupError, match="cannot be written: No such file"):
        database.backup(embedded_database, tmp_path / "none" / "new.kiem")


def test_backup_file_is_closed_to_other_users(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    fill(embedded_database)
    database.backup(embedded_database, tmp_path / "new.kiem")
    assert (tmp_path / "new.kiem").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["new.kiem"]


def test_backup_is_one_moment_while_others_write(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    fill(embedded_database)
    stop = threading.Event()

    def write() -> None:
        # a person and her appointment always come together
        with psycopg.connect(embedded_database.conninfo, autocommit=True) as connection:
            while not stop.is_set():
                connection.execute(
                    "WITH p AS (INSERT INTO person (name) VALUES ('new') RETURNING id) "
                    "INSERT INTO appointment (person_id, valid, share) "
                    "SELECT id, daterange('2025-01-01', NULL), 1 FROM p"
                )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.1)
        manifest = database.backup(embedded_database, tmp_path / "new.kiem")
    finally:
        stop.set()
        writer.join()
    assert manifest.rows["public.person"] > 50
    assert manifest.rows["public.person"] == manifest.rows["public.appointment"]


def test_backup_is_a_script_that_psql_alone_can_load(
    saved: bytes, embedded_database: DatabaseUrl
) -> None:
    result = subprocess.run(
        [
            installed_folder() / "psql",
            *("-h", embedded_database.host, "-U", embedded_database.user, "--no-psqlrc", "--quiet"),
            *("-v", "ON_ERROR_STOP=1", "--single-transaction", embedded_database.name),
        ],
        input=gzip.decompress(saved),
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    with psycopg.connect(embedded_database.conninfo) as connection:
        assert connection.execute("SELECT count(*) FROM current").fetchone() == (50,)


def test_progress_reaches_its_end_in_every_stage(
    tmp_path: Path, embedded_database: DatabaseUrl
) -> None:
    fill(embedded_database)
    seen: list[Progress] = []
    database.backup(embedded_database, tmp_path / "new.kiem", report=seen.append)
    database.restore(
        embedded_database,
        tmp_path / "new.kiem",
        known_migrations=MIGRATIONS,
        replace=True,
        report=seen.append,
    )
    assert list(dict.fromkeys(state.stage for state in seen)) == [
        "save",
        "check",
        "load",
        "analyse",
    ]
    last = {state.stage: state for state in seen}
    assert last["save"].done == last["save"].total == 102
    assert last["check"].done == last["check"].total
    assert last["load"].done == last["load"].total
    assert last["analyse"].done == last["analyse"].total == 1
