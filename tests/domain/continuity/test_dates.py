"""The dates ahead: each kind for whoever may know it, in their scope."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kiem.domain.continuity.queries import DateKind, DateRow, all_day, dates_ahead, register_dates
from kiem.domain.continuity.queries import dates as dates_module
from kiem.domain.ledger.actions import NewActivity, Participant, plan_activities
from kiem.domain.register.actions import (
    NewAppointment,
    NewTerm,
    appoint,
    open_terms,
    register_people,
)
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.kernel.errors import Forbidden
from tests.factories.register import START, Town, person, post

DAY = date(2025, 3, 3)
ALL = frozenset({Permission.VIEW_STRUCTURE, Permission.VIEW_OFFICES, Permission.VIEW_LOAD})


def viewer(scope: str, *, person_id: int | None = None, can: frozenset[Permission] = ALL) -> Viewer:
    grants = frozenset(Grant(p, scope) for p in can)
    return Viewer(name="v", user_id=1, person_id=person_id, grants=grants)


def said(seen_by: Viewer, on: date = DAY) -> list[tuple[str, date, str]]:
    return [(row.kind.value, row.day, row.place_en) for row in dates_ahead(viewer=seen_by, on=on)]


@pytest.fixture
def secretary(town: Town) -> int:
    """Turns thirty-six, above the limit, on 1 July 2025; in office until 2025-09-01."""
    (one,) = register_people(
        decision_id=town.decision, people=[person(70, birth_date=date(1989, 7, 1))], actor=SYSTEM
    )
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(one, town.officer, START, "appointed", 100),
            NewAppointment(one, town.secretary, START, "elected", 0, valid_until=date(2025, 9, 1)),
        ],
        actor=SYSTEM,
    )
    return one


@pytest.fixture
def term(town: Town) -> None:
    open_terms(
        decision_id=town.decision,
        terms=[NewTerm(town.chapter, "2020-2025", START, date(2020, 6, 1), date(2025, 6, 1))],
        actor=SYSTEM,
    )


def test_terms_ages_and_appointments_are_in_order(town: Town, secretary: int, term: None) -> None:
    chapter = "Commune Police A-Y"
    assert said(viewer(f"unit:{town.unit}")) == [
        ("term_ends", date(2025, 5, 31), chapter),
        ("age_runs_out", date(2025, 7, 1), chapter),
        ("appointment_ends", date(2025, 9, 1), chapter),
    ]
    assert said(viewer(f"unit:{town.other_unit}")) == []


def test_vacant_seat_is_due_on_its_day_until_it_is_overdue(town: Town) -> None:
    due = START + timedelta(days=30)
    assert ("seat_due", due, "Commune Police A-Y") in said(viewer("all"), START)
    assert said(viewer("all"), due + timedelta(days=1)) == []


def test_each_kind_needs_its_permission(town: Town, secretary: int, term: None) -> None:
    structure = viewer("all", can=frozenset({Permission.VIEW_STRUCTURE}))
    assert [kind for kind, _, _ in said(structure)] == ["term_ends"]
    assert said(Viewer(name="x", user_id=2)) == []
    with pytest.raises(Forbidden):
        dates_ahead(viewer=Viewer(name=""), on=DAY)


def test_own_activities_come_with_their_time(town: Town, secretary: int) -> None:
    starts = datetime(2025, 4, 5, 1, 0, tzinfo=UTC)
    plan_activities(
        activities=[
            NewActivity(
                organization_id=town.chapter,
                category="meeting",
                title_vi="Họp",
                title_en="Meeting",
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                planned_hours=2,
                participants=[Participant(secretary, town.secretary, 2)],
            )
        ],
        actor=SYSTEM,
    )
    scope = f"person:{secretary}"
    own = viewer(scope, person_id=secretary, can=frozenset({Permission.VIEW_LOAD}))
    (row,) = dates_ahead(viewer=own, on=DAY)
    assert (row.kind, row.starts, row.ends) == (
        DateKind.ACTIVITY,
        starts,
        starts + timedelta(hours=2),
    )
    assert (row.title_en, row.place_en) == ("Meeting", "Commune Police A-Y")
    stranger = viewer("person:1", person_id=town.people[0], can=frozenset({Permission.VIEW_LOAD}))
    assert dates_ahead(viewer=stranger, on=DAY) == ()


def test_no_date_names_a_person(town: Town, secretary: int, term: None) -> None:
    shown = str(dates_ahead(viewer=viewer("all"), on=DAY))
    assert "Người" not in shown


def test_another_app_adds_its_deadlines_once(monkeypatch: pytest.MonkeyPatch, town: Town) -> None:
    monkeypatch.setattr(dates_module, "_sources", [])
    asked = []

    def source(seen_by: Viewer, first: date, last: date) -> list[DateRow]:
        asked.append((seen_by.name, first, last))
        day = first + timedelta(days=2)
        return [DateRow(DateKind.DEADLINE, "7", *all_day(day), "Nộp", "Hand in", "", "", "/x/")]

    register_dates(source)
    register_dates(source)
    nobody = Viewer(name="x", user_id=2)
    assert said(nobody) == [("deadline", DAY + timedelta(days=2), "")]
    assert asked == [("x", DAY, DAY + timedelta(days=400))]


def test_keys_stay_when_the_day_moves(town: Town, secretary: int) -> None:
    early = dates_ahead(viewer=viewer("all"), on=DAY)
    late = dates_ahead(viewer=viewer("all"), on=DAY + timedelta(days=20))
    assert [row.key for row in early] == [row.key for row in late]
    assert len({(row.kind, row.key) for row in early}) == len(early) == 2


def test_posts_without_office_stay_out(town: Town) -> None:
    from kiem.domain.register.actions import create_posts

    create_posts(decision_id=town.decision, posts=[post(town.unit, seats=5)], actor=SYSTEM)
    assert {kind for kind, _, _ in said(viewer("all"), START)} == {"seat_due"}
