"""Opens a kept workbook: sheets as rows of cells, rows where the spreadsheet has them."""

from __future__ import annotations

from kiem.domain.returns.form.cells import Cell, Flawed
from kiem.domain.returns.form.layout import MOST_ROWS
from kiem.domain.returns.form.reading import Sheets

LIMIT_BYTES = 5 * 1024 * 1024


def sheets_of(content: bytes, name: str) -> Sheets:
    """All sheets, hidden ones too. Cells whose value must not be trusted are marked.

    Raises InvalidInput (field `file`) for what cannot be read at all.
    """
    from kiem.domain.imports.reading import Limits, read_workbook  # loaded when a file comes

    book = read_workbook(
        content, name, Limits(bytes=LIMIT_BYTES, sheets=20, rows=4 * MOST_ROWS, cells=500_000)
    )
    sheets: dict[str, list[list[Cell]]] = {}
    for sheet in book.sheets:
        rows: list[list[Cell]] = [list(row) for row in sheet.rows]
        for (row, column), flaw in sheet.flaws.items():
            if row <= len(rows):
                line = rows[row - 1]
                line += [None] * (column - len(line))
                line[column - 1] = Flawed(flaw)
        sheets[sheet.name] = rows
    return sheets
