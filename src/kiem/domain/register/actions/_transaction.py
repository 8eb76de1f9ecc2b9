"""The frame of every action: one transaction, checks before it ends, one row in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from kiem.domain.register.errors import translate
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock


@dataclass(slots=True)
class _AuditNote:
    action: str
    subject: str
    reason: str
    rows: Mapping[str, int | Sequence[int]]
    decision_id: int | None


@dataclass(slots=True)
class Touched:
    """Rows that one article opened and closed: table -> ids, tables without the app's prefix."""

    opened: dict[str, list[int]] = field(default_factory=dict)
    closed: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Change:
    """What runs inside one register transaction; collects what the audit trail will say.

    `moment` is when everything in it becomes known: one moment, or a question about the instant
    between two of its steps would see a state that never was. `article` is the article of the
    decision that is being carried out, if it has any; `touched` what each of them did.
    """

    actor: Viewer
    moment: datetime
    notes: list[_AuditNote] = field(default_factory=list)
    article: int | None = None
    touched: dict[int, Touched] = field(default_factory=dict)

    def audit(
        self,
        action: str,
        *,
        subject: str,
        rows: Mapping[str, int | Sequence[int]],
        decision_id: int | None = None,
        reason: str = "",
    ) -> None:
        """Note one entry for the whole action, however many facts it wrote."""
        self.notes.append(
            _AuditNote(f"register.{action}", subject, reason, dict(rows), decision_id)
        )

    @contextmanager
    def carrying_out(self, article: int) -> Iterator[Touched]:
        """Inside, facts are made and ended by this article; yields what it touches."""
        before, self.article = self.article, article
        try:
            yield self.touched.setdefault(article, Touched())
        finally:
            self.article = before


_running: ContextVar[Change | None] = ContextVar("kiem_register_change", default=None)


def current_article() -> int | None:
    """The article that is being carried out, for the facts it makes and ends."""
    change = _running.get()
    return None if change is None else change.article


def note_opened(table: str, ids: Sequence[int]) -> None:
    touched = _touched()
    if touched is not None and ids:
        touched.opened.setdefault(table, []).extend(ids)


def note_closed(table: str, ids: Sequence[int]) -> None:
    touched = _touched()
    if touched is not None and ids:
        touched.closed.setdefault(table, []).extend(ids)


def _touched() -> Touched | None:
    """Where to note what is written; None outside an article, where nobody will ask."""
    change = _running.get()
    if change is None or change.article is None:
        return None
    return change.touched[change.article]


@contextmanager
def register_transaction(actor: Viewer) -> Iterator[Change]:
    """One transaction in which the register changes.

    Deferred checks run when the outermost block ends, inside the transaction, so that what they
    find is raised here as a DomainError and everything is rolled back. Actions nest: one called by
    another is checked with the whole. The audit trail comes last: it serialises all writers, and
    locking it after the identity rows keeps one order for everybody.
    """
    actor.require(Permission.CHANGE_REGISTER)
    outer = _running.get()
    try:
        with transaction.atomic():
            if outer is not None:
                yield outer
                return
            change = Change(actor, clock.now())
            token = _running.set(change)
            try:
                yield change
            finally:
                _running.reset(token)
            check_now()
            _write_audit(change)
    except DatabaseError as error:
        refused = translate(error)
        if refused is None:
            raise
        raise refused from error


@contextmanager
def rehearsal(actor: Viewer) -> Iterator[Change]:
    """A change that its caller rolls back: nothing is checked at the end, nothing audited.

    Inside, actions run as in `register_transaction`; the audit trail is not locked, so that a
    preview keeps nobody from writing.
    """
    actor.require(Permission.CHANGE_REGISTER)
    change = Change(actor, clock.now())
    token = _running.set(change)
    try:
        yield change
    finally:
        _running.reset(token)


@contextmanager
def attempt(change: Change) -> Iterator[None]:
    """A part of a running transaction that may be refused alone: checked, and undone if so.

    What it raises is what the part itself would have raised as a transaction; the rest goes on.
    """
    noted = len(change.notes)
    try:
        with transaction.atomic():
            yield
            check_now()
    except DatabaseError as error:
        del change.notes[noted:]
        refused = translate(error)
        if refused is None:
            raise
        raise refused from error
    except BaseException:
        del change.notes[noted:]
        raise


def check_now() -> None:
    """Run the checks of the commit (decision 0020) on everything written so far."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _write_audit(change: Change) -> None:
    for note in change.notes:
        audit.record(
            action=note.action,
            actor=change.actor,
            subject=note.subject,
            reason=note.reason,
            rows=note.rows,
            decision_id=note.decision_id,
        )
