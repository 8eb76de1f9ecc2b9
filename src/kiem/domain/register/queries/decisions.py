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
