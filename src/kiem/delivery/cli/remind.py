"""`kiem remind`: notices to those who have not logged hours."""

from __future__ import annotations

import argparse
from datetime import date

from kiem.delivery.cli.session import add_data_option, opened
from kiem.platform.access import SYSTEM, Permission

PERMISSION = Permission.OPERATE


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "remind",
        help="remind people of hours they have not logged",
        description="Puts a notice into the inbox of everybody with activities of the last 31 days "
        "without hours, or an office without hours for 14 days. The same reminder reaches nobody "
        "twice a week, so that it may run every day.",
    )
    parser.add_argument(
        "--on", type=_day, metavar="DATE", help="the day it is seen from (default: today)"
    )
    add_data_option(parser)
    parser.set_defaults(run=_remind)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2025-10-23") from None


def _remind(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        from kiem.domain.ledger.actions import remind_missing
        from kiem.platform.kernel import clock

        done = remind_missing(on=arguments.on or clock.today(), actor=SYSTEM)
    print(
        f"Activities without hours: {done.people_with_activities} people. "
        f"Nothing logged for 14 days: {done.people_silent} people. "
        f"New notices: {done.notices}."
    )
    return 0
