"""What every shape shares: kinds of values, days and months, and the envelope of an answer."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

T = TypeVar("T")
Example = JsonDict  # what a shape looks like, for the document
LARGEST_ID = 2**63 - 1
_DIGITS = re.compile(r"[0-9]{1,19}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*")
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
MONTH = r"^(199[0-9]|20[0-9][0-9])-(0[1-9]|1[0-2])$"  # of days that can be asked about


def _number(value: Any) -> int:
    """Digits of an address, or a whole number of a body; nothing that only resembles one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    raise PydanticCustomError("int_parsing", "not a whole number")


def _day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("not_a_day", "not a day")


def _moment(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.fullmatch(value)):
        return value
    raise PydanticCustomError("not_a_moment", "not a moment")


def _clock_time(value: Any) -> Any:
    if isinstance(value, time) or (isinstance(value, str) and re.fullmatch(CLOCK, value)):
        return value
    raise PydanticCustomError("not_a_time", "not a time of the day")


def as_number(value: Any) -> Any:
    """A number of JSON: no text with digits, no yes or no."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("float_type", "not a number")


Number = Annotated[int, Field(ge=1, le=10**6, examples=[1])]  # within its event
Id = Annotated[int, Field(ge=1, le=LARGEST_ID, examples=[12]), BeforeValidator(_number)]
Day = Annotated[date, Field(examples=["2025-07-01"]), BeforeValidator(_day)]
Moment = Annotated[
    datetime, Field(examples=["2025-07-01T08:30:00+07:00"]), BeforeValidator(_moment)
]
ClockTime = Annotated[
    time,
    Field(examples=["08:00"]),
    BeforeValidator(_clock_time),
    WithJsonSchema({"type": "string", "pattern": CLOCK, "examples": ["08:00"]}),
]
MonthText = Annotated[str, Field(pattern=MONTH, examples=["2025-10"]), BeforeValidator(str)]
Words = Annotated[str, Field(max_length=80)]
Code = Annotated[str, Field(max_length=80)]


class Shape(BaseModel):
    """Given: read from what queries return, by the names they use."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)


class Taken(BaseModel):
    """Taken: a field that does not exist is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Interval(Shape):
    """Half-open days: `end` is the first day it no longer holds, null as long as none is known."""

    start: date
    end: date | None


class About(Shape):
    """What an answer speaks of: the day, the moment of knowledge, whether people are invented."""

    on: date
    known_at: datetime | None
    """The moment whose knowledge is shown; null: now."""
    invented_people: bool
    """True: this is sample data, and nobody in it exists."""


# Each use of an envelope is a class of its own, whose source would be looked for in every module.
_NO_DOCSTRINGS = ConfigDict(use_attribute_docstrings=False)


class One(Shape, Generic[T]):
    model_config = _NO_DOCSTRINGS

    data: T
    about: About


class All(Shape, Generic[T]):
    """A list given whole."""

    model_config = _NO_DOCSTRINGS

    data: list[T]
    about: About


class Page(Shape, Generic[T]):
    """A page of a list. `next`: send it as `cursor` for the page after; null on the last one."""

    model_config = _NO_DOCSTRINGS

    data: list[T]
    next: str | None
    about: About
