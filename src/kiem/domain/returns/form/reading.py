"""Reads a filled-in form: raw cells in, lines and every problem out. Needs no database.

The reader of files hands over sheets as rows of cells; nothing here cares whether they came from
Excel, LibreOffice or a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from kiem.domain.returns.form import cells, layout
from kiem.domain.returns.form.cells import Cell, Flawed, Unreadable
from kiem.domain.returns.form.contents import Problem
from kiem.domain.returns.form.identity import FormIdentity, read_identity
from kiem.domain.returns.form.layout import Column, Sheet
from kiem.platform.kernel.collation import fold

Sheets = Mapping[str, Sequence[Sequence[Cell]]]
_HEAD_WITHIN = 12  # rows in which the heading is looked for
_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "text": cells.text_of,
    "date": cells.day_of,
    "time": cells.time_of,
    "number": cells.number_of,
    "count": cells.count_of,
}


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line with its cells read by kind; choices as codes, empty cells as None."""

    row: int
    values: Mapping[str, Any]

    def text(self, key: str) -> str:
        return str(self.values.get(key) or "")

    def day(self, key: str) -> date | None:
        found: date | None = self.values.get(key)
        return found

    def time(self, key: str) -> time:
        found: time = self.values[key]
        return found

    def number(self, key: str) -> Decimal:
        found: Decimal = self.values[key]
        return found


@dataclass(slots=True)
class ReadForm:
    """What was read. `identity` None: not a form of ours, or its hidden sheet was changed."""

    identity: FormIdentity | None = None
    lines: dict[str, list[RawLine]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    made_at: datetime | None = None


def read_form(sheets: Sheets) -> ReadForm:
    """All lines of all sheets, and all problems at once. Never raises for what a file holds."""
    found = ReadForm(identity=_identity(sheets))
    if found.identity is None:
        found.problems.append(Problem("not_a_form"))
        return found
    if found.identity.version != layout.VERSION:
        found.problems.append(Problem("old_version", params={"version": found.identity.version}))
        return found
    found.made_at = found.identity.made_at
    for sheet in layout.SHEETS.values():
        found.lines[sheet.key] = _sheet_lines(sheets, sheet, found.problems)
    return found


def _identity(sheets: Sheets) -> FormIdentity | None:
    pairs = {
        cells.text_of(row[0]): cells.text_of(row[1])
        for row in sheets.get(layout.HIDDEN_SHEET, ())[:20]
        if len(row) >= 2
    }
    return read_identity(pairs)


def _sheet_lines(sheets: Sheets, sheet: Sheet, problems: list[Problem]) -> list[RawLine]:
    names = {fold(sheet.vi), fold(sheet.en)}
    rows = next((rows for name, rows in sheets.items() if fold(name) in names), None)
    if rows is None:
        problems.append(Problem("sheet_missing", sheet.key))
        return []
    head, places = _head(sheet, rows)
    missing = [c for c in sheet.columns if c.key not in places and (c.is_needed or c.is_locked)]
    if head is None or any(column.is_needed for column in missing):
        problems.extend(Problem("column_missing", sheet.key, 0, c.key) for c in missing)
        return []
    if len(rows) > layout.MOST_ROWS:
        problems.append(Problem("too_many_rows", sheet.key, params={"most": layout.MOST_ROWS}))
        return []
    lines = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        given = {key: row[place] for key, place in places.items() if place < len(row)}
        if _is_blank(sheet, given):
            continue
        if (line := _line(sheet, number, given, problems)) is not None:
            lines.append(line)
    return lines


def _head(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> tuple[int | None, dict[str, int]]:
    """The row of the headings, from 0, and which column stands where."""
    best: tuple[int | None, dict[str, int]] = (None, {})
    for number, row in enumerate(rows[:_HEAD_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            heading = str(cell or "").partition("\n")[0]
            for column in sheet.columns:
                if fold(heading) in (fold(column.vi), fold(column.en)):
                    places.setdefault(column.key, place)
        if len(places) > len(best[1]):
            best = (number, places)
    return best


def _is_blank(sheet: Sheet, given: Mapping[str, Cell]) -> bool:
    """Nothing was entered: what the program filled in itself does not count."""
    return all(
        cells.is_empty(given.get(column.key)) for column in sheet.columns if not column.is_locked
    )


def _line(
    sheet: Sheet, number: int, given: Mapping[str, Cell], problems: list[Problem]
) -> RawLine | None:
    values: dict[str, Any] = {}
    is_good = True
    for column in sheet.columns:
        cell = given.get(column.key)
        if cells.is_empty(cell):
            if column.is_needed:
                problems.append(Problem("cell_empty", sheet.key, number, column.key))
                is_good = False
            continue
        try:
            values[column.key] = _value(column, cell)
        except Unreadable as wrong:
            params = {"value": cells.shown(cell)}
            problems.append(Problem(wrong.code, sheet.key, number, column.key, params))
            is_good = False
    return RawLine(number, values) if is_good else None


def _value(column: Column, cell: Cell) -> Any:
    if isinstance(cell, Flawed):
        raise Unreadable(f"cell_{cell.flaw}")
    if column.choices is not None:
        code = layout.code_of(column.choices, cells.text_of(cell))
        if code is None:
            raise Unreadable("bad_choice")
        return code
    return _READERS[column.kind](cell)
