"""The consolidated report as files: Excel with links, PDF as the committee's official report."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.personload import CATEGORIES
from kiem.delivery.web.returnwords import FIGURE_NAMES, HOUR_FIGURES, period_text
from kiem.domain.returns.queries.report import FIGURES, Report


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the records behind a figure, whole, since a file leaves the site.

    `of_chapter(chapter_id, figure)`; `of_all(figure, category)`, the category empty for a total.
    """

    of_chapter: Callable[[int, str], str]
    of_all: Callable[[str, str], str]


# What a kind of activity is counted by.
CATEGORY_FIGURES = ("activities", "turnout", "office_hours")
# In the official report, short enough for a column of a page.
_HEADS_VI = {
    "members_start": "Đầu kỳ",
    "members_in": "Tăng",
    "members_out": "Giảm",
    "members_end": "Cuối kỳ",
    "activities": "Số hoạt động",
    "turnout": "Lượt người dự",
    "officers": "Cán bộ",
    "office_hours": "Giờ đoàn thể",
    "line_hours": "Giờ chuyên môn",
    "returns": "Báo cáo",
}


def report_xlsx(report: Report, links: Links, *, today: date, is_invented: bool) -> bytes:
    """A workbook: chapters with a linked cell for each figure, kinds of activity, what it is."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    total = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
    total_hours = book.add_format({"bold": True, "top": 1, "num_format": "#,##0.0"})
    count = book.add_format({"num_format": "#,##0"})
    hours = book.add_format({"num_format": "#,##0.0"})
    sheet = book.add_worksheet(gettext("By organisation"))
    heads = [gettext("Organisation"), gettext("Unit"), *(gettext(FIGURE_NAMES[f]) for f in FIGURES)]
    for index, head in enumerate(heads):
        sheet.write_string(0, index, head, bold)
    for number, row in enumerate(report.rows, start=1):
        sheet.write_string(number, 0, wording.name_of(row.name_vi, row.name_en))
        sheet.write_string(number, 1, wording.name_of(row.unit_vi, row.unit_en))
        for index, figure in enumerate(FIGURES, start=2):
            style = hours if figure in HOUR_FIGURES else count
            value = float(getattr(row.figures, figure))
            _write_linked(sheet, number, index, value, links.of_chapter(row.id, figure), style)
    last = len(report.rows) + 1
    sheet.write_string(last, 0, gettext("Sum"), total)
    for index, figure in enumerate(FIGURES, start=2):
        style = total_hours if figure in HOUR_FIGURES else total
        value = float(getattr(report.totals, figure))
        _write_linked(sheet, last, index, value, links.of_all(figure, ""), style)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, len(heads) - 1, 13)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    _write_categories(book, report, links, bold, count, hours)
    _write_about(book, report, bold, today, is_invented)
    book.close()
    return buffer.getvalue()


def _write_linked(
    sheet: Any, row: int, column: int, value: float, address: str, style: Any
) -> None:
    """A figure that leads to its records; nothing leads nowhere."""
    if value:
        sheet.write_url(row, column, address, style)
    sheet.write_number(row, column, value, style)  # over the link's own text


def _write_categories(
    book: Any, report: Report, links: Links, bold: Any, count: Any, hours: Any
) -> None:
    sheet = book.add_worksheet(gettext("By kind of activity"))
    heads = ("Category", "Activities", "Took part", "Office hours")
    for index, head in enumerate(heads):
        sheet.write_string(0, index, gettext(head), bold)
    for number, row in enumerate(report.categories, start=1):
        sheet.write_string(number, 0, gettext(CATEGORIES.get(row.category, row.category)))
        for index, figure in enumerate(CATEGORY_FIGURES, start=1):
            style = hours if figure in HOUR_FIGURES else count
            value = float(getattr(row, figure))
            address = links.of_all(figure, row.category)
            _write_linked(sheet, number, index, value, address, style)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 3, 14)


def _write_about(book: Any, report: Report, bold: Any, today: date, is_invented: bool) -> None:
    sheet = book.add_worksheet(gettext("About"))
    lines = [
        (gettext("Organisation"), wording.name_of(report.head_vi, report.head_en)),
        (gettext("Period"), period_text(report.period)),
        (gettext("Returns"), _returns_text(report)),
        (gettext("Made on"), today.isoformat()),
        (gettext("Figures"), gettext("Each one is a link to the records it is the sum of.")),
    ]
    if is_invented:
        lines.append((gettext("Data"), gettext("Invented people: sample data, nobody is real.")))
    for index, (name, text) in enumerate(lines):
        sheet.write_string(index, 0, name, bold)
        sheet.write_string(index, 1, text)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 70)


def _returns_text(report: Report) -> str:
    return gettext("{count} of {due}").format(
        count=wording.number(report.totals.returns), due=wording.number(report.returns_due)
    )


def report_pdf(report: Report, links: Links, *, today: date, is_invented: bool) -> bytes:
    """The report in the committee's letterhead, in Vietnamese, tagged, with a link in each cell."""
    from kiem.domain.documents import model as doc
    from kiem.domain.documents.render import render_report

    family = doc.HeaderFamily.YOUTH_UNION if report.family == "youth" else doc.HeaderFamily.STATE
    with translation.override("vi"):
        period = period_text(report.period)
        totals = report.totals
        sections = (
            doc.ReportSection("I. Tình hình chung", paragraphs=(_summary_vi(report),)),
            doc.ReportSection("II. Số liệu theo tổ chức", tables=(_chapters_table(report, links),)),
            doc.ReportSection(
                "III. Hoạt động theo loại", tables=(_categories_table(report, links),)
            ),
        )
        document = doc.ReportDocument(
            header=doc.IssuerHeader(family, report.head_vi or "Các tổ chức đoàn thể"),
            subject_vi=f"Kết quả công tác {period}",
            sections=sections if totals.officers or report.rows else sections[:1],
            is_landscape=True,
            is_invented=is_invented,
        )
        return render_report(document)


def _summary_vi(report: Report) -> str:
    totals = report.totals
    number = wording.number
    spent = wording.hours(float(totals.office_hours))
    return (
        f"Đã nhận {number(totals.returns)} trên {number(report.returns_due)} báo cáo tháng của "
        f"{number(len(report.rows))} tổ chức. Cuối kỳ có {number(totals.members_end)} đoàn viên, "
        f"hội viên; tăng {number(totals.members_in)}, giảm {number(totals.members_out)}. "
        f"Đã tổ chức {number(totals.activities)} hoạt động với {number(totals.turnout)} lượt "
        f"người dự. Cán bộ kiêm nhiệm dành {spent} cho công tác đoàn thể."
    )


def _chapters_table(report: Report, links: Links) -> Any:
    from kiem.domain.documents import model as doc

    columns = (
        doc.Column("TT", 0.5, doc.Alignment.CENTER),
        doc.Column("Tổ chức", 4.0),
        *(doc.Column(_HEADS_VI[figure], 1.1, doc.Alignment.RIGHT) for figure in FIGURES),
    )
    rows = tuple(
        (
            str(number),
            row.name_vi,
            *(_linked(getattr(row.figures, f), f, links.of_chapter(row.id, f)) for f in FIGURES),
        )
        for number, row in enumerate(report.rows, start=1)
    )
    totals = (_linked(getattr(report.totals, f), f, links.of_all(f, "")) for f in FIGURES)
    return doc.Table(
        columns,
        rows,
        total=("", "Tổng số", *totals),
        note="Mỗi số liệu là liên kết tới các bản ghi tạo nên số liệu đó.",
    )


def _linked(value: int | Decimal, figure: str, address: str) -> Any:
    from kiem.domain.documents import model as doc

    text = _figure_text(value, figure)
    return (doc.Span(text, link=address),) if value else text


def _figure_text(value: int | Decimal, figure: str) -> str:
    return wording.number(float(value), 1 if figure in HOUR_FIGURES else 0)


def _categories_table(report: Report, links: Links) -> Any:
    from kiem.domain.documents import model as doc

    columns = (
        doc.Column("Loại hoạt động", 4.0),
        doc.Column("Số hoạt động", 1.2, doc.Alignment.RIGHT),
        doc.Column("Lượt người dự", 1.2, doc.Alignment.RIGHT),
        doc.Column("Giờ đoàn thể", 1.2, doc.Alignment.RIGHT),
    )
    rows = tuple(
        (
            gettext(CATEGORIES.get(row.category, row.category)),
            *(_linked(getattr(row, f), f, links.of_all(f, row.category)) for f in CATEGORY_FIGURES),
        )
        for row in report.categories
    )
    return doc.Table(columns, rows)
