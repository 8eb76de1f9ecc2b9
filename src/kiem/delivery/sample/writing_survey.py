"""Each operation of the plan that belongs to a survey, as the action a user would take."""

from __future__ import annotations

from collections.abc import Mapping

from kiem.delivery.sample import plan_survey as plan
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.surveys import actions as surveys
from kiem.domain.surveys.queries import asked_bodies, invited_people, sheet_detail
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


def write_survey(operation: plan.SurveyOperation, book: Identities) -> None:
    """Do the operation at the step's moment."""
    if isinstance(operation, plan.AskSurvey):
        _ask(operation, book)
    elif isinstance(operation, plan.AnswerSurvey):
        for body, answers in operation.sheets.items():
            _answer(book.surveys[operation.survey], book.organizations[body], answers, book)
    elif isinstance(operation, plan.MakeQuestions):
        _make(operation, book)
    elif isinstance(operation, plan.OpenSurvey):
        _open(operation, book)
    elif isinstance(operation, plan.TakePart):
        _take_part(operation, book)
    else:
        surveys.close_survey(survey_id=book.surveys[operation.survey], actor=ACTOR)


def _answer(survey: int, body: int, answers: Mapping[str, object], book: Identities) -> None:
    """The form as it is prefilled, with the body's own answers typed over it."""
    if body in book.dual_holders:  # known since the survey was opened: 126 forms need not be read
        typed = {"dual": book.dual_holders[body], **answers}
    else:
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


def _make(operation: plan.MakeQuestions, book: Identities) -> None:
    book.question_sets[operation.code] = surveys.create_question_set(
        organization_id=book.organizations[operation.organization],
        code=operation.code,
        title_vi=f"{operation.title[0]} {MARK_VI}",
        title_en=f"{operation.title[1]} {MARK_EN}",
        questions=operation.questions,
        actor=ACTOR,
    )
    book.rows += len(operation.questions)


def _open(operation: plan.OpenSurvey, book: Identities) -> None:
    bodies = [book.organizations[key] for key in operation.bodies]
    survey = surveys.create_survey(
        project_id=book.projects[operation.project],
        organizer_id=book.organizations[operation.organizer],
        version_id=book.question_sets[operation.questions],
        plan=surveys.SurveyPlan(
            title_vi=f"{operation.title[0]} {MARK_VI}",
            title_en=f"{operation.title[1]} {MARK_EN}",
            introduction_vi=operation.introduction[0],
            introduction_en=operation.introduction[1],
            reference_on=book.day,
            due_on=operation.due_on,
            rule="list",
            organization_ids=bodies,
            audience=operation.audience,
            breakdowns=operation.breakdowns,
        ),
        actor=ACTOR,
    )
    book.surveys[operation.key] = survey
    asked = asked_bodies(viewer=ACTOR, rule="list", organization_ids=bodies, on=book.day)
    book.dual_holders |= {body.organization_id: body.dual_holders for body in asked}
    book.rows += surveys.open_survey(survey_id=survey, actor=ACTOR)


def _take_part(operation: plan.TakePart, book: Identities) -> None:
    survey = book.surveys[operation.survey]
    people = invited_people(viewer=ACTOR, survey_id=survey)[:: operation.every]
    for number, person_id in enumerate(people):
        surveys.take_part(
            survey_id=survey,
            typed=operation.answers[number % len(operation.answers)],
            actor=Viewer(name=ACTOR.name, person_id=person_id),
        )
    book.rows += len(people)
