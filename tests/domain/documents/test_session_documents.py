"""Notices of conclusions and minutes, from what was recorded at an event."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiem.domain.assembly.actions import (
    EventPlan,
    Statement,
    contribute,
    plan_event,
    record_attendance,
    write_minutes,
)
from kiem.domain.documents.model import DocumentKind, OfficialDocument
from kiem.domain.documents.queries.sessions import minutes_document, named_event, notice_document
from kiem.domain.documents.render import render_pdf
from kiem.domain.documents.wording.figures import figure_saying
from kiem.platform.access import SYSTEM, viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from tests.domain.documents.reading import pages_of
from tests.factories.assembly import hold_session
from tests.factories.two_sides import TwoSides, build_two_sides

DAY = date(2025, 3, 3)


@pytest.fixture
def sides(db: None) -> TwoSides:
    built = build_two_sides()
    built.more.update(hold_session(built))
    return built


def text_of(document: OfficialDocument) -> str:
    return " ".join(" ".join(pages_of(render_pdf(document))).split())


def test_notice_says_conclusions_and_tasks_on_the_organisers_paper(sides: TwoSides) -> None:
    event = sides.more["event"]
    record_attendance(event_id=event, parts=[(sides.youth_a, "attended")], actor=SYSTEM)
    document = notice_document(viewer=SYSTEM, event_id=event, on=clock.today())
    text = text_of(document)
    assert document.kind is DocumentKind.NOTICE
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in text
    assert "Tham dự có đại diện của 1 tổ chức" in text
    assert "1. Giữ mô hình kiêm nhiệm" in text
    assert "Rà soát cán bộ kiêm nhiệm" in text
    assert "31/12/2198" in text


def test_minutes_say_who_said_what(sides: TwoSides) -> None:
    event = sides.more["event"]
    contribute(
        event_id=event,
        statement=Statement(
            sides.youth_a,
            situation="Nhiều việc.",
            difficulty="Thiếu người.",
            difficulty_kind="objective",
        ),
        actor=SYSTEM,
    )
    text = text_of(minutes_document(viewer=SYSTEM, event_id=event, on=clock.today()))
    assert "- Tình hình: Nhiều việc. - Khó khăn (khách quan): Thiếu người." in text
    assert "được lập theo những nội dung đã ghi nhận" in text
    assert "Thời gian: ngày 20 tháng 02 năm 2025." in text  # no time of day was recorded
    assert "Thư ký:" not in text


def test_minutes_print_what_was_written_down(sides: TwoSides) -> None:
    event = sides.more["event"]
    write_minutes(event_id=event, minutes_vi="Khai mạc đúng giờ.\n\nBế mạc.", actor=SYSTEM)
    text = text_of(minutes_document(viewer=SYSTEM, event_id=event, on=clock.today()))
    assert "Khai mạc đúng giờ. Bế mạc. III. Ý KIẾN PHÁT BIỂU" in text


def test_minutes_of_an_event_to_come_are_a_draft(sides: TwoSides) -> None:
    event = plan_event(
        project_id=sides.more["project"],
        organizer_id=sides.youth,
        kind="meeting",
        plan=EventPlan(title_vi="Tổng kết", held_on=date(2197, 2, 20), bodies=[sides.youth_a]),
        actor=SYSTEM,
    )
    document = minutes_document(viewer=SYSTEM, event_id=event, on=clock.today())
    assert document.is_draft
    assert "chưa được thông qua" in text_of(document)


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        ("forum", "Diễn đàn cán bộ trẻ 2025", "Diễn đàn cán bộ trẻ 2025"),
        ("congress", "Đại hội Đoàn lần thứ II", "Đại hội Đoàn lần thứ II"),
        ("meeting", "Sơ kết quý I", "hội nghị “Sơ kết quý I”"),
    ],
)
def test_title_that_says_its_kind_is_not_named_twice(kind: str, title: str, name: str) -> None:
    assert named_event(kind, title) == name


@pytest.mark.parametrize(
    ("figure", "value", "words"),
    [
        ("load", 103.4, "Tải việc, Chi đoàn 1: 103,40 %"),
        ("release_hours", 3264.0, "Giờ miễn giảm, Chi đoàn 1: 3.264,0 giờ"),
        ("dual_holders", 1204.0, "Người kiêm nhiệm, Chi đoàn 1: 1.204"),
    ],
)
def test_cited_figure_says_its_month_and_what_was_known(
    figure: str, value: float, words: str
) -> None:
    moment = datetime(2025, 3, 3, 1, tzinfo=UTC)
    said = figure_saying(figure, "Chi đoàn 1", value, on=DAY, known_at=moment)
    assert said == f"{words} (tháng 03/2025, ghi nhận đến 08:00 ngày 03/03/2025)"


def test_notice_of_an_event_of_others_is_not_found(sides: TwoSides) -> None:
    women = viewer_for(User.objects.get(pk=sides.accounts["women"]))
    with pytest.raises(NotFound):
        notice_document(viewer=women, event_id=sides.more["event"], on=DAY)
