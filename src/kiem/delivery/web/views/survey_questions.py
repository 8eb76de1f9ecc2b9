"""The editor of question sets: made, filled question by question, continued in a new version."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import surveyforms as forms
from kiem.delivery.web import surveytables as words
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.assemblyforms import body_choices
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.formpage import form_page
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.domain.assembly import queries as assembly
from kiem.domain.surveys import actions
from kiem.domain.surveys import queries as surveys
from kiem.domain.surveys.errors import missing
from kiem.platform.access import Permission

_METHODS = ["GET", "HEAD", "POST"]


class NewVersionForm(KiemForm):
    """No field: the button alone."""


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_question_set(request: HttpRequest) -> HttpResponse:
    """Makes a question set, to be filled."""
    asked, viewer = asked_of(request), viewer_of(request)
    own = assembly.own_bodies(viewer=viewer, permission=Permission.CONDUCT_ASSEMBLY, on=asked.on)
    form = forms.QuestionSetForm(request.POST or None, bodies=body_choices(own))

    def act(given: dict[str, Any]) -> str:
        version = actions.create_question_set(
            organization_id=int(given["organization"]),
            code=given["code"],
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            actor=viewer,
        )
        return asked.link(f"/surveys/questions/{version}/")

    return form_page(
        request,
        form,
        name="question set",
        act=act,
        title=gettext("Make a question set"),
        lead=gettext("Questions that can be asked again; rounds of the same set are compared."),
        back_href=asked.link("/surveys/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.VIEW_ASSEMBLY)
def question_set(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version's questions, with a form for one more, or for a new version of what is asked."""
    asked, viewer = asked_of(request), viewer_of(request)
    version = surveys.question_version(viewer=viewer, version_id=version_id, on=asked.on)
    form = _next_form(request, version)

    def act(given: dict[str, Any]) -> str:
        if version.is_frozen:
            made = actions.new_version(version_id=version_id, actor=viewer)
            return asked.link(f"/surveys/questions/{made}/")
        question = forms.question_of(forms.next_key(version.questions), given)
        actions.add_question(version_id=version_id, question=question, actor=viewer)
        return asked.link(f"/surveys/questions/{version_id}/")

    if form is not None:
        seen = ",".join(str(question.id) for question in version.questions)
        done = submitted(request, form, name=f"questions {version_id}", act=act, seen=seen)
        if done is not None:
            return done
    context = {
        "title": wording.name_of(version.title_vi, version.title_en),
        "version": version,
        "crumbs": [(gettext("Surveys"), asked.link("/surveys/"))],
        "versions": [
            (number, asked.link(f"/surveys/questions/{each}/"), each == version_id)
            for each, number in version.versions
        ],
        "questions": [
            {
                "row": question,
                "text": words.spoken_question(question),
                "kind": gettext(words.KINDS[question.kind]),
                "unit": words.unit_of(question),
                "options": [
                    words.option_text(question, n) for n in range(1, len(question.options_vi) + 1)
                ],
                "rows": [words.row_text(question, n) for n in range(1, len(question.rows_vi) + 1)],
                "computed": gettext(surveys.COMPUTED[question.computed])
                if question.computed
                else "",
                "href": asked.link(f"/surveys/questions/{version_id}/{question.key}/"),
            }
            for question in version.questions
        ],
        "may_edit": version.may_change and not version.is_frozen,
        "form": form,
    }
    response = show(request, "kiem/question_set.html", context)
    response.status_code = form.status if form is not None else 200
    return response


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def change_question(request: HttpRequest, version_id: int, key: str) -> HttpResponse:
    """Changes, moves or takes out a question that nobody was asked yet."""
    asked, viewer = asked_of(request), viewer_of(request)
    version = surveys.question_version(viewer=viewer, version_id=version_id, on=asked.on)
    place = next((n for n, q in enumerate(version.questions, 1) if q.key == key), None)
    if place is None or not version.may_change:
        raise missing("question")
    initial = forms.question_initial(version.questions[place - 1], place)
    form = forms.QuestionChangeForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> str:
        if given["remove"]:
            actions.remove_question(version_id=version_id, key=key, actor=viewer)
        else:
            question = forms.question_of(key, given)
            actions.change_question(version_id=version_id, key=key, question=question, actor=viewer)
            if given["position"] != place:
                actions.move_question(
                    version_id=version_id, key=key, position=given["position"], actor=viewer
                )
        return asked.link(f"/surveys/questions/{version_id}/")

    return form_page(
        request,
        form,
        name=f"question {version_id} {key}",
        act=act,
        title=gettext("Change the question"),
        back_href=asked.link(f"/surveys/questions/{version_id}/"),
    )


def _next_form(request: HttpRequest, version: surveys.VersionDetail) -> KiemForm | None:
    if not version.may_change:
        return None
    if version.is_frozen:
        form = NewVersionForm(request.POST if request.method == "POST" else None)
        form.verb = gettext("Make a new version to change")
        return form
    return forms.QuestionForm(request.POST or None)
