"""Backup and restore: whole, from and to either kind of server, or not at all."""

from __future__ import annotations

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
