"""The consolidated report of a line, as a page and as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.exports import CONTENT_TYPES
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.personload import CATEGORIES
from kiem.delivery.web.reportfiles import Links, report_pdf, report_xlsx
from kiem.delivery.web.returnwords import FIGURE_NAMES, HOUR_FIGURES, period_text
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.findings import read_id
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
    sources = Sources(asked, period, line)
    chapters = Table.of_all(
        request,
        name="chapters",
        caption=gettext("By organisation"),
        columns=report_columns(report, sources),
        rows=report.rows,
        empty_text=gettext("No organisation of your scope owes a return for this period."),
    )
    categories = Table.of_all(
        request,
        name="categories",
        caption=gettext("By kind of activity"),
        columns=category_columns(sources),
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


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the figures of a report lead: each to the records it is the sum of."""

    asked: Asked
    period: Period
    line: str

    def of_chapter(self, chapter_id: int, figure: str) -> str:
        return self.asked.link(f"/returns/chapters/{chapter_id}/{figure}/", period=self.period.text)

    def of_all(self, figure: str, category: str = "") -> str:
        """Of the sum over the report's organisations; of one kind of activity, if given."""
        return self.asked.link(
            f"/returns/report/{figure}/",
            period=self.period.text,
            line=self.line,
            category=category,
        )


def report_columns(report: Report, sources: Sources) -> list[Column[ReportRow]]:
    columns: list[Column[ReportRow]] = [
        Column(
            "name",
            gettext("Organisation"),
            lambda r: wording.name_of(r.name_vi, r.name_en),
            href=lambda r: sources.asked.link(
                f"/returns/chapters/{r.id}/", month=report.period.last
            ),
            sort_by=lambda r: r.sort_key,
            is_heading=True,
        )
    ]
    columns.extend(_figure_column(report, sources, figure) for figure in FIGURES)
    return columns


def _figure_column(report: Report, sources: Sources, figure: str) -> Column[ReportRow]:
    return Column(
        figure,
        gettext(FIGURE_NAMES[figure]),
        lambda r: float(getattr(r.figures, figure)),
        Kind.HOURS if figure in HOUR_FIGURES else Kind.COUNT,
        href=lambda r: sources.of_chapter(r.id, figure) if getattr(r.figures, figure) else None,
        is_summed=True,
        total_href=sources.of_all(figure) if getattr(report.totals, figure) else "",
    )


def category_columns(sources: Sources) -> list[Column[CategoryRow]]:
    def href(figure: str) -> Callable[[CategoryRow], str | None]:
        return lambda c: sources.of_all(figure, c.category) if getattr(c, figure) else None

    return [
        Column(
            "category",
            gettext("Category"),
            lambda c: gettext(CATEGORIES.get(c.category, c.category)),
            is_heading=True,
        ),
        Column(
            "activities",
            gettext("Activities"),
            lambda c: c.activities,
            Kind.COUNT,
            href=href("activities"),
        ),
        Column(
            "turnout", gettext("Took part"), lambda c: c.turnout, Kind.COUNT, href=href("turnout")
        ),
        Column(
            "hours",
            gettext("Office hours"),
            lambda c: float(c.office_hours),
            Kind.HOURS,
            href=href("office_hours"),
        ),
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

    sources = Sources(asked, report.period, request.GET.get("line", ""))
    links = Links(
        lambda chapter_id, figure: request.build_absolute_uri(
            sources.of_chapter(chapter_id, figure)
        ),
        lambda figure, category: request.build_absolute_uri(sources.of_all(figure, category)),
    )
    write: Callable[..., bytes] = report_xlsx if kind == "xlsx" else report_pdf
    content = write(report, links, today=asked.today, is_invented=read_installation().is_sample)
    media = CONTENT_TYPES["xlsx"] if kind == "xlsx" else "application/pdf"
    response = HttpResponse(content, content_type=media)
    name = f"kiem-bao-cao-{report.period.text}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
