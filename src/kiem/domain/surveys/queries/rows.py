"""What the surveys' queries return."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kiem.domain.assembly.queries import Body
from kiem.domain.surveys.questions import Asked


class Status(StrEnum):
    """Of a survey, by its last step."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class SheetState(StrEnum):
    """Of one body in a survey."""

    WAITING = "waiting"
    DRAFT = "draft"  # begun, not sent
    SENT = "sent"
    REOPENED = "reopened"  # to be sent, or sent again: the earlier sheet counts until then


@dataclass(frozen=True, slots=True)
class QuestionSetRow:
    """A question set with its latest version, and how often it was asked."""

    id: int
    code: str
    title_vi: str
    title_en: str
    owner: Body
    version_id: int
    version: int
    questions: int
    surveys: int


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """A version of a question set. `is_frozen`: a survey that asks it was opened."""

    version_id: int
    version: int
    set_id: int
    set_code: str
    title_vi: str
    title_en: str
    is_frozen: bool
    questions: tuple[Asked, ...]
    versions: tuple[tuple[int, int], ...]  # (id, number) of all versions, oldest first
    may_change: bool


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey in a list. `asked`: bodies (anonymous: people); `answered` of them."""

    id: int
    title_vi: str
    title_en: str
    project_id: int
    project_code: str
    organizer: Body
    is_anonymous: bool
    status: Status
    reference_on: date
    due_on: date
    asked: int
    answered: int
    days_late: int


@dataclass(frozen=True, slots=True)
class StepRow:
    kind: str
    text: str
    due_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SurveyDetail:
    """One survey. `targets_text` data: rule with its types and the named bodies; `previous_id`: the
    round of the same question set before this one, by the same organiser; None: the first."""

    row: SurveyRow
    project_vi: str
    project_en: str
    set_id: int
    set_code: str
    version_id: int
    version: int
    introduction_vi: str
    introduction_en: str
    target_rule: str
    target_types: tuple[str, ...]
    target_ids: tuple[int, ...]
    audience: str
    breakdowns: tuple[str, ...]
    opened_at: datetime | None
    questions: tuple[Asked, ...]
    steps: tuple[StepRow, ...]
    previous_id: int | None
    may_conduct: bool
    sees_results: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A body on the board of a survey. `ended_on`: the day it ceased to exist, if it has."""

    target_id: int
    body: Body
    state: SheetState
    due_on: date
    sent_at: datetime | None
    sent_by: str
    person_id: int | None
    person_name: str
    ended_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class Board:
    """Who has answered: totals over all bodies asked, and a page of them."""

    rows: tuple[SheetRow, ...]
    counts: dict[SheetState, int]
    late: int

    @property
    def asked(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Given:
    """One value of a sheet as it was sent. `computed`: what the system had prefilled."""

    key: str
    row: int
    column: int
    option: int | None
    number: Decimal | None
    text: str
    computed: Decimal | None

    @property
    def is_changed(self) -> bool:
        """Another number was given than the one prefilled."""
        return self.computed is not None and self.number != self.computed


@dataclass(frozen=True, slots=True)
class SheetDetail:
    """A body's form: what is asked, what is prefilled, what was typed and what was sent."""

    survey: SurveyDetail
    target: SheetRow
    computed: dict[str, Decimal]
    draft: dict[str, object] | None
    answers: tuple[Given, ...]
    reopening_reason: str
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """Answers of one group to one question (or cell of a table).

    `answered`: sheets that answer it, of `asked`. `counts`: by option, or by value of a scale.
    Numbers: their sum, mean, median, least and greatest. `is_repeated`: a figure of the unit that
    several of its bodies gave: it has no sum.
    """

    asked: int
    answered: int
    counts: dict[int, int] = field(default_factory=dict)
    total: Decimal | None = None
    mean: Decimal | None = None
    median: Decimal | None = None
    least: Decimal | None = None
    greatest: Decimal | None = None
    changed: int = 0
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question with everybody's answers and, by group key, each group's. `row`, `column`: of a
    cell; 0 where the question is no table."""

    question: Asked
    row: int
    column: int
    everybody: Slice
    groups: dict[str, Slice]


@dataclass(frozen=True, slots=True)
class Group:
    """A group results are broken down by. `key`: type code or lower bound of the band; `text`: a
    band's name as an English source text, where types have names in both languages."""

    key: str
    name_vi: str
    name_en: str
    text: str
    asked: int
    sheets: int


@dataclass(frozen=True, slots=True)
class Rollup:
    """A survey added up. `by`: `` (no groups), `type`, `size` or `dual`."""

    survey: SurveyDetail
    by: str
    groups: tuple[Group, ...]
    results: tuple[QuestionResult, ...]
    asked: int
    sheets: int
