"""What somebody takes part in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.scopes import require_person
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity a person takes part in, with its time and the organisation that holds it."""

    activity_id: int
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    organization_id: int
    organization_vi: str
    organization_en: str


def activities_of_person(
    *,
    viewer: Viewer,
    person_id: int,
    first: date,
    until: date,
    known_at: datetime | None = None,
    limit: int = 1000,
) -> list[OwnActivity]:
    """Activities a person takes part in that begin from `first` up to and including `until`.

    Raises NotFound outside the scope of `ledger.view_load`.
    """
    require_person(viewer, Permission.VIEW_LOAD, person_id, first, known_at)
    rows = fetch(
        f"""
        SELECT DISTINCT a.id, a.category, a.title_vi, a.title_en, lower(a.period), upper(a.period),
            a.organization_id, coalesce(o.name_vi, ''), coalesce(o.name_en, '')
        FROM ledger_participation q
        JOIN ledger_activity a ON a.id = q.activity_id AND {known("a", known_at)}
        LEFT JOIN register_organizationstate o ON o.organization_id = a.organization_id
            AND {known("o", known_at)} AND o.valid @> lower(a.valid)
        WHERE q.person_id = %(person)s AND {known("q", known_at)}
          AND lower(q.valid) BETWEEN %(first)s AND %(until)s
        ORDER BY 5, 1 LIMIT %(limit)s
        """,
        {
            "person": person_id,
            "first": first,
            "until": until,
            "known_at": known_at,
            "limit": limit,
        },
    )
    return [OwnActivity(*row) for row in rows]
