"""One person's month, day by day, both roles in one calendar: for the person alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kiem.domain.ledger.queries.homes import homes_table
from kiem.domain.ledger.queries.own import require_own
from kiem.domain.ledger.queries.settings_by_unit import settings_of
from kiem.domain.ledger.queries.slots import MonthState, Slot, Slots
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, known
from kiem.time.month import Month

LINE = "line"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post the person holds on at least one day of the month. `end`: exclusive."""

    post_id: int
    kind: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str
    start: date
    end: date | None

    @property
    def role_kind(self) -> str:
        return LINE if self.kind == LINE else "office"

    def is_held_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class DayEntry:
    """Hours logged. `is_confirmed`: the superior's confirmation that holds knew this entry.
    `objection_id`: of the open objection to it. `reason`: why it was corrected or came late."""

    id: int
    post_id: int
    role_kind: str
    category: str
    day: date
    hours: Decimal
    is_month_total: bool
    activity_id: int | None
    activity_vi: str
    activity_en: str
    recorded_by: str
    is_confirmed: bool
    objection_id: int | None
    reason: str
    is_late: bool
    files: int = 0

    @property
    def is_own_to_change(self) -> bool:
        """Whether the holder may change it, instead of objecting."""
        return not (self.is_confirmed or self.is_month_total)


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """Something the person takes part in. `is_logged`: hours of theirs are logged for it."""

    activity_id: int
    post_id: int
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    first_day: date
    end_day: date
    planned_hours: Decimal
    is_logged: bool


@dataclass(frozen=True, slots=True)
class LeaveDays:
    """Leave, or a request for it: `state` is `granted` or `asked`. `end` exclusive."""

    state: str
    id: int
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SuperiorsWord:
    """What the superior last said about the month's hours for a post. `is_current`: no hours were
    recorded or changed since."""

    post_id: int
    verdict: str
    hours: Decimal
    note: str
    recorded_by: str
    recorded_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class DaySheet:
    """One day. Hours are sums of its entries; a unit's record of a whole month is in none."""

    day: date
    is_working_day: bool
    leave: LeaveDays | None
    entries: tuple[DayEntry, ...]
    planned: tuple[PlannedPart, ...]

    @property
    def line_hours(self) -> Decimal:
        return _sum(e.hours for e in self.entries if e.role_kind == LINE)

    @property
    def office_hours(self) -> Decimal:
        return _sum(e.hours for e in self.entries if e.role_kind != LINE)


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """The month. `closed_at`: when the person's unit closed it, None while open."""

    person_id: int
    month: Month
    state: MonthState
    closed_at: datetime | None
    posts: tuple[HeldPost, ...]
    days: tuple[DaySheet, ...]
    month_totals: tuple[DayEntry, ...]
    words: tuple[SuperiorsWord, ...]

    @property
    def entries(self) -> tuple[DayEntry, ...]:
        return (*(e for d in self.days for e in d.entries), *self.month_totals)

    def day_of(self, day: date) -> DaySheet:
        return self.days[(day - self.month.start).days]

    def post(self, post_id: int) -> HeldPost | None:
        return next((p for p in self.posts if p.post_id == post_id), None)

    def word_on(self, post_id: int) -> SuperiorsWord | None:
        return next((w for w in self.words if w.post_id == post_id), None)


def month_sheet(
    *,
    viewer: Viewer,
    person_id: int,
    on: date,
    known_at: datetime | None = None,
) -> MonthSheet:
    """The month that contains `on`. Raises Forbidden or NotFound for anybody but the person."""
    require_own(viewer, person_id)
    month = Month.of(on)
    asked = {
        "person": person_id, "start": month.start, "end": month.end, "known_at": known_at,
    }  # fmt: skip
    entries = _entries(asked, known_at)
    unit_id, closed_at = _home(asked)
    today = clock.today()
    to_come = MonthState.TO_COME if month.start > today else MonthState.RUNNING
    return MonthSheet(
        person_id,
        month,
        MonthState.CLOSED if closed_at else to_come,
        closed_at,
        _posts(asked, known_at),
        tuple(
            _days(
                month,
                unit_id,
                [entry for entry in entries if not entry.is_month_total],
                _planned(asked, known_at),
                _leave(asked, known_at),
            )
        ),
        tuple(entry for entry in entries if entry.is_month_total),
        _words(asked, known_at),
    )


def _sum(hours: Iterator[Decimal]) -> Decimal:
    return sum(hours, start=Decimal(0))


def _posts(asked: dict[str, Any], known_at: datetime | None) -> tuple[HeldPost, ...]:
    rows = fetch(
        f"""SELECT a.post_id, p.kind, coalesce(s.title_vi, ''), coalesce(s.title_en, ''),
            p.organization_id, coalesce(o.name_vi, ''), coalesce(o.name_en, ''),
            lower(a.valid), upper(a.valid)
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            LEFT JOIN register_poststate s ON s.post_id = p.id AND {known("s", known_at)}
                AND s.valid @> least(upper(a.valid), %(end)s::date) - 1
            LEFT JOIN register_organizationstate o ON o.organization_id = p.organization_id
                AND {known("o", known_at)}
                AND o.valid @> least(upper(a.valid), %(end)s::date) - 1
        WHERE a.person_id = %(person)s AND a.valid && daterange(%(start)s, %(end)s)
            AND {known("a", known_at)}
        ORDER BY p.kind <> 'line', lower(a.valid), a.id""",
        asked,
    )
    return tuple(HeldPost(*row) for row in rows)


def _entries(asked: dict[str, Any], known_at: datetime | None) -> list[DayEntry]:
    rows = fetch(
        f"""SELECT e.id, e.post_id, e.role_kind, e.category, e.day, e.hours, e.is_month_total,
            e.activity_id, coalesce(a.title_vi, ''), coalesce(a.title_en, ''), e.recorded_by,
            EXISTS (SELECT FROM ledger_timeconfirmation c
                WHERE c.person_id = e.person_id AND c.month = %(start)s
                AND c.post_id = e.post_id AND c.verdict = 'confirmed' AND {known("c", known_at)}
                AND lower(c.recorded) >= lower(e.recorded)),
            (SELECT o.id FROM ledger_timeobjection o WHERE o.entry_id = e.id
                AND NOT EXISTS (SELECT FROM ledger_objectionstep s
                    WHERE s.objection_id = o.id AND s.kind <> 'raised') LIMIT 1),
            coalesce(k.reason, ''), coalesce(k.is_late, false),
            (SELECT count(*)::int FROM ledger_evidence v WHERE v.entry_id = e.id
                AND {known("v", known_at)})
        FROM ledger_timeentry e LEFT JOIN ledger_activity a ON a.id = e.activity_id
            LEFT JOIN ledger_timecorrection k ON k.new_id = e.id
        WHERE e.person_id = %(person)s AND e.day >= %(start)s AND e.day < %(end)s
            AND {known("e", known_at)} ORDER BY e.day, e.id""",
        asked,
    )
    return [DayEntry(*row) for row in rows]


def _planned(asked: dict[str, Any], known_at: datetime | None) -> list[PlannedPart]:
    rows = fetch(
        f"""SELECT a.id, q.post_id, a.category, a.title_vi, a.title_en, lower(a.period),
            upper(a.period), lower(q.valid), upper(q.valid), q.planned_hours,
            EXISTS (SELECT FROM ledger_timeentry e WHERE e.person_id = q.person_id
                AND e.day >= lower(q.valid) AND e.day < upper(q.valid)
                AND e.activity_id = a.id AND {known("e", known_at)})
        FROM ledger_participation q JOIN ledger_activity a ON a.id = q.activity_id
        WHERE q.person_id = %(person)s AND lower(q.valid) > %(start)s::date - 32
            AND lower(q.valid) < %(end)s AND upper(q.valid) > %(start)s
            AND {known("q", known_at)} ORDER BY lower(a.period), a.id""",
        asked,
    )
    return [PlannedPart(*row) for row in rows]


def _leave(asked: dict[str, Any], known_at: datetime | None) -> list[LeaveDays]:
    rows = fetch(
        f"""SELECT 'granted', v.id, v.kind, lower(v.valid), upper(v.valid)
        FROM ledger_leave v WHERE v.person_id = %(person)s
            AND v.valid && daterange(%(start)s, %(end)s) AND {known("v", known_at)}
        UNION ALL
        SELECT 'asked', r.id, r.kind, lower(r.asked), upper(r.asked)
        FROM ledger_leaverequest r WHERE r.person_id = %(person)s
            AND r.asked && daterange(%(start)s, %(end)s)
            AND NOT EXISTS (SELECT FROM ledger_leavedecision d WHERE d.request_id = r.id)
        ORDER BY 4""",
        asked,
    )
    return [LeaveDays(*row) for row in rows]


def _words(asked: dict[str, Any], known_at: datetime | None) -> tuple[SuperiorsWord, ...]:
    rows = fetch(
        f"""SELECT c.post_id, c.verdict, c.hours, c.note, c.recorded_by, lower(c.recorded),
            c.hours = coalesce((SELECT sum(e.hours) FROM ledger_timeentry e
                WHERE e.person_id = c.person_id AND e.post_id = c.post_id
                AND e.day >= %(start)s AND e.day < %(end)s AND {known("e", known_at)}
                HAVING max(lower(e.recorded)) <= lower(c.recorded)), -1)
        FROM ledger_timeconfirmation c
        WHERE c.person_id = %(person)s AND c.month = %(start)s AND {known("c", known_at)}""",
        asked,
    )
    return tuple(SuperiorsWord(*row) for row in rows)


def _home(asked: dict[str, Any]) -> tuple[int, datetime | None]:
    """The unit the month belongs to (0: none), and when it closed it."""
    rows = fetch(
        f"""WITH asked AS (SELECT %(person)s::bigint AS person_id, %(start)s::date AS month),
        {homes_table("asked")}
        SELECT h.unit_id, (SELECT lower(c.recorded) FROM ledger_monthclosing c
            WHERE c.organization_id = h.unit_id AND c.month = h.month AND upper_inf(c.recorded))
        FROM homes h""",
        asked,
    )
    return rows[0] if rows else (0, None)


def _days(
    month: Month,
    unit_id: int,
    entries: Sequence[DayEntry],
    planned: Sequence[PlannedPart],
    leave: Sequence[LeaveDays],
) -> Iterator[DaySheet]:
    last = month.end - timedelta(days=1)
    (own,) = settings_of(Slots([Slot(unit_id, month, last, None, MonthState.RUNNING)]))
    worked = own.calendar.cumulative(month.start, month.end)
    by_day: defaultdict[date, list[DayEntry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    for offset in range(month.days):
        day = month.start + timedelta(days=offset)
        yield DaySheet(
            day,
            worked[offset + 1] > worked[offset],
            next((days for days in leave if days.start <= day < days.end), None),
            tuple(by_day[day]),
            tuple(part for part in planned if part.first_day <= day < part.end_day),
        )
