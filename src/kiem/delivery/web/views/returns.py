"""Monthly returns: the board, a chapter's month, a file with its mistakes or what it changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.exports import CONTENT_TYPES
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.returntables import (
    _file_state,
    board_columns,
    board_counts,
    changes_table,
    problems_table,
    submission_columns,
)
from kiem.delivery.web.returnwords import (
    change_lines,
    language_code,
)
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.findings import read_id
from kiem.domain.returns import actions
from kiem.domain.returns.errors import bad_month
from kiem.domain.returns.queries.board import Board, Head, returns_board
from kiem.domain.returns.queries.chapters import chapter_of, may_send
from kiem.domain.returns.queries.forms import make_form
from kiem.domain.returns.queries.submissions import (
    preview_submission,
    submission_detail,
    submission_file,
    submissions_of,
)
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.time.month import Month

FIRST_YEAR = 2000


def month_asked(request: HttpRequest) -> Month:
    """`?month=2025-10`; without it the last month that was over on the day shown."""
    text = request.GET.get("month", "")
    if not text:
        return Month.of(asked_of(request).on).shift(-1)
    try:
        month = Month.parse(text)
    except ValueError:
        raise bad_month(text) from None
    if not (month.year >= FIRST_YEAR and month.start <= clock.today()):
        raise bad_month(text)
    return month


@require_safe
@requires(Permission.VIEW_RETURNS)
def board_page(request: HttpRequest) -> HttpResponse:
    asked, viewer, month = asked_of(request), viewer_of(request), month_asked(request)
    head_id = read_id(request, "line")
    board = returns_board(
        viewer=viewer, month=month, known_at=scope_of(request)["known_at"], head_id=head_id
    )
    head = next((h for h in board.heads if h.id == head_id), None)
    if head is None and len(board.heads) == 1:
        head = board.heads[0]
    table = Table.of_all(
        request,
        name="returns",
        caption=gettext("Monthly returns"),
        columns=board_columns(asked, month),
        rows=board.rows,
        empty_text=gettext("No organisation of your scope owes a return for this month."),
    )
    context = {
        "title": gettext("Monthly returns, {month}").format(month=wording.month(month)),
        "came": gettext("{arrived} of {due} have come.").format(
            arrived=wording.number(board.arrived), due=wording.number(len(board.rows))
        ),
        "overdue": gettext("Overdue: {count}.").format(count=wording.number(board.overdue))
        if board.overdue
        else "",
        "due": gettext("Due on {day}.").format(day=wording.day(head.due_on)) if head else "",
        "head": head,
        "table": table,
        "previous": _month_link(asked, month.shift(-1), head_id),
        "next": _month_link(asked, month.shift(1), head_id),
        "lines": _line_choices(asked, month, board, head_id),
        "counts": board_counts(asked, month, board, head_id),
        "may_change": head is not None and viewer.can(Permission.CHANGE_LEDGER),
        "report_href": asked.link("/returns/report/", period=month, line=head and head.id),
        "remind_href": asked.link("/returns/remind/", month=month, line=head and head.id),
        "deadline_href": asked.link("/returns/deadline/", line=head and head.id),
    }
    return show(request, "kiem/returns.html", context, [table])


def _month_link(asked: Asked, month: Month, head_id: int | None) -> tuple[str, str] | None:
    if month.start > clock.today() or month.year < FIRST_YEAR:
        return None
    return asked.link("/returns/", month=month, line=head_id), wording.month(month)


def _line_choices(
    asked: Asked, month: Month, board: Board, head_id: int | None
) -> list[dict[str, Any]]:
    if len(board.heads) < 2:
        return []
    every = [(None, gettext("all")), *((h.id, _head_name(h)) for h in board.heads)]
    return [
        {
            "label": label,
            "href": asked.link("/returns/", month=month, line=number),
            "is_here": number == head_id,
        }
        for number, label in every
    ]


def _head_name(head: Head) -> str:
    return wording.name_of(head.name_vi, head.name_en)


class UploadForm(KiemForm):
    verb = gettext_lazy("Send and check")
    file = forms.FileField(
        label=gettext_lazy("The filled-in form (.xlsx)"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx", "aria-describedby": "id_file_helptext"}
        ),
        help_text=gettext_lazy("It is checked first. Nothing changes before you have seen what."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_RETURNS)
def chapter_page(request: HttpRequest, organization_id: int) -> HttpResponseBase:
    """A chapter's month: where its return stands, the form, sending it, and what came."""
    asked, viewer, month = asked_of(request), viewer_of(request), month_asked(request)
    chapter = chapter_of(
        viewer=viewer,
        permission=Permission.VIEW_RETURNS,
        organization_id=organization_id,
        month=month,
        known_at=scope_of(request)["known_at"],
    )
    sends = may_send(viewer, organization_id, month)
    form = UploadForm(request.POST or None, request.FILES or None)
    if sends or request.method == "POST":
        viewer.require(Permission.SUBMIT_RETURN)

        def send(data: dict[str, Any]) -> str:
            received = actions.submit_return(
                organization_id=organization_id,
                month=month,
                name=data["file"].name,
                content=data["file"],
                actor=viewer,
            )
            return asked.link(f"/returns/files/{received.submission_id}/")

        if answer := submitted(request, form, name=f"return:{organization_id}:{month}", act=send):
            return answer
    board = returns_board(viewer=viewer, month=month, unit_ids=[chapter.unit_id])
    row = next(row for row in board.rows if row.id == organization_id)
    opens = viewer.can(Permission.VIEW_MEMBERS)
    table = Table.of_all(
        request,
        name="files",
        caption=gettext("Files of this month"),
        columns=submission_columns(asked, opens=opens),
        rows=submissions_of(viewer=viewer, organization_id=organization_id, month=month),
        is_main=False,
        empty_text=gettext("No file has come for this month."),
    )
    context = {
        "title": gettext("Return of {month}").format(month=wording.month(month)),
        "name": wording.name_of(chapter.name_vi, chapter.name_en),
        "chapter": chapter,
        "head": wording.name_of(chapter.head_vi, chapter.head_en),
        "row": row,
        "state": statuses.status(f"return {row.state}"),
        "sends": sends,
        "is_over": month.end <= clock.today(),
        "form": form,
        "form_href": asked.link(f"/returns/chapters/{organization_id}/form/", month=month),
        "board_href": asked.link("/returns/", month=month),
        "previous": _chapter_link(asked, organization_id, month.shift(-1)),
        "next": _chapter_link(asked, organization_id, month.shift(1)),
        "table": table,
    }
    answer_page = show(request, "kiem/return_chapter.html", context, [table])
    answer_page.status_code = form.status
    return answer_page


def _chapter_link(asked: Asked, organization_id: int, month: Month) -> tuple[str, str] | None:
    if month.start > clock.today() or month.year < FIRST_YEAR:
        return None
    return asked.link(f"/returns/chapters/{organization_id}/", month=month), wording.month(month)


@require_safe
@requires(Permission.SUBMIT_RETURN)
def form_download(request: HttpRequest, organization_id: int) -> HttpResponse:
    made = make_form(
        viewer=viewer_of(request),
        organization_id=organization_id,
        month=month_asked(request),
        language=language_code(),
    )
    response = HttpResponse(made.content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


class AcceptForm(KiemForm):
    verb = gettext_lazy("Make it the return")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_MEMBERS)
def file_page(request: HttpRequest, submission_id: int) -> HttpResponseBase:
    """A file: its mistakes, or what it would change, or what it changed."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = submission_detail(viewer=viewer, submission_id=submission_id)
    chapter, month = detail.chapter, detail.month
    chapter_href = asked.link(f"/returns/chapters/{chapter.id}/", month=month)
    may_accept = detail.may_be_accepted and may_send(viewer, chapter.id, month)
    form = AcceptForm(request.POST or None)
    if may_accept or request.method == "POST":

        def accept(_data: dict[str, Any]) -> str:
            actions.accept_return(submission_id=submission_id, actor=viewer)
            return chapter_href

        if answer := submitted(request, form, name=f"return-file:{submission_id}", act=accept):
            return answer
    tables: list[Table[Any]] = []
    problems = detail.problems
    if detail.may_be_accepted:
        checked = preview_submission(viewer=viewer, submission_id=submission_id)
        problems = checked.problems
        if not problems:
            tables.append(changes_table(request, list(change_lines(checked))))
    if problems:
        tables.append(problems_table(request, problems))
    context = {
        "title": detail.row.file_name,
        "detail": detail,
        "name": wording.name_of(chapter.name_vi, chapter.name_en),
        "return_of": gettext("Return of {month}").format(month=wording.month(month)),
        "state": statuses.status(f"file {_file_state(detail.row)}"),
        "lines": detail.content.lines,
        "problems": problems,
        "may_accept": may_accept and not problems,
        "form": form,
        "chapter_href": chapter_href,
        "file_href": f"/returns/files/{submission_id}/workbook/",
        "table": tables[0] if tables else None,
    }
    page = show(request, "kiem/return_file.html", context, tables)
    page.status_code = form.status
    return page


@require_safe
@requires(Permission.VIEW_MEMBERS)
def file_download(request: HttpRequest, submission_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    return files.download(*submission_file(viewer=viewer, submission_id=submission_id))
