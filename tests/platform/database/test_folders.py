"""Data folders of every kind: closed, read-only, over-long, full, foreign, of another version."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.platform.database.other_user import IS_ROOT, USER, as_ordinary_user

from kiem.platform import database
from kiem.platform.database import DataFolderError, MajorVersionError, ServerError
from kiem.platform.database.layout import layout_of


@pytest.fixture
def users_dir() -> Iterator[Path]:
    """An existing, empty data folder of an ordinary user."""
    folder = Path(tempfile.mkdtemp(prefix="kiem-user-"))
    if IS_ROOT:
        os.chown(folder, USER.pw_uid, USER.pw_gid)
    try:
        yield folder
    finally:
        folder.chmod(0o700)
        database.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def everything_in(folder: Path) -> dict[str, tuple[int, float, bytes]]:
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mode,
            path.stat().st_mtime,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def query(data_dir: Path, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.status(data_dir).url.conninfo) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_folder_of_another_major_version_is_refused_untouched(data_dir: Path) -> None:
    database.ensure_running(data_dir)
    database.stop(data_dir)
    version = data_dir / "postgresql" / "data" / "PG_VERSION"
    version.write_text("17\n")
    before = everything_in(data_dir)
    with pytest.raises(MajorVersionError) as caught:
        database.ensure_running(data_dir)
    for words in ("PostgreSQL 17", "PostgreSQL 18", "kiem backup", "kiem restore", "Nothing was"):
        assert words in str(caught.value)
    assert everything_in(data_dir) == before


def test_folder_with_foreign_files_is_refused_untouched(new_dir: Path) -> None:
    foreign = new_dir / "postgresql" / "data"
    foreign.mkdir(parents=True)
    (foreign / "letter.txt").write_text("not yours")
    before = everything_in(new_dir / "postgresql" / "data")
    with pytest.raises((ServerError, DataFolderError)) as caught:
        database.ensure_running(new_dir)
    assert str(foreign) in str(caught.value) or str(new_dir) in str(caught.value)
    assert everything_in(new_dir / "postgresql" / "data") == before


def test_ordinary_user_makes_starts_and_stops_a_server(users_dir: Path) -> None:
    def life() -> None:
        url = database.ensure_running(users_dir)
        with psycopg.connect(url.conninfo) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        assert database.stop(users_dir) is True
        assert database.ensure_running(users_dir) == url

    as_ordinary_user(life)
    assert query(users_dir, "SELECT one FROM kept") == [(1,)]
    assert {path.stat().st_uid for path in users_dir.rglob("*")} == {USER.pw_uid}


@pytest.mark.skipif(not IS_ROOT, reason="needs root")
def test_root_in_a_users_folder_leaves_it_usable_by_the_user(users_dir: Path) -> None:
    database.ensure_running(users_dir)
    with database.running(users_dir):
        pass
    database.stop(users_dir)
    assert {path.stat().st_uid for path in users_dir.rglob("*")} == {USER.pw_uid}
    as_ordinary_user(lambda: database.ensure_running(users_dir))
    assert query(users_dir, "SELECT 1") == [(1,)]


@pytest.mark.skipif(not IS_ROOT, reason="needs root")
def test_folder_closed_to_the_servers_account_is_linked_and_stays_closed() -> None:
    closed = Path(tempfile.mkdtemp(prefix="kiem-closed-"))  # mode 0700, as /root is
    data_dir = closed / "data"
    try:
        database.ensure_running(data_dir)
        link = data_dir / "postgresql"
        assert link.is_symlink()
        assert closed.stat().st_mode & 0o777 == 0o700
        assert link.resolve().stat().st_mode & 0o777 == 0o700
        database.stop(data_dir)
        moved = closed / "moved"
        data_dir.rename(moved)
        data_dir = moved
        database.ensure_running(data_dir)
        assert query(data_dir, "SELECT count(*) FROM pg_extension") == [(4,)]
    finally:
        database.stop(data_dir)
        shutil.rmtree(layout_of(data_dir).home, ignore_errors=True)
        shutil.rmtree(closed, ignore_errors=True)


@pytest.mark.skipif(not IS_ROOT, reason="needs root")
def test_other_users_folder_is_refused_with_a_remedy(data_dir: Path) -> None:
    database.ensure_running(data_dir)

    closed = Path(tempfile.mkdtemp(prefix="kiem-closed-"))

    def try_it() -> None:
        for folder in (data_dir, closed / "data"):
            for call in (
                database.ensure_running,
                database.stop,
                lambda folder: database.running(folder).__enter__(),
            ):
                with pytest.raises(DataFolderError, match="--data"):
                    call(folder)

    try:
        as_ordinary_user(try_it)
    finally:
        closed.rmdir()
    assert database.status(data_dir).running is True


def test_read_only_folder_is_refused_with_a_remedy(users_dir: Path) -> None:
    users_dir.chmod(0o500)

    def try_it() -> None:
        with pytest.raises(DataFolderError, match=r"cannot be used: Permission denied.*--data"):
            database.ensure_running(users_dir)

    as_ordinary_user(try_it)
    assert list(users_dir.iterdir()) == []


def test_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(DataFolderError, match="cannot be used"):
        database.ensure_running(file)
    assert file.read_text() == "mine"


def test_full_disk_is_reported_and_leaves_nothing_half_made(users_dir: Path) -> None:
    def try_it() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # no file beyond 200 kB
        with pytest.raises(ServerError, match=r"could not be made:[\s\S]*Nothing was left behind"):
            database.ensure_running(users_dir)
        os._exit(0)  # the limit cannot be raised again: this process must not go on

    if IS_ROOT:
        as_ordinary_user(try_it)
    else:
        child = os.fork()
        if child == 0:
            try:
                try_it()
            finally:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
    assert list((users_dir / "postgresql").iterdir()) == []
    database.ensure_running(users_dir)
    assert query(users_dir, "SELECT 1") == [(1,)]


def test_path_too_long_for_a_socket_gets_a_short_private_one(new_dir: Path) -> None:
    deep = new_dir / ("d" * 60) / ("e" * 60)
    try:
        url = database.ensure_running(deep)
        assert len(url.host) < 60
        assert Path(url.host).stat().st_mode & 0o777 == 0o700
        assert Path(url.host).parent.stat().st_mode & 0o777 == 0o700
        assert query(deep, "SELECT 1") == [(1,)]
    finally:
        database.stop(deep)
        shutil.rmtree(layout_of(deep).socket_dir, ignore_errors=True)


def test_folder_with_spaces_quotes_and_vietnamese_letters_works(new_dir: Path) -> None:
    odd = new_dir / "Dữ liệu 'của' \"tôi\" $HOME, x"
    try:
        database.ensure_running(odd)
        assert query(odd, "SELECT 1") == [(1,)]
    finally:
        database.stop(odd)
        shutil.rmtree(layout_of(odd).socket_dir, ignore_errors=True)
