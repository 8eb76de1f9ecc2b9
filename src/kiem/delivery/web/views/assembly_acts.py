"""Forms of assemblies: each shows its page, and does one action once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import assemblyforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblychoices import (
    conducted,
    contribution_choices,
    own_body_choices,
    speaker_choices,
    task_groups,
    tasks_of,
)
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.assemblytables import conclusion_href, event_href, project_href
from kiem.delivery.web.citedsources import read_sources
from kiem.delivery.web.formpage import as_asked, blamed, form_page, keep_files
from kiem.delivery.web.gate import requires
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_project(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    form = forms.ProjectForm(
        request.POST or None, bodies=own_body_choices(request, Permission.CONDUCT_ASSEMBLY)
    )

    def act(given: dict[str, Any]) -> str:
        project = actions.open_project(
            organization_id=int(given["organization"]),
            code=given["code"],
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            opened_on=clock.today(),
            actor=viewer,
        )
        return project_href(project, asked)

    return form_page(
        request,
        form,
        name="project",
        act=act,
        title=gettext("Open a project"),
        lead=gettext("One question, followed from the first event to the last task."),
        back_href=asked.link("/assembly/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_event(request: HttpRequest, project_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    projects = assembly.list_projects(**scope_of(request))
    project = next((p for p in projects if p.id == project_id), None)
    if project is None:
        raise missing("project")
    form = forms.EventForm(
        request.POST or None, bodies=own_body_choices(request, Permission.CONDUCT_ASSEMBLY)
    )

    def act(given: dict[str, Any]) -> str:
        plan = actions.EventPlan(
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            held_on=given["held_on"],
            starts_at=given["starts_at"],
            place=given["place"],
            place_en=given["place_en"],
            agenda=forms.read_agenda(given["agenda"], given["agenda_en"]),
            bodies=assembly.any_bodies_by_code(
                codes=forms.split_codes(given["codes"]), on=given["held_on"], field="codes"
            ),
        )
        event = actions.plan_event(
            project_id=project_id,
            organizer_id=int(given["organizer"]),
            kind=given["kind"],
            plan=plan,
            actor=viewer,
        )
        return event_href(event, asked)

    return form_page(
        request,
        form,
        name=f"event of {project_id}",
        act=act,
        title=gettext("Plan an event"),
        lead=wording.name_of(project.title_vi, project.title_en),
        back_href=project_href(project_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_contribution(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    bodies = speaker_choices(request, detail)
    chooser = Attenders(viewer, clock.today(), [int(body) for body, _name in bodies])

    def act(given: dict[str, Any]) -> str:
        citations, references = read_sources(given["figures"], clock.today())
        with blamed("person"):
            actions.contribute(
                event_id=event_id,
                statement=forms.statement_of(given, citations, references),
                actor=viewer,
            )
        return event_href(event_id, asked)

    return form_page(
        request,
        as_asked(
            request, lambda data: forms.ContributionForm(data, bodies=bodies, chooser=chooser)
        ),
        name=f"contribution {event_id}",
        act=act,
        title=gettext("Record a contribution"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_paper(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    form = forms.PaperForm(
        request.POST or None,
        request.FILES if request.method == "POST" else None,
        bodies=speaker_choices(request, detail),
    )

    def act(given: dict[str, Any]) -> str:
        (file_id,) = keep_files([given["file"]], viewer)
        actions.add_paper(
            event_id=event_id,
            organization_id=int(given["organization"]),
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            file_id=file_id,
            actor=viewer,
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
        name=f"paper {event_id}",
        act=act,
        title=gettext("Add a paper"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_conclusion(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)
    form = forms.ConclusionForm(
        request.POST or None,
        proposals=[
            (str(p.id), f"{p.number}. {wording.name_of(p.text_vi, p.text_en)[:80]}")
            for p in detail.proposals
        ],
        contributions=contribution_choices(detail),
    )

    def act(given: dict[str, Any]) -> str:
        number = actions.conclude(
            event_id=event_id,
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            proposal_id=int(given["proposal"]) if given["proposal"] else None,
            contribution_numbers=[int(number) for number in given["contributions"]],
            actor=viewer,
        )
        return conclusion_href(event_id, number, asked)

    return form_page(
        request,
        form,
        name=f"conclusion {event_id}",
        act=act,
        title=gettext("Record a conclusion"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_tasks(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """One task for each body: of a type, or with the codes written."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)
    conclusion = next((c for c in detail.conclusions if c.number == number), None)
    if conclusion is None:
        raise missing("conclusion")
    groups, chooser = task_groups(request), Attenders(viewer, clock.today())
    form = as_asked(request, lambda data: forms.TasksForm(data, groups=groups, chooser=chooser))

    def act(given: dict[str, Any]) -> str:
        with blamed("person"):
            actions.set_tasks(
                event_id=event_id,
                conclusion_number=number,
                tasks=tasks_of(request, given),
                actor=viewer,
            )
        return conclusion_href(event_id, number, asked)

    return form_page(
        request,
        form,
        name=f"tasks {event_id} {number}",
        act=act,
        title=gettext("Set tasks"),
        lead=wording.name_of(conclusion.text_vi, conclusion.text_en),
        back_href=conclusion_href(event_id, number, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_commitment(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    bodies = speaker_choices(request, detail)
    chooser = Attenders(viewer, clock.today(), [int(body) for body, _name in bodies])
    form = as_asked(
        request, lambda data: forms.CommitmentForm(data, bodies=bodies, chooser=chooser)
    )

    def act(given: dict[str, Any]) -> str:
        task = actions.NewTask(
            owner_id=int(given["organization"]),
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            evidence_vi=given["evidence_vi"],
            evidence_en=given["evidence_en"],
            due_on=given["due_on"],
            person_id=given["person"],
        )
        with blamed("person"):
            actions.commit_to(event_id=event_id, task=task, actor=viewer)
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
        name=f"commitment {event_id}",
        act=act,
        title=gettext("Make a commitment"),
        lead=gettext("A task a body sets itself. Somebody else accepts its evidence."),
        back_href=event_href(event_id, asked),
    )
