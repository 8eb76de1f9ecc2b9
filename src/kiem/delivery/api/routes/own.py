"""One's own month: what was logged, what is planned, what waits, and the files that prove it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Time, scope_of
from kiem.delivery.api.files import KEPT
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.uploads import MULTIPART, Document
from kiem.delivery.api.schemas.daily import (
    ActivityDetail,
    EntryDetail,
    LeaveRequest,
    MyMonth,
    MyTasks,
    OwnActivityTaken,
    QuestionAnswered,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import All, Id, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.ledger import actions, queries
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.time.month import Month

router = Router(tags=["hours"])
OWN_OR_SUPERIOR = (Permission.LOG_TIME, Permission.CONFIRM_TIME)
OWN_OR_LEDGER = (Permission.LOG_TIME, Permission.CHANGE_LEDGER)
EVIDENCE = (Permission.LOG_TIME, Permission.CONFIRM_TIME, Permission.CHANGE_LEDGER)


@operation(
    router,
    "GET",
    "/me/month",
    permission=Permission.LOG_TIME,
    returns=One[MyMonth],
    summary=_("One's own month"),
    description=_("The month of the day asked about, day by day, both roles in one calendar."),
)
def get_my_month(request: HttpRequest, time: Time) -> queries.MonthSheet:
    scope = scope_of(request, time)
    return queries.month_sheet(person_id=queries.own_person(scope["viewer"]), **scope)


@operation(
    router,
    "GET",
    "/me/tasks",
    permission=Permission.LOG_TIME,
    returns=One[MyTasks],
    summary=_("What waits for one's hours"),
    description=_(
        "Activities of the last 31 days without hours, open questions of superiors, and last "
        "week's hours put a week later."
    ),
)
def get_my_tasks(request: HttpRequest, time: Time) -> dict[str, Any]:
    scope = scope_of(request, time)
    person_id = queries.own_person(scope["viewer"])
    waiting = queries.my_tasks(person_id=person_id, **scope)
    return {
        "activities": waiting.activities,
        "questions": waiting.questions,
        "last_week": queries.last_week_again(person_id=person_id, **scope),
    }


@operation(
    router,
    "GET",
    "/me/leave-requests",
    permission=Permission.LOG_TIME,
    returns=All[LeaveRequest],
    summary=_("One's own requests for leave"),
    description=_("With what became of them, the latest days first; 200 at most."),
)
def list_my_leave_requests(request: HttpRequest) -> tuple[queries.LeaveRequestRow, ...]:
    viewer = viewer_of(request)
    return queries.own_leave_requests(viewer=viewer, person_id=queries.own_person(viewer))


@operation(
    router,
    "POST",
    "/me/activities",
    permission=Permission.LOG_TIME,
    returns=One[Made],
    status=201,
    summary=_("Plan something of one's own office"),
    description=_("With oneself as the only participant; the office's organisation sees it too."),
)
def plan_own_activity(request: HttpRequest, plan: OwnActivityTaken) -> dict[str, Any]:
    actor = viewer_of(request)
    made = actions.plan_own_activity(person_id=queries.own_person(actor), actor=actor, **dict(plan))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/me/answers",
    permission=Permission.LOG_TIME,
    returns=One[Made],
    status=201,
    summary=_("Answer a superior's question"),
    description=_("Without changing hours; who asked is told."),
)
def answer_question(request: HttpRequest, said: QuestionAnswered) -> dict[str, Any]:
    actor = viewer_of(request)
    made = actions.answer_question(
        person_id=queries.own_person(actor),
        post_id=said.post_id,
        month=Month.parse(said.month),
        note=said.note,
        actor=actor,
    )
    return {"ids": [made]}


@operation(
    router,
    "GET",
    "/time-entries/{entry_id}",
    permission=OWN_OR_SUPERIOR,
    returns=One[EntryDetail],
    summary=_("One entry of hours"),
    description=_("With its history: for the person it is about, and whoever confirms it."),
)
def get_time_entry(request: HttpRequest, entry_id: Id) -> dict[str, Any]:
    viewer = viewer_of(request)
    detail = queries.entry_detail(viewer=viewer, entry_id=entry_id)
    return {
        **{field.name: getattr(detail, field.name) for field in fields(detail)},
        "is_own_to_change": detail.is_own_to_change,
        "evidence": queries.evidence_of_entry(viewer=viewer, entry_id=entry_id),
    }


@operation(
    router,
    "GET",
    "/activities/{activity_id}",
    permission=Permission.VIEW_LOAD,
    returns=One[ActivityDetail],
    summary=_("One activity"),
    description=_("Who takes part, with planned and logged hours, and its papers."),
)
def get_activity(request: HttpRequest, activity_id: Id, time: Time) -> dict[str, Any]:
    scope = scope_of(request, time)
    detail = queries.activity_detail(activity_id=activity_id, **scope)
    return {
        **{field.name: getattr(detail, field.name) for field in fields(detail)},
        "evidence": queries.evidence_of_activity(viewer=scope["viewer"], activity_id=activity_id),
    }


@operation(
    router,
    "POST",
    "/time-entries/{entry_id}/evidence",
    permission=Permission.LOG_TIME,
    returns=One[Made],
    status=201,
    takes=MULTIPART,
    summary=_("Attach evidence to hours"),
    description=_("A document or picture of at most 10 MB, as `file`, to an entry of one's own."),
)
def attach_to_entry(request: HttpRequest, entry_id: Id, file: Document) -> dict[str, Any]:
    made = actions.attach_evidence(
        name=file.name or "", content=file.read(), entry_id=entry_id, actor=viewer_of(request)
    )
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/activities/{activity_id}/evidence",
    permission=OWN_OR_LEDGER,
    returns=One[Made],
    status=201,
    takes=MULTIPART,
    summary=_("Attach papers to an activity"),
    description=_(
        "By who takes part in it, or keeps the ledger of its organisation: a document or picture "
        "of at most 10 MB, as `file`."
    ),
)
def attach_to_activity(request: HttpRequest, activity_id: Id, file: Document) -> dict[str, Any]:
    made = actions.attach_evidence(
        name=file.name or "", content=file.read(), activity_id=activity_id, actor=viewer_of(request)
    )
    return {"ids": [made]}


@operation(
    router,
    "GET",
    "/evidence/{evidence_id}",
    permission=EVIDENCE,
    returns=None,
    media_types=KEPT,
    summary=_("A file of evidence"),
    description=_(
        "Of an entry: for its person and superior. Of an activity: for those who take part and its "
        "own organisation."
    ),
)
def get_evidence(request: HttpRequest, evidence_id: Id) -> HttpResponse:
    found = queries.open_evidence(viewer=viewer_of(request), evidence_id=evidence_id)
    return files.download(*found)


@operation(
    router,
    "POST",
    "/evidence/{evidence_id}/withdrawal",
    permission=OWN_OR_LEDGER,
    returns=One[Done],
    summary=_("Take evidence away"),
    description=_("By whoever may attach it; what was known before stays readable."),
)
def withdraw_evidence(request: HttpRequest, evidence_id: Id) -> dict[str, Any]:
    actions.withdraw_evidence(evidence_id=evidence_id, actor=viewer_of(request))
    return {"count": 1}
