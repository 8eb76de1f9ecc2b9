"""The records behind the figures: hours, activities, leave, closings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kiem.domain.ledger.queries.slots import MonthState
from kiem.domain.register.queries.scopes import (
    require_organization,
    require_person,
    require_unit,
)
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class TimeEntryRow:
    """Hours logged. `activity_vi`, `activity_en`: title of the activity, empty without one."""

    id: int
    post_id: int
    post_title_vi: str
    post_title_en: str
    role_kind: str
    category: str
    day: date
    hours: Decimal
    is_month_total: bool
    activity_id: int | None
    activity_vi: str
    activity_en: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity with how many take part, and hours planned and logged by all of them."""

    id: int
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    first_day: date
    planned_hours: Decimal
    participants: int
    planned_total: Decimal
    logged_total: Decimal


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Leave from `start` up to, not including, `end`."""

    id: int
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month a unit has closed, with what was known at `known_at`."""

    month: Month
    known_at: datetime
    closed_at: datetime
    closed_by: str
    state: MonthState = MonthState.CLOSED


def time_entries(
    *,
    viewer: Viewer,
    person_id: int,
    month: Month,
    on: date,
    known_at: datetime | None = None,
) -> tuple[TimeEntryRow, ...]:
    """Hours a person logged in a month, by day. `on` says where the person is looked for."""
    require_person(viewer, Permission.VIEW_LOAD, person_id, on, known_at)
    rows = fetch(
        f"""SELECT e.id, e.post_id, coalesce(s.title_vi, ''), coalesce(s.title_en, ''),
            e.role_kind, e.category, e.day, e.hours, e.is_month_total, e.activity_id,
            coalesce(a.title_vi, ''), coalesce(a.title_en, ''), e.recorded_by, lower(e.recorded)
        FROM ledger_timeentry e LEFT JOIN ledger_activity a ON a.id = e.activity_id
            LEFT JOIN register_poststate s ON s.post_id = e.post_id AND s.valid @> e.day
                AND {known("s", known_at)}
        WHERE e.person_id = %(person)s AND e.day >= %(start)s AND e.day < %(end)s
            AND {known("e", known_at)} ORDER BY e.day, e.id""",
        {"person": person_id, "start": month.start, "end": month.end, "known_at": known_at},
    )
    return tuple(TimeEntryRow(*row) for row in rows)


def activities_of(
    *,
    viewer: Viewer,
    organization_id: int,
    on: date,
    known_at: datetime | None = None,
    first: date | None = None,
    until: date | None = None,
    limit: int = 100,
) -> tuple[ActivityRow, ...]:
    """Activities of an organisation, the latest first: those that start in [first, until), by
    default up to the end of the month that contains `on`."""
    require_organization(viewer, Permission.VIEW_STRUCTURE, organization_id, on, known_at)
    viewer.require(Permission.VIEW_LOAD)
    rows = fetch(
        f"""SELECT a.id, a.category, a.title_vi, a.title_en, lower(a.period), upper(a.period),
            lower(a.valid), a.planned_hours,
            (SELECT count(*)::int FROM ledger_participation q WHERE q.activity_id = a.id
                AND {known("q", known_at)}),
            coalesce((SELECT sum(q.planned_hours) FROM ledger_participation q
                WHERE q.activity_id = a.id AND {known("q", known_at)}), 0),
            coalesce((SELECT sum(e.hours) FROM ledger_timeentry e WHERE e.activity_id = a.id
                AND {known("e", known_at)}), 0)
        FROM ledger_activity a
        WHERE a.organization_id = %(organization)s AND lower(a.valid) >= %(first)s
            AND lower(a.valid) < %(until)s AND {known("a", known_at)}
        ORDER BY lower(a.valid) DESC, a.id DESC LIMIT %(limit)s""",
        {
            "organization": organization_id,
            "first": first or date(1990, 1, 1),
            "until": until or Month.of(on).end,
            "known_at": known_at,
            "limit": limit,
        },
    )
    return tuple(ActivityRow(*row) for row in rows)


def leave_of(
    *,
    viewer: Viewer,
    person_id: int,
    on: date,
    known_at: datetime | None = None,
    months: int = 12,
) -> tuple[LeaveRow, ...]:
    """Leave of a person that touches the `months` months up to that of `on`, the latest first."""
    require_person(viewer, Permission.VIEW_LOAD, person_id, on, known_at)
    last = Month.of(on)
    rows = fetch(
        f"""SELECT v.id, v.kind, lower(v.valid), upper(v.valid) FROM ledger_leave v
        WHERE v.person_id = %(person)s AND v.valid && daterange(%(start)s, %(end)s)
            AND {known("v", known_at)} ORDER BY lower(v.valid) DESC""",
        {
            "person": person_id,
            "start": last.shift(1 - months).start,
            "end": last.end,
            "known_at": known_at,
        },
    )
    return tuple(LeaveRow(*row) for row in rows)


def closed_months(
    *, viewer: Viewer, unit_id: int, on: date, known_at: datetime | None = None
) -> tuple[ClosedMonth, ...]:
    """Months a unit has closed and not opened again, the latest first."""
    require_unit(viewer, Permission.VIEW_LOAD, unit_id, on, known_at)
    rows = fetch(
        f"""SELECT c.month, c.known_at, lower(c.recorded), c.recorded_by
        FROM ledger_monthclosing c
        WHERE c.organization_id = %(unit)s AND {known("c", known_at)} ORDER BY c.month DESC""",
        {"unit": unit_id, "known_at": known_at},
    )
    return tuple(ClosedMonth(Month.of(row[0]), *row[1:]) for row in rows)
