"""A congress of the youth of A that elects its secretary by the one delegate there, Ánh."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiem.domain.assembly.actions import EventPlan, plan_event
from kiem.domain.elections.actions import (
    SchemePlan,
    allocate_delegates,
    close_list,
    judge_credentials,
    name_delegates,
    nominate,
    open_contest,
    open_round,
    prepare_congress,
    record_count,
    record_presence,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.factories.two_sides import TwoSides

DAY = date(2025, 2, 21)


def hold_small_congress(places: TwoSides, project: int) -> dict[str, int]:
    """Ids of the `congress`, its `congress_event`, `delegate`, `contest` 1 and counted `round`."""
    anh = places.people["Ánh"]
    with clock.travel(datetime(2025, 2, 21, 3, tzinfo=UTC)):
        event = plan_event(
            project_id=project,
            organizer_id=places.youth_a,
            kind="congress",
            plan=EventPlan(title_vi="Đại hội", held_on=DAY),
            actor=SYSTEM,
        )
        congress = prepare_congress(
            event_id=event,
            scheme=SchemePlan("2025-2030", DAY, date(2030, 2, 21)),
            actor=SYSTEM,
        )
        allocate_delegates(
            congress_id=congress, method="hare", total=1, exception_vi="Thử nghiệm", actor=SYSTEM
        )
        (delegate,) = name_delegates(
            congress_id=congress,
            organization_id=places.youth_a,
            person_ids=[anh],
            mandate_vi="Biên bản",
            actor=SYSTEM,
        )
        judge_credentials(
            congress_id=congress, delegate_ids=[delegate], verdict="confirmed", actor=SYSTEM
        )
        record_presence(congress_id=congress, present_ids=[delegate], actor=SYSTEM)
        contest = open_contest(
            congress_id=congress, post_id=places.secretary_a, seats=1, actor=SYSTEM
        )
        nominate(contest_id=contest, person_id=anh, actor=SYSTEM)
        close_list(contest_id=contest, votes_for=1, actor=SYSTEM)
        ballot = open_round(contest_id=contest, mode="by_hand", actor=SYSTEM)
        record_count(
            round_id=ballot, issued=1, collected=1, invalid=0, votes={anh: 1}, actor=SYSTEM
        )
    return {
        "congress": congress,
        "congress_event": event,
        "delegate": delegate,
        "contest": contest,
        "round": ballot,
    }
