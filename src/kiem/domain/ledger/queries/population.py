"""Whom a unit's month is about: its dual holders on the day, and how many hold a line post.

These statements read the register's tables beside the ledger's own, because a closed month is
looked at with its own knowledge unit by unit (decision 0031).
"""

from __future__ import annotations

from collections.abc import Sequence

from kiem.domain.ledger.queries.slots import (
    Case,
    Slots,
    known_in_slot,
    slot_parameters,
    slots_table,
)
from kiem.platform.kernel.sql import fetch

FEW_UNITS = 40
DUAL_KINDS = ("office", "external")
DUAL_KINDS_WITH_PARTY = ("office", "external", "party")


def population(
    slots: Slots, kinds: Sequence[str] = DUAL_KINDS, *, is_everybody: bool = False
) -> tuple[list[Case], dict[int, int]]:
    """The dual holders of each slot, and each slot's line posts held.

    A dual holder has, on the slot's day, a line post in the unit and a post of `kinds` anywhere.
    `is_everybody` says that the slots are most units there are; it changes the cost, not the
    answer.
    """
    days = [slot.day for slot in slots]
    first, last = min(days, default=None), max(days, default=None)
    if first != last or len(slots) <= FEW_UNITS:
        statement = _of_few(slots)
    elif is_everybody:
        statement = _of_everybody(slots)
    else:
        statement = _of_many(slots)
    rows = fetch(
        statement,
        {**slot_parameters(slots), "kinds": list(kinds), "first": first, "last": last},
    )
    rows.sort()
    cases, staff = [], {}
    for slot, count, people in rows:
        staff[slot - 1] = count
        if people:
            numbers = sorted({*map(int, people.split(","))})
            cases += [Case(slot - 1, person) for person in numbers]
    return cases, staff


# Both ends are aggregated in one pass over `line` and `dual`: joined, their sizes would have to be
# guessed, and the guess of one row for a common table costs a product of both (decision 0055).
_STAFF_AND_DUAL = """SELECT slot::int, count(*) FILTER (WHERE NOT is_dual)::int,
            string_agg(person_id::text, ',') FILTER (WHERE is_dual)
        FROM (SELECT slot, person_id, false AS is_dual FROM line
            UNION ALL SELECT slot, person_id, true FROM dual) people
        GROUP BY slot"""


def _of_everybody(slots: Slots) -> str:
    """All units on one day: everybody is read once, as sets.

    Each unit may have its own knowledge (a month closed unit by unit), the day is one: as a
    constant it tells the planner how many rows to expect. Seats are few: they are looked up post
    by post, where a join would read all appointments once more.
    """
    return f"""WITH {slots_table(slots)}, line AS MATERIALIZED (
            SELECT w.slot, w.known_at, a.person_id
            FROM slots w JOIN register_post p ON p.organization_id = w.unit_id AND p.kind = 'line'
            JOIN register_appointment a ON a.post_id = p.id AND a.valid @> %(first)s::date
                AND {known_in_slot("a", slots)}),
        seat AS MATERIALIZED (
            SELECT a.person_id, a.recorded FROM register_post p
            CROSS JOIN LATERAL (SELECT a.person_id, a.recorded FROM register_appointment a
                WHERE a.post_id = p.id AND a.valid @> %(first)s::date OFFSET 0) a
            WHERE p.kind = ANY (%(kinds)s)),
        dual AS (
            SELECT w.slot, w.person_id FROM line w JOIN seat a ON a.person_id = w.person_id
                AND {known_in_slot("a", slots)})
        {_STAFF_AND_DUAL}"""


def _of_many(slots: Slots) -> str:
    """Units by the hundred on one day: their staff is collected, then each is asked for a seat.

    Each unit may have its own knowledge (a month closed unit by unit). The seats are counted, not
    asked for with EXISTS: that the planner would turn into a join with everybody's.
    """
    return f"""WITH {slots_table(slots)}, line AS MATERIALIZED (
            SELECT w.slot, w.known_at, a.person_id
            FROM slots w JOIN register_post p ON p.organization_id = w.unit_id AND p.kind = 'line'
                JOIN register_appointment a ON a.post_id = p.id AND a.valid @> %(first)s::date
                    AND {known_in_slot("a", slots)})
        SELECT w.slot::int, count(*)::int, string_agg(w.person_id::text, ',') FILTER (WHERE (
            SELECT count(*) FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = ANY (%(kinds)s)
            WHERE a.person_id = w.person_id AND a.valid @> %(first)s::date
                AND {known_in_slot("a", slots)}) > 0)
        FROM line w GROUP BY w.slot"""


def _of_few(slots: Slots) -> str:
    """A few units, on one day or on many: their people are looked up once, then the days."""
    return f"""WITH {slots_table(slots)}, held AS MATERIALIZED (
            SELECT u.unit_id, a.person_id, a.valid, a.recorded
            FROM (SELECT DISTINCT unit_id FROM slots) u
                JOIN LATERAL (SELECT p.id FROM register_post p
                    WHERE p.organization_id = u.unit_id AND p.kind = 'line' OFFSET 0) p ON true
                JOIN LATERAL (SELECT a.person_id, a.valid, a.recorded FROM register_appointment a
                    WHERE a.post_id = p.id AND a.valid && daterange(%(first)s, %(last)s, '[]')
                    OFFSET 0) a ON true),
        line AS MATERIALIZED (
            SELECT w.slot, w.day, w.known_at, h.person_id
            FROM slots w JOIN held h ON h.unit_id = w.unit_id AND h.valid @> w.day
                AND {known_in_slot("h", slots)}),
        seat AS MATERIALIZED (
            SELECT a.person_id, a.valid, a.recorded
            FROM (SELECT DISTINCT person_id FROM line) person
                JOIN LATERAL (SELECT a.* FROM register_appointment a
                    WHERE a.person_id = person.person_id
                        AND a.valid && daterange(%(first)s, %(last)s, '[]') OFFSET 0) a ON true
                JOIN LATERAL (SELECT FROM register_post p
                    WHERE p.id = a.post_id AND p.kind = ANY (%(kinds)s) OFFSET 0) p ON true),
        dual AS (SELECT w.slot, w.person_id FROM line w
            JOIN seat a ON a.person_id = w.person_id AND a.valid @> w.day
                AND {known_in_slot("a", slots)})
        {_STAFF_AND_DUAL}"""
