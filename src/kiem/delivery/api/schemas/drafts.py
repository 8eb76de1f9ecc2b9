"""Drafts of decisions, and what they would do, as they are taken and given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from kiem.delivery.api.schemas.shape import Day, Example, Id, Shape, Taken

Kind = Literal["personnel", "organization", "term", "membership", "correction"]
Title = Annotated[str, Field(max_length=300, examples=["Bổ nhiệm cán bộ"])]
Ground = Annotated[str, Field(max_length=500, examples=["Căn cứ Điều lệ Đoàn"])]
Version = Annotated[int, Field(ge=1, le=10**9, examples=[1])]
Values = Annotated[dict[str, str], BeforeValidator(dict)]  # from pairs
_ARTICLE: Example = {
    "verb": "appoint",
    "payload": {"person_id": 7, "post_id": 77, "on": "2025-11-03"},
}


class ArticleTaken(Taken):
    """One article: a verb, and its fields; the reference of the API lists them."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ARTICLE]})

    verb: Annotated[str, Field(min_length=1, max_length=40)]
    payload: dict[str, Any]


class DraftTaken(Taken):
    """A decision to be: who issues it, what it is about, and its articles in order."""

    issuer_id: Id
    kind: Kind
    title_vi: Title
    title_en: Title = ""
    effective_on: Day
    grounds: Annotated[list[Ground], Field(max_length=50)] = []
    reason: Annotated[str, Field(max_length=2000, examples=[""])] = ""
    corrects_id: Id | None = None
    articles: Annotated[list[ArticleTaken], Field(max_length=200)] = []


class DraftChanged(Taken):
    """What is named is changed; `articles` replace all. `version`: of the draft as it was seen."""

    version: Version
    kind: Kind | None = None
    title_vi: Title | None = None
    title_en: Title | None = None
    effective_on: Day | None = None
    grounds: Annotated[list[Ground], Field(max_length=50)] | None = None
    reason: Annotated[str, Field(max_length=2000, examples=[""])] | None = None
    articles: Annotated[list[ArticleTaken], Field(max_length=200)] | None = None


class DraftIssued(Taken):
    """`version`: of the draft as it was seen; `signed_on`: today if left out."""

    version: Version
    signed_on: Day | None = None


class DraftSeen(Taken):
    version: Version


class DraftMade(Shape):
    """The draft and the version to name when it is changed or issued."""

    id: int
    version: int


class DecisionMade(Shape):
    decision_id: int


class Draft(Shape):
    """A draft in short. `articles`: how many."""

    id: int
    issuer_id: int
    issuer_vi: str
    issuer_en: str
    kind: str
    title_vi: str
    title_en: str
    effective_on: date
    state: str
    """`draft`, `issued` or `discarded`."""
    version: int
    author_name: str
    changed_at: datetime
    articles: int


class Article(Shape):
    """One article: a verb, and its fields."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ARTICLE]})

    verb: str
    payload: dict[str, Any]


class DraftDetail(Shape):
    """`decision_id`: what it became once issued."""

    draft: Draft
    grounds: list[str]
    reason: str
    corrects_id: int | None
    decision_id: int | None
    contents: list[Article]


class FactChange(Shape):
    """One fact an article changes: it begins, ends, goes on, changes or is taken back. Days are
    half-open. `values`: what is told of it; `before`: what differed."""

    article: int
    fact: str
    change: str
    start: date
    end: date | None
    person_id: int | None
    person: str
    post_id: int | None
    post_vi: str
    post_en: str
    organization_id: int | None
    organization_vi: str
    organization_en: str
    values: Values
    before: Values


class PersonName(Shape):
    id: int
    full_name: str


class OrganizationName(Shape):
    id: int | None
    name_vi: str
    name_en: str


class PostName(Shape):
    id: int
    title_vi: str
    title_en: str
    organization: OrganizationName


class SeatStrength(Shape):
    """A post on a day: seats, and how many are held."""

    post: PostName
    seats: int
    holders: int
    is_mandatory: bool


class ChapterStrength(Shape):
    """An organisation on a day: seats of its committee, how many are held, members."""

    organization: OrganizationName
    seats: int
    holders: int
    members: int


class Threshold(Shape):
    """What a rule asks for, with letter and source."""

    value: float
    rule_id: str
    letter: str
    source_vi: str
    source_en: str


class Vacated(Shape):
    on: date
    before: SeatStrength
    after: SeatStrength


class Weakened(Shape):
    """A committee that cannot decide any more, or a branch that gets too small."""

    on: date
    before: ChapterStrength
    after: ChapterStrength
    rule: Threshold


class EntitlementShift(Shape):
    """Release hours a month that somebody gains or loses with an office."""

    person: PersonName
    post_id: int
    hours_before: float
    hours_after: float
    letters: list[str]


class MonthHours(Shape):
    month: date
    available_hours: float
    line_hours: float
    office_hours: float
    release_hours: float
    uncovered_hours: float
    load: float | None
    status: str


class LoadShift(Shape):
    """Somebody's month before and after; null without a line post."""

    person: PersonName
    before: MonthHours | None
    after: MonthHours | None


class Clash(Shape):
    """Another draft about the same people, posts or organisations."""

    draft_id: int
    title_vi: str
    title_en: str
    effective_on: date
    comes_first: bool
    people: list[str]
    posts_vi: list[str]
    posts_en: list[str]
    organizations_vi: list[str]
    organizations_en: list[str]


class FirstStep(Shape):
    """Something to be decided before; `drafts`: open ones that would do it."""

    what: str
    person: PersonName | None
    post: PostName | None
    text: str
    drafts: list[int]


class Obstacle(Shape):
    """Why the draft cannot be issued as it is. `article`: null for several together."""

    article: int | None
    code: str
    detail: str
    remedy: str
    people: list[PersonName]
    posts: list[PostName]
    first: list[FirstStep]


class Preview(Shape):
    """What the draft would do, found by doing it and taking it back."""

    draft_id: int
    version: int
    can_be_issued: bool
    obstacles: list[Obstacle]
    broken_quorums: list[Weakened]
    small_branches: list[Weakened]
    vacated: list[Vacated]
    entitlements_lost: list[EntitlementShift]
    entitlements_gained: list[EntitlementShift]
    loads: list[LoadShift]
    clashes: list[Clash]
    changes: list[FactChange]
