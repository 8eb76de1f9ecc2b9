"""Every query shows each kind of viewer their own part and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    ServiceEnd,
    admit_members,
    appoint,
    end_service,
    found_organizations,
)
from kiem.domain.register.queries.changes import list_change_events
from kiem.domain.register.queries.decisions import decision
from kiem.domain.register.queries.markers import ruler_marks
from kiem.domain.register.queries.organizations import (
    list_members,
    list_organizations,
    organization_detail,
)
from kiem.domain.register.queries.people import list_people, person_detail
from kiem.domain.register.queries.posts import post_detail
from kiem.domain.register.queries.search import search
from kiem.domain.register.queries.terms import terms_of
from kiem.domain.register.queries.units import count_units, list_units, unit_by_code, unit_detail
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel.errors import Forbidden, NotFound
from tests.factories.register import START, Town, organization

DAY = date(2025, 6, 1)
READ = (
    Permission.VIEW_STRUCTURE,
    Permission.VIEW_OFFICES,
    Permission.VIEW_PERSON,
)


def viewer(scope: str, *permissions: Permission) -> Viewer:
    grants = frozenset(Grant(permission, scope) for permission in permissions or READ)
    return Viewer(name=scope, user_id=1, grants=grants)


@pytest.fixture
def staffed(town: Town) -> Town:
    """One officer in each unit; the first is secretary and member of A's chapter."""
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(town.people[0], town.officer, START, "appointed", 100),
            NewAppointment(town.people[1], town.other_officer, START, "appointed", 100),
            NewAppointment(town.people[0], town.secretary, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[0], town.chapter, START)],
        actor=SYSTEM,
    )
    found_organizations(
        decision_id=town.decision,
        organizations=[
            organization("A-W", category="member", type="women_branch", parent_id=town.unit)
        ],
        actor=SYSTEM,
    )
    return town


def codes(viewer_: Viewer, day: date = DAY) -> tuple[list[str], list[str]]:
    units = [unit.code for unit in list_units(viewer=viewer_, on=day)]
    return units, [o.code for o in list_organizations(viewer=viewer_, on=day)]


def test_each_scope_lists_its_own_units_and_organisations(staffed: Town) -> None:
    town = staffed
    everything = (["HN", "A", "B"], ["HN-Y", "A-W", "A-Y"])
    assert sorted(codes(SYSTEM)[1]) == sorted(everything[1])
    assert codes(SYSTEM)[0] == everything[0]
    assert codes(viewer(f"unit:{town.city}")) == codes(SYSTEM)
    units, hosted = codes(viewer(f"unit:{town.unit}"))
    assert (units, sorted(hosted)) == (["A"], ["A-W", "A-Y"])
    assert codes(viewer(f"unit:{town.other_unit}")) == (["B"], [])
    units, line = codes(viewer(f"line:{town.youth}"))
    assert (units, sorted(line)) == (["HN", "A"], ["A-Y", "HN-Y"])
    assert codes(viewer(f"line:{town.chapter}")) == (["A"], ["A-Y"])
    units, own = codes(viewer(f"person:{town.people[0]}"))
    assert (units, sorted(own)) == (["A"], ["A-W", "A-Y"])
    assert codes(viewer(f"person:{town.people[1]}")) == (["B"], [])
    assert codes(viewer("unit:999999")) == ([], [])


def test_scope_before_its_unit_existed_is_empty(staffed: Town) -> None:
    assert codes(viewer(f"unit:{staffed.unit}"), date(2024, 12, 31)) == ([], [])


def test_people_are_those_with_a_post_inside(staffed: Town) -> None:
    town = staffed
    expected = {
        "all": list(town.people),
        f"unit:{town.city}": list(town.people),
        f"unit:{town.unit}": [town.people[0]],
        f"unit:{town.other_unit}": [town.people[1]],
        f"line:{town.youth}": [town.people[0]],
        f"person:{town.people[1]}": [town.people[1]],
        "unit:999999": [],
    }
    for scope, people in expected.items():
        rows = list_people(viewer=viewer(scope), on=DAY)
        assert [row.id for row in rows] == people, scope
    assert [
        row.id for row in list_people(viewer=viewer(f"unit:{town.city}"), on=DAY, only_dual=True)
    ] == [town.people[0]]


def test_foreign_ids_are_not_found_never_forbidden(staffed: Town) -> None:
    town = staffed
    neighbour = viewer(f"unit:{town.other_unit}")
    foreign: dict[str, Callable[[], Any]] = {
        "unit": lambda: unit_detail(viewer=neighbour, unit_id=town.unit, on=DAY),
        "code": lambda: unit_by_code(viewer=neighbour, code="A", on=DAY),
        "chapter": lambda: organization_detail(
            viewer=neighbour, organization_id=town.chapter, on=DAY
        ),
        "person": lambda: person_detail(viewer=neighbour, person_id=town.people[0], on=DAY),
        "post": lambda: post_detail(viewer=neighbour, post_id=town.secretary, on=DAY),
        "terms": lambda: terms_of(viewer=neighbour, organization_id=town.chapter, on=DAY),
        "members": lambda: list_members(
            viewer=viewer(f"line:{town.other_unit}", Permission.VIEW_MEMBERS),
            organization_id=town.chapter,
            on=DAY,
        ),
    }
    for ask in foreign.values():
        with pytest.raises(NotFound):
            ask()


def test_without_permission_every_query_is_forbidden(staffed: Town) -> None:
    town = staffed
    nobody = Viewer(name="nobody", user_id=9)
    questions: tuple[Callable[[], Any], ...] = (
        lambda: list_units(viewer=nobody, on=DAY),
        lambda: count_units(viewer=nobody, on=DAY),
        lambda: unit_by_code(viewer=nobody, code="A", on=DAY),
        lambda: unit_detail(viewer=nobody, unit_id=town.unit, on=DAY),
        lambda: list_organizations(viewer=nobody, on=DAY),
        lambda: organization_detail(viewer=nobody, organization_id=town.chapter, on=DAY),
        lambda: list_members(viewer=nobody, organization_id=town.chapter, on=DAY),
        lambda: list_people(viewer=nobody, on=DAY),
        lambda: person_detail(viewer=nobody, person_id=town.people[0], on=DAY),
        lambda: post_detail(viewer=nobody, post_id=town.secretary, on=DAY),
        lambda: terms_of(viewer=nobody, organization_id=town.chapter, on=DAY),
        lambda: decision(viewer=nobody, decision_id=town.decision, on=DAY),
        lambda: list_change_events(viewer=nobody, on=DAY),
        lambda: ruler_marks(viewer=nobody, from_day=START, to_day=DAY),
    )
    for ask in questions:
        with pytest.raises(Forbidden):
            ask()
    assert search(viewer=nobody, text="nguyen", on=DAY).is_empty


def test_employer_never_sees_members_and_the_line_does(staffed: Town) -> None:
    town = staffed
    employer = viewer(f"unit:{town.city}", *READ, Permission.VIEW_MEMBERS)
    with pytest.raises(NotFound):
        list_members(viewer=employer, organization_id=town.chapter, on=DAY)
    assert person_detail(viewer=employer, person_id=town.people[0], on=DAY).memberships == ()
    chapter = organization_detail(viewer=employer, organization_id=town.chapter, on=DAY)
    assert (chapter.members_visible, chapter.organization.member_count) == (False, 1)

    line = viewer(f"line:{town.youth}", *READ, Permission.VIEW_MEMBERS)
    members = list_members(viewer=line, organization_id=town.chapter, on=DAY)
    assert [(member.person_id, member.offices) for member in members] == [
        (town.people[0], ("secretary",))
    ]
    own = person_detail(viewer=line, person_id=town.people[0], on=DAY).memberships
    assert [membership.organization_id for membership in own] == [town.chapter]


def test_line_sees_the_hosting_units_posts_but_not_who_holds_them(staffed: Town) -> None:
    town = staffed
    line = viewer(f"line:{town.youth}", Permission.VIEW_STRUCTURE, Permission.VIEW_OFFICES)
    unit = unit_detail(viewer=line, unit_id=town.unit, on=DAY)
    assert [post.holders for post in unit.posts] == [None, None]
    assert [chapter.code for chapter in unit.chapters] == ["A-Y"]
    chapter = organization_detail(viewer=line, organization_id=town.chapter, on=DAY)
    holders = [post.holders for post in chapter.posts]
    assert holders[0] is not None
    assert [holder.person_id for holder in holders[0]] == [town.people[0]]


def test_structure_alone_shows_no_holder(staffed: Town) -> None:
    structure = viewer(f"unit:{staffed.unit}", Permission.VIEW_STRUCTURE)
    office = post_detail(viewer=structure, post_id=staffed.secretary, on=DAY)
    assert (office.holdings, office.post.holders) == (None, None)
    with pytest.raises(Forbidden):
        list_people(viewer=structure, on=DAY)


def test_search_ignores_accents_and_stays_in_scope(staffed: Town) -> None:
    town = staffed
    hits = search(viewer=SYSTEM, text="cong an xa", on=DAY)
    assert {unit.code for unit in hits.units} == {"A", "B"}
    assert [p.id for p in search(viewer=SYSTEM, text="NGUOI 2", on=DAY).people] == [town.people[1]]
    assert [p.id for p in search(viewer=SYSTEM, text="bí thư A-Y", on=DAY).posts] == [
        town.secretary
    ]
    neighbour = viewer(f"unit:{town.other_unit}")
    found = search(viewer=neighbour, text="cong an xa", on=DAY)
    assert [unit.code for unit in found.units] == ["B"]
    assert search(viewer=neighbour, text="nguoi 1", on=DAY).is_empty
    assert search(viewer=neighbour, text="bi thu a-y", on=DAY).posts == ()


def test_signs_of_patterns_in_a_search_are_plain_text(staffed: Town) -> None:
    for text in ("%", "_", "\\", "100%"):
        assert search(viewer=SYSTEM, text=text, on=DAY).is_empty


def test_who_left_is_found_by_the_last_unit_only(staffed: Town) -> None:
    town = staffed
    end_service(
        decision_id=town.decision,
        people=[ServiceEnd(town.people[0], date(2025, 4, 1))],
        actor=SYSTEM,
    )
    own = person_detail(viewer=viewer(f"unit:{town.unit}"), person_id=town.people[0], on=DAY)
    assert (own.in_service, own.valid.end) == (False, date(2025, 4, 1))
    with pytest.raises(NotFound):
        person_detail(viewer=viewer(f"unit:{town.other_unit}"), person_id=town.people[0], on=DAY)
