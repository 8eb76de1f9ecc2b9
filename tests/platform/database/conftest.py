"""Data folders of this part's own: each is removed with its server, whatever a test did to it."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.platform.database.server15 import FOLDER, make_database, private_server

from kiem.platform import database
from kiem.platform.database import DatabaseUrl

_numbers = itertools.count(1)


@contextmanager
def _folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="kiem-"))
    parent.chmod(0o755)  # as root, the server's account must be able to pass
    folder = parent / "data"
    try:
        yield folder
    finally:
        database.stop(folder)
        shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture
def new_dir() -> Iterator[Path]:
    """A data folder that does not exist yet, with a path short enough for sockets."""
    with _folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def _template() -> Iterator[Path]:
    with _folder() as folder:
        database.ensure_running(folder)
        database.stop(folder)
        yield folder


@pytest.fixture
def data_dir(_template: Path) -> Iterator[Path]:
    """A data folder of its own whose server was made and stopped: a copy, owners included."""
    with _folder() as folder:
        subprocess.run(["cp", "-a", _template, folder], check=True)
        yield folder


@pytest.fixture(scope="session")
def embedded() -> Iterator[DatabaseUrl]:
    """The database `kiem` of a running embedded server. Not to be changed: make others in it."""
    with _folder() as folder:
        yield database.ensure_running(folder)


@pytest.fixture
def embedded_database(embedded: DatabaseUrl) -> DatabaseUrl:
    """An empty database of its own in the embedded server, owned by the role `kiem`."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(embedded.conninfo, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return DatabaseUrl(name, host=embedded.host, user=embedded.user)


@pytest.fixture(scope="session")
def server15() -> Iterator[DatabaseUrl]:
    """The superuser's URL of a private PostgreSQL 15."""
    if not FOLDER.exists():
        pytest.skip(f"PostgreSQL 15 is not installed ({FOLDER}): dump and restore NOT proven on it")
    with private_server() as url:
        yield url


@pytest.fixture
def database15(server15: DatabaseUrl) -> DatabaseUrl:
    """An empty database in PostgreSQL 15, owned by an ordinary role `kiem`."""
    return make_database(server15, f"test_{next(_numbers)}")


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Callable[[str], DatabaseUrl]:
    """Empty databases by kind: `embedded` or `server15`."""
    names = {"embedded": "embedded_database", "server15": "database15"}
    return lambda kind: request.getfixturevalue(names[kind])
