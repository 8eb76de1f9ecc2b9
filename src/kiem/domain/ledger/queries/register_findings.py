"""Findings that need no hours: seats, terms and branches. One statement each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from kiem.domain.ledger.queries.raw_findings import Raw
from kiem.domain.regimes.queries import fewest_members
from kiem.platform.kernel.sql import fetch, holding, known

VACANT_DAYS = 30


def vacant_seats(units: Collection[int], on: date, known_at: datetime | None) -> Iterator[Raw]:
    """Mandatory seats that have had no holder for more than 30 days.

    A seat counts as vacant since its last holder left, or since the post was made.
    """
    rows = fetch(
        f"""WITH seat AS MATERIALIZED (
            SELECT s.post_id, s.seats, lower(s.valid) AS made, p.organization_id
            FROM register_poststate s JOIN register_post p ON p.id = s.post_id
            WHERE s.is_mandatory AND {holding("s", known_at)}),
        held AS (
            SELECT a.post_id, count(*) AS holders FROM register_appointment a
            WHERE {holding("a", known_at)} AND a.post_id IN (SELECT post_id FROM seat)
            GROUP BY a.post_id),
        open AS MATERIALIZED (
            SELECT seat.*, coalesce(held.holders, 0) AS holders, greatest(seat.made, (
                SELECT max(upper(a.valid)) FROM register_appointment a
                WHERE a.post_id = seat.post_id AND {known("a", known_at)}
                    AND upper(a.valid) <= %(on)s)) AS since
            FROM seat LEFT JOIN held ON held.post_id = seat.post_id
            WHERE coalesce(held.holders, 0) < seat.seats)
        SELECT h.post_id, h.organization_id,
            CASE WHEN o.category = 'unit' THEN h.organization_id ELSE o_state.parent_id END,
            h.seats, (h.seats - h.holders)::int, h.since
        FROM open h JOIN register_organization o ON o.id = h.organization_id
            LEFT JOIN register_organizationstate o_state
                ON o_state.organization_id = h.organization_id AND {holding("o_state", known_at)}
        WHERE %(on)s - h.since > %(days)s""",
        {"on": on, "known_at": known_at, "days": VACANT_DAYS},
    )
    for post_id, organization_id, unit_id, seats, vacant, since in rows:
        if unit_id in units:
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
        f"""WITH ended AS MATERIALIZED (
            SELECT t.organization_id, max(least(coalesce(upper(t.planned), 'infinity'),
                coalesce(upper(t.valid), 'infinity'))) AS day,
                (array_agg(t.label ORDER BY lower(t.valid) DESC))[1] AS label
            FROM register_term t
            WHERE {known("t", known_at)} AND lower(t.valid) <= %(on)s
            GROUP BY t.organization_id)
        SELECT e.organization_id, s.parent_id, e.label, e.day
        FROM ended e JOIN register_organizationstate s ON s.organization_id = e.organization_id
            AND {holding("s", known_at)}
        WHERE e.day <= %(on)s""",
        {"on": on, "known_at": known_at},
    )
    for organization_id, unit_id, label, ended in rows:
        if unit_id in units:
            params = {"label": label, "ended": ended.isoformat()}
            yield Raw("term_over", unit_id, None, organization_id, None, params)


def small_branches(units: Collection[int], on: date, known_at: datetime | None) -> Iterator[Raw]:
    """Branches with fewer members than their rule asks for."""
    rules = fewest_members(on=on)
    fewest = max((int(rule.value) for rule in rules.values()), default=0)
    rows = fetch(
        f"""SELECT s.organization_id, s.type_id, s.parent_id, counted.members::int
        FROM register_organizationstate s CROSS JOIN LATERAL (
            SELECT count(*) AS members FROM (SELECT FROM register_membership m
                WHERE m.organization_id = s.organization_id AND {holding("m", known_at)}
                LIMIT %(fewest)s) AS some_members) counted
        WHERE s.type_id = ANY (%(types)s) AND {holding("s", known_at)}
            AND counted.members < %(fewest)s""",
        {"on": on, "known_at": known_at, "types": sorted(rules), "fewest": fewest},
    )
    for organization_id, type_code, unit_id, members in rows:
        rule = rules[type_code]
        if unit_id in units and members * 100 < rule.value_hundredths:
            params = {
                "members": members,
                "fewest": int(rule.value),
                "letter": rule.letter.value,
            }
            yield Raw("branch_too_small", unit_id, None, organization_id, None, params)
