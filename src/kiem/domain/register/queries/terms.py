"""Terms of office: what a congress decided and what happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.scopes import require_organization
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class TermRow:
    """`planned` as decided, `valid` as it happened; `cut_short` when it ended before its plan."""

    id: int
    organization_id: int
    label: str
    planned: DateInterval
    valid: DateInterval
    cut_short: bool
    decision_id: int


def terms_of(
    *, viewer: Viewer, organization_id: int, on: date, known_at: datetime | None = None
) -> tuple[TermRow, ...]:
    """All terms of an organisation, newest first. Raises NotFound outside the scope."""
    require_organization(viewer, Permission.VIEW_STRUCTURE, organization_id, on, known_at)
    return term_rows([organization_id], known_at)


def term_rows(
    organization_ids: Collection[int], known_at: datetime | None = None
) -> tuple[TermRow, ...]:
    """Terms of organisations whose scope is already checked, newest first."""
    rows = fetch(
        f"""
        SELECT t.id, t.organization_id, t.label, lower(t.planned), upper(t.planned),
            lower(t.valid), upper(t.valid), t.decision_id
        FROM register_term t
        WHERE t.organization_id = ANY (%(ids)s) AND {known("t", known_at)}
        ORDER BY t.organization_id, lower(t.valid) DESC
        """,
        {"ids": list(organization_ids), "known_at": known_at},
    )
    return tuple(
        TermRow(
            id=row[0],
            organization_id=row[1],
            label=row[2],
            planned=DateInterval(row[3], row[4]),
            valid=DateInterval(row[5], row[6]),
            cut_short=row[6] is not None and row[4] is not None and row[6] < row[4],
            decision_id=row[7],
        )
        for row in rows
    )
