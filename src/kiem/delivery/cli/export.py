"""`kiem export`: whole tables as CSV or Excel files."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from kiem.delivery.cli.load import _day as day_of
from kiem.delivery.cli.session import add_data_option, opened, progress
from kiem.platform.access import SYSTEM, Permission
from kiem.platform.kernel.errors import OperationalError

PERMISSION = Permission.OPERATE
WHAT = ("people", "appointments", "memberships", "activities", "time", "load", "findings")
INVENTED = "Invented people: this database holds sample data."


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    export = subparsers.add_parser(
        "export",
        help="write a whole table as a CSV or Excel file",
        description="Writes a whole table, of any size, to standard output or into a file: who "
        "holds what on the day, or the activities and hours from one day to another. Texts that a "
        "spreadsheet would run as formulas are neutralised.",
        epilog="Exit codes: 0 written, 2 unknown day, no database, or the file cannot be written.",
    )
    export.add_argument("what", choices=WHAT, metavar="WHAT", help=", ".join(WHAT))
    export.add_argument(
        "--on", type=day_of, metavar="DATE", help="the day shown, as 2025-10-23 (default: today)"
    )
    export.add_argument(
        "--from",
        dest="first",
        type=day_of,
        metavar="DATE",
        help="activities and time: the first day (default: the first of the month of --on)",
    )
    export.add_argument(
        "--known-at",
        type=_moment,
        metavar="MOMENT",
        help="as it was known then, as 2025-10-31T08:30 (default: now)",
    )
    export.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    export.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write (default: standard output)"
    )
    add_data_option(export)
    export.set_defaults(run=_export)


def _moment(text: str) -> datetime:
    from kiem.platform.kernel.clock import LOCAL_ZONE

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a moment; write it as 2025-10-31T08:30"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL_ZONE)


def _export(arguments: argparse.Namespace) -> int:
    if arguments.output is None:
        count = _write(arguments, sys.stdout.buffer)
    else:
        count = _write_file(arguments)
    progress(f"{count:,} rows.")
    return 0


def _write_file(arguments: argparse.Namespace) -> int:
    """Into a new file beside it first: a file that is there was written to its end."""
    target: Path = arguments.output
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as out:
            count = _write(arguments, out)
        part.replace(target)
    except OSError as error:
        raise OperationalError(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(arguments: argparse.Namespace, out: BinaryIO) -> int:
    with opened(arguments, migrate=False):
        from kiem.delivery.exporting.tables import Asked, table_named
        from kiem.delivery.exporting.writing import write_csv, write_xlsx
        from kiem.platform.kernel import clock
        from kiem.platform.kernel.installation import read_installation

        on: date = arguments.on or clock.today()
        table = table_named(arguments.what)
        asked = Asked(SYSTEM, on, arguments.first or on.replace(day=1), arguments.known_at)
        is_invented = read_installation().is_sample
        if is_invented:
            progress(INVENTED)
        write = write_csv if arguments.format == "csv" else write_xlsx
        return write(table.columns, table.rows(asked), out, is_invented=is_invented)
