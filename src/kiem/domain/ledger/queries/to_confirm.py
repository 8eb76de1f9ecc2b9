"""What waits for a superior: hours by person and post, and the entries behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kiem.domain.ledger.daily_errors import nothing_to_confirm
from kiem.domain.ledger.queries.superiors import ConfirmScope, confirm_scope
from kiem.platform.access import Viewer
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

SHEETS_A_PAGE = 100


class SheetState(StrEnum):
    """Waits for the superior's word; was asked back; is confirmed as it stands."""

    WAITING = "waiting"
    ASKED = "asked"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The hours of a person for one post in a month. `new_hours`: not confirmed, or recorded after
    the confirmation; they are part of `hours`. `note`, `said_by`, `said_at`: the last word."""

    person_id: int
    post_id: int
    full_name: str
    sort_key: str
    title_vi: str
    title_en: str
    organization_vi: str
    organization_en: str
    role_kind: str
    hours: Decimal
    new_hours: Decimal
    entries: int
    late_entries: int
    objections: int
    verdict: str
    note: str
    said_by: str
    said_at: datetime | None
    state: SheetState


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One entry of a sheet. `is_new`: the confirmation that holds does not cover it."""

    id: int
    day: date
    hours: Decimal
    category: str
    is_month_total: bool
    activity_vi: str
    activity_en: str
    recorded_by: str
    recorded_at: datetime
    is_new: bool
    is_late: bool
    reason: str
    objection_id: int | None
    files: int


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said about a sheet."""

    verdict: str
    hours: Decimal
    note: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row with its entries and everything said about it, the oldest first."""

    row: SheetRow
    entries: tuple[SheetEntry, ...]
    words: tuple[Word, ...]


def sheets_to_confirm(
    *,
    viewer: Viewer,
    month: Month,
    state: SheetState | None = SheetState.WAITING,
    text: str = "",
    after: tuple[str, int, int] | None = None,
    limit: int = SHEETS_A_PAGE,
) -> tuple[SheetRow, ...]:
    """Sheets of the viewer's scope, by name. `text`: words of names of people or organisations,
    without accents. `after`: sort key, person and post of the last row seen."""
    scope = confirm_scope(viewer, month)
    conditions = ["true"]
    if state is not None:
        conditions.append("state = %(state)s")
    if text.strip():
        conditions.append("search LIKE %(text)s")
    if after is not None:
        conditions.append(
            "(sort_key, person_id, post_id) > (%(after_key)s, %(after_person)s, %(after_post)s)"
        )
    key, person, post = after or ("", 0, 0)
    rows = fetch(
        f"""{_SHEETS} SELECT {_SHEET_COLUMNS} FROM sheets WHERE {" AND ".join(conditions)}
        ORDER BY sort_key, person_id, post_id LIMIT %(limit)s""",
        {
            **_asked(scope, month),
            "state": state,
            "text": f"%{fold(text.strip()).replace('%', '').replace('_', '')}%",
            "after_key": key,
            "after_person": person,
            "after_post": post,
            "limit": limit,
        },
    )
    return tuple(_row(row) for row in rows)


def waiting_count(*, viewer: Viewer, month: Month) -> int:
    """How many sheets wait for the viewer's word."""
    rows = fetch(
        f"{_SHEETS} SELECT count(*)::int FROM sheets WHERE state = 'waiting'",
        _asked(confirm_scope(viewer, month), month),
    )
    return int(rows[0][0])


def sheet_to_confirm(*, viewer: Viewer, person_id: int, post_id: int, month: Month) -> Sheet:
    """One sheet with its entries. Raises NotFound outside the scope and without hours."""
    asked = {
        **_asked(confirm_scope(viewer, month), month), "person": person_id, "post": post_id,
    }  # fmt: skip
    rows = fetch(
        f"""{_SHEETS} SELECT {_SHEET_COLUMNS} FROM sheets
        WHERE person_id = %(person)s AND post_id = %(post)s""",
        asked,
    )
    if not rows:
        raise nothing_to_confirm(person_id, post_id, str(month))
    entries = fetch(
        """SELECT e.id, e.day, e.hours, e.category, e.is_month_total, coalesce(a.title_vi, ''),
            coalesce(a.title_en, ''), e.recorded_by, lower(e.recorded),
            NOT EXISTS (SELECT FROM ledger_timeconfirmation c WHERE c.person_id = e.person_id
                AND c.post_id = e.post_id AND c.month = %(start)s AND c.verdict = 'confirmed'
                AND upper_inf(c.recorded) AND lower(c.recorded) >= lower(e.recorded)),
            coalesce(k.is_late, false), coalesce(k.reason, ''),
            (SELECT o.id FROM ledger_timeobjection o WHERE o.entry_id = e.id
                AND NOT EXISTS (SELECT FROM ledger_objectionstep s
                    WHERE s.objection_id = o.id AND s.kind <> 'raised') LIMIT 1),
            (SELECT count(*)::int FROM ledger_evidence v
                WHERE v.entry_id = e.id AND upper_inf(v.recorded))
        FROM ledger_timeentry e LEFT JOIN ledger_activity a ON a.id = e.activity_id
            LEFT JOIN ledger_timecorrection k ON k.new_id = e.id
        WHERE e.person_id = %(person)s AND e.post_id = %(post)s AND e.day >= %(start)s
            AND e.day < %(end)s AND upper_inf(e.recorded) ORDER BY e.day, e.id""",
        asked,
    )
    words = fetch(
        """SELECT c.verdict, c.hours, c.note, c.recorded_by, lower(c.recorded)
        FROM ledger_timeconfirmation c
        WHERE c.person_id = %(person)s AND c.post_id = %(post)s AND c.month = %(start)s
            AND NOT isempty(c.recorded) ORDER BY lower(c.recorded), c.id""",
        asked,
    )
    return Sheet(
        _row(rows[0]),
        tuple(SheetEntry(*entry) for entry in entries),
        tuple(Word(*word) for word in words),
    )


def _asked(scope: ConfirmScope, month: Month) -> dict[str, Any]:
    return {"start": month.start, "end": month.end, **scope.parameters()}


def _row(row: tuple[Any, ...]) -> SheetRow:
    values = (*row[:-1], SheetState(row[-1]))
    return SheetRow(*values)


_SHEET_COLUMNS = """person_id, post_id, full_name, sort_key, title_vi, title_en, organization_vi,
    organization_en, role_kind, hours, new_hours, entries, late_entries, objections, verdict,
    note, said_by, said_at, state"""

# Sums first, names for the sums only: a line of 126 chapters has 30,000 entries a month.
_SHEETS = f"""WITH sums AS MATERIALIZED (
    SELECT e.person_id, e.post_id, p.organization_id, e.role_kind, sum(e.hours) AS hours,
        count(*)::int AS entries, max(lower(e.recorded)) AS latest,
        coalesce(sum(e.hours) FILTER (WHERE c.id IS NULL OR c.verdict <> 'confirmed'
            OR lower(c.recorded) < lower(e.recorded)), 0) AS new_hours,
        c.id AS word_id, c.hours AS word_hours
    FROM ledger_timeentry e
        JOIN register_post p ON p.id = e.post_id
        LEFT JOIN ledger_timeconfirmation c ON c.person_id = e.person_id AND c.post_id = e.post_id
            AND c.month = %(start)s AND upper_inf(c.recorded)
    WHERE e.day >= %(start)s AND e.day < %(end)s AND upper_inf(e.recorded)
        AND {ConfirmScope.within()}
    GROUP BY e.person_id, e.post_id, p.organization_id, e.role_kind, c.id, c.hours),
sheets AS (
    SELECT s.person_id, s.post_id, coalesce(n.full_name, '') AS full_name,
        coalesce(n.sort_key, '') AS sort_key, coalesce(t.title_vi, '') AS title_vi,
        coalesce(t.title_en, '') AS title_en, coalesce(o.name_vi, '') AS organization_vi,
        coalesce(o.name_en, '') AS organization_en, s.role_kind, s.hours, s.new_hours, s.entries,
        (SELECT count(*)::int FROM ledger_timeentry e JOIN ledger_timecorrection k
            ON k.new_id = e.id AND k.is_late
            WHERE e.person_id = s.person_id AND e.post_id = s.post_id AND e.day >= %(start)s
            AND e.day < %(end)s AND upper_inf(e.recorded)) AS late_entries,
        (SELECT count(*)::int FROM ledger_timeobjection j JOIN ledger_timeentry e
            ON e.id = j.entry_id WHERE j.person_id = s.person_id AND e.post_id = s.post_id
            AND e.day >= %(start)s AND e.day < %(end)s
            AND NOT EXISTS (SELECT FROM ledger_objectionstep x
                WHERE x.objection_id = j.id AND x.kind <> 'raised')) AS objections,
        coalesce(c.verdict, '') AS verdict, coalesce(c.note, '') AS note,
        coalesce(c.recorded_by, '') AS said_by, lower(c.recorded) AS said_at,
        CASE WHEN c.verdict = 'asked_back' AND lower(c.recorded) >= s.latest THEN 'asked'
            WHEN c.verdict = 'confirmed' AND s.new_hours = 0 AND c.hours = s.hours
                THEN 'confirmed'
            ELSE 'waiting' END AS state,
        coalesce(n.search_text, '') || ' ' || coalesce(o.search_text, '') AS search
    FROM sums s
        LEFT JOIN ledger_timeconfirmation c ON c.id = s.word_id
        LEFT JOIN LATERAL (SELECT full_name, sort_key, search_text FROM register_personstate n
            WHERE n.person_id = s.person_id AND upper_inf(n.recorded)
            ORDER BY n.valid DESC LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT title_vi, title_en FROM register_poststate t
            WHERE t.post_id = s.post_id AND upper_inf(t.recorded) AND lower(t.valid) < %(end)s
            ORDER BY t.valid DESC LIMIT 1) t ON true
        LEFT JOIN LATERAL (SELECT name_vi, name_en, search_text FROM register_organizationstate o
            WHERE o.organization_id = s.organization_id AND upper_inf(o.recorded)
                AND lower(o.valid) < %(end)s ORDER BY o.valid DESC LIMIT 1) o ON true)"""
