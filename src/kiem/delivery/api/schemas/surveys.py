"""Surveys: who is asked what, what was answered, and what the answers add up to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from kiem.delivery.api.schemas.assembly import Body
from kiem.delivery.api.schemas.assembly_taken import Bodies, MoreText, MoreTitle, Reason, Title
from kiem.delivery.api.schemas.shape import Code, Day, Id, Shape, Taken, as_number

Bound = Annotated[
    Decimal,
    Field(ge=-(10**9), le=10**9, decimal_places=2),
    BeforeValidator(as_number),
    WithJsonSchema({"type": "number", "minimum": -(10**9), "maximum": 10**9, "examples": [1]}),
]
Line = Annotated[str, Field(min_length=1, max_length=300, examples=["Kiêm nhiệm"])]
Lines = Annotated[list[Line], Field(max_length=60)]
_TYPED: dict[str, Any] = {"model": 2, "causes": [1, 3], "weight": 4, "hours": [[12.5, None]]}


class Question(Shape):
    """A question as it is asked. `options_*`: choices, the two ends of a scale, or columns of a
    table with `rows_*`. `computed`: the figure that Kiem prefills."""

    key: str
    kind: str
    """`choice`, `choices`, `scale`, `number`, `text` or `table`."""
    text_vi: str
    text_en: str
    is_required: bool
    options_vi: list[str]
    options_en: list[str]
    rows_vi: list[str]
    rows_en: list[str]
    unit_vi: str
    unit_en: str
    lowest: float | None
    highest: float | None
    computed: str


class QuestionSet(Shape):
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


class QuestionVersion(Shape):
    """A version of a question set. `is_frozen`: a survey that asks it was opened."""

    version_id: int
    version: int
    set_id: int
    set_code: str
    title_vi: str
    title_en: str
    is_frozen: bool
    questions: list[Question]
    may_change: bool


class Survey(Shape):
    """A survey in short. `asked`: bodies, or people where it is anonymous; `answered` of them."""

    id: int
    title_vi: str
    title_en: str
    project_id: int
    project_code: str
    organizer: Body
    is_anonymous: bool
    status: str
    """`draft`, `open` or `closed`."""
    reference_on: date
    due_on: date
    asked: int
    answered: int
    days_late: int


class SurveyStep(Shape):
    kind: str
    text: str
    due_on: date | None
    by: str
    at: datetime


class SurveyDetail(Shape):
    """A survey with what it asks of whom. `previous_id`: the round before this one."""

    row: Survey
    project_vi: str
    project_en: str
    set_id: int
    set_code: str
    version_id: int
    version: int
    introduction_vi: str
    introduction_en: str
    target_rule: str
    target_types: list[str]
    target_ids: list[int]
    audience: str
    breakdowns: list[str]
    opened_at: datetime | None
    questions: list[Question]
    steps: list[SurveyStep]
    previous_id: int | None
    may_conduct: bool
    sees_results: bool


class SurveySheet(Shape):
    """A body asked. `ended_on`: the day it ceased to exist."""

    target_id: int
    body: Body
    state: str
    """`waiting`, `draft`, `sent` or `reopened`."""
    due_on: date
    sent_at: datetime | None
    sent_by: str
    person_id: int | None
    person_name: str
    ended_on: date | None
    days_late: int


class Given(Shape):
    """One value as it was sent: an option (from 1), a number or a text. `computed`: what was
    prefilled, `is_changed`: another number was given."""

    key: str
    row: int
    column: int
    option: int | None
    number: float | None
    text: str
    computed: float | None
    is_changed: bool


class SurveySheetDetail(Shape):
    """A body's form: what is asked, prefilled (`computed`), typed (`draft`) and sent."""

    survey: SurveyDetail
    target: SurveySheet
    computed: dict[str, float]
    draft: dict[str, Any] | None
    answers: list[Given]
    reopening_reason: str
    may_answer: bool


class ToAnswer(Shape):
    """What waits for you; `body` null: you are asked yourself, anonymously."""

    survey_id: int
    title_vi: str
    title_en: str
    body: Body | None
    state: str
    due_on: date
    days_late: int


class Slice(Shape):
    """Answers of one group to one question. `counts`: by option, or by value of a scale;
    `is_repeated`: several bodies gave the figure of one unit, so that it has no sum."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "asked": 126, "answered": 120, "counts": {"1": 90, "2": 30}, "total": None, "mean": None,
        "median": None, "least": None, "greatest": None, "changed": 0,
        "is_repeated": False,
    }]})  # fmt: skip

    asked: int
    answered: int
    counts: dict[int, int]
    total: float | None
    mean: float | None
    median: float | None
    least: float | None
    greatest: float | None
    changed: int
    is_repeated: bool


class QuestionResult(Shape):
    """A question, or cell of a table, with everybody's answers and each group's."""

    question: Question
    row: int
    column: int
    everybody: Slice
    groups: dict[str, Slice]


class ResultGroup(Shape):
    """`key`: a type's code, or the lower bound of a band."""

    key: str
    name_vi: str
    name_en: str
    text: str
    asked: int
    sheets: int


class SurveyResults(Shape):
    """A survey added up. Of anonymous answers no group of fewer than five is shown, and none can
    be worked out."""

    survey: Survey
    by: str
    asked: int
    sheets: int
    groups: list[ResultGroup]
    results: list[QuestionResult]


class QuestionTaken(Taken):
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$", examples=["model"])]
    kind: Literal["choice", "choices", "scale", "number", "text", "table"]
    text_vi: Annotated[str, Field(min_length=1, max_length=600, examples=["Mô hình nào?"])]
    text_en: Annotated[str, Field(max_length=600, examples=["Which model?"])] = ""
    is_required: bool = False
    options_vi: Lines = []
    options_en: Lines = []
    rows_vi: Lines = []
    rows_en: Lines = []
    unit_vi: Annotated[str, Field(max_length=40)] = ""
    unit_en: Annotated[str, Field(max_length=40)] = ""
    lowest: Bound | None = None
    highest: Bound | None = None
    computed: Code = ""


class QuestionSetTaken(Taken):
    """`code` names the set for ever."""

    organization_id: Id
    code: Annotated[str, Field(min_length=1, max_length=40, examples=["to-chuc-2020"])]
    title_vi: Title
    title_en: MoreTitle = ""
    questions: Annotated[list[QuestionTaken], Field(max_length=120)] = []


class SurveyPlanTaken(Taken):
    """Who is asked, by `rule`: every body of `types`, every unit hosting one of `types`, or
    `organization_ids`. `audience` other than `bodies`: an anonymous survey of people."""

    title_vi: Title
    title_en: MoreTitle = ""
    introduction_vi: MoreText = ""
    introduction_en: MoreText = ""
    reference_on: Day
    due_on: Day
    rule: Literal["type", "hosting", "list"]
    types: Annotated[list[Code], Field(max_length=20)] = []
    organization_ids: Bodies = []
    audience: Literal["bodies", "everyone", "dual"] = "bodies"
    breakdowns: Annotated[list[Literal["type", "size", "dual"]], Field(max_length=2)] = []


class SurveyTaken(SurveyPlanTaken):
    """A survey of a project, in the name of its organiser, with a version's questions."""

    organizer_id: Id
    version_id: Id


class AnswersTaken(Taken):
    """Answers by the questions' keys: an option's number (from 1) or a list of them, a value of a
    scale, a number, a text, or rows of a table."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answers": _TYPED}]})

    answers: dict[str, Any]


class LaterDay(Taken):
    due_on: Day
    reason: Reason


class Asked(Shape):
    """How many bodies, or people, are asked."""

    asked: int
