"""The processes behind `kiem serve`: the database, the web server, and how both come and go.

The web server is gunicorn in this very process: one arbiter that imports the application once and
forks workers of several threads. It listens on 127.0.0.1 only; the world reaches Kiem through a
reverse proxy. The database is borrowed for as long as the arbiter lives (see
`kiem.platform.database.running`), and started again if it dies meanwhile. Beside the web workers
the arbiter keeps one child that performs long work (`kiem.platform.jobs`).
"""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from kiem.platform.database import DatabaseError, Target, close_pools
from kiem.platform.jobs import WorkerProcess
from kiem.platform.kernel.errors import OperationalError

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4
GRACEFUL_STOP_S = 10
FIRST_ANSWER_TIMEOUT_S = 60
REVIVE_PAUSE_S = 5.0


class PortError(OperationalError):
    """The wished port cannot be listened on."""


def serve(
    target: Target,
    *,
    port: int,
    announce: Callable[[str], None] = print,
    workers: int = WORKERS,
    threads: int = THREADS,
) -> int:
    """Serve Kiem until it is told to end (SIGINT, SIGTERM, or the terminal closes).

    The port is taken first: nothing is started for a server that cannot listen. An embedded
    database is started before the application is imported, and stopped last if nobody else uses it.

    Args:
        port: 0 takes a free one.
        announce: called once with the URL, when a first page was really answered. It runs in a
            process of its own and cannot change anything here.

    Returns:
        The exit code, 0 after an orderly end.

    Raises:
        PortError: the port is busy, forbidden or impossible.
        DatabaseError: the database cannot be started.
    """
    with listening(port) as listener, _ending_orderly(), target.running() as url:
        os.environ["DATABASE_URL"] = str(url)
        return _run(_Application(target, listener, announce, workers, threads))


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """A socket on `127.0.0.1:port` that takes connections from now on."""
    if not 0 <= port <= 65535:
        raise PortError(f"{port} is no port. Choose one from 1024 to 65535, or 0 for a free one.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(128)
        except OSError as error:
            raise PortError(_why_not(port, error)) from error
        yield listener


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by a Kiem that runs already. Stop what uses it, or "
            "choose another port with --port N (--port 0 takes a free one)."
        )
    if error.errno == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023 with --port N."
    return f"Port {port} cannot be listened on: {error.strerror}. Choose another with --port N."


@contextmanager
def _ending_orderly() -> Iterator[None]:
    """Until the arbiter takes over, a signal to end unwinds like an exception."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signals = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(application: _Application) -> int:
    owner = os.getpid()
    try:
        _Arbiter(application).run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if os.getpid() != owner:
            # a worker ends here, on a copy of its parent's stack: nothing above is its business
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        return code
    return 0


class _Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's view of Kiem: settings, and where the WSGI application is."""

    def __init__(
        self,
        target: Target,
        listener: socket.socket,
        announce: Callable[[str], None],
        workers: int,
        threads: int,
    ) -> None:
        self.target = target
        self.listener = listener
        self.announce = announce
        self.workers = workers
        self.threads = threads
        super().__init__(prog="kiem")

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{os.dup(self.listener.fileno())}",  # gunicorn closes what it is given
            "worker_class": "gthread",
            "workers": self.workers,
            "threads": self.threads,
            "preload_app": True,
            "control_socket_disable": True,
            "graceful_timeout": GRACEFUL_STOP_S,
            "loglevel": "warning",
            "proc_name": "kiem",
            "when_ready": self._when_ready,
            "pre_fork": self._pre_fork,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()

    def _pre_fork(self, arbiter: Arbiter, worker: object) -> None:
        close_pools()

    def _when_ready(self, arbiter: Arbiter) -> None:
        close_pools()
        if os.fork() == 0:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            port: int = self.listener.getsockname()[1]
            for listener in (self.listener, *arbiter.LISTENERS):
                listener.close()  # or it would wait for an answer from itself
            _announce_first_answer(port, self.announce)


def _announce_first_answer(port: int, announce: Callable[[str], None]) -> None:
    """Ask for the first page, tell the result, and end this process."""
    url = f"http://{HOST}:{port}/"
    code = 0
    try:
        connection = http.client.HTTPConnection(HOST, port, timeout=FIRST_ANSWER_TIMEOUT_S)
        connection.request("GET", "/")
        status = connection.getresponse().status
        if status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
            announce(url)
        else:
            print(f"kiem: {url} answers with the error {status}.", file=sys.stderr)
    except (OSError, http.client.HTTPException):
        code = 1  # the server ended before it answered, and says itself why
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class _Arbiter(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's parent process, which also looks after the database."""

    app: _Application
    _next_revival_s = 0.0
    _is_serving = False

    def __init__(self, application: _Application) -> None:
        super().__init__(application)
        self._jobs = WorkerProcess(self._let_go)

    def manage_workers(self) -> None:
        """Called about once a second."""
        if time.monotonic() >= self._next_revival_s:
            try:
                if self.app.target.revive():
                    self.log.warning("The database had died and was started again.")
            except DatabaseError as error:
                self.log.error("The database died and cannot be started: %s", error)
                self._next_revival_s = time.monotonic() + REVIVE_PAUSE_S
        super().manage_workers()
        if self._is_serving:
            self._jobs.tend()
        self._is_serving = True  # the first page comes before long work

    def handle_chld(self) -> None:
        """A child ended. Gunicorn would take ours for a stranger's."""
        self._jobs.reap()
        super().handle_chld()

    handle_cld = handle_chld

    def stop(self, graceful: bool = True) -> None:
        """End all children."""
        self._jobs.end(GRACEFUL_STOP_S if graceful else 0.0)
        super().stop(graceful)

    def _let_go(self) -> None:
        """In the child for long work: the port is the parent's."""
        for listener in (self.app.listener, *self.LISTENERS):
            listener.close()

    def handle_hup(self) -> None:
        """The terminal was closed. Gunicorn would reload and stay without one."""
        self.handle_term()

    def handle_usr2(self) -> None:
        """Gunicorn would run the command line again beside itself. Not with a database to share."""
        self.log.warning("USR2 is ignored: stop Kiem and start it again.")
