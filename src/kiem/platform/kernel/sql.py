"""Plain SQL for reads that the ORM cannot say in one set-based statement.

Conventions of every statement: parameters by name; `%(on)s` the day, `%(known_at)s` the moment;
`known('s')` and `holding('s')` are the two predicates on the time axes, written so that the
partial indexes on open rows are used when the question is about today's knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction


def fetch(statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def execute(statement: str, parameters: Mapping[str, Any] | None = None) -> int:
    """Run one statement; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def known(alias: str, known_at: datetime | None) -> str:
    """Predicate: the row of `alias` was known at `%(known_at)s` (None: is known now)."""
    if known_at is None:
        return f"upper_inf({alias}.recorded)"
    return f"{alias}.recorded @> %(known_at)s::timestamptz"


def holding(alias: str, known_at: datetime | None, day: str = "%(on)s::date") -> str:
    """Predicate: known, and it holds on `day` (an SQL expression)."""
    return f"{known(alias, known_at)} AND {alias}.valid @> {day}"


def stream(
    statement: str, parameters: Mapping[str, Any] | None = None, size: int = 2_000
) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement as they come, `size` at a time: 200,000 rows fit in any memory.

    All of them are of one moment, in a transaction that stays open until the last one was taken.
    """
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(size):
            yield from rows
