"""Superseding, set-based: close what was known, add what is known now.

`cut` shortens facts (an appointment ends), `withdraw` takes facts back (they never held). Both
work on ids of open rows and leave every other column as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from kiem.domain.register.models.decided import DecidedRow
from kiem.platform.kernel.sql import execute

_SPECIAL = frozenset({"id", "valid", "recorded", "ended_by_id"})


def cut(
    model: type[DecidedRow], ends: Mapping[int, date], *, decision_id: int, moment: datetime
) -> int:
    """Let open rows end on the given days (first day without); returns how many were closed.

    A row that would hold no day is closed without a successor.
    """
    closed = withdraw(model, ends, moment=moment)
    if not closed:
        return 0
    columns = ", ".join(
        f'"{field.column}"' for field in model._meta.concrete_fields if field.column not in _SPECIAL
    )
    execute(
        f"""
        INSERT INTO {model._meta.db_table} ({columns}, valid, recorded, ended_by_id)
        SELECT {columns}, daterange(lower(row.valid), given.day, '[)'),
               tstzrange(%(moment)s, NULL, '[)'), %(decision)s
        FROM {model._meta.db_table} row
        JOIN unnest(%(ids)s::bigint[], %(days)s::date[]) AS given(given_id, day)
            ON given.given_id = row.id
        WHERE lower(row.valid) < given.day
        """,
        {
            "ids": list(ends),
            "days": list(ends.values()),
            "moment": moment,
            "decision": decision_id,
        },
    )
    return closed


def withdraw(model: type[DecidedRow], ids: Collection[int], *, moment: datetime) -> int:
    """Close `recorded` of open rows: from now on they are not known to have held."""
    if not ids:
        return 0
    return execute(
        f"""
        UPDATE {model._meta.db_table}
        SET recorded = tstzrange(lower(recorded), %(moment)s, '[)')
        WHERE id = ANY (%(ids)s) AND upper_inf(recorded)
        """,
        {"ids": list(ids), "moment": moment},
    )
