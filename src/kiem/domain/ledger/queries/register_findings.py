"""Findings that need no hours: seats, terms and branches, in one statement over what units host."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from kiem.domain.ledger.queries.raw_findings import Raw
from kiem.domain.ledger.queries.slots import id_array
from kiem.domain.regimes.queries import fewest_members
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
    fewer members than their rule asks for: of the units and of what they host."""
    rules = fewest_members(on=on)
    rows = fetch(
        f"""WITH {_place(known_at)}, {_open_seats(known_at)}, {_ended_terms(known_at)}
        SELECT 'seat_vacant', unit_id, organization_id, post_id, seats, (seats - holders)::int,
            since, NULL FROM open WHERE %(on)s - since > %(days)s
        UNION ALL
        SELECT 'term_over', unit_id, organization_id, NULL, NULL, NULL, day, label
        FROM ended WHERE day <= %(on)s
        UNION ALL
        SELECT 'branch_too_small', unit_id, organization_id, NULL, members, NULL, NULL, type_id
        FROM ({_branches(known_at)}) branch WHERE members < %(fewest)s""",
        {
            "units": id_array(units),
            "on": on,
            "known_at": known_at,
            "days": VACANT_DAYS,
            "types": sorted(rules),
            "fewest": max((int(rule.value) for rule in rules.values()), default=0),
        },
    )
    for row in rows:
        found = _Found._make(row)
        params = _PARAMS[found.code](found, on)
        if params is not None:
            yield Raw(found.code, found.unit_id, None, found.organization_id, found.post_id, params)


def _place(known_at: datetime | None) -> str:
    """The units asked about and what they host: `place` (organization_id, unit_id, type_id)."""
    return f"""place AS MATERIALIZED (
            SELECT u AS organization_id, u AS unit_id, NULL AS type_id
            FROM unnest(%(units)s::bigint[]) u
            UNION ALL
            SELECT s.organization_id, s.parent_id, s.type_id FROM unnest(%(units)s::bigint[]) u
                JOIN register_organizationstate s ON s.parent_id = u AND {holding("s", known_at)}
                JOIN register_organization o ON o.id = s.organization_id
                    AND o.category <> 'unit')"""


def _open_seats(known_at: datetime | None) -> str:
    """Mandatory seats without enough holders: `open`. A seat counts as vacant since its last
    holder left, or since the post was made.

    Holders are counted seat by seat: joined, the planner would rather read all appointments.
    """
    return f"""seat AS MATERIALIZED (
            SELECT s.post_id, s.seats, lower(s.valid) AS made, p.organization_id, place.unit_id,
                (SELECT count(*) FROM register_appointment a
                    WHERE a.post_id = s.post_id AND {holding("a", known_at)}) AS holders
            FROM place JOIN register_post p ON p.organization_id = place.organization_id
                JOIN register_poststate s ON s.post_id = p.id
            WHERE s.is_mandatory AND {holding("s", known_at)}),
        open AS MATERIALIZED (
            SELECT seat.*, greatest(seat.made, (
                SELECT max(upper(a.valid)) FROM register_appointment a
                WHERE a.post_id = seat.post_id AND {known("a", known_at)}
                    AND upper(a.valid) <= %(on)s)) AS since
            FROM seat WHERE seat.holders < seat.seats)"""


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


_PARAMS: dict[str, Callable[[_Found, date], Mapping[str, Any] | None]] = {
    "seat_vacant": _seat_params,
    "term_over": _term_params,
    "branch_too_small": _branch_params,
}
