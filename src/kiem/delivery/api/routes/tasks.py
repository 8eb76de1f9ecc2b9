"""Tasks of assemblies: the board, one with its chain, setting them and every step taken on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Form, Query, Router

from kiem.delivery.api.asking import Paging, Rows, Time, read_cursor, scope_of, write_cursor
from kiem.delivery.api.files import KEPT
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.uploads import MULTIPART, OptionalDocument
from kiem.delivery.api.schemas.assembly import Task, TaskDetail
from kiem.delivery.api.schemas.assembly_taken import (
    CommitmentTaken,
    ConditionTaken,
    DelayAsked,
    ReasonGiven,
    StepTaken,
    TasksTaken,
    TaskTaken,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import Id, Number, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.domain.assembly import actions, queries
from kiem.domain.assembly.errors import missing
from kiem.platform import files
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock

router = Router(tags=["assembly"])
JUDGES = (Permission.CONDUCT_ASSEMBLY, Permission.WORK_TASKS)
State = Literal["open", "late", "unproved", "delay", "done"]
ReportText = Annotated[
    str, Form(max_length=4000, description=_("Where the evidence can be seen, or what it shows."))
]


@operation(
    router,
    "GET",
    "/tasks",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Task],
    summary=_("List tasks"),
    description=_(
        "Those you see, by due day. `mine=true`: those you work on; `state`: `open`, `late`, "
        "`unproved`, `delay` (a later day is asked for) or `done`; of one project, event, "
        "conclusion, task above or owner."
    ),
)
def list_tasks(
    request: HttpRequest,
    time: Time,
    page: Paging,
    mine: bool = False,
    state: State | None = None,
    project_id: Id | None = None,
    event_id: Id | None = None,
    conclusion_number: Annotated[int | None, Query(ge=1, le=10**6)] = None,
    parent_id: Id | None = None,
    owner_id: Id | None = None,
) -> Rows[queries.TaskRow]:
    after = read_cursor(page, "tasks", (str, int))
    found = queries.list_tasks(
        **scope_of(request, time),
        mine=mine,
        state=state or "",
        project_id=project_id,
        event_id=event_id,
        conclusion_number=conclusion_number,
        parent_id=parent_id,
        owner_id=owner_id,
        after=(date.fromisoformat(after[0]), after[1]) if after else None,
        limit=page.limit,
    )
    last = found.after
    cursor = None if last is None else write_cursor("tasks", (last[0].isoformat(), last[1]))
    return Rows(found.rows, cursor)


@operation(
    router,
    "GET",
    "/tasks/{task_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[TaskDetail],
    summary=_("One task"),
    description=_("Up to who proposed what, down to its evidence, with every step."),
)
def get_task(request: HttpRequest, task_id: Id, time: Time) -> queries.TaskDetail:
    return queries.task_detail(task_id=task_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/tasks/{task_id}/files/{file_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=KEPT,
    summary=_("A file of a task's evidence"),
    description=_("For whoever sees the task."),
)
def get_task_file(request: HttpRequest, task_id: Id, file_id: Id, time: Time) -> HttpResponse:
    detail = queries.task_detail(task_id=task_id, **scope_of(request, time))
    if file_id not in {number for step in detail.steps for number in step.file_ids}:
        raise missing("task")
    return files.download(*files.read_file(file_id))


@operation(
    router,
    "POST",
    "/events/{event_id}/conclusions/{number}/tasks",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Turn a conclusion into tasks"),
    description=_("One for each owner, all of them or none; answered with their numbers in order."),
)
def set_tasks(
    request: HttpRequest, event_id: Id, number: Number, wanted: TasksTaken
) -> dict[str, Any]:
    actor = viewer_of(request)
    made = actions.set_tasks(
        event_id=event_id, conclusion_number=number, tasks=_tasks(wanted, actor), actor=actor
    )
    return {"ids": made}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/delegation",
    permission=Permission.WORK_TASKS,
    returns=One[Made],
    status=201,
    summary=_("Delegate a task"),
    description=_("By its owner: tasks below it, due no later. Their owner accepts the evidence."),
)
def delegate_task(request: HttpRequest, task_id: Id, wanted: TasksTaken) -> dict[str, Any]:
    actor = viewer_of(request)
    made = actions.delegate_task(task_id=task_id, tasks=_tasks(wanted, actor), actor=actor)
    return {"ids": made}


@operation(
    router,
    "POST",
    "/events/{event_id}/commitments",
    permission=Permission.WORK_TASKS,
    returns=One[Made],
    status=201,
    summary=_("Commit a body to a task"),
    description=_("A task it sets itself at an event it takes part in."),
)
def commit_to(request: HttpRequest, event_id: Id, promised: CommitmentTaken) -> dict[str, Any]:
    task = actions.NewTask(**dict(promised))
    made = actions.commit_to(event_id=event_id, task=task, actor=viewer_of(request))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/conditions",
    permission=JUDGES,
    returns=One[Done],
    summary=_("Make a task wait for another"),
    description=_("Of the same event; it can be accepted once the other one is."),
)
def add_condition(request: HttpRequest, task_id: Id, first: ConditionTaken) -> dict[str, Any]:
    actions.add_condition(task_id=task_id, requires_id=first.requires_id, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/beginning",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Done],
    summary=_("Say that a task has begun"),
    description=_("By who works for its owner, or the person it names."),
)
def begin_task(request: HttpRequest, task_id: Id, said: StepTaken) -> dict[str, Any]:
    actions.begin_task(task_id=task_id, actor=viewer_of(request), **dict(said))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/report",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Done],
    takes=MULTIPART,
    summary=_("Report a task done"),
    description=_(
        "By who works for its owner, or the person it names: with a file, a text, or both. Refused "
        "while a task below it is open."
    ),
)
def report_task(
    request: HttpRequest,
    task_id: Id,
    text: ReportText = "",
    text_en: ReportText = "",
    file: OptionalDocument = None,
) -> dict[str, Any]:
    actor = viewer_of(request)
    with transaction.atomic():  # no file is kept of a report that is refused
        kept = []
        if file is not None:
            stored = files.keep_file(
                name=file.name or "", content=file.read(), kinds=files.DOCUMENTS, actor=actor
            )
            kept.append(stored.id)
        actions.report_task(task_id=task_id, text=text, text_en=text_en, file_ids=kept, actor=actor)
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/acceptance",
    permission=JUDGES,
    returns=One[Done],
    summary=_("Accept a task's evidence"),
    description=_("By the body that set it: the task is done. Nobody accepts their own report."),
)
def accept_task(request: HttpRequest, task_id: Id, said: StepTaken) -> dict[str, Any]:
    actions.accept_task(task_id=task_id, actor=viewer_of(request), **dict(said))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/return",
    permission=JUDGES,
    returns=One[Done],
    summary=_("Return a task to its owner"),
    description=_("The evidence does not show it; with the reason."),
)
def return_task(request: HttpRequest, task_id: Id, why: ReasonGiven) -> dict[str, Any]:
    actions.return_task(task_id=task_id, actor=viewer_of(request), **dict(why))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/delay-request",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Done],
    summary=_("Ask for a later day"),
    description=_("By who works for its owner, or the person it names; with the reason."),
)
def ask_delay(request: HttpRequest, task_id: Id, asked: DelayAsked) -> dict[str, Any]:
    actions.ask_delay(task_id=task_id, actor=viewer_of(request), **dict(asked))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/delay",
    permission=JUDGES,
    returns=One[Done],
    summary=_("Grant the later day"),
    description=_("By the body that set it; not after the day the task above is due."),
)
def grant_delay(request: HttpRequest, task_id: Id) -> dict[str, Any]:
    actions.grant_delay(task_id=task_id, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/delay-refusal",
    permission=JUDGES,
    returns=One[Done],
    summary=_("Keep the day"),
    description=_("By the body that set it, with the reason."),
)
def refuse_delay(request: HttpRequest, task_id: Id, why: ReasonGiven) -> dict[str, Any]:
    actions.refuse_delay(task_id=task_id, actor=viewer_of(request), **dict(why))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/tasks/{task_id}/withdrawal",
    permission=JUDGES,
    returns=One[Done],
    summary=_("Withdraw a task"),
    description=_("By the body that set it, with the reason; the tasks below go with it."),
)
def withdraw_task(request: HttpRequest, task_id: Id, why: ReasonGiven) -> dict[str, Any]:
    count = actions.withdraw_task(task_id=task_id, actor=viewer_of(request), **dict(why))
    return {"count": count}


def _tasks(wanted: TasksTaken, actor: Viewer) -> list[actions.NewTask]:
    return [new for task in wanted.tasks for new in _of_each_owner(task, actor)]


def _of_each_owner(task: TaskTaken, actor: Viewer) -> list[actions.NewTask]:
    owners: Sequence[int] = task.owner_ids
    if task.owner_type is not None:
        by_rule = queries.bodies_of_type(viewer=actor, type_code=task.owner_type, on=clock.today())
        owners = [*dict.fromkeys([*owners, *by_rule])]
    values = {n: v for n, v in dict(task).items() if n not in ("owner_ids", "owner_type")}
    return [actions.NewTask(owner_id=owner, **values) for owner in owners]
