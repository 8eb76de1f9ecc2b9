"""Projects and events, and what was said and decided at them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api import electionshape
from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.explanations import explanation_given
from kiem.delivery.api.files import DOCX, KEPT, PDF
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.assembly import (
    Event,
    EventDetail,
    FigureThenAndNow,
    PinnedFigure,
    Project,
    TargetGroup,
)
from kiem.delivery.api.schemas.projects import ProjectBoard
from kiem.delivery.api.schemas.shape import All, Id, Number, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.views.documents import document_answer
from kiem.domain.assembly import queries
from kiem.domain.assembly.errors import missing
from kiem.domain.documents.queries import sessions
from kiem.domain.documents.render import FileFormat
from kiem.domain.elections.queries import congresses_of_events
from kiem.domain.surveys.queries import list_surveys
from kiem.platform import audit, files
from kiem.platform.access import Permission

router = Router(tags=["assembly"])  # shared with what is written: addresses are the same
MOST_EVENTS = 10_000


@operation(
    router,
    "GET",
    "/projects",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Project],
    summary=_("List projects"),
    description=_("Questions followed from event to task, with their progress; newest first."),
)
def list_projects(request: HttpRequest, time: Time, page: Paging) -> Rows[queries.ProjectRow]:
    def newest(row: queries.ProjectRow) -> tuple[int, int]:
        return -row.opened_on.toordinal(), -row.id

    rows = queries.list_projects(**scope_of(request, time))
    return cut(page, of="projects", shape=(int, int), rows=rows, key_of=newest)


@operation(
    router,
    "GET",
    "/projects/{project_id}/board",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[ProjectBoard],
    summary=_("A project at a glance"),
    description=_(
        "From who was asked to what was proven and who took it over: surveys, events, congresses, "
        "proposals and verdicts, conclusions with their progress, commitments, good models."
    ),
)
def get_project_board(request: HttpRequest, project_id: Id, time: Time) -> dict[str, Any]:
    scope = scope_of(request, time)
    board = queries.project_board(project_id=project_id, **scope)
    events = [event.id for event in board.events]
    congresses = congresses_of_events(event_ids=events, **scope)
    return {
        **{field.name: getattr(board, field.name) for field in fields(board)},
        "surveys": list_surveys(project_id=project_id, **scope),
        "congresses": [
            {
                "congress": electionshape.congress(found.facts),
                "delegates": found.delegates,
                "contests": found.contests,
                "counted": found.counted,
            }
            for found in congresses
        ],
        "verdicts": board.verdicts,
        "unanswered": len(board.unanswered),
        "untasked": len(board.untasked),
    }


@operation(
    router,
    "GET",
    "/events",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Event],
    summary=_("List events"),
    description=_(
        "Sessions, forums, meetings and congresses you see, the latest first; those to come too."
    ),
)
def list_events(
    request: HttpRequest, time: Time, page: Paging, project_id: Id | None = None
) -> Rows[queries.EventRow]:
    def latest(row: queries.EventRow) -> tuple[int, int]:
        return -row.held_on.toordinal(), -row.id

    rows = queries.list_events(**scope_of(request, time), project_id=project_id, limit=MOST_EVENTS)
    return cut(page, of="events", shape=(int, int), rows=rows, key_of=latest)


@operation(
    router,
    "GET",
    "/events/{event_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[EventDetail],
    summary=_("One event"),
    description=_("Everything said, proposed, concluded and promised at it, and what was open."),
)
def get_event(request: HttpRequest, event_id: Id, time: Time) -> dict[str, Any]:
    found = queries.event_detail(event_id=event_id, **scope_of(request, time))
    return {
        **{field.name: getattr(found, field.name) for field in fields(found)},
        "chair_id": found.chair_id,
        "chair_name": found.chair_name,
        "agenda": [
            {"position": position, "title_vi": vi, "title_en": en}
            for position, vi, en in found.agenda
        ],
        "attendances": [{"body": body, "part": part} for body, part in found.attendances],
    }


@operation(
    router,
    "GET",
    "/events/{event_id}/figures",
    permission=Permission.VIEW_ASSEMBLY,
    returns=All[FigureThenAndNow],
    summary=_("Figures cited at an event"),
    description=_("As they were said, beside what they are with the knowledge asked about."),
)
def list_cited_figures(
    request: HttpRequest, event_id: Id, time: Time
) -> tuple[queries.FigureThenAndNow, ...]:
    return queries.figures_then_and_now(event_id=event_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/events/{event_id}/contributions/{number}/figures/{position}",
    permission=Permission.VIEW_LOAD,
    returns=One[PinnedFigure],
    summary=_("Why a cited figure was what it was"),
    description=_(
        "With the knowledge of the moment it was said, whoever asks. Of a person it is recorded."
    ),
)
def explain_cited_figure(
    request: HttpRequest, event_id: Id, number: Number, position: Number, time: Time
) -> dict[str, Any]:
    found = queries.pinned_figure(
        event_id=event_id,
        contribution_number=number,
        position=position,
        **scope_of(request, time),
    )
    if found.cited.subject.startswith("person:"):  # in scope: it was explained
        audit.record_view(viewer_of(request), found.cited.subject)
    return {
        "cited": found.cited,
        "explanation": explanation_given(found.explanation),
        "is_whole": found.is_whole,
    }


@operation(
    router,
    "GET",
    "/events/{event_id}/notice.{file_format}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("The notice of an event's conclusions"),
    description=_("In the organiser's letterhead."),
)
def get_event_notice(
    request: HttpRequest, event_id: Id, file_format: FileFormat, time: Time
) -> HttpResponse:
    document = sessions.notice_document(event_id=event_id, **scope_of(request, time))
    return document_answer(document, file_format)


@operation(
    router,
    "GET",
    "/events/{event_id}/minutes.{file_format}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("The minutes of an event"),
    description=_("In the organiser's letterhead."),
)
def get_event_minutes(
    request: HttpRequest, event_id: Id, file_format: FileFormat, time: Time
) -> HttpResponse:
    document = sessions.minutes_document(event_id=event_id, **scope_of(request, time))
    return document_answer(document, file_format)


@operation(
    router,
    "GET",
    "/events/{event_id}/papers/{paper_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=KEPT,
    summary=_("A paper of an event"),
    description=_("For whoever sees the event."),
)
def get_event_paper(request: HttpRequest, event_id: Id, paper_id: Id, time: Time) -> HttpResponse:
    found = queries.event_detail(event_id=event_id, **scope_of(request, time))
    paper = next((paper for paper in found.papers if paper.id == paper_id), None)
    if paper is None:
        raise missing("paper")
    return files.download(*files.read_file(paper.file_id))


@operation(
    router,
    "GET",
    "/target-groups",
    permission=Permission.VIEW_ASSEMBLY,
    returns=All[TargetGroup],
    summary=_("To whom tasks may go"),
    description=_("Types of units and organisations you see on the day, with how many there are."),
)
def list_target_groups(request: HttpRequest, time: Time) -> tuple[queries.TargetGroup, ...]:
    return queries.target_groups(**scope_of(request, time))
