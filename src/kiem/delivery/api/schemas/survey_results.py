"""What surveys add up to beyond one round's figures: texts, sheets one by one, the round before."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiem.delivery.api.schemas.assembly import Body
from kiem.delivery.api.schemas.shape import Shape, Taken
from kiem.delivery.api.schemas.surveys import Given, Question, Survey


class TextGiven(Shape):
    """A text that was written; `body` null: nobody knows by whom."""

    text: str
    body: Body | None


class SheetGiven(Shape):
    """A body's sheet as it was sent. `answers`: by the questions' keys; `staff` and `dual_holders`
    of its unit on the survey's day."""

    body: Body
    type_code: str
    staff: int
    dual_holders: int
    sent_by: str
    answers: dict[str, list[Given]]


class Compared(Shape):
    """An option of a question (in per cent of those who answered it), or its mean (`option` null).
    `change`: per cent points, or units of the mean; null where one of the rounds has none."""

    key: str
    row: int
    column: int
    option: int | None
    before: float | None
    now: float | None
    change: float | None


class Comparison(Shape):
    """Two rounds of a question set. `in_both`: bodies whose sheets are in both, null where it is
    anonymous; `gone`: questions of the last round that this one does not ask any more."""

    now: Survey
    before: Survey
    in_both: int | None
    items: list[Compared]
    gone: list[Question]


class PlaceTaken(Taken):
    """A place among the questions, from 1; what lies beyond the end is the end."""

    position: Annotated[int, Field(ge=1, le=1000, examples=[1])]
