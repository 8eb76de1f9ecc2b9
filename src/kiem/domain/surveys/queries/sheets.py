"""Who has answered, what one body was asked and sent, and what a viewer has to answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.register.queries.scopes import any_scope
from kiem.domain.surveys.errors import missing, not_asked
from kiem.domain.surveys.queries.computed import Body as AskedBody
from kiem.domain.surveys.queries.computed import compute
from kiem.domain.surveys.queries.rows import (
    Board,
    Given,
    SheetDetail,
    SheetRow,
    SheetState,
    Status,
)
from kiem.domain.surveys.queries.state import latest_name, surveys_sql, targets_sql
from kiem.domain.surveys.queries.surveys import survey_detail
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known

_OWED = ("waiting", "draft", "reopened")


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A survey that waits for a body of the viewer, or for the viewer (`body` None: anonymous)."""

    survey_id: int
    title_vi: str
    title_en: str
    body: Any
    state: SheetState
    due_on: date
    days_late: int


def survey_board(
    *,
    viewer: Viewer,
    survey_id: int,
    on: date,
    known_at: datetime | None = None,
    state: str = "",
    limit: int = 5_000,
) -> Board:
    """Every body asked with the state of its sheet: waiting and begun first, then by name.

    `state`: a value of `SheetState`, or empty for all. Raises NotFound unless the viewer's scope
    holds the organiser; an anonymous survey has no board, for nobody may see who is missing.
    """
    survey = survey_detail(viewer=viewer, survey_id=survey_id, on=on, known_at=known_at)
    if not survey.sees_results or survey.row.is_anonymous:
        raise missing("board")
    rows = _sheet_rows("t.survey_id = %(survey)s", {"survey": survey_id}, on, known_at, limit)
    counts = dict.fromkeys(SheetState, 0)
    for row in rows:
        counts[row.state] += 1
    shown = tuple(row for row in rows if not state or row.state == state)
    return Board(shown, counts, sum(1 for row in rows if row.days_late))


def sheet_detail(
    *,
    viewer: Viewer,
    survey_id: int,
    organization_id: int,
    on: date,
    known_at: datetime | None = None,
) -> SheetDetail:
    """The form of one body with what is prefilled, typed and sent.

    Seen by whoever sees the body's assemblies, and by the organiser; NotFound otherwise. What the
    system computed is of the survey's day, as known when it was opened.
    """
    survey = survey_detail(viewer=viewer, survey_id=survey_id, on=on, known_at=known_at)
    asked = {"survey": survey_id, "body": organization_id}
    where = "t.survey_id = %(survey)s AND t.organization_id = %(body)s"
    rows = _sheet_rows(where, asked, on, known_at, 1)
    allowed = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    is_own = allowed is None or organization_id in allowed
    if not rows or not (is_own or survey.sees_results):
        raise not_asked()
    moment = as_of(on, known_at)
    target = rows[0]
    works = may_answer_for(viewer, organization_id, on)
    ((unit_id, staff, dual),) = fetch(
        "SELECT unit_id, staff, dual_holders FROM surveys_target WHERE id = %(target)s",
        {"target": target.target_id},
    )
    draft = fetch(
        f"""SELECT contents FROM surveys_draft d
        WHERE d.target_id = %(target)s AND {known("d", moment)}""",
        {"target": target.target_id, "known_at": moment},
    )
    figures = {q.key: q.computed for q in survey.questions if q.computed}
    computed = (
        compute(
            set(figures.values()),
            AskedBody(organization_id, unit_id, staff, dual),
            viewer=viewer,
            on=survey.row.reference_on,
            known_at=survey.opened_at,
            may_see_on=on,
        )
        if figures and survey.opened_at is not None
        else {}
    )
    is_open = survey.row.status == Status.OPEN or target.state == SheetState.REOPENED
    return SheetDetail(
        survey=survey,
        target=target,
        computed={key: computed[name] for key, name in figures.items() if name in computed},
        draft=json.loads(draft[0][0]) if draft and works else None,
        answers=answers_of(target.target_id, moment),
        reopening_reason=_reason(target.target_id, moment) if is_open else "",
        may_answer=works and is_open and target.due_on >= on and target.ended_on is None,
    )


def answers_of(target_id: int, moment: datetime | None) -> tuple[Given, ...]:
    """What a body sent, in the order of its questions; for callers that checked the scope."""
    rows = fetch(
        f"""
        SELECT q.key, a.row, a."column", a.option, a.number, a.text, a.computed
        FROM surveys_sheet h
        JOIN surveys_answer a ON a.sheet_id = h.id
        JOIN surveys_question q ON q.id = a.question_id
        WHERE h.target_id = %(target)s AND {known("h", moment)}
        ORDER BY q.position, a.row, a."column", a.option
        """,
        {"target": target_id, "known_at": moment},
    )
    return tuple(Given(*row) for row in rows)


def surveys_to_answer(
    *, viewer: Viewer, on: date, known_at: datetime | None = None, most: int = 200
) -> tuple[ToAnswer, ...]:
    """What waits for the viewer: sheets of the bodies they answer for (all of these that are not
    sent), and anonymous surveys that invite them; the nearest day first."""
    moment = as_of(on, known_at)
    found = [*_own_bodies(viewer, on, moment, most), *_own_invitations(viewer, on, moment)]
    return tuple(sorted(found, key=lambda row: (row.due_on, row.survey_id)))[:most]


def may_answer_for(viewer: Viewer, organization_id: int, on: date) -> bool:
    """Whether the viewer answers in the name of a body: works for it, and is no mere reader."""
    if not viewer.can(Permission.WORK_TASKS):
        return False
    bodies = any_scope(viewer, Permission.WORK_TASKS, on)
    return bodies is None or organization_id in bodies


def _own_bodies(
    viewer: Viewer, on: date, moment: datetime | None, most: int
) -> tuple[ToAnswer, ...]:
    if not viewer.can(Permission.WORK_TASKS):
        return ()
    bodies = any_scope(viewer, Permission.WORK_TASKS, on)
    mine = "true" if bodies is None else "t.organization_id = ANY (%(bodies)s)"
    rows = _sheets(
        f"{mine} AND stated.status = 'open'",
        "state = ANY (%(owed)s)",
        {"bodies": sorted(bodies or ()), "owed": list(_OWED)},
        on,
        moment,
        most,
    )
    return tuple(
        ToAnswer(
            row[0],
            row[1],
            row[2],
            to_body(row[3:7]),
            SheetState(row[7]),
            row[8],
            max((on - row[8]).days, 0),
        )
        for row in rows
    )


def _own_invitations(viewer: Viewer, on: date, moment: datetime | None) -> tuple[ToAnswer, ...]:
    if viewer.person_id is None:
        return ()
    rows = fetch(
        f"""
        WITH stated AS ({surveys_sql("v.is_anonymous", moment)})
        SELECT stated.id, title_vi, title_en, due FROM stated
        JOIN surveys_invitee i ON i.survey_id = stated.id AND i.person_id = %(self)s
        WHERE status = 'open' AND due >= %(on)s::date AND NOT EXISTS (
            SELECT FROM surveys_participation n WHERE n.invitee_id = i.id)
        """,
        {"self": viewer.person_id, "on": on, "known_at": moment},
    )
    return tuple(
        ToAnswer(number, vi, en, None, SheetState.WAITING, due, 0) for number, vi, en, due in rows
    )


def _sheet_rows(
    where: str, parameters: Mapping[str, Any], on: date, known_at: datetime | None, limit: int
) -> tuple[SheetRow, ...]:
    moment = as_of(on, known_at)
    rows = _sheets(where, "true", parameters, on, moment, limit)
    return tuple(
        SheetRow(
            body=to_body(row[3:7]),
            state=SheetState(row[7]),
            due_on=row[8],
            target_id=row[9],
            sent_at=row[10],
            sent_by=row[11] or "",
            person_id=row[12],
            person_name=row[13] or "",
            ended_on=row[14],
            days_late=max((on - row[8]).days, 0) if row[7] in _OWED and row[15] == "open" else 0,
        )
        for row in rows
    )


def _sheets(
    where: str,
    state: str,
    parameters: Mapping[str, Any],
    on: date,
    moment: datetime | None,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Bodies of a condition on `t` and `stated`, then of one on `state`: who owes comes first."""
    return fetch(
        f"""
        WITH stated AS MATERIALIZED ({surveys_sql("NOT v.is_anonymous", moment)}),
        sheets AS MATERIALIZED ({targets_sql(where, moment)})
        SELECT s.survey_id, s.title_vi, s.title_en, {BODY_COLUMNS.format("o")}, s.state, s.due,
            s.id, s.sent_at, s.sent_by, s.person_id, n.full_name, e.ended_on, s.status
        FROM sheets s
        {body_join("o", "s.organization_id", None)}
        {latest_name("n", "s.person_id")}
        LEFT JOIN LATERAL (SELECT max(upper(valid)) AS ended_on FROM register_organizationstate i
            WHERE i.organization_id = s.organization_id AND upper_inf(i.recorded)
            HAVING bool_and(NOT upper_inf(valid) AND upper(valid) <= %(on)s::date)) e ON true
        WHERE {state}
        ORDER BY array_position(ARRAY['reopened', 'waiting', 'draft', 'sent'], s.state),
            s.due, o.name_vi, s.id
        LIMIT %(limit)s
        """,
        {**parameters, "on": on, "known_at": moment, "limit": limit},
    )


def _reason(target_id: int, moment: datetime | None) -> str:
    """Why the sheet is open again, while it is."""
    rows = fetch(
        f"""WITH stated AS ({surveys_sql("true", moment)})
        SELECT reason FROM ({targets_sql("t.id = %(target)s", moment)}) AS s""",
        {"target": target_id, "known_at": moment},
    )
    return (rows[0][0] or "") if rows else ""
