"""Who has not logged hours: for reminders. For the machine: takes no viewer."""

from __future__ import annotations

from datetime import date, timedelta

from kiem.domain.ledger.queries.my_tasks import LOOK_BACK_DAYS
from kiem.platform.kernel.sql import fetch

SILENT_DAYS = 14


def people_with_unlogged_activities(on: date) -> list[tuple[int, int]]:
    """(person, activities of the 31 days before `on` without hours of theirs); who was on leave
    that day was not there."""
    return [
        (person_id, count)
        for person_id, count in fetch(
            """SELECT q.person_id, count(DISTINCT q.activity_id)::int
            FROM ledger_participation q
            WHERE lower(q.valid) >= %(first)s AND lower(q.valid) < %(on)s
                AND upper(q.valid) <= %(on)s AND upper_inf(q.recorded)
                AND NOT EXISTS (SELECT FROM ledger_timeentry e WHERE e.person_id = q.person_id
                    AND e.day >= lower(q.valid) AND e.day < upper(q.valid)
                    AND e.activity_id = q.activity_id AND upper_inf(e.recorded))
                AND NOT EXISTS (SELECT FROM ledger_leave v WHERE v.person_id = q.person_id
                    AND v.valid @> lower(q.valid) AND upper_inf(v.recorded))
                AND EXISTS (SELECT FROM register_appointment a WHERE a.person_id = q.person_id
                    AND a.post_id = q.post_id AND a.valid @> %(on)s AND upper_inf(a.recorded))
            GROUP BY q.person_id ORDER BY q.person_id""",
            {"on": on, "first": on - timedelta(days=LOOK_BACK_DAYS)},
        )
    ]


def people_silent(on: date) -> list[tuple[int, date]]:
    """(person, last day with office hours) of who held an office all the last 14 days and logged
    nothing for any in them, though something before; not of who was on leave on `on`."""
    return [
        (person_id, last_day)
        for person_id, last_day in fetch(
            """WITH holders AS (
                SELECT DISTINCT a.person_id FROM register_appointment a
                    JOIN register_post p ON p.id = a.post_id AND p.kind = 'office'
                WHERE upper_inf(a.recorded) AND a.valid @> daterange(%(first)s, %(on)s, '[]')),
            last AS (
                SELECT h.person_id, (SELECT max(e.day) FROM ledger_timeentry e
                    WHERE e.person_id = h.person_id AND e.day <= %(on)s
                        AND e.role_kind = 'office' AND upper_inf(e.recorded)) AS day
                FROM holders h)
            SELECT l.person_id, l.day FROM last l
            WHERE l.day < %(first)s AND NOT EXISTS (SELECT FROM ledger_leave v
                WHERE v.person_id = l.person_id AND v.valid @> %(on)s AND upper_inf(v.recorded))
            ORDER BY l.person_id""",
            {"on": on, "first": on - timedelta(days=SILENT_DAYS - 1)},
        )
    ]
