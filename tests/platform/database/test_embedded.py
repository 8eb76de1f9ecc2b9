"""The embedded server's ordinary life."""

from __future__ import annotations

from pathlib import Path

import psycopg

from kiem.platform import database


def test_ensure_running_on_a_new_folder_makes_role_database_and_extensions(new_dir: Path) -> None:
    url = database.ensure_running(new_dir)
    with psycopg.connect(url.conninfo) as connection:
        role = connection.execute(
            "SELECT current_user, rolsuper, rolcreaterole FROM pg_roles WHERE rolname=current_user"
        ).fetchone()
        extensions = connection.execute("SELECT extname FROM pg_extension").fetchall()
        locale = connection.execute(
            "SELECT datlocprovider, datlocale, pg_get_userbyid(datdba) FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()
        durable = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), "
            "current_setting('full_page_writes'), current_setting('listen_addresses')"
        ).fetchone()
    assert role == ("kiem", False, False)
    assert {name for (name,) in extensions} == {"plpgsql", "btree_gist", "pg_trgm", "ltree"}
    assert locale == ("b", "C.UTF-8", "kiem")
    assert durable == ("on", "on", "on", "")


def test_ensure_running_a_second_time_finds_the_same_server(data_dir: Path) -> None:
    first = database.ensure_running(data_dir)
    pid = database.status(data_dir).pid
    assert database.ensure_running(data_dir) == first
    assert database.status(data_dir).pid == pid


def test_stop_and_start_keep_the_rows(data_dir: Path) -> None:
    url = database.ensure_running(data_dir)
    with psycopg.connect(url.conninfo) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Nguyễn' AS name")
    assert database.stop(data_dir) is True
    assert database.status(data_dir).running is False
    assert database.stop(data_dir) is False
    with psycopg.connect(database.ensure_running(data_dir).conninfo) as connection:
        assert connection.execute("SELECT name FROM kept").fetchall() == [("Nguyễn",)]


def test_status_of_a_missing_folder_reports_and_makes_nothing(new_dir: Path) -> None:
    status = database.status(new_dir)
    assert (status.initialised, status.running, status.pid) == (False, False, None)
    assert not new_dir.exists()


def test_cluster_folder_is_closed_to_other_users(data_dir: Path) -> None:
    database.ensure_running(data_dir)
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in (data_dir / "postgresql", *(data_dir / "postgresql").iterdir())
        if path.is_dir()
    }
    assert modes == {"postgresql": 0o700, "data": 0o700, "run": 0o700}


def test_borrowed_server_stops_with_its_last_borrower(data_dir: Path) -> None:
    with database.running(data_dir):
        with database.running(data_dir) as url, psycopg.connect(url.conninfo) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert database.status(data_dir).running is True
    assert database.status(data_dir).running is False


def test_borrowing_a_server_that_was_started_to_stay_leaves_it_running(data_dir: Path) -> None:
    database.ensure_running(data_dir)
    with database.running(data_dir):
        pass
    assert database.status(data_dir).running is True


def test_two_folders_have_two_servers_side_by_side(data_dir: Path) -> None:
    other = data_dir.with_name("other")
    try:
        urls = {str(database.ensure_running(folder)) for folder in (data_dir, other)}
        pids = {database.status(folder).pid for folder in (data_dir, other)}
        assert len(urls) == len(pids) == 2
    finally:
        database.stop(other)
