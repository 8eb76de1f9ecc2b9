"""The consolidated report of the monthly returns, and the records behind each figure."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field

from kiem.delivery.api.asking import (
    Paging,
    Rows,
    Time,
    asked_of,
    read_cursor,
    scope_of,
    write_cursor,
)
from kiem.delivery.api.files import PDF, XLSX, attachment
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.returns import Figure, FigureRecord, Report
from kiem.delivery.api.schemas.shape import Code, Id, One, Page
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.reportfiles import Links, report_pdf, report_xlsx
from kiem.delivery.web.views.return_reports import Sources
from kiem.domain.returns.queries import report as consolidated
from kiem.domain.returns.queries.figures import FigureRecord as Record
from kiem.domain.returns.queries.figures import figure_records, total_records
from kiem.domain.returns.queries.periods import parse_period
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation

router = Router(tags=["returns"])
PeriodNamed = Annotated[
    str,
    Field(
        pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$",
        examples=["2025-Q3"],
        description=_("A month (2025-10), a quarter (2025-Q4), a half (2025-H2) or a year."),
    ),
]
FigureNamed = Annotated[str, Field(max_length=40, examples=["office_hours"])]


@operation(
    router,
    "GET",
    "/reports/{period}",
    permission=Permission.VIEW_RETURNS,
    returns=One[Report],
    summary=_("The consolidated report"),
    description=_(
        "What the chapters of your scope did in a period that has begun, as register and ledger "
        "hold it. `line_id`: of one committee. `on` is not looked at."
    ),
)
def get_report(
    request: HttpRequest, period: PeriodNamed, time: Time, line_id: Id | None = None
) -> dict[str, Any]:
    found = _report(request, period, time, line_id)
    shown = {field.name: getattr(found, field.name) for field in fields(found)}
    return {
        **shown,
        "period": found.period.text,
        "start": found.period.start,
        "end": found.period.end,
        "returns_due": found.returns_due,
    }


@operation(
    router,
    "GET",
    "/reports/{period}/report.xlsx",
    permission=Permission.VIEW_RETURNS,
    returns=None,
    media_types=(XLSX,),
    summary=_("The report as a workbook"),
    description=_("Each figure is a link to the page of its records. `on` is not looked at."),
)
def export_report_workbook(
    request: HttpRequest, period: PeriodNamed, time: Time, line_id: Id | None = None
) -> HttpResponse:
    found = _report(request, period, time, line_id)
    return attachment(
        report_xlsx(
            found, _links(request, found, line_id), today=clock.today(), is_invented=_is_invented()
        ),
        name=f"kiem-bao-cao-{found.period.text}.xlsx",
        media_type=XLSX,
    )


@operation(
    router,
    "GET",
    "/reports/{period}/report.pdf",
    permission=Permission.VIEW_RETURNS,
    returns=None,
    media_types=(PDF,),
    summary=_("The report as a document"),
    description=_("In the committee's letterhead, in Vietnamese. `on` is not looked at."),
)
def export_report_document(
    request: HttpRequest, period: PeriodNamed, time: Time, line_id: Id | None = None
) -> HttpResponse:
    found = _report(request, period, time, line_id)
    return attachment(
        report_pdf(
            found, _links(request, found, line_id), today=clock.today(), is_invented=_is_invented()
        ),
        name=f"kiem-bao-cao-{found.period.text}.pdf",
        media_type=PDF,
    )


@operation(
    router,
    "GET",
    "/organizations/{organization_id}/figures/{period}/{figure}",
    permission=Permission.VIEW_RETURNS,
    returns=One[Figure],
    summary=_("The records behind a figure of the report"),
    description=_(
        "One by one; they add up to it. Members are named to their own side only. `on` is not "
        "looked at."
    ),
)
def list_figure_records(
    request: HttpRequest, organization_id: Id, period: PeriodNamed, figure: FigureNamed, time: Time
) -> dict[str, Any]:
    scope = scope_of(request, time)
    found = figure_records(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        organization_id=organization_id,
        figure=figure,
        period=parse_period(period),
    )
    return {
        "organization_id": organization_id,
        "figure": found.figure,
        "period": found.period.text,
        "total": found.total,
        "is_named": found.is_named,
        "records": found.records,
    }


@operation(
    router,
    "GET",
    "/reports/{period}/figures/{figure}",
    permission=Permission.VIEW_RETURNS,
    returns=Page[FigureRecord],
    summary=_("The records behind a total of the report"),
    description=_(
        "Of all chapters of your scope, by day. `line_id`: of one committee; `category`: of one "
        "kind of activity. `on` is not looked at."
    ),
)
def list_total_records(
    request: HttpRequest,
    period: PeriodNamed,
    figure: FigureNamed,
    time: Time,
    page: Paging,
    line_id: Id | None = None,
    category: Code | None = None,
) -> Rows[Record]:
    scope = scope_of(request, time)
    after = read_cursor(page, "totals", (str, int, int))
    found = total_records(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        figure=figure,
        period=parse_period(period),
        head_id=line_id,
        category=category,
        after=(date.fromisoformat(after[0]), *after[1:]) if after else None,
        limit=page.limit + 1,
    )
    if len(found.records) <= page.limit:
        return Rows(found.records, None)
    day, chapter_id, number = found.places[page.limit - 1]
    cursor = write_cursor("totals", (day.isoformat(), chapter_id, number))
    return Rows(found.records[: page.limit], cursor)


def _report(
    request: HttpRequest, period: str, time: Time, line_id: int | None
) -> consolidated.Report:
    scope = scope_of(request, time)
    return consolidated.consolidated_report(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        period=parse_period(period),
        head_id=line_id,
    )


def _links(request: HttpRequest, report: consolidated.Report, line_id: int | None) -> Links:
    """The pages of the records, whole addresses: the file leaves the site."""
    on, known_at = asked_of(request)
    asked = Asked(on=on, known_at=known_at, today=clock.today())
    sources = Sources(asked, report.period, str(line_id or ""))
    whole = request.build_absolute_uri
    return Links(
        lambda chapter_id, figure: whole(sources.of_chapter(chapter_id, figure)),
        lambda figure, category: whole(sources.of_all(figure, category)),
    )


def _is_invented() -> bool:
    return read_installation().is_sample
