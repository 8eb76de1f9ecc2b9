"""The worker as a process: it takes work at once, dies, comes back, and ends when told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from tests.platform.jobs import work

from kiem.platform.access import Viewer
from kiem.platform.database import close_pools
from kiem.platform.jobs import WorkerProcess, cancel_run, process, queue, read_run


@pytest.fixture
def worker(officer: Viewer, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerProcess]:
    monkeypatch.setattr(process, "REVIVE_PAUSE_S", 0.0)
    running = WorkerProcess()
    yield running
    running.end(timeout_s=5)
    close_pools()


def eventually(condition: Callable[[], bool], timeout_s: float = 15) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_worker_takes_work_that_was_waiting_and_work_that_comes(
    worker: WorkerProcess, officer: Viewer
) -> None:
    def is_done(run_id: int) -> bool:
        return read_run(run_id=run_id, viewer=officer).state == "done"

    first = queue(kind="test.steps", inputs={"count": 1}, actor=officer)
    worker.tend()
    assert eventually(lambda: is_done(first))
    second = queue(kind="test.tell_language", inputs={}, actor=officer)
    assert eventually(lambda: is_done(second), timeout_s=5)  # it is told, it does not ask
    pid = worker.pid
    worker.end(timeout_s=5)
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_work_of_a_killed_worker_is_done_by_the_next_one(
    worker: WorkerProcess, officer: Viewer
) -> None:
    work.between.append(lambda: time.sleep(0.4))
    run_id = queue(kind="test.steps", inputs={"count": 3}, actor=officer)
    worker.tend()
    first = worker.pid
    assert first is not None
    assert eventually(lambda: (read_run(run_id=run_id, viewer=officer).percent or 0) > 0)
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: not worker.reap())
    assert work.effects() == 0
    worker.tend()
    assert worker.pid not in (None, first)
    assert eventually(lambda: read_run(run_id=run_id, viewer=officer).state == "done")
    assert work.effects() == 1


def test_running_work_is_cancelled_within_a_second(worker: WorkerProcess, officer: Viewer) -> None:
    work.between.append(lambda: time.sleep(0.05))
    run_id = queue(kind="test.steps", inputs={"count": 1000}, actor=officer)
    worker.tend()
    assert eventually(lambda: read_run(run_id=run_id, viewer=officer).state == "running")
    cancel_run(run_id=run_id, actor=officer)
    assert eventually(
        lambda: read_run(run_id=run_id, viewer=officer).state == "cancelled", timeout_s=2
    )


def test_worker_told_to_end_puts_its_work_back(worker: WorkerProcess, officer: Viewer) -> None:
    work.between.append(lambda: time.sleep(0.05))
    run_id = queue(kind="test.steps", inputs={"count": 1000}, actor=officer)
    worker.tend()
    assert eventually(lambda: read_run(run_id=run_id, viewer=officer).state == "running")
    started = time.monotonic()
    worker.end(timeout_s=10)
    assert time.monotonic() - started < 4
    assert read_run(run_id=run_id, viewer=officer).state == "queued"
    assert work.effects() == 0
