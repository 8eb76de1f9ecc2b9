"""`kiem remind`: notices of hours not logged, tasks that are late, answers that are owed."""

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
        help="remind people of hours, surveys, congresses and late tasks",
        description="Puts a notice into the inbox of everybody with activities of the last 31 days "
        "without hours, or an office without hours for 14 days; no such reminder reaches anybody "
        "twice a week. Brings each late task before whoever is next: its owner, the head of the "
        "body, who set it, the level above, one of them a day at most. Reminds whoever owes an "
        "answer to a survey three days before its last day, and weekly after. Tells chapters of "
        "delegates and nominations a congress waits for, and delegates that it was recognised. "
        "It may run daily.",
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
        from kiem.domain.assembly.actions import remind_overdue, remind_requests
        from kiem.domain.elections.actions import remind_congresses
        from kiem.domain.ledger.actions import remind_missing
        from kiem.domain.surveys.actions import remind_surveys
        from kiem.platform.kernel import clock

        on = arguments.on or clock.today()
        done = remind_missing(on=on, actor=SYSTEM)
        late = remind_overdue(on=on, actor=SYSTEM)
        asked = remind_surveys(on=on, actor=SYSTEM)
        congresses = remind_congresses(on=on, actor=SYSTEM)
        requests = remind_requests(on=on, actor=SYSTEM)
    print(
        f"Activities without hours: {done.people_with_activities} people. "
        f"Nothing logged for 14 days: {done.people_silent} people. "
        f"New notices: {done.notices}.\n"
        f"Late tasks brought one level higher: {late.tasks}. New notices: {late.notices}.\n"
        f"Surveys that wait for answers: {asked.surveys}. New notices: {asked.notices}.\n"
        f"Overdue requests: {requests} new notices.\n"
        f"Congresses to come: {congresses.congresses}. New notices: {congresses.notices}."
    )
    return 0
