"""Notices of conclusions and minutes, from what was recorded at an event."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.assembly.actions import Statement, contribute, record_attendance
from kiem.domain.documents.model import DocumentKind, OfficialDocument
from kiem.domain.documents.queries.sessions import minutes_document, notice_document
from kiem.domain.documents.render import render_pdf
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
    assert "Tình hình: Nhiều việc. Khó khăn: Thiếu người." in text
    assert "Thời gian: ngày 20 tháng 02 năm 2025." in text  # no time of day was recorded
    assert "Thư ký:" not in text


def test_notice_of_an_event_of_others_is_not_found(sides: TwoSides) -> None:
    women = viewer_for(User.objects.get(pk=sides.accounts["women"]))
    with pytest.raises(NotFound):
        notice_document(viewer=women, event_id=sides.more["event"], on=DAY)
