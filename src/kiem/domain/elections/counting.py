"""From counted ballots to who is elected: majorities, ties, quorum. Pure and exact.

Whoever is elected has more than the required share of the base (of ballots issued, collected or
valid) and is among the first for the seats. Equal votes at the last seat are a tie: reported,
never broken here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

HALF = Fraction(1, 2)


class Base(StrEnum):
    """Of what a majority is taken."""

    CONVENED = "convened"  # of all delegates with a mandate, present or not
    ISSUED = "issued"  # of the ballots handed out
    COLLECTED = "collected"  # of the ballots in the urn
    VALID = "valid"  # of the valid ones


@dataclass(frozen=True, slots=True)
class Majority:
    """More than `share` of the base; `strictly` False: as much is enough."""

    base: Base
    share: Fraction = HALF
    strictly: bool = True

    def reached(self, votes: int, of: int) -> bool:
        needed = self.share * of
        return votes > needed if self.strictly else votes >= needed

    def votes_needed(self, of: int) -> int:
        """The fewest votes that reach it: 61 of 120 for more than half."""
        needed = self.share * of
        whole = -(-needed.numerator // needed.denominator)
        return whole + 1 if self.strictly and whole == needed else whole


@dataclass(frozen=True, slots=True)
class Tally:
    """What the counting board counted in one round. `votes`: candidate -> votes, in list order."""

    convened: int
    voters: int
    issued: int
    collected: int
    invalid: int
    votes: Mapping[int, int]

    @property
    def valid(self) -> int:
        return self.collected - self.invalid

    def size_of(self, base: Base) -> int:
        return {
            Base.CONVENED: self.convened,
            Base.ISSUED: self.issued,
            Base.COLLECTED: self.collected,
            Base.VALID: self.valid,
        }[base]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Counts that contradict each other: a code, the field, and the two numbers."""

    code: str
    field: str
    found: int
    most: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate in the order of votes. `place` from 1; those with equal votes share it."""

    key: int
    place: int
    votes: int
    has_majority: bool
    is_elected: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The round's result. `needed` votes reach the majority; `tied` share the last of the seats;
    `unfilled` seats stay for another round (those of a tie included)."""

    needed: int
    of: int
    standings: tuple[Standing, ...]
    elected: tuple[int, ...]
    tied: tuple[int, ...]
    seats_in_tie: int
    unfilled: int

    @property
    def is_final(self) -> bool:
        return self.unfilled == 0


def troubles(tally: Tally, seats: int) -> tuple[Trouble, ...]:
    """Every contradiction in the counts; empty when they can be true."""
    found = []
    for code, field, number, most in (
        ("more_issued_than_voters", "issued", tally.issued, tally.voters),
        ("more_collected_than_issued", "collected", tally.collected, tally.issued),
        ("more_invalid_than_collected", "invalid", tally.invalid, tally.collected),
        *(
            ("more_votes_than_valid", f"votes_{key}", votes, tally.valid)
            for key, votes in tally.votes.items()
        ),
        (
            "more_votes_than_places",
            "votes",
            sum(tally.votes.values()),
            max(tally.valid, 0) * seats,
        ),
    ):
        if number > most or number < 0:
            found.append(Trouble(code, field, number, most))
    return tuple(found)


def decide(tally: Tally, seats: int, majority: Majority, *, lot: Sequence[int] = ()) -> Outcome:
    """Who is elected to `seats` seats.

    `lot`: candidates in the order in which a tie was settled outside (by lot, or by the rule);
    it counts only among those who are tied. Raises ValueError for counts that contradict.
    """
    if troubles(tally, seats) or seats < 1:
        raise ValueError("counts contradict each other")
    of = tally.size_of(majority.base)
    ordered = sorted(tally.votes, key=lambda key: -tally.votes[key])
    able = [
        key for key in ordered if tally.votes[key] > 0 and majority.reached(tally.votes[key], of)
    ]
    elected, tied = able[:seats], []
    if len(able) > seats and tally.votes[able[seats - 1]] == tally.votes[able[seats]]:
        edge = tally.votes[able[seats]]
        elected = [key for key in able if tally.votes[key] > edge]
        tied = [key for key in able if tally.votes[key] == edge]
    seats_in_tie = seats - len(elected) if tied else 0
    if tied and set(tied) <= set(lot):
        elected += [key for key in lot if key in tied][:seats_in_tie]
        tied, seats_in_tie = [], 0
    places = {key: 1 + sum(v > tally.votes[key] for v in tally.votes.values()) for key in ordered}
    return Outcome(
        needed=majority.votes_needed(of),
        of=of,
        standings=tuple(
            Standing(key, places[key], tally.votes[key], key in able, key in elected, key in tied)
            for key in ordered
        ),
        elected=tuple(elected),
        tied=tuple(tied),
        seats_in_tie=seats_in_tie,
        unfilled=seats - len(elected),
    )


Paper = frozenset[int]


def count_papers(
    papers: Sequence[Paper],
    candidates: Sequence[int],
    seats: int,
    *,
    convened: int,
    voters: int,
    blank_is_valid: bool = True,
) -> Tally:
    """Count ballots cast on site, each the set of candidates it names.

    Invalid: more names than seats, a name not on the list, or none where `blank_is_valid` is
    False.
    """
    good = [
        paper
        for paper in papers
        if is_valid_paper(paper, candidates, seats, blank_is_valid=blank_is_valid)
    ]
    named = Counter(key for paper in good for key in paper)
    return Tally(
        convened=convened,
        voters=voters,
        issued=len(papers),
        collected=len(papers),
        invalid=len(papers) - len(good),
        votes={key: named[key] for key in candidates},
    )


def is_valid_paper(
    paper: Paper, candidates: Collection[int], seats: int, *, blank_is_valid: bool = True
) -> bool:
    if not paper:
        return blank_is_valid
    return len(paper) <= seats and paper <= set(candidates)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough are there: `needed` of `convened`."""

    convened: int
    present: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.convened > 0 and self.present >= self.needed


def quorum_of(convened: int, present: int, share: Fraction) -> Quorum:
    """At least `share` of those convened, rounded up: 2/3 of 100 are 67."""
    needed = share * convened
    return Quorum(convened, present, -(-needed.numerator // needed.denominator))
