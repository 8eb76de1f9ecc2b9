"""Surveys: lists, one with its next step, who has answered, results, and the round before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web import surveytables as words
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblytables import body_href, body_name, project_href
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.listing import type_text
from kiem.delivery.web.pages import show
from kiem.delivery.web.surveyforms import SurveyStepForm
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.findings import read_id
from kiem.domain.surveys import actions
from kiem.domain.surveys import queries as surveys
from kiem.domain.surveys.queries import SheetState, Status
from kiem.platform.access import Permission

SHEET_STATES = ("", SheetState.WAITING, SheetState.DRAFT, SheetState.REOPENED, SheetState.SENT)


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def survey_list(request: HttpRequest) -> HttpResponse:
    """Surveys of the reader's scope and the question sets they ask; `project=` of one project."""
    asked, scope = asked_of(request), scope_of(request)
    table = Table.of_all(
        request,
        name="surveys",
        caption=gettext("Surveys"),
        columns=words.survey_columns(asked),
        rows=surveys.list_surveys(**scope, project_id=read_id(request, "project")),
        default_sort="-due",
        empty_text=gettext("No survey of your scope is recorded yet."),
    )
    sets = Table.of_all(
        request,
        name="sets",
        caption=gettext("Question sets"),
        columns=words.set_columns(asked),
        rows=surveys.list_question_sets(**scope),
        is_main=False,
        empty_text=gettext("No question set of your scope is recorded yet."),
    )
    context = {
        "title": gettext("Surveys"),
        "lead": gettext("Who was asked what, who has answered, and what it adds up to."),
        "may_conduct": viewer_of(request).can(Permission.CONDUCT_ASSEMBLY),
    }
    return show(request, "kiem/surveys.html", context, [table, sets])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def my_surveys(request: HttpRequest) -> HttpResponse:
    """What waits for the reader: sheets of their bodies, and anonymous surveys that invite them."""
    table = Table.of_all(
        request,
        name="mine",
        caption=gettext("Surveys to answer"),
        columns=words.to_answer_columns(asked_of(request)),
        rows=surveys.surveys_to_answer(**scope_of(request)),
        default_sort="due",
        empty_text=gettext("No survey waits for you."),
    )
    context = {
        "title": gettext("My surveys"),
        "lead": gettext("What you are asked, or the bodies you answer for."),
        "table": table,
    }
    return show(request, "kiem/list.html", context, [table])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_ASSEMBLY)
def survey_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """One survey: whom it asks, its questions, what happened to it, and the next step."""
    asked = asked_of(request)
    detail = surveys.survey_detail(survey_id=survey_id, **scope_of(request))
    steps = _steps(detail)
    form = SurveyStepForm(request.POST or None, steps=steps) if steps else None

    def act(given: dict[str, Any]) -> str:
        _take_step(request, survey_id, given)
        return words.survey_href(survey_id, asked)

    if form is not None:
        seen = str(len(detail.steps))
        done = submitted(request, form, name=f"survey {survey_id}", act=act, seen=seen)
        if done is not None:
            return done
    response = show(request, "kiem/survey.html", _context(request, detail, form))
    response.status_code = form.status if form is not None else 200
    return response


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def survey_board(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Who has answered; `state=` narrows."""
    asked, scope = asked_of(request), scope_of(request)
    chosen = request.GET.get("state", "")
    board = surveys.survey_board(
        survey_id=survey_id, state=chosen if chosen in SHEET_STATES else "", **scope
    )
    table = Table.of_all(
        request,
        name="board",
        caption=gettext("Bodies asked"),
        columns=words.board_columns(survey_id, asked),
        rows=board.rows,
        empty_text=gettext("Nobody here."),
    )
    names = {state: statuses.status_text(f"sheet {state}") for state in SHEET_STATES if state}
    context = {
        "title": gettext("Who has answered"),
        "lead": gettext("{sent} of {asked} have sent their sheet.").format(
            sent=wording.number(board.counts[SheetState.SENT]), asked=wording.number(board.asked)
        ),
        "choices": [
            {
                "label": f"{names[state]} ({wording.number(board.counts[SheetState(state)])})"
                if state
                else gettext("all"),
                "href": asked.link(request.path, state=state),
                "is_here": state == chosen,
            }
            for state in SHEET_STATES
        ],
        "table": table,
        "crumbs": crumbs_of(surveys.survey_detail(survey_id=survey_id, **scope), asked),
    }
    return show(request, "kiem/survey_table.html", context, [table])


def _steps(detail: surveys.SurveyDetail) -> list[tuple[str, str]]:
    """What the reader may do with the survey now."""
    if not detail.may_conduct:
        return []
    match detail.row.status:
        case Status.DRAFT:
            return [("open", gettext("Open it: those asked are told"))]
        case Status.OPEN:
            return [
                ("remind", gettext("Remind those who have not answered")),
                ("extend", gettext("Give everybody until a later day")),
                ("close", gettext("Close it: no more answers are taken")),
            ]
        case _:
            if detail.row.is_anonymous:
                return []
            return [("reopen", gettext("Open it again until a day"))]


def _take_step(request: HttpRequest, survey_id: int, given: dict[str, Any]) -> None:
    actor = viewer_of(request)
    match given["step"]:
        case "open":
            actions.open_survey(survey_id=survey_id, actor=actor)
        case "close":
            actions.close_survey(survey_id=survey_id, actor=actor)
        case "remind":
            actions.remind_survey(survey_id=survey_id, actor=actor)
        case "extend":
            actions.extend_survey(
                survey_id=survey_id, due_on=given["due_on"], reason=given["text"], actor=actor
            )
        case "reopen":
            actions.reopen_survey(
                survey_id=survey_id, due_on=given["due_on"], reason=given["text"], actor=actor
            )


def _context(
    request: HttpRequest, detail: surveys.SurveyDetail, form: SurveyStepForm | None
) -> dict[str, Any]:
    asked, row = asked_of(request), detail.row
    own = [
        waiting
        for waiting in surveys.surveys_to_answer(**scope_of(request))
        if waiting.survey_id == row.id
    ]
    shows_results = detail.sees_results and (
        row.status == Status.CLOSED or (row.status == Status.OPEN and not row.is_anonymous)
    )
    names = words.PEOPLE_BREAKDOWNS if row.is_anonymous else words.BREAKDOWNS
    return {
        "title": wording.name_of(row.title_vi, row.title_en),
        "detail": detail,
        "row": row,
        "status": words.survey_status(row),
        "kind": words.survey_kind(row),
        "organizer": (body_name(row.organizer), body_href(row.organizer, asked)),
        "project": (
            wording.name_of(detail.project_vi, detail.project_en),
            project_href(row.project_id, asked),
        ),
        "asks": _asks(detail),
        "answered_words": gettext("{answered} of {asked}").format(
            answered=wording.number(row.answered), asked=wording.number(row.asked)
        ),
        "set_href": asked.link(f"/surveys/questions/{detail.version_id}/")
        if detail.sees_results
        else "",
        "questions": [
            {
                "text": words.spoken_question(question),
                "kind": gettext(words.KINDS[question.kind]),
                "is_required": question.is_required,
                "computed": gettext(surveys.COMPUTED[question.computed])
                if question.computed
                else "",
            }
            for question in detail.questions
        ],
        "steps": [(step, gettext(words.STEPS[step.kind])) for step in detail.steps],
        "own": own[:20],
        "own_columns": words.to_answer_columns(asked)[1],
        "breakdowns": [gettext(names[name]) for name in detail.breakdowns],
        "is_draft": row.status == Status.DRAFT,
        "shows_results": shows_results,
        "shows_board": detail.sees_results and not row.is_anonymous and row.status != Status.DRAFT,
        "waits_for_closing": detail.sees_results and row.is_anonymous and row.status == Status.OPEN,
        "form": form,
    }


def _asks(detail: surveys.SurveyDetail) -> str:
    """`every body of the types: commune police`."""
    if detail.target_rule == "list":
        return gettext("{count} bodies named one by one").format(
            count=wording.number(len(detail.target_ids))
        )
    types = ", ".join(type_text(code) for code in detail.target_types)
    text = (
        gettext("every body of the types: {types}")
        if detail.target_rule == "type"
        else gettext("every unit that hosts: {types}")
    )
    return text.format(types=types)


def crumbs_of(detail: surveys.SurveyDetail, asked: Asked) -> list[tuple[str, str]]:
    row = detail.row
    return [
        (gettext("Surveys"), asked.link("/surveys/")),
        (wording.name_of(row.title_vi, row.title_en), words.survey_href(row.id, asked)),
    ]
