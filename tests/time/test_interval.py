"""Interval algebra against sets of days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.time.interval import DateInterval, merge_intervals

FIRST = date(2025, 1, 1)
HORIZON = 40  # days 0 to 39 stand for all days; an open end reaches the last


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def days(interval: DateInterval) -> frozenset[int]:
    return frozenset(number for number in range(HORIZON) if day(number) in interval)


@st.composite
def intervals(draw: st.DrawFn) -> DateInterval:
    start = draw(st.integers(0, HORIZON - 2))
    end = draw(st.one_of(st.none(), st.integers(start + 1, HORIZON - 1)))
    return DateInterval(day(start), None if end is None else day(end))


@given(intervals(), intervals())
def test_overlap_is_a_common_day(a: DateInterval, b: DateInterval) -> None:
    assert a.overlaps(b) == bool(days(a) & days(b))
    assert a.overlaps(b) == b.overlaps(a)


@given(intervals(), intervals())
def test_cover_is_inclusion(a: DateInterval, b: DateInterval) -> None:
    assert a.covers(b) == (days(b) <= days(a))


@given(intervals(), intervals())
def test_intersection_has_the_common_days(a: DateInterval, b: DateInterval) -> None:
    common = a.intersect(b)
    assert (frozenset() if common is None else days(common)) == days(a) & days(b)
    assert common == b.intersect(a)


@given(intervals(), intervals())
def test_difference_has_the_days_of_one_only(a: DateInterval, b: DateInterval) -> None:
    parts = a.subtract(b)
    assert frozenset().union(*(days(part) for part in parts)) == days(a) - days(b)
    assert len(parts) <= 2
    assert list(parts) == sorted(parts, key=lambda part: part.start)
    assert not any(part.overlaps(b) for part in parts)


@given(intervals(), intervals())
def test_difference_and_intersection_make_the_whole(a: DateInterval, b: DateInterval) -> None:
    common = a.intersect(b)
    pieces = [*a.subtract(b), *([common] if common else [])]
    assert merge_intervals(pieces) == (a,)


@given(st.lists(intervals(), max_size=6))
def test_merging_keeps_days_and_separates_parts(given_: list[DateInterval]) -> None:
    merged = merge_intervals(given_)
    assert frozenset().union(*(days(i) for i in merged)) == frozenset().union(
        *(days(i) for i in given_)
    )
    for earlier, later in pairwise(merged):
        assert earlier.end is not None
        assert earlier.end < later.start
    assert merge_intervals(merged) == merged
    assert merge_intervals(reversed(given_)) == merged


@given(intervals())
def test_length_and_last_day_agree_with_the_days(interval: DateInterval) -> None:
    if interval.end is None:
        assert (interval.days, interval.last_day) == (None, None)
    else:
        assert interval.days == len(days(interval))
        assert interval.last_day == day(max(days(interval)))


def test_adjoining_intervals_share_no_day_and_merge_into_one() -> None:
    spring, summer = DateInterval(day(0), day(10)), DateInterval(day(10), day(20))
    assert not spring.overlaps(summer)
    assert spring.subtract(summer) == (spring,)
    assert merge_intervals([summer, spring]) == (DateInterval(day(0), day(20)),)


def test_middle_cut_out_leaves_two_parts() -> None:
    year = DateInterval(date(2025, 1, 1), date(2026, 1, 1))
    leave = DateInterval(date(2025, 3, 1), date(2025, 4, 1))
    assert year.subtract(leave) == (
        DateInterval(date(2025, 1, 1), date(2025, 3, 1)),
        DateInterval(date(2025, 4, 1), date(2026, 1, 1)),
    )


@pytest.mark.parametrize("end", [date(2025, 1, 1), date(2024, 12, 31)])
def test_interval_without_a_day_is_refused(end: date) -> None:
    with pytest.raises(ValueError, match="holds no day"):
        DateInterval(date(2025, 1, 1), end)
