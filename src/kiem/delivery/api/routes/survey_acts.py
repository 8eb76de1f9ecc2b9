"""Preparing and holding surveys, answering for a body, and taking part anonymously."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.survey_results import QuestionKey
from kiem.delivery.api.routes.surveys import router as router  # one address, one router
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import Id, One
from kiem.delivery.api.schemas.survey_results import PlaceTaken
from kiem.delivery.api.schemas.surveys import (
    AnswersTaken,
    Asked,
    LaterDay,
    QuestionSetTaken,
    QuestionTaken,
    SurveyPlanTaken,
    SurveyTaken,
)
from kiem.delivery.web.asked import viewer_of
from kiem.domain.surveys import actions
from kiem.platform.access import Permission


@operation(
    router,
    "POST",
    "/question-sets",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Make a question set"),
    description=_("With its first version, whose number is answered."),
)
def create_question_set(request: HttpRequest, wanted: QuestionSetTaken) -> dict[str, Any]:
    values = dict(wanted)
    values["questions"] = [actions.Asked(**dict(question)) for question in wanted.questions]
    return {"ids": [actions.create_question_set(actor=viewer_of(request), **values)]}


@operation(
    router,
    "POST",
    "/question-versions/{version_id}/questions",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Add a question"),
    description=_("At the end of a version that nobody was asked yet."),
)
def add_question(request: HttpRequest, version_id: Id, question: QuestionTaken) -> dict[str, Any]:
    asked = actions.Asked(**dict(question))
    actions.add_question(version_id=version_id, question=asked, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "PUT",
    "/question-versions/{version_id}/questions/{key}",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Change a question"),
    description=_("Of a version that nobody was asked yet; its key stays."),
)
def change_question(
    request: HttpRequest, version_id: Id, key: QuestionKey, question: QuestionTaken
) -> dict[str, Any]:
    asked = actions.Asked(**dict(question))
    actions.change_question(
        version_id=version_id, key=key, question=asked, actor=viewer_of(request)
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/question-versions/{version_id}/questions/{key}/place",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Move a question"),
    description=_("To a place among the others, from 1."),
)
def move_question(
    request: HttpRequest, version_id: Id, key: QuestionKey, place: PlaceTaken
) -> dict[str, Any]:
    actions.move_question(
        version_id=version_id, key=key, position=place.position, actor=viewer_of(request)
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/question-versions/{version_id}/questions/{key}/removal",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Take a question out"),
    description=_("Of a version that nobody was asked yet."),
)
def remove_question(request: HttpRequest, version_id: Id, key: QuestionKey) -> dict[str, Any]:
    actions.remove_question(version_id=version_id, key=key, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/question-versions/{version_id}/continuation",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Continue a question set"),
    description=_("A new version with the same questions; equal keys are compared between rounds."),
)
def continue_question_set(request: HttpRequest, version_id: Id) -> dict[str, Any]:
    return {"ids": [actions.new_version(version_id=version_id, actor=viewer_of(request))]}


@operation(
    router,
    "POST",
    "/projects/{project_id}/surveys",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Prepare a survey"),
    description=_("Nobody is asked before it is opened."),
)
def create_survey(request: HttpRequest, project_id: Id, wanted: SurveyTaken) -> dict[str, Any]:
    values = dict(wanted)
    made = actions.create_survey(
        project_id=project_id,
        organizer_id=values.pop("organizer_id"),
        version_id=values.pop("version_id"),
        plan=actions.SurveyPlan(**values),
        actor=viewer_of(request),
    )
    return {"ids": [made]}


@operation(
    router,
    "PUT",
    "/surveys/{survey_id}",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Change a survey"),
    description=_("Before it is opened; whether it is anonymous stays."),
)
def change_survey(request: HttpRequest, survey_id: Id, plan: SurveyPlanTaken) -> dict[str, Any]:
    actions.change_survey(
        survey_id=survey_id, plan=actions.SurveyPlan(**dict(plan)), actor=viewer_of(request)
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/opening",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Asked],
    summary=_("Open a survey"),
    description=_("Who is asked is found on the survey's day and kept; they are told."),
)
def open_survey(request: HttpRequest, survey_id: Id) -> dict[str, Any]:
    return {"asked": actions.open_survey(survey_id=survey_id, actor=viewer_of(request))}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/closing",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Close a survey"),
    description=_("No more answers are taken. An anonymous one shows its results and stays so."),
)
def close_survey(request: HttpRequest, survey_id: Id) -> dict[str, Any]:
    actions.close_survey(survey_id=survey_id, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/extension",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Give everybody until a later day"),
    description=_("With the reason; those who have not answered are told."),
)
def extend_survey(request: HttpRequest, survey_id: Id, later: LaterDay) -> dict[str, Any]:
    actions.extend_survey(survey_id=survey_id, actor=viewer_of(request), **dict(later))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/reopening",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Open a survey again"),
    description=_("Until a later day, with the reason; never an anonymous one."),
)
def reopen_survey(request: HttpRequest, survey_id: Id, later: LaterDay) -> dict[str, Any]:
    actions.reopen_survey(survey_id=survey_id, actor=viewer_of(request), **dict(later))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/reminders",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Remind of a survey"),
    description=_("Those who have not answered, once a day; answered with how many."),
)
def remind_survey(request: HttpRequest, survey_id: Id) -> dict[str, Any]:
    return {"count": actions.remind_survey(survey_id=survey_id, actor=viewer_of(request))}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/sheets/{organization_id}/draft",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Done],
    summary=_("Keep a body's answers so far"),
    description=_("As typed; they are checked when the sheet is sent."),
)
def save_survey_draft(
    request: HttpRequest, survey_id: Id, organization_id: Id, typed: AnswersTaken
) -> dict[str, Any]:
    actions.save_draft(
        survey_id=survey_id,
        organization_id=organization_id,
        typed=typed.answers,
        actor=viewer_of(request),
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/sheets/{organization_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Send a body's sheet"),
    description=_(
        "All answers at once; sending again replaces them. Nothing is prefilled here: what is not "
        "given is not answered."
    ),
)
def answer_survey(
    request: HttpRequest, survey_id: Id, organization_id: Id, typed: AnswersTaken
) -> dict[str, Any]:
    made = actions.answer_survey(
        survey_id=survey_id,
        organization_id=organization_id,
        typed=typed.answers,
        actor=viewer_of(request),
    )
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/sheets/{organization_id}/reopening",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Let a body send its sheet again"),
    description=_("Until a day, with the reason; what it sent before counts until then."),
)
def reopen_survey_sheet(
    request: HttpRequest, survey_id: Id, organization_id: Id, later: LaterDay
) -> dict[str, Any]:
    actions.reopen_sheet(
        survey_id=survey_id,
        organization_id=organization_id,
        actor=viewer_of(request),
        **dict(later),
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/surveys/{survey_id}/participation",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Done],
    is_kept=False,
    summary=_("Take part in an anonymous survey"),
    description=_(
        "Once, as somebody invited. Nothing links you to your answers, so that no key for repeats "
        "is taken: it would be kept beside a trace of them. A repeat is refused."
    ),
)
def take_part(request: HttpRequest, survey_id: Id, typed: AnswersTaken) -> dict[str, Any]:
    actions.take_part(survey_id=survey_id, typed=typed.answers, actor=viewer_of(request))
    return {"count": 1}
