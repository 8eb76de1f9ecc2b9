"""`kiem` as a process: the demo made, served, killed and asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiem.platform.database import stop

SOURCE = Path(__file__).parents[2] / "src"
UNTIL = "2025-11-30"  # past the month that is looked at most, so that it is closed
SHOWN = "2025-10-23"
ENDING_TIMEOUT_S = 60


@dataclass(frozen=True)
class Site:
    """A running demo."""

    url: str
    data: Path


def fresh_folder() -> Path:
    """Not pytest's: an embedded server run as root needs parents that others may enter."""
    folder = Path(tempfile.mkdtemp(prefix="kiem-e2e-"))
    folder.chmod(0o755)
    return folder / "data"


def gone(data: Path) -> None:
    """Stop what still runs there and take the folder away."""
    stop(data)
    shutil.rmtree(data.parent, ignore_errors=True)


def environ() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "KIEM_SECRET_FILE")}
    return {**kept, "PYTHONPATH": str(SOURCE)}


def start_kiem(data: Path, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
    """A `kiem` in a process group of its own; the caller ends it."""
    return subprocess.Popen(
        [sys.executable, "-m", "kiem", *arguments, "--data", str(data)],
        text=True,
        env=environ(),
        start_new_session=True,
        **streams,
    )


def run_kiem(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A `kiem` command to its end, whatever its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "kiem", *arguments, "--data", str(data)],
        env=environ(),
        capture_output=True,
        text=True,
        check=False,
    )


def asked_for_json(data: Path, *arguments: str) -> dict[str, Any]:
    """The JSON object a command prints. Fails with what it said otherwise."""
    result = run_kiem(data, *arguments, "--format", "json")
    assert result.returncode == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@contextmanager
def running_demo(data: Path, *options: str) -> Iterator[tuple[str, float]]:
    """`kiem demo` on a free port: its address, and the seconds until its first page."""
    started = time.monotonic()
    process = start_kiem(data, "demo", "--port", "0", *options, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip().rstrip("/")
        seconds = time.monotonic() - started
        assert url.startswith("http://127.0.0.1:"), f"kiem demo answered {url!r}"
        yield url, seconds
    finally:
        process.terminate()
        process.communicate(timeout=ENDING_TIMEOUT_S)
