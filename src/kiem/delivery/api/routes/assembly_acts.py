"""Holding assemblies: opening projects, planning events, recording what is said and decided."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Form

from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.assembly import router as router  # one address, one router
from kiem.delivery.api.routes.uploads import MULTIPART, Document, keep_documents
from kiem.delivery.api.schemas.assembly import Numbered
from kiem.delivery.api.schemas.assembly_taken import (
    AssumptionTaken,
    AttendancesTaken,
    ConclusionCorrected,
    ConclusionTaken,
    ContributionTaken,
    EventPlanTaken,
    EventTaken,
    MinutesTaken,
    PaperTaken,
    ProjectTaken,
    ProposalTaken,
    ReasonGiven,
    SupportTaken,
    VerdictTaken,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import Id, Number, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.assembly import actions
from kiem.platform.access import Permission

SPEAKERS = (Permission.WORK_TASKS, Permission.CONDUCT_ASSEMBLY)


@operation(
    router,
    "POST",
    "/projects",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Open a project"),
    description=_("One question, followed from the first event to the last task."),
)
def open_project(request: HttpRequest, project: ProjectTaken) -> dict[str, Any]:
    return {"ids": [actions.open_project(actor=viewer_of(request), **dict(project))]}


@operation(
    router,
    "POST",
    "/projects/{project_id}/events",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Plan an event"),
    description=_("With its agenda and the bodies invited."),
)
def plan_event(request: HttpRequest, project_id: Id, event: EventTaken) -> dict[str, Any]:
    made = actions.plan_event(
        project_id=project_id,
        organizer_id=event.organizer_id,
        kind=event.kind,
        plan=_plan(event),
        actor=viewer_of(request),
    )
    return {"ids": [made]}


@operation(
    router,
    "PUT",
    "/events/{event_id}",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Change an event"),
    description=_("Replaces what is known of it. What was said at it stays."),
)
def change_event(request: HttpRequest, event_id: Id, plan: EventPlanTaken) -> dict[str, Any]:
    actions.change_event(event_id=event_id, plan=_plan(plan), actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/events/{event_id}/cancellation",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Cancel an event"),
    description=_("It does not take place, with the reason; refused once something was said."),
)
def cancel_event(request: HttpRequest, event_id: Id, why: ReasonGiven) -> dict[str, Any]:
    actions.cancel_event(event_id=event_id, actor=viewer_of(request), **dict(why))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/events/{event_id}/attendance",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Say who was there"),
    description=_("Replaces what was recorded for the bodies named; others stay as they are."),
)
def record_attendance(
    request: HttpRequest, event_id: Id, there: AttendancesTaken
) -> dict[str, Any]:
    parts = [(part.organization_id, part.part) for part in there.parts]
    actions.record_attendance(event_id=event_id, parts=parts, actor=viewer_of(request))
    return {"count": len(parts)}


@operation(
    router,
    "POST",
    "/events/{event_id}/minutes",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Write the minutes' own words"),
    description=_("Replaces them; the record of what was said stands beside them."),
)
def write_minutes(request: HttpRequest, event_id: Id, minutes: MinutesTaken) -> dict[str, Any]:
    actions.write_minutes(event_id=event_id, actor=viewer_of(request), **dict(minutes))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/events/{event_id}/contributions",
    permission=SPEAKERS,
    returns=One[Numbered],
    status=201,
    summary=_("Record a contribution"),
    description=_(
        "In the name of a body that takes part. Each cited figure is computed with what is known "
        "now and pinned with that moment."
    ),
)
def contribute(request: HttpRequest, event_id: Id, said: ContributionTaken) -> dict[str, Any]:
    number = actions.contribute(
        event_id=event_id, statement=_statement(said), actor=viewer_of(request)
    )
    return {"number": number}


@operation(
    router,
    "PUT",
    "/events/{event_id}/contributions/{number}",
    permission=SPEAKERS,
    returns=One[Numbered],
    summary=_("Correct a contribution"),
    description=_("Replaces its words; the earlier ones stay readable at their time."),
)
def correct_contribution(
    request: HttpRequest, event_id: Id, number: Number, said: ContributionTaken
) -> dict[str, Any]:
    actions.correct_contribution(
        event_id=event_id, number=number, statement=_statement(said), actor=viewer_of(request)
    )
    return {"number": number}


@operation(
    router,
    "POST",
    "/events/{event_id}/papers",
    permission=SPEAKERS,
    returns=One[Made],
    status=201,
    takes=MULTIPART,
    summary=_("Hand in a paper of an event"),
    description=_("In the name of a body that takes part; with its title."),
)
def add_paper(
    request: HttpRequest, event_id: Id, file: Document, about: Annotated[PaperTaken, Form()]
) -> dict[str, Any]:
    actor = viewer_of(request)
    with transaction.atomic():  # no file is kept of a paper that is refused
        (kept,) = keep_documents([file], actor)
        made = actions.add_paper(event_id=event_id, file_id=kept, actor=actor, **dict(about))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/events/{event_id}/proposals",
    permission=SPEAKERS,
    returns=One[Made],
    status=201,
    summary=_("Put a proposal"),
    description=_("In the name of a body that takes part; open until it is judged."),
)
def propose(request: HttpRequest, event_id: Id, proposal: ProposalTaken) -> dict[str, Any]:
    made = actions.propose(event_id=event_id, actor=viewer_of(request), **dict(proposal))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/proposals/{proposal_id}/support",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    summary=_("Support a proposal"),
    description=_("In the name of a body; `count` 0 when it does already."),
)
def support_proposal(request: HttpRequest, proposal_id: Id, by: SupportTaken) -> dict[str, Any]:
    is_new = actions.support_proposal(
        proposal_id=proposal_id, organization_id=by.organization_id, actor=viewer_of(request)
    )
    return {"count": int(is_new)}


@operation(
    router,
    "POST",
    "/proposals/{proposal_id}/verdict",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Judge a proposal"),
    description=_("With the reason; a later verdict replaces this one."),
)
def judge_proposal(request: HttpRequest, proposal_id: Id, verdict: VerdictTaken) -> dict[str, Any]:
    actions.judge_proposal(proposal_id=proposal_id, actor=viewer_of(request), **dict(verdict))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/proposals/{proposal_id}/effects",
    permission=SPEAKERS,
    returns=One[Made],
    status=201,
    summary=_("Compute what a proposal would change"),
    description=_("Over your scope: who, how many, hours a month. It is pinned to the proposal."),
)
def compute_effect(request: HttpRequest, proposal_id: Id, asked: AssumptionTaken) -> dict[str, Any]:
    made = actions.compute_effect(
        proposal_id=proposal_id,
        assumption=actions.Assumption(**dict(asked)),
        actor=viewer_of(request),
    )
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/events/{event_id}/conclusions",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Numbered],
    status=201,
    summary=_("Record a conclusion"),
    description=_("Of an event you conduct; it may rest on a proposal."),
)
def conclude(request: HttpRequest, event_id: Id, conclusion: ConclusionTaken) -> dict[str, Any]:
    number = actions.conclude(event_id=event_id, actor=viewer_of(request), **dict(conclusion))
    return {"number": number}


@operation(
    router,
    "PUT",
    "/events/{event_id}/conclusions/{number}",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Numbered],
    summary=_("Correct a conclusion"),
    description=_("Replaces its words; its tasks stay."),
)
def correct_conclusion(
    request: HttpRequest, event_id: Id, number: Number, right: ConclusionCorrected
) -> dict[str, Any]:
    actions.correct_conclusion(
        event_id=event_id, number=number, actor=viewer_of(request), **dict(right)
    )
    return {"number": number}


def _plan(taken: EventPlanTaken) -> actions.EventPlan:
    values = {name: getattr(taken, name) for name in EventPlanTaken.model_fields}
    values["agenda"] = [(item.title_vi, item.title_en) for item in taken.agenda]
    values["chairs"] = [actions.Chairing(**dict(chair)) for chair in taken.chairs]
    return actions.EventPlan(**values)


def _statement(taken: ContributionTaken) -> actions.Statement:
    values = dict(taken)
    values["citations"] = [actions.Cited(**dict(cited)) for cited in taken.citations]
    values["references"] = [actions.Referred(**dict(named)) for named in taken.references]
    return actions.Statement(**values)
