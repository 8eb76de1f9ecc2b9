"""The statements that find the records of a figure, for any number of chapters at once.

Each selects `chapter, kind, id, person_id, title_vi, title_en, day, category, value, decision_id`
after the tables it needs, the first of which is the tree of chapters and branches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiem.domain.returns.queries.trees import TREE
from kiem.platform.kernel.sql import known


@dataclass(frozen=True, slots=True)
class Source:
    """`tables`: what stands between WITH and the SELECT; `records`: that SELECT."""

    tables: str
    records: str


def _members(condition: str, day: str, *, moves: str = "") -> Callable[[datetime | None], Source]:
    """Memberships that fulfil `condition`; `moves`: when a move within the chapter makes none."""
    no_move = (
        f"""AND NOT EXISTS (SELECT FROM mine o
            WHERE o.chapter = m.chapter AND o.person_id = m.person_id AND {moves})"""
        if moves
        else ""
    )

    def source(known_at: datetime | None) -> Source:
        return Source(
            f"""{TREE}, mine AS MATERIALIZED (
                SELECT t.chapter, m.* FROM tree t
                    JOIN register_membership m ON m.organization_id = t.id
                WHERE {known("m", known_at)}
                    AND m.valid && daterange(%(start)s::date - 1, %(end)s))""",
            f"""SELECT m.chapter, 'membership' AS kind, m.id, m.person_id, '' AS title_vi,
                '' AS title_en, {day} AS day, '' AS category, 1 AS value,
                CASE WHEN {day} = upper(m.valid) THEN m.ended_by_id ELSE m.decision_id END
                    AS decision_id
            FROM mine m WHERE {condition} {no_move}""",
        )

    return source


def _activities(value: str, condition: str) -> Callable[[datetime | None], Source]:
    def source(known_at: datetime | None) -> Source:
        return Source(
            TREE,
            f"""SELECT t.chapter, 'activity' AS kind, a.id, NULL::bigint AS person_id, a.title_vi,
                a.title_en, lower(a.valid) AS day, a.category, {value} AS value,
                NULL::bigint AS decision_id
            FROM tree t JOIN ledger_activity a ON a.organization_id = t.id
                LEFT JOIN returns_activityresult r ON r.activity_id = a.id
                    AND {known("r", known_at)}
            WHERE lower(a.valid) >= %(start)s AND lower(a.valid) < %(end)s
                AND {known("a", known_at)} {condition}""",
        )

    return source


def offices(known_at: datetime | None) -> str:
    """`office`: who held which office of which chapter in the period."""
    return f"""office AS MATERIALIZED (
        SELECT DISTINCT t.chapter, a.person_id, p.id AS post_id
        FROM tree t JOIN register_post p ON p.organization_id = t.id AND p.kind = 'office'
            JOIN register_appointment a ON a.post_id = p.id AND {known("a", known_at)}
                AND a.valid && daterange(%(start)s, %(end)s))"""


def _officers(known_at: datetime | None) -> Source:
    return Source(
        f"{TREE}, {offices(known_at)}",
        """SELECT DISTINCT o.chapter, 'person' AS kind, o.person_id AS id, o.person_id,
            '' AS title_vi, '' AS title_en, NULL::date AS day, '' AS category, 1 AS value,
            NULL::bigint AS decision_id
        FROM office o""",
    )


def _hours(join: str) -> Callable[[datetime | None], Source]:
    def source(known_at: datetime | None) -> Source:
        return Source(
            f"""{TREE}, {offices(known_at)}, officer AS MATERIALIZED (
                SELECT DISTINCT chapter, person_id FROM office)""",
            f"""SELECT o.chapter, 'time' AS kind, e.id, e.person_id, '' AS title_vi,
                '' AS title_en, e.day, e.category, e.hours AS value, NULL::bigint AS decision_id
            FROM {join}
            WHERE e.day >= %(start)s AND e.day < %(end)s AND {known("e", known_at)}""",
        )

    return source


def _returns(known_at: datetime | None) -> Source:
    return Source(
        TREE,
        f"""SELECT a.organization_id AS chapter, 'return' AS kind, a.submission_id AS id,
            NULL::bigint AS person_id, s.file_name AS title_vi, s.file_name AS title_en,
            a.month AS day, '' AS category, 1 AS value, a.decision_id
        FROM returns_acceptance a JOIN returns_submission s ON s.id = a.submission_id
        WHERE a.organization_id IN (SELECT chapter FROM tree)
            AND a.month = ANY (%(months)s::date[]) AND {known("a", known_at)}""",
    )


SOURCES: Mapping[str, Callable[[datetime | None], Source]] = {
    "members_start": _members("lower(m.valid) < %(start)s", "lower(m.valid)"),
    "members_in": _members(
        "lower(m.valid) >= %(start)s", "lower(m.valid)", moves="upper(o.valid) = lower(m.valid)"
    ),
    "members_out": _members(
        "upper(m.valid) >= %(start)s AND upper(m.valid) < %(end)s",
        "upper(m.valid)",
        moves="lower(o.valid) = upper(m.valid)",
    ),
    "members_end": _members("(upper_inf(m.valid) OR upper(m.valid) >= %(end)s)", "lower(m.valid)"),
    "activities": _activities("1", ""),
    "turnout": _activities("r.turnout", "AND r.turnout IS NOT NULL"),
    "officers": _officers,
    "office_hours": _hours(
        "office o JOIN ledger_timeentry e ON e.person_id = o.person_id AND e.post_id = o.post_id"
    ),
    "line_hours": _hours(
        "officer o JOIN ledger_timeentry e ON e.person_id = o.person_id AND e.role_kind = 'line'"
    ),
    "returns": _returns,
}
