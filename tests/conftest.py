"""One real PostgreSQL for the run: `DATABASE_URL`, or an embedded one in its own folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from kiem.platform.database import DatabaseUrl, ensure_running, settings_dict, stop


@pytest.fixture(scope="session")
def server_url() -> Iterator[DatabaseUrl]:
    """The server under test. Started when the first test needs it, gone after the last."""
    if given := os.environ.get("DATABASE_URL"):
        yield DatabaseUrl.parse(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="kiem-tests-"))
    try:
        yield ensure_running(folder)
    finally:
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(server_url: DatabaseUrl) -> None:
    """pytest-django's hook before it makes the test database: say where the server is."""
    connections.settings["default"].update(settings_dict(server_url))
