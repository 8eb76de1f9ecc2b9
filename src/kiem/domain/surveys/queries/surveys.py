"""Surveys: lists, and one with its questions and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.queries.events import conducts
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.surveys.errors import missing
from kiem.domain.surveys.queries.question_sets import questions_of
from kiem.domain.surveys.queries.rows import Status, StepRow, SurveyDetail, SurveyRow
from kiem.domain.surveys.queries.state import surveys_sql
from kiem.domain.surveys.queries.visible import Seen, seen_by
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known

MOST_SURVEYS = 200


def list_surveys(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    project_id: int | None = None,
) -> tuple[SurveyRow, ...]:
    """Surveys the viewer organises, or that ask one of their bodies or themselves; the latest
    first. Drafts are seen by their organiser only. `project_id` narrows to a project."""
    seen = seen_by(viewer, on, known_at)
    where = "v.project_id = %(project)s" if project_id is not None else "true"
    return _rows(seen, where, {"project": project_id}, on, as_of(on, known_at))


def survey_names(viewer: Viewer, survey_id: int, on: date) -> tuple[str, str]:
    """Both titles of a survey, for what refers to it; NotFound as in `survey_detail`."""
    row = survey_detail(viewer=viewer, survey_id=survey_id, on=on).row
    return row.title_vi, row.title_en or row.title_vi


def survey_detail(
    *, viewer: Viewer, survey_id: int, on: date, known_at: datetime | None = None
) -> SurveyDetail:
    """One survey. Raises NotFound unless the viewer organises it, or it asks a body of theirs."""
    seen = seen_by(viewer, on, known_at)
    moment = as_of(on, known_at)
    rows = _rows(seen, "v.id = %(survey)s", {"survey": survey_id}, on, moment)
    if not rows:
        raise missing("survey")
    row = rows[0]
    ((facts),) = fetch(
        f"""SELECT a.introduction_vi, a.introduction_en, a.target_rule, a.target_types,
            a.target_ids, a.audience, a.breakdowns, a.opened_at, a.version_id, w.number, q.id,
            q.code, p.title_vi, p.title_en
        FROM ({surveys_sql("v.id = %(survey)s", moment)}) AS a
        JOIN surveys_questionversion w ON w.id = a.version_id
        JOIN surveys_questionset q ON q.id = w.question_set_id
        JOIN assembly_project p ON p.id = a.project_id""",
        {"survey": survey_id, "known_at": moment},
    )
    sees_results = seen.everything or row.organizer.id in seen.parameters["bodies"]
    return SurveyDetail(
        row=row,
        introduction_vi=facts[0],
        introduction_en=facts[1],
        target_rule=facts[2],
        target_types=tuple(facts[3]),
        target_ids=tuple(facts[4]),
        audience=facts[5],
        breakdowns=tuple(facts[6]),
        opened_at=facts[7],
        version_id=facts[8],
        version=facts[9],
        set_id=facts[10],
        set_code=facts[11],
        project_vi=facts[12],
        project_en=facts[13],
        questions=questions_of(facts[8], moment),
        steps=_steps(survey_id, moment),
        previous_id=_previous(survey_id, facts[10], row.organizer.id, facts[7]),
        may_conduct=conducts(viewer, row.organizer.id, on),
        sees_results=sees_results,
    )


def _rows(
    seen: Seen, where: str, parameters: Mapping[str, Any], on: date, moment: datetime | None
) -> tuple[SurveyRow, ...]:
    """Surveys of a condition on `v`; counts of who answered are those of the moment."""
    took_part = "true" if moment is None else "n.took_part_on <= %(on)s::date"
    rows = fetch(
        f"""
        WITH stated AS MATERIALIZED ({surveys_sql(f"({where}) AND {seen.survey('v')}", moment)})
        SELECT a.id, a.title_vi, a.title_en, p.id, p.code, {BODY_COLUMNS.format("o")},
            a.is_anonymous, a.status, a.reference_on, a.due,
            CASE WHEN a.is_anonymous
                THEN (SELECT count(*) FROM surveys_invitee i WHERE i.survey_id = a.id)
                ELSE (SELECT count(*) FROM surveys_target t WHERE t.survey_id = a.id) END,
            CASE WHEN a.is_anonymous
                THEN (SELECT count(*) FROM surveys_invitee i
                    JOIN surveys_participation n ON n.invitee_id = i.id AND {took_part}
                    WHERE i.survey_id = a.id)
                ELSE (SELECT count(*) FROM surveys_target t
                    JOIN surveys_sheet h ON h.target_id = t.id AND {known("h", moment)}
                    WHERE t.survey_id = a.id) END
        FROM stated a
        JOIN assembly_project p ON p.id = a.project_id
        {body_join("o", "a.organizer_id", None)}
        WHERE a.status <> 'draft' OR {seen.results("a")}
        ORDER BY a.reference_on DESC, a.id DESC LIMIT {MOST_SURVEYS}
        """,
        {**seen.parameters, **parameters, "on": on, "known_at": moment},
    )
    return tuple(
        SurveyRow(
            id=row[0],
            title_vi=row[1],
            title_en=row[2],
            project_id=row[3],
            project_code=row[4],
            organizer=to_body(row[5:9]),
            is_anonymous=row[9],
            status=Status(row[10]),
            reference_on=row[11],
            due_on=row[12],
            asked=row[13],
            answered=row[14],
            days_late=max((on - row[12]).days, 0) if row[10] == "open" else 0,
        )
        for row in rows
    )


def _steps(survey_id: int, moment: datetime | None) -> tuple[StepRow, ...]:
    rows = fetch(
        """SELECT kind, text, due_on, recorded_by, recorded_at FROM surveys_surveystep
        WHERE survey_id = %(survey)s
            AND recorded_at <= coalesce(%(moment)s::timestamptz, 'infinity') ORDER BY id""",
        {"survey": survey_id, "moment": moment},
    )
    return tuple(StepRow(*row) for row in rows)


def _previous(
    survey_id: int, set_id: int, organizer_id: int, opened_at: datetime | None
) -> int | None:
    """The last round before this one: same questions, same organiser, closed."""
    rows = fetch(
        """
        SELECT v.id FROM surveys_survey v
        JOIN surveys_questionversion w ON w.id = v.version_id AND w.question_set_id = %(set)s
        JOIN surveys_surveystep o ON o.survey_id = v.id AND o.kind = 'open'
        WHERE v.organizer_id = %(organizer)s AND v.id <> %(survey)s
            AND o.recorded_at < coalesce(%(opened)s::timestamptz, 'infinity')
            AND (SELECT kind FROM surveys_surveystep s WHERE s.survey_id = v.id
                ORDER BY s.id DESC LIMIT 1) = 'close'
        ORDER BY o.recorded_at DESC, v.id DESC LIMIT 1
        """,
        {"survey": survey_id, "set": set_id, "organizer": organizer_id, "opened": opened_at},
    )
    return rows[0][0] if rows else None
