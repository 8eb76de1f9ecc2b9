"""Good models: the list, one with its adoptions, and the forms to publish, adopt and report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import modelforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblyforms import body_choices
from kiem.delivery.web.assemblytables import body_href, body_name, event_href, figure_text
from kiem.delivery.web.columns import Column
from kiem.delivery.web.formpage import form_page, keep_files
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show, show_part
from kiem.delivery.web.tables import Table
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.domain.ledger.queries import figure_label
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def model_list(request: HttpRequest) -> HttpResponse:
    """Every good model published; `text=` searches title and description."""
    asked = asked_of(request)
    text = request.GET.get("text", "")
    table = Table.of_all(
        request,
        name="models",
        caption=gettext("Good models"),
        columns=forms.model_columns(asked),
        rows=assembly.list_models(**scope_of(request), search=text),
        default_sort="-published",
        empty_text=gettext("No good model has these words.")
        if text
        else gettext("No good model is published yet."),
    )
    context = {
        "title": gettext("Good models"),
        "lead": gettext("What works somewhere, shown by evidence, for others to adopt."),
        "text": text,
        "may_publish": viewer_of(request).can(Permission.WORK_TASKS),
    }
    return show(request, "kiem/good_models.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def model_page(request: HttpRequest, model_id: int) -> HttpResponse:
    asked = asked_of(request)
    detail = assembly.model_detail(model_id=model_id, **scope_of(request))
    model = detail.model
    kept = files.describe_files(detail.file_ids)
    context = {
        "title": wording.name_of(model.title_vi, model.title_en),
        "detail": detail,
        "body": (body_name(model.body), body_href(model.body, asked)),
        "unit": (body_name(model.unit), body_href(model.unit, asked)),
        "files": [(number, kept[number].name) for number in detail.file_ids],
        "event_href": event_href(detail.event_id, asked) if detail.event_id else "",
        "profile": forms.profile_text(detail.profile),
        "figures": [_figure(figure) for figure in detail.figures],
        "adoptions": [
            {
                "row": adoption,
                "body": body_name(adoption.body),
                "href": body_href(adoption.body, asked),
                "outcome": gettext(forms.OUTCOMES[adoption.outcome]) if adoption.outcome else "",
            }
            for adoption in detail.adoptions
        ],
        "may_adopt": viewer_of(request).can(Permission.WORK_TASKS),
        "similar_href": asked.link(f"/models/{model_id}/similar/")
        if viewer_of(request).can(Permission.VIEW_LOAD)
        else "",
        "similar_label": gettext("Units it may suit"),
    }
    return show(request, "kiem/good_model.html", context)


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def similar_units(request: HttpRequest, model_id: int) -> HttpResponse:
    """Units of the reader's scope like those where the model works: loaded after its page."""
    asked, scope = asked_of(request), scope_of(request)
    detail = assembly.model_detail(model_id=model_id, **scope)
    columns: list[Column[assembly.Recommendation]] = forms.recommendation_columns(
        asked, of_unit=False
    )
    table = Table.of_all(
        request,
        name="similar",
        caption=gettext("Units it may suit"),
        columns=columns,
        rows=assembly.recommended_units(model_id=model_id, **scope),
        is_main=False,
        empty_text=gettext("No unit of your scope that has not adopted it is like those."),
    )
    context = {
        "title": gettext("Units it may suit"),
        "table": table,
        "back_href": forms.model_href(detail.model.id, asked),
    }
    return show_part(request, "kiem/parts/one_table.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def model_file(request: HttpRequest, model_id: int, file_id: int) -> HttpResponse:
    """A file of a model's evidence, for whoever sees the model."""
    detail = assembly.model_detail(model_id=model_id, **scope_of(request))
    if file_id not in detail.file_ids:
        raise missing("file")
    return files.download(*files.read_file(file_id))


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_model(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    given_files = request.FILES if request.method == "POST" else None
    form = forms.ModelForm(request.POST or None, given_files, bodies=_own(request))

    def act(given: dict[str, Any]) -> str:
        figures = (
            [actions.Compared(given["figure"], given["before_on"], given["after_on"])]
            if given["figure"]
            else []
        )
        model = actions.publish_model(
            organization_id=int(given["organization"]),
            plan=_plan(given, keep_files(given["file"], viewer)),
            figures=figures,
            actor=viewer,
        )
        return forms.model_href(model, asked)

    return form_page(
        request,
        form,
        name="good model",
        act=act,
        title=gettext("Publish a good model"),
        lead=gettext("Everybody who sees assemblies can read it. Name no person."),
        back_href=asked.link("/models/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def correct_model(request: HttpRequest, model_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.model_detail(model_id=model_id, **scope_of(request))
    if not detail.may_correct:
        raise missing("good model")
    given_files = request.FILES if request.method == "POST" else None
    form = forms.CorrectModelForm(
        request.POST or None,
        given_files,
        initial={
            "title_vi": detail.model.title_vi,
            "title_en": detail.model.title_en,
            "description_vi": detail.description_vi,
            "description_en": detail.description_en,
            "evidence_vi": detail.evidence_vi,
            "evidence_en": detail.evidence_en,
        },
    )

    def act(given: dict[str, Any]) -> str:
        kept = [*detail.file_ids, *keep_files(given["file"], viewer)]
        actions.correct_model(model_id=model_id, plan=_plan(given, kept), actor=viewer)
        return forms.model_href(model_id, asked)

    return form_page(
        request,
        form,
        name=f"correct model {model_id}",
        act=act,
        title=gettext("Correct the good model"),
        lead=wording.name_of(detail.model.title_vi, detail.model.title_en),
        back_href=forms.model_href(model_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def adopt_model(request: HttpRequest, model_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.model_detail(model_id=model_id, **scope_of(request))
    form = forms.AdoptForm(
        request.POST or None, bodies=_own(request), initial={"adopted_on": clock.today()}
    )

    def act(given: dict[str, Any]) -> str:
        actions.adopt_model(
            model_id=model_id,
            organization_id=int(given["organization"]),
            adopted_on=given["adopted_on"],
            note_vi=given["note_vi"],
            note_en=given["note_en"],
            actor=viewer,
        )
        return forms.model_href(model_id, asked)

    return form_page(
        request,
        form,
        name=f"adopt {model_id}",
        act=act,
        title=gettext("Adopt the good model"),
        lead=wording.name_of(detail.model.title_vi, detail.model.title_en),
        back_href=forms.model_href(model_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def adoption_result(request: HttpRequest, model_id: int, adoption_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.model_detail(model_id=model_id, **scope_of(request))
    adoption = next((a for a in detail.adoptions if a.id == adoption_id), None)
    if adoption is None or not adoption.may_report:
        raise missing("adoption")

    def act(given: dict[str, Any]) -> str:
        actions.record_adoption_result(
            adoption_id=adoption_id,
            outcome=given["outcome"],
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            actor=viewer,
        )
        return forms.model_href(model_id, asked)

    return form_page(
        request,
        forms.AdoptionResultForm(request.POST or None),
        name=f"result {adoption_id}",
        act=act,
        title=gettext("Record what came of it"),
        lead=f"{wording.name_of(detail.model.title_vi, detail.model.title_en)}: "
        f"{body_name(adoption.body)}",
        back_href=forms.model_href(model_id, asked),
    )


def _plan(given: dict[str, Any], file_ids: list[int]) -> actions.ModelPlan:
    return actions.ModelPlan(
        title_vi=given["title_vi"],
        title_en=given["title_en"],
        description_vi=given["description_vi"],
        description_en=given["description_en"],
        evidence_vi=given["evidence_vi"],
        evidence_en=given["evidence_en"],
        file_ids=file_ids,
    )


def _own(request: HttpRequest) -> list[tuple[str, str]]:
    found = assembly.own_bodies(
        viewer=viewer_of(request), permission=Permission.WORK_TASKS, on=clock.today()
    )
    return list(body_choices(found))


def _figure(figure: assembly.ModelFigureRow) -> dict[str, str]:
    return {
        "label": gettext(figure_label(figure.figure)),
        "before_on": wording.month(figure.before_on),
        "after_on": wording.month(figure.after_on),
        "before": figure_text(figure.figure, figure.value_before),
        "after": figure_text(figure.figure, figure.value_after),
        "known_at": wording.moment(figure.known_at),
    }
