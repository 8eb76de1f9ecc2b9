"""`kiem work`: a worker for long work, apart from the web server."""

from __future__ import annotations

import argparse
import signal
import time
from types import FrameType

from kiem.delivery.cli.session import add_data_option, opened, progress
from kiem.platform.access import Permission

PERMISSION = Permission.OPERATE
LOOK_S = 1.0
STOP_S = 10.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "work",
        help="perform imports, exports and other long work",
        description="Performs the long work people start on the pages, until Ctrl-C. `kiem serve` "
        "and `kiem demo` have a worker of their own; this is one more, for another machine or a "
        "server that is run in another way. Work it cannot finish is done by the next one.",
    )
    add_data_option(parser)
    parser.set_defaults(run=_work)


def _work(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        from kiem.platform.jobs import WorkerProcess

        signal.signal(signal.SIGTERM, _end)
        worker = WorkerProcess()
        progress("Waiting for work.")
        try:
            while True:
                worker.tend()
                time.sleep(LOOK_S)
        finally:
            worker.end(STOP_S)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
