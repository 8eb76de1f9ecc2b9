"""What a file consists of once it is read: sheets of rows of values, with their addresses.

Rows and columns are counted from 1, as spreadsheets show them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from string import ascii_uppercase

Value = str | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read of one file at most. Bytes as it comes; rows, columns and cells of a sheet."""

    bytes: int = 16 * 1024 * 1024
    sheets: int = 40
    rows: int = 250_000
    columns: int = 120
    cells: int = 6_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and where it stands. `flaw`: why the value must not be trusted, see `FLAWS`."""

    sheet: str
    row: int
    column: int
    value: Value
    flaw: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.flaw and (self.value is None or self.value == "")

    @property
    def address(self) -> str:
        return address(self.row, self.column)


FLAWS = ("formula", "error", "merged")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell, or with a row or sheet (`column` or `row` 0).

    `message` and `remedy` are English source texts with `{name}` fields for `params`; they are
    translated where they are shown. `text`: what stands in the cell, shortened.
    """

    sheet: str
    row: int
    column: int
    code: str
    message: str
    remedy: str
    text: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """`C5`; a whole row is `5`, a whole sheet nothing."""
        if not self.column:
            return str(self.row) if self.row else ""
        return address(self.row, self.column)

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.address}" if self.address else self.sheet
        return f"{where}: {self.message} {self.remedy}".format(**self.params)


class BadCell(Exception):
    """Raised by the `read_...` functions; carries the error of one cell."""

    def __init__(self, error: CellError) -> None:
        self.error = error
        super().__init__(error)  # the sentence is made when somebody reads it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's values as they stand; rows may differ in length. `flaws`: (row, column) -> flaw."""

    name: str
    rows: Sequence[Sequence[Value]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell, empty when it lies outside what is filled."""
        values = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        value = values[column - 1] if 0 < column <= len(values) else None
        return Cell(self.name, row, column, value, self.flaws.get((row, column), ""))

    def is_blank(self, row: int) -> bool:
        """Nothing stands in the row but spaces."""
        values = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return not any(
            value is not None and (not isinstance(value, str) or value.strip()) for value in values
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read. `encoding`: of a CSV file, for people to see; empty for Excel."""

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def address(row: int, column: int) -> str:
    """`address(5, 28)` is `AB5`."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return f"{letters}{row}"
