"""What a fresh cluster needs before Django meets it: a role, a database, extensions."""

from __future__ import annotations

import psycopg
from psycopg import sql

from kiem.platform.database.cluster import SUPERUSER
from kiem.platform.database.errors import ServerError
from kiem.platform.database.layout import Layout
from kiem.platform.database.liveness import postmaster
from kiem.platform.database.url import DatabaseUrl

ROLE = "kiem"
DATABASE = "kiem"
EXTENSIONS = ("btree_gist", "pg_trgm", "ltree")


def url_of(layout: Layout, *, user: str = ROLE, name: str = DATABASE) -> DatabaseUrl:
    """Where the cluster answers, or would answer once started."""
    running = postmaster(layout.data)
    # a server that is just starting has not written all of its pid file
    folder = running.socket_dir if running and running.ready else layout.socket_dir
    return DatabaseUrl(name=name, host=str(folder), user=user)


def provision(layout: Layout) -> None:
    """Make the role `kiem`, its database and the extensions, where they are missing.

    The role owns the database and may make others (tests need that), but is no superuser, so that
    triggers and constraints hold it.
    """
    try:
        with _superuser(layout, "postgres") as connection:
            _make_role(connection)
            _make_database(connection)
        with _superuser(layout, DATABASE) as connection:
            for extension in EXTENSIONS:
                statement = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
                connection.execute(statement.format(sql.Identifier(extension)))
    except psycopg.Error as error:
        raise ServerError(
            f"PostgreSQL in {layout.data} runs, but could not be prepared: {error}"
        ) from error


def _superuser(layout: Layout, name: str) -> psycopg.Connection[tuple[object, ...]]:
    url = url_of(layout, user=SUPERUSER, name=name)
    return psycopg.connect(url.conninfo, autocommit=True, connect_timeout=10)


def _make_role(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone()
    if found is None:
        statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE CREATEDB")
        connection.execute(statement.format(sql.Identifier(ROLE)))


def _make_database(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    found = connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
    ).fetchone()
    if found is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))
