"""What is refused of the staged entries in `new_time`, each check one statement.

Some of it is possible though unlikely: that is asked back (`ASKED_BACK`), and done when whoever
logs says that it was so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from kiem.domain.ledger.actions.staging import all_ids, first_row
from kiem.domain.ledger.daily_errors import (
    entry_in_closed_month,
    entry_on_leave,
    entry_two_at_once,
)
from kiem.domain.ledger.errors import (
    bad_row,
    day_too_full,
    entry_differs,
)
from kiem.domain.ledger.models import TimeEntry
from kiem.domain.ledger.queries.homes import homes_table, is_closed
from kiem.platform.kernel import clock

ON_LEAVE = "ledger.entry_on_leave"
TWO_AT_ONCE = "ledger.entry_two_at_once"
ASKED_BACK = frozenset({ON_LEAVE, TWO_AT_ONCE})


def check_entries(cursor: Any, confirmed: Collection[str]) -> None:
    """All checks but the one on closed months; marks entries that are there already."""
    _check_form(cursor)
    _check_posts(cursor)
    _check_month_totals(cursor)
    _check_existing(cursor)
    _check_days(cursor)
    if ON_LEAVE not in confirmed:
        _check_leave(cursor)
    if TWO_AT_ONCE not in confirmed:
        _check_two_at_once(cursor)


def late_rows(cursor: Any) -> tuple[int, ...]:
    """Numbers of the staged entries, not there yet, whose month the person's unit has closed."""
    closed = first_row(
        cursor,
        """SELECT 1 FROM ledger_monthclosing c WHERE upper_inf(c.recorded) AND c.month IN (
            SELECT date_trunc('month', day)::date FROM new_time WHERE existing_id IS NULL
            GROUP BY 1) LIMIT 1""",
    )
    if closed is None:
        return ()
    return all_ids(
        cursor,
        f"""WITH asked AS (SELECT row, person_id, date_trunc('month', day)::date AS month
            FROM new_time WHERE existing_id IS NULL),
        {homes_table("asked")}
        SELECT s.row FROM asked s JOIN homes h USING (person_id, month)
        WHERE {is_closed()} ORDER BY s.row""",
    )


def refuse_late(cursor: Any, rows: Sequence[int]) -> None:
    """Raise Conflict for the first of these rows: late entries need a reason."""
    if rows:
        found = first_row(
            cursor,
            "SELECT row, to_char(day, 'YYYY-MM') FROM new_time WHERE row = %s",
            [rows[0]],
        )
        if found is not None:
            raise entry_in_closed_month(*found)


def _check_form(cursor: Any) -> None:
    found = first_row(
        cursor,
        """SELECT row, problem, value FROM (SELECT row, CASE
            WHEN role_kind NOT IN ('line', 'office') THEN 'role_unknown'
            WHEN NOT category = ANY(%(categories)s) THEN 'category_unknown'
            WHEN hours <= 0 OR hours = 'NaN' THEN 'hours_not_positive'
            WHEN hours <> round(hours, 2) THEN 'hours_too_fine'
            WHEN is_month_total AND role_kind <> 'line' THEN 'total_not_line'
            WHEN is_month_total AND hours > 744 THEN 'total_over_a_month'
            WHEN NOT is_month_total AND hours > 24 THEN 'hours_over_a_day'
            WHEN day > %(today)s THEN 'day_in_future'
            WHEN day < '1990-01-01' THEN 'day_absurd'
            WHEN activity_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM ledger_activity a WHERE a.id = activity_id AND upper_inf(a.recorded)
            ) THEN 'activity_unknown' END AS problem,
          CASE WHEN role_kind NOT IN ('line', 'office') THEN role_kind
            WHEN NOT category = ANY(%(categories)s) THEN category
            WHEN hours > 0 AND hours = round(hours, 2)
              AND (day > %(today)s OR day < '1990-01-01') THEN day::text
            WHEN hours > 0 AND hours <= 24 AND hours = round(hours, 2) THEN activity_id::text
            ELSE hours::text END AS value
          FROM new_time) checked
        WHERE problem IS NOT NULL ORDER BY row LIMIT 1""",
        {"categories": list(TimeEntry.Category.values), "today": clock.today()},
    )
    if found:
        row, problem, value = found
        raise bad_row("entry", problem, row, value)
    repeated = first_row(
        cursor,
        """SELECT row, first FROM (SELECT row, min(row) OVER (PARTITION BY person_id, day, post_id,
            category, activity_id, is_month_total) AS first FROM new_time) numbered
        WHERE row > first ORDER BY row LIMIT 1""",
    )
    if repeated:
        raise bad_row("entry", "repeats_row", repeated[0], repeated[1])


def _check_posts(cursor: Any) -> None:
    found = first_row(
        cursor,
        """SELECT s.row, s.post_id FROM new_time s WHERE NOT EXISTS (
            SELECT FROM register_appointment a
            WHERE a.person_id = s.person_id AND a.post_id = s.post_id AND upper_inf(a.recorded)
              AND a.valid && CASE WHEN s.is_month_total
                THEN daterange(date_trunc('month', s.day)::date,
                               (date_trunc('month', s.day) + interval '1 month')::date)
                ELSE daterange(s.day, s.day + 1) END)
        ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise bad_row("entry", "post_not_held", found[0], found[1])
    found = first_row(
        cursor,
        """SELECT s.row, s.role_kind FROM new_time s JOIN register_post p ON p.id = s.post_id
        WHERE (p.kind = 'line') <> (s.role_kind = 'line') ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise bad_row("entry", "role_not_of_post", found[0], found[1])


def _check_month_totals(cursor: Any) -> None:
    """A month's line hours of a post are kept one way: as one total, or by day."""
    found = first_row(
        cursor,
        """WITH line AS (
            SELECT row, person_id, post_id, date_trunc('month', day)::date AS month, day,
                is_month_total, hours, category, activity_id
            FROM new_time WHERE role_kind = 'line')
        SELECT s.row, e.hours || ' h' FROM line s
            JOIN ledger_timeentry e ON e.person_id = s.person_id AND e.post_id = s.post_id
                AND e.day >= s.month AND e.day < (s.month + interval '1 month')::date
        WHERE upper_inf(e.recorded) AND (s.is_month_total OR e.is_month_total)
            AND NOT (e.is_month_total = s.is_month_total AND e.day = s.day
                AND e.category = s.category)
        UNION ALL
        SELECT s.row, 'row ' || o.row FROM line s
            JOIN line o ON o.person_id = s.person_id AND o.post_id = s.post_id
                AND o.month = s.month AND o.row < s.row
        WHERE s.is_month_total OR o.is_month_total
        ORDER BY 1 LIMIT 1""",
    )
    if found:
        raise bad_row("entry", "total_and_days", found[0], found[1])


def _check_existing(cursor: Any) -> None:
    cursor.execute(
        """UPDATE new_time s SET existing_id = e.id, existing_hours = e.hours
        FROM ledger_timeentry e
        WHERE e.person_id = s.person_id AND e.day = s.day AND e.post_id = s.post_id
            AND e.category = s.category AND e.activity_id IS NOT DISTINCT FROM s.activity_id
            AND e.is_month_total = s.is_month_total AND upper_inf(e.recorded)"""
    )
    found = first_row(
        cursor,
        """SELECT row, existing_hours FROM new_time
        WHERE existing_hours <> hours ORDER BY row LIMIT 1""",
    )
    if found:
        raise entry_differs(*found)


def _check_days(cursor: Any) -> None:
    found = first_row(
        cursor,
        """WITH days AS (SELECT person_id, day, max(row) AS row, sum(hours) AS hours
            FROM new_time WHERE existing_id IS NULL AND NOT is_month_total
            GROUP BY person_id, day)
        SELECT row, person_id, day, total FROM (
            SELECT d.row, d.person_id, d.day, d.hours + coalesce((SELECT sum(e.hours)
                FROM ledger_timeentry e WHERE e.person_id = d.person_id AND e.day = d.day
                AND upper_inf(e.recorded) AND NOT e.is_month_total), 0) AS total FROM days d) summed
        WHERE total > 24 ORDER BY row LIMIT 1""",
    )
    if found:
        raise day_too_full(*found)


def _check_leave(cursor: Any) -> None:
    found = first_row(
        cursor,
        """SELECT s.row, s.day FROM new_time s JOIN ledger_leave l ON l.person_id = s.person_id
            AND upper_inf(l.recorded) AND l.valid @> s.day
        WHERE s.existing_id IS NULL AND NOT s.is_month_total ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise entry_on_leave(*found)


def _check_two_at_once(cursor: Any) -> None:
    """Hours for two activities that overlap in time."""
    found = first_row(
        cursor,
        """WITH mine AS (
            SELECT s.row, s.person_id, s.day, s.activity_id, a.period, a.title_vi
            FROM new_time s JOIN ledger_activity a ON a.id = s.activity_id
            WHERE s.existing_id IS NULL)
        SELECT m.row, o.title_vi FROM mine m
            JOIN mine o ON o.person_id = m.person_id AND o.row < m.row
                AND o.activity_id <> m.activity_id AND o.period && m.period
        UNION ALL
        SELECT m.row, a.title_vi FROM mine m
            JOIN ledger_timeentry e ON e.person_id = m.person_id
                AND e.day BETWEEN m.day - 31 AND m.day + 31
                AND e.activity_id <> m.activity_id AND upper_inf(e.recorded)
            JOIN ledger_activity a ON a.id = e.activity_id AND a.period && m.period
        ORDER BY 1 LIMIT 1""",
    )
    if found:
        raise entry_two_at_once(*found)
