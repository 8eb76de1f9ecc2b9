"""The worker as a process of its own: forked, revived when it dies, ended with its parent.

The parent imported the program already, so that the child costs a few megabytes and no start.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from kiem.platform.database import close_pools

REVIVE_PAUSE_S = 3.0
_LOOK_S = 1.0


class WorkerProcess:
    """One child that works through the queue. Call `tend` now and then, and `end` at the end.

    `in_child`: called first thing in the child, to let go of what it must not hold.
    """

    def __init__(self, in_child: Callable[[], None] = lambda: None) -> None:
        self.pid: int | None = None
        self._in_child = in_child
        self._next_start_s = 0.0

    def tend(self) -> None:
        """Start the child if there is none, but not at once again after it died."""
        self.reap()
        if self.pid is None and time.monotonic() >= self._next_start_s:
            self._next_start_s = time.monotonic() + REVIVE_PAUSE_S
            self._start()

    def reap(self) -> bool:
        """Take note of the child's death; True while it lives. Blocks never."""
        if self.pid is None:
            return False
        with contextlib.suppress(ChildProcessError):
            ended, _status = os.waitpid(self.pid, os.WNOHANG)
            if not ended:
                return True
        self.pid = None
        return False

    def end(self, timeout_s: float) -> None:
        """Ask the child to end, and kill it when it does not within `timeout_s`."""
        if not self.reap() or self.pid is None:
            return
        os.kill(self.pid, signal.SIGTERM)
        deadline_s = time.monotonic() + timeout_s
        while self.reap():
            if time.monotonic() > deadline_s:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                self.pid = None
                return
            time.sleep(0.02)

    def _start(self) -> None:
        close_pools()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self.pid = pid
            return
        try:
            for number in (signal.SIGHUP, signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2):
                signal.signal(number, signal.SIG_DFL)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda number, frame: os._exit(0))
            threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
            self._in_child()
            from kiem.platform.jobs.worker import run_worker

            run_worker()
        except BaseException as error:
            print(f"kiem: the worker for long work ended: {error!r}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)


def _end_with(parent: int) -> None:
    """A child of a killed parent ends within a second: its work is rolled back."""
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)
