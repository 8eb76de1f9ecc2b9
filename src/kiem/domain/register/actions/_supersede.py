"""Superseding, set-based: close what was known, add what is known now.

`add` makes facts, `cut` shortens them (an appointment ends), `withdraw` takes them back (they never
held). The last two work on ids of open rows and leave every other column as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kiem.domain.register.actions._transaction import current_article, note_closed, note_opened
from kiem.domain.register.models.decided import DecidedRow
from kiem.platform.kernel.bulk import insert_temporal
from kiem.platform.kernel.sql import execute, fetch

_SPECIAL = frozenset({"id", "valid", "recorded", "ended_by_id", "ended_article"})


def add(
    model: type[DecidedRow],
    columns: Mapping[str, Sequence[Any]],
    *,
    decision_id: int,
    moment: datetime,
) -> list[int]:
    """Facts known from `moment` on, made by the decision; returns their ids in the order given."""
    ids = insert_temporal(
        model,
        columns,
        recorded_from=moment,
        constants={"decision_id": decision_id, "article": current_article()},
    )
    note_opened(table_of(model), ids)
    return ids


def table_of(model: type[DecidedRow]) -> str:
    """The table's name without the app's: what facts are called in effects."""
    return model._meta.db_table.removeprefix("register_")


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
    rows = fetch(
        f"""
        INSERT INTO {model._meta.db_table}
            ({columns}, valid, recorded, ended_by_id, ended_article)
        SELECT {columns}, daterange(lower(row.valid), given.day, '[)'),
               tstzrange(%(moment)s, NULL, '[)'), %(decision)s, %(article)s::smallint
        FROM {model._meta.db_table} row
        JOIN unnest(%(ids)s::bigint[], %(days)s::date[]) AS given(given_id, day)
            ON given.given_id = row.id
        WHERE lower(row.valid) < given.day
        RETURNING id
        """,
        {
            "ids": list(ends),
            "days": list(ends.values()),
            "moment": moment,
            "decision": decision_id,
            "article": current_article(),
        },
    )
    note_opened(table_of(model), [row[0] for row in rows])
    return closed


def withdraw(model: type[DecidedRow], ids: Collection[int], *, moment: datetime) -> int:
    """Close `recorded` of open rows: from now on they are not known to have held."""
    if not ids:
        return 0
    note_closed(table_of(model), list(ids))
    return execute(
        f"""
        UPDATE {model._meta.db_table}
        SET recorded = tstzrange(lower(recorded), %(moment)s, '[)')
        WHERE id = ANY (%(ids)s) AND upper_inf(recorded)
        """,
        {"ids": list(ids), "moment": moment},
    )
