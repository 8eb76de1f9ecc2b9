"""What of the ledger stays open when somebody leaves a post. No viewer and no scope: for handovers,
whose reader the caller has checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class OpenActivity:
    """An activity planned for a day after its participant has left."""

    person_id: int
    post_id: int
    activity_id: int
    title_vi: str
    title_en: str
    day: date


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Hours of one person and post that no superior has confirmed."""

    person_id: int
    post_id: int
    entries: int
    hours: Decimal


def activities_after(stays: Sequence[tuple[int, int, date]]) -> list[OpenActivity]:
    """`stays`: (person, post, first day without them). One statement."""
    if not stays:
        return []
    rows = fetch(
        """
        SELECT q.person_id, q.post_id, a.id, a.title_vi, a.title_en, lower(q.valid)
        FROM unnest(%(people)s::bigint[], %(posts)s::bigint[], %(days)s::date[])
            AS stay(person_id, post_id, leaves_on)
        JOIN ledger_participation q ON q.person_id = stay.person_id AND q.post_id = stay.post_id
            AND upper_inf(q.recorded) AND lower(q.valid) >= stay.leaves_on
        JOIN ledger_activity a ON a.id = q.activity_id AND upper_inf(a.recorded)
        ORDER BY lower(q.valid), a.id
        """,
        _columns(stays),
    )
    return [OpenActivity(*row) for row in rows]


def hours_unconfirmed(stays: Sequence[tuple[int, int, date]]) -> list[OpenHours]:
    """The last 400 days of each stay; records of a unit's line hours are not anybody's to confirm.
    One statement."""
    if not stays:
        return []
    rows = fetch(
        """
        SELECT e.person_id, e.post_id, count(*)::int, sum(e.hours)
        FROM unnest(%(people)s::bigint[], %(posts)s::bigint[], %(days)s::date[])
            AS stay(person_id, post_id, leaves_on)
        JOIN ledger_timeentry e ON e.person_id = stay.person_id AND e.post_id = stay.post_id
            AND upper_inf(e.recorded) AND NOT e.is_month_total
            AND e.day >= stay.leaves_on - 400 AND e.day < stay.leaves_on
        WHERE NOT EXISTS (SELECT FROM ledger_timeconfirmation c
            WHERE c.person_id = e.person_id AND c.post_id = e.post_id
              AND c.month = date_trunc('month', e.day)::date AND c.verdict = 'confirmed'
              AND upper_inf(c.recorded) AND lower(c.recorded) >= lower(e.recorded))
        GROUP BY e.person_id, e.post_id
        """,
        _columns(stays),
    )
    return [OpenHours(*row) for row in rows]


def _columns(stays: Sequence[tuple[int, int, date]]) -> dict[str, list[object]]:
    return {
        "people": [person for person, _, _ in stays],
        "posts": [post for _, post, _ in stays],
        "days": [day for _, _, day in stays],
    }
