"""Forms of surveys: preparing one, answering for a body, taking part, opening a sheet again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import surveyforms as forms
from kiem.delivery.web import surveytables as words
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblyforms import Choices, body_choices, split_codes
from kiem.delivery.web.assemblytables import body_href, body_name
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.formpage import form_page
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.sheetform import SheetForm, initial_of, typed_of
from kiem.delivery.web.views.surveys import crumbs_of
from kiem.domain.assembly import queries as assembly
from kiem.domain.surveys import actions
from kiem.domain.surveys import queries as surveys
from kiem.domain.surveys.errors import missing
from kiem.domain.surveys.questions import Asked as Question
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_survey(request: HttpRequest, project_id: int) -> HttpResponse:
    """Prepares a survey of a project; nobody is asked yet."""
    asked, viewer, scope = asked_of(request), viewer_of(request), scope_of(request)
    project = next((p for p in assembly.list_projects(**scope) if p.id == project_id), None)
    if project is None:
        raise missing("project")
    own = assembly.own_bodies(viewer=viewer, permission=Permission.CONDUCT_ASSEMBLY, on=asked.on)
    form = forms.SurveyForm(
        request.POST or None,
        bodies=body_choices(own),
        versions=_versions(request),
        groups=assembly.target_groups(viewer=viewer, on=asked.on),
        initial={"reference_on": clock.today().isoformat()},
    )

    def act(given: dict[str, Any]) -> str:
        survey = actions.create_survey(
            project_id=project_id,
            organizer_id=int(given["organizer"]),
            version_id=int(given["version"]),
            plan=_plan(request, given),
            actor=viewer,
        )
        return words.survey_href(survey, asked)

    return form_page(
        request,
        form,
        name=f"survey of {project_id}",
        act=act,
        title=gettext("Prepare a survey"),
        lead=wording.name_of(project.title_vi, project.title_en),
        back_href=asked.link("/surveys/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def change_survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Changes what is known of a survey that is not open yet."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = surveys.survey_detail(survey_id=survey_id, **scope_of(request))
    if not detail.may_conduct:
        raise missing("survey")
    form = forms.SurveyForm(
        request.POST or None,
        bodies=(),
        versions=(),
        groups=assembly.target_groups(viewer=viewer, on=asked.on),
        initial=_initial(request, detail),
    )

    def act(given: dict[str, Any]) -> str:
        actions.change_survey(survey_id=survey_id, plan=_plan(request, given), actor=viewer)
        return words.survey_href(survey_id, asked)

    return form_page(
        request,
        form,
        name=f"change survey {survey_id}",
        act=act,
        title=gettext("Change the survey"),
        back_href=words.survey_href(survey_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.VIEW_ASSEMBLY)
def survey_sheet(request: HttpRequest, survey_id: int, organization_id: int) -> HttpResponse:
    """A body's answers: the form while it can be answered, what was sent for those who may read."""
    asked, viewer = asked_of(request), viewer_of(request)
    sheet = surveys.sheet_detail(
        survey_id=survey_id, organization_id=organization_id, **scope_of(request)
    )
    form, questions = None, sheet.survey.questions
    if sheet.may_answer:
        typed = sheet.draft if sheet.draft is not None else typed_of(sheet.answers)
        form = SheetForm(
            request.POST or None,
            questions=questions,
            computed=sheet.computed,
            initial=initial_of(questions, typed, sheet.computed),
        )

    def act(given: dict[str, Any]) -> str:
        if request.POST.get("do") == "draft":
            actions.save_draft(
                survey_id=survey_id, organization_id=organization_id, typed=given, actor=viewer
            )
        else:
            actions.answer_survey(
                survey_id=survey_id, organization_id=organization_id, typed=given, actor=viewer
            )
        return words.sheet_href(survey_id, organization_id, asked)

    if form is not None:
        name = f"sheet {survey_id} {organization_id}"
        done = submitted(request, form, name=name, act=act)
        if done is not None:
            return done
    response = show(request, "kiem/survey_sheet.html", _sheet_context(request, sheet, form))
    response.status_code = form.status if form is not None else 200
    return response


@require_http_methods(_METHODS)
@requires(Permission.VIEW_ASSEMBLY)
def take_part(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The form of an anonymous survey, for whom it invites."""
    asked, viewer = asked_of(request), viewer_of(request)
    own = surveys.own_invitation(viewer=viewer, survey_id=survey_id, on=asked.on)
    questions = own.survey.questions
    form = (
        SheetForm(request.POST or None, questions=questions, computed={})
        if own.may_answer
        else None
    )

    def act(given: dict[str, Any]) -> str:
        actions.take_part(survey_id=survey_id, typed=given, actor=viewer)
        return asked.link(f"/surveys/{survey_id}/take-part/")

    if form is not None:
        done = submitted(request, form, name=f"take part {survey_id}", act=act)
        if done is not None:
            return done
    detail = own.survey
    context = {
        "title": wording.name_of(detail.row.title_vi, detail.row.title_en),
        "detail": detail,
        "organizer": body_name(detail.row.organizer),
        "own": own,
        "form": form,
        "took_part_words": _took_part_words(own.took_part_on),
        "groups_words": _groups_words(detail.breakdowns),
    }
    response = show(request, "kiem/take_part.html", context)
    response.status_code = form.status if form is not None else 200
    return response


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def reopen_sheet(request: HttpRequest, survey_id: int, organization_id: int) -> HttpResponse:
    """Lets one body send its sheet (again), with the reason."""
    asked, viewer = asked_of(request), viewer_of(request)
    sheet = surveys.sheet_detail(
        survey_id=survey_id, organization_id=organization_id, **scope_of(request)
    )
    if not sheet.survey.may_conduct:
        raise missing("survey")
    form = forms.ReopeningForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        actions.reopen_sheet(
            survey_id=survey_id,
            organization_id=organization_id,
            due_on=given["due_on"],
            reason=given["text"],
            actor=viewer,
        )
        return words.sheet_href(survey_id, organization_id, asked)

    return form_page(
        request,
        form,
        name=f"reopen {survey_id} {organization_id}",
        act=act,
        title=gettext("Open the sheet again"),
        lead=body_name(sheet.target.body),
        back_href=words.sheet_href(survey_id, organization_id, asked),
    )


def _sheet_context(
    request: HttpRequest, sheet: surveys.SheetDetail, form: KiemForm | None
) -> dict[str, Any]:
    asked, detail = asked_of(request), sheet.survey
    given: dict[str, tuple[surveys.Given, ...]] = {}
    for each in sheet.answers:
        given[each.key] = (*given.get(each.key, ()), each)
    return {
        "title": body_name(sheet.target.body),
        "body_href": body_href(sheet.target.body, asked),
        "crumbs": crumbs_of(detail, asked),
        "detail": detail,
        "sheet": sheet,
        "status": words.sheet_status(sheet.target),
        "form": form,
        "too_late": _too_late(sheet, asked_of(request).on),
        "answers": [_sent(question, given.get(question.key, ())) for question in detail.questions]
        if sheet.answers
        else [],
        "reopen_href": f"/surveys/{detail.row.id}/sheets/{sheet.target.body.id}/reopen/"
        if detail.may_conduct and detail.row.status != surveys.Status.DRAFT
        else "",
    }


def _too_late(sheet: surveys.SheetDetail, on: date) -> str:
    """Why a sheet that is owed has no form any more, and what helps."""
    target = sheet.target
    if sheet.may_answer or target.state == surveys.SheetState.SENT or target.ended_on is not None:
        return ""
    if sheet.survey.row.status == surveys.Status.OPEN and target.due_on >= on:
        return ""
    return gettext(
        "The last day was {day}, and no answer is taken any more. The organiser can open the sheet"
        " again for this body, with a reason."
    ).format(day=wording.day(target.due_on))


def _sent(question: Question, given: tuple[surveys.Given, ...]) -> dict[str, Any]:
    """One answer as it was sent, beside what Kiem knew."""
    known = given[0].computed if given else None
    return {
        "question": words.spoken_question(question),
        "text": words.given_text(question, given),
        "unit": words.unit_of(question) if question.kind in ("number", "table") else "",
        "computed": "" if known is None else words.number_text(known),
        "is_changed": known is not None and given[0].is_changed,
    }


def _versions(request: HttpRequest) -> Choices:
    return [
        (
            str(each.version_id),
            gettext("{title}, version {number} ({count} questions)").format(
                title=wording.name_of(each.title_vi, each.title_en),
                number=each.version,
                count=wording.number(each.questions),
            ),
        )
        for each in surveys.list_question_sets(**scope_of(request))
    ]


def _plan(request: HttpRequest, given: dict[str, Any]) -> actions.SurveyPlan:
    is_anonymous = given["audience"] != "bodies"
    bodies = (
        assembly.bodies_by_code(
            viewer=viewer_of(request),
            codes=split_codes(given["codes"]),
            on=given["reference_on"],
        )
        if given["rule"] == "list"
        else []
    )
    return actions.SurveyPlan(
        title_vi=given["title_vi"],
        title_en=given["title_en"],
        introduction_vi=given["introduction_vi"],
        introduction_en=given["introduction_en"],
        reference_on=given["reference_on"],
        due_on=given["due_on"],
        rule=given["rule"],
        types=given["types"] if given["rule"] != "list" else (),
        organization_ids=bodies,
        audience=given["audience"],
        breakdowns=given["breakdowns"] if is_anonymous else (),
    )


def _initial(request: HttpRequest, detail: surveys.SurveyDetail) -> dict[str, Any]:
    row = detail.row
    return {
        "title_vi": row.title_vi,
        "title_en": row.title_en,
        "introduction_vi": detail.introduction_vi,
        "introduction_en": detail.introduction_en,
        "reference_on": row.reference_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "rule": detail.target_rule,
        "types": list(detail.target_types),
        "codes": "\n".join(surveys.codes_of(detail.target_ids, on=row.reference_on).values()),
        "audience": detail.audience,
        "breakdowns": list(detail.breakdowns),
    }


def _took_part_words(day: date | None) -> str:
    if day is None:
        return ""
    return gettext(
        "You took part on {day}. What you answered cannot be told from what others did, "
        "so that it can be neither shown nor changed."
    ).format(day=wording.day(day))


def _groups_words(breakdowns: Sequence[str]) -> str:
    """What stands beside the answers of one person, if anything does."""
    if not breakdowns:
        return ""
    groups = ", ".join(gettext(words.PEOPLE_BREAKDOWNS[name]) for name in breakdowns)
    return gettext("With them stands the group you are counted in, for results {groups}.").format(
        groups=groups
    )
