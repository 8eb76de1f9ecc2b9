"""What was answered, sheet by sheet and text by text: for whoever organises the survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries import Body
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.surveys.errors import missing
from kiem.domain.surveys.queries.anonymous import texts_taken
from kiem.domain.surveys.queries.rows import Given, SurveyDetail
from kiem.domain.surveys.queries.state import latest_name
from kiem.domain.surveys.queries.surveys import survey_detail
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A text that was written. `body` None: nobody knows by whom."""

    text: str
    body: Body | None


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One body's sheet as it was sent, by question key. `sent_by`: the person's name, else the
    account's."""

    body: Body
    type_code: str
    staff: int
    dual_holders: int
    sent_by: str
    answers: dict[str, tuple[Given, ...]]


def text_answers(
    *,
    viewer: Viewer,
    survey_id: int,
    key: str,
    on: date,
    known_at: datetime | None = None,
    limit: int = 5_000,
) -> tuple[TextAnswer, ...]:
    """The texts of one question by body; anonymous ones in alphabetical order, by nobody, once the
    survey is closed and five or more wrote. NotFound unless the organiser is in scope."""
    survey = _organised(viewer, survey_id, on, known_at)
    if key not in {q.key for q in survey.questions if q.kind == "text"}:
        raise missing("question")
    if survey.row.is_anonymous:
        return tuple(TextAnswer(text, None) for text in texts_taken(survey, key))
    moment = as_of(on, known_at)
    rows = fetch(
        f"""
        SELECT a.text, {BODY_COLUMNS.format("o")}
        FROM surveys_target t
        JOIN surveys_sheet h ON h.target_id = t.id AND {known("h", moment)}
        JOIN surveys_answer a ON a.sheet_id = h.id
        JOIN surveys_question q ON q.id = a.question_id AND q.key = %(key)s
        {body_join("o", "t.organization_id", None)}
        WHERE t.survey_id = %(survey)s ORDER BY o.name_vi, t.id LIMIT %(limit)s
        """,
        {"survey": survey_id, "key": key, "on": on, "known_at": moment, "limit": limit},
    )
    return tuple(TextAnswer(row[0], to_body(row[1:])) for row in rows)


def filled_sheets(
    *,
    viewer: Viewer,
    survey_id: int,
    on: date,
    known_at: datetime | None = None,
    limit: int = 5_000,
) -> tuple[FilledSheet, ...]:
    """Every sheet that was sent with its answers, by name of the body: three statements.

    NotFound unless the organiser is in scope; an anonymous survey has no sheets to show.
    """
    survey = _organised(viewer, survey_id, on, known_at)
    if survey.row.is_anonymous:
        raise missing("result")
    moment = as_of(on, known_at)
    sheets = fetch(
        f"""
        SELECT h.id, {BODY_COLUMNS.format("o")}, t.type_code, t.staff, t.dual_holders,
            coalesce(n.full_name, h.recorded_by)
        FROM surveys_target t
        JOIN surveys_sheet h ON h.target_id = t.id AND {known("h", moment)}
        {body_join("o", "t.organization_id", None)}
        {latest_name("n", "h.person_id")}
        WHERE t.survey_id = %(survey)s ORDER BY o.name_vi, t.id LIMIT %(limit)s
        """,
        {"survey": survey_id, "on": on, "known_at": moment, "limit": limit},
    )
    given = _given([row[0] for row in sheets])
    return tuple(
        FilledSheet(to_body(row[1:5]), row[5], row[6], row[7], row[8], given.get(row[0], {}))
        for row in sheets
    )


def _given(sheet_ids: Sequence[int]) -> dict[int, dict[str, tuple[Given, ...]]]:
    rows = fetch(
        """SELECT a.sheet_id, q.key, a.row, a."column", a.option, a.number, a.text, a.computed
        FROM surveys_answer a JOIN surveys_question q ON q.id = a.question_id
        WHERE a.sheet_id = ANY (%(sheets)s) ORDER BY a.row, a."column", a.option""",
        {"sheets": list(sheet_ids)},
    )
    given: dict[int, dict[str, tuple[Given, ...]]] = {}
    for sheet, *values in rows:
        answer = Given(*values)
        of_sheet = given.setdefault(sheet, {})
        of_sheet[answer.key] = (*of_sheet.get(answer.key, ()), answer)
    return given


def _organised(viewer: Viewer, survey_id: int, on: date, known_at: datetime | None) -> SurveyDetail:
    survey = survey_detail(viewer=viewer, survey_id=survey_id, on=on, known_at=known_at)
    if not survey.sees_results:
        raise missing("result")
    return survey
