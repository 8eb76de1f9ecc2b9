"""The board of a month and the reminders that follow from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.register.actions import NewOrganization, found_organizations
from kiem.domain.returns.actions import receive_return, remind_missing, set_due_day
from kiem.domain.returns.queries.board import ReturnState, missing_returns, returns_board
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden, InvalidInput, NotFound
from kiem.platform.notices import inbox
from tests.domain.returns.conftest import MONTH, Chapter
from tests.factories.register import organization

IN_TIME = datetime(2025, 3, 5, 9, tzinfo=UTC)
TOO_LATE = datetime(2025, 3, 6, 9, tzinfo=UTC)


def send(chapter: Chapter, at: datetime, content: bytes | None = None) -> None:
    with clock.travel(at):
        receive_return(
            organization_id=chapter.id,
            month=MONTH,
            name="a.xlsx",
            content=content or chapter.form().saved(),
            actor=chapter.sender,
        )


def state_of(chapter: Chapter, at: datetime | None = None) -> ReturnState:
    (row,) = returns_board(viewer=chapter.officer, month=MONTH, known_at=at).rows
    return row.state


def test_board_shows_where_each_return_stands(chapter: Chapter) -> None:
    assert state_of(chapter) == ReturnState.NOT_BEGUN
    broken = chapter.form()
    broken.set("hours", 5, hours=25)
    send(chapter, datetime(2025, 3, 3, tzinfo=UTC), broken.saved())
    assert state_of(chapter) == ReturnState.WITH_ERRORS
    send(chapter, IN_TIME)
    board = returns_board(viewer=chapter.officer, month=MONTH)
    assert board.rows[0].state == ReturnState.RECEIVED
    assert (board.arrived, board.overdue, board.rows[0].versions) == (1, 0, 1)
    assert board.rows[0].due_on == date(2025, 3, 5)


def test_return_after_the_deadline_is_late_and_stays_late_when_replaced(chapter: Chapter) -> None:
    send(chapter, TOO_LATE)
    send(chapter, datetime(2025, 3, 9, tzinfo=UTC))
    (row,) = returns_board(viewer=chapter.officer, month=MONTH).rows
    assert (row.state, row.versions) == (ReturnState.LATE, 2)


def test_corrected_return_of_one_in_time_is_not_late(chapter: Chapter) -> None:
    send(chapter, IN_TIME)
    send(chapter, TOO_LATE)
    assert state_of(chapter) == ReturnState.RECEIVED


def test_board_as_it_was_known_earlier(chapter: Chapter) -> None:
    send(chapter, IN_TIME)
    assert state_of(chapter, datetime(2025, 3, 5, 8, tzinfo=UTC)) == ReturnState.NOT_BEGUN
    assert state_of(chapter, datetime(2025, 3, 5, 10, tzinfo=UTC)) == ReturnState.RECEIVED


def test_missing_return_is_overdue_from_the_day_after(chapter: Chapter) -> None:
    for day, expected in ((5, False), (6, True)):
        with clock.travel(datetime(2025, 3, day, 5, tzinfo=UTC)):
            (row,) = returns_board(viewer=chapter.officer, month=MONTH).rows
            assert row.is_overdue is expected


def test_each_line_sets_its_own_day(chapter: Chapter) -> None:
    set_due_day(
        head_id=chapter.sides.youth, due_day=10, valid_from=date(2025, 2, 1), actor=chapter.officer
    )
    send(chapter, TOO_LATE)
    assert state_of(chapter) == ReturnState.RECEIVED
    (row,) = returns_board(viewer=SYSTEM, month=MONTH, unit_ids=[chapter.sides.b]).rows
    assert row.due_on == date(2025, 3, 5)  # the women's line keeps the usual one


def test_deadline_changes_only_months_that_end_later(chapter: Chapter) -> None:
    youth = chapter.sides.youth
    set_due_day(head_id=youth, due_day=10, valid_from=date(2025, 1, 1), actor=chapter.officer)
    set_due_day(head_id=youth, due_day=3, valid_from=date(2025, 3, 1), actor=chapter.officer)
    days = [
        returns_board(viewer=chapter.officer, month=MONTH.shift(n)).rows[0].due_on.day
        for n in (-1, 0, 1)
    ]
    assert days == [10, 10, 3]


@pytest.mark.parametrize("day", [0, 29, 31])
def test_deadline_some_month_lacks_is_refused(chapter: Chapter, day: int) -> None:
    with pytest.raises(InvalidInput):
        set_due_day(
            head_id=chapter.sides.youth, due_day=day, valid_from=date(2025, 1, 1),
            actor=chapter.officer,
        )  # fmt: skip


def test_deadline_of_another_line_is_out_of_reach(chapter: Chapter) -> None:
    with pytest.raises(NotFound):
        set_due_day(
            head_id=chapter.sides.women, due_day=7, valid_from=date(2025, 1, 1),
            actor=chapter.officer,
        )  # fmt: skip
    with pytest.raises(InvalidInput):
        set_due_day(
            head_id=chapter.id, due_day=7, valid_from=date(2025, 1, 1), actor=chapter.officer
        )


def test_reminder_reaches_the_secretary_once_a_day(chapter: Chapter) -> None:
    secretary = Viewer("anh", user_id=999, person_id=chapter.sides.people["Ánh"])
    with clock.travel(TOO_LATE):
        assert remind_missing(head_id=chapter.sides.youth, month=MONTH, actor=chapter.officer) == 0
    make_secretary_mandatory(chapter)
    with clock.travel(TOO_LATE):
        assert remind_missing(head_id=chapter.sides.youth, month=MONTH, actor=chapter.officer) == 1
        assert remind_missing(head_id=chapter.sides.youth, month=MONTH, actor=chapter.officer) == 0
    (notice,) = inbox(viewer=secretary)
    assert notice.code == "returns.overdue"
    assert notice.link == f"/returns/chapters/{chapter.id}/?month=2025-02"
    with pytest.raises(Forbidden):
        remind_missing(head_id=chapter.sides.youth, month=MONTH, actor=chapter.sender)


def test_nobody_is_reminded_of_a_return_that_came(chapter: Chapter) -> None:
    make_secretary_mandatory(chapter)
    send(chapter, IN_TIME)
    with clock.travel(TOO_LATE):
        assert remind_missing(head_id=chapter.sides.youth, month=MONTH, actor=chapter.officer) == 0


def test_whoever_closes_the_month_is_told_what_is_missing(chapter: Chapter) -> None:
    missing = missing_returns(
        viewer=chapter.commander, month=MONTH, unit_ids=[chapter.sides.a, chapter.sides.b]
    )
    assert [row.id for row in missing] == [chapter.id]  # the women of B are not in the unit's scope
    send(chapter, IN_TIME)
    assert missing_returns(viewer=chapter.commander, month=MONTH, unit_ids=[chapter.sides.a]) == ()


def test_board_asks_as_much_for_thirty_chapters_as_for_one(chapter: Chapter) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(returns_board(viewer=chapter.officer, month=MONTH).rows) == 1
    found_organizations(
        decision_id=chapter.sides.decision,
        organizations=[_chapter(chapter, number) for number in range(29)],
        actor=SYSTEM,
    )
    with CaptureQueriesContext(connection) as thirty:
        assert len(returns_board(viewer=chapter.officer, month=MONTH).rows) == 30
    assert len(thirty) == len(one)


def _chapter(chapter: Chapter, number: int) -> NewOrganization:
    return organization(
        f"Z{number}-Y",
        category="member",
        type="youth_grassroots",
        parent_id=chapter.sides.b,
        higher_id=chapter.sides.youth,
    )


def make_secretary_mandatory(chapter: Chapter) -> None:
    """A new office that must be held, with Ánh in it: whoever leads the chapter."""
    from kiem.domain.register.actions import NewAppointment, appoint, create_posts
    from tests.factories.register import START, post

    (seat,) = create_posts(
        decision_id=chapter.sides.decision,
        posts=[post(chapter.id, kind="office", role="deputy_secretary", is_mandatory=True)],
        actor=SYSTEM,
    )
    appoint(
        decision_id=chapter.sides.decision,
        appointments=[
            NewAppointment(chapter.sides.people["Ánh"], seat, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
