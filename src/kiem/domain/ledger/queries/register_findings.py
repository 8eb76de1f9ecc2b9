"""Findings that need no hours: seats, terms and branches. One statement each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from kiem.domain.ledger.queries.raw_findings import Raw
from kiem.domain.ledger.queries.slots import id_array
from kiem.domain.regimes.queries import fewest_members
from kiem.platform.kernel.sql import fetch, holding, known

VACANT_DAYS = 30


def _place(known_at: datetime | None) -> str:
    """The units asked about and what they host: `place` (organization_id, unit_id)."""
    return f"""place AS MATERIALIZED (
            SELECT u AS organization_id, u AS unit_id FROM unnest(%(units)s::bigint[]) u
            UNION ALL
            SELECT s.organization_id, s.parent_id FROM unnest(%(units)s::bigint[]) u
                JOIN register_organizationstate s ON s.parent_id = u AND {holding("s", known_at)}
                JOIN register_organization o ON o.id = s.organization_id
                    AND o.category <> 'unit')"""


def vacant_seats(units: Collection[int], on: date, known_at: datetime | None) -> Iterator[Raw]:
    """Mandatory seats that have had no holder for more than 30 days.

    A seat counts as vacant since its last holder left, or since the post was made.
    """
    rows = fetch(
        f"""WITH {_place(known_at)}, seat AS MATERIALIZED (
            SELECT s.post_id, s.seats, lower(s.valid) AS made, p.organization_id, place.unit_id
            FROM place JOIN register_post p ON p.organization_id = place.organization_id
                JOIN register_poststate s ON s.post_id = p.id
            WHERE s.is_mandatory AND {holding("s", known_at)}),
        held AS (
            SELECT a.post_id, count(*) AS holders
            FROM seat JOIN register_appointment a ON a.post_id = seat.post_id
                AND {holding("a", known_at)}
            GROUP BY a.post_id),
        open AS MATERIALIZED (
            SELECT seat.*, coalesce(held.holders, 0) AS holders, greatest(seat.made, (
                SELECT max(upper(a.valid)) FROM register_appointment a
                WHERE a.post_id = seat.post_id AND {known("a", known_at)}
                    AND upper(a.valid) <= %(on)s)) AS since
            FROM seat LEFT JOIN held ON held.post_id = seat.post_id
            WHERE coalesce(held.holders, 0) < seat.seats)
        SELECT post_id, organization_id, unit_id, seats, (seats - holders)::int, since
        FROM open WHERE %(on)s - since > %(days)s""",
        {"units": id_array(units), "on": on, "known_at": known_at, "days": VACANT_DAYS},
    )
    for post_id, organization_id, unit_id, seats, vacant, since in rows:
        params = {
            "seats": seats,
            "vacant": vacant,
            "days": (on - since).days,
            "since": since.isoformat(),
        }
        yield Raw("seat_vacant", unit_id, None, organization_id, post_id, params)


def terms_over(units: Collection[int], on: date, known_at: datetime | None) -> Iterator[Raw]:
    """Member organisations whose last term is over, by plan or in fact, with no other begun."""
    rows = fetch(
        f"""WITH {_place(known_at)}, ended AS MATERIALIZED (
            SELECT t.organization_id, place.unit_id, max(least(
                    coalesce(upper(t.planned), 'infinity'),
                    coalesce(upper(t.valid), 'infinity'))) AS day,
                (array_agg(t.label ORDER BY lower(t.valid) DESC))[1] AS label
            FROM place JOIN register_term t ON t.organization_id = place.organization_id
            WHERE {known("t", known_at)} AND lower(t.valid) <= %(on)s
            GROUP BY t.organization_id, place.unit_id)
        SELECT organization_id, unit_id, label, day FROM ended WHERE day <= %(on)s""",
        {"units": id_array(units), "on": on, "known_at": known_at},
    )
    for organization_id, unit_id, label, ended in rows:
        params = {"label": label, "ended": ended.isoformat()}
        yield Raw("term_over", unit_id, None, organization_id, None, params)


def small_branches(units: Collection[int], on: date, known_at: datetime | None) -> Iterator[Raw]:
    """Branches with fewer members than their rule asks for."""
    rules = fewest_members(on=on)
    fewest = max((int(rule.value) for rule in rules.values()), default=0)
    rows = fetch(
        f"""WITH {_place(known_at)}
        SELECT s.organization_id, s.type_id, place.unit_id, counted.members::int
        FROM place JOIN register_organizationstate s ON s.organization_id = place.organization_id
                AND s.type_id = ANY (%(types)s) AND {holding("s", known_at)}
            CROSS JOIN LATERAL (
            SELECT count(*) AS members FROM (SELECT FROM register_membership m
                WHERE m.organization_id = s.organization_id AND {holding("m", known_at)}
                LIMIT %(fewest)s) AS some_members) counted
        WHERE counted.members < %(fewest)s""",
        {
            "units": id_array(units),
            "on": on,
            "known_at": known_at,
            "types": sorted(rules),
            "fewest": fewest,
        },
    )
    for organization_id, type_code, unit_id, members in rows:
        rule = rules[type_code]
        if members * 100 < rule.value_hundredths:
            params = {
                "members": members,
                "fewest": int(rule.value),
                "letter": rule.letter.value,
            }
            yield Raw("branch_too_small", unit_id, None, organization_id, None, params)
