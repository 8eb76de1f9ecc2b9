"""Who is told what of a congress, once; its days on the calendar and among a unit's duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiem.domain.assembly.queries import duties_of
from kiem.domain.continuity.queries.dates import dates_ahead
from kiem.domain.elections.actions import (
    allocate_delegates,
    change_scheme,
    draft_recognition,
    judge_credentials,
    name_delegates,
    nominate,
    open_contest,
    open_round,
    record_count,
    remind_congresses,
)
from kiem.domain.elections.notices import NOTICES
from kiem.domain.register.actions.drafts import issue_draft
from kiem.platform.access import SYSTEM, Viewer, viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import (
    HELD,
    SCHEME,
    Congress,
    accounts_of,
    build_congress,
    closed_contest,
    delegate_people,
    seat_delegates,
)

PLAN = replace(
    SCHEME,
    delegates_due_on=date(2025, 5, 20),
    nominations_from=date(2025, 5, 1),
    nominations_until=date(2025, 5, 25),
)


@pytest.fixture
def planned(world: Congress) -> Congress:
    """The youth of A is its own one chapter: its head Ánh is told what chapters are told."""
    change_scheme(congress_id=world.congress, scheme=PLAN, actor=world.holder)
    return world


def inbox(person_id: int) -> list[tuple[str, str]]:
    """(code, link) of what somebody was told of congresses, in order."""
    return fetch(
        """SELECT n.code, n.link FROM notices_notice n JOIN notices_delivery d ON d.notice_id = n.id
        WHERE d.person_id = %(person)s AND n.code LIKE 'elections.%%' ORDER BY n.id""",
        {"person": person_id},
    )


def codes(person_id: int) -> list[str]:
    return [code.removeprefix("elections.") for code, _link in inbox(person_id)]


def allocate(world: Congress) -> None:
    allocate_delegates(
        congress_id=world.congress,
        method="hare",
        total=4,
        exception_vi="Hội trường nhỏ",
        actor=world.holder,
    )


def head_branch(world: Congress, branch: int, person: int) -> None:
    """Somebody heads a branch: it has a secretary from now on."""
    from kiem.domain.register.actions import NewAppointment, appoint, create_posts
    from tests.factories.register import START, post

    (secretary,) = create_posts(
        decision_id=world.places.decision,
        posts=[
            post(branch, kind="office", role="secretary", title_vi="Bí thư", title_en="Secretary")
        ],
        actor=SYSTEM,
    )
    appoint(
        decision_id=world.places.decision,
        appointments=[NewAppointment(person, secretary, START, "elected", 0)],
        actor=SYSTEM,
    )


def test_heads_of_chapters_are_told_how_many_they_send_and_until_when(planned: Congress) -> None:
    head = planned.members[0]
    head_branch(planned, planned.branches[0], head)
    allocate(planned)
    assert inbox(head) == [("elections.convened", f"/congresses/{planned.congress}/delegates/")]
    ((params,),) = fetch("SELECT params::text FROM notices_notice WHERE code LIKE '%%convened'", {})
    assert '"count": 3' in params
    assert '"due_on": "2025-05-20"' in params
    allocate(planned)  # the same again says nothing new
    assert codes(head) == ["convened"]


def test_reminders_come_on_their_days_and_once(planned: Congress) -> None:
    head = planned.members[0]
    head_branch(planned, planned.branches[0], head)
    allocate(planned)
    expected = {
        date(2025, 4, 30): [],
        date(2025, 5, 1): ["nominations_open"],
        date(2025, 5, 2): [],
        date(2025, 5, 17): ["delegates_due"],
        date(2025, 5, 20): [],
        date(2025, 5, 21): ["delegates_late"],
        date(2025, 5, 22): ["nominations_close"],
        date(2025, 5, 25): [],
        date(2025, 5, 28): ["delegates_late"],
        date(2025, 6, 2): [],  # it was held
    }
    for day, told in expected.items():
        before = len(codes(head))
        for _ in range(2):
            remind_congresses(on=day, actor=SYSTEM)
        assert codes(head)[before:] == told, day


def test_chapter_that_has_done_its_part_is_left_in_peace(planned: Congress) -> None:
    head = planned.members[0]
    head_branch(planned, planned.branches[0], head)
    allocate(planned)
    name_delegates(
        congress_id=planned.congress,
        organization_id=planned.branches[0],
        person_ids=planned.members[1:4],
        mandate_vi="Biên bản",
        actor=planned.holder,
    )
    contest = open_contest(
        congress_id=planned.congress, post_id=planned.committee, seats=1, actor=planned.holder
    )
    nominate(
        contest_id=contest,
        person_id=planned.members[5],
        by_organization_id=planned.branches[0],
        actor=planned.holder,
    )
    assert remind_congresses(on=date(2025, 5, 18), actor=SYSTEM).notices == 0
    assert codes(head) == ["convened"]


def test_delegates_are_told_and_so_is_whoever_judges_credentials(planned: Congress) -> None:
    allocate(planned)
    secretary = planned.places.people["Ánh"]
    (delegate,) = name_delegates(
        congress_id=planned.congress,
        organization_id=planned.branches[0],
        person_ids=planned.members[:1],
        mandate_vi="Biên bản",
        actor=planned.holder,
    )
    assert codes(planned.members[0]) == ["named"]
    assert "credentials_asked" in codes(secretary)
    judge_credentials(
        congress_id=planned.congress,
        delegate_ids=[delegate],
        verdict="refused",
        reason="Không có biên bản",
        actor=planned.holder,
    )
    assert codes(planned.members[0]) == ["named", "not_confirmed"]


def test_voters_are_told_of_a_ballot_by_account_only(world: Congress) -> None:
    seat_delegates(world)
    accounts_of(world)
    people = list(world.members[:2])
    contest = closed_contest(world, post_id=world.committee, seats=1, people=people)
    other = closed_contest(world, post_id=world.places.secretary_a, seats=1, people=people)
    ballot = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    open_round(contest_id=other, mode="by_code", actor=world.holder)
    for person in delegate_people(world):
        assert inbox(person)[1:] == [
            ("elections.ballot_opened", f"/congresses/{world.congress}/rounds/{ballot}/ballot/")
        ]
    assert codes(world.members[9]) == []


def counted(world: Congress) -> int:
    seat_delegates(world)
    a, b = world.members[:2]
    contest = closed_contest(world, post_id=world.committee, seats=1, people=[a, b])
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, ballot, {a: 6, b: 2})
    return ballot


def count(world: Congress, ballot: int, votes: dict[int, int], reason: str = "") -> None:
    record_count(
        round_id=ballot,
        issued=8,
        collected=8,
        invalid=0,
        votes=votes,
        reason=reason,
        actor=world.holder,
    )


def test_result_is_told_to_delegates_and_again_after_a_recount(world: Congress) -> None:
    ballot = counted(world)
    a, b = world.members[:2]
    assert codes(a) == ["named", "declared"]
    count(world, ballot, {a: 5, b: 3}, reason="Kiểm lại")
    assert codes(a) == ["named", "declared", "declared"]
    texts = fetch("SELECT params::text FROM notices_notice WHERE code LIKE 'elections.%%'", {})
    assert not any("Hạ" in text for (text,) in texts)  # nobody is named, nobody's votes told


def test_higher_body_is_asked_and_delegates_learn_that_it_recognised(world: Congress) -> None:
    counted(world)
    a = world.members[0]
    draft = draft_recognition(congress_id=world.congress, actor=world.holder)
    assert remind_congresses(on=HELD, actor=SYSTEM).notices == 0
    ((asked,),) = fetch(
        "SELECT count(*) FROM notices_notice WHERE code = 'elections.recognition_asked'", {}
    )
    assert asked in (0, 1)  # the higher body's head, unless that is who drafted it
    issue_draft(draft_id=draft, version=1, signed_on=HELD, actor=world.holder)
    assert remind_congresses(on=date(2025, 6, 6), actor=SYSTEM).notices >= 8
    assert remind_congresses(on=date(2025, 6, 7), actor=SYSTEM).notices == 0
    assert codes(a) == ["named", "declared", "recognised"]


def test_reminders_are_for_the_operator(world: Congress) -> None:
    with pytest.raises(Forbidden):
        remind_congresses(on=HELD, actor=world.holder)


def test_days_stand_on_the_calendar_of_the_own_side_only(db: None) -> None:
    with clock.travel(datetime(2025, 3, 1, tzinfo=UTC)):  # known before the day looked at
        planned = build_congress()
        change_scheme(congress_id=planned.congress, scheme=PLAN, actor=planned.holder)
        allocate(planned)
    on = date(2025, 4, 1)
    expected = [
        ("opens", date(2025, 5, 1)),
        ("delegates", date(2025, 5, 20)),
        ("closes", date(2025, 5, 25)),
    ]
    accounts = planned.places.accounts
    for name in ("youth", "secretary"):
        viewer = viewer_for(User.objects.get(pk=accounts[name]))
        assert congress_days(planned, viewer, on) == expected, name
    for name in ("commander", "personnel", "women", "dual", "auditor"):
        viewer = viewer_for(User.objects.get(pk=accounts[name]))
        assert congress_days(planned, viewer, on) == [], name


def congress_days(world: Congress, viewer: Viewer, on: date) -> list[tuple[str, date]]:
    prefix = f"congress-{world.congress}-"
    return [
        (row.key.removeprefix(prefix), row.day)
        for row in dates_ahead(viewer=viewer, on=on)
        if row.key.startswith(prefix)
    ]


def test_unit_owes_delegates_and_candidates_of_the_chapters_it_hosts(planned: Congress) -> None:
    allocate(planned)

    def owed(on: date) -> list[tuple[str, str, date]]:
        return [
            (duty.kind, duty.title_en, duty.due_on)
            for duty in duties_of(viewer=SYSTEM, unit_id=planned.places.a, on=on)
            if duty.kind in ("delegates", "nominations")
        ]

    title = "Congress of the youth of A"
    assert owed(date(2025, 5, 2)) == [
        ("delegates", f"Name 3 delegates: {title}", date(2025, 5, 20)),
        ("delegates", f"Name 1 delegates: {title}", date(2025, 5, 20)),
        ("nominations", f"Put forward candidates: {title}", date(2025, 5, 25)),
        ("nominations", f"Put forward candidates: {title}", date(2025, 5, 25)),
    ]
    name_delegates(
        congress_id=planned.congress,
        organization_id=planned.branches[1],
        person_ids=planned.members[6:7],
        mandate_vi="Biên bản",
        actor=planned.holder,
    )
    assert owed(date(2025, 5, 26)) == [
        ("delegates", f"Name 3 delegates: {title}", date(2025, 5, 20))
    ]
    assert owed(date(2025, 6, 2)) == []


def test_every_sentence_is_registered_and_names_nobody() -> None:
    assert set(NOTICES) == {f"elections.{code}" for code in (
        "convened", "delegates_due", "delegates_late", "named", "credentials_asked",
        "not_confirmed", "nominations_open", "nominations_close", "ballot_opened", "declared",
        "recognition_asked", "recognised",
    )}  # fmt: skip
    assert not any("{person}" in text for text in NOTICES.values())
