"""Run as a program on a sample's data folder: opens a ballot by codes, and prints the codes.

A chapter of its own, so that no other test meets it: the smallest with twelve members, all of them
delegates.
"""

from __future__ import annotations

import argparse
import json
import secrets
from datetime import date
from pathlib import Path

from kiem.delivery.cli.session import opened

DAY = date(2025, 12, 20)
FEWEST = 12
CANDIDATES = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    arguments = parser.parse_args()
    with opened(arguments):
        print(json.dumps({"codes": _open()}))


def _open() -> tuple[str, ...]:
    from kiem.domain.elections import actions
    from kiem.platform.access import SYSTEM

    organization, post, members = _chapter()
    congress = _congress(organization, members)
    contest = actions.open_contest(congress_id=congress, post_id=post, seats=2, actor=SYSTEM)
    for nominee in members[-CANDIDATES:]:
        actions.nominate(contest_id=contest, person_id=nominee, actor=SYSTEM)
    actions.close_list(
        contest_id=contest, votes_for=len(members), exception_vi="Thử nghiệm", actor=SYSTEM
    )
    ballot = actions.open_round(contest_id=contest, mode="by_code", actor=SYSTEM)
    return actions.draw_codes(round_id=ballot, actor=SYSTEM)


def _chapter() -> tuple[int, int, list[int]]:
    """The chapter, an office of it with two seats or more, and its members."""
    from kiem.platform.kernel.sql import fetch

    rows = fetch(
        """SELECT m.organization_id, p.id, array_agg(m.person_id ORDER BY m.person_id)
        FROM register_membership m
        JOIN register_post p ON p.organization_id = m.organization_id AND p.kind = 'office'
        JOIN register_poststate s ON s.post_id = p.id AND upper_inf(s.recorded)
            AND s.valid @> %(day)s::date AND s.seats >= 2
        WHERE upper_inf(m.recorded) AND m.valid @> %(day)s::date
        GROUP BY m.organization_id, p.id HAVING count(*) >= %(fewest)s
        ORDER BY count(*), m.organization_id, p.id LIMIT 1""",
        {"day": DAY, "fewest": FEWEST},
    )
    ((organization, post, members),) = rows
    return organization, post, members


def _congress(organization: int, members: list[int]) -> int:
    from kiem.domain.assembly.actions import EventPlan, open_project, plan_event
    from kiem.domain.elections import actions
    from kiem.platform.access import SYSTEM

    project = open_project(
        organization_id=organization,
        code=f"BAU-THU-{secrets.token_hex(2)}",  # a kept sample is opened more than once
        title_vi="Bầu cử thử",
        title_en="A trial election",
        opened_on=DAY,
        actor=SYSTEM,
    )
    event = plan_event(
        project_id=project,
        organizer_id=organization,
        kind="congress",
        plan=EventPlan(
            title_vi="Đại hội thử, bỏ phiếu bằng mã",
            title_en="A trial congress, by codes",
            held_on=DAY,
        ),
        actor=SYSTEM,
    )
    congress = actions.prepare_congress(
        event_id=event,
        scheme=actions.SchemePlan("2025-2030", DAY, date(2030, 12, 20)),
        actor=SYSTEM,
    )
    actions.allocate_delegates(
        congress_id=congress, method="hare", total=len(members), exception_vi="Thử", actor=SYSTEM
    )
    delegates = actions.name_delegates(
        congress_id=congress,
        organization_id=organization,
        person_ids=members,
        mandate_vi="Biên bản",
        actor=SYSTEM,
    )
    actions.judge_credentials(
        congress_id=congress, delegate_ids=delegates, verdict="confirmed", actor=SYSTEM
    )
    actions.record_presence(congress_id=congress, present_ids=delegates, actor=SYSTEM)
    actions.appoint_functionaries(
        congress_id=congress, body="counting", person_ids=members[1:3], actor=SYSTEM
    )
    return congress


if __name__ == "__main__":
    main()
