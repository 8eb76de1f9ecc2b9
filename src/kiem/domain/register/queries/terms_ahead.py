"""Terms that end within a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.scopes import organization_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding


@dataclass(frozen=True, slots=True)
class TermEnd:
    """`ends`: the first day without the term, by plan or as it was cut short."""

    term_id: int
    label: str
    organization_id: int
    organization_vi: str
    organization_en: str
    ends: date


def terms_ending(
    *, viewer: Viewer, first: date, until: date, known_at: datetime | None = None, limit: int = 1000
) -> list[TermEnd]:
    """Terms in the viewer's scope that run on `first` and end up to and including `until`, in
    order. Raises Forbidden without the right to see the structure."""
    scope = organization_scope(viewer, Permission.VIEW_STRUCTURE, first, known_at)
    rows = fetch(
        f"""
        SELECT t.id, t.label, t.organization_id, o.name_vi, o.name_en,
            least(coalesce(upper(t.valid), 'infinity'), coalesce(upper(t.planned), 'infinity'))
        FROM register_term t
        JOIN register_organizationstate o ON o.organization_id = t.organization_id
            AND {holding("o", known_at, "%(first)s::date")}
        WHERE {holding("t", known_at, "%(first)s::date")}
          AND (%(everything)s OR t.organization_id = ANY (%(scope)s))
          AND least(coalesce(upper(t.valid), 'infinity'), coalesce(upper(t.planned), 'infinity'))
              BETWEEN %(first)s AND %(until)s
        ORDER BY 6, t.id LIMIT %(limit)s
        """,
        {
            "everything": scope.everything,
            "scope": list(scope.organization_ids),
            "first": first,
            "until": until,
            "known_at": known_at,
            "limit": limit,
        },
    )
    return [TermEnd(*row) for row in rows]
