"""What the queries of elections return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiem.domain.elections.allocation import Allocation
from kiem.domain.elections.counting import Quorum
from kiem.domain.elections.queries.facts import Chapter, CongressFacts, Named
from kiem.domain.elections.queries.state import ContestState, DelegateState
from kiem.domain.elections.rules import ElectionRule
from kiem.domain.regimes.eligibility import Reason


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """The plan: the term that opens, and aims in per cent of the committee."""

    term_label: str
    planned_from: date
    planned_until: date
    women_percent: int | None
    young_percent: int | None
    new_percent: int | None
    delegates_due_on: date | None
    nominations_from: date | None
    nominations_until: date | None


@dataclass(frozen=True, slots=True)
class Shares:
    """What the elected are, in per cent, beside the aims: women, up to 30 years, new in office."""

    women: int
    young: int
    new: int


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    """The recognition: `draft_id` of one drafted from the result; `decision_id` with number and day
    once it is decided."""

    draft_id: int | None
    state: str
    decision_id: int | None
    number: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class MyBallot:
    """A round that is open to the viewer; `has_voted` says that, and nothing more."""

    round_id: int
    contest_number: int
    title_vi: str
    title_en: str
    has_voted: bool


@dataclass(frozen=True, slots=True)
class CongressBoard:
    """A congress as the viewer may see it. `names`: those of the people the viewer may be told;
    everybody else is counted only. `exception_vi`: why delegates meet, or all members, where the
    rule has it otherwise."""

    facts: CongressFacts
    scheme: SchemeRow
    rules: Mapping[str, ElectionRule]
    members: int
    chapters: int
    seats: int | None
    delegates: int
    confirmed: int
    quorum: Quorum
    functionaries: tuple[tuple[str, int, bool], ...]
    contests: tuple[ContestState, ...]
    names: Mapping[int, Named]
    shares: Shares | None
    recognition: RecognitionRow | None
    ballots: tuple[MyBallot, ...]
    may_hold: bool
    sees_names: bool
    exception_vi: str


@dataclass(frozen=True, slots=True)
class AllocationDetail:
    """The allocation with everything that explains it; None before there is one."""

    facts: CongressFacts
    rule: ElectionRule
    counted_on: date
    chapters: tuple[Chapter, ...]
    allocation: Allocation | None
    method: str
    base: int
    bands: tuple[tuple[int, int], ...]
    lots: tuple[int, ...]
    may_hold: bool
    exception_vi: str = ""


@dataclass(frozen=True, slots=True)
class DelegateRow:
    delegate: DelegateState
    person: Named
    chapter_vi: str
    chapter_en: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate with every reason the rules give; `by`: the body, None for themselves."""

    person: Named
    by_vi: str
    by_en: str
    is_withdrawn: bool
    reason: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ContestDetail:
    """A contest with everything its page shows. `can_cast`: delegates there who have an account to
    vote with."""

    facts: CongressFacts
    contest: ContestState
    candidates: tuple[CandidateRow, ...]
    names: Mapping[int, Named]
    rules: Mapping[str, ElectionRule]
    quorum: Quorum
    voted: Mapping[int, int]
    recognition: RecognitionRow | None
    may_hold: bool
    can_cast: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """A round as its voter sees it: names in the order of the ballot."""

    facts: CongressFacts
    round_id: int
    title_vi: str
    title_en: str
    number: int
    seats: int
    candidates: tuple[Named, ...]
    has_voted: bool
    is_open: bool
