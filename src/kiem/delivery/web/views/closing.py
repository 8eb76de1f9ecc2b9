"""Closing a unit's month: which units, what is missing, then close."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.superiorforms import CloseForm
from kiem.delivery.web.tables import Table
from kiem.delivery.web.timeforms import WordsForm, asking
from kiem.domain.ledger import actions, queries
from kiem.domain.ledger.queries import MonthState
from kiem.domain.returns.queries.board import missing_returns
from kiem.platform.access import Permission
from kiem.time.month import Month


@require_safe
@requires(Permission.CONFIRM_TIME)
def closing_list(request: HttpRequest) -> HttpResponse:
    """Units of the viewer's and whether they closed the month; the last full one by default."""
    asked = asked_of(request)
    month = month_to_close(asked)
    units = queries.units_to_close(viewer=viewer_of(request), month=month)
    table = Table.of_all(
        request,
        name="units",
        caption=gettext("Units"),
        columns=_unit_columns(month),
        rows=units,
        empty_text=gettext("You command no unit, so there is no month for you to close."),
    )
    title = gettext("Closing of {month}").format(month=wording.month(month))
    lead = gettext("A closed month keeps its figures; what comes late is a correction.")
    return show(request, "kiem/list.html", {"title": title, "lead": lead, "table": table}, [table])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CONFIRM_TIME)
def unit_month(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """What is missing in a unit's month; closes it, or opens it again with a reason."""
    asked, viewer = asked_of(request), viewer_of(request)
    month = month_to_close(asked)
    sheet = queries.month_end(viewer=viewer, unit_id=unit_id, month=month)

    def close(cleaned: dict[str, Any]) -> str:
        actions.close_unit_month(
            unit_id=unit_id,
            month=month,
            actor=viewer,
            although_incomplete=cleaned["confirmed"],
        )
        messages.success(request, gettext("{month} is closed.").format(month=wording.month(month)))
        return _unit_href(unit_id, month)

    def reopen(cleaned: dict[str, Any]) -> str:
        actions.reopen_month(
            organization_ids=[unit_id], month=month, reason=cleaned["text"], actor=viewer
        )
        messages.success(
            request, gettext("{month} is open again.").format(month=wording.month(month))
        )
        return _unit_href(unit_id, month)

    form: CloseForm | WordsForm
    if sheet.state == MonthState.CLOSED:
        form = WordsForm(gettext("Why"), gettext("Open the month again"), request.POST or None)
        answer = submitted(request, form, name=f"reopen:{unit_id}:{month}", act=reopen)
    else:
        close_form = form = CloseForm(wording.month(month), request.POST or None)
        answer = submitted(
            request,
            form,
            name=f"close:{unit_id}:{month}",
            act=lambda cleaned: asking(close_form, lambda: close(cleaned)),
        )
    if answer is not None:
        return answer
    table = Table.of_all(
        request,
        name="people",
        caption=gettext("What is still open"),
        columns=_people_columns(),
        rows=sheet.people,
        empty_text=gettext("Nobody here holds two posts on this day."),
    )
    missing = missing_returns(viewer=viewer, month=month, unit_ids=[unit_id])
    context = {
        "title": wording.name_of(sheet.unit_vi, sheet.unit_en),
        "missing": [
            (
                gettext("The monthly return of {organization} has not come.").format(
                    organization=wording.name_of(row.name_vi, row.name_en)
                ),
                f"/returns/chapters/{row.id}/?month={month}",
            )
            for row in missing
        ],
        "month": month,
        "sheet": sheet,
        "form": form,
        "is_closed": sheet.state == MonthState.CLOSED,
        "is_over": month.end <= asked.today,
        "people": table,
        "before_href": _unit_href(unit_id, month.shift(-1)),
        "after_href": _unit_href(unit_id, month.shift(1)),
    }
    response = show(request, "kiem/unit_month.html", context, [table])
    response.status_code = form.status
    return response


def month_to_close(asked: Asked) -> Month:
    """The month of the day shown; when that is today, the last one that is over."""
    return asked.month.shift(-1) if asked.on == asked.today else asked.month


def _unit_href(unit_id: int, month: Month) -> str:
    return f"/closing/{unit_id}/?on={(month.end - timedelta(days=1)).isoformat()}"


def _unit_columns(month: Month) -> list[Column[queries.UnitMonthState]]:
    return [
        Column("code", gettext("Code"), lambda u: u.code),
        Column(
            "name",
            gettext("Unit"),
            lambda u: wording.name_of(u.name_vi, u.name_en),
            href=lambda u: _unit_href(u.unit_id, month),
            is_heading=True,
        ),
        Column(
            "dual_holders", gettext("Dual holders"), lambda u: u.dual_holders, Kind.COUNT,
            is_summed=True,
        ),
        Column(
            "state",
            gettext("State"),
            lambda u: statuses.status_text("closed" if u.closed_at else "running"),
        ),
        Column("closed", gettext("Closed"), lambda u: u.closed_at and u.closed_at.date(),
               Kind.DATE),
        Column("by", gettext("Closed by"), lambda u: u.closed_by),
    ]  # fmt: skip


def _people_columns() -> list[Column[queries.PersonAtMonthEnd]]:
    return [
        Column("name", gettext("Name"), lambda p: p.full_name, is_heading=True),
        Column("line", gettext("Line"), lambda p: float(p.line_hours), Kind.HOURS, is_summed=True),
        Column(
            "line_waiting",
            gettext("Line, not confirmed"),
            lambda p: float(p.line_waiting_hours),
            Kind.HOURS,
            is_summed=True,
        ),
        Column(
            "office", gettext("Office"), lambda p: float(p.office_hours), Kind.HOURS, is_summed=True
        ),
        Column(
            "office_waiting",
            gettext("Office, not confirmed"),
            lambda p: float(p.office_waiting_hours),
            Kind.HOURS,
            is_summed=True,
        ),
        Column(
            "activities",
            gettext("Activities without hours"),
            lambda p: p.activities_without_hours,
            Kind.COUNT,
            is_summed=True,
        ),
        Column("objections", gettext("Objections"), lambda p: p.objections, Kind.COUNT,
               is_summed=True),
        Column("requests", gettext("Leave to decide"), lambda p: p.requests, Kind.COUNT,
               is_summed=True),
    ]  # fmt: skip
