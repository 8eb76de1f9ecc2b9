"""`kiem import`: a file into the register or the ledger, as the pages do it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiem.delivery.cli.main import EXIT_BROKEN
from kiem.delivery.cli.session import add_data_option, opened, progress
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import OperationalError

if TYPE_CHECKING:
    from kiem.domain.imports.reporting import Report

PERMISSION = Permission.OPERATE
KINDS = ("people", "appointments", "memberships", "activities", "time")
ERRORS_SHOWN = 50


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "import",
        help="bring a workbook or CSV file into the register",
        description="Imports people, appointments, memberships, activities and hours from an Excel "
        "workbook or a CSV file: all of it or, when anything in it is wrong, nothing. Each sheet "
        "is recognised by its heads. What is known already is not imported twice. The facts point "
        "to one decision of kind import, issued by the top of the organisation.",
        epilog="Exit code 1 when the file holds errors; each is told with sheet, cell and remedy.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--kind", choices=KINDS, help="what the sheets hold, where their heads leave a choice"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what would change and what is wrong"
    )
    add_data_option(parser)
    parser.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        raise OperationalError(
            f"{arguments.file} cannot be read: {error.strerror}. Check the name and its rights."
        ) from error
    with opened(arguments):
        from kiem.domain.imports.actions import apply_file, check_file, submit_file
        from kiem.domain.imports.queries import read_import
        from kiem.platform.access import Viewer

        actor = Viewer(name="operator", is_system=True)
        import_id = submit_file(
            name=arguments.file.name, content=content, actor=actor, kind=arguments.kind or ""
        )
        work = check_file if arguments.dry_run else apply_file
        report = work(import_id=import_id, actor=actor, tell=_teller())
        row = read_import(import_id=import_id, viewer=actor)
    _tell(report)
    if report.error_count:
        print("Nothing was imported." if not arguments.dry_run else "Nothing would be imported.")
        return EXIT_BROKEN
    if arguments.dry_run:
        print("Nothing was changed: this was a dry run.")
    elif row.decision_id:
        print(f"Imported by decision NK-{import_id:06d} (/decisions/{row.decision_id}/).")
    else:
        print("Imported." if report.changing else "Everything in the file is known already.")
    return 0


def _teller() -> Callable[[int, int, str], None]:
    shown = ""

    def tell(done: int, total: int, phase: str = "") -> None:
        nonlocal shown
        if phase and phase != shown:
            shown = phase
            progress(f"  {phase} ...")

    return tell


def _tell(report: Report) -> None:
    for part in report.parts:
        print(
            f"{part.sheet} ({part.kind}): {part.new:,} new, {part.change:,} changed, "
            f"{part.equal:,} known already"
        )
    for sheet in report.unread:
        print(f"{sheet}: not read, its heads are not understood")
    if report.encoding and report.encoding != "UTF-8":
        print(f"The file was read as {report.encoding}.")
    for error in report.errors[:ERRORS_SHOWN]:
        print(f"  {error}")
    if report.error_count > ERRORS_SHOWN:
        print(f"  ... {report.error_count:,} errors in all")
