"""Reading much at once: one state of the database, a few thousand rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

ROWS_AT_ONCE = 2000


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All reads of the block see the database as it was at the first of them.

    Inside another transaction they see that transaction's state, as ever.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def stream(statement: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement, kept on the server until they are asked for.

    To be used inside a transaction, such as `one_snapshot()`, and read to the end.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows
