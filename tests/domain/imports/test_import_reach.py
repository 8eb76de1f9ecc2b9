"""What is out of an importer's reach does not exist for the import."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kiem.domain.imports.actions import apply_file, check_file
from kiem.domain.ledger.actions import NewTimeEntry, close_month, log_time_for_others
from kiem.domain.ledger.models import TimeEntry
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel.errors import Forbidden, NotFound
from kiem.platform.notices import inbox
from kiem.time.month import Month
from tests.domain.imports.files import (
    ACTIVITIES,
    APPOINTMENTS,
    DAY,
    HOURS,
    MEMBERS,
    PEOPLE,
    applied,
    book,
    checked,
    contents,
    person,
    submitted,
    sums,
    told,
)
from tests.factories.two_sides import TwoSides, build_two_sides


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


def viewer(*grants: tuple[Permission, str], user_id: int = 7) -> Viewer:
    held = frozenset(Grant(permission, scope) for permission, scope in grants)
    return Viewer(name="somebody", user_id=user_id, grants=held)


def test_people_of_another_unit_are_nobody_and_their_numbers_are_taken(sides: TwoSides) -> None:
    """00003 is Cúc of B. The answers are those for a number that nobody has, and no name."""
    actor = viewer((Permission.CHANGE_REGISTER, f"unit:{sides.a}"))
    before = contents()
    rows = [
        [number, unit, "Cán bộ chiến sĩ", DAY, None, None]
        for number, unit in (("00003", "A"), ("99999", "A"), ("00002", "B"))
    ]
    report = checked(book(("Chức vụ", APPOINTMENTS, rows)), actor=actor)
    assert told(report) == [
        ("Chức vụ!A2", "unknown_person"),
        ("Chức vụ!A3", "unknown_person"),
        ("Chức vụ!B4", "unknown_organization"),
    ]
    assert report.errors[0].message == report.errors[1].message
    people = book(("Cán bộ", PEOPLE, [person("00003", "Ai Đó Khác")]))
    report = checked(people, actor=actor)
    assert told(report) == [("Cán bộ!A2", "staff_number_taken")]
    assert "Cúc" not in str(report)
    assert contents() == before


def test_line_imports_members_of_its_own_chapters_only(sides: TwoSides) -> None:
    actor = viewer((Permission.CHANGE_REGISTER, f"line:{sides.youth}"))
    rows = [["00005", "A-Y", DAY, None], ["00004", "B-W", DAY, None]]
    assert told(checked(book(("Members", MEMBERS, rows)), actor=actor)) == [
        ("Members!B3", "unknown_organization")
    ]


def test_ledger_kinds_need_the_ledgers_permission(sides: TwoSides) -> None:
    actor = viewer((Permission.CHANGE_REGISTER, f"unit:{sides.city}"))
    rows = [["00001", DAY, "line", "duty", 5]]
    import_id = submitted(book(("Hours", HOURS, rows)), actor=actor)
    for work in (check_file, apply_file):
        with pytest.raises(Forbidden):
            work(import_id=import_id, actor=actor)


COMMANDER = Permission.CONFIRM_TIME


def hours(*rows: list[Any]) -> bytes:
    return book(("Hours", HOURS, rows))


def test_commander_imports_line_hours_of_the_own_unit(sides: TwoSides) -> None:
    actor = viewer((COMMANDER, f"unit:{sides.a}"))
    good = [["00001", DAY, "line", "duty", 5], ["00002", DAY, "line", "duty", 6.5]]
    report, _row = applied(hours(*good), actor=actor)
    assert (report.errors, sums(report)) == ((), [("time", 2, 0, 0)])
    entries = TimeEntry.objects.order_by("person_id")
    assert [(e.person_id, e.hours, e.recorded_by) for e in entries] == [
        (sides.people["Ánh"], Decimal("5.00"), "somebody"),
        (sides.people["Bình"], Decimal("6.50"), "somebody"),
    ]
    (told_of,) = inbox(viewer=Viewer("Ánh", user_id=99, person_id=sides.people["Ánh"]))
    assert (told_of.code, told_of.params["hours"]) == ("ledger.time_imported", 5.0)
    again, _row = applied(hours(*good), actor=actor)
    assert sums(again) == [("time", 0, 0, 2)]


def test_superior_logs_only_what_the_superior_confirms(sides: TwoSides) -> None:
    """Line hours of one's units or office hours of one's line; for other people and posts the
    answer is the one for a number that nobody has, or for a post that is not held."""
    before = contents()
    rows = [
        ["00001", DAY, "office", "meeting", 2],
        ["00001", DAY, "line", "duty", 2],
        ["00003", DAY, "line", "duty", 2],
        ["99999", DAY, "line", "duty", 2],
    ]
    commander = checked(hours(*rows), actor=viewer((COMMANDER, f"unit:{sides.a}")))
    assert told(commander) == [
        ("Hours!C2", "no_post_that_day"), ("Hours!A4", "unknown_person"),
        ("Hours!A5", "unknown_person"),
    ]  # fmt: skip
    officer = checked(hours(*rows), actor=viewer((COMMANDER, f"line:{sides.youth}")))
    assert told(officer) == [
        ("Hours!C3", "no_post_that_day"), ("Hours!A4", "unknown_person"),
        ("Hours!A5", "unknown_person"),
    ]  # fmt: skip
    assert contents() == before


def test_nobody_imports_hours_of_their_own_as_their_superior(sides: TwoSides) -> None:
    grants = frozenset({Grant(COMMANDER, f"unit:{sides.a}")})
    anh = Viewer("Ánh", user_id=7, person_id=sides.people["Ánh"], grants=grants)
    report = checked(hours(["00001", DAY, "line", "duty", 5]), actor=anh)
    assert told(report) == [("Hours!A2", "unknown_person")]


def test_hours_of_a_closed_month_are_not_imported(sides: TwoSides) -> None:
    close_month(organization_ids=[sides.a], month=Month.of(DAY), actor=SYSTEM)
    actor = viewer((COMMANDER, f"unit:{sides.a}"))
    report = checked(hours(["00001", DAY, "line", "duty", 5]), actor=actor)
    assert [error.code for error in report.errors] == ["ledger.entry_in_closed_month"]


def test_superior_cannot_log_around_the_import(sides: TwoSides) -> None:
    actor = viewer((COMMANDER, f"unit:{sides.a}"))
    outside = NewTimeEntry(sides.people["Cúc"], sides.officer_b, "line", "duty", DAY, Decimal(1))
    with pytest.raises(NotFound):
        log_time_for_others(entries=[outside], actor=actor)
    with pytest.raises(NotFound):
        log_time_for_others(entries=[outside], actor=viewer((Permission.VIEW_LOAD, "all")))


def test_activities_of_another_line_do_not_exist(sides: TwoSides) -> None:
    line = f"line:{sides.youth}"
    actor = viewer((Permission.CHANGE_REGISTER, line), (Permission.CHANGE_LEDGER, line))
    start, end = "05/04/2025 08:00", "05/04/2025 09:00"
    rows = [[code, "Họp", "Giao ban", start, end, 1, None] for code in ("A-Y", "B-W")]
    assert told(checked(book(("Hoạt động", ACTIVITIES, rows)), actor=actor)) == [
        ("Hoạt động!A3", "unknown_organization")
    ]


def test_nobody_hands_a_file_in_without_a_right_to_change(sides: TwoSides) -> None:
    content = book(("Cán bộ", PEOPLE, [person("00101", "Lê Văn Bình")]))
    with pytest.raises(Forbidden):
        submitted(content, actor=viewer((Permission.VIEW_LOAD, "all")))


def test_import_of_another_account_is_not_found(sides: TwoSides) -> None:
    mine = viewer((Permission.CHANGE_REGISTER, f"unit:{sides.a}"))
    other = viewer((Permission.CHANGE_REGISTER, f"unit:{sides.a}"), user_id=8)
    import_id = submitted(book(("Cán bộ", PEOPLE, [person("00101", "Lê Bình")])), actor=mine)
    for work in (check_file, apply_file):
        with pytest.raises(NotFound):
            work(import_id=import_id, actor=other)
