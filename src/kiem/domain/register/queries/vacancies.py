"""Seats without a holder, and seats whose holder must leave within a while.

What the law says of ages is not known here: the caller brings the limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known


class Cause(StrEnum):
    """Why a seat is on the list."""

    VACANT = "vacant"  # nobody sits in it
    ENDING = "ending"  # the appointment ends and nobody follows
    AGE = "age"  # the holder passes the age until which the office may be held


class AgeLimit(NamedTuple):
    """In organisations of `organization_type`, `role` may be held up to and at `years` of age."""

    organization_type: str
    role: str
    years: int


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat to be filled. `day`: vacant since, or the first day without this holder.

    `free`: seats without holder (1 for a holder who must leave). `host_id`: the unit itself, or
    the one that hosts the organisation. `person_id`: the holder who must leave.
    """

    cause: Cause
    post_id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    is_mandatory: bool
    organization_id: int
    organization_vi: str
    organization_en: str
    organization_type: str
    category: str
    family: str
    host_id: int | None
    host_vi: str
    host_en: str
    host_sort_key: str
    free: int
    day: date
    person_id: int | None
    full_name: str


def seats_to_fill(
    *,
    viewer: Viewer,
    on: date,
    until: date,
    age_limits: Sequence[AgeLimit] = (),
    known_at: datetime | None = None,
    post_id: int | None = None,
) -> list[SeatRow]:
    """Offices, seats in bodies outside and mandatory line posts that are vacant on `on`, or lose a
    holder after `on` and up to and including `until`, or are held beyond an age limit already.

    In the viewer's scope; one statement. Raises Forbidden without the right to see holders.
    """
    scope = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    rows = fetch(
        _STATEMENT.format(
            post=holding("s", known_at),
            organization=holding("o", known_at),
            host=holding("h", known_at),
            held=holding("a", known_at),
            known=known("a", known_at),
            follower=known("n", known_at),
            person=holding("ps", known_at),
            name=known("ps", known_at),
        ),
        {
            "on": on,
            "until": until,
            "known_at": known_at,
            "everything": scope is None,
            "scope": [] if scope is None else list(scope),
            "post": post_id,
            "types": [limit.organization_type for limit in age_limits],
            "roles": [limit.role for limit in age_limits],
            "years": [limit.years for limit in age_limits],
        },
    )
    return [_seat(row) for row in rows]


def _seat(row: tuple[Any, ...]) -> SeatRow:
    return SeatRow(Cause(row[0]), *row[1:])


# `seat`: what counts as a seat, in scope. An office is never left out, a line post only when it is
# mandatory: units have hundreds of free officers' seats. `leaving`: who must go, and when.
_STATEMENT = """
WITH seat AS MATERIALIZED (
    SELECT p.id, p.kind, s.role_id, s.title_vi, s.title_en, s.is_mandatory, s.seats,
        p.organization_id, lower(s.valid) AS made
    FROM register_post p JOIN register_poststate s ON s.post_id = p.id AND {post}
    WHERE (p.kind IN ('office', 'external') OR s.is_mandatory)
      AND (%(post)s::bigint IS NULL OR p.id = %(post)s)
      AND (%(everything)s OR p.organization_id = ANY (%(scope)s))
), held AS MATERIALIZED (
    SELECT a.id, a.post_id, a.person_id, upper(a.valid) AS ends
    FROM seat JOIN register_appointment a ON a.post_id = seat.id AND {held}
), counted AS (
    SELECT post_id, count(*)::int AS holders FROM held GROUP BY post_id
), age_limit AS (
    SELECT * FROM unnest(%(types)s::text[], %(roles)s::text[], %(years)s::int[])
        AS given(type_id, role_id, years)
), found AS (
    SELECT 'vacant' AS cause, seat.id AS post_id, seat.seats - coalesce(c.holders, 0) AS free,
        greatest(seat.made, (SELECT max(upper(a.valid)) FROM register_appointment a
            WHERE a.post_id = seat.id AND {known} AND upper(a.valid) <= %(on)s)) AS day,
        NULL::bigint AS person_id
    FROM seat LEFT JOIN counted c ON c.post_id = seat.id
    WHERE coalesce(c.holders, 0) < seat.seats
    UNION ALL
    SELECT 'ending', held.post_id, 1, held.ends, held.person_id
    FROM held JOIN seat ON seat.id = held.post_id
    WHERE held.ends <= %(until)s
      AND (SELECT count(*) FROM register_appointment n
           WHERE n.post_id = held.post_id AND {follower} AND n.valid @> held.ends) < seat.seats
    UNION ALL
    SELECT 'age', held.post_id, 1,
        (ps.birth_date + make_interval(years => l.years + 1))::date, held.person_id
    FROM age_limit l
    JOIN seat ON seat.role_id = l.role_id AND seat.kind = 'office'
    JOIN register_organizationstate o ON o.organization_id = seat.organization_id
        AND {organization} AND o.type_id = l.type_id
    JOIN held ON held.post_id = seat.id
    JOIN register_personstate ps ON ps.person_id = held.person_id AND {person}
        AND ps.birth_date <= %(until)s::date - make_interval(years => l.years + 1)
)
SELECT found.cause, seat.id, seat.kind, seat.role_id, seat.title_vi, seat.title_en,
    seat.is_mandatory, seat.organization_id, o.name_vi, o.name_en, o.type_id, t.category, t.family,
    h.organization_id, coalesce(h.name_vi, ''), coalesce(h.name_en, ''), coalesce(h.sort_key, ''),
    found.free, found.day, found.person_id,
    coalesce((SELECT ps.full_name FROM register_personstate ps WHERE ps.person_id = found.person_id
        AND {name} ORDER BY ps.valid @> %(on)s::date DESC, lower(ps.valid) DESC LIMIT 1), '')
FROM found JOIN seat ON seat.id = found.post_id
JOIN register_organizationstate o ON o.organization_id = seat.organization_id AND {organization}
JOIN register_organizationtype t ON t.code = o.type_id
LEFT JOIN register_organizationstate h ON {host}
    AND h.organization_id = CASE t.category WHEN 'unit' THEN o.organization_id ELSE o.parent_id END
ORDER BY found.day, seat.id, found.person_id
"""
