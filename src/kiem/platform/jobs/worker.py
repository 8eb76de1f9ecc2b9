"""The loop of a worker: waits for a word from PostgreSQL, takes runs, performs them in threads.

Idle it costs next to nothing: it listens, asks once a minute in case a word was lost, and gives a
sign of life once a minute.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time

from procrastinate.exceptions import ConnectorException

from kiem.platform.database import close_pools
from kiem.platform.jobs import performing
from kiem.platform.jobs.broker import QUEUE, TASK, worker_app

CONCURRENCY = 2
POLL_S = 60.0
HEARTBEAT_S = 60.0
STALLED_AFTER_S = 300.0
GRACE_S = 5.0  # for running work to reach a point where it can stop
PAUSE_S = 2.0  # before the database is tried again
SWEEP = "23 * * * *"  # hourly; it also keeps the watch over the listener alive

logger = logging.getLogger(__name__)


def run_worker() -> None:
    """Work until SIGTERM or SIGINT. Never returns: the process ends here.

    Work that cannot stop within `GRACE_S` is cut off; its transaction is rolled back and its run
    found again by the next worker.
    """
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # we tell ourselves what matters
    stopping = threading.Event()
    while not stopping.is_set():
        try:
            performing.recover()
            asyncio.run(_work(stopping))
        except (ConnectorException, *performing.DATABASE_LOST):
            close_pools()
            if not stopping.is_set():
                time.sleep(PAUSE_S)
        except SystemExit:
            break
    close_pools()
    os._exit(0)


async def _work(stopping: threading.Event) -> None:
    app = worker_app()
    lost = threading.Event()
    loop = asyncio.get_running_loop()

    @app.task(name=TASK, queue=QUEUE)
    def perform(run_id: int) -> None:
        try:
            performing.perform(run_id, stopping)
        except performing.DATABASE_LOST:
            lost.set()
            loop.call_soon_threadsafe(working.cancel)
        finally:
            close_pools_of_thread()

    @app.periodic(cron=SWEEP)
    @app.task(name="kiem.sweep", queue=QUEUE)
    def sweep(timestamp: int) -> None:
        try:
            performing.recover()
        finally:
            close_pools_of_thread()

    def stop() -> None:
        if not stopping.is_set():
            stopping.set()
            threading.Thread(target=_end_after_grace, daemon=True).start()
        working.cancel()

    async with app.open_async():
        working = asyncio.ensure_future(
            app.run_worker_async(
                queues=[QUEUE],
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLL_S,
                abort_job_polling_interval=3600.0,  # runs are cancelled by their own mark
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=STALLED_AFTER_S,
                delete_jobs="always",  # the run is the record
                install_signal_handlers=False,
            )
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        try:
            await working
        except asyncio.CancelledError:
            if not (stopping.is_set() or lost.is_set()):
                raise
    if lost.is_set():
        raise ConnectorException


def close_pools_of_thread() -> None:
    """Give the thread's connection back; the pool stays for the next run."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()


def _end_after_grace() -> None:
    time.sleep(GRACE_S)
    os._exit(0)
