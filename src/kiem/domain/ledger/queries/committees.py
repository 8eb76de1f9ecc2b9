"""Committees of member organisations: how many of their seats are held, and whether they decide.

A committee is the offices of a member organisation that has at least two seats; who heads a group
alone is no committee. It decides while more than the rule's share of its seats is held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from kiem.domain.ledger.queries.slots import id_array
from kiem.domain.regimes.queries import Rule, quorum
from kiem.domain.register.queries.seats import vacant_since
from kiem.platform.kernel.sql import fetch, holding, known

FEWEST_SEATS = 2


class Committee(NamedTuple):
    """A committee on a day, and the unit that hosts its organisation."""

    organization_id: int
    unit_id: int
    seats: int
    holders: int
    decides: bool


def committees_of_units(
    units: Collection[int], on: date, known_at: datetime | None
) -> list[Committee]:
    """Committees of the organisations that the units host, by organisation; one statement."""
    return _committees(place_table(known_at), {"units": id_array(units)}, on, known_at)


def committees_of_line(
    organization_id: int, on: date, known_at: datetime | None
) -> list[Committee]:
    """The committee of an organisation and those below it in its own line, by organisation."""
    return _committees(_line_table(known_at), {"top": organization_id}, on, known_at)


def _committees(
    place: str, parameters: dict[str, Any], on: date, known_at: datetime | None
) -> list[Committee]:
    rows = fetch(
        f"""WITH RECURSIVE {place}, {seats_table("p.kind = 'office'", known_at)}, {COMMITTEES}
        SELECT organization_id, unit_id, seats, holders, decides FROM committee ORDER BY 1""",
        {**parameters, **quorum_parameters(on), "on": on, "known_at": known_at},
    )
    return [Committee._make(row) for row in rows]


def place_table(known_at: datetime | None) -> str:
    """The units asked about and what they host: `place` (organization_id, unit_id, type_id)."""
    return f"""place AS MATERIALIZED (
            SELECT u AS organization_id, u AS unit_id, NULL AS type_id
            FROM unnest(%(units)s::bigint[]) u
            UNION ALL
            SELECT s.organization_id, s.parent_id, s.type_id FROM unnest(%(units)s::bigint[]) u
                JOIN register_organizationstate s ON s.parent_id = u AND {holding("s", known_at)}
                JOIN register_organization o ON o.id = s.organization_id
                    AND o.category <> 'unit')"""


def _line_table(known_at: datetime | None) -> str:
    """An organisation and those below it in its line, with the units that host them: `place`."""
    return f"""place (organization_id, unit_id) AS (
            SELECT s.organization_id, s.parent_id FROM register_organizationstate s
            WHERE s.organization_id = %(top)s AND {holding("s", known_at)}
            UNION
            SELECT s.organization_id, s.parent_id FROM place
                JOIN register_organizationstate s ON s.higher_id = place.organization_id
                    AND {holding("s", known_at)})"""


def seats_table(which: str, known_at: datetime | None) -> str:
    """`seat`: the posts of `place` that the condition on `p` and `s` names, with their holders.

    Holders are counted seat by seat: joined, the planner would rather read all appointments.
    """
    return f"""seat AS MATERIALIZED (
            SELECT s.post_id, s.seats, s.is_mandatory, lower(s.valid) AS made, p.kind,
                p.organization_id, place.unit_id,
                (SELECT count(*) FROM register_appointment a
                    WHERE a.post_id = s.post_id AND {holding("a", known_at)}) AS holders
            FROM place JOIN register_post p ON p.organization_id = place.organization_id
                JOIN register_poststate s ON s.post_id = p.id
            WHERE ({which}) AND {holding("s", known_at)})"""


# The committees among the rows of `seat`: organization_id, unit_id, seats, holders, decides.
COMMITTEES = """committee AS (
            SELECT organization_id, unit_id, sum(seats)::int AS seats, sum(holders)::int AS holders,
                sum(holders) * 100 > sum(seats) * %(quorum)s AS decides
            FROM seat WHERE kind = 'office' GROUP BY organization_id, unit_id
            HAVING sum(seats) >= %(fewest_seats)s)"""


def quorum_parameters(on: date) -> dict[str, Any]:
    """What `COMMITTEES` asks for. Without a rule every committee decides."""
    rule = quorum(on=on)
    return {"quorum": -1 if rule is None else rule.value, "fewest_seats": FEWEST_SEATS}


def seats_needed(seats: int, rule: Rule) -> int:
    """The fewest holders that are more than the rule's share of the seats."""
    return seats * rule.value_hundredths // 10_000 + 1


def weak_since(
    committees: Sequence[tuple[int, int]], on: date, known_at: datetime | None
) -> dict[int, date]:
    """Organisation -> first day of the stretch in which its committee cannot decide.

    `committees`: (organisation, seats) of those that cannot on the day. Measured by the seats
    there are on the day; a committee that never could counts from its first office.
    """
    rule = quorum(on=on)
    if not committees or rule is None:
        return {}
    rows = fetch(
        f"""SELECT p.organization_id, made.day, lower(a.valid), upper(a.valid)
        FROM register_post p JOIN register_poststate now ON now.post_id = p.id
            AND {holding("now", known_at)}
        CROSS JOIN LATERAL (SELECT min(lower(s.valid)) AS day FROM register_poststate s
            WHERE s.post_id = p.id AND {known("s", known_at)}) made
        LEFT JOIN register_appointment a ON a.post_id = p.id AND {known("a", known_at)}
            AND lower(a.valid) <= %(on)s::date
        WHERE p.organization_id = ANY (%(bodies)s::bigint[]) AND p.kind = 'office'""",
        {"bodies": id_array({body for body, _ in committees}), "on": on, "known_at": known_at},
    )
    made: dict[int, date] = {}
    stays: dict[int, list[tuple[date, date | None]]] = {}
    for body, first, start, end in rows:
        made[body] = min(first, made.get(body, first))
        if start is not None:
            stays.setdefault(body, []).append((start, end))
    return {
        body: _weak_since(made[body], seats_needed(seats, rule), stays.get(body, ()), on)
        for body, seats in committees
    }


def _weak_since(
    made: date, needed: int, stays: Iterable[tuple[date, date | None]], on: date
) -> date:
    """Too few hold seats for as long as one of the seats needed is vacant."""
    since = vacant_since(made, needed, stays, on)
    if since is None:
        raise ValueError(f"{needed} seats are held on {on}: the committee decides")
    return since
