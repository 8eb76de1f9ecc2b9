"""Head counts, in bulk.

Internal to the domain: no viewer, no scope. Callers filter by units they resolved themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiem.platform.kernel.sql import fetch, holding

FEW_UNITS = 600


def staff_counts(
    unit_ids: Collection[int] | None, on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """Unit -> line posts held in it on the day; units with none are missing. None = all units."""
    parameters = {"on": on, "known_at": known_at}
    if unit_ids is not None and len(unit_ids) <= FEW_UNITS:
        # A subquery for each unit: joined, the planner would rather read all appointments.
        rows = fetch(
            f"""
            SELECT unit.id, (
                SELECT count(*) FROM register_post p JOIN register_appointment a ON a.post_id = p.id
                WHERE p.organization_id = unit.id AND p.kind = 'line' AND {holding("a", known_at)})
            FROM unnest(%(units)s::bigint[]) AS unit(id)
            """,
            {**parameters, "units": list(unit_ids)},
        )
        return {unit: count for unit, count in rows if count}
    rows = fetch(
        f"""
        SELECT p.organization_id, count(*)
        FROM register_post p JOIN register_appointment a ON a.post_id = p.id
        WHERE p.kind = 'line' AND {holding("a", known_at)} GROUP BY p.organization_id
        """,
        parameters,
    )
    return {unit: count for unit, count in rows if unit_ids is None or unit in unit_ids}
