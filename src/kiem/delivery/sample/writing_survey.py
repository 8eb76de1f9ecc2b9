"""Each operation of the plan that belongs to a survey, as the action a user would take."""

from __future__ import annotations

from collections.abc import Mapping

from kiem.delivery.sample import plan_survey as plan
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.surveys import actions as surveys
from kiem.domain.surveys.queries import sheet_detail
from kiem.platform.kernel import clock


def write_survey(operation: plan.SurveyOperation, book: Identities) -> None:
    """Do the operation at the step's moment."""
    if isinstance(operation, plan.AskSurvey):
        _ask(operation, book)
    elif isinstance(operation, plan.AnswerSurvey):
        for body, answers in operation.sheets.items():
            _answer(book.surveys[operation.survey], book.organizations[body], answers, book)
    else:
        surveys.close_survey(survey_id=book.surveys[operation.survey], actor=ACTOR)


def _answer(survey: int, body: int, answers: Mapping[str, object], book: Identities) -> None:
    """The form as it is prefilled, with the body's own answers typed over it."""
    form = sheet_detail(viewer=ACTOR, survey_id=survey, organization_id=body, on=clock.today())
    typed = {**form.computed, **answers}
    surveys.answer_survey(survey_id=survey, organization_id=body, typed=typed, actor=ACTOR)
    book.rows += len(typed)


def _ask(operation: plan.AskSurvey, book: Identities) -> None:
    organizer = book.organizations[operation.organizer]
    title_vi, title_en = operation.title
    version = surveys.create_question_set(
        organization_id=organizer,
        code=operation.code,
        title_vi=f"{title_vi} {MARK_VI}",
        title_en=f"{title_en} {MARK_EN}",
        questions=operation.questions,
        actor=ACTOR,
    )
    survey = surveys.create_survey(
        project_id=book.projects[operation.project],
        organizer_id=organizer,
        version_id=version,
        plan=surveys.SurveyPlan(
            f"{title_vi} {MARK_VI}",
            operation.reference_on,
            operation.due_on,
            "type",
            operation.types,
            title_en=f"{title_en} {MARK_EN}",
            introduction_vi=operation.introduction[0],
            introduction_en=operation.introduction[1],
        ),
        actor=ACTOR,
    )
    book.surveys[operation.key] = survey
    book.rows += surveys.open_survey(survey_id=survey, actor=ACTOR) + len(operation.questions)
