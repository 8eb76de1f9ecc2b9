"""The consolidated report of a line, and the records behind each figure of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.exports import CONTENT_TYPES
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.personload import CATEGORIES
from kiem.delivery.web.reportfiles import report_pdf, report_xlsx
from kiem.delivery.web.returnwords import FIGURE_NAMES, period_text
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.findings import read_id
from kiem.domain.returns.queries.figures import FigureRecord, FigureRecords, figure_records
from kiem.domain.returns.queries.periods import Period, parse_period, periods_around
from kiem.domain.returns.queries.report import (
    FIGURES,
    CategoryRow,
    Report,
    ReportRow,
    consolidated_report,
)
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import InvalidInput
from kiem.platform.kernel.installation import read_installation
from kiem.time.month import Month

HOURS = frozenset({"office_hours", "line_hours"})


def period_asked(request: HttpRequest) -> Period:
    """`?period=2025-10`, `2025-Q4`, `2025-H2`, `2025`; without it the last month."""
    text = request.GET.get("period", "")
    return parse_period(text or str(Month.of(asked_of(request).on).shift(-1)))


def _report(request: HttpRequest) -> Report:
    scope = scope_of(request)
    return consolidated_report(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        period=period_asked(request),
        head_id=read_id(request, "line"),
    )


@require_safe
@requires(Permission.VIEW_RETURNS)
def report_page(request: HttpRequest) -> HttpResponse:
    asked, report = asked_of(request), _report(request)
    period, line = report.period, request.GET.get("line", "")
    chapters = Table.of_all(
        request,
        name="chapters",
        caption=gettext("By organisation"),
        columns=report_columns(asked, period),
        rows=report.rows,
        empty_text=gettext("No organisation of your scope owes a return for this period."),
    )
    categories = Table.of_all(
        request,
        name="categories",
        caption=gettext("By kind of activity"),
        columns=category_columns(),
        rows=report.categories,
        is_main=False,
        empty_text=gettext("Nothing was recorded in this period."),
    )
    context = {
        "title": gettext("Report on {period}").format(period=period_text(period)),
        "rests_on": gettext("It rests on {count} of {due} returns.").format(
            count=wording.number(report.totals.returns), due=wording.number(report.returns_due)
        ),
        "head": wording.name_of(report.head_vi, report.head_en),
        "choices": [
            {
                "label": period_text(choice),
                "href": asked.link("/returns/report/", period=choice.text, line=line),
                "is_here": choice.text == period.text,
            }
            for choice in periods_around(period.last)
        ],
        "xlsx_href": asked.link(
            "/returns/report/file/", period=period.text, line=line, kind="xlsx"
        ),
        "pdf_href": asked.link("/returns/report/file/", period=period.text, line=line, kind="pdf"),
        "board_href": asked.link("/returns/", month=period.last, line=line),
    }
    return show(request, "kiem/return_report.html", context, [chapters, categories])


def records_href(asked: Asked, chapter_id: int, figure: str, period: Period) -> str:
    return asked.link(f"/returns/chapters/{chapter_id}/{figure}/", period=period.text)


def report_columns(asked: Asked, period: Period) -> list[Column[ReportRow]]:
    columns: list[Column[ReportRow]] = [
        Column(
            "name",
            gettext("Organisation"),
            lambda r: wording.name_of(r.name_vi, r.name_en),
            href=lambda r: asked.link(f"/returns/chapters/{r.id}/", month=period.last),
            sort_by=lambda r: r.sort_key,
            is_heading=True,
        )
    ]
    columns.extend(_figure_column(asked, period, figure) for figure in FIGURES)
    return columns


def _figure_column(asked: Asked, period: Period, figure: str) -> Column[ReportRow]:
    return Column(
        figure,
        gettext(FIGURE_NAMES[figure]),
        lambda r: float(getattr(r.figures, figure)),
        Kind.HOURS if figure in HOURS else Kind.COUNT,
        href=lambda r: (
            records_href(asked, r.id, figure, period) if getattr(r.figures, figure) else None
        ),
        is_summed=True,
    )


def category_columns() -> list[Column[CategoryRow]]:
    return [
        Column(
            "category",
            gettext("Category"),
            lambda c: gettext(CATEGORIES.get(c.category, c.category)),
            is_heading=True,
        ),
        Column("activities", gettext("Activities"), lambda c: c.activities, Kind.COUNT),
        Column("turnout", gettext("Took part"), lambda c: c.turnout, Kind.COUNT),
        Column("hours", gettext("Office hours"), lambda c: float(c.office_hours), Kind.HOURS),
    ]


@require_safe
@requires(Permission.VIEW_RETURNS)
def report_file(request: HttpRequest) -> HttpResponse:
    """The report as an Excel workbook or a PDF; every figure in it leads back to its records."""
    kind = request.GET.get("kind", "")
    if kind not in ("xlsx", "pdf"):
        raise InvalidInput(
            "web.unknown_report_kind",
            "There is no report of the kind '{kind}'.",
            remedy="Use the links Excel and PDF above the report.",
            field="kind",
            params={"kind": kind[:20]},
        )
    report, asked = _report(request), asked_of(request)

    def href(chapter_id: int, figure: str) -> str:
        return request.build_absolute_uri(records_href(asked, chapter_id, figure, report.period))

    write: Callable[..., bytes] = report_xlsx if kind == "xlsx" else report_pdf
    content = write(report, href, today=asked.today, is_invented=read_installation().is_sample)
    media = CONTENT_TYPES["xlsx"] if kind == "xlsx" else "application/pdf"
    response = HttpResponse(content, content_type=media)
    name = f"kiem-bao-cao-{report.period.text}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@requires(Permission.VIEW_RETURNS)
def figure_page(request: HttpRequest, organization_id: int, figure: str) -> HttpResponse:
    """The records a figure is the sum of."""
    asked, scope, period = asked_of(request), scope_of(request), period_asked(request)
    found = figure_records(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        organization_id=organization_id,
        figure=figure,
        period=period,
    )
    table = Table.of_all(
        request,
        name="records",
        caption=gettext(FIGURE_NAMES[figure]),
        columns=record_columns(request, asked, found),
        rows=found.records,
        empty_text=gettext("There are no records."),
    )
    context = {
        "title": f"{gettext(FIGURE_NAMES[figure])}, {period_text(period)}",
        "lead": wording.name_of(found.chapter.name_vi, found.chapter.name_en),
        "is_named": found.is_named,
        "table": table,
        "report_href": asked.link("/returns/report/", period=period.text),
    }
    return show(request, "kiem/return_figure.html", context, [table])


def record_columns(
    request: HttpRequest, asked: Asked, found: FigureRecords
) -> list[Column[FigureRecord]]:
    viewer = viewer_of(request)
    opens_people = viewer.can(Permission.VIEW_PERSON)
    opens_files = viewer.can(Permission.VIEW_MEMBERS)

    def href(record: FigureRecord) -> str | None:
        if record.kind == "return":
            return asked.link(f"/returns/files/{record.id}/") if opens_files else None
        if record.person_id is not None and opens_people:
            return f"/people/{record.person_id}/{asked.query}"
        return None

    columns: list[Column[FigureRecord]] = []
    if any(record.name_vi for record in found.records):
        columns.append(
            Column(
                "name",
                gettext("Record"),
                lambda r: wording.name_of(r.name_vi, r.name_en),
                href=href,
                is_heading=True,
            )
        )
    columns.append(Column("day", gettext("Day"), _day, Kind.DATE))
    if any(record.category for record in found.records):
        columns.append(
            Column(
                "category",
                gettext("Category"),
                lambda r: gettext(CATEGORIES.get(r.category, r.category)),
            )
        )
    kind = Kind.HOURS if found.figure in HOURS else Kind.COUNT
    columns.append(
        Column("value", gettext("Counts"), lambda r: float(r.value), kind, is_summed=True)
    )
    if any(record.decision_id for record in found.records):
        columns.append(
            Column(
                "decision",
                gettext("Decision"),
                lambda r: gettext("open") if r.decision_id else None,
                href=lambda r: (
                    f"/decisions/{r.decision_id}/{asked.query}" if r.decision_id else None
                ),
                is_exported=False,
            )
        )
    return columns


def _day(record: FigureRecord) -> date | None:
    return record.day
