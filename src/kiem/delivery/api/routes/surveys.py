"""Surveys: question sets, who answered, one sheet, and what the answers add up to."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.api.schemas.surveys import (
    QuestionSet,
    QuestionVersion,
    Survey,
    SurveyDetail,
    SurveyResults,
    SurveySheet,
    SurveySheetDetail,
    ToAnswer,
)
from kiem.domain.surveys import queries
from kiem.platform.access import Permission

router = Router(tags=["surveys"])  # shared with what is written: addresses are the same
By = Literal["type", "size", "dual"]


@operation(
    router,
    "GET",
    "/question-sets",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[QuestionSet],
    summary=_("List question sets"),
    description=_("Of bodies in your scope, by code, each with its latest version."),
)
def list_question_sets(
    request: HttpRequest, time: Time, page: Paging
) -> Rows[queries.QuestionSetRow]:
    def by_code(row: queries.QuestionSetRow) -> tuple[str, int]:
        return row.code, row.id

    rows = sorted(queries.list_question_sets(**scope_of(request, time)), key=by_code)
    return cut(page, of="question sets", shape=(str, int), rows=rows, key_of=by_code)


@operation(
    router,
    "GET",
    "/question-versions/{version_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[QuestionVersion],
    summary=_("One version of a question set"),
    description=_("With its questions; frozen once a survey that asks it was opened."),
)
def get_question_version(request: HttpRequest, version_id: Id, time: Time) -> queries.VersionDetail:
    scope = scope_of(request, time)
    return queries.question_version(viewer=scope["viewer"], version_id=version_id, on=scope["on"])


@operation(
    router,
    "GET",
    "/surveys",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Survey],
    summary=_("List surveys"),
    description=_("You organise, or that ask a body of yours or yourself; the latest first."),
)
def list_surveys(
    request: HttpRequest, time: Time, page: Paging, project_id: Id | None = None
) -> Rows[queries.SurveyRow]:
    def latest(row: queries.SurveyRow) -> tuple[int, int]:
        return -row.reference_on.toordinal(), -row.id

    found = queries.list_surveys(**scope_of(request, time), project_id=project_id)
    rows = sorted(found, key=latest)
    return cut(page, of="surveys", shape=(int, int), rows=rows, key_of=latest)


@operation(
    router,
    "GET",
    "/surveys/{survey_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[SurveyDetail],
    summary=_("One survey"),
    description=_("What it asks of whom, until when, and every step of it."),
)
def get_survey(request: HttpRequest, survey_id: Id, time: Time) -> queries.SurveyDetail:
    return queries.survey_detail(survey_id=survey_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/surveys/{survey_id}/results",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[SurveyResults],
    summary=_("What the answers add up to"),
    description=_(
        "For its organiser. `by`: broken down by type of body, size of the unit or share of dual "
        "holders; an anonymous survey only as announced, and once it is closed."
    ),
)
def get_survey_results(
    request: HttpRequest, survey_id: Id, time: Time, by: By | None = None
) -> dict[str, Any]:
    found = queries.rollup(survey_id=survey_id, by=by or "", **scope_of(request, time))
    shown = {field.name: getattr(found, field.name) for field in fields(found)}
    return {**shown, "survey": found.survey.row}


@operation(
    router,
    "GET",
    "/surveys/{survey_id}/sheets",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[SurveySheet],
    summary=_("Who has answered a survey"),
    description=_(
        "For its organiser: every body asked, by number. `state`: `waiting`, `draft`, `sent` or "
        "`reopened`. An anonymous survey has none: nobody may see who is missing."
    ),
)
def list_survey_sheets(
    request: HttpRequest,
    survey_id: Id,
    time: Time,
    page: Paging,
    state: queries.SheetState | None = None,
) -> Rows[queries.SheetRow]:
    def by_number(row: queries.SheetRow) -> tuple[int]:
        return (row.target_id,)

    board = queries.survey_board(survey_id=survey_id, state=state or "", **scope_of(request, time))
    rows = sorted(board.rows, key=by_number)
    return cut(page, of="survey sheets", shape=(int,), rows=rows, key_of=by_number)


@operation(
    router,
    "GET",
    "/surveys/{survey_id}/sheets/{organization_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[SurveySheetDetail],
    summary=_("A body's sheet"),
    description=_("What is asked, what Kiem prefills, what was typed and what was sent."),
)
def get_survey_sheet(
    request: HttpRequest, survey_id: Id, organization_id: Id, time: Time
) -> queries.SheetDetail:
    return queries.sheet_detail(
        survey_id=survey_id, organization_id=organization_id, **scope_of(request, time)
    )


@operation(
    router,
    "GET",
    "/me/surveys",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[ToAnswer],
    summary=_("Surveys to answer"),
    description=_(
        "For the bodies you answer for, and anonymous ones that invite you; the nearest day "
        "first, 200 at most."
    ),
)
def list_surveys_to_answer(
    request: HttpRequest, time: Time, page: Paging
) -> Rows[queries.ToAnswer]:
    def nearest(row: queries.ToAnswer) -> tuple[str, int, int]:
        return row.due_on.isoformat(), row.survey_id, row.body.id if row.body else 0

    rows = sorted(queries.surveys_to_answer(**scope_of(request, time)), key=nearest)
    return cut(page, of="to answer", shape=(str, int, int), rows=rows, key_of=nearest)
