"""Backup and restore: whole, from and to either kind of server, or not at all."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.platform.database.backup_sample import MIGRATIONS, fill, fingerprint, restored

from kiem import __version__
from kiem.platform import database
from kiem.platform.database import DatabaseUrl

Kinds = Callable[[str], DatabaseUrl]


@pytest.mark.parametrize("source", ["embedded", "server15"])
@pytest.mark.parametrize("target", ["embedded", "server15"])
def test_restore_of_a_backup_brings_back_every_row_and_rule(
    source: str, target: str, new_database: Kinds, tmp_path: Path
) -> None:
    file = tmp_path / "all.kiem"
    origin = new_database(source)
    fill(origin)
    before = fingerprint(origin)
    manifest = database.backup(origin, file)
    assert manifest.rows == {
        "public.appointment": 50,
        "public.django_migrations": 2,
        "public.person": 50,
    }
    assert manifest.migrations == MIGRATIONS
    assert manifest.kiem_version == __version__
    assert manifest.server_major == {"embedded": 18, "server15": 15}[source]
    if source == target:  # the fixture gives one database per test: make room in it
        restored(origin, file, replace=True)
        assert fingerprint(origin) == before
        return
    copy = new_database(target)
    assert restored(copy, file) == manifest
    assert fingerprint(copy) == before
    with psycopg.connect(copy.conninfo) as connection:
        with pytest.raises(psycopg.errors.RaiseException, match="never deleted"):
            connection.execute("DELETE FROM appointment")
        connection.rollback()
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute(
                "INSERT INTO appointment (person_id, valid, share) "
                "VALUES (1, '[2025-05-01,2025-06-01)', 1)"
            )


def test_files_of_ten_megabytes_come_back_exactly_on_another_version(
    embedded_database: DatabaseUrl, database15: DatabaseUrl, tmp_path: Path
) -> None:
    fill(embedded_database)
    content = random.Random(7).randbytes(10 * 1024 * 1024)
    with psycopg.connect(embedded_database.conninfo) as connection:
        connection.execute("ALTER TABLE person ALTER COLUMN photo SET STORAGE EXTERNAL")
        connection.execute("UPDATE person SET photo = %s WHERE id = 1", [content])
    database.backup(embedded_database, tmp_path / "all.kiem")
    restored(database15, tmp_path / "all.kiem")
    with psycopg.connect(database15.conninfo) as connection:
        row = connection.execute("SELECT photo FROM person WHERE id = 1").fetchone()
        assert row == (content,)
        storage = connection.execute(
            "SELECT attstorage FROM pg_attribute"
            " WHERE attrelid = 'person'::regclass AND attname = 'photo'"
        ).fetchone()
        assert storage == ("e",)


def test_extensions_only_a_superuser_can_make_stay_behind(
    server15: DatabaseUrl, database15: DatabaseUrl, embedded_database: DatabaseUrl, tmp_path: Path
) -> None:
    fill(database15)
    administrator = DatabaseUrl(database15.name, host=server15.host, user=server15.user)
    with psycopg.connect(administrator.conninfo) as connection:
        connection.execute("CREATE EXTENSION pageinspect")
        connection.execute("COMMENT ON EXTENSION pg_trgm IS 'mine, says the administrator'")
    database.backup(database15, tmp_path / "all.kiem")
    restored(embedded_database, tmp_path / "all.kiem")
    assert fingerprint(embedded_database) == fingerprint(database15)


def test_tables_of_others_beside_kiems_schema_are_left_alone(
    embedded_database: DatabaseUrl, tmp_path: Path
) -> None:
    fill(embedded_database)
    with psycopg.connect(embedded_database.conninfo) as connection:
        connection.execute("CREATE SCHEMA others CREATE TABLE theirs (one int)")
    manifest = database.backup(embedded_database, tmp_path / "all.kiem")
    assert [name for name in manifest.rows if "theirs" in name] == []
    restored(embedded_database, tmp_path / "all.kiem", replace=True)
    with psycopg.connect(embedded_database.conninfo) as connection:
        assert connection.execute("SELECT count(*) FROM others.theirs").fetchone() == (0,)
