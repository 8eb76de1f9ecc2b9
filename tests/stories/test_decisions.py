"""Three days in the life of those who decide: a seat refilled, a mistake found, a batch looked at
before it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    NewTerm,
    admit_members,
    appoint,
    create_posts,
    found_organizations,
    open_terms,
    register_people,
)
from kiem.domain.register.actions.articles import (
    Appoint,
    ArticleContent,
    Correct,
    FormCommittee,
    Move,
    RightAppointment,
    Seat,
    Transfer,
)
from kiem.domain.register.actions.drafts import change_draft, create_draft, issue_draft
from kiem.domain.register.models import Decision
from kiem.domain.register.queries.people import appointments_of, person_detail
from kiem.domain.register.queries.posts import post_detail
from kiem.domain.register.queries.preview import preview
from kiem.platform.access import SYSTEM, Grant, Viewer
from kiem.platform.access.roles import ROLES
from kiem.platform.kernel import clock
from tests.factories.decisions import Staffed, office, staff
from tests.factories.register import START, Town, found_town, organization, person, post


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)


def officer_of(role: str, scope: str) -> Viewer:
    grants = frozenset(Grant(permission, scope) for permission in ROLES[role])
    return Viewer(name=role, user_id=1, grants=grants)


def prepare(
    actor: Viewer, issuer: int, title: str, articles: Sequence[ArticleContent], **given: str
) -> int:
    return create_draft(
        issuer_id=issuer,
        kind=given.pop("kind", "personnel"),
        title_vi=title,
        effective_on=date(2025, 6, 1),
        articles=articles,
        actor=actor,
        **given,  # type: ignore[arg-type]  # the reason of a correction
    )


@pytest.fixture
def place(db: None) -> Staffed:
    with clock.travel(at("2025-01-02")):
        return staff(found_town())


def test_a_seat_is_refilled_the_day_the_transfer_is_signed(place: Staffed) -> None:
    """Personnel moves the secretary; the Youth Union's officer has the successor ready."""
    town = place.town
    personnel = officer_of("personnel", f"unit:{town.city}")
    youth = officer_of("youth_officer", f"line:{town.youth}")
    signed = date(2025, 6, 1)
    secretary, successor = town.people[0], town.people[2]

    moving = prepare(
        personnel,
        town.city,
        "Về việc điều động",
        [Transfer(signed, (Move(secretary, town.other_officer),))],
    )
    said = preview(viewer=personnel, draft_id=moving)
    assert [v.after.post.title_vi for v in said.vacated] == ["Cán bộ", "Bí thư"]

    # The employer cannot fill the office it empties; the line can, but not before it is free.
    succession = [
        FormCommittee(
            town.chapter, signed, "designated", (Seat(successor, town.secretary),), replaces=False
        )
    ]
    refilling = prepare(youth, town.youth, "Về việc chỉ định Bí thư", succession)
    (obstacle,) = preview(viewer=youth, draft_id=refilling).obstacles
    (first,) = obstacle.first
    assert first.what == "free_post"
    assert first.person is not None
    assert first.person.id == secretary

    with clock.travel(at("2025-06-01")):
        issue_draft(draft_id=moving, version=1, actor=personnel)
        assert preview(viewer=youth, draft_id=refilling).can_be_issued
        decision_id = issue_draft(draft_id=refilling, version=1, actor=youth)

    assert Decision.objects.get(pk=decision_id).number == "01-QĐ/ĐTN-HN"
    seat = post_detail(viewer=SYSTEM, post_id=town.secretary, on=signed)
    assert seat.post.vacant_since is None
    assert [(h.person_id, h.start, h.end) for h in seat.holdings or ()] == [
        (successor, signed, None),
        (secretary, START, signed),
    ]


def test_a_wrong_appointment_is_found_after_two_months(place: Staffed) -> None:
    """Somebody else was meant. Both states are to be seen, on both axes of time."""
    town = place.town
    personnel = officer_of("personnel", f"unit:{town.city}")
    meant, mistaken = town.people[4], town.people[5]
    day = date(2025, 6, 1)
    with clock.travel(at("2025-06-01")):
        wrong = prepare(
            personnel, town.city, "Về việc bổ nhiệm", [Appoint(mistaken, town.chief, day)]
        )
        issue_draft(draft_id=wrong, version=1, actor=personnel)
    (recorded,) = appointments_of(mistaken, day)

    with clock.travel(at("2025-08-01")):
        right = RightAppointment(meant, town.chief, day, "appointed", share_percent=100)  # type: ignore[arg-type]  # a whole number of percents
        correcting = prepare(
            personnel,
            town.city,
            "Về việc đính chính",
            [Correct(recorded.id, right)],
            kind="correction",
            reason="Ghi nhầm người cùng tên",
        )
        said = preview(viewer=personnel, draft_id=correcting)
        assert {(c.person_id, c.change) for c in said.changes} == {
            (mistaken, "taken_back"),
            (meant, "begins"),
        }
        issue_draft(draft_id=correcting, version=1, actor=personnel)

    in_july = date(2025, 7, 1)
    before, after = at("2025-07-15"), at("2025-08-02")

    def chief(on: date, known_at: datetime) -> list[int]:
        detail = post_detail(viewer=SYSTEM, post_id=town.chief, on=on, known_at=known_at)
        return [h.person_id for h in detail.holdings or ()]

    assert chief(in_july, before) == [mistaken]  # what was known in July about July
    assert chief(in_july, after) == [meant]  # what is known now about July
    assert chief(date(2025, 5, 1), after) == [meant]  # all stays of the post, from June on
    shown = person_detail(viewer=SYSTEM, person_id=mistaken, on=in_july, known_at=after)
    assert shown.posts == ()


def test_nine_of_nine_communes_are_looked_at_before_it_is_signed(db: None) -> None:
    """One decision for nine communes would leave nine committees unable to decide. Seen in time."""
    town = found_town()
    personnel = officer_of("personnel", f"unit:{town.city}")
    day = date(2025, 6, 1)
    (target,) = create_posts(
        decision_id=town.decision, posts=[post(town.city, seats=50)], actor=SYSTEM
    )
    people = register_people(
        decision_id=town.decision, people=[person(100 + n) for n in range(27)], actor=SYSTEM
    )
    chapters = [commune(town, number, people[number * 3 : number * 3 + 3]) for number in range(9)]
    # Two of the three committee members of every commune are wanted in the city.
    everyone = tuple(Move(people[n * 3 + i], target) for n in range(9) for i in (0, 1))
    draft_id = prepare(personnel, town.city, "Điều động 9/9 xã", [Transfer(day, everyone)])

    said = preview(viewer=personnel, draft_id=draft_id)
    assert said.can_be_issued  # nothing forbids it: that is why it has to be seen
    assert [b.after.organization.id for b in said.broken_quorums] == chapters
    assert {(b.before.holders, b.after.holders) for b in said.broken_quorums} == {(3, 1)}
    assert len(said.small_branches) == 9

    # One from each commune is enough: every committee goes on deciding.
    fewer = Transfer(day, tuple(Move(people[n * 3], target) for n in range(9)))
    version = change_draft(
        draft_id=draft_id, version=said.version, articles=[fewer], actor=personnel
    )
    again = preview(viewer=personnel, draft_id=draft_id)
    assert again.broken_quorums == ()
    decision_id = issue_draft(draft_id=draft_id, version=version, actor=personnel)
    assert Decision.objects.get(pk=decision_id).number == "01/QĐ-HN"


def commune(town: Town, number: int, people: Sequence[int]) -> int:
    """A commune with three officers who are all of its branch and of its committee."""
    (unit,) = found_organizations(
        decision_id=town.decision,
        organizations=[organization(f"C{number}", parent_id=town.city)],
        actor=SYSTEM,
    )
    (chapter,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization(
                f"C{number}-Y",
                category="member",
                type="youth_branch",
                parent_id=unit,
                higher_id=town.youth,
            )
        ],
        actor=SYSTEM,
    )
    officer, secretary, member = create_posts(
        decision_id=town.decision,
        posts=[
            post(unit, seats=9),
            office(chapter, "secretary", "Bí thư", "Secretary"),
            replace(office(chapter, "committee_member", "Ủy viên", "Member"), seats=2),
        ],
        actor=SYSTEM,
    )
    offices = (secretary, member, member)
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(p, officer, START, "appointed", 100) for p in people]
        + [
            NewAppointment(p, seat, START, "elected", 0)
            for p, seat in zip(people, offices, strict=True)
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(p, chapter, START) for p in people],
        actor=SYSTEM,
    )
    open_terms(
        decision_id=town.decision,
        terms=[NewTerm(chapter, "I", START, START, date(2027, 1, 1))],
        actor=SYSTEM,
    )
    return chapter
