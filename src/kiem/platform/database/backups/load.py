"""Bringing a backup back: verified first, then loaded in one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import psycopg

from kiem import __version__
from kiem.platform.database.backups.emptying import describe_contents, drop_contents
from kiem.platform.database.backups.format import Manifest, script_lines, verify_open
from kiem.platform.database.backups.progress import Progress, Report, silent
from kiem.platform.database.backups.script import Rows, parts
from kiem.platform.database.errors import BackupError, RestoreError
from kiem.platform.database.url import DatabaseUrl

OLDEST_SERVER_MAJOR = 15
LOCK_TIMEOUT = "10s"
_COPY_CHUNK_BYTES = 1 << 18
_Connection = psycopg.Connection[tuple[object, ...]]


def restore(
    url: DatabaseUrl,
    file: Path,
    *,
    known_migrations: Collection[str],
    replace: bool = False,
    report: Report = silent,
) -> Manifest:
    """Load a backup into a database. Afterwards the migrations newer than the backup are due.

    The file is read and checked to its last byte before the target is touched. Everything then
    happens in one transaction: it is all there, or the target is as it was.

    Args:
        known_migrations: every migration this Kiem brings, as `app.name`.
        replace: drop what the target's schema `public` holds, extensions excepted.

    Raises:
        BackupError: the file is no backup, truncated, altered, or of a newer Kiem.
        RestoreError: the target is not empty, in use, too old, or refused the data.
    """
    try:
        with file.open("rb") as opened:
            manifest = verify_open(opened, file, report)
            _check_not_newer(manifest, file, known_migrations)
            with psycopg.connect(url.conninfo, connect_timeout=10) as connection:
                _prepare(connection, url, replace)
                _load(connection, opened, manifest, report)
                connection.commit()
                report(Progress("analyse", 0, 1))
                connection.autocommit = True
                connection.execute("ANALYZE")
                report(Progress("analyse", 1, 1))
    except OSError as error:
        raise BackupError(f"The backup {file} cannot be read: {error.strerror}.") from error
    except psycopg.errors.LockNotAvailable as error:
        raise RestoreError(
            f"The database at {url.place} is in use. Nothing was changed. Stop Kiem and "
            "whatever else works with it, and try again."
        ) from error
    except psycopg.Error as error:
        raise RestoreError(
            f"The database at {url.place} refused the backup. Nothing was changed. It said: {error}"
        ) from error
    return manifest


def _check_not_newer(manifest: Manifest, file: Path, known: Collection[str]) -> None:
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise BackupError(
            f"The backup {file} was made by Kiem {manifest.kiem_version}, which is newer than this "
            f"Kiem {__version__}: it has {len(unknown)} unknown step(s) of the schema, the first "
            f"one {unknown[0]}. Nothing was changed. Install that version and try again."
        )


def _prepare(connection: _Connection, url: DatabaseUrl, replace: bool) -> None:
    """Refuse what cannot work; make room if asked to."""
    server_major = connection.info.server_version // 10_000
    if server_major < OLDEST_SERVER_MAJOR:
        raise RestoreError(
            f"The server at {url.place} is PostgreSQL {server_major}; Kiem needs "
            f"{OLDEST_SERVER_MAJOR} or later. Nothing was changed."
        )
    row = connection.execute("SHOW server_encoding").fetchone()
    if row != ("UTF8",):
        raise RestoreError(
            f"The database at {url.place} is encoded in {row[0] if row else '?'}, which cannot "
            "hold every name. Nothing was changed. Make one with ENCODING 'UTF8'."
        )
    connection.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
    contents = describe_contents(connection)
    if contents and not replace:
        raise RestoreError(
            f"The database at {url.place} is not empty: it holds {contents}. Nothing was "
            "changed. Restore into an empty one, or add --replace to lose what it holds."
        )
    if contents:
        drop_contents(connection)


def _load(connection: _Connection, opened: BinaryIO, manifest: Manifest, report: Report) -> None:
    counts: dict[str, int] = {}
    statements = bytearray()
    for part in parts(script_lines(opened, report)):
        if isinstance(part, Rows):
            _execute(connection, statements)
            counts[part.table] = _copy(connection, part)
        else:
            statements += part
    _execute(connection, statements)
    if counts != dict(manifest.rows):
        raise RestoreError(
            "The rows that arrived are not those the backup counted. Nothing was changed. "
            "Use another copy of the backup."
        )


def _execute(connection: _Connection, statements: bytearray) -> None:
    if statements:
        connection.execute(bytes(statements))
        statements.clear()


def _copy(connection: _Connection, part: Rows) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(part.statement) as copy:
            for chunk in _chunks(part.rows):
                copy.write(chunk)
        return cursor.rowcount


def _chunks(rows: Iterator[bytes]) -> Iterator[bytes]:
    chunk = bytearray()
    for row in rows:
        chunk += row
        if len(chunk) >= _COPY_CHUNK_BYTES:
            yield bytes(chunk)
            chunk.clear()
    if chunk:
        yield bytes(chunk)
