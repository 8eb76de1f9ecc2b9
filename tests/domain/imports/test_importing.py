"""From a file to facts: what is new, what changes, what is known; all of it or nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kiem.domain.imports.actions import apply_file, check_file
from kiem.domain.register.queries.matching import (
    appointments_of_people,
    memberships_of_people,
    people_by_staff_number,
)
from kiem.platform.access import SYSTEM
from kiem.platform.audit import list_trail
from kiem.platform.kernel.errors import Conflict
from kiem.platform.kernel.sql import fetch
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
from tests.factories.register import Town


def two_sheets() -> bytes:
    """Two people, one of them with a line post and an office."""
    return book(
        ("Cán bộ", PEOPLE, [
            person("00101", "Nguyễn Thị Hoa", sex="Nữ", rank="Đại úy"),
            person("00102", "Trần Văn Đức Anh"),
        ]),
        ("Chức vụ", APPOINTMENTS, [
            ["00101", "A", "Cán bộ", DAY, None, None],
            ["00101", "A-Y", "Bí thư", "01/03/2025", None, None],
        ]),
    )  # fmt: skip


def test_people_and_their_posts_come_in_by_one_decision_of_kind_import(town: Town) -> None:
    report, row = applied(two_sheets())
    assert told(report) == []
    assert sums(report) == [("people", 2, 0, 0), ("appointments", 2, 0, 0)]
    assert row.state == "applied"
    assert row.decision_id is not None
    people = people_by_staff_number(["00101", "00102"])
    hoa, anh = people["00101"], people["00102"]
    assert (hoa.full_name, hoa.sex, hoa.rank) == ("Nguyễn Thị Hoa", "female", "captain")
    assert (anh.family_name, anh.middle_name, anh.given_name) == ("Trần", "Văn Đức", "Anh")
    held = appointments_of_people([hoa.id])[hoa.id]
    assert [(a.post_id, a.valid_from) for a in held] == [(town.officer, DAY), (town.secretary, DAY)]
    (decision,) = fetch(
        "SELECT kind, number, reason FROM register_decision WHERE id = %(id)s",
        {"id": row.decision_id},
    )
    assert decision == ("import", f"NK-{row.id:06d}", f"sha256 {row.sha256}")
    decided = fetch(
        """SELECT DISTINCT decision_id FROM register_appointment WHERE person_id = %(id)s
           UNION SELECT decision_id FROM register_personstate WHERE person_id = %(id)s""",
        {"id": hoa.id},
    )
    assert decided == [(row.decision_id,)]
    (entry,) = list_trail(viewer=SYSTEM, action="imports.apply")
    assert (entry.subject, entry.decision_id) == (f"import:{row.id}", row.decision_id)


def test_check_tells_what_applying_would_do_and_keeps_nothing(town: Town) -> None:
    before = contents()
    report = checked(two_sheets())
    assert sums(report) == [("people", 2, 0, 0), ("appointments", 2, 0, 0)]
    assert report.can_be_applied
    assert [(line.sheet, line.row, line.label) for line in report.lines][:2] == [
        ("Cán bộ", 2, "00101 Nguyễn Thị Hoa"),
        ("Cán bộ", 3, "00102 Trần Văn Đức Anh"),
    ]
    assert contents() == before


def test_same_file_again_finds_everything_known_and_decides_nothing(town: Town) -> None:
    applied(two_sheets())
    before = contents()
    report, row = applied(two_sheets())
    assert sums(report) == [("people", 0, 0, 2), ("appointments", 0, 0, 2)]
    assert not report.can_be_applied
    assert row.decision_id is None
    assert contents() == before


def test_import_is_applied_once(town: Town) -> None:
    import_id = submitted(two_sheets())
    apply_file(import_id=import_id, actor=SYSTEM)
    before = contents()
    with pytest.raises(Conflict):
        apply_file(import_id=import_id, actor=SYSTEM)
    assert contents() == before


def test_one_wrong_row_keeps_everything_out_and_all_errors_are_told_at_once(town: Town) -> None:
    before = contents()
    content = book(
        ("Cán bộ", PEOPLE, [
            person("00101", "Nguyễn Thị Hoa", sex="nữ"),
            person("00102", "Trần Văn Anh", sex="?", born="31/02/1990"),
            person("00101", "Lê Văn Bình"),
            person("00103", "Đơn"),
            person("00001", "Nguyễn Văn Khác"),
        ]),
        ("Chức vụ", APPOINTMENTS, [
            ["00999", "A", "Cán bộ", DAY, None, None],
            ["00101", "ZZ", "Cán bộ", DAY, None, None],
            ["00101", "A", "Giám đốc", DAY, None, None],
            ["00101", "A", "Cán bộ", DAY, date(2025, 1, 1), None],
            ["00101", "A", "Cán bộ", 45717, None, 120],
        ]),
    )  # fmt: skip
    report, row = applied(content)
    assert told(report) == [
        ("Cán bộ!C3", "not_a_day"),
        ("Cán bộ!D3", "not_a_choice"),
        ("Cán bộ!A4", "given_twice"),
        ("Cán bộ!B5", "full_name_missing"),
        ("Cán bộ!B6", "details_differ"),
        ("Cán bộ!G6", "details_differ"),
        ("Chức vụ!A2", "unknown_person"),
        ("Chức vụ!B3", "unknown_organization"),
        ("Chức vụ!C4", "unknown_post"),
        ("Chức vụ!E5", "ends_before_start"),
        ("Chức vụ!D6", "number_for_day"),
        ("Chức vụ!F6", "number_out_of_range"),
    ]
    assert report.error_count == 12
    for error in report.errors:
        assert error.remedy
        assert "{" not in str(error)
    assert row.state == "open"
    assert contents() == before


def test_rows_the_register_refuses_are_told_one_by_one(town: Town) -> None:
    """Chief and secretary have one seat: the second for each is refused, the officers are not."""
    content = book(
        ("Chức vụ", APPOINTMENTS, [
            ["00001", "A", "Chief", DAY, None, None],
            ["00002", "A", "Cán bộ", DAY, None, None],
            ["00003", "A", "Trưởng Công an", DAY, None, None],
            ["00001", "A", "Cán bộ", DAY, None, 50],
            ["00004", "A-Y", "Bí thư", date(2024, 5, 1), None, None],
        ]),
    )  # fmt: skip
    before = contents()
    assert told(checked(content)) == [
        ("Chức vụ!4", "seat_taken"),
        ("Chức vụ!5", "share_over_100"),
        ("Chức vụ!B6", "unknown_organization"),  # it was founded in 2025
    ]
    assert contents() == before


def test_rank_and_end_of_an_appointment_are_changes(town: Town) -> None:
    applied(two_sheets())
    content = book(
        ("Cán bộ", PEOPLE, [
            person("00101", "Nguyễn Thị Hoa", sex="Nữ", rank="Thiếu tá", rank_from="01/06/2025"),
        ]),
        ("Chức vụ", APPOINTMENTS, [
            ["00101", "A-Y", "Bí thư", DAY, date(2025, 8, 31), None],
        ]),
    )  # fmt: skip
    report, _ = applied(content)
    assert told(report) == []
    assert sums(report) == [("people", 0, 1, 0), ("appointments", 0, 1, 0)]
    assert report.lines[0].detail == "Đại úy → Thiếu tá (01/06/2025)"
    hoa = people_by_staff_number(["00101"])["00101"]
    assert (hoa.rank, hoa.rank_from) == ("major", date(2025, 6, 1))
    office = appointments_of_people([hoa.id])[hoa.id][1]
    assert office.valid_until == date(2025, 9, 1)
    assert sums(checked(content)) == [("people", 0, 0, 1), ("appointments", 0, 0, 1)]


def test_rank_that_changes_needs_its_day(town: Town) -> None:
    applied(two_sheets())
    later = book(("Cán bộ", PEOPLE, [person("00101", "Nguyễn Thị Hoa", sex="Nữ", rank="major")]))
    assert told(checked(later)) == [("Cán bộ!E2", "rank_needs_a_day")]


def test_members_are_admitted_and_leave(town: Town) -> None:
    rows = [["00001", "A-Y", DAY, None], ["00002", "a-y", DAY, None]]
    report, _ = applied(book(("Members", MEMBERS, rows)))
    assert sums(report) == [("memberships", 2, 0, 0)]
    rows[0][3] = date(2025, 6, 30)
    report, _ = applied(book(("Members", MEMBERS, rows)))
    assert sums(report) == [("memberships", 0, 1, 1)]
    first = town.people[0]
    (membership,) = memberships_of_people([first], [town.chapter])[first, town.chapter]
    assert (membership.valid_from, membership.valid_until) == (DAY, date(2025, 7, 1))


def test_activities_come_with_their_participants_by_the_post_they_hold(town: Town) -> None:
    applied(
        book(("Chức vụ", APPOINTMENTS, [
            ["00001", "A", "Cán bộ", DAY, None, None],
            ["00001", "A-Y", "Bí thư", DAY, None, None],
            ["00002", "A", "Cán bộ", DAY, None, None],
        ]))
    )  # fmt: skip
    start, end = "05/04/2025 08:00", "05/04/2025 11:30"
    rows = [["A-Y", "Tình nguyện", "Ngày thứ bảy", start, end, 3.5, "00001, 00002"]]
    report, row = applied(book(("Hoạt động", ACTIVITIES, rows)))
    assert told(report) == []
    assert sums(report) == [("activities", 1, 0, 0)]
    assert row.decision_id is None  # activities point to no decision; the import is the proof
    posts = fetch("SELECT person_id, post_id, planned_hours FROM ledger_participation ORDER BY 1")
    assert [(p, post, float(hours)) for p, post, hours in posts] == [
        (town.people[0], town.secretary, 3.5),
        (town.people[1], town.officer, 3.5),
    ]
    assert sums(checked(book(("Hoạt động", ACTIVITIES, rows)))) == [("activities", 0, 0, 1)]
    rows = [["A-Y", "Họp", "Khác", start, end, 1, "00003"], ["A-Y", "Họp", "X", end, start, 1, ""]]
    assert told(checked(book(("Hoạt động", ACTIVITIES, rows)))) == [
        ("Hoạt động!G2", "participant_without_post"),
        ("Hoạt động!E3", "ends_before_start"),
    ]


def test_hours_are_logged_for_the_post_of_the_role(town: Town) -> None:
    applied(
        book(("Chức vụ", APPOINTMENTS, [
            ["00001", "A", "Cán bộ", DAY, None, None],
            ["00001", "A-Y", "Bí thư", DAY, None, None],
        ]))
    )  # fmt: skip
    rows = [
        ["00001", date(2025, 4, 7), "Chuyên môn", "Nhiệm vụ", "6,5"],
        ["00001", date(2025, 4, 7), "Đoàn thể", "Họp", 1.5],
    ]
    report, _ = applied(book(("Giờ làm việc", HOURS, rows)))
    assert told(report) == []
    assert sums(report) == [("time", 2, 0, 0)]
    logged = fetch("SELECT post_id, role_kind, hours FROM ledger_timeentry ORDER BY role_kind")
    assert [(post, kind, float(hours)) for post, kind, hours in logged] == [
        (town.officer, "line", 6.5),
        (town.secretary, "office", 1.5),
    ]
    rows = [
        rows[0],
        ["00001", date(2025, 4, 7), "Đoàn thể", "Họp", 2],
        ["00001", date(2025, 4, 8), "Chuyên môn", "Nhiệm vụ", 25],
        ["00002", date(2025, 4, 8), "Chuyên môn", "Nhiệm vụ", 5],
    ]
    assert told(checked(book(("Giờ làm việc", HOURS, rows)))) == [
        ("Giờ làm việc!3", "entry_differs"),
        ("Giờ làm việc!E4", "number_out_of_range"),
        ("Giờ làm việc!C5", "no_post_that_day"),
    ]


def test_excel_dates_with_times_are_moments_of_the_organisation(town: Town) -> None:
    start = datetime(2025, 4, 5, 8, 0)  # noqa: DTZ001 - a spreadsheet's moment has no zone
    end = datetime(2025, 4, 5, 9, 0)  # noqa: DTZ001 - likewise
    applied(book(("Hoạt động", ACTIVITIES, [["A-Y", "Họp", "Giao ban", start, end, 1, None]])))
    (moment,) = fetch("SELECT lower(period) AT TIME ZONE 'UTC' FROM ledger_activity")[0]
    assert moment == datetime(2025, 4, 5, 1, 0)  # noqa: DTZ001 - as PostgreSQL gives it


def test_hundred_thousand_bad_rows_are_counted_and_the_first_are_told(town: Town) -> None:
    lines = ["Số hiệu,Giới tính,Họ và tên,Ngày vào ngành"]
    lines += [f"{n},?,Nguyễn Văn An,31/02/2025" for n in range(100_000)]
    import_id = submitted("\n".join(lines).encode(), name="a.csv")
    report = check_file(import_id=import_id, actor=SYSTEM)
    assert report.error_count == 200_000
    assert len(report.errors) == 500
    assert told(report)[:2] == [("CSV!B2", "not_a_choice"), ("CSV!D2", "not_a_day")]
