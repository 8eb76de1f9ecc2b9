"""A project's board: one question from who was asked to what was proven and who took it over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import projecttables as words
from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblytables import (
    body_href,
    body_name,
    conclusion_href,
    event_columns,
    event_href,
    project_href,
    task_columns,
)
from kiem.delivery.web.gate import requires
from kiem.delivery.web.modelforms import model_columns
from kiem.delivery.web.pages import show
from kiem.delivery.web.surveytables import survey_columns
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.assembly import state_choices, task_table
from kiem.domain.assembly import queries as assembly
from kiem.domain.elections.queries import congresses_of_events
from kiem.domain.surveys.queries import SurveyRow, list_surveys
from kiem.platform.access import Permission


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def project_page(request: HttpRequest, project_id: int) -> HttpResponse:
    """The whole chain; `state=` filters the tasks, `view=projected` is for the screen in the
    hall."""
    asked, scope = asked_of(request), scope_of(request)
    board = assembly.project_board(project_id=project_id, **scope)
    surveys = list_surveys(**scope, project_id=project_id)
    project = board.project
    events = {event.id: event for event in board.events}
    tasks = task_table(
        request,
        gettext("Tasks"),
        columns=words.project_task_columns(asked),
        empty_text=_tasks_empty(request, board),
        project_id=project_id,
    )
    open_tasks = _open_tasks(request, project.progress)
    context = {
        "title": wording.name_of(project.title_vi, project.title_en),
        "board": board,
        "owner": (body_name(project.owner), body_href(project.owner, asked)),
        "steps": words.chain_steps(board, surveys),
        "choices": state_choices(request, asked),
        "unanswered": [
            (put, f"{event_href(put.event_id, asked)}#proposal-{put.number}", body_name(put.body))
            for put in board.unanswered
        ],
        "untasked": [
            (decided, conclusion_href(decided.event_id, decided.number, asked))
            for decided in board.untasked
        ],
        "open_tasks": open_tasks,
        "has_open": bool(open_tasks or board.unanswered or board.untasked),
        "is_projected": request.GET.get("view") == "projected",
        "projected_href": asked.link(request.path, view="projected"),
        "plain_href": project_href(project_id, asked),
        "may_conduct": viewer_of(request).can(Permission.CONDUCT_ASSEMBLY),
        "may_publish": viewer_of(request).can(Permission.WORK_TASKS),
    }
    tables = [tasks, *_tables(request, board, surveys, events, asked)]
    return show(request, "kiem/project.html", context, tables)


def _open_tasks(request: HttpRequest, progress: assembly.Progress) -> list[tuple[str, str]]:
    """What of the tasks waits for somebody, each with the list it leads to."""
    asked = asked_of(request)
    found = []
    if progress.late:
        text = ngettext("{count} late task", "{count} late tasks", progress.late)
        found.append((text.format(count=wording.number(progress.late)), "late"))
    if progress.unproved:
        text = ngettext(
            "{count} task waits to be accepted",
            "{count} tasks wait to be accepted",
            progress.unproved,
        )
        found.append((text.format(count=wording.number(progress.unproved)), "unproved"))
    return [(text, asked.link(request.path, state=state) + "#tasks") for text, state in found]


def _tables(
    request: HttpRequest,
    board: assembly.ProjectBoard,
    surveys: tuple[SurveyRow, ...],
    events: dict[int, assembly.EventRow],
    asked: Asked,
) -> list[Table[Any]]:
    """Everything but the tasks, shown as it comes: the tasks are what is filtered and paged."""
    may = viewer_of(request).can(Permission.CONDUCT_ASSEMBLY)
    congresses = congresses_of_events(**scope_of(request), event_ids=list(events))

    def table(name: str, caption: str, columns: Any, rows: Any, empty_text: str) -> Table[Any]:
        return Table.of_all(
            request,
            name=name,
            caption=caption,
            columns=columns,
            rows=rows,
            is_main=False,
            empty_text=empty_text,
        )

    return [
        table(
            "surveys",
            gettext("Surveys"),
            survey_columns(asked),
            surveys,
            gettext("Nobody has been asked yet. Prepare a survey above.")
            if may
            else gettext("Nobody of your scope has been asked yet."),
        ),
        table(
            "events",
            gettext("Events"),
            event_columns(asked),
            board.events,
            gettext("Nobody has met yet. Plan an event above.")
            if may
            else gettext(
                "No event of your scope is planned yet; who conducts assemblies plans it."
            ),
        ),
        table(
            "proposals",
            gettext("Proposals"),
            words.proposal_columns(events, asked),
            board.proposals,
            gettext("Nothing is proposed yet. Bodies at an event put proposals on its page."),
        ),
        table(
            "conclusions",
            gettext("Conclusions"),
            words.conclusion_columns(events, asked),
            board.conclusions,
            gettext("Nothing is concluded yet. Who holds an event concludes on its page."),
        ),
        table(
            "commitments",
            gettext("Commitments"),
            task_columns(asked),
            board.commitments,
            gettext("No body has set itself a task. It can on an event's page."),
        ),
        table(
            "models",
            gettext("Good models"),
            model_columns(asked),
            board.models,
            gettext("No good model has come of it yet. A body that does well publishes one."),
        ),
        table("congresses", gettext("Congresses"), words.congress_columns(asked), congresses, ""),
    ]


def _tasks_empty(request: HttpRequest, board: assembly.ProjectBoard) -> str:
    if request.GET.get("state"):
        return gettext("No task of yours is in this state.")
    if board.conclusions:
        return gettext(
            "No task of yours has come from it yet. Tasks are set on a conclusion's page."
        )
    return gettext("No task is set yet: tasks come from conclusions.")
