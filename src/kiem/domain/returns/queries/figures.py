"""The records behind a figure of the report, one by one.

Members are named only to the member organisation's own side; everybody else with a right to the
report gets as many lines, without names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.register.queries.organizations import members_visible
from kiem.domain.register.queries.scopes import nameable
from kiem.domain.returns.errors import figure_unknown
from kiem.domain.returns.queries.chapters import Chapter, chapter_of, last_day
from kiem.domain.returns.queries.periods import Period
from kiem.domain.returns.queries.report import FIGURES
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One record: a membership, an activity, an officer, hours of a day, a return.

    `kind` and `id` say what it is and lead to its page; `person_id` None and `name` empty where
    the viewer may not be told who. `value`: what it adds to the figure.
    """

    kind: str
    id: int
    person_id: int | None
    name_vi: str
    name_en: str
    day: date | None
    category: str
    value: Decimal
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class FigureRecords:
    """`is_named` False: names are not this viewer's to read."""

    chapter: Chapter
    figure: str
    period: Period
    records: tuple[FigureRecord, ...]
    total: Decimal
    is_named: bool


def figure_records(
    *,
    viewer: Viewer,
    organization_id: int,
    figure: str,
    period: Period,
    known_at: datetime | None = None,
) -> FigureRecords:
    """The records a chapter's figure is made of, by day.

    Raises NotFound outside the scope, InvalidInput for an unknown figure.
    """
    viewer.require(Permission.VIEW_RETURNS)
    chapter = chapter_of(
        viewer=viewer,
        permission=Permission.VIEW_RETURNS,
        organization_id=organization_id,
        month=period.last,
        known_at=known_at,
    )
    if figure not in FIGURES:
        raise figure_unknown(figure, ", ".join(FIGURES))
    parameters = _parameters(chapter, period, known_at)
    records = _STATEMENTS[figure](known_at, parameters)
    named = _named(viewer, chapter, figure, records, period, known_at)
    shown = tuple(
        record
        if record.person_id is None or record.person_id in named
        else FigureRecord(record.kind, 0, None, "", "", record.day, record.category, record.value)
        for record in records
    )
    return FigureRecords(
        chapter,
        figure,
        period,
        shown,
        sum((record.value for record in records), Decimal(0)),
        all(record.person_id in named for record in records if record.person_id is not None),
    )


def _named(
    viewer: Viewer,
    chapter: Chapter,
    figure: str,
    records: list[FigureRecord],
    period: Period,
    known_at: datetime | None,
) -> frozenset[int]:
    people = {record.person_id for record in records if record.person_id is not None}
    on = last_day(period.last)
    if figure.startswith("members"):
        may = members_visible(viewer, chapter.id, on, known_at)
        return frozenset(people) if may else frozenset()
    if not viewer.can(Permission.VIEW_LOAD):
        return frozenset()
    if members_visible(viewer, chapter.id, on, known_at):
        return frozenset(people)  # officers of one's own line, also those who left since
    return nameable(viewer, Permission.VIEW_LOAD, people, on, known_at)


def _parameters(chapter: Chapter, period: Period, known_at: datetime | None) -> dict[str, Any]:
    rows = fetch(
        f"""WITH RECURSIVE below (id) AS (
            SELECT %(chapter)s::bigint
            UNION
            SELECT s.organization_id FROM below
                JOIN register_organizationstate s ON s.higher_id = below.id
                    AND s.valid @> %(on)s::date AND {known("s", known_at)})
        SELECT id FROM below""",
        {"chapter": chapter.id, "on": last_day(period.last), "known_at": known_at},
    )
    return {
        "chapter": chapter.id,
        "organizations": [row[0] for row in rows],
        "start": period.start,
        "end": period.end,
        "months": [month.start for month in period.first.through(period.last)],
        "known_at": known_at,
    }


def _members(condition: str, day: str, *, moves: str = "") -> Callable[..., list[FigureRecord]]:
    """Memberships of the chapter that fulfil `condition`; `moves`: of which a move is none."""
    no_move = (
        f"""AND NOT EXISTS (SELECT FROM mine o WHERE o.person_id = m.person_id
            AND o.organization_id <> m.organization_id AND {moves})"""
        if moves
        else ""
    )

    def records(known_at: datetime | None, parameters: Mapping[str, Any]) -> list[FigureRecord]:
        rows = fetch(
            f"""WITH mine AS MATERIALIZED (
                SELECT m.* FROM register_membership m
                WHERE m.organization_id = ANY (%(organizations)s) AND {known("m", known_at)}
                    AND m.valid && daterange(%(start)s::date - 1, %(end)s))
            SELECT 'membership', m.id, m.person_id, n.full_name, n.full_name, {day}, '', 1,
                CASE WHEN {day} = upper(m.valid) THEN m.ended_by_id ELSE m.decision_id END
            FROM mine m JOIN LATERAL (
                SELECT ps.full_name, ps.sort_key FROM register_personstate ps
                WHERE ps.person_id = m.person_id AND {known("ps", known_at)}
                ORDER BY ps.valid DESC LIMIT 1) n ON true
            WHERE {condition} {no_move} ORDER BY {day}, n.sort_key, m.id""",
            parameters,
        )
        return _records(rows)

    return records


def _activities(known_at: datetime | None, parameters: Mapping[str, Any]) -> list[FigureRecord]:
    return _held("1", "", known_at, parameters)


def _turnout(known_at: datetime | None, parameters: Mapping[str, Any]) -> list[FigureRecord]:
    return _held("r.turnout", "AND r.turnout IS NOT NULL", known_at, parameters)


def _held(
    value: str, condition: str, known_at: datetime | None, parameters: Mapping[str, Any]
) -> list[FigureRecord]:
    rows = fetch(
        f"""SELECT 'activity', a.id, NULL::bigint, a.title_vi, a.title_en, lower(a.valid),
            a.category, {value}, NULL::bigint
        FROM ledger_activity a LEFT JOIN returns_activityresult r ON r.activity_id = a.id
            AND {known("r", known_at)}
        WHERE a.organization_id = ANY (%(organizations)s) AND lower(a.valid) >= %(start)s
            AND lower(a.valid) < %(end)s AND {known("a", known_at)} {condition}
        ORDER BY lower(a.period), a.id""",
        parameters,
    )
    return _records(rows)


def _officers_with(known_at: datetime | None) -> str:
    return f"""officer AS MATERIALIZED (
        SELECT DISTINCT a.person_id, p.id AS post_id FROM register_post p
            JOIN register_appointment a ON a.post_id = p.id
                AND a.valid && daterange(%(start)s, %(end)s) AND {known("a", known_at)}
        WHERE p.organization_id = ANY (%(organizations)s) AND p.kind = 'office')"""


def _name_of(known_at: datetime | None, person: str) -> str:
    return f"""JOIN LATERAL (
        SELECT ps.full_name, ps.sort_key FROM register_personstate ps
        WHERE ps.person_id = {person} AND {known("ps", known_at)}
        ORDER BY ps.valid DESC LIMIT 1) n ON true"""


def _officers(known_at: datetime | None, parameters: Mapping[str, Any]) -> list[FigureRecord]:
    rows = fetch(
        f"""WITH {_officers_with(known_at)}
        SELECT 'person', o.person_id, o.person_id, n.full_name, n.full_name, NULL::date, '', 1,
            NULL::bigint
        FROM (SELECT DISTINCT person_id FROM officer) o {_name_of(known_at, "o.person_id")}
        ORDER BY n.sort_key, o.person_id""",
        parameters,
    )
    return _records(rows)


def _hours(kind: str) -> Callable[..., list[FigureRecord]]:
    join = {
        "office": "officer o ON o.person_id = e.person_id AND o.post_id = e.post_id",
        "line": """(SELECT DISTINCT person_id FROM officer) o ON o.person_id = e.person_id
            AND e.role_kind = 'line'""",
    }[kind]

    def records(known_at: datetime | None, parameters: Mapping[str, Any]) -> list[FigureRecord]:
        rows = fetch(
            f"""WITH {_officers_with(known_at)}
            SELECT 'time', e.id, e.person_id, n.full_name, n.full_name, e.day, e.category,
                e.hours, NULL::bigint
            FROM ledger_timeentry e JOIN {join} {_name_of(known_at, "e.person_id")}
            WHERE e.day >= %(start)s AND e.day < %(end)s AND {known("e", known_at)}
            ORDER BY e.day, n.sort_key, e.id""",
            parameters,
        )
        return _records(rows)

    return records


def _returns(known_at: datetime | None, parameters: Mapping[str, Any]) -> list[FigureRecord]:
    rows = fetch(
        f"""SELECT 'return', a.submission_id, NULL::bigint, s.file_name, s.file_name, a.month, '',
            1, a.decision_id
        FROM returns_acceptance a JOIN returns_submission s ON s.id = a.submission_id
        WHERE a.organization_id = %(chapter)s AND a.month = ANY (%(months)s::date[])
            AND {known("a", known_at)} ORDER BY a.month""",
        parameters,
    )
    return _records(rows)


def _records(rows: list[tuple[Any, ...]]) -> list[FigureRecord]:
    return [FigureRecord(*(*row[:7], Decimal(row[7]), row[8])) for row in rows]


_STATEMENTS: Mapping[str, Callable[..., list[FigureRecord]]] = {
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
    "activities": _activities,
    "turnout": _turnout,
    "officers": _officers,
    "office_hours": _hours("office"),
    "line_hours": _hours("line"),
    "returns": _returns,
}
