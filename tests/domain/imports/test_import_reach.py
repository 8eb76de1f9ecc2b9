"""What is out of an importer's reach does not exist for the import."""

from __future__ import annotations

import pytest

from kiem.domain.imports.actions import apply_file, check_file
from kiem.platform.access import Grant, Permission, Viewer
from kiem.platform.kernel.errors import Forbidden, NotFound
from tests.domain.imports.files import (
    ACTIVITIES,
    APPOINTMENTS,
    DAY,
    HOURS,
    MEMBERS,
    PEOPLE,
    book,
    checked,
    contents,
    person,
    submitted,
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
