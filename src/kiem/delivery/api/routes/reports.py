"""The consolidated report of the monthly returns, and the records behind each figure."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field

from kiem.delivery.api.asking import Time, scope_of
from kiem.delivery.api.files import PDF, XLSX, attachment
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.returns import Figure, Report
from kiem.delivery.api.schemas.shape import Id, One
from kiem.delivery.web.reportfiles import report_pdf, report_xlsx
from kiem.domain.returns.queries import report as consolidated
from kiem.domain.returns.queries.figures import figure_records
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
        report_xlsx(found, _href(request, found), today=clock.today(), is_invented=_is_invented()),
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
        report_pdf(found, _href(request, found), today=clock.today(), is_invented=_is_invented()),
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


def _href(request: HttpRequest, report: consolidated.Report) -> Any:
    """The page of the records of a chapter's figure."""

    def href(chapter_id: int, figure: str) -> str:
        path = f"/returns/chapters/{chapter_id}/{figure}/?period={report.period.text}"
        return request.build_absolute_uri(path)

    return href


def _is_invented() -> bool:
    return read_installation().is_sample
