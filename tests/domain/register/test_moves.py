"""Transfers, ranks, endings, corrections and redaction."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    NewRank,
    OrganizationChange,
    OrganizationEnd,
    PersonCorrection,
    PostEnd,
    ServiceEnd,
    Transfer,
    admit_members,
    appoint,
    change_organizations,
    correct_appointment,
    correct_person,
    end_organizations,
    end_posts,
    end_service,
    record_decision,
    redact_person,
    set_ranks,
    transfer,
    withdraw_appointments,
    withdraw_memberships,
)
from kiem.domain.register.models import Membership, PersonState
from kiem.domain.register.queries.holdings import staff_counts
from kiem.domain.register.queries.organizations import organization_detail
from kiem.domain.register.queries.people import list_people, person_detail
from kiem.domain.register.queries.posts import post_detail
from kiem.domain.register.queries.seats import vacant_since
from kiem.domain.register.queries.units import unit_detail
from kiem.domain.register.queries.verify import verify_register
from kiem.platform import audit
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from tests.factories.register import START, Town

MARCH, MAY = date(2025, 3, 1), date(2025, 5, 1)
SECOND = datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture
def staffed(town: Town) -> Town:
    """Two people who could change seats: the chief of A and an officer of B."""
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(town.people[0], town.chief, START, "appointed", 100),
            NewAppointment(town.people[1], town.other_officer, START, "appointed", 80),
            NewAppointment(town.people[1], town.secretary, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    return town


def correction(town: Town) -> int:
    return record_decision(
        issuer_id=town.city,
        number="77/QĐ",
        signed_on=MAY,
        kind="correction",
        title_vi="Đính chính",
        reason="Ghi nhầm ngày",
        actor=SYSTEM,
    )


def appointment_in(post_id: int) -> int:
    ((row_id,),) = fetch(
        "SELECT id FROM register_appointment WHERE post_id = %(post)s", {"post": post_id}
    )
    return int(row_id)


def holders(post_id: int, day: date, known_at: datetime | None = None) -> list[int]:
    detail = post_detail(viewer=SYSTEM, post_id=post_id, on=day, known_at=known_at)
    assert detail.post.holders is not None
    return [holder.person_id for holder in detail.post.holders]


def test_two_people_exchange_seats_in_one_decision(staffed: Town) -> None:
    town = staffed
    transfer(
        decision_id=town.decision,
        moves=[
            Transfer(town.people[0], town.chief, town.other_officer, MARCH),
            Transfer(town.people[1], town.other_officer, town.chief, MARCH),
        ],
        actor=SYSTEM,
    )
    assert holders(town.chief, date(2025, 2, 28)) == [town.people[0]]
    assert holders(town.chief, MARCH) == [town.people[1]]
    assert holders(town.other_officer, MARCH) == [town.people[0]]
    shares = {p.post_id: p.share_percent for p in _posts(town.people[1]) if p.start == MARCH}
    assert shares == {town.chief: 80.0}


def _posts(person_id: int) -> tuple[object, ...]:
    return person_detail(viewer=SYSTEM, person_id=person_id, on=MARCH).posts


def test_transfer_from_a_post_not_held_is_refused(staffed: Town) -> None:
    town = staffed
    with pytest.raises(DomainError) as caught:
        transfer(
            decision_id=town.decision,
            moves=[Transfer(town.people[2], town.chief, town.officer, MARCH)],
            actor=SYSTEM,
        )
    assert caught.value.code == "register.not_holding"


def test_leaving_the_service_ends_everything_held(staffed: Town) -> None:
    town = staffed
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[1], town.chapter, START)],
        actor=SYSTEM,
    )
    counts = end_service(
        decision_id=town.decision, people=[ServiceEnd(town.people[1], MARCH)], actor=SYSTEM
    )
    assert counts == {"appointment": 2, "membership": 1, "rank_holding": 0, "person_state": 1}
    assert staff_counts(None, MARCH) == {town.unit: 1}
    assert holders(town.secretary, MARCH) == []
    assert [p.id for p in list_people(viewer=SYSTEM, on=MARCH, search="nguoi 2")] == []


def test_rank_runs_until_the_next(town: Town) -> None:
    for rank, day in (("captain", START), ("major", MARCH)):
        set_ranks(
            decision_id=town.decision, ranks=[NewRank(town.people[0], rank, day)], actor=SYSTEM
        )
    ranks = person_detail(viewer=SYSTEM, person_id=town.people[0], on=MAY).ranks
    assert [(r.rank, r.start, r.end) for r in ranks] == [
        ("major", MARCH, None),
        ("captain", START, MARCH),
    ]


def test_conversion_keeps_identity_and_members(town: Town) -> None:
    change_organizations(
        decision_id=town.decision,
        changes=[
            OrganizationChange(
                town.chapter, MARCH, type="youth_branch", name_vi="Chi đoàn", higher_id=None
            )
        ],
        actor=SYSTEM,
    )
    before, after = (
        organization_detail(viewer=SYSTEM, organization_id=town.chapter, on=day).organization
        for day in (date(2025, 2, 28), MARCH)
    )
    assert (before.type, before.higher_id) == ("youth_grassroots", town.youth)
    assert (after.type, after.name_vi, after.higher_id) == ("youth_branch", "Chi đoàn", None)


def test_end_of_a_chapter_ends_offices_and_memberships(staffed: Town) -> None:
    town = staffed
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[1], town.chapter, START)],
        actor=SYSTEM,
    )
    counts = end_organizations(
        decision_id=town.decision, ends=[OrganizationEnd(town.chapter, MARCH)], actor=SYSTEM
    )
    assert counts == {
        "appointment": 1,
        "membership": 1,
        "term": 0,
        "post_state": 1,
        "organization_state": 1,
    }


def test_end_of_a_unit_with_people_in_it_is_refused_naming_them(staffed: Town) -> None:
    with pytest.raises(DomainError) as caught:
        end_organizations(
            decision_id=staffed.decision,
            ends=[OrganizationEnd(staffed.other_unit, MARCH)],
            actor=SYSTEM,
        )
    assert caught.value.code == "register.people_without_place"
    assert (caught.value.params["count"], caught.value.params["people"]) == (
        1,
        "Nguyễn Văn Người 2",
    )


def test_end_of_a_post_somebody_holds_is_refused(staffed: Town) -> None:
    with pytest.raises(DomainError) as caught:
        end_posts(decision_id=staffed.decision, ends=[PostEnd(staffed.chief, MARCH)], actor=SYSTEM)
    assert caught.value.code == "register.seat_taken"
    end_posts(decision_id=staffed.decision, ends=[PostEnd(staffed.officer, MARCH)], actor=SYSTEM)
    posts = unit_detail(viewer=SYSTEM, unit_id=staffed.unit, on=MARCH).posts
    assert [post.id for post in posts] == [staffed.chief]


def test_corrected_appointment_shows_what_was_known_before(staffed: Town) -> None:
    town = staffed
    ((wrong,),) = fetch(
        "SELECT id FROM register_appointment WHERE post_id = %(p)s", {"p": town.chief}
    )
    with clock.travel(SECOND):
        correct_appointment(
            decision_id=correction(town),
            appointment_id=wrong,
            corrected=NewAppointment(town.people[2], town.chief, MARCH, "appointed", 100),
            actor=SYSTEM,
        )
    assert holders(town.chief, MAY) == [town.people[2]]
    assert holders(town.chief, START) == []
    middle = datetime(2089, 12, 31, tzinfo=UTC)
    ((seated,),) = fetch(
        """SELECT person_id FROM register_appointment WHERE post_id = %(p)s
           AND recorded @> %(m)s::timestamptz""",
        {"p": town.chief, "m": middle},
    )
    assert seated == town.people[0]


def test_what_never_was_is_taken_back(staffed: Town) -> None:
    town = staffed
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[1], town.chapter, START)],
        actor=SYSTEM,
    )
    decision_id = correction(town)
    ((wrong,),) = fetch(
        "SELECT id FROM register_appointment WHERE post_id = %(p)s", {"p": town.chief}
    )
    ((member,),) = fetch("SELECT id FROM register_membership")
    assert (
        withdraw_appointments(decision_id=decision_id, appointment_ids=[wrong], actor=SYSTEM) == 1
    )
    assert withdraw_memberships(decision_id=decision_id, membership_ids=[member], actor=SYSTEM) == 1
    assert holders(town.chief, MAY) == []
    assert Membership.objects.known().count() == 0


def test_correction_needs_a_correcting_decision(staffed: Town) -> None:
    with pytest.raises(DomainError) as caught:
        withdraw_appointments(decision_id=staffed.decision, appointment_ids=[1], actor=SYSTEM)
    assert caught.value.code == "register.not_a_correction"


def test_corrected_name_is_found_and_the_old_one_is_not(staffed: Town) -> None:
    town = staffed
    correct_person(
        decision_id=correction(town),
        corrected=PersonCorrection(town.people[0], given_name="Ước", sex="female"),
        actor=SYSTEM,
    )
    assert [p.full_name for p in list_people(viewer=SYSTEM, on=MAY, search="uoc")] == [
        "Nguyễn Văn Ước"
    ]
    assert list_people(viewer=SYSTEM, on=MAY, search="nguoi 1") == []


def test_redaction_blanks_every_version_and_leaves_the_posts(staffed: Town) -> None:
    town = staffed
    correct_person(
        decision_id=correction(town),
        corrected=PersonCorrection(town.people[0], given_name="Ước"),
        actor=SYSTEM,
    )
    assert redact_person(person_id=town.people[0], reason="Yêu cầu theo luật", actor=SYSTEM) == 2
    states = PersonState.objects.filter(person_id=town.people[0])
    assert {(s.full_name, s.staff_number, s.search_text, s.birth_date) for s in states} == {
        ("", "", "", None)
    }
    assert holders(town.chief, MAY) == [town.people[0]]
    assert person_detail(viewer=SYSTEM, person_id=town.people[0], on=MAY).is_redacted
    assert [check for check in verify_register().checks if check.problems] == []


def test_every_action_leaves_one_entry_in_an_unbroken_trail(staffed: Town) -> None:
    before = audit.verify_chain().rows
    transfer(
        decision_id=staffed.decision,
        moves=[Transfer(staffed.people[0], staffed.chief, staffed.officer, MARCH)],
        actor=SYSTEM,
    )
    report = audit.verify_chain()
    assert (report.rows, report.first_broken) == (before + 1, None)
    with pytest.raises(DomainError):
        transfer(
            decision_id=staffed.decision,
            moves=[Transfer(staffed.people[0], staffed.chief, staffed.officer, MARCH)],
            actor=SYSTEM,
        )
    assert audit.verify_chain().rows == before + 1


@pytest.mark.parametrize(
    ("seats", "stays", "expected"),
    [
        (1, [], START),
        (1, [(START, None)], None),
        (1, [(START, MARCH)], MARCH),
        (1, [(START, MARCH), (MARCH, None)], None),
        (2, [(START, None)], START),
        (2, [(START, None), (MARCH, None)], None),
        (2, [(START, None), (START, MARCH), (MARCH, date(2025, 4, 1))], date(2025, 4, 1)),
        (1, [(date(2026, 1, 1), None)], START),
    ],
)
def test_vacant_since_the_last_full_day(
    seats: int, stays: list[tuple[date, date | None]], expected: date | None
) -> None:
    assert vacant_since(START, seats, stays, MAY) == expected
