"""No write slips under a closing.

A closing freezes what is known at its moment. An hour that was being written at that moment by
another transaction, and committed after it, would change the frozen figures: so writers share a
lock which a closing waits for. Taken first of all locks, before those on people.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kiem.domain.ledger.daily_errors import closing_now

_LOCK = (0x4B69, 0x4C65)  # "Ki", "Le": the two numbers of an advisory lock


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes what figures are made of."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", _LOCK)
        yield


@contextmanager
def closing() -> Iterator[None]:
    """A transaction that freezes figures: begins when nobody writes any more."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)
        yield


@contextmanager
def writing_at_once() -> Iterator[None]:
    """`writing` inside a transaction that holds other locks already, such as a decision's: it may
    not wait for a closing, which may be waiting for it. Raises Conflict instead."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s, %s)", _LOCK)
            (is_free,) = cursor.fetchone()
        if not is_free:
            raise closing_now()
        yield
