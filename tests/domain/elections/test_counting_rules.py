"""Majorities, ties, quorum and papers: exact numbers, then laws that hold for any count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.elections.counting import (
    Base,
    Majority,
    Tally,
    count_papers,
    decide,
    quorum_of,
    troubles,
)

VALID = Majority(Base.VALID)


def tally(votes: dict[int, int], **values: int) -> Tally:
    given_ = {"convened": 120, "voters": 118, "issued": 118, "collected": 118, "invalid": 2}
    return Tally(**{**given_, **values}, votes=votes)


def test_more_than_half_is_not_half() -> None:
    found = decide(tally({1: 58, 2: 59, 3: 116}), 3, VALID)  # 116 valid: more than 58
    assert (found.needed, found.of) == (59, 116)
    assert found.elected == (3, 2)
    assert found.unfilled == 1


@pytest.mark.parametrize(
    ("base", "needed"),
    [(Base.CONVENED, 61), (Base.ISSUED, 60), (Base.COLLECTED, 59), (Base.VALID, 58)],
)
def test_base_of_the_majority_decides(base: Base, needed: int) -> None:
    counted = tally({1: 59}, issued=118, collected=116)
    found = decide(counted, 1, Majority(base))
    assert found.needed == needed
    assert bool(found.elected) is (needed <= 59)


def test_odd_base_needs_the_next_whole_vote() -> None:
    assert VALID.votes_needed(117) == 59
    assert VALID.votes_needed(118) == 60
    assert Majority(Base.VALID, Fraction(2, 3), strictly=False).votes_needed(100) == 67
    assert Majority(Base.VALID, Fraction(2, 3), strictly=False).votes_needed(99) == 66
    assert Majority(Base.VALID, Fraction(2, 3)).votes_needed(99) == 67


def test_more_with_majority_than_seats_elects_the_first() -> None:
    found = decide(tally({1: 60, 2: 90, 3: 80}), 2, VALID)
    assert found.elected == (2, 3)
    assert [standing.place for standing in found.standings] == [1, 2, 3]
    assert found.is_final


def test_equal_votes_at_the_last_seat_are_a_tie() -> None:
    found = decide(tally({1: 80, 2: 70, 3: 70, 4: 10}), 2, VALID)
    assert found.elected == (1,)
    assert found.tied == (2, 3)
    assert found.seats_in_tie == 1
    assert found.unfilled == 1


def test_three_tied_for_two_seats_leave_both_open() -> None:
    found = decide(tally({1: 70, 2: 70, 3: 70}), 2, VALID)
    assert (found.elected, found.tied, found.seats_in_tie) == ((), (1, 2, 3), 2)
    drawn = decide(tally({1: 70, 2: 70, 3: 70}), 2, VALID, lot=(3, 1, 2))
    assert (drawn.elected, drawn.tied, drawn.unfilled) == ((3, 1), (), 0)


def test_equal_votes_within_the_seats_are_no_tie() -> None:
    assert decide(tally({1: 70, 2: 70, 3: 60}), 2, VALID).elected == (1, 2)


def test_equal_votes_below_the_majority_are_no_tie() -> None:
    found = decide(tally({1: 90, 2: 40, 3: 40}), 2, VALID)
    assert (found.elected, found.tied, found.unfilled) == ((1,), (), 1)


def test_lot_among_some_of_the_tied_settles_nothing() -> None:
    found = decide(tally({1: 70, 2: 70, 3: 70}), 2, VALID, lot=(3, 1))
    assert found.tied == (1, 2, 3)


def test_all_papers_invalid_elect_nobody() -> None:
    found = decide(tally({1: 0}, invalid=118), 1, VALID)
    assert found.elected == ()
    assert found.unfilled == 1


@pytest.mark.parametrize(
    ("values", "votes", "codes"),
    [
        ({"issued": 119}, {1: 60}, ["more_issued_than_voters"]),
        ({"collected": 119}, {1: 60}, ["more_collected_than_issued"]),
        ({"invalid": 119}, {1: 0}, ["more_invalid_than_collected", "more_votes_than_valid"]),
        ({}, {1: 117}, ["more_votes_than_valid"]),
        ({}, {1: 100, 2: 100, 3: 100}, ["more_votes_than_places"]),
        ({}, {1: -1}, ["more_votes_than_valid"]),
    ],
)
def test_counts_that_cannot_be_true_are_named(
    values: dict[str, int], votes: dict[int, int], codes: list[str]
) -> None:
    found = troubles(tally(votes, **values), 2)
    assert [trouble.code for trouble in found][: len(codes)] == codes
    with pytest.raises(ValueError, match="contradict"):
        decide(tally(votes, **values), 2, VALID)


def test_papers_are_counted_and_spoilt_ones_told_apart() -> None:
    papers = [frozenset({1, 2}), frozenset({1}), frozenset(), frozenset({1, 2, 3}), frozenset({9})]
    counted = count_papers(papers, [1, 2, 3], 2, convened=6, voters=6)
    assert counted.votes == {1: 2, 2: 1, 3: 0}
    assert (counted.issued, counted.collected, counted.invalid, counted.valid) == (5, 5, 2, 3)
    strict = count_papers(papers, [1, 2, 3], 2, convened=6, voters=6, blank_is_valid=False)
    assert strict.invalid == 3


@pytest.mark.parametrize(("present", "is_met"), [(66, False), (67, True), (100, True), (0, False)])
def test_two_thirds_of_a_hundred_are_sixty_seven(present: int, is_met: bool) -> None:
    found = quorum_of(100, present, Fraction(2, 3))
    assert found.needed == 67
    assert found.is_met is is_met


def test_congress_without_delegates_has_no_quorum() -> None:
    assert not quorum_of(0, 0, Fraction(2, 3)).is_met


papers_ = st.lists(st.frozensets(st.integers(1, 7), max_size=5), max_size=40)


@given(papers_, st.integers(1, 4), st.sampled_from(list(Base)))
def test_counts_of_papers_are_always_possible_and_decided(
    papers: list[frozenset[int]], seats: int, base: Base
) -> None:
    counted = count_papers(papers, range(1, 7), seats, convened=50, voters=45)
    assert troubles(counted, seats) == ()
    assert counted.valid + counted.invalid == len(papers)
    found = decide(counted, seats, Majority(base))
    assert len(found.elected) + found.unfilled == seats
    for standing in found.standings:
        if standing.is_elected:
            assert 2 * standing.votes > found.of
            assert standing.place <= seats
    worst = min((counted.votes[key] for key in found.elected), default=0)
    passed_over = [s for s in found.standings if s.has_majority and not s.is_elected]
    assert all(s.votes < worst or s.is_tied or not found.elected for s in passed_over)
    if found.tied:
        assert len({counted.votes[key] for key in found.tied}) == 1
        assert len(found.tied) > found.seats_in_tie > 0


@given(papers_, st.integers(1, 4), st.randoms(use_true_random=False))
def test_order_of_papers_does_not_matter(
    papers: list[frozenset[int]], seats: int, random: object
) -> None:
    mixed = list(papers)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    one = count_papers(papers, range(1, 7), seats, convened=50, voters=45)
    assert count_papers(mixed, range(1, 7), seats, convened=50, voters=45) == one


@given(st.integers(0, 500), st.integers(0, 500))
def test_votes_needed_is_the_least_that_reaches(votes: int, of: int) -> None:
    for majority in (VALID, Majority(Base.VALID, Fraction(2, 3), strictly=False)):
        assert majority.reached(votes, of) is (votes >= majority.votes_needed(of))
