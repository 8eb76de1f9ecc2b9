"""What a unit's staff is like, in counts: for finding units that resemble each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.scopes import unit_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding

YOUNG_UNTIL_AGE = 30  # the usual age of members of the Youth Union


@dataclass(frozen=True, slots=True)
class StaffCounts:
    """People with a line post in a unit: all, aged 30 at most, women, and dual holders."""

    staff: int
    young: int
    women: int
    dual_holders: int


def staff_counts(
    *,
    viewer: Viewer,
    on: date,
    unit_ids: Collection[int] | None = None,
    known_at: datetime | None = None,
) -> dict[int, StaffCounts]:
    """Unit -> counts on the day, of the units whose load the viewer may see; those of `unit_ids`
    when given. Counts only: nobody is named."""
    scope = unit_scope(viewer, Permission.VIEW_LOAD, on, known_at)
    wanted = None if unit_ids is None else set(unit_ids)
    if not scope.everything:
        wanted = set(scope.unit_ids) if wanted is None else wanted & scope.unit_ids
    rows = fetch(
        f"""
        WITH line AS MATERIALIZED (
            SELECT DISTINCT p.organization_id, a.person_id
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE p.kind = 'line' AND {holding("a", known_at)}
                AND (%(units)s::bigint[] IS NULL OR p.organization_id = ANY (%(units)s))),
        dual AS MATERIALIZED (
            SELECT DISTINCT a.person_id
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE p.kind IN ('office', 'external') AND {holding("a", known_at)})
        SELECT l.organization_id, count(*),
            count(*) FILTER (WHERE s.birth_date > %(born_after)s::date),
            count(*) FILTER (WHERE s.sex = 'female'), count(d.person_id)
        FROM line l
        LEFT JOIN register_personstate s ON s.person_id = l.person_id AND {holding("s", known_at)}
        LEFT JOIN dual d ON d.person_id = l.person_id
        GROUP BY l.organization_id
        """,
        {
            "units": None if wanted is None else sorted(wanted),
            "born_after": _years_before(on, YOUNG_UNTIL_AGE + 1),
            "on": on,
            "known_at": known_at,
        },
    )
    return {row[0]: StaffCounts(*row[1:]) for row in rows}


def _years_before(on: date, years: int) -> date:
    """The day so many years before; of a leap day the day after."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 3, 1)
