"""Closed months for the time ruler: cheap enough for every page, at any size of scope."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.register.queries.scopes import unit_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known
from kiem.time.month import Month


def months_with_closings(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    first: Month,
    last: Month,
) -> frozenset[Month]:
    """Months from `first` to `last` that at least one unit of the viewer's scope has closed.

    Probes each month instead of counting closings: 24 index reads, not 80,000 rows of a nation.
    The scope is that of `on`.
    """
    scope = unit_scope(viewer, Permission.VIEW_LOAD, on, known_at)
    if not scope.everything and not scope.unit_ids:
        return frozenset()
    rows = fetch(
        f"""SELECT m.month FROM unnest(%(months)s::date[]) AS m (month)
        WHERE EXISTS (
            SELECT FROM ledger_monthclosing c WHERE c.month = m.month AND {known("c", known_at)}
                AND (%(everything)s OR c.organization_id = ANY (%(units)s)))""",
        {
            "months": [month.start for month in first.through(last)],
            "everything": scope.everything,
            "units": list(scope.unit_ids),
            "known_at": known_at,
        },
    )
    return frozenset(Month.of(row[0]) for row in rows)
