"""CSV: which encoding, which separator, then the rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kiem.domain.imports import errors
from kiem.domain.imports.reading.cells import Limits, Sheet, Value, Workbook
from kiem.domain.imports.reading.encodings import decode

_SEPARATORS = ",;\t|"
_LOOKED_AT_LINES = 20
LONGEST_FIELD = 32_767  # what a cell of a spreadsheet holds


def read_separated(content: bytes, name: str, limits: Limits) -> Workbook:
    """The one sheet of a CSV file, all values as text. See `files.read_workbook`."""
    text, encoding = decode(content, name)
    rows: list[list[Value]] = []
    cells = 0
    for number, values in enumerate(_rows(text, name), start=1):
        if number > limits.rows:
            raise errors.too_many_rows(name, limits.rows)
        if len(values) > limits.columns:
            raise errors.too_many_columns(name, limits.columns)
        if any(len(value) > LONGEST_FIELD for value in values):
            raise errors.broken_line(name, number)
        cells += len(values)
        if cells > limits.cells:
            raise errors.too_many_rows(name, number)
        row: list[Value] = [value if value else None for value in values]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return Workbook(name, (Sheet("CSV", rows),), encoding)


def _rows(text: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        yield from reader
    except csv.Error:
        raise errors.broken_line(name, reader.line_num) from None


def _separator(text: str) -> str:
    """The one the first lines have most of, counted outside quotes; a line may say `sep=;`."""
    first = text[:6].lower()
    if first.startswith("sep=") and first[4:5] in _SEPARATORS:
        return first[4]
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_LOOKED_AT_LINES]
    counts = {
        mark: sum(_outside_quotes(line).count(mark) for line in lines) for mark in _SEPARATORS
    }
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
