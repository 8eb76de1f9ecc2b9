"""Writing a backup: one consistent snapshot, one file that appears when it is whole."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg import IsolationLevel

from kiem import __version__
from kiem.platform.database.backups.format import FORMAT, Manifest, Writer
from kiem.platform.database.backups.progress import Progress, Report, silent
from kiem.platform.database.backups.script import portable
from kiem.platform.database.backups.tools import pg_dump_for
from kiem.platform.database.errors import BackupError
from kiem.platform.database.url import DatabaseUrl

SCHEMA = "public"
_ROWS_PER_REPORT = 20_000
_PG_DUMP_OPTIONS = (
    "--format=plain",
    "--encoding=UTF8",
    "--no-owner",  # the restoring role owns all
    "--no-privileges",
    "--no-tablespaces",
    "--no-publications",
    "--no-subscriptions",
    "--no-security-labels",
    "--no-toast-compression",
    "--lock-wait-timeout=30s",
)


def backup(
    url: DatabaseUrl, file: Path, *, overwrite: bool = False, report: Report = silent
) -> Manifest:
    """Save the database to one file. Others may read and write meanwhile.

    The file appears under its name when it is complete and on the disk, never before. Only its
    owner may read it: it holds personal data.

    Args:
        overwrite: replace an existing file, once the new one is complete.

    Raises:
        BackupError: the database cannot be read or holds no Kiem data, the file exists or cannot be
            written. No file is left behind.
    """
    if file.exists() and not overwrite:
        raise BackupError(f"{file} exists. Give another name, or ask to overwrite it.")
    try:
        with _snapshot(url) as (connection, snapshot), _appearing_whole(file) as opened:
            return _write(url, connection, snapshot, opened, report)
    except psycopg.Error as error:
        raise BackupError(f"The database at {url.place} cannot be saved: {error}") from error
    except OSError as error:
        raise BackupError(
            f"The backup {file} cannot be written: {error.strerror or error}. "
            "No file was left behind. Choose another place."
        ) from error


@contextmanager
def _snapshot(
    url: DatabaseUrl,
) -> Iterator[tuple[psycopg.Connection[tuple[object, ...]], str]]:
    """A reading transaction, and the name under which pg_dump can see the very same state."""
    with psycopg.connect(url.conninfo, connect_timeout=10) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


@contextmanager
def _appearing_whole(file: Path) -> Iterator[BinaryIO]:
    """A new file that takes the name `file` when all went well, and vanishes when not."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".partial")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)  # the name, too, outlives a power cut
    finally:
        os.close(folder)


def _write(
    url: DatabaseUrl,
    connection: psycopg.Connection[tuple[object, ...]],
    snapshot: str,
    opened: BinaryIO,
    report: Report,
) -> Manifest:
    migrations = _migrations(connection, url)
    rows: dict[str, int] = {}
    writer = Writer(opened)
    total = _estimated_rows(connection)
    server_major = connection.info.server_version // 10_000
    with _pg_dump(url, server_major, snapshot, _extensions(connection)) as lines:
        for number, line in enumerate(portable(lines, rows)):
            writer.write(line)
            if number % _ROWS_PER_REPORT == 0:
                report(Progress("save", number, total))
    manifest = Manifest(
        format=FORMAT,
        kiem_version=__version__,
        server_major=server_major,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=migrations,
        rows=dict(sorted(rows.items())),
    )
    writer.finish(manifest)
    report(Progress("save", manifest.total_rows, manifest.total_rows))
    return manifest


def _migrations(
    connection: psycopg.Connection[tuple[object, ...]], url: DatabaseUrl
) -> tuple[str, ...]:
    found = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    if found is None or found[0] is None:
        raise BackupError(f"The database at {url.place} holds no data of Kiem: nothing was saved.")
    applied = connection.execute("SELECT app || '.' || name FROM public.django_migrations")
    return tuple(sorted({str(name) for (name,) in applied}))


def _extensions(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Those that an ordinary owner can make again; an administrator's own tools stay behind."""
    found = connection.execute(
        "SELECT extname FROM pg_extension JOIN pg_available_extension_versions "
        "ON (name, version) = (extname, extversion) "
        "WHERE trusted AND extnamespace = 'public'::regnamespace ORDER BY extname"
    )
    return [str(name) for (name,) in found]


def _estimated_rows(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    row = connection.execute(
        "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    ).fetchone()
    return int(str(row[0])) if row else 0


@contextmanager
def _pg_dump(
    url: DatabaseUrl, server_major: int, snapshot: str, extensions: list[str]
) -> Iterator[Iterator[bytes]]:
    """The lines pg_dump writes; raises if it does not end well."""
    program = pg_dump_for(url, server_major)
    # the password travels in the environment: a command line can be read by everyone
    open_url = DatabaseUrl(url.name, url.host, url.port, url.user, options=url.options)
    environment = {**os.environ, "PGPASSWORD": url.password, "LC_ALL": "C"}
    command = [str(program), *_PG_DUMP_OPTIONS, f"--snapshot={snapshot}", f"--schema={SCHEMA}"]
    command += [f"--extension={name}" for name in extensions]
    command += [f"--dbname={open_url.conninfo}"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603  # a program of PostgreSQL, arguments as a list
            command, stdout=subprocess.PIPE, stderr=complaints, env=environment
        ) as process:
            try:
                if process.stdout is None:
                    raise BackupError("pg_dump gave no output")
                yield iter(process.stdout)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            complaints.seek(0)
            words = complaints.read().decode(errors="replace").strip()
            raise BackupError(f"The database at {url.place} cannot be saved: {words}")
