"""Good models: what a body does well, who adopted it with what result, and whom it may suit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from kiem.delivery.api.schemas.assembly import Body
from kiem.delivery.api.schemas.assembly_taken import MoreText, MoreTitle, Text
from kiem.delivery.api.schemas.shape import Day, Id, Shape, Taken

Outcome = Literal["works", "partly", "failed"]
ModelTitle = Annotated[str, Field(min_length=1, max_length=300, examples=["Tổ kỹ năng số"])]
ModelText = Annotated[
    str,
    Field(min_length=1, max_length=4000, examples=["Tối thứ năm, đoàn viên hướng dẫn làm hồ sơ"]),
]
Shown = Annotated[str, Field(min_length=1, max_length=4000, examples=["Sổ theo dõi có chữ ký"])]


class GoodModel(Shape):
    """A good model in short. `works`: adoptions whose last result says that it works."""

    id: int
    title_vi: str
    title_en: str
    body: Body
    unit: Body
    """The unit it is of, or that hosts the body."""
    published_on: date
    adoptions: int
    works: int


class UnitProfile(Shape):
    """What a unit was like. `staff` in people, shares and load as ratios; the load null where it
    is not known."""

    staff: int
    young_share: float
    women_share: float
    dual_share: float
    load: float | None


class ModelFigure(Shape):
    """A figure of the unit before and after, as pinned; per cent for ratios."""

    figure: str
    before_on: date
    after_on: date
    value_before: float
    value_after: float
    known_at: datetime


class Adoption(Shape):
    """Who adopted it from when on. `outcome`: `works`, `partly`, `failed`, or empty before a
    result is recorded."""

    id: int
    body: Body
    adopted_on: date
    note_vi: str
    note_en: str
    outcome: str
    result_vi: str
    result_en: str
    result_at: datetime | None
    may_report: bool


class GoodModelDetail(Shape):
    """A good model with what shows that it works. `profile`: the unit when it was published."""

    model: GoodModel
    description_vi: str
    description_en: str
    evidence_vi: str
    evidence_en: str
    file_ids: list[int]
    event_id: int | None
    profile: UnitProfile
    figures: list[ModelFigure]
    adoptions: list[Adoption]
    may_correct: bool


class LikenessPart(Shape):
    """One feature of both units; `closeness` from 0 (quite different) to 1."""

    feature: str
    """`staff`, `young_share`, `women_share`, `dual_share` or `load`."""
    here: float
    there: float
    closeness: float


class Likeness(Shape):
    """`percent`: the mean of the parts' closeness, in whole per cent, rounded down."""

    percent: int
    parts: list[LikenessPart]


class Recommendation(Shape):
    """A model for a unit: like which unit where it works, and how alike in what."""

    model_id: int
    title_vi: str
    title_en: str
    unit: Body
    like: Body
    likeness: Likeness


class ComparedTaken(Taken):
    """A figure of the unit to pin in two months: those that contain the days."""

    figure: Annotated[str, Field(max_length=40, examples=["load"])]
    before_on: Annotated[Day, Field(examples=["2025-03-01"])]
    after_on: Annotated[Day, Field(examples=["2025-07-01"])]


class GoodModelWords(Taken):
    """What is said of a good model. `evidence_vi`: what shows that it works. Name no person."""

    title_vi: ModelTitle
    title_en: MoreTitle = ""
    description_vi: ModelText
    description_en: MoreText = ""
    evidence_vi: Shown
    evidence_en: MoreText = ""


class GoodModelTaken(GoodModelWords):
    """Whose it is; at which event it was presented, if at one."""

    organization_id: Id
    event_id: Id | None = None
    figures: Annotated[list[ComparedTaken], Field(max_length=20)] = []


class AdoptionTaken(Taken):
    """`note_vi`: what is done differently."""

    organization_id: Id
    adopted_on: Day
    note_vi: MoreText = ""
    note_en: MoreText = ""


class ResultTaken(Taken):
    """What came of an adoption, said by the body that adopted it."""

    outcome: Outcome
    text_vi: Text
    text_en: MoreText = ""
