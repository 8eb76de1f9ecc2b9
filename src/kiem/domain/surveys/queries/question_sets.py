"""Question sets and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.register.queries.scopes import any_scope
from kiem.domain.surveys.errors import missing
from kiem.domain.surveys.queries.rows import QuestionSetRow, VersionDetail
from kiem.domain.surveys.questions import Asked
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known

_COLUMNS = """q.key, q.kind, q.text_vi, q.text_en, q.is_required, q.options_vi, q.options_en,
    q.rows_vi, q.rows_en, q.unit_vi, q.unit_en, q.lowest, q.highest, q.computed, q.id"""


def list_question_sets(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[QuestionSetRow, ...]:
    """Question sets of the bodies in the viewer's scope with their latest version, by code."""
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    rows = fetch(
        f"""
        SELECT s.id, s.code, s.title_vi, s.title_en, {BODY_COLUMNS.format("o")}, v.id, v.number,
            (SELECT count(*) FROM surveys_question q
                WHERE q.version_id = v.id AND {known("q", known_at)}),
            (SELECT count(*) FROM surveys_survey u JOIN surveys_questionversion w
                ON w.id = u.version_id WHERE w.question_set_id = s.id)
        FROM surveys_questionset s
        CROSS JOIN LATERAL (SELECT id, number FROM surveys_questionversion
            WHERE question_set_id = s.id ORDER BY number DESC LIMIT 1) v
        {body_join("o", "s.organization_id", known_at)}
        WHERE %(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s)
        ORDER BY s.code
        """,
        {
            "bodies": None if bodies is None else sorted(bodies),
            "on": on,
            "known_at": known_at,
        },
    )
    return tuple(
        QuestionSetRow(row[0], row[1], row[2], row[3], to_body(row[4:8]), *row[8:]) for row in rows
    )


def question_version(*, viewer: Viewer, version_id: int, on: date) -> VersionDetail:
    """One version with its questions; NotFound unless its set is a body's in the viewer's scope."""
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on)
    rows = fetch(
        """
        SELECT v.id, v.number, s.id, s.code, s.title_vi, s.title_en, s.organization_id, EXISTS (
            SELECT FROM surveys_survey u JOIN surveys_surveystep p ON p.survey_id = u.id
                AND p.kind = 'open' WHERE u.version_id = v.id)
        FROM surveys_questionversion v JOIN surveys_questionset s ON s.id = v.question_set_id
        WHERE v.id = %(version)s
            AND (%(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s))
        """,
        {"version": version_id, "bodies": None if bodies is None else sorted(bodies)},
    )
    if not rows:
        raise missing("question set")
    (row,) = rows
    versions = fetch(
        """SELECT id, number FROM surveys_questionversion
        WHERE question_set_id = %(set)s ORDER BY number""",
        {"set": row[2]},
    )
    return VersionDetail(
        version_id=row[0],
        version=row[1],
        set_id=row[2],
        set_code=row[3],
        title_vi=row[4],
        title_en=row[5],
        is_frozen=row[7],
        questions=questions_of(version_id),
        versions=tuple((each[0], each[1]) for each in versions),
        may_change=_may_conduct(viewer, row[6], on),
    )


def questions_of(version_id: int, known_at: datetime | None = None) -> tuple[Asked, ...]:
    """The questions of a version in their order; for callers that have checked its scope."""
    rows = fetch(
        f"""SELECT {_COLUMNS} FROM surveys_question q
        WHERE q.version_id = %(version)s AND {known("q", known_at)} ORDER BY q.position, q.id""",
        {"version": version_id, "known_at": known_at},
    )
    return tuple(to_asked(row) for row in rows)


def to_asked(row: Sequence[Any]) -> Asked:
    return Asked(*row[:5], *(tuple(texts) for texts in row[5:9]), *row[9:])


def _may_conduct(viewer: Viewer, organization_id: int, on: date) -> bool:
    if not viewer.can(Permission.CONDUCT_ASSEMBLY):
        return False
    bodies = any_scope(viewer, Permission.CONDUCT_ASSEMBLY, on)
    return bodies is None or organization_id in bodies
