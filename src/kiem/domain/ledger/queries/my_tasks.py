"""What waits for a person in the ledger, and what they usually log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kiem.domain.ledger.queries.own import require_own
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known
from kiem.time.month import Month

LOOK_BACK_DAYS = 31
USUAL_DAYS = 62


@dataclass(frozen=True, slots=True)
class UnloggedActivity:
    """An activity that is over, in which the person took part, without hours of theirs."""

    activity_id: int
    post_id: int
    category: str
    title_vi: str
    title_en: str
    day: date
    planned_hours: Decimal


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A superior asks about a month's hours of a post."""

    post_id: int
    title_vi: str
    title_en: str
    month: Month
    hours: Decimal
    note: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class MyTasks:
    """Empty when nothing waits."""

    activities: tuple[UnloggedActivity, ...]
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """What the person logged lately for a post, with the hours of the last time."""

    post_id: int
    category: str
    hours: Decimal
    last_day: date


def my_tasks(
    *, viewer: Viewer, person_id: int, on: date, known_at: datetime | None = None
) -> MyTasks:
    """Activities of the 31 days before `on` without hours, and open questions of superiors."""
    require_own(viewer, person_id)
    asked = {
        "person": person_id,
        "on": on,
        "first": on - timedelta(days=LOOK_BACK_DAYS),
        "known_at": known_at,
    }
    activities = fetch(
        f"""SELECT a.id, q.post_id, a.category, a.title_vi, a.title_en, lower(q.valid),
            q.planned_hours
        FROM ledger_participation q JOIN ledger_activity a ON a.id = q.activity_id
        WHERE q.person_id = %(person)s AND lower(q.valid) >= %(first)s
            AND upper(q.valid) <= %(on)s AND {known("q", known_at)}
            AND NOT EXISTS (SELECT FROM ledger_timeentry e WHERE e.person_id = q.person_id
                AND e.day >= lower(q.valid) AND e.day < upper(q.valid)
                AND e.activity_id = a.id AND {known("e", known_at)})
            AND NOT EXISTS (SELECT FROM ledger_leave v WHERE v.person_id = q.person_id
                AND v.valid @> lower(q.valid) AND {known("v", known_at)})
        ORDER BY lower(a.period), a.id""",
        asked,
    )
    questions = fetch(
        f"""SELECT c.post_id, coalesce(s.title_vi, ''), coalesce(s.title_en, ''), c.month,
            c.hours, c.note, c.recorded_by, lower(c.recorded)
        FROM ledger_timeconfirmation c
            LEFT JOIN register_poststate s ON s.post_id = c.post_id AND {known("s", known_at)}
                AND s.valid @> (c.month + interval '1 month - 1 day')::date
        WHERE c.person_id = %(person)s AND c.verdict = 'asked_back' AND {known("c", known_at)}
        ORDER BY c.month, c.post_id""",
        asked,
    )
    return MyTasks(
        tuple(UnloggedActivity(*row) for row in activities),
        tuple(
            OpenQuestion(post_id, vi, en, Month.of(month), hours, note, by, at)
            for post_id, vi, en, month, hours, note, by, at in questions
        ),
    )


def my_habits(
    *, viewer: Viewer, person_id: int, on: date, known_at: datetime | None = None
) -> tuple[Habit, ...]:
    """Kinds of work (post and category) of the 62 days up to `on`, the latest first.

    Hours for activities are left out: those are logged from the activity.
    """
    require_own(viewer, person_id)
    rows = fetch(
        f"""SELECT * FROM (
            SELECT DISTINCT ON (e.post_id, e.category) e.post_id, e.category, e.hours, e.day
            FROM ledger_timeentry e
            WHERE e.person_id = %(person)s AND e.day > %(first)s AND e.day <= %(on)s
                AND NOT e.is_month_total AND e.activity_id IS NULL AND {known("e", known_at)}
            ORDER BY e.post_id, e.category, e.day DESC, e.id DESC) latest
        ORDER BY day DESC, post_id, category""",
        {
            "person": person_id,
            "on": on,
            "first": on - timedelta(days=USUAL_DAYS),
            "known_at": known_at,
        },
    )
    return tuple(Habit(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """An entry of the week before, a week later. `obstacle`: why it cannot be repeated (`there`,
    `to come`, `leave`, `not held`), empty when it can."""

    post_id: int
    role_kind: str
    category: str
    day: date
    hours: Decimal
    title_vi: str
    title_en: str
    obstacle: str


def last_week_again(
    *, viewer: Viewer, person_id: int, on: date, known_at: datetime | None = None
) -> tuple[RepeatedRow, ...]:
    """What was logged in the week before that of `on`, without activities, put a week later.

    `to come` is seen from `on`.
    """
    require_own(viewer, person_id)
    monday = on - timedelta(days=on.weekday())
    rows = fetch(
        f"""SELECT e.post_id, e.role_kind, e.category, e.day + 7, e.hours,
            coalesce(s.title_vi, ''), coalesce(s.title_en, ''),
            CASE WHEN EXISTS (SELECT FROM ledger_timeentry t WHERE t.person_id = e.person_id
                    AND t.day = e.day + 7 AND t.post_id = e.post_id AND t.category = e.category
                    AND t.activity_id IS NULL AND {known("t", known_at)}) THEN 'there'
                WHEN e.day + 7 > %(on)s THEN 'to come'
                WHEN NOT EXISTS (SELECT FROM register_appointment a
                    WHERE a.person_id = e.person_id AND a.post_id = e.post_id
                    AND a.valid @> e.day + 7 AND {known("a", known_at)}) THEN 'not held'
                WHEN EXISTS (SELECT FROM ledger_leave v WHERE v.person_id = e.person_id
                    AND v.valid @> e.day + 7 AND {known("v", known_at)}) THEN 'leave'
                ELSE '' END
        FROM ledger_timeentry e LEFT JOIN register_poststate s ON s.post_id = e.post_id
            AND s.valid @> e.day AND {known("s", known_at)}
        WHERE e.person_id = %(person)s AND e.day >= %(first)s AND e.day < %(monday)s
            AND e.activity_id IS NULL AND NOT e.is_month_total AND {known("e", known_at)}
        ORDER BY e.day, e.id""",
        {
            "person": person_id,
            "on": on,
            "monday": monday,
            "first": monday - timedelta(days=7),
            "known_at": known_at,
        },
    )
    return tuple(RepeatedRow(*row) for row in rows)
