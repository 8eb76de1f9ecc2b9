"""Which database is meant, before anything is started."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from kiem.platform import database
from kiem.platform.database import DatabaseUrl, DatabaseUrlError, default_data_dir, resolve


def test_database_url_wins_over_a_data_folder(tmp_path: Path) -> None:
    target = resolve(tmp_path, {"DATABASE_URL": "postgres://u@h/n", "KIEM_DATA": "/elsewhere"})
    assert (target.url, target.data_dir, target.embedded) == (
        DatabaseUrl("n", "h", user="u"),
        None,
        False,
    )
    assert target.initialised is True
    assert target.revive() is False
    with target.running() as url:
        assert url == target.url


def test_malformed_database_url_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUrlError):
        resolve(tmp_path, {"DATABASE_URL": "sqlite:///x"})


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"KIEM_DATA": "/a", "XDG_DATA_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_DATA_HOME": "/b", "HOME": "/c"}, "/b/kiem"),
        ({"HOME": "/c"}, "/c/.local/share/kiem"),
        ({"KIEM_DATA": "", "HOME": "/c"}, "/c/.local/share/kiem"),
    ],
)
def test_default_data_folder_follows_the_environment(environ: dict[str, str], folder: str) -> None:
    assert default_data_dir(environ) == Path(folder)


def test_resolve_of_a_data_folder_starts_and_makes_nothing(new_dir: Path) -> None:
    target = resolve(new_dir, {})
    assert (target.embedded, target.initialised) == (True, False)
    assert target.url.host == str(new_dir / "postgresql" / "run")
    assert list(new_dir.parent.iterdir()) == []


def test_revive_starts_a_dead_server_and_leaves_a_living_one(data_dir: Path) -> None:
    target = resolve(data_dir, {})
    with target.running() as url:
        assert target.revive() is False
        database.stop(data_dir)
        assert target.revive() is True
        with psycopg.connect(url.conninfo) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert database.status(data_dir).running is False


def test_settings_reach_the_database_through_a_pool_that_can_be_closed(
    embedded: DatabaseUrl, django_db_blocker: Any
) -> None:
    defaults = connections.databases["default"]
    connections.databases["second"] = {**defaults, **database.settings_dict(embedded)}
    connection = connections["second"]
    try:
        with django_db_blocker.unblock():
            for _ in range(2):  # a closed pool opens again when it is next needed
                with connection.cursor() as cursor:
                    cursor.execute("SELECT current_user, current_database()")
                    assert cursor.fetchone() == ("kiem", "kiem")
                pool = connection.pool
                assert pool.closed is False
                database.close_pools()
                assert pool.closed is True
    finally:
        del connections["second"]
        del connections.databases["second"]


def test_installed_migrations_name_apps_of_kiem_and_django() -> None:
    assert {"kernel.0001_initial", "kernel.0001_extensions"} & database.installed_migrations()
    assert "sessions.0001_initial" in database.installed_migrations()


def test_url_while_the_server_is_just_starting_is_the_one_it_will_have(data_dir: Path) -> None:
    url = database.ensure_running(data_dir)
    pid_file = data_dir / "postgresql" / "data" / "postmaster.pid"
    whole = pid_file.read_text()
    try:
        lines = whole.splitlines()
        pid_file.write_text("\n".join([*lines[:4], "", "", ""]))  # no socket, not ready yet
        assert database.status(data_dir).url == url
    finally:
        pid_file.write_text(whole)
