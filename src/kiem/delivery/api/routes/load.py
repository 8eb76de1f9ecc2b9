"""Hours and load: the picture, units, people, records, and why a figure is what it is."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from kiem.delivery.api.asking import Time, read_time, scope_of
from kiem.delivery.api.explanations import explanation_given
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.ledger import (
    Activity,
    ClosedMonth,
    Explanation,
    Leave,
    LoadPicture,
    PersonMonth,
    TimeEntry,
    UnitLoadDetail,
)
from kiem.delivery.api.schemas.shape import MONTH, All, Code, Id, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.ledger import queries as ledger
from kiem.platform import audit
from kiem.platform.access import Permission
from kiem.time.month import Month

router = Router(tags=["load"])
Months = Annotated[int, Query(ge=1, le=60)]
MonthAsked = Annotated[
    str | None,
    Query(pattern=MONTH, examples=["2025-10"], description=_("By default that of `on`.")),
]


@operation(
    router,
    "GET",
    "/load",
    permission=Permission.VIEW_LOAD,
    returns=One[LoadPicture],
    summary=_("The load picture"),
    description=_(
        "Every unit of your scope in the month of the day asked about, and all of them together."
    ),
)
def get_load(request: HttpRequest, time: Time, kind: Code | None = None) -> ledger.LoadPicture:
    return ledger.load_picture(**scope_of(request, time), kind=kind)


@operation(
    router,
    "GET",
    "/units/{unit_id}/load",
    permission=Permission.VIEW_LOAD,
    returns=One[UnitLoadDetail],
    summary=_("Load of a unit"),
    description=_("Its months up to the one asked about, and its dual holders on the day."),
)
def get_unit_load(
    request: HttpRequest, unit_id: Id, time: Time, months: Months = 24
) -> dict[str, Any]:
    scope = scope_of(request, time)
    return {
        "months": ledger.unit_load_series(unit_id=unit_id, months=months, **scope),
        "people": ledger.unit_people_load(unit_id=unit_id, **scope),
    }


@operation(
    router,
    "GET",
    "/units/{unit_id}/closed-months",
    permission=Permission.VIEW_LOAD,
    returns=All[ClosedMonth],
    summary=_("Months a unit has closed"),
    description=_("Latest first, each with the moment whose knowledge its figures keep."),
)
def list_closed_months(
    request: HttpRequest, unit_id: Id, time: Time
) -> tuple[ledger.ClosedMonth, ...]:
    return ledger.closed_months(unit_id=unit_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/people/{person_id}/load",
    permission=Permission.VIEW_LOAD,
    returns=All[PersonMonth],
    summary=_("Load of a person"),
    description=_("Months up to the one asked about, oldest first. Reading it is recorded."),
)
def get_person_load(
    request: HttpRequest, person_id: Id, time: Time, months: Months = 12
) -> tuple[ledger.PersonMonth, ...]:
    found = ledger.person_load(person_id=person_id, months=months, **scope_of(request, time))
    audit.record_view(viewer_of(request), f"person:{person_id}")
    return found


@operation(
    router,
    "GET",
    "/people/{person_id}/time-entries",
    permission=Permission.VIEW_LOAD,
    returns=All[TimeEntry],
    summary=_("Hours a person logged in a month"),
    description=_("By day. Reading it is recorded."),
)
def list_time_entries(
    request: HttpRequest, person_id: Id, time: Time, month: MonthAsked = None
) -> tuple[ledger.TimeEntryRow, ...]:
    wanted = Month.parse(month) if month else read_time(time).month
    found = ledger.time_entries(person_id=person_id, month=wanted, **scope_of(request, time))
    audit.record_view(viewer_of(request), f"person:{person_id}")
    return found


@operation(
    router,
    "GET",
    "/people/{person_id}/leave",
    permission=Permission.VIEW_LOAD,
    returns=All[Leave],
    summary=_("Leave of a person"),
    description=_(
        "Leave that touches the months up to the one asked about, latest first. Reading it "
        "is recorded."
    ),
)
def list_leave(
    request: HttpRequest, person_id: Id, time: Time, months: Months = 12
) -> tuple[ledger.LeaveRow, ...]:
    found = ledger.leave_of(person_id=person_id, months=months, **scope_of(request, time))
    audit.record_view(viewer_of(request), f"person:{person_id}")
    return found


@operation(
    router,
    "GET",
    "/organizations/{organization_id}/activities",
    permission=Permission.VIEW_LOAD,
    returns=All[Activity],
    summary=_("Activities of an organisation"),
    description=_("Latest first, up to the end of the month asked about."),
)
def list_activities(
    request: HttpRequest,
    organization_id: Id,
    time: Time,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> tuple[ledger.ActivityRow, ...]:
    return ledger.activities_of(
        organization_id=organization_id, limit=limit, **scope_of(request, time)
    )


@operation(
    router,
    "GET",
    "/why/{subject}/{figure}",
    permission=Permission.VIEW_LOAD,
    returns=One[Explanation],
    summary=_("Why a figure is what it is"),
    description=_(
        "Formula, inputs and records down to the rule with its letter. Of a person it is recorded."
    ),
)
def explain_figure(
    request: HttpRequest,
    subject: Annotated[
        str, Field(max_length=40, examples=["all", "unit:41", "organization:5", "person:7"])
    ],
    figure: Annotated[str, Field(max_length=40, examples=["load", "release_hours"])],
    time: Time,
    kind: Code | None = None,
) -> dict[str, Any]:
    found = ledger.explain_figure(
        subject=subject, figure=figure, kind=kind, **scope_of(request, time)
    )
    if subject.startswith("person:"):  # known to exist and to be in scope: it was explained
        audit.record_view(viewer_of(request), subject)
    return explanation_given(found)
