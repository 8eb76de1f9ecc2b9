"""What happened at once, or not at all: clashes of activities, and offices without an hour logged.

Sets of cases in, one statement each, as in `inputs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from kiem.domain.ledger.queries.slots import (
    Case,
    Slots,
    case_parameters,
    cases_table,
    known_in_slot,
)
from kiem.platform.kernel.sql import fetch

Parameters = dict[str, Any]


def silent(
    slots: Slots, cases: Sequence[Case], first: date, last: date, kinds: Sequence[str]
) -> set[int]:
    """Indices of cases who held an office on `first` and `last` and logged no office hour from
    the one to the other."""
    rows = fetch(
        f"""WITH {cases_table(slots)}
        SELECT w.i::int FROM w
        WHERE NOT EXISTS (SELECT FROM ledger_timeentry e WHERE e.person_id = w.person_id
                AND e.day BETWEEN %(first)s AND %(last)s AND e.role_kind = 'office'
                AND {known_in_slot("e", slots)})
            AND EXISTS (SELECT FROM register_appointment a JOIN register_post p ON p.id = a.post_id
                AND p.kind = ANY (%(kinds)s)
                WHERE a.person_id = w.person_id AND a.valid @> %(first)s::date
                AND a.valid @> %(last)s::date AND {known_in_slot("a", slots)})""",
        {
            **case_parameters(slots, cases),
            "first": first,
            "last": last,
            "kinds": list(kinds),
        },
    )
    return {row[0] - 1 for row in rows}


class Clash(NamedTuple):
    """A case's activity that meets another one (`other_id`) or leave (`leave_id`)."""

    case: int
    activity_id: int
    post_id: int
    day: date
    other_id: int | None
    leave_id: int | None


def clashes(slots: Slots, parameters: Parameters) -> list[Clash]:
    """Activities of the month that overlap an earlier one of the same person, or leave.

    Activities that overlap share a day, so only people with a shared day are looked at to the
    minute.
    """
    known_q, known_v = known_in_slot("q", slots), known_in_slot("v", slots)
    rows = fetch(
        f"""WITH {cases_table(slots)}, part AS MATERIALIZED (
            SELECT w.i, w.person_id, w.known_at, q.activity_id, q.post_id, q.valid,
                lower(q.valid) AS first_day, upper(q.valid) AS after_last_day
            FROM w JOIN ledger_participation q ON q.person_id = w.person_id
                AND lower(q.valid) >= w.start_day AND lower(q.valid) < w.end_day AND {known_q}),
        shared AS MATERIALIZED (
            SELECT DISTINCT i FROM (
                SELECT i, first_day < max(after_last_day) OVER (
                    PARTITION BY i ORDER BY first_day, activity_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_shared
                FROM part) days
            WHERE is_shared)
        SELECT p.i::int, p.activity_id, p.post_id, p.first_day, min(o.activity_id), NULL::bigint
        FROM shared JOIN part p ON p.i = shared.i JOIN ledger_activity a ON a.id = p.activity_id
            JOIN part o ON o.i = p.i AND o.valid && p.valid AND o.activity_id <> p.activity_id
            JOIN ledger_activity b ON b.id = o.activity_id AND b.period && a.period
                AND (lower(b.period), b.id) < (lower(a.period), a.id)
        GROUP BY p.i, p.activity_id, p.post_id, p.first_day
        UNION ALL
        SELECT w.i::int, w.activity_id, w.post_id, greatest(w.first_day, lower(v.valid)),
            NULL, v.id
        FROM part w JOIN ledger_leave v ON v.person_id = w.person_id AND v.valid && w.valid
            AND {known_v}
        ORDER BY 1, 4, 2""",
        parameters,
    )
    return [Clash(row[0] - 1, *row[1:]) for row in rows]
