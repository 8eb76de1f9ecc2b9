"""Planning activities and leave, and logging hours for those who came."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.daily import LeaveRequest
from kiem.delivery.api.schemas.hours import (
    ActivitiesTaken,
    ActivityTaken,
    AttendanceTaken,
    Corrected,
    Done,
    LeaveAsked,
    LeaveDecided,
    LeavesTaken,
    LeaveTaken,
    Made,
    ParticipantTaken,
    ReasonTaken,
    TimesLogged,
)
from kiem.delivery.api.schemas.shape import All, Id, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.ledger import actions as ledger
from kiem.domain.ledger import queries
from kiem.platform.access import Permission

router = Router(tags=["hours"])


@operation(
    router,
    "POST",
    "/activities",
    permission=Permission.CHANGE_LEDGER,
    returns=One[Made],
    status=201,
    summary=_("Plan activities"),
    description=_(
        "With those who take part, each for an office held on the first day; all of them or none. "
        "Whoever is on leave, or elsewhere at that time, is refused."
    ),
)
def plan_activities(request: HttpRequest, plan: ActivitiesTaken) -> dict[str, Any]:
    ids = ledger.plan_activities(
        activities=[_activity(taken) for taken in plan.activities], actor=viewer_of(request)
    )
    return {"ids": ids}


@operation(
    router,
    "POST",
    "/activities/{activity_id}/cancellation",
    permission=Permission.CHANGE_LEDGER,
    returns=One[Done],
    summary=_("Call an activity off"),
    description=_("With those who would take part. Hours logged for it stay logged."),
)
def call_off_activity(request: HttpRequest, activity_id: Id, why: ReasonTaken) -> dict[str, Any]:
    ledger.call_off_activity(activity_id=activity_id, reason=why.reason, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/activities/{activity_id}/attendance",
    permission=Permission.CHANGE_LEDGER,
    returns=One[TimesLogged],
    status=201,
    summary=_("Log hours for those who came"),
    description=_("Each for the office they came for; who was not planned may be named too."),
)
def log_attendance(
    request: HttpRequest, activity_id: Id, came: AttendanceTaken
) -> ledger.LoggedTime:
    return ledger.log_activity_time(
        activity_id=activity_id,
        attended=[_participant(person) for person in came.attended],
        late_reason=came.late_reason,
        confirmed=came.confirmed,
        actor=viewer_of(request),
    )


@operation(
    router,
    "POST",
    "/leave",
    permission=Permission.CHANGE_LEDGER,
    returns=One[Made],
    status=201,
    summary=_("Grant leave"),
    description=_("All of it or none; refused over other leave and over activities."),
)
def grant_leave(request: HttpRequest, wanted: LeavesTaken) -> dict[str, Any]:
    ids = ledger.grant_leave(
        leaves=[_leave(leave) for leave in wanted.leaves], actor=viewer_of(request)
    )
    return {"ids": ids}


@operation(
    router,
    "POST",
    "/leave/{leave_id}/withdrawal",
    permission=Permission.CHANGE_LEDGER,
    returns=One[Done],
    summary=_("Withdraw leave"),
    description=_("With a reason; the leave stays readable as known before."),
)
def withdraw_leave(request: HttpRequest, leave_id: Id, why: ReasonTaken) -> dict[str, Any]:
    ledger.withdraw_leave(leave_id=leave_id, reason=why.reason, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/leave-requests",
    permission=Permission.LOG_TIME,
    returns=One[Made],
    status=201,
    summary=_("Ask for leave"),
    description=_("One's own; the commander of the unit decides."),
)
def request_leave(request: HttpRequest, wanted: LeaveAsked) -> dict[str, Any]:
    made = ledger.request_leave(leave=_leave(wanted), note=wanted.note, actor=viewer_of(request))
    return {"ids": [made]}


@operation(
    router,
    "GET",
    "/leave-requests",
    permission=Permission.CONFIRM_TIME,
    returns=All[LeaveRequest],
    summary=_("Leave to decide about"),
    description=_("Requests that wait for you as commander, the nearest days first; 200 at most."),
)
def list_leave_requests(request: HttpRequest) -> tuple[queries.LeaveRequestRow, ...]:
    return queries.open_leave_requests(viewer=viewer_of(request))


@operation(
    router,
    "POST",
    "/leave-requests/{request_id}/decision",
    permission=Permission.CONFIRM_TIME,
    returns=One[Corrected],
    summary=_("Decide about leave"),
    description=_("As commander; answered with the number of the leave made, null for a refusal."),
)
def decide_leave_request(
    request: HttpRequest, request_id: Id, decided: LeaveDecided
) -> dict[str, Any]:
    leave_id = ledger.decide_leave_request(
        request_id=request_id, actor=viewer_of(request), **dict(decided)
    )
    return {"id": leave_id}


@operation(
    router,
    "POST",
    "/leave-requests/{request_id}/withdrawal",
    permission=Permission.LOG_TIME,
    returns=One[Done],
    summary=_("Take a request for leave back"),
    description=_("By whoever made it, before it is decided."),
)
def withdraw_leave_request(request: HttpRequest, request_id: Id) -> dict[str, Any]:
    ledger.withdraw_leave_request(request_id=request_id, actor=viewer_of(request))
    return {"count": 1}


def _participant(taken: ParticipantTaken) -> ledger.Participant:
    return ledger.Participant(taken.person_id, taken.post_id, taken.hours)


def _activity(taken: ActivityTaken) -> ledger.NewActivity:
    values = dict(taken)
    values["participants"] = [_participant(person) for person in taken.participants]
    return ledger.NewActivity(**values)


def _leave(taken: LeaveTaken) -> ledger.NewLeave:
    return ledger.NewLeave(taken.person_id, taken.kind, taken.start, taken.end)
