"""A PostgreSQL of the oldest supported version, run privately for one test session."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from kiem.platform.database import DatabaseUrl
from kiem.platform.database.account import server_account
from kiem.platform.database.binaries import Binaries

FOLDER = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def private_server() -> Iterator[DatabaseUrl]:
    """Start PostgreSQL 15 on a socket in a folder of its own; the URL is its superuser's."""
    home = Path(tempfile.mkdtemp(prefix="kiem-15-"))
    account = server_account(home)
    if account:
        account.take(home)
    binaries = Binaries(FOLDER, account)
    try:
        arguments = ("-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust")
        made = binaries.run("initdb", "-D", home / "data", *arguments, "--no-sync")
        assert made.returncode == 0, made.stderr
        options = f"-k '{home}' -c listen_addresses='' -c fsync=off"
        log = home / "log"
        # with a log, pg_ctl's server keeps none of our pipes open
        started = binaries.run(
            "pg_ctl", "-D", home / "data", "-l", log, "-w", "-o", options, "start"
        )
        assert started.returncode == 0, log.read_text()
        try:
            yield DatabaseUrl("postgres", host=os.fspath(home), user="postgres")
        finally:
            binaries.run("pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def make_database(server: DatabaseUrl, name: str) -> DatabaseUrl:
    """An empty database owned by an ordinary role, as an administrator would hand it out."""
    with psycopg.connect(server.conninfo, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname='kiem'").fetchone():
            connection.execute("CREATE ROLE kiem LOGIN")
        connection.execute(f'CREATE DATABASE "{name}" OWNER kiem')
    return DatabaseUrl(name, host=server.host, user="kiem")
