"""The vocabulary of decisions issued from a draft: articles, as the pages write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiem.delivery.sample.plan_assembly import Texts


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """A person takes an office by an article of a decision."""

    person: int
    post: str


@dataclass(frozen=True, slots=True)
class MoveArticle:
    """Each (person, from post, to post); who leaves a unit leaves what that unit hosts."""

    moves: Sequence[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class CommitteeArticle:
    """People are added to a committee; `how`: elected, designated or recognised."""

    organization: str
    how: str
    seats: Sequence[OfficePlan]


@dataclass(frozen=True, slots=True)
class IssueDecision:
    """Drafted and issued at the step's moment, in force from its day; the titles without mark."""

    issuer: str
    title: Texts
    grounds: Sequence[str]
    articles: Sequence[MoveArticle | CommitteeArticle]


@dataclass(frozen=True, slots=True)
class SetIssuer:
    """How an organisation's papers are headed, numbered and signed."""

    organization: str
    header_family: str
    symbol: str
    place_vi: str
    signing_vi: str
    parent_body_vi: str


OrderOperation = IssueDecision | SetIssuer
