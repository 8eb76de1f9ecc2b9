"""A unit's month before it is closed: what is missing, person by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kiem.domain.ledger.errors import outside_scope
from kiem.domain.ledger.queries.slots import MonthState
from kiem.domain.ledger.queries.superiors import confirm_scope
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class PersonAtMonthEnd:
    """A dual holder of the unit on the month's last day, in hours and things still open.

    The office's side is told as counts: what is behind them is the member organisation's.
    """

    person_id: int
    full_name: str
    sort_key: str
    line_hours: Decimal
    line_waiting_hours: Decimal
    office_hours: Decimal
    office_waiting_hours: Decimal
    activities_without_hours: int
    objections: int
    requests: int

    @property
    def is_complete(self) -> bool:
        return not (
            self.line_waiting_hours
            or self.office_waiting_hours
            or self.activities_without_hours
            or self.objections
            or self.requests
        )


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The unit's month. `closed_at`, `closed_by`: of the closing in force."""

    unit_id: int
    unit_vi: str
    unit_en: str
    month: Month
    state: MonthState
    closed_at: datetime | None
    closed_by: str
    people: tuple[PersonAtMonthEnd, ...]

    @property
    def incomplete(self) -> int:
        """How many people have something still open."""
        return sum(not person.is_complete for person in self.people)


@dataclass(frozen=True, slots=True)
class UnitMonthState:
    """A unit of the viewer's and whether it has closed the month."""

    unit_id: int
    code: str
    name_vi: str
    name_en: str
    sort_key: str
    dual_holders: int
    closed_at: datetime | None
    closed_by: str


def month_end(*, viewer: Viewer, unit_id: int, month: Month) -> MonthEnd:
    """Raises NotFound for units the viewer does not command."""
    scope = confirm_scope(viewer, month)
    asked = {"unit": unit_id, "start": month.start, "end": month.end}
    units = fetch(
        """SELECT s.name_vi, s.name_en, lower(c.recorded), coalesce(c.recorded_by, '')
        FROM register_organizationstate s
            JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
            LEFT JOIN ledger_monthclosing c ON c.organization_id = s.organization_id
                AND c.month = %(start)s AND upper_inf(c.recorded)
        WHERE s.organization_id = %(unit)s AND upper_inf(s.recorded)
            AND s.valid && daterange(%(start)s, %(end)s)
        ORDER BY s.valid DESC LIMIT 1""",
        asked,
    )
    if not units or not scope.allows_unit(unit_id):
        raise outside_scope("unit")
    name_vi, name_en, closed_at, closed_by = units[0]
    if closed_at is not None:
        state = MonthState.CLOSED
    else:
        is_to_come = month.start > clock.today()
        state = MonthState.TO_COME if is_to_come else MonthState.RUNNING
    return MonthEnd(
        unit_id, name_vi, name_en, month, state, closed_at, closed_by, _people(unit_id, month)
    )


def units_to_close(*, viewer: Viewer, month: Month) -> tuple[UnitMonthState, ...]:
    """Units the viewer may close, in Vietnamese order; none for who commands no unit."""
    scope = confirm_scope(viewer, month)
    rows = fetch(
        """SELECT s.organization_id, s.code, s.name_vi, s.name_en, s.sort_key,
            (SELECT count(DISTINCT a.person_id)::int FROM register_post p
                JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
                    AND a.valid @> %(last)s
                JOIN register_appointment f ON f.person_id = a.person_id
                    AND upper_inf(f.recorded) AND f.valid @> %(last)s
                JOIN register_post q ON q.id = f.post_id AND q.kind IN ('office', 'external')
                WHERE p.organization_id = s.organization_id AND p.kind = 'line'),
            lower(c.recorded), coalesce(c.recorded_by, '')
        FROM register_organizationstate s
            JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
            LEFT JOIN ledger_monthclosing c ON c.organization_id = s.organization_id
                AND c.month = %(start)s AND upper_inf(c.recorded)
        WHERE upper_inf(s.recorded) AND s.valid @> %(last)s
            AND (%(every)s OR s.organization_id = ANY (%(units)s::bigint[]))
        ORDER BY s.sort_key, s.organization_id""",
        {
            "start": month.start,
            "last": _last_day(month),
            "every": scope.every_unit,
            "units": list(scope.unit_ids),
        },
    )
    return tuple(UnitMonthState(*row) for row in rows)


def _last_day(month: Month) -> date:
    return month.end - timedelta(days=1)


def _people(unit_id: int, month: Month) -> tuple[PersonAtMonthEnd, ...]:
    """One statement, whatever the size of the unit."""
    rows = fetch(
        """WITH dual AS (
            SELECT DISTINCT a.person_id FROM register_post p
                JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
                    AND a.valid @> %(last)s
                JOIN register_appointment f ON f.person_id = a.person_id
                    AND upper_inf(f.recorded) AND f.valid && daterange(%(start)s, %(end)s)
                JOIN register_post q ON q.id = f.post_id AND q.kind IN ('office', 'external')
            WHERE p.organization_id = %(unit)s AND p.kind = 'line'),
        hours AS (
            SELECT e.person_id,
                coalesce(sum(e.hours) FILTER (WHERE e.role_kind = 'line'), 0) AS line,
                coalesce(sum(e.hours) FILTER (WHERE e.role_kind = 'line' AND c.id IS NULL), 0)
                    AS line_waiting,
                coalesce(sum(e.hours) FILTER (WHERE e.role_kind <> 'line'), 0) AS office,
                coalesce(sum(e.hours) FILTER (WHERE e.role_kind <> 'line' AND c.id IS NULL
                    AND p.kind <> 'external'), 0) AS office_waiting
            FROM dual JOIN ledger_timeentry e ON e.person_id = dual.person_id
                    AND e.day >= %(start)s AND e.day < %(end)s AND upper_inf(e.recorded)
                JOIN register_post p ON p.id = e.post_id
                LEFT JOIN ledger_timeconfirmation c ON c.person_id = e.person_id
                    AND c.post_id = e.post_id AND c.month = %(start)s
                    AND c.verdict = 'confirmed' AND upper_inf(c.recorded)
                    AND lower(c.recorded) >= lower(e.recorded)
            GROUP BY e.person_id)
        SELECT d.person_id, n.full_name, n.sort_key, coalesce(h.line, 0),
            coalesce(h.line_waiting, 0), coalesce(h.office, 0), coalesce(h.office_waiting, 0),
            (SELECT count(*)::int FROM ledger_participation q WHERE q.person_id = d.person_id
                AND lower(q.valid) >= %(start)s AND lower(q.valid) < %(end)s
                AND upper(q.valid) <= %(today)s AND upper_inf(q.recorded)
                AND NOT EXISTS (SELECT FROM ledger_timeentry e WHERE e.person_id = q.person_id
                    AND e.activity_id = q.activity_id AND e.day >= lower(q.valid)
                    AND e.day < upper(q.valid) AND upper_inf(e.recorded))
                AND NOT EXISTS (SELECT FROM ledger_leave v WHERE v.person_id = q.person_id
                    AND v.valid @> lower(q.valid) AND upper_inf(v.recorded))),
            (SELECT count(*)::int FROM ledger_timeobjection j
                JOIN ledger_timeentry e ON e.id = j.entry_id
                    AND e.day >= %(start)s AND e.day < %(end)s
                WHERE j.person_id = d.person_id AND NOT EXISTS (
                    SELECT FROM ledger_objectionstep s
                    WHERE s.objection_id = j.id AND s.kind <> 'raised')),
            (SELECT count(*)::int FROM ledger_leaverequest r WHERE r.person_id = d.person_id
                AND r.asked && daterange(%(start)s, %(end)s)
                AND NOT EXISTS (SELECT FROM ledger_leavedecision x WHERE x.request_id = r.id))
        FROM dual d
            JOIN LATERAL (SELECT full_name, sort_key FROM register_personstate n
                WHERE n.person_id = d.person_id AND upper_inf(n.recorded)
                ORDER BY n.valid DESC LIMIT 1) n ON true
            LEFT JOIN hours h ON h.person_id = d.person_id
        ORDER BY n.sort_key, d.person_id""",
        {
            "unit": unit_id,
            "start": month.start,
            "end": month.end,
            "last": _last_day(month),
            "today": clock.today(),
        },
    )
    return tuple(PersonAtMonthEnd(*row) for row in rows)
