"""Any table as CSV or Excel: same columns, same filters, invented people marked in every row.

A cell that a spreadsheet would run as a formula is neutralised: in CSV it gets a leading
apostrophe, in Excel it is written as text, never as a formula or link.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext

from kiem.delivery.exporting.neutral import neutralise
from kiem.delivery.web.columns import Column, Kind, Value
from kiem.platform.kernel.collation import fold

R = TypeVar("R")
_FORMATS = {Kind.HOURS: "#,##0.0", Kind.SHARE: "0.0 %", Kind.RATIO: "0.000", Kind.COUNT: "#,##0"}


@dataclass(frozen=True, slots=True)
class About:
    """What the table is: written on a second sheet and into the file's name."""

    title: str
    on: date
    known_at: str
    scope: str
    is_invented: bool

    @property
    def file_stem(self) -> str:
        return f"kiem-{slugify(fold(self.title))[:60] or 'table'}-{self.on.isoformat()}"


def _heads(columns: Sequence[Column[R]], about: About) -> list[str]:
    heads = [c.label + (f" ({c.kind.unit})" if c.kind is Kind.HOURS else "") for c in columns]
    return [*heads, gettext("Data")] if about.is_invented else heads


def _value(column: Column[R], row: R) -> Value:
    if column.show is not None and not column.kind.is_numeric and column.kind is not Kind.DATE:
        return column.show(row)
    return column.value(row)


def write_csv(columns: Sequence[Column[R]], rows: Iterable[R], about: About) -> bytes:
    """UTF-8 with a byte-order mark (spreadsheets need it), numbers with a point, ISO dates."""
    exported = [c for c in columns if c.is_exported]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutralise(head) for head in _heads(exported, about)])
    mark = [gettext("invented people")] if about.is_invented else []
    for row in rows:
        writer.writerow([_csv_cell(_value(c, row)) for c in exported] + mark)
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str | float | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return neutralise(value)
    return round(value, 4) if isinstance(value, float) else int(value)


def write_xlsx(columns: Sequence[Column[R]], rows: Iterable[R], about: About) -> bytes:
    """A workbook: the table with a frozen head and filters, and a sheet that says what it is."""
    exported = [c for c in columns if c.is_exported]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(gettext("Table"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    heads = _heads(exported, about)
    for index, head in enumerate(heads):
        sheet.write_string(0, index, head, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for index, column in enumerate(exported):
            _write_cell(
                sheet, count, index, _value(column, row), formats.get(column.kind), day_format
            )
        if about.is_invented:
            sheet.write_string(count, len(exported), gettext("invented people"))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(heads) - 1)
    for index, head in enumerate(heads):
        is_text = index < len(exported) and exported[index].kind is Kind.TEXT
        sheet.set_column(index, index, 32 if is_text else max(11, min(len(head) + 2, 24)))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    _write_about(book, bold, about)
    book.close()
    return buffer.getvalue()


def _write_cell(
    sheet: Any, row: int, index: int, value: Value, number_format: Any, day_format: Any
) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, index, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, index, value, day_format)
    else:
        sheet.write_number(row, index, float(value), number_format)


def _write_about(book: Any, bold: Any, about: About) -> None:
    sheet = book.add_worksheet(gettext("About"))
    lines = [
        (gettext("Table"), about.title),
        (gettext("Day shown"), about.on.isoformat()),
        (gettext("Known at"), about.known_at),
        (gettext("Scope"), about.scope),
    ]
    if about.is_invented:
        lines.append((gettext("Data"), gettext("Invented people: sample data, nobody is real.")))
    for index, (name, text) in enumerate(lines):
        sheet.write_string(index, 0, name, bold)
        sheet.write_string(index, 1, text)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 70)


CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_response(content: bytes, kind: str, about: About) -> HttpResponse:
    """The file as a download; `kind` is `csv` or `xlsx`."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{about.file_stem}.{kind}"'
    return response
