"""Seats to fill, handovers and the dates ahead as they are given and taken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from kiem.delivery.api.schemas.register import PostDetail
from kiem.delivery.api.schemas.shape import Shape, Taken

MOST_TICKS = 500


class Vacancy(Shape):
    """A seat to fill. `due`: the day by which, `day`: vacant since, or the first day without the
    holder. `eligible`: how many no confirmed or sourced rule bars; null where not counted."""

    cause: str
    """`vacant`, `ending` or `age`."""
    due: date
    is_overdue: bool
    day: date
    post_id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    is_mandatory: bool
    organization_id: int
    organization_vi: str
    organization_en: str
    host_id: int | None
    host_vi: str
    host_en: str
    free: int
    person_id: int | None
    """The holder who must leave."""
    full_name: str
    eligible: int | None
    rule_id: str | None
    letter: str | None


class Reason(Shape):
    """What a rule says of somebody in an office. `bars`: it alone excludes them."""

    code: str
    verdict: str
    """`for`, `against` or `open`: a fact or a rule is missing."""
    words: str
    bars: bool
    letter: str | None
    rule_id: str | None
    params: dict[str, float]


class Candidate(Shape):
    """Somebody who comes into question, with every reason."""

    person_id: int
    full_name: str
    rank_vi: str
    rank_en: str
    line_title_vi: str
    line_title_en: str
    offices: int
    is_eligible: bool
    reasons: list[Reason]


class VacancyDetail(Shape):
    """A post with the seats of it to be filled and who comes into question: eligible ones first.

    `from_members`: from the members of the organisation, else from the unit's staff. `load_on`: a
    day of the month loads are from; null where you may not see loads.
    """

    post: PostDetail
    vacancies: list[Vacancy]
    from_members: bool
    load_on: date | None
    candidates: list[Candidate]


class Handover(Shape):
    """Somebody's leaving of a post, who follows, and how many matters are handed over."""

    post_id: int
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str
    person_id: int
    full_name: str
    leaves_on: date
    successor_id: int | None
    successor_name: str
    successor_from: date | None
    matters: int
    given: int
    taken: int
    is_complete: bool


class Matter(Shape):
    """One thing to hand over. `is_settled`: the records know it no more, but it was ticked."""

    kind: str
    key: str
    title_vi: str
    title_en: str
    link: str
    given: bool
    taken: bool
    is_settled: bool


class HandoverDetail(Shape):
    """`may_give`, `may_take`: the sides for which you tick."""

    handover: Handover
    matters: list[Matter]
    may_give: bool
    may_take: bool


class TickTaken(Taken):
    """A matter as one side says it is handed over."""

    kind: Annotated[str, Field(min_length=1, max_length=40, examples=["paper"])]
    key: Annotated[str, Field(min_length=1, max_length=80, examples=["minutes"])]
    side: Literal["giver", "taker"]


class TicksTaken(Taken):
    """All ticks of your side: what is not named is not ticked any more."""

    ticks: Annotated[list[TickTaken], Field(max_length=MOST_TICKS)]


class DateAhead(Shape):
    """Something that lies ahead. `key` stays the same when the day moves; `starts` and `ends` (not
    included) are days, or moments for what has a time. No person is named."""

    kind: str
    key: str
    starts: date | datetime
    ends: date | datetime
    title_vi: str
    title_en: str
    place_vi: str
    place_en: str
    link: str
