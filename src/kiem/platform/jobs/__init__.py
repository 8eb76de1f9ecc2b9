"""Long work outside the request: queued in the caller's transaction, done by a worker process.

    from kiem.platform import jobs
    run_id = jobs.queue(kind="imports.apply", inputs={"import_id": 7}, actor=viewer)

An app registers its kinds when it starts (`jobs.register_kind`). Names are loaded on first use,
because models cannot be imported before Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiem.platform.jobs.kinds import Kind, Outcome, Progress, register_kind

if TYPE_CHECKING:
    from kiem.platform.jobs.actions import cancel_run, queue
    from kiem.platform.jobs.process import WorkerProcess
    from kiem.platform.jobs.queries import RunRow, list_runs, read_run

_HOMES = {
    "RunRow": "queries",
    "WorkerProcess": "process",
    "cancel_run": "actions",
    "list_runs": "queries",
    "queue": "actions",
    "read_run": "queries",
}

__all__ = [
    "Kind",
    "Outcome",
    "Progress",
    "RunRow",
    "WorkerProcess",
    "cancel_run",
    "list_runs",
    "queue",
    "read_run",
    "register_kind",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
