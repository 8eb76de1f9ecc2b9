"""Who holds what, in bulk, for the ledger and for head counts.

Internal to the domain: no viewer, no scope. Callers filter by units they resolved themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.interval import DateInterval

FEW_UNITS = 600
FEW_IDS = 2_000


class Holding(NamedTuple):
    """A post held by a dual holder (a plain tuple: the nation has tens of thousands).

    `unit_id` is the unit of the line post. A line post comes with its own days; an office, an
    external seat or a party office comes once for each line post beside it, with the days both
    are held. Type, family and role are those of the first of these days that was asked about.
    Shares in percent.
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
            held.kind, lower(held.valid), upper(held.valid), held.share_percent::float8
        FROM held
        ORDER BY held.unit_id, held.person_id, held.kind = 'line', lower(held.valid), held.id
        """,
        {
            "days": _range_text(days),
            "units": None if unit_ids is None else list(unit_ids),
            "person": person_id,
            "known_at": known_at,
        },
    )
    types = _types({row[4] for row in rows}, days, known_at)
    roles = _roles({row[3] for row in rows}, days, known_at)
    part_time = _part_time(days, known_at)
    full_time = ((days.start, None, 100.0),)
    first = days.start
    return [
        Holding(
            person,
            unit,
            row_id,
            post,
            organization,
            (of_type := _on(types[organization], max(start, first)))[0],
            of_type[1],
            kind,
            _on(roles[post], max(start, first))[0],
            start,
            end,
            share,
            _on(part_time.get(person, full_time), max(start, first))[0],
        )
        for person, unit, row_id, post, organization, kind, start, end, share in rows
    ]


# (start, end, values...) of the states of one thing, in order
_States = Sequence[tuple[Any, ...]]


def _on(states: _States, day: date) -> tuple[Any, ...]:
    """The values of the state that holds on the day; there is usually one state."""
    for state in states:
        if state[1] is None or day < state[1]:
            return state[2:]
    return states[-1][2:]


def _types(ids: Collection[int], days: DateInterval, known_at: datetime | None) -> dict[int, Any]:
    return _states(
        f"""
        SELECT s.organization_id, lower(s.valid), upper(s.valid), s.type_id, t.family
        FROM register_organizationstate s JOIN register_organizationtype t ON t.code = s.type_id
        WHERE {_of("s.organization_id", ids)} AND {known("s", known_at)}
          AND s.valid && %(days)s::daterange
        ORDER BY s.organization_id, lower(s.valid)
        """,
        ids,
        days,
        known_at,
    )


def _roles(ids: Collection[int], days: DateInterval, known_at: datetime | None) -> dict[int, Any]:
    return _states(
        f"""
        SELECT s.post_id, lower(s.valid), upper(s.valid), s.role_id
        FROM register_poststate s
        WHERE {_of("s.post_id", ids)} AND {known("s", known_at)}
          AND s.valid && %(days)s::daterange
        ORDER BY s.post_id, lower(s.valid)
        """,
        ids,
        days,
        known_at,
    )


def _part_time(days: DateInterval, known_at: datetime | None) -> dict[int, Any]:
    """All states of people who are not full time in one of them; most people are in none."""
    return _states(
        f"""
        SELECT s.person_id, lower(s.valid), upper(s.valid), s.employment_share_percent::float8
        FROM register_personstate s
        WHERE {known("s", known_at)} AND s.valid && %(days)s::daterange
          AND s.person_id IN (SELECT part.person_id FROM register_personstate part
                              WHERE part.employment_share_percent <> 100)
        ORDER BY s.person_id, lower(s.valid)
        """,
        (),
        days,
        known_at,
    )


def _states(
    statement: str, ids: Collection[int], days: DateInterval, known_at: datetime | None
) -> dict[int, Any]:
    rows = fetch(
        statement,
        {"ids": list(ids), "days": _range_text(days), "known_at": known_at},
    )
    grouped: dict[int, list[tuple[Any, ...]]] = {}
    for key, *state in rows:
        grouped.setdefault(key, []).append(tuple(state))
    return grouped


def _of(column: str, ids: Collection[int]) -> str:
    """Thousands of ids are most of the table: reading it all is cheaper than sending them."""
    return f"{column} = ANY (%(ids)s)" if len(ids) <= FEW_IDS else "true"


def _range_text(days: DateInterval) -> str:
    return f"[{days.start.isoformat()},{days.end.isoformat() if days.end else ''})"
