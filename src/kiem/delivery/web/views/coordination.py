"""Coordination: regulations with reviews, and requests with days to answer in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import coordinationforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblyforms import Choices, body_choices, split_codes
from kiem.delivery.web.assemblytables import body_href, body_name
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.formpage import form_page, keep_files
from kiem.delivery.web.gate import requires
from kiem.delivery.web.modelforms import recommendation_columns
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]
STATES = ("open", "late", "answered", "closed", "")


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def coordination_list(request: HttpRequest) -> HttpResponse:
    """Regulations by their next review, and what is overdue."""
    asked, scope = asked_of(request), scope_of(request)
    regulations = Table.of_all(
        request,
        name="regulations",
        caption=gettext("Regulations"),
        columns=forms.regulation_columns(asked),
        rows=assembly.list_regulations(**scope),
        empty_text=gettext("No regulation of coordination is recorded yet."),
    )
    late = Table.of_all(
        request,
        name="late",
        caption=gettext("Requests that are overdue"),
        columns=forms.request_columns(asked),
        rows=assembly.list_requests(**scope, state="late"),
        is_main=False,
        empty_text=gettext("No request is overdue."),
    )
    viewer = viewer_of(request)
    context = {
        "title": gettext("Coordination"),
        "lead": gettext("What bodies agreed on with each other, and what they ask of each other."),
        "may_agree": viewer.can(Permission.CONDUCT_ASSEMBLY),
        "may_ask": viewer.can(Permission.WORK_TASKS),
        "requests_href": asked.link("/requests/", state="open"),
    }
    return show(request, "kiem/coordination.html", context, [late, regulations])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def regulation_page(request: HttpRequest, regulation_id: int) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    detail = assembly.regulation_detail(regulation_id=regulation_id, **scope)
    kept = files.describe_files(detail.file_ids)
    requests = Table.of_all(
        request,
        name="requests",
        caption=gettext("Requests under it"),
        columns=forms.request_columns(asked),
        rows=assembly.list_requests(**scope, regulation_id=regulation_id),
        empty_text=gettext("Nobody has asked anything under it yet."),
    )
    context = {
        "title": wording.name_of(detail.regulation.title_vi, detail.regulation.title_en),
        "detail": detail,
        "parties": [
            (body_name(body), body_href(body, asked)) for body in detail.regulation.parties
        ],
        "is_due": detail.regulation.is_due(asked.on),
        "files": [(number, kept[number].name) for number in detail.file_ids],
    }
    return show(request, "kiem/regulation.html", context, [requests])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def regulation_file(request: HttpRequest, regulation_id: int, file_id: int) -> HttpResponse:
    detail = assembly.regulation_detail(regulation_id=regulation_id, **scope_of(request))
    if file_id not in detail.file_ids:
        raise missing("file")
    return files.download(*files.read_file(file_id))


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_regulation(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    form = forms.RegulationForm(
        request.POST or None,
        request.FILES if request.method == "POST" else None,
        bodies=_own(request, Permission.CONDUCT_ASSEMBLY),
    )

    def act(given: dict[str, Any]) -> str:
        others = assembly.any_bodies_by_code(
            codes=split_codes(given["codes"]), on=given["signed_on"], field="codes"
        )
        plan = actions.RegulationPlan(
            number=given["number"],
            signed_on=given["signed_on"],
            parties=[int(given["organization"]), *others],
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            content_vi=given["content_vi"],
            content_en=given["content_en"],
            answer_working_days=given["answer_working_days"],
            review_on=given["review_on"],
            file_ids=keep_files(given["file"], viewer),
        )
        return forms.regulation_href(actions.agree_regulation(plan=plan, actor=viewer), asked)

    return form_page(
        request,
        form,
        name="regulation",
        act=act,
        title=gettext("Record a regulation of coordination"),
        back_href=asked.link("/coordination/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def review_regulation(request: HttpRequest, regulation_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.regulation_detail(regulation_id=regulation_id, **scope_of(request))
    if not detail.may_review:
        raise missing("regulation")

    def act(given: dict[str, Any]) -> str:
        actions.review_regulation(
            regulation_id=regulation_id,
            reviewed_on=given["reviewed_on"],
            finding_vi=given["finding_vi"],
            finding_en=given["finding_en"],
            next_review_on=given["review_on"],
            actor=viewer,
        )
        return forms.regulation_href(regulation_id, asked)

    return form_page(
        request,
        forms.ReviewForm(request.POST or None, initial={"reviewed_on": clock.today()}),
        name=f"review {regulation_id}",
        act=act,
        title=gettext("Review the regulation"),
        lead=wording.name_of(detail.regulation.title_vi, detail.regulation.title_en),
        back_href=forms.regulation_href(regulation_id, asked),
    )


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests from and to the reader's bodies by the day their answer is due."""
    asked = asked_of(request)
    state = request.GET.get("state", "")
    table = Table.of_all(
        request,
        name="requests",
        caption=gettext("Requests between bodies"),
        columns=forms.request_columns(asked),
        rows=assembly.list_requests(**scope_of(request), state=state),
        empty_text=gettext("There is no such request from or to your bodies."),
    )
    names = {
        "": gettext("all"),
        "open": gettext("not settled"),
        "late": gettext("overdue"),
        "answered": gettext("answered"),
        "closed": gettext("brought to an end"),
    }
    context = {
        "title": gettext("Requests between bodies"),
        "lead": gettext("What bodies ask of each other, and by when an answer is due."),
        "choices": [
            {
                "label": names[code],
                "href": asked.link("/requests/", state=code),
                "is_here": code == state,
            }
            for code in STATES
        ],
        "table": table,
    }
    return show(request, "kiem/list.html", context, [table])


@require_http_methods(_METHODS)
@requires(Permission.VIEW_ASSEMBLY)
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.request_detail(request_id=request_id, **scope_of(request))
    form = forms.request_step_form(request, detail)

    def act(given: dict[str, Any]) -> str:
        text = given["text"]
        match given["step"]:
            case "answer":
                kept = keep_files(given.get("file"), viewer)
                actions.answer_request(
                    request_id=request_id, text=text, file_ids=kept, actor=viewer
                )
            case "return":
                actions.return_answer(request_id=request_id, reason=text, actor=viewer)
            case "close":
                actions.close_request(request_id=request_id, text=text, actor=viewer)
            case "withdraw":
                actions.withdraw_request(request_id=request_id, reason=text, actor=viewer)
        return forms.request_href(request_id, asked)

    if form is not None:
        seen = str(len(detail.steps))
        done = submitted(request, form, name=f"request {request_id}", act=act, seen=seen)
        if done is not None:
            return done
    row = detail.request
    numbers = [*detail.file_ids, *(n for step in detail.steps for n in step.file_ids)]
    kept = files.describe_files(numbers)
    context = {
        "title": wording.name_of(row.subject_vi, row.subject_en),
        "detail": detail,
        "state": forms.request_state(row),
        "answered_late": forms.answered_late(detail),
        "sender": (body_name(row.sender), body_href(row.sender, asked)),
        "addressee": (body_name(row.addressee), body_href(row.addressee, asked)),
        "regulation_href": forms.regulation_href(row.regulation_id, asked)
        if row.regulation_id
        else "",
        "files": [(number, kept[number].name) for number in detail.file_ids],
        "steps": [
            {
                "row": step,
                "kind": gettext(forms.REQUEST_STEPS[step.kind]),
                "files": [(number, kept[number].name) for number in step.file_ids],
            }
            for step in detail.steps
        ],
        "form": form,
    }
    response = show(request, "kiem/request.html", context)
    response.status_code = form.status if form is not None else 200
    return response


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def request_file(request: HttpRequest, request_id: int, file_id: int) -> HttpResponse:
    detail = assembly.request_detail(request_id=request_id, **scope_of(request))
    of_steps = {number for step in detail.steps for number in step.file_ids}
    if file_id not in {*detail.file_ids, *of_steps}:
        raise missing("file")
    return files.download(*files.read_file(file_id))


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_request(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    regulations: Choices = [
        (str(r.id), f"{r.number} {wording.name_of(r.title_vi, r.title_en)}"[:100])
        for r in assembly.list_regulations(**scope_of(request))
        if r.review_on is not None
    ]
    form = forms.RequestForm(
        request.POST or None,
        request.FILES if request.method == "POST" else None,
        bodies=_own(request, Permission.WORK_TASKS),
        regulations=regulations,
    )

    def act(given: dict[str, Any]) -> str:
        (addressee,) = assembly.any_bodies_by_code(
            codes=[given["addressee"].strip()], on=clock.today(), field="addressee"
        )
        new = actions.NewRequest(
            sender_id=int(given["organization"]),
            addressee_id=addressee,
            subject_vi=given["subject_vi"],
            subject_en=given["subject_en"],
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            answer_working_days=given["answer_working_days"],
            regulation_id=int(given["regulation"]) if given["regulation"] else None,
            file_ids=keep_files(given["file"], viewer),
        )
        return forms.request_href(actions.send_request(request=new, actor=viewer), asked)

    return form_page(
        request,
        form,
        name="request",
        act=act,
        title=gettext("Send a request"),
        back_href=asked.link("/coordination/"),
    )


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def unit_duties(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Everything a unit and its member organisations owe, by the day it is due."""
    asked, scope = asked_of(request), scope_of(request)
    table = Table.of_all(
        request,
        name="duties",
        caption=gettext("What is owed"),
        columns=forms.duty_columns(asked),
        rows=assembly.duties_of(unit_id=unit_id, **scope),
        default_sort="due",
        empty_text=gettext("Nothing is owed on this day."),
    )
    suited = Table.of_all(
        request,
        name="suited",
        caption=gettext("Good models that work in units like this one"),
        columns=recommendation_columns(asked, of_unit=True),
        rows=assembly.models_for(unit_id=unit_id, **scope),
        is_main=False,
        empty_text=gettext("No good model of a unit like this one is known."),
    )
    name = wording.name_of(*assembly.name_of_body(unit_id, scope["on"], scope["known_at"]))
    context = {
        "title": gettext("What {unit} owes").format(unit=name),
        "unit": (name, f"/units/{unit_id}/{asked.query}"),
    }
    return show(request, "kiem/duties.html", context, [table, suited])


def _own(request: HttpRequest, permission: Permission) -> Choices:
    found = assembly.own_bodies(viewer=viewer_of(request), permission=permission, on=clock.today())
    return body_choices(found)
