"""Writes rows as they come, without holding them: CSV and Excel.

Texts that a spreadsheet would run as formulas are neutralised, in both formats; every row of
invented people says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from kiem.delivery.exporting.errors import too_many_rows
from kiem.delivery.exporting.neutral import neutralise
from kiem.platform.kernel.clock import LOCAL_ZONE

Tick = Callable[[int], None]
TICK_ROWS = 1_000
EXCEL_ROWS = 1_048_575  # below the heading
INVENTED = "invented people"


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    out: BinaryIO,
    *,
    is_invented: bool,
    tick: Tick | None = None,
) -> int:
    """UTF-8 with a byte-order mark, numbers with a point, ISO days and local times; the count."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*columns, *(["data"] if is_invented else [])])
    mark = [INVENTED] if is_invented else []
    count = 0
    for count, row in enumerate(rows, start=1):
        writer.writerow([_text(value) for value in row] + mark)
        if tick is not None and count % TICK_ROWS == 0:
            tick(count)
    text.flush()
    text.detach()
    return count


def write_xlsx(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    out: BinaryIO,
    *,
    is_invented: bool,
    tick: Tick | None = None,
) -> int:
    """One sheet, written row by row; the count. Raises InvalidInput beyond what a sheet holds."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("export")
    bold = book.add_format({"bold": True, "bottom": 1})
    heads = [*columns, *(["data"] if is_invented else [])]
    for index, head in enumerate(heads):
        sheet.write_string(0, index, head, bold)
        sheet.set_column(index, index, 18)
    sheet.freeze_panes(1, 0)
    try:
        count = _write_rows(book, sheet, len(columns), rows, is_invented=is_invented, tick=tick)
        sheet.autofilter(0, 0, count, len(heads) - 1)
    finally:
        book.close()  # its temporary files too, when the rows end in an error
    return count


def _write_rows(
    book: Any,
    sheet: Any,
    width: int,
    rows: Iterable[Sequence[Any]],
    *,
    is_invented: bool,
    tick: Tick | None,
) -> int:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > EXCEL_ROWS:
            raise too_many_rows(EXCEL_ROWS)
        for index, value in enumerate(row):
            _write(sheet, count, index, value, day, moment)
        if is_invented:
            sheet.write_string(count, width, INVENTED)
        if tick is not None and count % TICK_ROWS == 0:
            tick(count)
    return count


def _text(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return f"{value:.2f}"
    if isinstance(value, int):
        return value
    return neutralise(str(value))


def _write(sheet: Any, row: int, index: int, value: Any, day: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        local = value.astimezone(LOCAL_ZONE).replace(tzinfo=None)
        sheet.write_datetime(row, index, local, moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, index, value, day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, index, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, index, float(value))
    else:
        sheet.write_string(row, index, str(value))
