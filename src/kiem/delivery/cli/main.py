"""Parses the command line and runs one command.

Each module in `COMMANDS` has `register(subparsers)`, which adds its parser and sets `run`, a
function from parsed arguments to an exit code, and declares in `PERMISSION` what its commands need.
Heavy imports belong inside `run`.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from kiem import __version__
from kiem.platform.kernel.errors import KiemError

COMMANDS: tuple[str, ...] = (
    "kiem.delivery.cli.demo",
    "kiem.delivery.cli.serve",
    "kiem.delivery.cli.work",
    "kiem.delivery.cli.accounts",
    "kiem.delivery.cli.tokens",
    "kiem.delivery.cli.importing",
    "kiem.delivery.cli.load",
    "kiem.delivery.cli.export",
    "kiem.delivery.cli.remind",
    "kiem.delivery.cli.maintenance",
    "kiem.delivery.cli.verify",
    "kiem.delivery.cli.backups",
    "kiem.delivery.cli.simulate",
    "kiem.delivery.cli.study",
)

EXIT_BROKEN = 1  # the command ran and found something wrong
EXIT_USAGE = 2  # the words of the command are off, or the machine is in the way


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiem",
        description="Who holds two posts, what each entitles to, and whether both fit the hours.",
        epilog="Exit codes: 0 all well, 1 something is broken or unmet, 2 wrong use or no access.",
    )
    parser.add_argument("--version", action="version", version=f"kiem {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(name).register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except KiemError as error:
        print(f"kiem: {error}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from django.db import OperationalError  # imported by whoever raised it, else not at all

        if not isinstance(error, OperationalError):
            raise
        reason = str(error).strip().splitlines()[0]
        print(f"kiem: The database stopped answering ({reason}).", file=sys.stderr)
        print("What was not finished is undone. Run the same command again.", file=sys.stderr)
        return EXIT_USAGE
    return code
