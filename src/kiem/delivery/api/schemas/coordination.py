"""Regulations between bodies, what they ask of each other, and what a unit owes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from kiem.delivery.api.schemas.assembly import Body
from kiem.delivery.api.schemas.assembly_taken import MoreText, MoreTitle, Text, Title
from kiem.delivery.api.schemas.shape import Day, Id, Shape, Taken

MOST_PARTIES = 50
AnswerDays = Annotated[int, Field(ge=1, le=90, examples=[5])]


class Regulation(Shape):
    """What bodies agreed on. `parties`: the first keeps it. `review_on`: the next day it is looked
    at, null once a review ended it; `is_due`: that day has come."""

    id: int
    number: str
    title_vi: str
    title_en: str
    signed_on: date
    answer_working_days: int
    review_on: date | None
    is_due: bool
    parties: list[Body]


class Review(Shape):
    """What a review found; `next_review_on` null: it ended the regulation."""

    reviewed_on: date
    finding_vi: str
    finding_en: str
    next_review_on: date | None
    by: str


class RegulationDetail(Shape):
    regulation: Regulation
    content_vi: str
    content_en: str
    file_ids: list[int]
    reviews: list[Review]
    may_review: bool


class CoordinationRequest(Shape):
    """Something a body asks of another. `days_late`: calendar days after the last one to answer
    in, 0 when nothing is owed."""

    id: int
    subject_vi: str
    subject_en: str
    sender: Body
    addressee: Body
    regulation_id: int | None
    sent_on: date
    due_on: date
    answer_working_days: int
    status: str
    """`waiting`, `answered`, `returned`, `closed` or `withdrawn`."""
    days_late: int


class RequestStep(Shape):
    """`kind`: `answer`, `return`, `close` or `withdraw`. `is_on_behalf`: the sender recorded the
    answer of a body outside."""

    kind: str
    text: str
    text_en: str
    file_ids: list[int]
    is_on_behalf: bool
    by: str
    at: datetime


class RequestDetail(Shape):
    """A request with its steps. `may_answer`: you act for the addressee; `may_judge`: for the
    sender."""

    request: CoordinationRequest
    text_vi: str
    text_en: str
    file_ids: list[int]
    steps: list[RequestStep]
    may_answer: bool
    may_judge: bool


class Duty(Shape):
    """Something a body owes by a day. `waits_for_others`: reported or answered, so that nothing is
    owed meanwhile. `link`: the page where it is done."""

    kind: str
    """`task`, `commitment`, `request`, `return` or `survey`."""
    title_vi: str
    title_en: str
    body: Body
    due_on: date
    days_late: int
    waits_for_others: bool
    link: str


class RegulationTaken(Taken):
    """`parties`: the first one keeps it, and you conduct its assemblies; others may be outside.
    `answer_working_days`: of a request under it."""

    number: Annotated[str, Field(min_length=1, max_length=60, examples=["01/QC"])]
    signed_on: Day
    parties: Annotated[list[Id], Field(min_length=1, max_length=MOST_PARTIES, examples=[[12, 41]])]
    title_vi: Title
    title_en: MoreTitle = ""
    content_vi: Text
    content_en: MoreText = ""
    answer_working_days: AnswerDays
    review_on: Annotated[Day, Field(examples=["2026-07-01"])]


class ReviewTaken(Taken):
    """`next_review_on` null: the regulation ends."""

    reviewed_on: Day
    finding_vi: Text
    finding_en: MoreText = ""
    next_review_on: Annotated[Day | None, Field(examples=["2026-07-01"])]


class RequestTaken(Taken):
    """What is asked of whom. `answer_working_days`: those of the regulation if left out."""

    sender_id: Id
    addressee_id: Id
    subject_vi: Title
    subject_en: MoreTitle = ""
    text_vi: Text
    text_en: MoreText = ""
    answer_working_days: AnswerDays | None = None
    regulation_id: Id | None = None
