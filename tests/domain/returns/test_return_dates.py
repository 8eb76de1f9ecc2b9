"""The days by which returns are due stand in the calendar of who sends and who collects them."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.continuity.queries import dates_ahead
from kiem.domain.returns.actions import receive_return, set_due_day
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from tests.domain.returns.conftest import MONTH, Chapter, viewer_with

DAY = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 8, tzinfo=LOCAL_ZONE)


def due(viewer: Viewer, days: int = 70) -> list[tuple[date, str, str]]:
    with clock.travel(NOW):
        rows = dates_ahead(viewer=viewer, on=DAY, days=days)
    return [(row.day, row.title_en, row.link) for row in rows if row.key.startswith("return")]


def test_secretary_sees_the_own_return_until_it_has_come(chapter: Chapter) -> None:
    link = f"/returns/chapters/{chapter.id}/"
    assert due(chapter.sender) == [
        (date(2025, 3, 5), "Monthly return 2025-02", link),
        (date(2025, 4, 5), "Monthly return 2025-03", link),
        (date(2025, 5, 5), "Monthly return 2025-04", link),
    ]
    with clock.travel(NOW):
        received = receive_return(
            organization_id=chapter.id, month=MONTH, name="a.xlsx",
            content=chapter.form().saved(), actor=chapter.sender,
        )  # fmt: skip
    assert received.is_return
    assert [day for day, _, _ in due(chapter.sender)] == [date(2025, 4, 5), date(2025, 5, 5)]


def test_officer_sees_when_the_line_is_due(chapter: Chapter) -> None:
    with clock.travel(NOW):
        set_due_day(
            head_id=chapter.sides.youth, due_day=10, valid_from=date(2025, 3, 1),
            actor=chapter.officer,
        )  # fmt: skip
    assert due(chapter.officer, 45) == [
        (date(2025, 3, 5), "Monthly return 2025-02", "/returns/"),
        (date(2025, 4, 10), "Monthly return 2025-03", "/returns/"),
    ]


def test_others_have_no_returns_in_their_calendar(chapter: Chapter) -> None:
    assert due(chapter.commander) == []
    dual = viewer_with("anh", "dual_holder", f"person:{chapter.sides.people['Ánh']}")
    assert due(dual) == []
