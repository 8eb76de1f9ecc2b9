"""Who holds what, in bulk, for the ledger and for head counts.

Internal to the domain: no viewer, no scope. Callers filter by units they resolved themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class Holding:
    """A post held by a dual holder.

    `unit_id` is the unit of the line post. A line post comes with its own days; an office, an
    external seat or a party office comes once for each line post beside it, with the days both
    are held. Shares in percent.
    """

    person_id: int
    unit_id: int
    appointment_id: int
    post_id: int
    organization_id: int
    organization_type: str
    family: str
    kind: str
    role: str
    start: date
    end: date | None
    share_percent: float
    employment_share_percent: float


def staff_counts(
    unit_ids: Collection[int] | None, on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """Unit -> line posts held in it on the day; units with none are missing. None = all units."""
    within = "" if unit_ids is None else "AND p.organization_id = ANY (%(units)s)"
    rows = fetch(
        f"""
        SELECT p.organization_id, count(*)
        FROM register_post p JOIN register_appointment a ON a.post_id = p.id
        WHERE p.kind = 'line' AND {holding("a", known_at)} {within}
        GROUP BY p.organization_id
        """,
        {"units": None if unit_ids is None else list(unit_ids), "on": on, "known_at": known_at},
    )
    return dict(rows)


def dual_holdings(
    *,
    unit_ids: Collection[int] | None,
    days: DateInterval,
    known_at: datetime | None = None,
    person_id: int | None = None,
) -> list[Holding]:
    """All posts, on the days asked, of everyone who is a dual holder on one of them.

    A dual holder has, on a day, a line post and at least one office or external seat. `unit_ids`
    are the units of the line posts; None = all. Ordered by unit, person, kind (line last), start.
    """
    units = "" if unit_ids is None else "AND p.organization_id = ANY (%(units)s)"
    person = "" if person_id is None else "AND a.person_id = %(person)s"
    rows = fetch(
        f"""
        WITH beside AS MATERIALIZED (
            SELECT a.id, a.person_id, a.post_id, p.organization_id, p.kind, a.valid,
                a.share_percent
            FROM register_post p JOIN register_appointment a ON a.post_id = p.id
            WHERE p.kind <> 'line' AND {known("a", known_at)} AND a.valid && %(days)s::daterange
              {person}
        ), line AS MATERIALIZED (
            SELECT a.id, a.person_id, a.post_id, p.organization_id, a.valid, a.share_percent
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE p.kind = 'line' AND {known("a", known_at)} AND a.valid && %(days)s::daterange
              AND a.person_id IN (SELECT person_id FROM beside WHERE kind <> 'party')
              {units} {person}
        ), pair AS MATERIALIZED (
            SELECT line.id AS line_id, line.organization_id AS unit_id, beside.id,
                beside.person_id, beside.post_id, beside.organization_id, beside.kind,
                beside.valid * line.valid AS valid, beside.share_percent
            FROM line JOIN beside ON beside.person_id = line.person_id
            WHERE beside.valid * line.valid && %(days)s::daterange
        ), dual AS (
            SELECT DISTINCT line_id FROM pair WHERE kind <> 'party'
        ), held AS (
            SELECT pair.unit_id, pair.id, pair.person_id, pair.post_id, pair.organization_id,
                pair.kind, pair.valid, pair.share_percent
            FROM pair WHERE pair.line_id IN (SELECT line_id FROM dual)
            UNION ALL
            SELECT line.organization_id, line.id, line.person_id, line.post_id,
                line.organization_id, 'line', line.valid, line.share_percent
            FROM line WHERE line.id IN (SELECT line_id FROM dual)
        )
        SELECT held.person_id, held.unit_id, held.id, held.post_id, held.organization_id,
            o.type_id, t.family, held.kind, s.role_id, lower(held.valid), upper(held.valid),
            held.share_percent::float8, ps.employment_share_percent::float8
        FROM held
        JOIN register_organizationstate o ON o.organization_id = held.organization_id
            AND {holding("o", known_at, "greatest(lower(held.valid), %(first)s::date)")}
        JOIN register_organizationtype t ON t.code = o.type_id
        JOIN register_poststate s ON s.post_id = held.post_id
            AND {holding("s", known_at, "greatest(lower(held.valid), %(first)s::date)")}
        JOIN register_personstate ps ON ps.person_id = held.person_id
            AND {holding("ps", known_at, "greatest(lower(held.valid), %(first)s::date)")}
        ORDER BY held.unit_id, held.person_id, held.kind = 'line', lower(held.valid), held.id
        """,
        {
            "days": f"[{days.start.isoformat()},{days.end.isoformat() if days.end else ''})",
            "first": days.start,
            "units": None if unit_ids is None else list(unit_ids),
            "person": person_id,
            "known_at": known_at,
        },
    )
    return [Holding(*row) for row in rows]
