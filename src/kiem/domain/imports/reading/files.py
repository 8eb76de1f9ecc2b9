"""Opens a file as what it is."""

from __future__ import annotations

from kiem.domain.imports import errors
from kiem.domain.imports.reading.cells import Limits, Workbook
from kiem.domain.imports.reading.separated import read_separated
from kiem.platform.files.inspection import inspect
from kiem.platform.files.kinds import KINDS_BY_ENDING, TABLES, FileKind
from kiem.platform.files.names import ending_of


def read_workbook(content: bytes, name: str, limits: Limits | None = None) -> Workbook:
    """The sheets of an Excel workbook or the one sheet of a CSV file.

    Every value is where the file has it: nothing is skipped, guessed or corrected. Cells whose
    value stands there by a formula, an error or a merge are marked (`Cell.flaw`).

    Raises InvalidInput (field `file`) for what cannot be read at all: another kind of file, too
    large, damaged, protected, with macros or entities, unpacking without end, in no known encoding,
    without a filled sheet.
    """
    limits = limits or Limits()
    kind = KINDS_BY_ENDING.get(ending_of(name))
    if kind not in TABLES:
        raise errors.not_a_table(name)
    if not content:
        raise errors.nothing_in_it(name)
    if len(content) > limits.bytes:
        raise errors.too_large(name, limits.bytes)
    inspect(content, kind, name)
    if kind is FileKind.CSV:
        book = read_separated(content, name, limits)
    else:
        from kiem.domain.imports.reading.spreadsheet import read_spreadsheet

        book = read_spreadsheet(content, name, limits)
    if not any(sheet.rows for sheet in book.sheets):
        raise errors.nothing_in_it(name)
    return book
