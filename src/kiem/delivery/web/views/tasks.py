"""Tasks: mine, a unit's, one with its chain, and the steps taken on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import statuses, taskforms, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblychoices import task_groups, tasks_of
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.assemblytables import (
    RUNG_NAMES,
    STEP_NAMES,
    body_href,
    body_name,
    conclusion_href,
    event_href,
    progress_html,
    task_href,
    task_status,
)
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.formpage import as_asked, blamed, form_page, keep_files
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.views.assembly import state_choices, task_table
from kiem.delivery.web.views.findings import read_id
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries import Status
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

MOST_CONDITIONS = 500  # tasks of one event to choose from, those due first


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def task_list(request: HttpRequest) -> HttpResponse:
    """The reader's open tasks by due day; `owner=` shows one body's, `all=1` everything in scope,
    `state=` other states."""
    asked = asked_of(request)
    owner = read_id(request, "owner")
    mine = owner is None and not request.GET.get("all")
    default = "open" if mine else ""
    table = task_table(
        request,
        gettext("Tasks"),
        empty_text=gettext("No task waits for you."),
        default_state=default,
        owner_id=owner,
        mine=mine,
    )
    context = {
        "title": gettext("My tasks") if mine else gettext("Tasks"),
        "lead": gettext("What is to be done by when, and what will show it."),
        "choices": state_choices(request, asked, default),
        "table": table,
    }
    return show(request, "kiem/list.html", context, [table])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_ASSEMBLY)
def task_page(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: where it comes from, what happened, what is below it, and the next step."""
    asked = asked_of(request)
    detail = assembly.task_detail(task_id=task_id, **scope_of(request))
    form = taskforms.step_form(request, detail)

    def act(given: dict[str, Any]) -> str:
        _take_step(request, task_id, given)
        return task_href(task_id, asked)

    seen = str(len(detail.steps))
    if form is not None:
        done = submitted(request, form, name=f"task {task_id}", act=act, seen=seen)
        if done is not None:
            return done
    below = task_table(
        request,
        gettext("Delegated below it"),
        empty_text=gettext("Nothing is delegated."),
        parent_id=task_id,
    )
    response = show(request, "kiem/task.html", _context(detail, form, asked), [below])
    response.status_code = form.status if form is not None else 200
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WORK_TASKS)
def delegate(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task below for each body."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.task_detail(task_id=task_id, **scope_of(request))
    if not detail.may_work:
        raise missing("task")
    groups, chooser = task_groups(request), Attenders(viewer, clock.today())
    texts = ("text_vi", "text_en", "evidence_vi", "evidence_en")
    form = as_asked(
        request,
        lambda data: taskforms.DelegateForm(
            data,
            groups=groups,
            chooser=chooser,
            initial={name: getattr(detail.task, name) for name in texts},
        ),
    )

    def act(given: dict[str, Any]) -> str:
        with blamed("person"):
            actions.delegate_task(task_id=task_id, tasks=tasks_of(request, given), actor=viewer)
        return task_href(task_id, asked)

    return form_page(
        request,
        form,
        name=f"delegate {task_id}",
        act=act,
        title=gettext("Delegate the task"),
        lead=gettext("Due on {day} at the latest.").format(day=wording.day(detail.task.due_on)),
        back_href=task_href(task_id, asked),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WORK_TASKS)
def new_condition(request: HttpRequest, task_id: int) -> HttpResponse:
    """Another task of the event that must be accepted before this one."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.task_detail(task_id=task_id, **scope_of(request))
    if not detail.may_judge:
        raise missing("task")
    others = assembly.list_tasks(
        **scope_of(request), event_id=detail.task.event_id, limit=MOST_CONDITIONS
    ).rows
    known = {task_id, *(task.id for task in detail.requires)}
    form = taskforms.ConditionForm(
        request.POST or None,
        tasks=[
            (str(t.id), f"{body_name(t.owner)}: {wording.name_of(t.text_vi, t.text_en)[:80]}")
            for t in others
            if t.id not in known
        ],
    )

    def act(given: dict[str, Any]) -> str:
        actions.add_condition(task_id=task_id, requires_id=int(given["requires"]), actor=viewer)
        return task_href(task_id, asked)

    return form_page(
        request,
        form,
        name=f"condition {task_id}",
        act=act,
        title=gettext("Let the task wait for another"),
        lead=wording.name_of(detail.task.text_vi, detail.task.text_en),
        back_href=task_href(task_id, asked),
    )


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def task_file(request: HttpRequest, task_id: int, file_id: int) -> HttpResponse:
    """A file of a task's evidence, for whoever sees the task."""
    detail = assembly.task_detail(task_id=task_id, **scope_of(request))
    if file_id not in {number for step in detail.steps for number in step.file_ids}:
        raise missing("task")
    return files.download(*files.read_file(file_id))


def _take_step(request: HttpRequest, task_id: int, given: dict[str, Any]) -> None:
    actor, text = viewer_of(request), given.get("text", "")
    kept = keep_files(given.get("file"), actor)
    match given["step"]:
        case "begin":
            actions.begin_task(task_id=task_id, text=text, actor=actor)
        case "report":
            actions.report_task(task_id=task_id, text=text, file_ids=kept, actor=actor)
        case "accept":
            actions.accept_task(task_id=task_id, text=text, actor=actor)
        case "return":
            actions.return_task(task_id=task_id, reason=text, actor=actor)
        case "ask_delay":
            actions.ask_delay(task_id=task_id, due_on=given["due_on"], reason=text, actor=actor)
        case "grant_delay":
            actions.grant_delay(task_id=task_id, actor=actor)
        case "refuse_delay":
            actions.refuse_delay(task_id=task_id, reason=text, actor=actor)
        case "withdraw":
            actions.withdraw_task(task_id=task_id, reason=text, actor=actor)


def _context(detail: assembly.TaskDetail, form: KiemForm | None, asked: Asked) -> dict[str, Any]:
    task = detail.task
    kept = files.describe_files(_file_ids(detail))
    return {
        "title": wording.name_of(task.text_vi, task.text_en),
        "detail": detail,
        "status": task_status(task),
        "owner": (body_name(task.owner), body_href(task.owner, asked)),
        "set_by": (body_name(task.set_by), body_href(task.set_by, asked)),
        "event": (
            wording.name_of(detail.event.title_vi, detail.event.title_en),
            event_href(task.event_id, asked),
        ),
        "conclusion": detail.conclusion
        and (
            wording.name_of(detail.conclusion.text_vi, detail.conclusion.text_en),
            conclusion_href(task.event_id, detail.conclusion.number, asked),
        ),
        "proposal": detail.proposal
        and {
            "text": wording.name_of(detail.proposal.text_vi, detail.proposal.text_en),
            "body": body_name(detail.proposal.body),
            "status": statuses.status(f"proposal {detail.proposal.status}"),
        },
        "said": [{"row": said, "body": body_name(said.body)} for said in detail.said],
        "above": [
            (wording.name_of(t.text_vi, t.text_en), task_href(t.id, asked), body_name(t.owner))
            for t in detail.above
        ],
        "requires": [
            (wording.name_of(t.text_vi, t.text_en), task_href(t.id, asked), task_status(t))
            for t in detail.requires
        ],
        "progress": progress_html(detail.below_progress),
        "steps": [
            {
                "row": step,
                "kind": gettext(STEP_NAMES[step.kind]),
                "files": [(n, kept[n].name) for n in step.file_ids],
            }
            for step in detail.steps
        ],
        "reminders": [
            (wording.day(sent.sent_on), gettext(RUNG_NAMES[sent.rung]), sent.told)
            for sent in detail.reminders.sent
        ],
        "next_reminder": detail.reminders.next_rung
        and gettext("Next, on {day}: {who}").format(
            day=wording.day(detail.reminders.next_on),
            who=gettext(RUNG_NAMES[detail.reminders.next_rung]),
        ),
        "form": form,
        "may_delegate": detail.may_work
        and task.status in (Status.OPEN, Status.BEGUN, Status.RETURNED),
        "may_wait": detail.may_judge and not task.is_closed,
        "delegate_href": f"/tasks/{task.id}/delegate/",
    }


def _file_ids(detail: assembly.TaskDetail) -> list[int]:
    return [number for step in detail.steps for number in step.file_ids]
