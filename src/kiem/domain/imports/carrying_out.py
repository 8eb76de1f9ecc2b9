"""Goes through a file's sheets and does what they say: for good, or only to see.

Seeing is doing and undoing: the check of a file writes everything and takes it back, so that it
finds what applying would find.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop as _

from kiem.domain.imports.kinds import KINDS, Context, Effect, Item, Kind
from kiem.domain.imports.problems import Problems
from kiem.domain.imports.reading import Workbook
from kiem.domain.imports.recognising import Part
from kiem.domain.imports.records import read_records
from kiem.domain.imports.reporting import Report, Writing
from kiem.domain.register.actions import Change, attempt, register_transaction
from kiem.platform.access import Viewer
from kiem.platform.kernel.errors import DomainError

SECONDS_FOR_REFUSALS = 20.0  # to find out which rows of thousands the register refuses
ROWS_FOR_REFUSALS = 50  # named one by one; with more the file as a whole is wrong
READING, MATCHING, WRITING = _("Reading"), _("Comparing with what is known"), _("Writing")

Tell = Callable[[int, int, str], None]


class _Undo(Exception):
    """Leaves the transaction without keeping anything."""


def carry_out(
    book: Workbook,
    parts: Sequence[Part],
    *,
    actor: Viewer,
    day: date,
    make_decision: Callable[[], int],
    keep: Callable[[Report, int | None], None] | None,
    tell: Tell,
) -> Report:
    """Do what the file says, in one transaction; the report says what that was.

    `keep`: called inside the transaction with the report and the decision once all is written
    without an error; None only looks. With any error nothing is kept.

    Raises Forbidden without the permission of a kind.
    """
    taken = [part for part in parts if part.is_complete]
    kinds = [KINDS[part.kind] for part in taken]
    for kind in kinds:
        kind.require(actor)
    unread = [s.name for s in book.sheets if s.rows and s.name not in {p.sheet for p in taken}]
    problems, writing = Problems(), Writing()
    context = Context(actor, day, problems, make_decision)
    order = sorted(taken, key=lambda part: list(KINDS).index(part.kind))
    report: Report | None = None
    try:
        with _transaction(actor, kinds) as change:
            for number, part in enumerate(order):
                _do_sheet(book, part, context, writing, change, _within(tell, number, len(order)))
            report = writing.report(problems, book.encoding, unread)
            if keep is None or problems.count:
                raise _Undo
            keep(report, context.decided)
    except _Undo:
        pass
    if report is None:
        raise LookupError("a file was gone through without a report")
    return report


@contextmanager
def _transaction(actor: Viewer, kinds: Sequence[Kind]) -> Iterator[Change | None]:
    """The register's, when one of the kinds needs it: one moment, one audit entry an action."""
    if any(kind.in_register for kind in kinds):
        with register_transaction(actor) as change:
            yield change
    else:
        with transaction.atomic():
            yield None


def _within(tell: Tell, number: int, count: int) -> Callable[[int, str], None]:
    """Tells how far one of several sheets is, in per cent of all."""
    return lambda percent, phase: tell(100 * number + percent, 100 * count, phase)


def _do_sheet(
    book: Workbook,
    part: Part,
    context: Context,
    writing: Writing,
    change: Change | None,
    tell: Callable[[int, str], None],
) -> None:
    kind, sheet = KINDS[part.kind], book.sheet(part.sheet)
    if sheet is None:
        return
    tell(5, READING)
    records = read_records(sheet, part.head_row, part.columns, kind.columns, context.problems)
    tell(30, MATCHING)
    items = kind.match(records, context)
    tell(50, WRITING)
    doing = [item for item in items if item.effect is not Effect.EQUAL]
    _Attempts(kind, part.sheet, context, change, tell).write(doing)
    writing.add(part.sheet, part.kind, items)


class _Attempts:
    """Writes items; when they are refused together, finds out which of them are."""

    def __init__(
        self,
        kind: Kind,
        sheet: str,
        context: Context,
        change: Change | None,
        tell: Callable[[int, str], None],
    ) -> None:
        self._kind = kind
        self._sheet = sheet
        self._context = context
        self._change = change
        self._tell = tell
        self._deadline_s = time.monotonic() + SECONDS_FOR_REFUSALS
        self._refused = 0
        self._is_over = False

    def write(self, items: Sequence[Item]) -> None:
        """All at once, else halves of halves. What was written before stays for what follows, so
        that rows which exclude each other are found as well."""
        if not items or self._is_over:
            return
        try:
            with self._attempt():
                self._kind.write(items, self._context)
        except DomainError as error:
            if len(items) == 1:
                self._context.problems.refused(self._sheet, items[0].row, error)
                self._refused += 1
            elif self._refused >= ROWS_FOR_REFUSALS or time.monotonic() > self._deadline_s:
                self._context.problems.at(self._sheet, items[0].row, 0, "too_much_refused")
                self._is_over = True
            else:
                self._tell(70, WRITING)
                middle = len(items) // 2
                self.write(items[:middle])
                self.write(items[middle:])

    @contextmanager
    def _attempt(self) -> Iterator[None]:
        if self._change is not None and self._kind.in_register:
            self._context.decision_id()  # before, or its first undoing would take it along
            with attempt(self._change):
                yield
        else:
            with transaction.atomic():
                yield
