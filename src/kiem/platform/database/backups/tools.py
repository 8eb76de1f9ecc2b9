"""The pg_dump that can talk to a given server."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiem.platform.database.binaries import installed_folder
from kiem.platform.database.errors import BackupError, DatabaseError
from kiem.platform.database.url import DatabaseUrl

_TLS_DEMANDED = {"require", "verify-ca", "verify-full"}


def pg_dump_for(url: DatabaseUrl, server_major: int) -> Path:
    """A pg_dump not older than the server, and with TLS if the URL demands it.

    The one that comes with Kiem has no TLS; then the system's are tried.

    Raises:
        BackupError: none fits; the message says what to install.
    """
    tls = url.options.get("sslmode") in _TLS_DEMANDED
    for program in _candidates(tls):
        if _major(program) >= server_major:
            return program
    reason = "encrypts its connection" if tls else "is newer than Kiem's own pg_dump"
    raise BackupError(
        f"The server at {url.place} {reason}, and no pg_dump of version {server_major} or later "
        f"was found. Install PostgreSQL's client programs, version {server_major} or later "
        f"(Debian: postgresql-client-{server_major}), and try again."
    )


def _candidates(tls: bool) -> Iterator[Path]:
    if not tls:
        with suppress(DatabaseError):  # not on every kind of machine: the system's may do
            yield installed_folder() / "pg_dump"
    if found := shutil.which("pg_dump"):
        yield Path(found)
    # Debian keeps one folder per version; what is on PATH there may be any of them
    yield from Path("/usr/lib/postgresql").glob("*/bin/pg_dump")


def _major(program: Path) -> int:
    result = subprocess.run(  # noqa: S603  # a program we just found, fixed argument
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\) (\d+)", result.stdout)
    return int(found[1]) if found else 0
