"""Logging hours and correcting them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from kiem.domain.ledger.actions.inputs import LoggedTime, NewTimeEntry
from kiem.domain.ledger.actions.rights import require_for_people
from kiem.domain.ledger.actions.staging import all_ids, first_row, staged
from kiem.domain.ledger.errors import (
    bad_row,
    day_too_full,
    entry_differs,
    entry_not_found,
    reason_missing,
)
from kiem.domain.ledger.models import TimeEntry
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded

_COLUMNS = (
    "person_id bigint", "post_id bigint", "activity_id bigint", "role_kind text",
    "category text", "day date", "hours numeric", "is_month_total boolean",
    "existing_id bigint", "existing_hours numeric",
)  # fmt: skip


def log_time(*, entries: Sequence[NewTimeEntry], actor: Viewer) -> LoggedTime:
    """Log hours, one or 300,000 at a time; all of them or none.

    Repeating an entry that is there already, to the hour, changes nothing. Raises InvalidInput
    with the row for impossible values, a post the person does not hold that day, a month's total
    beside daily line hours; Conflict when other hours are logged for the same thing and when a
    day gets more than 24. A closed month may get late entries: its figures stay as they were
    closed, and the entry is seen by whoever asks what is known now.
    """
    if not entries:
        return LoggedTime((), 0)
    people = sorted({entry.person_id for entry in entries})
    require_for_people(actor, people, own=True)
    rows = (
        (e.person_id, e.post_id, e.activity_id, e.role_kind, e.category, e.day, e.hours,
         e.is_month_total, None, None)
        for e in entries
    )  # fmt: skip
    with transaction.atomic(), staged("new_time", _COLUMNS, rows) as cursor:
        _lock_people(cursor, people)
        _check_form(cursor)
        _check_posts(cursor)
        _check_month_totals(cursor)
        _check_existing(cursor)
        _check_days(cursor)
        ids = all_ids(
            cursor,
            """INSERT INTO ledger_timeentry (person_id, post_id, activity_id, role_kind, category,
                day, hours, is_month_total, recorded, recorded_by)
            SELECT person_id, post_id, activity_id, role_kind, category, day, hours,
                is_month_total, tstzrange(%s, NULL), %s
            FROM new_time WHERE existing_id IS NULL ORDER BY row RETURNING id""",
            [clock.now(), actor.name],
        )
        if ids:
            audit.record(
                action="ledger.log_time",
                actor=actor,
                subject=f"person:{people[0]}" if len(people) == 1 else f"people:{len(people)}",
                rows={"ledger_timeentry": ids},
            )
    return LoggedTime(ids, len(entries) - len(ids))


def correct_time_entry(
    *, entry_id: int, hours: Decimal | None, reason: str, actor: Viewer
) -> int | None:
    """Replace the hours of an entry, or strike it out with `hours` None; returns the new id.

    The old row stays readable at every earlier `known_at`. Raises NotFound when no such entry
    holds today, InvalidInput without a reason or with impossible hours, Conflict over 24 hours.
    """
    if not reason.strip():
        raise reason_missing()
    with transaction.atomic():
        old = TimeEntry.objects.filter(pk=entry_id, recorded__upper_inf=True).first()
        if old is None:
            raise entry_not_found(entry_id)
        require_for_people(actor, [old.person_id], own=True)
        with connection.cursor() as cursor:
            _lock_people(cursor, [old.person_id])
        if not close_recorded(TimeEntry, [entry_id], clock.now()):
            raise entry_not_found(entry_id)
        new_id = None
        if hours is not None:
            entry = NewTimeEntry(
                old.person_id, old.post_id, old.role_kind, old.category, old.day, hours,
                old.activity_id, old.is_month_total,
            )  # fmt: skip
            (new_id,) = log_time(entries=[entry], actor=actor).ids
        audit.record(
            action="ledger.correct_time_entry",
            actor=actor,
            subject=f"person:{old.person_id}",
            reason=reason,
            rows={"ledger_timeentry": [entry_id] if new_id is None else [entry_id, new_id]},
        )
    return new_id


def _lock_people(cursor: Any, people: Sequence[int]) -> None:
    """Two sessions never fill the same person's day at once."""
    cursor.execute(
        "SELECT FROM register_person WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [list(people)],
    )


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
