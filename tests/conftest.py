"""One real PostgreSQL for each process of the run, and how `pytest -n 2` spreads the files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from kiem.platform.database import DatabaseUrl, ensure_running, settings_dict, stop

# Files that drive the one site in the browser; the rest of the folder makes sites of its own.
BROWSER = "tests/e2e/"
OWN_SITES = ("tests/e2e/test_kills.py",)
# Long ones start first, so that none is left over when the others have ended.
LONG_FIRST = (BROWSER, "tests/delivery/sample/", "tests/platform/database/", "tests/delivery/cli/")
NO_BROWSER = "chromium is missing: BROWSER TESTS SKIPPED (apt-get install chromium)"

# Machines are noisy: time is for the benchmarks to measure, not for a deadline to guess.
settings.register_profile("kiem", deadline=None)
settings.load_profile("kiem")


class FilesTogether(LoadScopeScheduling):
    """The tests of a file stay in one process, in order; so do all browser tests."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return BROWSER if file.startswith(BROWSER) and file not in OWN_SITES else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesTogether:
    config.option.loadscopereorder = False  # the order is given below
    return FilesTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        ranks = [n for n, folder in enumerate(LONG_FIRST) if item.nodeid.startswith(folder)]
        return min(ranks, default=len(LONG_FIRST))

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A missing browser must not look like a pass."""
    skipped = [
        r for r in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(r.longrepr)
    ]
    if skipped:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests did not run. {NO_BROWSER}")


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
def django_db_modify_db_settings(
    server_url: DatabaseUrl, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """pytest-django's hook before it makes the test database: say where the server is."""
    connections.settings["default"].update(settings_dict(server_url))
