"""The frame of every action: one transaction, checks before it ends, one row in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connection, transaction

from kiem.domain.register.errors import translate
from kiem.platform.access import Permission, Viewer

_depth: ContextVar[int] = ContextVar("kiem_register_depth", default=0)


@contextmanager
def register_transaction(actor: Viewer) -> Iterator[None]:
    """One transaction in which the register changes.

    Deferred checks run when the outermost block ends, inside the transaction, so that what they
    find is raised here as a DomainError and rolled back. Actions nest: an action called by another
    is checked with the whole.
    """
    actor.require(Permission.CHANGE_REGISTER)
    token = _depth.set(_depth.get() + 1)
    try:
        with transaction.atomic():
            yield
            if _depth.get() == 1:
                _check_now()
    except DatabaseError as error:
        refused = translate(error)
        if refused is None:
            raise
        raise refused from error
    finally:
        _depth.reset(token)


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def record_audit(
    action: str,
    actor: Viewer,
    subject: str,
    *,
    decision_id: int | None = None,
    reason: str = "",
    rows: Mapping[str, int | Sequence[int]] | None = None,
) -> None:
    """One row for the whole action, however many facts it wrote."""
