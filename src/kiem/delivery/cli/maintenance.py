"""`kiem migrate`: bring the database's tables up to this version of the program."""

from __future__ import annotations

import argparse

from kiem.delivery.cli.session import add_data_option, opened
from kiem.platform.access import Permission

PERMISSION = Permission.OPERATE


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    migrating = subparsers.add_parser(
        "migrate",
        help="bring the database up to this version",
        description="Brings the tables up to this version of Kiem; make a backup first. "
        "`kiem serve` does the same at its start. Harmless when there is nothing to do.",
    )
    add_data_option(migrating)
    migrating.set_defaults(run=_migrate)


def _migrate(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        print("The database is up to date with this version of Kiem.")
    return 0
