"""The second connection of a running job: progress that others see, and the mark that it lives.

The work itself is one transaction, of which nobody sees anything before it commits. Beside it this
connection writes how far the work is, learns whether it was cancelled, and holds an advisory lock
on the run. PostgreSQL frees the lock when the process dies, however it dies: whoever can take the
lock of a running run knows that nobody works at it.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any, Self

import psycopg

from kiem.platform.jobs.broker import connection_parameters
from kiem.platform.jobs.errors import Cancelled, Interrupted

LOCK_SPACE = 0x4B6A  # beside the audit chains' locks
SECONDS_BETWEEN_WRITES = 0.3

_TELL = """
UPDATE jobs_run SET steps_done = %s, steps_total = %s, phase = %s
WHERE id = %s RETURNING cancel_requested
"""


class Watch:
    """Holds the lock of one run for the block; calls to it are progress.

    `is_held` is False when another process works at the run.
    """

    def __init__(self, run_id: int, stopping: threading.Event | None = None) -> None:
        self.run_id = run_id
        self.is_held = False
        self._stopping = stopping
        self._next_s = 0.0
        self._phase = ""

    def __enter__(self) -> Self:
        self._connection: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(
            **connection_parameters(), autocommit=True
        )
        self.is_held = try_lock(self._connection, self.run_id)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def __call__(self, done: int, total: int, phase: str = "") -> None:
        """Tell how far the work is, a few times a second at most; see `kinds.Progress`."""
        now_s = time.monotonic()
        if now_s < self._next_s and phase in ("", self._phase):
            return
        self._next_s = now_s + SECONDS_BETWEEN_WRITES
        self._phase = phase or self._phase
        row = self._connection.execute(_TELL, (done, total, self._phase, self.run_id)).fetchone()
        if row is None or row[0]:
            raise Cancelled
        if self._stopping is not None and self._stopping.is_set():
            raise Interrupted


def try_lock(connection: psycopg.Connection[tuple[Any, ...]], run_id: int) -> bool:
    """Take the lock of a run for the life of the connection; False when another holds it."""
    row = connection.execute(
        "SELECT pg_try_advisory_lock(%s, %s)", (LOCK_SPACE, run_id % 2**31)
    ).fetchone()
    return bool(row and row[0])
