"""Data folders of this part's own: each is removed with its server, whatever a test did to it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiem.platform import database


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder that does not exist yet, with a path short enough for sockets."""
    parent = Path(tempfile.mkdtemp(prefix="kiem-"))
    parent.chmod(0o755)  # as root, the server's account must be able to pass
    folder = parent / "data"
    try:
        yield folder
    finally:
        database.stop(folder)
        shutil.rmtree(parent, ignore_errors=True)
