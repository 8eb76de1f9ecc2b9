"""The preview says what issuing does, and what has to be decided first; it writes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    found_organizations,
)
from kiem.domain.register.actions.articles import (
    Admit,
    Appoint,
    Dissolve,
    Move,
    Relieve,
    Transfer,
)
from kiem.domain.register.actions.drafts import issue_draft
from kiem.domain.register.models import Article, Decision
from kiem.domain.register.queries.drafts import changes_of
from kiem.domain.register.queries.preview import preview
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.audit import latest_write
from kiem.platform.kernel.errors import Forbidden, NotFound
from tests.domain.register.test_issuing import known_facts
from tests.factories.decisions import ARTICLES, DAY, Staffed, draft, draft_of, office, staff
from tests.factories.register import START, Town, organization, post


@pytest.fixture
def place(town: Town) -> Staffed:
    return staff(town)


def new_ids_hidden(changes: tuple[Any, ...]) -> list[Any]:
    """What begins with the decision has an id only once it is issued."""
    fresh = {
        (c.fact, c.organization_id if c.fact == "organization" else c.post_id)
        for c in changes
        if c.change == "begins" and c.fact in ("organization", "post")
    }
    return [
        replace(
            c,
            organization_id=None
            if ("organization", c.organization_id) in fresh
            else c.organization_id,
            post_id=None if ("post", c.post_id) in fresh else c.post_id,
        )
        for c in changes
    ]


@pytest.mark.parametrize("verb", ARTICLES)
def test_preview_says_exactly_what_issuing_does(place: Staffed, verb: str) -> None:
    draft_id = draft_of(place, verb)
    said = preview(viewer=SYSTEM, draft_id=draft_id)
    assert said.can_be_issued
    decision_id = issue_draft(draft_id=draft_id, version=said.version, actor=SYSTEM)
    done = changes_of(decision_id)
    assert list(said.changes) == new_ids_hidden(done)
    assert said.changes
    for change in said.changes:
        assert change.article == 1
        assert change.person or change.organization_vi


@pytest.mark.parametrize("verb", ARTICLES)
def test_preview_writes_nothing(place: Staffed, verb: str) -> None:
    draft_id = draft_of(place, verb)
    before = (known_facts(), Decision.objects.count(), latest_write())
    preview(viewer=SYSTEM, draft_id=draft_id)
    assert (known_facts(), Decision.objects.count(), latest_write()) == before
    assert Article.objects.get(draft_id=draft_id).effects is None


def test_changes_name_what_begins_and_what_ends(place: Staffed) -> None:
    town = place.town
    said = preview(viewer=SYSTEM, draft_id=draft_of(place, "transfer"))
    told = {(c.person, c.fact, c.change, c.post_vi, c.organization_vi, c.day) for c in said.changes}
    first, second = "Nguyễn Văn Người 1", "Nguyễn Văn Người 2"
    a, b, chapter = "Công an xã A", "Công an xã B", "Công an xã A-Y"
    assert told == {
        (first, "appointment", "ends", "Cán bộ", a, DAY),
        (first, "appointment", "begins", "Cán bộ", b, DAY),
        (first, "appointment", "ends", "Bí thư", chapter, DAY),
        (first, "membership", "ends", "", chapter, DAY),
        (second, "appointment", "ends", "Cán bộ", a, DAY),
        (second, "appointment", "begins", "Cán bộ", b, DAY),
        (second, "appointment", "ends", "Phó Bí thư", chapter, DAY),
        (second, "membership", "ends", "", chapter, DAY),
    }
    assert town.people[0] in {c.person_id for c in said.changes}


def test_secondment_shows_the_share_that_changes(place: Staffed) -> None:
    said = preview(viewer=SYSTEM, draft_id=draft_of(place, "second"))
    (home,) = (c for c in said.changes if c.change == "changes")
    assert (home.start, home.end) == (DAY, date(2025, 12, 1))
    assert dict(home.before) == {"share_percent": "100.00"}
    assert dict(home.values)["share_percent"] == "0.00"


def test_seats_quorums_and_small_branches_are_told_before_signing(place: Staffed) -> None:
    said = preview(viewer=SYSTEM, draft_id=draft_of(place, "transfer"))
    assert [(v.after.post.title_vi, v.before.holders, v.after.holders) for v in said.vacated] == [
        ("Phó Bí thư", 1, 0),
        ("Cán bộ", 3, 1),
        ("Bí thư", 1, 0),
    ]
    (quorum,) = said.broken_quorums
    assert (quorum.after.organization.code, quorum.before.holders, quorum.after.holders) == (
        "A-Y",
        2,
        0,
    )
    assert (quorum.rule.value, quorum.rule.letter) == (50, "E")
    assert said.small_branches == ()  # a grassroots union is not a branch


def test_branch_that_falls_under_three_members_is_named(place: Staffed) -> None:
    town = place.town
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[i], place.lone, START) for i in (3, 4, 5)],
        actor=SYSTEM,
    )
    leaves = draft(place, Transfer(DAY, (Move(town.people[3], town.officer),)))
    # Unit A has three seats for officers, all taken: the transfer cannot be, and still tells.
    said = preview(viewer=SYSTEM, draft_id=leaves)
    (obstacle,) = said.obstacles
    assert (obstacle.error.code, obstacle.article) == ("register.seat_taken", 1)
    (branch,) = said.small_branches
    assert (branch.before.members, branch.after.members) == (3, 2)
    assert (branch.rule.value, branch.rule.letter) == (3, "S")


def test_entitlements_and_load_come_with_the_office(place: Staffed) -> None:
    """A chair of a trade-union organisation is released 24 hours a month by law (letter C)."""
    from datetime import UTC, datetime

    from kiem.platform.kernel import clock

    town = place.town
    (union,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization(
                "A-U",
                category="member",
                type="trade_union_grassroots",
                parent_id=town.unit,
                valid_until=date(2025, 7, 1),
            )
        ],
        actor=SYSTEM,
    )
    chair_post = replace(office(union, "chair", "Chủ tịch", "Chair"), valid_until=date(2025, 7, 1))
    (chair,) = create_posts(decision_id=town.decision, posts=[chair_post], actor=SYSTEM)
    appoints = draft(
        place, Appoint(town.people[2], chair, date(2025, 6, 1), until=date(2025, 7, 1))
    )
    with clock.travel(datetime(2025, 6, 1, 3, tzinfo=UTC)):
        said = preview(viewer=SYSTEM, draft_id=appoints)
    (gained,) = said.entitlements_gained
    assert (gained.hours_before, gained.hours_after, gained.letters) == (0, 24, ("C",))
    assert gained.person.id == town.people[2]
    assert said.entitlements_lost == ()
    (shift,) = said.loads
    assert shift.after is not None
    assert shift.after.release_hours == 24


def test_full_post_names_who_must_leave_first_and_the_draft_that_does_it(place: Staffed) -> None:
    town = place.town
    relieving = draft(place, Relieve(town.people[0], town.secretary, DAY))
    appointing = draft(place, Appoint(town.people[2], town.secretary, DAY))
    said = preview(viewer=SYSTEM, draft_id=appointing)
    assert not said.can_be_issued
    (obstacle,) = said.obstacles
    (first,) = obstacle.first
    assert (obstacle.error.code, first.what, first.drafts) == (
        "register.seat_taken",
        "free_post",
        (relieving,),
    )
    assert first.person is not None
    assert first.post is not None
    assert (first.person.full_name, first.post.title_vi) == ("Nguyễn Văn Người 1", "Bí thư")
    issue_draft(draft_id=relieving, version=1, actor=SYSTEM)
    assert preview(viewer=SYSTEM, draft_id=appointing).can_be_issued


def test_every_article_that_cannot_be_is_told_at_once(place: Staffed) -> None:
    town = place.town
    said = preview(
        viewer=SYSTEM,
        draft_id=draft(
            place,
            Relieve(town.people[5], town.chief, DAY),
            Relieve(town.people[0], town.secretary, DAY),
            Transfer(DAY, (Move(town.people[4], town.chief),)),
            Dissolve(town.unit, DAY),
        ),
    )
    assert [(o.article, o.error.code) for o in said.obstacles] == [
        (1, "register.not_holding"),
        (3, "register.which_post_left"),
        (4, "register.people_without_place"),
    ]
    assert [step.what for o in said.obstacles for step in o.first] == ["take_post", "place_people"]
    assert [c.article for c in said.changes] == [2]


def test_drafts_about_the_same_people_and_posts_clash(place: Staffed) -> None:
    town = place.town
    earlier = draft(place, Relieve(town.people[0], town.secretary, date(2025, 5, 1)))
    later = draft(place, Relieve(town.people[0], town.officer, date(2025, 9, 1)))
    draft_of(place, "dissolve")  # about something else
    said = preview(viewer=SYSTEM, draft_id=draft_of(place, "transfer"))
    assert [(c.draft_id, c.comes_first) for c in said.clashes] == [(earlier, True), (later, False)]
    assert said.clashes[0].people == ("Nguyễn Văn Người 1",)


def test_employer_is_not_told_which_member_leaves(place: Staffed) -> None:
    town = place.town
    grants = frozenset(
        Grant(permission, f"unit:{town.city}")
        for permission in (Permission.CHANGE_REGISTER, Permission.VIEW_STRUCTURE)
    )
    employer = Viewer(name="personnel", user_id=1, grants=grants)
    said = preview(viewer=employer, draft_id=draft_of(place, "transfer"))
    members = [c for c in said.changes if c.fact == "membership"]
    assert [(c.person_id, c.person) for c in members] == [(None, ""), (None, "")]
    assert {c.organization_vi for c in members} == {"Công an xã A-Y"}
    assert all(c.person for c in said.changes if c.fact != "membership")


def test_others_drafts_do_not_exist(place: Staffed) -> None:
    town = place.town
    draft_id = draft_of(place, "transfer")
    for scope in (f"unit:{town.unit}", f"line:{town.youth}"):
        grant = Grant(Permission.CHANGE_REGISTER, scope)
        with pytest.raises(NotFound):
            preview(
                viewer=Viewer(name=scope, user_id=1, grants=frozenset({grant})), draft_id=draft_id
            )
    with pytest.raises(NotFound):
        preview(viewer=SYSTEM, draft_id=999_999)
    with pytest.raises(Forbidden):
        preview(viewer=Viewer(name="nobody", user_id=1), draft_id=draft_id)


def test_clashes_of_another_side_are_not_told(place: Staffed) -> None:
    town = place.town
    draft(place, Admit(town.chapter, DAY, (town.people[3],)), kind="membership", issuer=town.youth)
    moving = draft(place, Transfer(DAY, (Move(town.people[3], town.chief),)))
    grant = Grant(Permission.CHANGE_REGISTER, f"unit:{town.city}")
    personnel = Viewer(name="personnel", user_id=1, grants=frozenset({grant}))
    assert preview(viewer=personnel, draft_id=moving).clashes == ()
    assert len(preview(viewer=SYSTEM, draft_id=moving).clashes) == 1


def test_batch_over_nine_communes_previews_within_a_second(town: Town) -> None:
    """Nine communes, four people each: one decision, nine committees that lose all their seats."""
    import time

    from kiem.domain.register.actions import register_people
    from tests.factories.register import person

    chapters, moves = [], []
    (target,) = create_posts(
        decision_id=town.decision, posts=[post(town.city, seats=100)], actor=SYSTEM
    )
    people = register_people(
        decision_id=town.decision,
        people=[person(number) for number in range(100, 136)],
        actor=SYSTEM,
    )
    for commune in range(9):
        (unit,) = found_organizations(
            decision_id=town.decision,
            organizations=[organization(f"C{commune}", parent_id=town.city)],
            actor=SYSTEM,
        )
        (chapter,) = found_organizations(
            decision_id=town.decision,
            organizations=[
                organization(
                    f"C{commune}-Y",
                    category="member",
                    type="youth_branch",
                    parent_id=unit,
                    higher_id=town.youth,
                )
            ],
            actor=SYSTEM,
        )
        chapters.append(chapter)
        officer, secretary, member = create_posts(
            decision_id=town.decision,
            posts=[
                post(unit, seats=10),
                office(chapter, "secretary", "Bí thư", "Secretary"),
                replace(office(chapter, "committee_member", "Ủy viên", "Member"), seats=3),
            ],
            actor=SYSTEM,
        )
        four = people[commune * 4 : commune * 4 + 4]
        appoint(
            decision_id=town.decision,
            appointments=[NewAppointment(p, officer, START, "appointed", 100) for p in four]
            + [NewAppointment(four[0], secretary, START, "elected", 0)]
            + [NewAppointment(p, member, START, "elected", 0) for p in four[1:]],
            actor=SYSTEM,
        )
        admit_members(
            decision_id=town.decision,
            members=[NewMembership(p, chapter, START) for p in four],
            actor=SYSTEM,
        )
        moves += [Move(p, target) for p in four]
    place = staff(town)
    draft_id = draft(place, Transfer(DAY, tuple(moves)))
    preview(viewer=SYSTEM, draft_id=draft_id)
    began = time.process_time(), time.perf_counter()
    said = preview(viewer=SYSTEM, draft_id=draft_id)
    assert time.process_time() - began[0] < 1
    assert len(said.broken_quorums) == len(said.small_branches) == 9
    assert {b.after.organization.id for b in said.broken_quorums} == set(chapters)
    assert len([v for v in said.vacated if v.after.is_mandatory]) == 18
    assert len(said.changes) == 36 * 4
