"""Findings that need no hours: seats, terms, branches and committees, in one statement over what
units host."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from kiem.domain.ledger.queries.committees import (
    COMMITTEES,
    place_table,
    quorum_parameters,
    seats_needed,
    seats_table,
    weak_since,
)
from kiem.domain.ledger.queries.raw_findings import Raw
from kiem.domain.ledger.queries.slots import id_array
from kiem.domain.regimes.queries import fewest_members, quorum
from kiem.platform.kernel.sql import fetch, holding, known

VACANT_DAYS = 30


class _Found(NamedTuple):
    """A row of the statement: which finding, where, and the values its text tells; which of these
    a row has depends on the finding."""

    code: str
    unit_id: int
    organization_id: int
    post_id: int | None
    number: Any
    vacant: Any
    day: Any
    text: Any


def register_findings(units: Collection[int], on: date, known_at: datetime | None) -> Iterator[Raw]:
    """Mandatory seats vacant for more than 30 days, terms over without successor, branches with
    fewer members than their rule asks for, committees that cannot decide: of the units and of what
    they host."""
    rules = fewest_members(on=on)
    rows = fetch(
        f"""WITH {place_table(known_at)},
            {seats_table("s.is_mandatory OR p.kind = 'office'", known_at)},
            {_open_seats(known_at)}, {_ended_terms(known_at)}, {COMMITTEES}
        SELECT 'seat_vacant', unit_id, organization_id, post_id, seats, (seats - holders)::int,
            since, NULL FROM open WHERE %(on)s - since > %(days)s
        UNION ALL
        SELECT 'term_over', unit_id, organization_id, NULL, NULL, NULL, day, label
        FROM ended WHERE day <= %(on)s
        UNION ALL
        SELECT 'branch_too_small', unit_id, organization_id, NULL, members, NULL, NULL, type_id
        FROM ({_branches(known_at)}) branch WHERE members < %(fewest)s
        UNION ALL
        SELECT 'committee_below_quorum', unit_id, organization_id, NULL, seats, holders, NULL, NULL
        FROM committee WHERE NOT decides""",
        {
            **quorum_parameters(on),
            "units": id_array(units),
            "on": on,
            "known_at": known_at,
            "days": VACANT_DAYS,
            "types": sorted(rules),
            "fewest": max((int(rule.value) for rule in rules.values()), default=0),
        },
    )
    weak = [(row[2], row[4]) for row in rows if row[0] == "committee_below_quorum"]
    since = weak_since(weak, on, known_at)
    for row in rows:
        found = _Found._make(row)
        if found.code == "committee_below_quorum":
            found = found._replace(day=since[found.organization_id])
        params = _PARAMS[found.code](found, on)
        if params is not None:
            yield Raw(found.code, found.unit_id, None, found.organization_id, found.post_id, params)


def _open_seats(known_at: datetime | None) -> str:
    """Mandatory seats without enough holders: `open`. A seat counts as vacant since its last
    holder left, or since the post was made."""
    return f"""open AS MATERIALIZED (
            SELECT seat.*, greatest(seat.made, (
                SELECT max(upper(a.valid)) FROM register_appointment a
                WHERE a.post_id = seat.post_id AND {known("a", known_at)}
                    AND upper(a.valid) <= %(on)s)) AS since
            FROM seat WHERE seat.is_mandatory AND seat.holders < seat.seats)"""


def _ended_terms(known_at: datetime | None) -> str:
    """Member organisations' last terms begun by the day: `ended`, with the day they are over, by
    plan or in fact."""
    return f"""ended AS MATERIALIZED (
            SELECT t.organization_id, place.unit_id, max(least(
                    coalesce(upper(t.planned), 'infinity'),
                    coalesce(upper(t.valid), 'infinity'))) AS day,
                (array_agg(t.label ORDER BY lower(t.valid) DESC))[1] AS label
            FROM place JOIN register_term t ON t.organization_id = place.organization_id
            WHERE {known("t", known_at)} AND lower(t.valid) <= %(on)s
            GROUP BY t.organization_id, place.unit_id)"""


def _branches(known_at: datetime | None) -> str:
    """Branches that a rule speaks of, with their members, counted no further than it asks."""
    return f"""SELECT place.unit_id, place.organization_id, place.type_id, (
            SELECT count(*) FROM (SELECT FROM register_membership m
                WHERE m.organization_id = place.organization_id AND {holding("m", known_at)}
                LIMIT %(fewest)s) AS some_members)::int AS members
        FROM place WHERE place.type_id = ANY (%(types)s) OFFSET 0"""


def _seat_params(found: _Found, on: date) -> Mapping[str, Any] | None:
    return {
        "seats": found.number,
        "vacant": found.vacant,
        "days": (on - found.day).days,
        "since": found.day.isoformat(),
    }


def _term_params(found: _Found, on: date) -> Mapping[str, Any] | None:
    return {"label": found.text, "ended": found.day.isoformat()}


def _branch_params(found: _Found, on: date) -> Mapping[str, Any] | None:
    """None where the branch's own rule asks for fewer than the strictest rule of all."""
    rule = fewest_members(on=on)[found.text]
    if found.number * 100 >= rule.value_hundredths:
        return None
    return {"members": found.number, "fewest": int(rule.value), "letter": rule.letter.value}


def _committee_params(found: _Found, on: date) -> Mapping[str, Any] | None:
    rule = quorum(on=on)
    if rule is None:
        return None
    return {
        "held": found.vacant,
        "seats": found.number,
        "needed": seats_needed(found.number, rule),
        "since": found.day.isoformat(),
        "letter": rule.letter.value,
    }


_PARAMS: dict[str, Callable[[_Found, date], Mapping[str, Any] | None]] = {
    "seat_vacant": _seat_params,
    "term_over": _term_params,
    "branch_too_small": _branch_params,
    "committee_below_quorum": _committee_params,
}
