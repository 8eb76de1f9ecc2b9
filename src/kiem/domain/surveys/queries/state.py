"""What state a survey and a body's sheet are in: said once, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.surveys.queries.rows import Status
from kiem.platform.kernel.sql import fetch, known


def surveys_sql(where: str, known_at: datetime | None) -> str:
    """A SELECT of surveys with their state, for a CTE or a list.

    Columns: those of `surveys_survey` and `surveys_surveystate` as `v` and `s`, and `status`,
    `due` (with later days granted), `opened_at`. `where` narrows `v` and `s`; with `known_at`
    (parameter of that name) as it was known then.
    """
    step = "true" if known_at is None else "recorded_at <= %(known_at)s::timestamptz"
    recorded = "true" if known_at is None else "v.recorded_at <= %(known_at)s::timestamptz"
    return f"""
        SELECT v.id, v.project_id, v.organizer_id, v.version_id, v.is_anonymous, v.recorded_at,
            s.title_vi, s.title_en, s.introduction_vi, s.introduction_en, s.reference_on,
            s.target_rule, s.target_types, s.target_ids, s.audience, s.breakdowns,
            CASE l.kind WHEN 'close' THEN 'closed' WHEN 'open' THEN 'open' WHEN 'reopen' THEN 'open'
                WHEN 'extend' THEN 'open' ELSE 'draft' END AS status,
            coalesce(d.due_on, s.due_on) AS due, o.recorded_at AS opened_at
        FROM surveys_survey v
        JOIN surveys_surveystate s ON s.survey_id = v.id AND {known("s", known_at)}
        LEFT JOIN LATERAL (SELECT kind FROM surveys_surveystep
            WHERE survey_id = v.id AND {step} ORDER BY id DESC LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT due_on FROM surveys_surveystep
            WHERE survey_id = v.id AND due_on IS NOT NULL AND {step}
            ORDER BY id DESC LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT recorded_at FROM surveys_surveystep
            WHERE survey_id = v.id AND kind = 'open' AND {step} LIMIT 1) o ON true
        WHERE {recorded} AND ({where})"""


@dataclass(frozen=True, slots=True)
class State:
    """A survey as known now, for actions that have checked whose it is."""

    status: Status
    due_on: date
    reference_on: date
    opened_at: datetime | None
    title_vi: str
    title_en: str
    version_id: int
    is_anonymous: bool


def state_of(survey_id: int) -> State:
    """The state as known now."""
    ((status, due, reference, opened, vi, en, version, anonymous),) = fetch(
        f"""SELECT status, due, reference_on, opened_at, title_vi, title_en, version_id,
            is_anonymous FROM ({surveys_sql("v.id = %(survey)s", None)}) AS stated""",
        {"survey": survey_id},
    )
    return State(Status(status), due, reference, opened, vi, en, version, anonymous)


def targets_sql(where: str, known_at: datetime | None) -> str:
    """A SELECT of bodies asked with the state of their sheet, for a CTE.

    Columns: those of `surveys_target`, and `state`, `due` (the survey's, or a later one granted to
    the body), `sent_at`, `sent_by`, `person_id`, `sheet_id`, `reason` of the last reopening.
    `where` narrows `t`, `surveys` names the states (see `surveys_sql`) as a table `stated`.
    """
    step = "true" if known_at is None else "recorded_at <= %(known_at)s::timestamptz"
    return f"""
        SELECT t.*, stated.title_vi, stated.title_en, stated.status,
            CASE WHEN r.recorded_at > coalesce(lower(h.recorded), '-infinity') THEN 'reopened'
                WHEN h.id IS NOT NULL THEN 'sent' WHEN f.id IS NOT NULL THEN 'draft'
                ELSE 'waiting' END AS state,
            greatest(stated.due, CASE WHEN r.recorded_at > coalesce(lower(h.recorded), '-infinity')
                THEN r.due_on END) AS due,
            lower(h.recorded) AS sent_at, h.recorded_by AS sent_by, h.person_id, h.id AS sheet_id,
            CASE WHEN r.recorded_at > coalesce(lower(h.recorded), '-infinity') THEN r.reason END
                AS reason
        FROM surveys_target t JOIN stated ON stated.id = t.survey_id
        LEFT JOIN surveys_sheet h ON h.target_id = t.id AND {known("h", known_at)}
        LEFT JOIN surveys_draft f ON f.target_id = t.id AND {known("f", known_at)}
        LEFT JOIN LATERAL (SELECT recorded_at, due_on, reason FROM surveys_reopening
            WHERE target_id = t.id AND {step} ORDER BY id DESC LIMIT 1) r ON true
        WHERE {where}"""


def latest_name(alias: str, person: str) -> str:
    """A join that gives `alias.full_name` of the person in column `person`, as now known."""
    return f"""LEFT JOIN LATERAL (SELECT full_name FROM register_personstate p
            WHERE p.person_id = {person} AND upper_inf(p.recorded)
            ORDER BY lower(p.valid) DESC LIMIT 1) {alias} ON true"""
