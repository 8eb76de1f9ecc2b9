"""When returns are due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from kiem.domain.returns.queries.chapters import last_day
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.month import Month

DEFAULT_DUE_DAY = 5


def due_days(
    head_ids: Collection[int], month: Month, known_at: datetime | None = None
) -> dict[int, date]:
    """Head of a line -> the day by which its chapters return the month."""
    rows = fetch(
        f"""SELECT d.organization_id, d.due_day FROM returns_returndeadline d
        WHERE d.organization_id = ANY (%(heads)s) AND {holding("d", known_at)}""",
        {"heads": list(head_ids), "on": last_day(month), "known_at": known_at},
    )
    days = dict.fromkeys(head_ids, DEFAULT_DUE_DAY) | dict(rows)
    return {head: month.end + timedelta(days=day - 1) for head, day in days.items()}
