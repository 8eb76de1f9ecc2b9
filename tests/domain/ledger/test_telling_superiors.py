"""A request for leave and an objection are told to who heads the body, or the one above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import (
    NewLeave,
    NewTimeEntry,
    log_time,
    object_to_entry,
    request_leave,
)
from kiem.domain.register.actions import NewAppointment, appoint, create_posts
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.notices import inbox
from tests.factories.register import START, post
from tests.factories.two_sides import TwoSides, build_two_sides

DAY = date(2025, 3, 3)


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


def holder(sides: TwoSides, name: str) -> Viewer:
    number = sides.people[name]
    return Viewer(name, number, number, frozenset({Grant(Permission.LOG_TIME, f"person:{number}")}))


def told(sides: TwoSides, name: str) -> list[tuple[str, dict[str, object], str]]:
    person = sides.people[name]
    rows = inbox(viewer=Viewer(name, user_id=person, person_id=person))
    return [(row.code, dict(row.params), row.link) for row in rows]


def ask(sides: TwoSides, name: str) -> int:
    leave = NewLeave(sides.people[name], "annual", date(2025, 4, 7), date(2025, 4, 10))
    return request_leave(leave=leave, note="", actor=holder(sides, name))


def director(sides: TwoSides, held_by: str) -> None:
    (made,) = create_posts(
        decision_id=sides.decision, posts=[post(sides.city, role="director")], actor=SYSTEM
    )
    appoint(
        decision_id=sides.decision,
        appointments=[NewAppointment(sides.people[held_by], made, START, "appointed", 0)],
        actor=SYSTEM,
    )


def test_commander_hears_of_a_request_for_leave(sides: TwoSides) -> None:
    number = ask(sides, "Bình")
    days = {"first_on": "2025-04-07", "last_on": "2025-04-09"}
    expected = ("ledger.leave_asked", {"person_id": sides.people["Bình"], **days})
    assert told(sides, "Ánh") == [(*expected, f"/confirm/leave/{number}/")]
    assert told(sides, "Bình") == []


def test_commander_s_own_request_goes_to_the_level_above(sides: TwoSides) -> None:
    director(sides, "Dung")
    ask(sides, "Ánh")
    assert [code for code, _, _ in told(sides, "Dung")] == ["ledger.leave_asked"]
    assert told(sides, "Ánh") == []


def test_request_without_anybody_above_is_made_all_the_same(sides: TwoSides) -> None:
    assert ask(sides, "Ánh") > 0
    assert told(sides, "Ánh") == []


def test_objection_goes_to_who_heads_the_body_of_the_post(sides: TwoSides) -> None:
    """Line hours to the unit's head, office hours up the line."""
    (line, office) = log_time(
        entries=[
            NewTimeEntry(sides.people["Bình"], sides.officer_a, "line", "duty", DAY, Decimal(8)),
            NewTimeEntry(sides.people["Cúc"], sides.chair_b, "office", "meeting", DAY, Decimal(2)),
        ],
        actor=SYSTEM,
    ).ids
    (chair,) = create_posts(
        decision_id=sides.decision,
        posts=[post(sides.women, kind="office", role="chair")],
        actor=SYSTEM,
    )
    appoint(
        decision_id=sides.decision,
        appointments=[NewAppointment(sides.people["Dung"], chair, START, "elected", 0)],
        actor=SYSTEM,
    )
    first = object_to_entry(entry_id=line, text="Trực đến 22 giờ", actor=holder(sides, "Bình"))
    second = object_to_entry(entry_id=office, text="Họp ba giờ", actor=holder(sides, "Cúc"))
    raised = "ledger.objection_raised"
    assert told(sides, "Ánh") == [
        (raised, {"person_id": sides.people["Bình"], "on": "2025-03-03"}, f"/objections/{first}/")
    ]
    assert told(sides, "Dung") == [
        (raised, {"person_id": sides.people["Cúc"], "on": "2025-03-03"}, f"/objections/{second}/")
    ]
