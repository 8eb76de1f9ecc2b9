"""The vocabulary of surveys in the chronicle: who is asked what, and what each body answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiem.delivery.sample.plan_assembly import Texts
from kiem.domain.surveys.questions import Asked


@dataclass(frozen=True, slots=True)
class AskSurvey:
    """A question set, and a survey of a project with it, opened at once to bodies of `types`."""

    key: str
    project: str
    organizer: str
    code: str
    title: Texts
    introduction: Texts
    questions: Sequence[Asked]
    types: Sequence[str]
    reference_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """`sheets`: body -> its answers by question, in the shapes a form has."""

    survey: str
    sheets: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class CloseSurvey:
    survey: str


SurveyOperation = AskSurvey | AnswerSurvey | CloseSurvey
