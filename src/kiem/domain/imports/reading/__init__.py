"""Reads workbooks and CSV files that may be damaged or hostile, into rows of typed values.

from kiem.domain.imports.reading import read_workbook, read_day
book = read_workbook(content, name)          # InvalidInput: nothing can be read of it
day = read_day(book.sheets[0].cell(4, 2))    # BadCell: what is wrong there, and what to do

"""

from __future__ import annotations

from kiem.domain.imports.reading.cells import (
    BadCell,
    Cell,
    CellError,
    Limits,
    Sheet,
    Value,
    Workbook,
    address,
)
from kiem.domain.imports.reading.files import read_workbook
from kiem.domain.imports.reading.values import (
    read_choice,
    read_code,
    read_day,
    read_moment,
    read_number,
    read_text,
    read_yes,
)

__all__ = [
    "BadCell",
    "Cell",
    "CellError",
    "Limits",
    "Sheet",
    "Value",
    "Workbook",
    "address",
    "read_choice",
    "read_code",
    "read_day",
    "read_moment",
    "read_number",
    "read_text",
    "read_workbook",
    "read_yes",
]
