"""Recomputes every invariant of surveys from the rows alone, for `kiem verify`.

It trusts neither constraints nor triggers, and no code that wrote the rows.
"""

from __future__ import annotations

import json
from decimal import Decimal

from kiem.domain.register.queries.verify import SHOWN, CheckResult
from kiem.domain.surveys.queries.anonymous import groups_of
from kiem.domain.surveys.queries.computed import Body, compute
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch

_ANSWERS = "SELECT count(*) FROM surveys_answer"

# name -> (statement that counts what is looked at, statement that yields a sentence per problem)
_STATEMENTS: dict[str, tuple[str, str]] = {
    "answers are to questions of their survey, on sheets of it": (
        _ANSWERS,
        """
        SELECT format('answer %%s is to question %%s, on a sheet of survey %%s', a.id,
            a.question_id, t.survey_id)
        FROM surveys_answer a JOIN surveys_sheet h ON h.id = a.sheet_id
        JOIN surveys_target t ON t.id = h.target_id
        JOIN surveys_survey v ON v.id = a.survey_id
        JOIN surveys_question q ON q.id = a.question_id
        WHERE t.survey_id <> a.survey_id OR q.version_id <> v.version_id
        """,
    ),
    "answers fit their questions": (
        _ANSWERS,
        """
        SELECT format('answer %%s does not fit question %%s, a %%s', a.id, q.key, q.kind)
        FROM surveys_answer a JOIN surveys_question q ON q.id = a.question_id
        WHERE NOT coalesce(CASE
            WHEN q.kind IN ('choice', 'choices')
                THEN a.option BETWEEN 1 AND cardinality(q.options_vi)
            WHEN q.kind = 'text' THEN a.text <> ''
            WHEN q.kind = 'table' THEN a.number IS NOT NULL
                AND a.row BETWEEN 1 AND cardinality(q.rows_vi)
                AND a."column" BETWEEN 1 AND cardinality(q.options_vi)
            ELSE a.number BETWEEN coalesce(q.lowest, a.number) AND coalesce(q.highest, a.number)
            END, false)
        """,
    ),
    "a question has one answer on a sheet, an option is chosen once": (
        _ANSWERS,
        """
        SELECT format('sheet %%s answers question %%s more than once', a.sheet_id, q.key)
        FROM surveys_answer a JOIN surveys_question q ON q.id = a.question_id
        GROUP BY a.sheet_id, q.key, a.row, a."column",
            CASE WHEN q.kind = 'choices' THEN a.option END
        HAVING count(*) > 1
        """,
    ),
    "required questions are answered": (
        "SELECT count(*) FROM surveys_sheet",
        """
        SELECT format('sheet %%s does not answer question %%s', h.id, q.key)
        FROM surveys_sheet h JOIN surveys_target t ON t.id = h.target_id
        JOIN surveys_survey v ON v.id = t.survey_id
        JOIN surveys_question q ON q.version_id = v.version_id AND q.is_required
            AND upper_inf(q.recorded)
        WHERE NOT EXISTS (SELECT FROM surveys_answer a
            WHERE a.sheet_id = h.id AND a.question_id = q.id)
        """,
    ),
    "sheets were sent while they could be": (
        "SELECT count(*) FROM surveys_sheet",
        """
        SELECT format('sheet %%s was sent after the last day', h.id)
        FROM surveys_sheet h JOIN surveys_target t ON t.id = h.target_id
        JOIN surveys_surveystate s ON s.survey_id = t.survey_id AND upper_inf(s.recorded)
        LEFT JOIN LATERAL (SELECT max(due_on) AS due_on FROM (
            SELECT due_on FROM surveys_surveystep p WHERE p.survey_id = t.survey_id
                AND p.recorded_at <= lower(h.recorded)
            UNION ALL SELECT due_on FROM surveys_reopening r WHERE r.target_id = t.id
                AND r.recorded_at <= lower(h.recorded)) given) later ON true
        WHERE NOT isempty(h.recorded)
            AND (lower(h.recorded) AT TIME ZONE %(zone)s)::date
                > greatest(s.due_on, later.due_on)
        """,
    ),
    "questions stand as they were asked": (
        "SELECT count(*) FROM surveys_question",
        """
        SELECT format('question %%s of version %%s changed after it was asked', q.key, q.version_id)
        FROM surveys_question q
        JOIN (SELECT v.version_id, min(p.recorded_at) AS opened_at FROM surveys_survey v
            JOIN surveys_surveystep p ON p.survey_id = v.id AND p.kind = 'open'
            GROUP BY v.version_id) o ON o.version_id = q.version_id
        WHERE NOT isempty(q.recorded)
            AND (lower(q.recorded) > o.opened_at OR upper(q.recorded) > o.opened_at)
        """,
    ),
    "anonymous surveys are closed once and for all": (
        "SELECT count(*) FROM surveys_survey WHERE is_anonymous",
        """
        SELECT format('anonymous survey %%s went on after it was closed', v.id)
        FROM surveys_survey v JOIN surveys_surveystep c ON c.survey_id = v.id AND c.kind = 'close'
        WHERE v.is_anonymous AND EXISTS (SELECT FROM surveys_surveystep l
            WHERE l.survey_id = v.id AND l.id > c.id)
        """,
    ),
    "as many anonymous answers as people took part": (
        "SELECT count(*) FROM surveys_participation",
        """
        SELECT format('survey %%s: %%s took part, %%s answers', v.id, p.n, b.n)
        FROM surveys_survey v
        CROSS JOIN LATERAL (SELECT count(*) AS n FROM surveys_invitee i
            JOIN surveys_participation x ON x.invitee_id = i.id WHERE i.survey_id = v.id) p
        CROSS JOIN LATERAL (SELECT coalesce(sum(jsonb_array_length(contents)), 0) AS n
            FROM surveys_box x WHERE x.survey_id = v.id) b
        WHERE p.n <> b.n
        """,
    ),
}
_GUARDED = (
    "question", "surveystate", "draft", "sheet", "questionset", "questionversion", "survey",
    "surveystep", "target", "answer", "reopening", "invitee", "participation", "box",
)  # fmt: skip


def verify_surveys() -> tuple[CheckResult, ...]:
    """Every check with what it counted and the first problems it found."""
    zone = {"zone": str(clock.LOCAL_ZONE)}
    checks = [
        CheckResult(
            f"surveys: {name}",
            fetch(count, {})[0][0],
            tuple(row[0] for row in fetch(problems, zone)[:SHOWN]),
        )
        for name, (count, problems) in _STATEMENTS.items()
    ]
    return (*checks, _computed(), _boxes(), _guards_in_place())


def _computed() -> CheckResult:
    """What the system prefilled comes out the same, with the knowledge of the survey's opening."""
    rows = fetch(
        """
        SELECT a.id, q.computed, a.computed, t.organization_id, t.unit_id, t.staff, t.dual_holders,
            s.reference_on, p.recorded_at
        FROM surveys_answer a JOIN surveys_question q ON q.id = a.question_id
        JOIN surveys_sheet h ON h.id = a.sheet_id JOIN surveys_target t ON t.id = h.target_id
        JOIN surveys_surveystate s ON s.survey_id = t.survey_id AND upper_inf(s.recorded)
        JOIN surveys_surveystep p ON p.survey_id = t.survey_id AND p.kind = 'open'
        WHERE a.computed IS NOT NULL ORDER BY a.id
        """
    )
    problems = []
    for number, figure, value, body, unit, staff, dual, on, opened_at in rows:
        found = compute(
            {figure},
            Body(body, unit, staff, dual),
            viewer=SYSTEM,
            on=on,
            known_at=opened_at,
            may_see_on=on,
        ).get(figure)
        if found is None or abs(found - value) > Decimal("0.01"):
            problems.append(f"answer {number}: {figure} is {found}, not {value}")
    return CheckResult(
        "surveys: prefilled figures come out as they were shown",
        len(rows),
        tuple(problems[:SHOWN]),
    )


def _boxes() -> CheckResult:
    """Groups in a box are those of people invited: no more of a group than were."""
    rows = fetch(
        """SELECT b.survey_id, b.contents, s.breakdowns FROM surveys_box b
        JOIN surveys_surveystate s ON s.survey_id = b.survey_id AND upper_inf(s.recorded)"""
    )
    problems = []
    counted: dict[int, dict[tuple[str, ...], int]] = {}
    announced: dict[int, list[str]] = {}
    for survey, contents, breakdowns in rows:
        groups = counted.setdefault(survey, {})
        announced[survey] = list(breakdowns)
        for entry in json.loads(contents):
            cell = tuple(entry["groups"])
            groups[cell] = groups.get(cell, 0) + 1
    for survey, groups in counted.items():
        invited: dict[tuple[str, ...], int] = {}
        for type_code, staff, is_dual in fetch(
            "SELECT type_code, staff, is_dual FROM surveys_invitee WHERE survey_id = %(survey)s",
            {"survey": survey},
        ):
            cell = groups_of(announced[survey], type_code, staff, is_dual)
            invited[cell] = invited.get(cell, 0) + 1
        problems += [
            f"survey {survey}: more answers from {cell} than people of it are invited"
            for cell, count in groups.items()
            if count > invited.get(cell, 0)
        ]
    return CheckResult(
        "surveys: anonymous answers come from groups invited", len(rows), tuple(problems[:SHOWN])
    )


def _guards_in_place() -> CheckResult:
    """Every table of the surveys refuses rewriting."""
    rows = fetch(
        """
        SELECT c.relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE tgname = 'append_only' AND tgenabled = 'O' AND c.relname LIKE 'surveys%%'
        """,
        {},
    )
    guarded = {name for (name,) in rows}
    problems = tuple(
        f"surveys_{table} can be rewritten: its trigger is missing or off"
        for table in _GUARDED
        if f"surveys_{table}" not in guarded
    )
    return CheckResult("surveys: guards are in place", len(_GUARDED), problems)
