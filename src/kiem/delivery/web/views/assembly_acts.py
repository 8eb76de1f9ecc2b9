"""Forms of assemblies: each shows its page, and does one action once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import assemblyforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblytables import conclusion_href, event_href
from kiem.delivery.web.effectforms import EffectForm
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.platform import files
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]


def form_page(
    request: HttpRequest,
    form: KiemForm,
    *,
    name: str,
    act: Callable[[dict[str, Any]], str],
    title: str,
    back_href: str,
    lead: str = "",
) -> HttpResponse:
    """The redirect after the act, or the page with the form."""
    done = submitted(request, form, name=name, act=act)
    if done is not None:
        return done
    context = {"title": title, "lead": lead, "form": form, "back_href": back_href}
    response = show(request, "kiem/form_page.html", context)
    response.status_code = form.status
    return response


def keep_files(uploads: Sequence[Any] | None, actor: Viewer) -> list[int]:
    """Keep what was handed in with a form; the ids of the kept files."""
    return [
        files.keep_file(name=upload.name, content=upload, kinds=files.DOCUMENTS, actor=actor).id
        for upload in uploads or ()
    ]


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_project(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    form = forms.ProjectForm(
        request.POST or None, bodies=_bodies(request, Permission.CONDUCT_ASSEMBLY)
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
        return asked.link("/assembly/", project=project)

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
        request.POST or None, bodies=_bodies(request, Permission.CONDUCT_ASSEMBLY)
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
            bodies=assembly.bodies_by_code(
                viewer=viewer, codes=forms.split_codes(given["codes"]), on=given["held_on"]
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
        back_href=asked.link("/assembly/", project=project_id),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_contribution(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    form = forms.ContributionForm(request.POST or None, bodies=_speakers(request, detail))

    def act(given: dict[str, Any]) -> str:
        citations, references = forms.read_sources(given["figures"], clock.today())
        actions.contribute(
            event_id=event_id,
            statement=actions.Statement(
                organization_id=int(given["organization"]),
                situation=given["situation"],
                result=given["result"],
                difficulty=given["difficulty"],
                difficulty_kind=given["difficulty_kind"],
                proposal=given["proposal"],
                citations=citations,
                references=references,
                situation_en=given["situation_en"],
                result_en=given["result_en"],
                difficulty_en=given["difficulty_en"],
                proposal_en=given["proposal_en"],
            ),
            actor=viewer,
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
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
        bodies=_speakers(request, detail),
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
@requires(Permission.WORK_TASKS)
def new_proposal(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    form = forms.ProposalForm(
        request.POST or None,
        bodies=_speakers(request, detail),
        contributions=[
            (str(c.number), f"{c.number}. {wording.name_of(c.body.name_vi, c.body.name_en)}")
            for c in detail.contributions
        ],
    )

    def act(given: dict[str, Any]) -> str:
        actions.propose(
            event_id=event_id,
            organization_id=int(given["organization"]),
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            grounds=given["grounds"],
            grounds_en=given["grounds_en"],
            contribution_number=int(given["contribution"]) if given["contribution"] else None,
            actor=viewer,
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
        name=f"proposal {event_id}",
        act=act,
        title=gettext("Put a proposal"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def support_proposal(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """In the name of a body of the reader's own, once for each body."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    proposal = next((p for p in detail.proposals if p.number == number), None)
    if proposal is None:
        raise missing("proposal")
    form = forms.SupportForm(request.POST or None, bodies=_bodies(request, Permission.WORK_TASKS))

    def act(given: dict[str, Any]) -> str:
        actions.support_proposal(
            proposal_id=proposal.id, organization_id=int(given["organization"]), actor=viewer
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
        name=f"support {proposal.id}",
        act=act,
        title=gettext("Support proposal {number}").format(number=number),
        lead=wording.name_of(proposal.text_vi, proposal.text_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def proposal_effect(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """Who would be concerned, how many, how many hours a month: computed and pinned."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    proposal = next((p for p in detail.proposals if p.number == number), None)
    if proposal is None:
        raise missing("proposal")

    def act(given: dict[str, Any]) -> str:
        is_release = given["kind"] == "release"
        assumption = actions.Assumption(
            kind=given["kind"],
            on=given["on"],
            family=given["family"],
            role=given["office"] if is_release else given["standing"],
            percent=given["percent"] or Decimal(0),
        )
        actions.compute_effect(proposal_id=proposal.id, assumption=assumption, actor=viewer)
        return event_href(event_id, asked)

    return form_page(
        request,
        EffectForm(request.POST or None, initial={"kind": "release", "on": detail.event.held_on}),
        name=f"effect {proposal.id}",
        act=act,
        title=gettext("Effect of proposal {number}").format(number=number),
        lead=wording.name_of(proposal.text_vi, proposal.text_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def judge_proposal(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    proposal = next((p for p in detail.proposals if p.number == number), None)
    if proposal is None or not detail.may_conduct:
        raise missing("proposal")

    def act(given: dict[str, Any]) -> str:
        actions.judge_proposal(
            proposal_id=proposal.id,
            verdict=given["verdict"],
            reason=given["reason"],
            reason_en=given["reason_en"],
            actor=viewer,
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        forms.VerdictForm(request.POST or None),
        name=f"verdict {proposal.id}",
        act=act,
        title=gettext("Judge proposal {number}").format(number=number),
        lead=wording.name_of(proposal.text_vi, proposal.text_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_conclusion(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = _conducted(request, event_id)
    form = forms.ConclusionForm(
        request.POST or None,
        proposals=[
            (str(p.id), f"{p.number}. {wording.name_of(p.text_vi, p.text_en)[:80]}")
            for p in detail.proposals
        ],
    )

    def act(given: dict[str, Any]) -> str:
        number = actions.conclude(
            event_id=event_id,
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            proposal_id=int(given["proposal"]) if given["proposal"] else None,
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
    detail = _conducted(request, event_id)
    conclusion = next((c for c in detail.conclusions if c.number == number), None)
    if conclusion is None:
        raise missing("conclusion")
    form = forms.TasksForm(request.POST or None, groups=_groups(request))

    def act(given: dict[str, Any]) -> str:
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
    form = forms.CommitmentForm(request.POST or None, bodies=_speakers(request, detail))

    def act(given: dict[str, Any]) -> str:
        task = actions.NewTask(
            owner_id=int(given["organization"]),
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            evidence_vi=given["evidence_vi"],
            evidence_en=given["evidence_en"],
            due_on=given["due_on"],
        )
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


def tasks_of(request: HttpRequest, given: dict[str, Any]) -> list[actions.NewTask]:
    """One task a body, of the type chosen and of the codes written, each body once."""
    viewer, today = viewer_of(request), clock.today()
    owners: list[int] = []
    if given["group"]:
        owners += assembly.bodies_of_type(viewer=viewer, type_code=given["group"], on=today)
    owners += assembly.bodies_by_code(
        viewer=viewer, codes=forms.split_codes(given["codes"]), on=today
    )
    return [
        actions.NewTask(
            owner_id=owner,
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            evidence_vi=given["evidence_vi"],
            evidence_en=given["evidence_en"],
            due_on=given["due_on"],
        )
        for owner in dict.fromkeys(owners)
    ]


def task_groups(request: HttpRequest) -> forms.Choices:
    return _groups(request)


def _groups(request: HttpRequest) -> forms.Choices:
    groups = assembly.target_groups(viewer=viewer_of(request), on=clock.today())
    return forms.group_choices(groups)


def _bodies(request: HttpRequest, permission: Permission) -> forms.Choices:
    found = assembly.own_bodies(viewer=viewer_of(request), permission=permission, on=clock.today())
    return forms.body_choices(found)


def _speakers(request: HttpRequest, detail: assembly.EventDetail) -> forms.Choices:
    """Bodies that take part; of these only the reader's own, unless the reader conducts."""
    bodies = [detail.event.organizer, *(body for body, _part in detail.attendances)]
    if not detail.may_conduct:
        mine = assembly.own_bodies(
            viewer=viewer_of(request), permission=Permission.WORK_TASKS, on=clock.today()
        )
        own = {body.id for body, _code in mine}
        bodies = [body for body in bodies if body.id in own]
    return [
        (str(body.id), wording.name_of(body.name_vi, body.name_en))
        for body in dict.fromkeys(bodies)
    ]


def _conducted(request: HttpRequest, event_id: int) -> assembly.EventDetail:
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    if not detail.may_conduct:
        raise missing("event")
    return detail
