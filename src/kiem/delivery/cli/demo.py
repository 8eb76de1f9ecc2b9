"""`kiem demo` and `kiem erase-demo`."""

from __future__ import annotations

import argparse
import os
from datetime import date

from kiem.delivery.cli.session import add_data_option, opened, progress, target_of
from kiem.platform.access import Permission
from kiem.platform.database import Target, default_data_dir
from kiem.platform.kernel.errors import OperationalError

PERMISSION = Permission.OPERATE
DEFAULT_PORT = 8000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    making = subparsers.add_parser(
        "demo",
        help="make the sample data if it is not there, and serve it",
        description="Makes a sample on Hanoi's real units, with invented people who live through "
        "the reorganisations of 2025, and serves it on 127.0.0.1; with --sample vinh a smaller one "
        "of 2020, a question asked, concluded on and followed. The same --until always makes the "
        "same data. A sample that is there already is served as it is.",
    )
    making.add_argument(
        "--until",
        type=_day,
        metavar="YYYY-MM-DD",
        help="the day the story has reached (default: today; vinh: its last day, 2021-01-31)",
    )
    _add_sample_option(making)
    making.add_argument(
        "--scale",
        choices=("city", "national"),
        default="city",
        help="city: 126 units, 11,164 people; national: 3,321 units, 200,000 people (benchmarks)",
    )
    making.add_argument("--no-serve", action="store_true", help="make the data and end")
    making.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="port to serve on (default: %(default)s)"
    )
    add_data_option(making)
    making.set_defaults(run=_demo)

    erasing = subparsers.add_parser(
        "erase-demo",
        help="take the sample data away",
        description="Empties a database that holds the sample. Real data is never touched.",
    )
    _add_sample_option(erasing)
    add_data_option(erasing)
    erasing.set_defaults(run=_erase)


def _add_sample_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sample",
        choices=("hanoi", "vinh"),
        help="which sample (default: what is in the data folder, else hanoi); vinh has a data "
        "folder of its own beside the usual one",
    )


def own_folder(arguments: argparse.Namespace) -> None:
    """Vinh lives beside the usual folder, so that samples do not meet: ~/.local/share/kiem-vinh."""
    if arguments.sample == "vinh" and arguments.data is None:
        usual = default_data_dir(os.environ)
        arguments.data = usual.with_name(f"{usual.name}-vinh")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2025-10-23") from None


def _demo(arguments: argparse.Namespace) -> int:
    name = arguments.sample
    if arguments.scale == "national":
        if name == "vinh":
            raise OperationalError("Vinh is one city: leave --scale national or --sample vinh out.")
        name = "national"
    own_folder(arguments)
    if not arguments.no_serve:
        from kiem.delivery.cli.serving import listening

        with listening(arguments.port):
            pass  # a busy port is told now, not after the long work
    target = target_of(arguments)  # before `opened` sets DATABASE_URL, which would hide the folder
    with opened(arguments):
        from kiem.delivery.sample.filling import fill

        progress("Preparing the sample data (all people are invented) ...")
        filled = fill(arguments.until, name=name, tell=progress)
        if filled.made:
            progress(
                f"Made the sample up to {filled.until.isoformat()}: {filled.rows:,} facts in "
                f"{filled.steps} transactions, {filled.seconds:.0f} s."
            )
        else:
            progress(f"The sample up to {filled.until.isoformat()} is there.")
        if not arguments.no_serve:
            return _serve(target, arguments.port)
    return 0


def _serve(target: Target, port: int) -> int:
    from kiem.delivery.cli.serving import serve

    return serve(target, port=port)


def _erase(arguments: argparse.Namespace) -> int:
    own_folder(arguments)
    with opened(arguments):
        from kiem.delivery.sample.filling import erase

        until = erase()
    state = "an unfinished sample" if until is None else f"the sample up to {until.isoformat()}"
    print(f"Erased {state}; the database is empty.")
    return 0
