"""Opens a kept workbook: sheets as rows of cells, rows where the spreadsheet has them."""

from __future__ import annotations

import io

from kiem.domain.returns.form.layout import MOST_ROWS
from kiem.domain.returns.form.reading import Sheets

MOST_SHEETS = 20


def sheets_of(content: bytes) -> Sheets:
    """All sheets, hidden ones too; nothing for what cannot be opened.

    The file was checked when it was kept: its size unpacked, macros, what else it hides.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # loaded when a file comes

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
            for name in book.sheet_names[:MOST_SHEETS]
        }
    except (CalamineError, OSError, ValueError):
        return {}
