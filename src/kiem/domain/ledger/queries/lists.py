"""Whole lists for export, as they come: activities and time entries of a scope and period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from kiem.domain.register.queries.scopes import organization_scope, people_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import known, stream


class ActivityLine(NamedTuple):
    """An activity with participants, and the hours planned and logged by all of them."""

    id: int
    organization_code: str
    organization_vi: str
    organization_en: str
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    participants: int
    planned_hours: Decimal
    logged_hours: Decimal


class TimeLine(NamedTuple):
    """Hours of a person on a day; `is_month_total`: of the day's whole month."""

    staff_number: str
    full_name: str
    organization_code: str
    organization_vi: str
    organization_en: str
    title_vi: str
    title_en: str
    role_kind: str
    category: str
    day: date
    is_month_total: bool
    hours: Decimal
    activity_id: int | None
    recorded_by: str
    recorded_at: datetime


def every_activity(
    *, viewer: Viewer, first: date, until: date, on: date, known_at: datetime | None = None
) -> Iterator[ActivityLine]:
    """Activities of the viewer's scope that start in [first, until). `on` says where their
    organisations are looked for."""
    viewer.require(Permission.VIEW_LOAD)
    scope = organization_scope(viewer, Permission.VIEW_LOAD, on, known_at)
    rows = stream(
        f"""SELECT a.id, o.code, o.name_vi, o.name_en, a.category, a.title_vi, a.title_en,
            lower(a.period), upper(a.period), coalesce(q.people, 0), coalesce(q.hours, 0),
            coalesce(e.hours, 0)
        FROM ledger_activity a
            JOIN register_organizationstate o ON o.organization_id = a.organization_id
                AND o.valid @> lower(a.valid) AND {known("o", known_at)}
            LEFT JOIN LATERAL (SELECT count(*)::int AS people, sum(q.planned_hours) AS hours
                FROM ledger_participation q WHERE q.activity_id = a.id
                AND {known("q", known_at)}) q ON true
            LEFT JOIN LATERAL (SELECT sum(e.hours) AS hours FROM ledger_timeentry e
                WHERE e.activity_id = a.id AND {known("e", known_at)}) e ON true
        WHERE lower(a.valid) >= %(first)s AND lower(a.valid) < %(until)s
            AND {known("a", known_at)}
            AND (%(within)s::bigint[] IS NULL OR a.organization_id = ANY (%(within)s))
        ORDER BY lower(a.period), a.id""",
        {
            "first": first,
            "until": until,
            "known_at": known_at,
            "within": None if scope.everything else sorted(scope.organization_ids),
        },
    )
    return (ActivityLine(*row) for row in rows)


def every_time_entry(
    *, viewer: Viewer, first: date, until: date, on: date, known_at: datetime | None = None
) -> Iterator[TimeLine]:
    """Hours of days in [first, until): for posts of the viewer's organisations and units, and of
    the people the viewer sees alone."""
    viewer.require(Permission.VIEW_LOAD)
    scope = people_scope(viewer, Permission.VIEW_LOAD, on, known_at)
    rows = stream(
        f"""SELECT ps.staff_number, ps.full_name, o.code, o.name_vi, o.name_en, s.title_vi,
            s.title_en, e.role_kind, e.category, e.day, e.is_month_total, e.hours, e.activity_id,
            e.recorded_by, lower(e.recorded)
        FROM ledger_timeentry e
            JOIN register_post p ON p.id = e.post_id
            JOIN register_personstate ps ON ps.person_id = e.person_id AND ps.valid @> e.day
                AND {known("ps", known_at)}
            JOIN register_poststate s ON s.post_id = p.id AND s.valid @> e.day
                AND {known("s", known_at)}
            JOIN register_organizationstate o ON o.organization_id = p.organization_id
                AND o.valid @> e.day AND {known("o", known_at)}
        WHERE e.day >= %(first)s AND e.day < %(until)s AND {known("e", known_at)}
            AND (%(everything)s OR p.organization_id = ANY (%(within)s)
                OR e.person_id = ANY (%(people)s))
        ORDER BY e.day, e.id""",
        {
            "first": first,
            "until": until,
            "known_at": known_at,
            "everything": scope.everything,
            "within": sorted(scope.organization_ids),
            "people": sorted(scope.person_ids),
        },
    )
    return (TimeLine(*row) for row in rows)
