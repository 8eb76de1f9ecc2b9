"""Decisions: what a fact points to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries.scopes import any_scope, organization_within
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """Enough to name a decision beside a fact."""

    id: int
    number: str
    signed_on: date
    title_vi: str
    title_en: str


@dataclass(frozen=True, slots=True)
class DecisionDetail:
    """A decision and how many facts of each kind it made or ended."""

    decision: DecisionRef
    kind: str
    reason: str
    issuer_id: int
    issuer_vi: str
    issuer_en: str
    recorded_at: datetime
    corrects_id: int | None
    made: dict[str, int]
    ended: dict[str, int]


_FACTS = (
    "organizationstate",
    "poststate",
    "personstate",
    "rankholding",
    "membership",
    "term",
    "appointment",
)


def decision(
    *, viewer: Viewer, decision_id: int, on: date, known_at: datetime | None = None
) -> DecisionDetail:
    """One decision, for whoever sees its issuer or an organisation it concerns.

    Raises NotFound otherwise.
    """
    viewer.require(Permission.VIEW_STRUCTURE)
    rows = fetch(
        """
        SELECT d.id, d.number, d.signed_on, d.title_vi, d.title_en, d.kind, d.reason, d.issuer_id,
            s.name_vi, s.name_en, d.recorded_at, d.corrects_id
        FROM register_decision d
        LEFT JOIN LATERAL (
            SELECT name_vi, name_en FROM register_organizationstate s
            WHERE s.organization_id = d.issuer_id AND upper_inf(s.recorded)
            ORDER BY s.valid @> d.signed_on DESC, lower(s.valid) LIMIT 1) s ON true
        WHERE d.id = %(id)s AND (%(known_at)s::timestamptz IS NULL
                                 OR d.recorded_at <= %(known_at)s::timestamptz)
        """,
        {"id": decision_id, "known_at": known_at},
    )
    if not rows or not _is_visible(viewer, decision_id, rows[0][7], rows[0][2], on, known_at):
        raise unknown("decision", [decision_id], "decision")
    row = rows[0]
    return DecisionDetail(
        decision=DecisionRef(*row[:5]),
        kind=row[5],
        reason=row[6],
        issuer_id=row[7],
        issuer_vi=row[8] or "",
        issuer_en=row[9] or "",
        recorded_at=row[10],
        corrects_id=row[11],
        made=_count_facts("decision_id", decision_id),
        ended=_count_facts("ended_by_id", decision_id),
    )


def _is_visible(
    viewer: Viewer,
    decision_id: int,
    issuer_id: int,
    signed_on: date,
    on: date,
    known_at: datetime | None,
) -> bool:
    """The issuer, or an organisation whose posts or states it touched, is in scope."""
    for day in {on, signed_on}:
        if organization_within(viewer, Permission.VIEW_STRUCTURE, issuer_id, day, known_at):
            return True
    scope = any_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    if scope is None:
        return True
    rows = fetch(
        """
        SELECT EXISTS (
            SELECT FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE (a.decision_id = %(id)s OR a.ended_by_id = %(id)s)
              AND p.organization_id = ANY (%(scope)s)
        ) OR EXISTS (
            SELECT FROM register_organizationstate s
            WHERE (s.decision_id = %(id)s OR s.ended_by_id = %(id)s)
              AND s.organization_id = ANY (%(scope)s)
        ) OR EXISTS (
            SELECT FROM register_poststate s JOIN register_post p ON p.id = s.post_id
            WHERE (s.decision_id = %(id)s OR s.ended_by_id = %(id)s)
              AND p.organization_id = ANY (%(scope)s)
        )
        """,
        {"id": decision_id, "scope": list(scope)},
    )
    return bool(rows[0][0])


def _count_facts(column: str, decision_id: int) -> dict[str, int]:
    counts = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM register_{table} "
        f"WHERE {column} = %(id)s AND upper_inf(recorded)"
        for table in _FACTS
    )
    return {table: count for table, count in fetch(counts, {"id": decision_id}) if count}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in a list. `articles`: how many it has; 0 for one that was only recorded."""

    decision: DecisionRef
    kind: str
    issuer_id: int
    issuer_vi: str
    issuer_en: str
    articles: int


def list_decisions(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    search: str | None = None,
    issuer_id: int | None = None,
    kind: str | None = None,
    year: int | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = None,
) -> list[DecisionRow]:
    """Decisions of issuers the viewer sees, or about posts the viewer sees, newest first.

    `search`: words of number and titles. `after`: ISO date and id of the last row before.
    """
    viewer.require(Permission.VIEW_STRUCTURE)
    scope = any_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    rows = fetch(
        """
        SELECT d.id, d.number, d.signed_on, d.title_vi, d.title_en, d.kind, d.issuer_id,
            coalesce(s.name_vi, ''), coalesce(s.name_en, ''),
            (SELECT count(*) FROM register_article a
             JOIN register_decisiondraft f ON f.id = a.draft_id WHERE f.decision_id = d.id)::int
        FROM register_decision d
        LEFT JOIN LATERAL (
            SELECT name_vi, name_en FROM register_organizationstate s
            WHERE s.organization_id = d.issuer_id AND upper_inf(s.recorded)
            ORDER BY s.valid @> d.signed_on DESC, lower(s.valid) LIMIT 1) s ON true
        WHERE (%(known_at)s::timestamptz IS NULL OR d.recorded_at <= %(known_at)s::timestamptz)
          AND (%(everything)s OR d.issuer_id = ANY (%(scope)s) OR d.id IN (
              SELECT a.decision_id FROM register_post p
              JOIN register_appointment a ON a.post_id = p.id
              WHERE p.organization_id = ANY (%(scope)s)))
          AND (%(issuer)s::bigint IS NULL OR d.issuer_id = %(issuer)s)
          AND (%(kind)s::text IS NULL OR d.kind = %(kind)s)
          AND (%(year)s::int IS NULL OR extract(year FROM d.signed_on) = %(year)s)
          AND lower(d.number || ' ' || d.title_vi || ' ' || d.title_en) LIKE ALL (%(words)s)
          AND (%(day)s::date IS NULL OR (d.signed_on, d.id) < (%(day)s, %(last)s))
        ORDER BY d.signed_on DESC, d.id DESC LIMIT %(limit)s
        """,
        {
            "known_at": known_at,
            "everything": scope is None,
            "scope": list(scope or ()),
            "issuer": issuer_id,
            "kind": kind,
            "year": year,
            "words": _words(search),
            "day": None if after is None else date.fromisoformat(after[0]),
            "last": None if after is None else after[1],
            "limit": limit,
        },
    )
    return [DecisionRow(DecisionRef(*row[:5]), *row[5:]) for row in rows]


def _words(search: str | None) -> list[str]:
    """Patterns of the words; titles are kept with their accents, and so they are searched."""
    escaped = (search or "").lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"%{word}%" for word in escaped.split()[:8]]
