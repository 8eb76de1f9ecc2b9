"""Closing months, and opening them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from kiem.domain.ledger.actions.freezing import closing
from kiem.domain.ledger.actions.rights import require_to_close
from kiem.domain.ledger.actions.staging import all_ids
from kiem.domain.ledger.daily_errors import month_incomplete
from kiem.domain.ledger.errors import (
    closing_in_future,
    month_not_closed,
    month_not_over,
    reason_missing,
)
from kiem.domain.ledger.models import MonthClosing
from kiem.domain.ledger.queries.month_end import month_end
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded
from kiem.time.month import Month


def close_month(
    *,
    organization_ids: Sequence[int],
    month: Month,
    actor: Viewer,
    known_at: datetime | None = None,
) -> tuple[int, ...]:
    """Close a month of some units: its figures are from now on computed with what was known at
    `known_at` (None = now). Returns the ids of the new closings; units whose month is closed
    already are left as they are.

    Raises InvalidInput for a month that is not over and for a `known_at` still to come.
    """
    if month.end > clock.today():
        raise month_not_over(str(month))
    if known_at is not None and known_at > clock.now():
        raise closing_in_future()
    require_to_close(actor, organization_ids)
    with closing(), connection.cursor() as cursor:
        moment = clock.now()
        ids = all_ids(
            cursor,
            """INSERT INTO ledger_monthclosing (organization_id, month, known_at, recorded,
                recorded_by)
            SELECT unit, %s, %s, tstzrange(%s, NULL), %s FROM unnest(%s::bigint[]) AS unit
            ON CONFLICT DO NOTHING RETURNING id""",
            [month.start, known_at or moment, moment, actor.name, list(set(organization_ids))],
        )
        if ids:
            audit.record(
                action="ledger.close_month",
                actor=actor,
                subject=f"month:{month}",
                rows={"ledger_monthclosing": ids},
            )
    return ids


def close_unit_month(
    *, unit_id: int, month: Month, actor: Viewer, although_incomplete: bool = False
) -> None:
    """Close one unit's month as its commander, after asking back while something is open: hours
    that nobody confirmed, activities without hours, objections, requests for leave.

    Raises Conflict when the month is incomplete, unless `although_incomplete`; the rest as
    `close_month` and `month_end` do. What is closed already stays as it is.
    """
    if month.end > clock.today():
        raise month_not_over(str(month))
    sheet = month_end(viewer=actor, unit_id=unit_id, month=month)
    if sheet.incomplete and not although_incomplete:
        raise month_incomplete(str(month), sheet.incomplete)
    close_month(organization_ids=[unit_id], month=month, actor=actor)


def reopen_month(
    *, organization_ids: Sequence[int], month: Month, reason: str, actor: Viewer
) -> int:
    """Open a closed month of some units again; returns how many. Closing it again later adds a
    new closing. Raises InvalidInput without a reason, Conflict where it is not closed."""
    if not reason.strip():
        raise reason_missing()
    require_to_close(actor, organization_ids)
    with closing():
        closings = MonthClosing.objects.filter(
            organization__in=set(organization_ids), month=month.start, recorded__upper_inf=True
        )
        ids = list(closings.values_list("pk", flat=True))
        closed = close_recorded(MonthClosing, ids, clock.now())
        if closed != len(set(organization_ids)):
            raise month_not_closed(str(month))
        audit.record(
            action="ledger.reopen_month",
            actor=actor,
            subject=f"month:{month}",
            reason=reason,
            rows={"ledger_monthclosing": ids},
        )
    return closed
