"""Performs one run: takes it, does its work, writes what became of it. And finds what was left."""

from __future__ import annotations

import logging
import threading
from typing import Any

import psycopg
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import translation

from kiem.platform.access.queries import viewer_for
from kiem.platform.access.viewer import Viewer
from kiem.platform.jobs import errors
from kiem.platform.jobs.broker import QUEUE, connection_parameters, defer
from kiem.platform.jobs.errors import Cancelled, Interrupted
from kiem.platform.jobs.kinds import Outcome, Progress, kind_of
from kiem.platform.jobs.models import Run, State
from kiem.platform.jobs.watching import Watch, try_lock
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import execute, fetch

MAX_ATTEMPTS = 2

logger = logging.getLogger(__name__)

# The program lost its database, not its way: the run is found again when both are back.
DATABASE_LOST = (OperationalError, InterfaceError, psycopg.OperationalError)


def perform(run_id: int, stopping: threading.Event | None = None) -> None:
    """Do the work of a queued run, once, whoever else was told to do it too.

    The work's transaction also writes that the run is done. Raises only when the database is gone.
    """
    with Watch(run_id, stopping) as watch:
        run = _take(run_id) if watch.is_held else None
        if run is None:
            return
        try:
            with translation.override(run.language), transaction.atomic():
                _write_done(run, _work(run, watch))
        except Cancelled:
            _end(run, State.CANCELLED)
        except Interrupted:
            _put_back(run)
        except DATABASE_LOST:
            raise
        except DomainError as error:
            _end(run, State.FAILED, error)
        except Exception:
            logger.exception("Run %s of kind %s failed", run_id, run.kind)
            _end(run, State.FAILED, errors.fault())


def _take(run_id: int) -> Run | None:
    """The run, marked as running; None when it is gone, cancelled or somebody else's by now."""
    taken = Run.objects.filter(pk=run_id, state=State.QUEUED).update(
        state=State.RUNNING, attempts=F("attempts") + 1, started_at=clock.now()
    )
    return Run.objects.get(pk=run_id) if taken else None


def _work(run: Run, progress: Progress) -> Outcome:
    kind = kind_of(run.kind)
    if kind is None:
        raise errors.unknown_kind(run.kind)
    viewer = _viewer_of(run)
    viewer.require(kind.permission)
    return kind.function()(run.inputs, viewer, progress)


def _viewer_of(run: Run) -> Viewer:
    """The account with today's rights, but none it lacked when it started the run."""
    if run.user_id is None:
        return Viewer(name=run.actor, is_system=True)
    user = get_user_model()._default_manager.filter(pk=run.user_id).first()
    if user is None or not user.is_active:
        raise errors.no_account()
    viewer = viewer_for(user)
    allowed = set(run.permissions)
    return Viewer(
        name=viewer.name,
        user_id=viewer.user_id,
        person_id=viewer.person_id,
        grants=frozenset(g for g in viewer.grants if str(g.permission) in allowed),
    )


def _write_done(run: Run, outcome: Outcome) -> None:
    """Inside the work's transaction. Whoever cancelled in time gets nothing."""
    written = Run.objects.filter(pk=run.pk, cancel_requested=False).update(
        state=State.DONE,
        ended_at=clock.now(),
        facts=dict(outcome.facts),
        location=outcome.location,
        file_id=outcome.file_id,
    )
    if not written:
        raise Cancelled


def _end(run: Run, state: State, error: DomainError | None = None) -> None:
    kept = error and {
        "code": error.code,
        "message": error.message,
        "remedy": error.remedy,
        "params": {name: _plain(value) for name, value in error.params.items()},
    }
    Run.objects.filter(pk=run.pk).update(state=state, ended_at=clock.now(), error=kept)


def _plain(value: object) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _put_back(run: Run) -> None:
    """As if it had not been started: an orderly end of the program counts as no attempt."""
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state=State.QUEUED, attempts=F("attempts") - 1)
        defer([run.pk])


def recover() -> int:
    """Find runs that a dead worker left: queue them once more, or say that they broke off twice.

    Returns how many. Harmless beside living workers, and when there is nothing to find.
    """
    found = 0
    with psycopg.connect(**connection_parameters(), autocommit=True) as connection:
        running = Run.objects.filter(ended_at__isnull=True, state=State.RUNNING).order_by("pk")
        for run in running:
            if try_lock(connection, run.pk):
                found += _recover(run.pk)
    return found + _queue_lost_again()


def _recover(run_id: int) -> int:
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run_id)
        if run.state != State.RUNNING:
            return 0  # it ended between the look and the lock
        if run.cancel_requested:
            _end(run, State.CANCELLED)
        elif run.attempts < MAX_ATTEMPTS:
            Run.objects.filter(pk=run_id).update(state=State.QUEUED)
            defer([run_id])
        else:
            _end(run, State.FAILED, errors.broken_off())
    return 1


def _queue_lost_again() -> int:
    """Runs whose place in the queue went down with a worker between taking it and starting."""
    with transaction.atomic():
        # a worker's entry goes when its heart stops, and leaves its jobs without one
        execute("DELETE FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL")
        lost = fetch(
            """
            SELECT id FROM jobs_run AS run
            WHERE ended_at IS NULL AND state = 'queued' AND NOT EXISTS (
                SELECT FROM procrastinate_jobs
                WHERE queue_name = %(queue)s AND status IN ('todo', 'doing')
                  AND (args ->> 'run_id')::bigint = run.id)
            ORDER BY id FOR UPDATE SKIP LOCKED
            """,
            {"queue": QUEUE},
        )
        if lost:
            defer([row[0] for row in lost])
    return len(lost)
