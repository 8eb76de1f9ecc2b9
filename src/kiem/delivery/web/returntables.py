"""Tables of monthly returns: the board, what was handed in, its problems and its changes."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.returnwords import (
    ChangeLine,
    column_name,
    problem_remedy,
    problem_text,
    sheet_name,
)
from kiem.delivery.web.tables import Table
from kiem.domain.returns.form.contents import Problem
from kiem.domain.returns.queries.board import Board, BoardRow, ReturnState
from kiem.domain.returns.queries.submissions import (
    SubmissionRow,
)
from kiem.time.month import Month


def board_counts(
    asked: Asked, month: Month, board: Board, head_id: int | None
) -> list[tuple[SafeString, str, str]]:
    """State, how many, and the table filtered by it."""
    return [
        (
            statuses.status(f"return {state}"),
            wording.number(board.by_state[state]),
            asked.link(
                "/returns/", month=month, line=head_id,
                f_state=statuses.status_text(f"return {state}"),
            ),
        )
        for state in ReturnState
        if board.by_state.get(state)
    ]  # fmt: skip


def board_columns(asked: Asked, month: Month) -> list[Column[BoardRow]]:
    return [
        Column(
            "unit",
            gettext("Unit"),
            lambda r: wording.name_of(r.unit_vi, r.unit_en),
            href=lambda r: f"/units/{r.unit_id}/{asked.query}",
            is_heading=True,
        ),
        Column(
            "name",
            gettext("Organisation"),
            lambda r: wording.name_of(r.name_vi, r.name_en),
            href=lambda r: asked.link(f"/returns/chapters/{r.id}/", month=month),
            sort_by=lambda r: r.sort_key,
        ),
        Column(
            "state",
            gettext("Return"),
            lambda r: statuses.status_text(f"return {r.state}"),
            html=lambda r: statuses.status(f"return {r.state}"),
        ),
        Column(
            "overdue",
            gettext("Overdue"),
            lambda r: gettext("overdue") if r.is_overdue else None,
        ),
        Column("due", gettext("Due"), lambda r: r.due_on, Kind.DATE),
        Column(
            "received", gettext("Received"), lambda r: wording.moment(r.received_at), Kind.MOMENT
        ),
        Column(
            "versions",
            gettext("Versions"),
            lambda r: r.versions or None,
            Kind.COUNT,
            hint=gettext("2 or more: corrected files replaced the first one."),
        ),
        Column("mistakes", gettext("Mistakes"), lambda r: r.mistakes or None, Kind.COUNT),
    ]


def submission_columns(asked: Asked, *, opens: bool) -> list[Column[SubmissionRow]]:
    return [
        Column(
            "file",
            gettext("File"),
            lambda s: s.file_name,
            href=lambda s: asked.link(f"/returns/files/{s.id}/") if opens else None,
            is_heading=True,
        ),
        Column(
            "state",
            gettext("State"),
            lambda s: statuses.status_text(f"file {_file_state(s)}"),
            html=lambda s: statuses.status(f"file {_file_state(s)}"),
        ),
        Column("mistakes", gettext("Mistakes"), lambda s: s.mistakes or None, Kind.COUNT),
        Column("changes", gettext("Changes"), lambda s: s.changes or None, Kind.COUNT),
        Column(
            "received", gettext("Received"), lambda s: wording.moment(s.received_at), Kind.MOMENT
        ),
        Column("by", gettext("Received by"), lambda s: s.received_by),
        Column("hash", "SHA-256", lambda s: s.sha256[:12]),
    ]


def _file_state(row: SubmissionRow) -> str:
    if row.is_return:
        return "return"
    if row.accepted_at is not None:
        return "replaced"
    return "with_errors" if row.mistakes else "checked"


def problems_table(request: HttpRequest, problems: tuple[Problem, ...]) -> Table[Problem]:
    return Table.of_all(
        request,
        name="mistakes",
        caption=gettext("Mistakes"),
        columns=[
            Column("sheet", gettext("Sheet"), lambda p: sheet_name(p.sheet), is_heading=True),
            Column("row", gettext("Row"), lambda p: p.row or None, Kind.COUNT),
            Column("column", gettext("Column"), lambda p: column_name(p.sheet, p.column)),
            Column("problem", gettext("What is wrong"), problem_text),
            Column("remedy", gettext("What to do"), problem_remedy),
        ],
        rows=problems,
    )


def changes_table(request: HttpRequest, lines: list[ChangeLine]) -> Table[ChangeLine]:
    return Table.of_all(
        request,
        name="changes",
        caption=gettext("What it changes"),
        columns=[
            Column("what", gettext("What it concerns"), lambda c: c.what, is_heading=True),
            Column("verb", gettext("Change"), lambda c: c.verb),
            Column("when", gettext("Day"), lambda c: c.when, Kind.MOMENT),
            Column("before", gettext("Before"), lambda c: c.before),
            Column("after", gettext("After"), lambda c: c.after),
            Column("sheet", gettext("Sheet"), lambda c: c.sheet),
            Column("row", gettext("Row"), lambda c: c.row or None, Kind.COUNT),
        ],
        rows=lines,
        empty_text=gettext("Nothing: the file says what is on record already."),
    )
