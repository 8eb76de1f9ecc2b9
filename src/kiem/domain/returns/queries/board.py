"""The board: which chapters have returned a month, what is missing, what is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiem.domain.returns.queries.chapters import chapters_within, last_day, owing
from kiem.domain.returns.queries.deadlines import due_days
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.month import Month


class ReturnState(StrEnum):
    """Where a chapter's return stands. `late`: it came, after it was due."""

    NOT_BEGUN = "not_begun"
    WITH_ERRORS = "with_errors"
    CHECKED = "checked"  # a file without mistakes came and waits to be accepted
    RECEIVED = "received"
    LATE = "late"


ARRIVED = frozenset({ReturnState.RECEIVED, ReturnState.LATE})


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A chapter and its return. `received_at`: when its first return was accepted; `versions`:
    how many were, 2 or more when corrected ones replaced it; `mistakes` of the latest file;
    `is_overdue`: due and not here."""

    id: int
    code: str
    name_vi: str
    name_en: str
    sort_key: str
    unit_id: int
    unit_vi: str
    unit_en: str
    head_id: int
    head_vi: str
    head_en: str
    state: ReturnState
    due_on: date
    received_at: datetime | None
    versions: int
    latest_id: int | None
    mistakes: int
    is_overdue: bool

    @property
    def has_arrived(self) -> bool:
        return self.state in ARRIVED


@dataclass(frozen=True, slots=True)
class Head:
    """A committee that collects returns."""

    id: int
    name_vi: str
    name_en: str
    due_on: date
    chapters: int


@dataclass(frozen=True, slots=True)
class Board:
    month: Month
    rows: tuple[BoardRow, ...]
    heads: tuple[Head, ...]  # of the whole scope, whichever one is chosen
    by_state: Mapping[ReturnState, int]
    arrived: int
    overdue: int


def returns_board(
    *,
    viewer: Viewer,
    month: Month,
    known_at: datetime | None = None,
    head_id: int | None = None,
    unit_ids: Collection[int] | None = None,
) -> Board:
    """Chapters of the viewer's scope that owe the month, in Vietnamese order.

    `head_id` narrows to one line, `unit_ids` to hosts. Two statements, however many chapters.
    """
    viewer.require(Permission.VIEW_RETURNS)
    within = chapters_within(viewer, Permission.VIEW_RETURNS, month, known_at)
    rows = _rows(month, known_at, within, unit_ids)
    due = due_days({row[9] for row in rows}, month, known_at)
    today = clock.today() if known_at is None else known_at.astimezone(LOCAL_ZONE).date()
    heads: dict[int, Head] = {}
    counted = Counter(row[9] for row in rows)
    for row in rows:
        heads.setdefault(row[9], Head(*(*row[9:12], due[row[9]], counted[row[9]])))
    shown = tuple(_board_row(row, due[row[9]], today) for row in rows if head_id in (None, row[9]))
    return Board(
        month,
        shown,
        tuple(sorted(heads.values(), key=lambda head: -head.chapters)),
        Counter(row.state for row in shown),
        sum(row.has_arrived for row in shown),
        sum(row.is_overdue for row in shown),
    )


def missing_returns(
    *, viewer: Viewer, month: Month, unit_ids: Collection[int]
) -> tuple[BoardRow, ...]:
    """Chapters of these units whose return is not here: a warning for whoever closes the month."""
    if not viewer.can(Permission.VIEW_RETURNS):
        return ()
    board = returns_board(viewer=viewer, month=month, unit_ids=unit_ids)
    return tuple(row for row in board.rows if not row.has_arrived)


def _rows(
    month: Month,
    known_at: datetime | None,
    within: list[int] | None,
    unit_ids: Collection[int] | None,
) -> list[tuple[Any, ...]]:
    tables, condition = owing(known_at)
    stands = "upper_inf(a.recorded)" if known_at is None else "a.recorded @> %(known_at)s"
    before = "true" if known_at is None else "lower(a.recorded) <= %(known_at)s"
    came = "true" if known_at is None else "s.received_at <= %(known_at)s"
    return fetch(
        f"""WITH accepted AS MATERIALIZED (
            SELECT a.organization_id, min(lower(a.recorded)) AS first_at, count(*) AS versions,
                max(a.submission_id) FILTER (WHERE {stands}) AS standing
            FROM returns_acceptance a WHERE a.month = %(month)s AND {before}
            GROUP BY a.organization_id),
        latest AS MATERIALIZED (
            SELECT DISTINCT ON (s.organization_id) s.organization_id, s.id,
                jsonb_array_length(s.problems) AS mistakes
            FROM returns_submission s WHERE s.month = %(month)s AND {came}
            ORDER BY s.organization_id, s.id DESC)
        SELECT s.organization_id, s.code, s.name_vi, s.name_en, s.sort_key,
            p.organization_id, p.name_vi, p.name_en, p.sort_key,
            h.organization_id, h.name_vi, h.name_en,
            c.standing, c.first_at, coalesce(c.versions, 0)::int, l.id, coalesce(l.mistakes, 0)
        FROM {tables}
            JOIN register_organizationstate p ON p.organization_id = s.parent_id
                AND {holding("p", known_at)}
            LEFT JOIN accepted c ON c.organization_id = s.organization_id
            LEFT JOIN latest l ON l.organization_id = s.organization_id
        WHERE {condition}
            AND (%(within)s::bigint[] IS NULL OR s.organization_id = ANY (%(within)s))
            AND (%(units)s::bigint[] IS NULL OR s.parent_id = ANY (%(units)s))
        ORDER BY p.sort_key, s.sort_key, s.organization_id""",
        {
            "month": month.start,
            "on": last_day(month),
            "known_at": known_at,
            "within": within,
            "units": None if unit_ids is None else list(unit_ids),
        },
    )


def _board_row(row: tuple[Any, ...], due_on: date, today: date) -> BoardRow:
    standing, first_at, versions, latest, mistakes = row[12:17]
    if standing is not None:
        is_late = first_at.astimezone(LOCAL_ZONE).date() > due_on
        state = ReturnState.LATE if is_late else ReturnState.RECEIVED
    elif latest is None:
        state = ReturnState.NOT_BEGUN
    else:
        state = ReturnState.WITH_ERRORS if mistakes else ReturnState.CHECKED
    received_at = first_at if standing is not None else None
    is_overdue = standing is None and today > due_on
    facts = (state, due_on, received_at, versions, latest, mistakes, is_overdue)
    return BoardRow(*(*row[:8], *row[9:12], *facts))
