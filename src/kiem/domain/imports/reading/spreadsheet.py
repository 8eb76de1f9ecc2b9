"""Excel workbooks. The archive has been inspected: it is whole, and nothing in it acts.

calamine reads fast but believes what it reads: it makes room for the whole rectangle of a sheet,
and a single cell in XFD1048576 is a rectangle of 17 thousand million. So the cells' addresses are
looked through first; the same look finds formulas and errors, which calamine does not tell.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from kiem.domain.imports import errors
from kiem.domain.imports.reading.cells import Limits, Sheet, Value, Workbook
from kiem.domain.imports.reading.marks import Marks, read_marks, sheet_parts

_UNREADABLE = (calamine.CalamineError, OSError, ValueError, KeyError)
_PANIC = "PanicException"  # the reader's own fault; a BaseException that no module exports
_FLAWS_AT_MOST = 200_000


def read_spreadsheet(content: bytes, name: str, limits: Limits) -> Workbook:
    """Every worksheet with its values; see `files.read_workbook` for what is raised."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = sheet_parts(archive, name)
        if len(parts) > limits.sheets:
            raise errors.too_many_sheets(name, limits.sheets)
        marks = {title: read_marks(archive, part, name, limits) for title, part in parts}
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = [
                _sheet(book, meta, marks[meta.name], limits)
                for meta in book.sheets_metadata
                if meta.name in marks
            ]
    except _UNREADABLE:
        raise errors.unreadable(name) from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise errors.unreadable(name) from None
    return Workbook(name, tuple(sheets))


def _sheet(book: Any, meta: Any, marks: Marks, limits: Limits) -> Sheet:
    read = book.get_sheet_by_name(meta.name)
    rows = [_row(values) for values in read.to_python(skip_empty_area=False)]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    flaws = dict(marks.flaws)
    for (top, left), (bottom, right) in read.merged_cell_ranges or ():
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right, limits.columns) + 1):
                flaws.setdefault((row + 1, column + 1), "merged")
        if len(flaws) > _FLAWS_AT_MOST:
            break
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, rows, flaws, is_hidden)


def _row(values: Sequence[Any]) -> list[Value]:
    row = [_value(value) for value in values]
    while row and row[-1] is None:
        row.pop()
    return row


def _value(value: Any) -> Value:
    """As the cell shows it: no text is None, a duration is the time of day it was typed as."""
    if isinstance(value, str):
        return value if value else None
    if isinstance(value, bool | float | datetime | date | time):
        return value
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        if 0 <= seconds < 86_400:
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return str(value)
    return float(value)
