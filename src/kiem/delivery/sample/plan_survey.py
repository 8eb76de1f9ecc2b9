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
class MakeQuestions:
    """A question set that several surveys ask."""

    code: str
    organization: str
    title: Texts
    questions: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey with a question set that is there, opened to `bodies` by their keys as of the step's
    day; `audience` as the survey's plan names it (`bodies`, or people and then anonymous)."""

    key: str
    project: str
    organizer: str
    questions: str
    title: Texts
    introduction: Texts
    bodies: Sequence[str]
    due_on: date
    audience: str = "bodies"
    breakdowns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TakePart:
    """One of so many invited answers an anonymous survey, each with the next of `answers`."""

    survey: str
    every: int
    answers: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """`sheets`: body -> its answers by question, in the shapes a form has."""

    survey: str
    sheets: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class CloseSurvey:
    survey: str


SurveyOperation = AskSurvey | MakeQuestions | OpenSurvey | AnswerSurvey | TakePart | CloseSurvey
