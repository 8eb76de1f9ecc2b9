"""A chapter's file: checked, previewed, taken all or nothing, replaced by a corrected one."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from kiem.domain.ledger import actions as ledger
from kiem.domain.ledger.queries import activities_of, time_entries
from kiem.domain.register.actions import NewAppointment, appoint, create_posts
from kiem.domain.register.queries.organizations import list_members
from kiem.domain.returns.actions import accept_return, receive_return, submit_return
from kiem.domain.returns.actions.receiving import Received
from kiem.domain.returns.models import Acceptance, ActivityResult, Submission
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden, InvalidInput, NotFound
from kiem.time.month import Month
from tests.domain.returns.conftest import MONTH, Chapter
from tests.factories.register import START, post
from tests.factories.return_forms import Form

ON = date(2025, 2, 28)


def send(chapter: Chapter, form: Form, **how: Any) -> Received:
    return receive_return(
        **{
            "organization_id": chapter.id,
            "month": MONTH,
            "name": "bao-cao.xlsx",
            "content": form.saved(),
            "actor": chapter.sender,
            **how,
        }
    )


def hours_of(chapter: Chapter) -> list[tuple[date, str, Decimal, bool]]:
    entries = time_entries(viewer=SYSTEM, person_id=chapter.sides.people["Ánh"], month=MONTH, on=ON)
    return [(e.day, e.category, e.hours, e.is_month_total) for e in entries]


def members_of(chapter: Chapter, on: date = ON) -> list[str]:
    rows = list_members(viewer=chapter.officer, organization_id=chapter.id, on=on)
    return [row.full_name for row in rows]


def where(received: Received) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.code) for p in received.problems]


def test_form_is_filled_in_from_register_and_ledger(chapter: Chapter) -> None:
    form = chapter.form("en")
    assert form.rows("members") == []
    (activity,) = form.rows("activities")
    assert activity["ref"] == f"A{chapter.meeting}"
    assert (activity["first_day"], activity["from"]) == (date(2025, 2, 10), time(14))
    (entry,) = form.rows("hours")
    assert entry["full_name"] == "Nguyễn Văn Ánh"
    assert (entry["post"], entry["hours"]) == ("Office · Officer · Commune Police A-Y", 2.0)


def test_form_sent_back_untouched_is_a_return_that_changes_nothing(chapter: Chapter) -> None:
    before = hours_of(chapter)
    received = send(chapter, chapter.form())
    assert received == Received(received.submission_id, (), is_return=True, is_new=True)
    assert hours_of(chapter) == before
    assert Acceptance.objects.get().changes == []


def test_same_file_again_writes_nothing(chapter: Chapter) -> None:
    form = chapter.form()
    first = send(chapter, form)
    again = send(chapter, form)
    assert again == Received(first.submission_id, (), is_return=True, is_new=False)
    assert (Submission.objects.count(), Acceptance.objects.count()) == (1, 1)


def test_return_writes_members_activities_and_hours(chapter: Chapter) -> None:
    form = chapter.form()
    form.add(
        "members", staff_number="00005", full_name="Nguyễn Văn Giang", change="Kết nạp, chuyển đến",
        day=date(2025, 2, 3), organization="A-Y",
    )  # fmt: skip
    form.add(
        "members", staff_number="00002", full_name="Nguyễn Văn Bình", change="Left",
        day="15/02/2025", organization="A-Y",
    )  # fmt: skip
    form.set("activities", 5, turnout=21, result="Thống nhất chương trình quý I")
    form.add(
        "activities", title_vi="Hiến máu", category="Tình nguyện", first_day=date(2025, 2, 22),
        to="11h30", status="Đã tổ chức", turnout=14, **{"from": time(8)},
    )  # fmt: skip
    office = form.rows("hours")[0]["post"]
    form.add(
        "hours", staff_number="00001", post=office, day="2025-02-22", category="Volunteering",
        activity="N1", hours="3,5",
    )  # fmt: skip
    line = "Chuyên môn · Cán bộ · Công an xã A"
    form.add("hours", staff_number=1, post=line, category="Nhiệm vụ chuyên môn", hours=150)
    form.set("hours", 10, staff_number="")  # leave the spare line below alone
    received = send(chapter, form)
    assert where(received) == [("hours", 7, "staff_number", "officer_unknown")]  # 1 is not 00001
    form.set("hours", 7, staff_number="00001")
    assert where(send(chapter, form)) == []

    assert members_of(chapter, date(2025, 2, 14)) == [
        "Nguyễn Văn Ánh", "Nguyễn Văn Bình", "Nguyễn Văn Giang",
    ]  # fmt: skip
    assert members_of(chapter) == ["Nguyễn Văn Ánh", "Nguyễn Văn Giang"]
    assert hours_of(chapter) == [
        (date(2025, 2, 10), "meeting", Decimal("2.00"), False),
        (date(2025, 2, 22), "volunteering", Decimal("3.50"), False),
        (date(2025, 2, 28), "duty", Decimal("150.00"), True),
    ]
    titles = [a.title_vi for a in activities_of(viewer=SYSTEM, organization_id=chapter.id, on=ON)]
    assert titles == ["Hiến máu", "Sinh hoạt chi đoàn"]
    results = ActivityResult.objects.order_by("turnout").values_list("turnout", "result")
    assert list(results) == [(14, ""), (21, "Thống nhất chương trình quý I")]


def test_all_mistakes_are_told_at_once_and_nothing_is_written(chapter: Chapter) -> None:
    form = chapter.form()
    form.set("activities", 5, turnout="nhiều", title_vi="Đổi tên")
    form.add(
        "members", staff_number="77777", full_name="Ai đó", change="Kết nạp, chuyển đến",
        day=date(2025, 2, 3), organization="A-Y",
    )  # fmt: skip
    form.add(
        "members", staff_number="00002", full_name="Trần Thị Khác", change="Ra khỏi, chuyển đi",
        day=date(2025, 3, 1), organization="B-Y",
    )  # fmt: skip
    form.add(
        "hours", staff_number="00001", post="Không có", day="31/02/2025", category="x", hours=-1
    )
    received = send(chapter, form)
    assert where(received) == [
        ("members", 5, "staff_number", "person_unknown"),
        ("members", 6, "full_name", "name_differs"),
        ("members", 6, "organization", "organization_unknown"),
        ("members", 6, "day", "day_outside_month"),
        ("activities", 5, "turnout", "bad_number"),
        ("hours", 6, "day", "bad_day"),
        ("hours", 6, "category", "bad_choice"),
        ("hours", 6, "hours", "bad_number"),
    ]
    assert Submission.objects.get().problems != []
    assert Acceptance.objects.count() == 0
    assert members_of(chapter) == ["Nguyễn Văn Ánh", "Nguyễn Văn Bình"]


def test_corrected_file_replaces_the_return_and_takes_back_what_it_no_longer_says(
    chapter: Chapter,
) -> None:
    form = chapter.form()
    form.add(
        "members", staff_number="00005", full_name="Nguyễn Văn Giang", change="Kết nạp, chuyển đến",
        day=date(2025, 2, 3), organization="A-Y",
    )  # fmt: skip
    form.add(
        "activities", title_vi="Hiến máu", category="Tình nguyện", first_day=date(2025, 2, 22),
        to=time(11), status="Đã tổ chức", **{"from": time(8)},
    )  # fmt: skip
    office = form.rows("hours")[0]["post"]
    row = form.add(
        "hours", staff_number="00001", post=office, day=date(2025, 2, 22), category="Tình nguyện",
        activity="N1", hours=3,
    )  # fmt: skip
    assert where(send(chapter, form)) == []

    form.empty("members", 5)
    form.set("hours", 5, hours=1.5)
    form.empty("hours", row)
    form.set("activities", form.find("activities", lambda a: a["ref"] == "N1"), to=time(12))
    assert where(send(chapter, form)) == []

    assert members_of(chapter) == ["Nguyễn Văn Ánh", "Nguyễn Văn Bình"]
    assert hours_of(chapter) == [(date(2025, 2, 10), "meeting", Decimal("1.50"), False)]
    (fresh, _) = activities_of(viewer=SYSTEM, organization_id=chapter.id, on=ON)
    assert fresh.ends_at.astimezone().hour - fresh.starts_at.astimezone().hour == 4
    old, new = Acceptance.objects.order_by("pk")
    assert (old.recorded.upper, new.recorded.upper) == (new.recorded.lower, None)


def test_hours_logged_after_the_form_was_made_stay(chapter: Chapter) -> None:
    form = chapter.form()
    anh = chapter.sides.people["Ánh"]
    ledger.log_time(
        entries=[
            ledger.NewTimeEntry(
                anh, chapter.sides.secretary_a, "office", "reporting", date(2025, 2, 11), Decimal(1)
            )
        ],
        actor=SYSTEM,
    )
    assert where(send(chapter, form)) == []
    assert [h[1] for h in hours_of(chapter)] == ["meeting", "reporting"]


def test_line_that_two_people_changed_is_asked_back(chapter: Chapter) -> None:
    form = chapter.form()
    form.set("hours", 5, hours=4)
    (entry,) = time_entries(
        viewer=SYSTEM, person_id=chapter.sides.people["Ánh"], month=MONTH, on=ON
    )
    ledger.correct_time_entry(entry_id=entry.id, hours=Decimal(3), reason="Nhầm", actor=SYSTEM)
    received = send(chapter, form)
    assert where(received) == [("hours", 5, "hours", "changed_meanwhile")]
    assert received.problems[0].params == {"value": "3.00"}


def test_refusal_of_the_ledger_is_told_at_its_line(chapter: Chapter) -> None:
    """Hours of another office are not in the form: only the ledger knows that the day is full."""
    anh, council = chapter.sides.people["Ánh"], chapter.sides.council_a
    (seat,) = create_posts(
        decision_id=chapter.sides.decision,
        posts=[post(council, kind="office", role="elected_member")],
        actor=SYSTEM,
    )
    appoint(
        decision_id=chapter.sides.decision,
        appointments=[NewAppointment(anh, seat, START, "elected", 0)],
        actor=SYSTEM,
    )
    ledger.log_time(
        entries=[
            ledger.NewTimeEntry(anh, seat, "office", "meeting", date(2025, 2, 12), Decimal(20))
        ],
        actor=SYSTEM,
    )
    form = chapter.form()
    office = form.rows("hours")[0]["post"]
    row = form.add(
        "hours", staff_number="00001", post=office, day=date(2025, 2, 12), category="Meeting",
        hours=5,
    )  # fmt: skip
    received = send(chapter, form)
    assert where(received) == [("hours", row, "", "refused")]
    assert received.problems[0].params["row"] == row
    assert "25" in received.problems[0].message.format(**received.problems[0].params)


def test_staff_of_another_unit_cannot_join(chapter: Chapter) -> None:
    form = chapter.form()
    form.add(
        "members", staff_number="00003", full_name="Nguyễn Văn Cúc", change="Kết nạp, chuyển đến",
        day=date(2025, 2, 3), organization="A-Y",
    )  # fmt: skip
    assert where(send(chapter, form)) == [("members", 5, "staff_number", "person_unknown")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"x" * 100])
def test_file_that_is_no_workbook_is_refused(chapter: Chapter, content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        submit_return(
            organization_id=chapter.id, month=MONTH, name="a.xlsx", content=content,
            actor=chapter.sender,
        )  # fmt: skip
    assert refused.value.field == "file"
    assert Submission.objects.count() == 0


def test_workbook_that_is_no_form_is_kept_with_its_problem(chapter: Chapter) -> None:
    form = chapter.form()
    del form.sheets["_kiem"]
    assert where(send(chapter, form)) == [("", 0, "", "not_a_form")]


def test_form_whose_hidden_sheet_was_changed_is_refused(chapter: Chapter) -> None:
    form = chapter.form()
    for row in form.sheets["_kiem"]:
        if row[0] == "month":
            row[1] = "2025-03"
    assert where(send(chapter, form)) == [("", 0, "", "not_a_form")]


def test_form_of_another_month_is_refused(chapter: Chapter) -> None:
    received = send(chapter, chapter.form(), month=Month(2025, 3))
    assert where(received) == [("", 0, "", "other_month")]


def test_month_that_is_not_over_is_refused(chapter: Chapter) -> None:
    from kiem.time.month import Month

    with pytest.raises(InvalidInput) as refused:
        send(chapter, chapter.form(), month=Month.of(clock.today()))
    assert refused.value.code == "returns.month_not_over"


def test_sending_needs_the_right_in_this_chapter(chapter: Chapter) -> None:
    form = chapter.form()
    with pytest.raises(Forbidden):
        send(chapter, form, actor=chapter.commander)
    with pytest.raises(NotFound):
        send(chapter, form, organization_id=chapter.sides.women_b)


def test_sender_gets_no_right_beyond_the_transaction(chapter: Chapter) -> None:
    send(chapter, chapter.form())
    with pytest.raises(Forbidden):
        ledger.call_off_activity(activity_id=chapter.meeting, reason="x", actor=chapter.sender)


def test_submission_is_accepted_once(chapter: Chapter) -> None:
    received = submit_return(
        organization_id=chapter.id, month=MONTH, name="a.xlsx", content=chapter.form().saved(),
        actor=chapter.sender,
    )  # fmt: skip
    assert not received.is_return
    first = accept_return(submission_id=received.submission_id, actor=chapter.sender)
    assert accept_return(submission_id=received.submission_id, actor=chapter.sender) == first
