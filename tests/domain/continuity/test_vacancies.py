"""Seats to fill and who comes into question, on a small town."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.continuity.queries import candidates_for, list_vacancies
from kiem.domain.register.actions import (
    AppointmentEnd,
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    end_appointments,
    found_organizations,
    register_people,
)
from kiem.domain.register.queries.vacancies import Cause
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.kernel.errors import Forbidden, NotFound
from tests.factories.register import START, Town, organization, person, post

DAY = date(2025, 3, 3)
Serve = Callable[..., int]


def viewer(scope: str, *permissions: Permission) -> Viewer:
    wanted = permissions or (
        Permission.VIEW_STRUCTURE,
        Permission.VIEW_OFFICES,
        Permission.VIEW_PERSON,
        Permission.VIEW_LOAD,
    )
    return Viewer(name="v", user_id=1, grants=frozenset(Grant(p, scope) for p in wanted))


def line(town: Town) -> Viewer:
    return viewer(
        f"line:{town.youth}",
        Permission.VIEW_STRUCTURE,
        Permission.VIEW_OFFICES,
        Permission.VIEW_MEMBERS,
        Permission.VIEW_LOAD,
    )


@pytest.fixture
def serve(town: Town) -> Serve:
    """Registers somebody of a given age in full years on DAY with an officer's line post."""

    def register(age: int, *, unit_post: int | None = None, **values: object) -> int:
        number = 100 + age * 10 + len(values)
        born = date(DAY.year - age, DAY.month, DAY.day)
        (one,) = register_people(
            decision_id=town.decision, people=[person(number, birth_date=born, **values)],
            actor=SYSTEM,
        )  # fmt: skip
        hold(town, one, unit_post or town.officer, share=100)
        return one

    return register


def hold(
    town: Town, one: int, post_id: int, *, start: date = START, until: date | None = None,
    share: int = 0,
) -> int:  # fmt: skip
    mode = "appointed" if share else "elected"
    (number,) = appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(one, post_id, start, mode, share, valid_until=until)],
        actor=SYSTEM,
    )
    return number


def rows(seen_by: Viewer, on: date = DAY) -> list[tuple[object, ...]]:
    return [
        (v.seat.cause, v.seat.post_id, v.seat.day, v.due, v.rule.rule_id if v.rule else None)
        for v in list_vacancies(viewer=seen_by, on=on)
    ]


def test_seat_nobody_sits_in_is_due_by_its_rule(town: Town) -> None:
    due = START + timedelta(days=30)
    assert rows(viewer(f"unit:{town.city}")) == [
        (Cause.VACANT, town.secretary, START, due, "example.fill.leader@2024-01-01")
    ]


def test_seat_is_vacant_since_its_last_holder_left(town: Town, serve: Serve) -> None:
    number = hold(town, serve(30), town.secretary)
    end_appointments(
        decision_id=town.decision,
        ends=[AppointmentEnd(number, date(2025, 2, 1))],
        actor=SYSTEM,
    )
    assert rows(SYSTEM) == [
        (
            Cause.VACANT,
            town.secretary,
            date(2025, 2, 1),
            date(2025, 3, 3),
            "example.fill.leader@2024-01-01",
        )
    ]
    assert not list_vacancies(viewer=SYSTEM, on=DAY)[0].is_overdue(DAY)
    assert list_vacancies(viewer=SYSTEM, on=DAY)[0].is_overdue(DAY + timedelta(days=1))


def test_appointment_that_ends_within_the_horizon_is_listed_unless_somebody_follows(
    town: Town, serve: Serve
) -> None:
    last = date(2025, 6, 1)
    hold(town, serve(30), town.secretary, until=last)
    assert rows(SYSTEM) == [(Cause.ENDING, town.secretary, last, last, None)]
    assert list_vacancies(viewer=SYSTEM, on=DAY)[0].seat.full_name == "Nguyễn Văn Người 400"
    assert rows(SYSTEM, last - timedelta(days=181)) == []
    hold(town, serve(31), town.secretary, start=last)
    assert rows(SYSTEM) == []


@pytest.mark.parametrize(
    ("born", "listed"),
    [
        (date(1989, 3, 3), date(2025, 3, 3)),  # thirty-six today: over since today
        (date(1988, 7, 9), date(2024, 7, 9)),
        (date(1989, 8, 30), date(2025, 8, 30)),  # the last day of the horizon
        (date(1989, 8, 31), None),
    ],
)
def test_holder_whose_age_runs_out_is_listed_with_the_day(
    town: Town, serve: Serve, born: date, listed: date | None
) -> None:
    (one,) = register_people(
        decision_id=town.decision, people=[person(77, birth_date=born)], actor=SYSTEM
    )
    hold(town, one, town.secretary)
    rule = "vn.youth_union.age.commune@2010-01-01"
    expected = [] if listed is None else [(Cause.AGE, town.secretary, listed, listed, rule)]
    assert rows(SYSTEM) == expected


def test_free_line_seats_are_listed_only_when_mandatory(town: Town) -> None:
    create_posts(
        decision_id=town.decision,
        posts=[post(town.unit, seats=9), post(town.unit, role="deputy_chief", is_mandatory=True)],
        actor=SYSTEM,
    )
    found = list_vacancies(viewer=SYSTEM, on=DAY)
    assert sorted(v.seat.role for v in found) == ["deputy_chief", "secretary"]


def test_eligible_are_those_no_sourced_rule_bars(town: Town, serve: Serve) -> None:
    for age in (20, 35, 36, 50):
        serve(age, unit_post=create_posts(
            decision_id=town.decision, posts=[post(town.unit)], actor=SYSTEM)[0])  # fmt: skip
    (vacancy,) = list_vacancies(viewer=viewer(f"unit:{town.unit}"), on=DAY)
    assert vacancy.eligible == 2
    found = candidates_for(viewer=viewer(f"unit:{town.unit}"), post_id=town.secretary, on=DAY)
    assert [(c.person.age, c.is_eligible) for c in found.people] == [
        (20, True),
        (35, True),
        (36, False),
        (50, False),
    ]
    assert not found.pool.from_members


def test_line_sees_its_members_and_the_employer_its_people(town: Town, serve: Serve) -> None:
    member, colleague = serve(25), serve(26)
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(member, town.chapter, START)],
        actor=SYSTEM,
    )
    by_line = candidates_for(viewer=line(town), post_id=town.secretary, on=DAY)
    assert [c.person.person_id for c in by_line.people] == [member]
    assert by_line.pool.from_members
    assert [v.eligible for v in by_line.vacancies] == [1]
    by_unit = candidates_for(viewer=viewer(f"unit:{town.unit}"), post_id=town.secretary, on=DAY)
    assert [c.person.person_id for c in by_unit.people] == [member, colleague]


def test_who_may_open_nobodys_page_is_named_nobody(town: Town, serve: Serve) -> None:
    serve(25)
    seen_by = viewer(f"unit:{town.unit}", Permission.VIEW_STRUCTURE, Permission.VIEW_OFFICES)
    found = candidates_for(viewer=seen_by, post_id=town.secretary, on=DAY)
    assert found.people == ()
    only_self = serve(26)
    own = viewer(f"person:{only_self}")
    with pytest.raises(NotFound):
        candidates_for(viewer=own, post_id=town.other_officer, on=DAY)
    found = candidates_for(viewer=own, post_id=town.officer, on=DAY)
    assert found.people == ()


def test_officers_below_come_into_question_above(town: Town, serve: Serve) -> None:
    below = serve(29)
    hold(town, below, town.secretary)
    (above,) = create_posts(
        decision_id=town.decision,
        posts=[post(town.youth, kind="office", role="deputy_secretary")],
        actor=SYSTEM,
    )
    found = candidates_for(viewer=line(town), post_id=above, on=DAY)
    (only,) = found.people
    assert only.person.person_id == below
    reasons = {reason.code: str(reason.verdict) for reason in only.reasons}
    assert (reasons["first_age"], reasons["own_unit"]) == ("for", "for")


def test_holder_does_not_come_into_question_for_the_own_post(town: Town, serve: Serve) -> None:
    holder, other = serve(30), serve(31)
    hold(town, holder, town.secretary)
    found = candidates_for(viewer=viewer("all"), post_id=town.secretary, on=DAY)
    assert [c.person.person_id for c in found.people] == [other]


def test_scope_limits_the_list(town: Town) -> None:
    assert rows(viewer(f"unit:{town.other_unit}")) == []
    assert len(rows(line(town))) == 1
    with pytest.raises(NotFound):
        candidates_for(viewer=viewer(f"unit:{town.other_unit}"), post_id=town.secretary, on=DAY)
    with pytest.raises(Forbidden):
        list_vacancies(viewer=viewer("all", Permission.VIEW_STRUCTURE), on=DAY)


def test_women_come_into_question_for_a_womens_organisation(town: Town, serve: Serve) -> None:
    (women,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization("A-W", category="member", type="women_branch", parent_id=town.unit)
        ],
        actor=SYSTEM,
    )
    (head,) = create_posts(
        decision_id=town.decision,
        posts=[post(women, kind="office", role="branch_head")],
        actor=SYSTEM,
    )
    serve(40)
    woman = serve(41, sex="female")
    found = candidates_for(viewer=viewer("all"), post_id=head, on=DAY)
    assert [c.person.person_id for c in found.people] == [woman]
    assert [v.eligible for v in found.vacancies] == [1]


def test_statements_do_not_grow_with_seats(town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list_vacancies(viewer=SYSTEM, on=DAY)
        return len(captured)

    before = queries()
    create_posts(
        decision_id=town.decision,
        posts=[
            post(town.chapter, kind="office", role="committee_member", title_en=f"{n}")
            for n in range(30)
        ],
        actor=SYSTEM,
    )
    assert queries() == before
    assert len(rows(SYSTEM)) == 31
