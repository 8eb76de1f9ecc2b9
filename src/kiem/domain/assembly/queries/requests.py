"""Requests between bodies: their state, the list with what is overdue, one with its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiem.domain.assembly.errors import choice_unknown, missing
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import Body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch


class RequestStatus(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OWED = frozenset({RequestStatus.WAITING, RequestStatus.RETURNED})
_BY_STEP = {
    "answer": RequestStatus.ANSWERED,
    "return": RequestStatus.RETURNED,
    "close": RequestStatus.CLOSED,
    "withdraw": RequestStatus.WITHDRAWN,
}
_CASES = " ".join(f"WHEN '{step}' THEN '{status.value}'" for step, status in _BY_STEP.items())
_LATE = "status IN ('waiting', 'returned') AND due_on < %(on)s::date"
REQUEST_FILTERS: Mapping[str, str] = {
    "": "true",
    "open": "status NOT IN ('closed', 'withdrawn')",
    "late": _LATE,
    "answered": "status = 'answered'",
    "closed": "status IN ('closed', 'withdrawn')",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """`days_late`: calendar days after the last one to answer in, 0 when nothing is owed."""

    id: int
    subject_vi: str
    subject_en: str
    sender: Body
    addressee: Body
    regulation_id: int | None
    sent_on: date
    due_on: date
    answer_working_days: int
    status: RequestStatus
    days_late: int


@dataclass(frozen=True, slots=True)
class RequestStepRow:
    kind: str
    text: str
    text_en: str
    file_ids: tuple[int, ...]
    is_on_behalf: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """`may_answer`: for the addressee, or for one outside on its behalf; `may_judge`: for the
    sender."""

    request: RequestRow
    text_vi: str
    text_en: str
    file_ids: tuple[int, ...]
    steps: tuple[RequestStepRow, ...]
    may_answer: bool
    may_judge: bool


def stated_requests_sql() -> str:
    """Requests with their state, for a FROM; `%(as_of)s` as in `tasks_sql`."""
    known = "(%(as_of)s::timestamptz IS NULL OR {0}.recorded_at <= %(as_of)s::timestamptz)"
    return f"""SELECT q.*, coalesce(CASE s.kind {_CASES} END, 'waiting') AS status
        FROM assembly_coordinationrequest q LEFT JOIN LATERAL (
            SELECT kind FROM assembly_requeststep z
            WHERE z.request_id = q.id AND {known.format("z")} ORDER BY z.id DESC LIMIT 1) s ON true
        WHERE {known.format("q")}"""


def request_status(request_id: int) -> RequestStatus:
    """The state as known now."""
    rows = fetch(
        f"SELECT status FROM ({stated_requests_sql()}) AS stated WHERE id = %(request)s",
        {"request": request_id, "as_of": None},
    )
    return RequestStatus(rows[0][0])


def list_requests(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    state: str = "",
    to_body_ids: frozenset[int] | None = None,
    from_body_ids: frozenset[int] | None = None,
    regulation_id: int | None = None,
    limit: int = 500,
) -> tuple[RequestRow, ...]:
    """Requests from or to the bodies in the viewer's scope, those due first first.

    `state`: a key of `REQUEST_FILTERS`. `to_body_ids` and `from_body_ids` narrow further.
    """
    if state not in REQUEST_FILTERS:
        raise choice_unknown("state", state, [name for name in REQUEST_FILTERS if name])
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    where = [REQUEST_FILTERS[state]]
    parameters: dict[str, Any] = {"bodies": None if bodies is None else sorted(bodies)}
    if to_body_ids is not None:
        where.append("r.addressee_id = ANY (%(to)s)")
        parameters["to"] = sorted(to_body_ids)
    if from_body_ids is not None:
        where.append("r.sender_id = ANY (%(from)s)")
        parameters["from"] = sorted(from_body_ids)
    if regulation_id is not None:
        where.append("r.regulation_id = %(regulation)s")
        parameters["regulation"] = regulation_id
    return _rows(" AND ".join(where), parameters, on, known_at, limit)


def request_detail(
    *, viewer: Viewer, request_id: int, on: date, known_at: datetime | None = None
) -> RequestDetail:
    """One request with its steps; NotFound unless its sender or addressee is in the scope."""
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    found = _rows(
        "r.id = %(request)s",
        {"request": request_id, "bodies": None if bodies is None else sorted(bodies)},
        on,
        known_at,
        1,
    )
    if not found:
        raise missing("request")
    request = found[0]
    asked = {"request": request_id, "as_of": as_of(on, known_at)}
    ((text_vi, text_en, file_ids),) = fetch(
        "SELECT text_vi, text_en, file_ids FROM assembly_coordinationrequest"
        " WHERE id = %(request)s",
        asked,
    )
    steps = fetch(
        """SELECT kind, text, text_en, file_ids, is_on_behalf, recorded_by, recorded_at
        FROM assembly_requeststep WHERE request_id = %(request)s
            AND (%(as_of)s::timestamptz IS NULL OR recorded_at <= %(as_of)s::timestamptz)
        ORDER BY id""",
        asked,
    )
    mine = (
        any_scope(viewer, Permission.WORK_TASKS, on)
        if viewer.can(Permission.WORK_TASKS)
        else frozenset()
    )
    is_outside = request.addressee.category == "external"
    answers_for = request.sender.id if is_outside else request.addressee.id
    return RequestDetail(
        request=request,
        text_vi=text_vi,
        text_en=text_en,
        file_ids=tuple(file_ids),
        steps=tuple(RequestStepRow(r[0], r[1], r[2], tuple(r[3]), *r[4:]) for r in steps),
        may_answer=mine is None or answers_for in mine,
        may_judge=mine is None or request.sender.id in mine,
    )


def _rows(
    where: str,
    parameters: dict[str, Any],
    on: date,
    known_at: datetime | None,
    limit: int,
) -> tuple[RequestRow, ...]:
    rows = fetch(
        f"""
        SELECT r.id, r.subject_vi, r.subject_en, r.regulation_id, r.sent_on, r.due_on,
            r.answer_working_days, r.status, CASE WHEN {_LATE} THEN %(on)s::date - due_on
                ELSE 0 END, {BODY_COLUMNS.format("f")}, {BODY_COLUMNS.format("o")}
        FROM ({stated_requests_sql()}) AS r
        {body_join("f", "r.sender_id", known_at)}
        {body_join("o", "r.addressee_id", known_at)}
        WHERE (%(bodies)s::bigint[] IS NULL OR r.sender_id = ANY (%(bodies)s)
            OR r.addressee_id = ANY (%(bodies)s)) AND ({where})
        ORDER BY r.due_on, r.id LIMIT %(limit)s
        """,
        {
            **parameters,
            "on": on,
            "known_at": known_at,
            "as_of": as_of(on, known_at),
            "limit": limit,
        },
    )
    return tuple(
        RequestRow(
            id=row[0],
            subject_vi=row[1],
            subject_en=row[2],
            regulation_id=row[3],
            sent_on=row[4],
            due_on=row[5],
            answer_working_days=row[6],
            status=RequestStatus(row[7]),
            days_late=row[8],
            sender=to_body(row[9:13]),
            addressee=to_body(row[13:17]),
        )
        for row in rows
    )
