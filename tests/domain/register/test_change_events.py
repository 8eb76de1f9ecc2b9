"""Reorganisations: what ends, who goes where, what keeps its identity, and nobody lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiem.domain.register.actions import (
    ChangeEventResult,
    ChapterLink,
    Link,
    MemberMove,
    NewAppointment,
    NewMembership,
    NewOrganization,
    Placement,
    admit_members,
    apply_change_event,
    appoint,
    create_posts,
    found_organizations,
    register_transaction,
)
from kiem.domain.register.models import ChangeEvent, OrganizationState
from kiem.domain.register.queries.changes import change_event, list_moved_people
from kiem.domain.register.queries.holdings import staff_counts
from kiem.domain.register.queries.organizations import list_members, organization_detail
from kiem.domain.register.queries.people import person_detail
from kiem.domain.register.queries.units import list_units, unit_detail
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import DomainError
from tests.factories.register import START, Town, organization, post

DAY = date(2025, 7, 1)


@pytest.fixture
def staffed(town: Town) -> Town:
    """Two officers in A, one in B; the first of A is the chapter's secretary and member."""
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(town.people[0], town.officer, START, "appointed", 100),
            NewAppointment(town.people[1], town.officer, START, "appointed", 100),
            NewAppointment(town.people[2], town.other_officer, START, "appointed", 80),
            NewAppointment(town.people[0], town.secretary, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=town.decision,
        members=[
            NewMembership(town.people[0], town.chapter, START),
            NewMembership(town.people[1], town.chapter, START),
        ],
        actor=SYSTEM,
    )
    return town


def successor(town: Town, code: str = "A") -> tuple[int, int]:
    """A new commune with one line post of many seats, founded on DAY."""
    (unit,) = found_organizations(
        decision_id=town.decision,
        organizations=[organization(code, parent_id=town.city, valid_from=DAY)],
        actor=SYSTEM,
    )
    (seat,) = create_posts(
        decision_id=town.decision, posts=[post(unit, seats=10, valid_from=DAY)], actor=SYSTEM
    )
    return unit, seat


def merge(
    town: Town,
    links: list[Link],
    placements: list[Placement],
    chapters: list[ChapterLink] | None = None,
    members: list[MemberMove] | None = None,
) -> ChangeEventResult:
    return apply_change_event(
        decision_id=town.decision,
        kind="merge",
        effective_on=DAY,
        title_vi="Sắp xếp",
        title_en="Merger",
        links=links,
        placements=placements,
        chapters=chapters or [],
        members=members or [],
        actor=SYSTEM,
    )


def test_merge_moves_everybody_and_the_successor_takes_the_code(staffed: Town) -> None:
    town = staffed
    with register_transaction(SYSTEM):
        unit, seat = successor(town)
        result = merge(
            town,
            [Link(town.unit, unit), Link(town.other_unit, unit)],
            [Placement(person, seat) for person in town.people[:3]],
            [ChapterLink(town.chapter, town.chapter, name_vi="Đoàn mới", name_en="New")],
        )
    assert (result.organizations_ended, result.people_placed, result.chapters_kept) == (2, 3, 1)
    assert result.posts_ended == 3

    before, after = date(2025, 6, 30), DAY
    codes = [[u.code for u in list_units(viewer=SYSTEM, on=day)] for day in (before, after)]
    assert codes == [["HN", "A", "B"], ["HN", "A"]]
    assert staff_counts(None, before) == {town.unit: 2, town.other_unit: 1}
    assert staff_counts(None, after) == {unit: 3}

    detail = unit_detail(viewer=SYSTEM, unit_id=unit, on=after)
    assert [ref.organization_id for ref in detail.predecessors] == [town.unit, town.other_unit]
    assert [chapter.id for chapter in detail.chapters] == [town.chapter]
    chapter = organization_detail(viewer=SYSTEM, organization_id=town.chapter, on=after)
    assert chapter.organization.name_vi == "Đoàn mới"
    assert chapter.organization.member_count == 2
    (secretary,) = chapter.posts
    assert secretary.holders is not None
    assert [holder.person_id for holder in secretary.holders] == [town.people[0]]

    moved = person_detail(viewer=SYSTEM, person_id=town.people[2], on=after)
    new, old = moved.posts
    assert (new.organization_id, new.start, new.share_percent) == (unit, DAY, 80.0)
    assert (old.organization_id, old.end) == (town.other_unit, DAY)
    assert old.ended_by is not None
    assert old.ended_by.id == town.decision


def test_event_page_counts_who_moved_from_where_to_where(staffed: Town) -> None:
    town = staffed
    unit, seat = successor(town, "N")
    result = merge(
        town,
        [Link(town.unit, unit), Link(town.other_unit, unit)],
        [Placement(person, seat) for person in town.people[:3]],
        [ChapterLink(town.chapter, None)],
    )
    detail = change_event(viewer=SYSTEM, event_id=result.event_id, on=DAY)
    assert {(link.original_id, link.result_id): link.people for link in detail.links} == {
        (town.unit, unit): 2,
        (town.other_unit, unit): 1,
        (town.chapter, None): 0,
    }
    people = list_moved_people(viewer=SYSTEM, event_id=result.event_id, on=DAY, limit=2)
    assert [row.person_id for row in people] == list(town.people[:2])
    rest = list_moved_people(
        viewer=SYSTEM,
        event_id=result.event_id,
        on=DAY,
        after=(people[-1].sort_key, people[-1].person_id),
    )
    assert [row.person_id for row in rest] == [town.people[2]]


def test_survivor_takes_in_the_others(staffed: Town) -> None:
    town = staffed
    result = merge(
        town,
        [Link(town.unit, town.unit), Link(town.other_unit, town.unit)],
        [Placement(town.people[2], town.officer)],
    )
    assert result.organizations_ended == 1
    assert staff_counts(None, DAY) == {town.unit: 3}
    assert unit_detail(viewer=SYSTEM, unit_id=town.unit, on=DAY).valid.start == START


def test_split_sends_members_with_their_people(staffed: Town) -> None:
    town = staffed
    (north, north_seat), (south, south_seat) = successor(town, "N"), successor(town, "S")
    (young_south,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization(
                "S-Y",
                category="member",
                type="youth_grassroots",
                parent_id=south,
                higher_id=town.youth,
                valid_from=DAY,
            )
        ],
        actor=SYSTEM,
    )
    result = merge(
        town,
        [Link(town.unit, north), Link(town.unit, south, is_principal=False)],
        [Placement(town.people[0], north_seat), Placement(town.people[1], south_seat)],
        [ChapterLink(town.chapter, town.chapter)],
        [MemberMove(town.people[1], town.chapter, young_south)],
    )
    assert result.members_moved == 1
    chapter = organization_detail(viewer=SYSTEM, organization_id=town.chapter, on=DAY)
    assert chapter.organization.host_id == north
    members = [
        [m.person_id for m in list_members(viewer=SYSTEM, organization_id=o, on=DAY)]
        for o in (town.chapter, young_south)
    ]
    assert members == [[town.people[0]], [town.people[1]]]


def test_chapters_that_merge_bring_their_members_once(staffed: Town) -> None:
    town = staffed
    unit, seat = successor(town, "N")
    (young,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization(
                "N-Y",
                category="member",
                type="youth_grassroots",
                parent_id=unit,
                higher_id=town.youth,
                valid_from=DAY,
            )
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=town.decision, members=[NewMembership(town.people[0], young, DAY)], actor=SYSTEM
    )
    result = merge(
        town,
        [Link(town.unit, unit)],
        [Placement(person, seat) for person in town.people[:2]],
        [ChapterLink(town.chapter, young)],
    )
    assert (result.members_moved, result.offices_ended) == (2, 1)
    members = list_members(viewer=SYSTEM, organization_id=young, on=DAY)
    assert [member.person_id for member in members] == list(town.people[:2])


def test_anybody_left_behind_is_listed_and_nothing_is_written(staffed: Town) -> None:
    town = staffed
    unit, seat = successor(town, "N")
    states = OrganizationState.objects.count()
    with pytest.raises(DomainError) as caught:
        merge(town, [Link(town.unit, unit)], [Placement(town.people[0], seat)])
    error = caught.value
    assert error.code == "register.change_leaves_behind"
    assert error.params["person_ids"] == [town.people[1]]
    assert error.params["organization_ids"] == [town.chapter]
    assert error.params["people"] == "Nguyễn Văn Người 2"
    assert ChangeEvent.objects.count() == 0
    assert OrganizationState.objects.count() == states


def test_unit_below_what_ends_is_listed(staffed: Town) -> None:
    town = staffed
    with pytest.raises(DomainError) as caught:
        merge(town, [Link(town.city, None)], [])
    units = caught.value.params["units"]
    assert units == "Công an xã A, Công an xã B"


def test_appointment_planned_after_the_day_is_left_behind_too(staffed: Town) -> None:
    town = staffed
    unit, seat = successor(town, "N")
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(town.people[4], town.other_officer, date(2025, 9, 1), "appointed", 100)
        ],
        actor=SYSTEM,
    )
    with pytest.raises(DomainError) as caught:
        merge(
            town,
            [Link(town.other_unit, unit)],
            [Placement(town.people[2], seat), Placement(town.people[4], seat)],
        )
    assert caught.value.params["person_ids"] == [town.people[4]]


@pytest.mark.parametrize(
    ("original", "result", "code"),
    [
        ("unit", "later", "link_outside_life"),
        ("later", "unit", "link_outside_life"),
        ("missing", "unit", "unknown"),
    ],
)
def test_link_to_what_does_not_exist_then_is_refused(
    staffed: Town, original: str, result: str, code: str
) -> None:
    later = replace(organization("L", parent_id=staffed.city), valid_from=date(2026, 1, 1))
    assert isinstance(later, NewOrganization)
    (later_id,) = found_organizations(
        decision_id=staffed.decision, organizations=[later], actor=SYSTEM
    )
    ids = {"unit": staffed.unit, "later": later_id, "missing": 10**9}
    with pytest.raises(DomainError) as caught:
        merge(staffed, [Link(ids[original], ids[result])], [])
    assert caught.value.code == f"register.{code}"


def test_seats_of_the_result_are_counted(staffed: Town) -> None:
    town = staffed
    (unit,) = found_organizations(
        decision_id=town.decision,
        organizations=[organization("N", parent_id=town.city, valid_from=DAY)],
        actor=SYSTEM,
    )
    (seat,) = create_posts(
        decision_id=town.decision, posts=[post(unit, seats=1, valid_from=DAY)], actor=SYSTEM
    )
    with pytest.raises(DomainError) as caught:
        merge(
            town,
            [Link(town.unit, unit)],
            [Placement(person, seat) for person in town.people[:2]],
            [ChapterLink(town.chapter, None)],
        )
    assert caught.value.code == "register.seat_taken"
