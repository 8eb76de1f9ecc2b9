"""Monthly returns: the board, files of a month, accepting one, reminding."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.files import XLSX, attachment
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.structure import BY_NAME
from kiem.delivery.api.routes.uploads import MULTIPART, MonthNamed, Workbook
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.returns import (
    ChapterReturn,
    DueDayTaken,
    RemindTaken,
    ReturnAccepted,
    ReturnDetail,
    ReturnFileDetail,
    ReturnLine,
)
from kiem.delivery.api.schemas.shape import All, Id, One, Page
from kiem.delivery.api.schemas.uploads import ReturnReceived
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.returnwords import (
    change_lines,
    language_code,
    problem_remedy,
    problem_text,
)
from kiem.domain.returns import actions
from kiem.domain.returns.form.contents import Problem
from kiem.domain.returns.queries.board import Board, BoardRow, Head, ReturnState, returns_board
from kiem.domain.returns.queries.chapters import chapter_of
from kiem.domain.returns.queries.forms import make_form
from kiem.domain.returns.queries.submissions import (
    SubmissionDetail,
    preview_submission,
    submission_detail,
    submission_file,
    submissions_of,
)
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.time.month import Month

router = Router(tags=["returns"])


@operation(
    router,
    "GET",
    "/returns/{month}",
    permission=Permission.VIEW_RETURNS,
    returns=Page[ChapterReturn],
    summary=_("Who has returned a month"),
    description=_(
        "Chapters of your scope that owe the month, in Vietnamese order, each with "
        "where its return stands. `line_id`: of one committee; `state`: of one state. `on` is not "
        "looked at."
    ),
)
def list_returns(
    request: HttpRequest,
    month: MonthNamed,
    time: Time,
    page: Paging,
    line_id: Id | None = None,
    state: ReturnState | None = None,
) -> Rows[BoardRow]:
    rows = _board(request, month, time, line_id).rows
    return cut(
        page,
        of="returns",
        shape=BY_NAME,
        rows=sorted((row for row in rows if state in (None, row.state)), key=_by_name),
        key_of=_by_name,
    )


@operation(
    router,
    "GET",
    "/returns/{month}/lines",
    permission=Permission.VIEW_RETURNS,
    returns=All[ReturnLine],
    summary=_("How a month stands, line by line"),
    description=_("Each committee that collects returns, with its day and counts by state."),
)
def list_return_lines(request: HttpRequest, month: MonthNamed, time: Time) -> list[dict[str, Any]]:
    board = _board(request, month, time)
    return [_line(board, head) for head in board.heads]


@operation(
    router,
    "GET",
    "/organizations/{organization_id}/returns/{month}",
    permission=Permission.VIEW_RETURNS,
    returns=One[ReturnDetail],
    summary=_("A chapter's return of a month"),
    description=_("Where it stands, and the files that came for it; always those of now."),
)
def get_return(request: HttpRequest, organization_id: Id, month: MonthNamed) -> dict[str, Any]:
    viewer, asked = viewer_of(request), Month.parse(month)
    chapter = chapter_of(
        viewer=viewer,
        permission=Permission.VIEW_RETURNS,
        organization_id=organization_id,
        month=asked,
    )
    board = returns_board(viewer=viewer, month=asked, unit_ids=[chapter.unit_id])
    return {
        "chapter": next(row for row in board.rows if row.id == organization_id),
        "month": asked,
        "files": submissions_of(viewer=viewer, organization_id=organization_id, month=asked),
    }


@operation(
    router,
    "POST",
    "/organizations/{organization_id}/returns/{month}",
    permission=Permission.SUBMIT_RETURN,
    returns=One[ReturnReceived],
    status=201,
    takes=MULTIPART,
    summary=_("Send a month's return"),
    description=_(
        "The workbook made for the organisation and month, as `file`. Without problems it is the "
        "return at once, all of it; with problems nothing changes and they are told row by row. "
        "The same file again changes nothing. `only_check=true`: it becomes the return when it is "
        "accepted."
    ),
)
def send_return(
    request: HttpRequest,
    organization_id: Id,
    month: MonthNamed,
    file: Workbook,
    only_check: bool = False,
) -> dict[str, Any]:
    receive = actions.submit_return if only_check else actions.receive_return
    received = receive(
        organization_id=organization_id,
        month=Month.parse(month),
        name=file.name or "",
        content=file.read(),
        actor=viewer_of(request),
    )
    return {
        "submission_id": received.submission_id,
        "is_return": received.is_return,
        "is_new": received.is_new,
        "problems": [_problem(problem) for problem in received.problems],
    }


@operation(
    router,
    "GET",
    "/organizations/{organization_id}/returns/{month}/form",
    permission=Permission.SUBMIT_RETURN,
    returns=None,
    media_types=(XLSX,),
    summary=_("The form of a month's return"),
    description=_("A workbook filled in with what is known, in your language, to be sent back."),
)
def get_return_form(request: HttpRequest, organization_id: Id, month: MonthNamed) -> HttpResponse:
    made = make_form(
        viewer=viewer_of(request),
        organization_id=organization_id,
        month=Month.parse(month),
        language=language_code(),
    )
    return attachment(made.content, name=made.name, media_type=XLSX)


@operation(
    router,
    "GET",
    "/return-files/{file_id}",
    permission=Permission.VIEW_MEMBERS,
    returns=One[ReturnFileDetail],
    keeps_answers=False,
    summary=_("One file of a return"),
    description=_(
        "Everything wrong in it, or what it would change. Its lines name members: for the member "
        "organisation's own side."
    ),
)
def get_return_file(request: HttpRequest, file_id: Id) -> dict[str, Any]:
    viewer = viewer_of(request)
    detail = submission_detail(viewer=viewer, submission_id=file_id)
    told = _file(detail)
    if detail.may_be_accepted:
        checked = preview_submission(viewer=viewer, submission_id=file_id)
        told["problems"] = [_problem(problem) for problem in checked.problems]
        told["changes"] = [] if checked.problems else list(change_lines(checked))
        told["may_be_accepted"] = not checked.problems
    return told


@operation(
    router,
    "GET",
    "/return-files/{file_id}/workbook",
    permission=Permission.VIEW_MEMBERS,
    returns=None,
    media_types=(XLSX,),
    summary=_("The file of a return as it came"),
    description=_("For the member organisation's own side."),
)
def get_return_workbook(request: HttpRequest, file_id: Id) -> HttpResponse:
    return files.download(*submission_file(viewer=viewer_of(request), submission_id=file_id))


@operation(
    router,
    "POST",
    "/return-files/{file_id}/acceptance",
    permission=Permission.SUBMIT_RETURN,
    returns=One[ReturnAccepted],
    summary=_("Make a file the return"),
    description=_(
        "All of it, in one transaction; the one before is replaced. Accepting it again is harmless."
    ),
)
def accept_return(request: HttpRequest, file_id: Id) -> dict[str, Any]:
    made = actions.accept_return(submission_id=file_id, actor=viewer_of(request))
    return {"acceptance_id": made}


@operation(
    router,
    "POST",
    "/returns/{month}/reminders",
    permission=Permission.CHANGE_LEDGER,
    returns=One[Done],
    summary=_("Remind of returns that are missing"),
    description=_(
        "The leading officers of each chapter get a notice, once a day; answered with how many."
    ),
)
def remind_returns(request: HttpRequest, month: MonthNamed, whom: RemindTaken) -> dict[str, Any]:
    sent = actions.remind_missing(
        head_id=whom.line_id, month=Month.parse(month), actor=viewer_of(request)
    )
    return {"count": sent}


@operation(
    router,
    "POST",
    "/organizations/{organization_id}/return-deadline",
    permission=Permission.CHANGE_LEDGER,
    returns=One[Made],
    status=201,
    summary=_("Say when returns are due"),
    description=_("For the chapters of a committee that collects returns, from a month on."),
)
def set_return_deadline(
    request: HttpRequest, organization_id: Id, wanted: DueDayTaken
) -> dict[str, Any]:
    made = actions.set_due_day(
        head_id=organization_id,
        due_day=wanted.due_day,
        valid_from=wanted.valid_from,
        actor=viewer_of(request),
    )
    return {"ids": [made]}


def _board(request: HttpRequest, month: str, time: Time, line_id: int | None = None) -> Board:
    scope = scope_of(request, time)
    return returns_board(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        month=Month.parse(month),
        head_id=line_id,
    )


def _by_name(row: BoardRow) -> tuple[str, int]:
    return row.sort_key, row.id


def _line(board: Board, head: Head) -> dict[str, Any]:
    rows = [row for row in board.rows if row.head_id == head.id]
    return {
        **{field.name: getattr(head, field.name) for field in fields(head)},
        "by_state": Counter(str(row.state) for row in rows),
        "arrived": sum(row.has_arrived for row in rows),
        "overdue": sum(row.is_overdue for row in rows),
    }


def _file(detail: SubmissionDetail) -> dict[str, Any]:
    return {
        "file": detail.row,
        "organization_id": detail.chapter.id,
        "month": detail.month,
        "is_latest": detail.is_latest,
        "may_be_accepted": detail.may_be_accepted,
        "problems": [_problem(problem) for problem in detail.problems],
        "changes": [],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    """A problem of a return's file in the reader's language."""
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "message": problem_text(problem),
        "remedy": problem_remedy(problem),
    }
