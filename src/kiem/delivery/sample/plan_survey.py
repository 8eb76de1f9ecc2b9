"""The vocabulary of surveys in the chronicle: who is asked what, and what each body answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
class MakeVersion:
    """The next version of a question set, with `more` questions; later surveys ask it."""

    code: str
    more: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """`sheets`: body -> its answers by question, in the shapes a form has. `by`: body -> number of
    the person who answers for it; none for a body whose head is not told."""

    survey: str
    sheets: Mapping[str, Mapping[str, object]]
    by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeepDrafts:
    """Sheets that are begun and not sent."""

    survey: str
    sheets: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class AnswerTooLate:
    """Sheets sent after the closing: each is refused."""

    survey: str
    sheets: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class RemindSurvey:
    survey: str


@dataclass(frozen=True, slots=True)
class ReopenSheets:
    survey: str
    bodies: Sequence[str]
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class CloseSurvey:
    survey: str


SurveyOperation = (
    AskSurvey
    | MakeQuestions
    | MakeVersion
    | OpenSurvey
    | AnswerSurvey
    | KeepDrafts
    | AnswerTooLate
    | RemindSurvey
    | ReopenSheets
    | TakePart
    | CloseSurvey
)
