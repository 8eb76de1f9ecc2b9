"""The queue in the same PostgreSQL: procrastinate, in Django's transaction or in the worker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.tasks import Task

QUEUE = "kiem"
TASK = "kiem.run"


def defer(run_ids: Sequence[int]) -> None:
    """Put runs into the queue, in the caller's transaction: a worker sees them when it commits."""
    jobs: list[dict[str, Any]] = [{"run_id": run_id} for run_id in run_ids]
    _task().batch_defer(*jobs)


@cache
def _task() -> Task[..., None, ...]:
    """The task as the web side knows it: its name. Imported when the first run is queued."""
    from procrastinate import App
    from procrastinate.contrib.django.django_connector import DjangoConnector

    app = App(connector=DjangoConnector())
    return app.task(name=TASK, queue=QUEUE)(_of_the_worker)


def _of_the_worker(run_id: int) -> None:
    raise RuntimeError(f"run {run_id} must be performed by a worker")


def worker_app() -> App:
    """The queue as a worker knows it, with connections of its own for listening and fetching."""
    from procrastinate import App, PsycopgConnector

    return App(connector=PsycopgConnector(kwargs=connection_parameters(), min_size=1, max_size=3))


def connection_parameters() -> dict[str, Any]:
    """How to reach the database without Django's pool and adapters."""
    parameters: dict[str, Any] = connection.get_connection_params()
    for own in ("cursor_factory", "context"):
        parameters.pop(own, None)
    return parameters
