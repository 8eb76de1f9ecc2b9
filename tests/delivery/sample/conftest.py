"""Databases of their own for the sample: it fills, empties and is killed, unlike other tests."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from kiem.platform.database import DatabaseUrl, close_pools

MakeDatabase = Callable[[], DatabaseUrl]


@pytest.fixture(scope="module")
def make_database(server_url: DatabaseUrl) -> Iterator[MakeDatabase]:
    """Makes empty databases on the server under test; they are dropped in the end."""
    made: list[DatabaseUrl] = []

    def make() -> DatabaseUrl:
        url = replace(server_url, name=f"kiem_sample_{uuid.uuid4().hex[:12]}")
        with psycopg.connect(str(server_url), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{url.name}"'.encode())
        made.append(url)
        return url

    yield make
    with psycopg.connect(str(server_url), autocommit=True) as server:
        for url in made:
            server.execute(f'DROP DATABASE IF EXISTS "{url.name}" WITH (FORCE)'.encode())


@contextmanager
def using(url: DatabaseUrl, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Django's connection leads to `url` during the block; the pool of the one before is closed."""
    with blocker.unblock():
        before = connections.settings["default"]["NAME"]
        close_pools()
        for settings in (connections.settings["default"], connection.settings_dict):
            settings["NAME"] = url.name
        try:
            yield
        finally:
            close_pools()
            for settings in (connections.settings["default"], connection.settings_dict):
                settings["NAME"] = before


def environment(url: DatabaseUrl) -> dict[str, str]:
    """For `python -m kiem` on that database."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**os.environ, "DATABASE_URL": str(url), "PYTHONPATH": paths}
