"""Each operation of the plan that belongs to a survey, as the action a user would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch

from kiem.delivery.sample import plan_survey as plan
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.surveys import actions as surveys
from kiem.domain.surveys.queries import asked_bodies, invited_people, sheet_detail
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict


@singledispatch
def write_survey(operation: object, book: Identities) -> None:
    """Do the operation at the step's moment. Raises TypeError for unknown ones."""
    raise TypeError(f"No action is known for {type(operation).__name__}.")


@write_survey.register
def _(operation: plan.AnswerSurvey, book: Identities) -> None:
    survey = book.surveys[operation.survey]
    for body, answers in operation.sheets.items():
        person = operation.by.get(body)
        actor = ACTOR if person is None else replace(ACTOR, person_id=book.people[person])
        _answer(survey, book.organizations[body], answers, actor, book)


def _answer(
    survey: int, body: int, answers: Mapping[str, object], actor: Viewer, book: Identities
) -> None:
    """The form as it is prefilled, with the body's own answers typed over it."""
    if body in book.dual_holders:  # known since the survey was opened: 126 forms need not be read
        typed = {"dual": book.dual_holders[body], **answers}
    else:
        form = sheet_detail(viewer=ACTOR, survey_id=survey, organization_id=body, on=clock.today())
        typed = {**form.computed, **answers}
    surveys.answer_survey(survey_id=survey, organization_id=body, typed=typed, actor=actor)
    book.rows += len(typed)


@write_survey.register
def _(operation: plan.AnswerTooLate, book: Identities) -> None:
    survey = book.surveys[operation.survey]
    for body, answers in operation.sheets.items():
        try:
            _answer(survey, book.organizations[body], answers, ACTOR, book)
        except Conflict:
            continue
        raise ValueError(f"The sheet of {body} was taken after the survey was closed.")


@write_survey.register
def _(operation: plan.KeepDrafts, book: Identities) -> None:
    for body, answers in operation.sheets.items():
        surveys.save_draft(
            survey_id=book.surveys[operation.survey],
            organization_id=book.organizations[body],
            typed=answers,
            actor=ACTOR,
        )
    book.rows += len(operation.sheets)


@write_survey.register
def _(operation: plan.RemindSurvey, book: Identities) -> None:
    surveys.remind_survey(survey_id=book.surveys[operation.survey], actor=ACTOR)


@write_survey.register
def _(operation: plan.ReopenSheets, book: Identities) -> None:
    for body in operation.bodies:
        surveys.reopen_sheet(
            survey_id=book.surveys[operation.survey],
            organization_id=book.organizations[body],
            due_on=operation.due_on,
            reason=operation.reason,
            actor=ACTOR,
        )
    book.rows += len(operation.bodies)


@write_survey.register
def _(operation: plan.CloseSurvey, book: Identities) -> None:
    surveys.close_survey(survey_id=book.surveys[operation.survey], actor=ACTOR)


@write_survey.register
def _(operation: plan.AskSurvey, book: Identities) -> None:
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


@write_survey.register
def _(operation: plan.MakeQuestions, book: Identities) -> None:
    book.question_sets[operation.code] = surveys.create_question_set(
        organization_id=book.organizations[operation.organization],
        code=operation.code,
        title_vi=f"{operation.title[0]} {MARK_VI}",
        title_en=f"{operation.title[1]} {MARK_EN}",
        questions=operation.questions,
        actor=ACTOR,
    )
    book.rows += len(operation.questions)


@write_survey.register
def _(operation: plan.MakeVersion, book: Identities) -> None:
    version = surveys.new_version(version_id=book.question_sets[operation.code], actor=ACTOR)
    for question in operation.more:
        surveys.add_question(version_id=version, question=question, actor=ACTOR)
    book.question_sets[operation.code] = version
    book.rows += len(operation.more)


@write_survey.register
def _(operation: plan.OpenSurvey, book: Identities) -> None:
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


@write_survey.register
def _(operation: plan.TakePart, book: Identities) -> None:
    survey = book.surveys[operation.survey]
    people = invited_people(viewer=ACTOR, survey_id=survey)[:: operation.every]
    for number, person_id in enumerate(people):
        surveys.take_part(
            survey_id=survey,
            typed=operation.answers[number % len(operation.answers)],
            actor=Viewer(name=ACTOR.name, person_id=person_id),
        )
    book.rows += len(people)
