"""Bulk rows into a temporary table by COPY, so that they are checked and written as sets.

Each staged row keeps its number in the input (`row`, from 1): an error names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

Params = Sequence[Any] | Mapping[str, Any]
_ANALYZE_FROM_ROWS = 500  # below, the planner's guess for a new table is good enough


@contextmanager
def staged(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """A cursor while the temporary table `name` holds `rows`, numbered in column `row`.

    `columns`: `name type`, e.g. `hours numeric`. Must run inside a transaction. The table is gone
    when the block ends well; when it fails the transaction rolls it back.
    """
    names = ", ".join(column.split()[0] for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} (row integer, {', '.join(columns)})")
        count = 0
        with cursor.copy(f"COPY {name} (row, {names}) FROM STDIN") as copy:
            for count, row in enumerate(rows, start=1):
                copy.write_row((count, *row))
        if count >= _ANALYZE_FROM_ROWS:
            cursor.execute(f"ANALYZE {name}")
        yield cursor
        cursor.execute(f"DROP TABLE {name}")


def first_row(cursor: CursorWrapper, sql: str, params: Params = ()) -> Any | None:
    """The first row of a check query, or None: nothing is wrong."""
    cursor.execute(sql, params)
    return cursor.fetchone()


def all_ids(cursor: CursorWrapper, sql: str, params: Params = ()) -> tuple[int, ...]:
    """The ids an `INSERT ... RETURNING id` gave."""
    cursor.execute(sql, params)
    return tuple(row[0] for row in cursor.fetchall())
