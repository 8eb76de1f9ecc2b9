"""Filled-in forms as a chapter's secretary saves them: read, edited cell by cell, saved again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from kiem.domain.returns.form import layout
from kiem.domain.returns.workbooks import sheets_of

Rows = list[list[Any]]


class Form:
    """A workbook as cells. `rows("hours")`: the lines that hold something, as dicts."""

    def __init__(self, content: bytes, language: str = "vi") -> None:
        self.sheets: dict[str, Rows] = {
            name: [["" if cell is None else cell for cell in row] for row in rows]
            for name, rows in sheets_of(content, "form.xlsx").items()
        }
        self.language = language

    def cells(self, sheet: str) -> Rows:
        return self.sheets[layout.SHEETS[sheet].label(self.language)]

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        lines = [self._line(sheet, row) for row in self.cells(sheet)[layout.HEAD_ROW :]]
        return [line for line in lines if any(v != "" for k, v in line.items() if k != "ref")]

    @staticmethod
    def _line(sheet: str, row: list[Any]) -> dict[str, Any]:
        keys = [column.key for column in layout.SHEETS[sheet].columns]
        return dict(zip(keys, row + [""] * (len(keys) - len(row)), strict=True))

    def set(self, sheet: str, row: int, **values: Any) -> None:
        """Write into row `row` as the spreadsheet counts."""
        keys = [column.key for column in layout.SHEETS[sheet].columns]
        cells = self.cells(sheet)
        while len(cells) < row:
            cells.append([""] * len(keys))
        line = cells[row - 1]
        line += [""] * (len(keys) - len(line))
        for key, value in values.items():
            line[keys.index(key)] = value

    def add(self, sheet: str, **values: Any) -> int:
        """Fill the first free line; returns its row."""
        cells = self.cells(sheet)
        keys = [column.key for column in layout.SHEETS[sheet].columns]
        skipped = keys.index("ref") if "ref" in keys else None
        free = len(cells) + 1
        for number, line in enumerate(cells[layout.HEAD_ROW :], start=layout.FIRST_ROW):
            if all(cell == "" for index, cell in enumerate(line) if index != skipped):
                free = number
                break
        self.set(sheet, free, **values)
        return free

    def empty(self, sheet: str, row: int) -> None:
        line = self.cells(sheet)[row - 1]
        self.cells(sheet)[row - 1] = [""] * len(line)

    def find(self, sheet: str, is_it: Callable[[dict[str, Any]], bool]) -> int:
        for number, row in enumerate(self.cells(sheet), start=1):
            if number >= layout.FIRST_ROW and is_it(self._line(sheet, row)):
                return number
        raise LookupError(f"No such line in {sheet}.")

    def saved(self) -> bytes:
        """As another program saves it: the values, nothing of the looks."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        clock = book.add_format({"num_format": "hh:mm"})
        for name, rows in self.sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for index, cell in enumerate(row):
                    _write(page, number, index, cell, day, clock)
        book.close()
        return buffer.getvalue()


def _write(page: Any, row: int, index: int, cell: Any, day: Any, clock: Any) -> None:
    if cell == "" or cell is None:
        return
    if isinstance(cell, time):
        page.write_datetime(row, index, cell, clock)
    elif isinstance(cell, date | datetime):
        page.write_datetime(row, index, cell, day)
    elif isinstance(cell, str):
        page.write_string(row, index, cell)
    else:
        page.write_number(row, index, float(cell))
