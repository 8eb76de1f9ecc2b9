"""Months against the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.time.month import Month

MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_month_of_a_day_contains_it(day: date) -> None:
    month = Month.of(day)
    assert day in month.interval
    assert month.start <= day < month.end
    assert month.end.day == 1


@given(MONTHS, st.integers(-600, 600))
def test_shifting_back_returns(month: Month, months: int) -> None:
    if 1 <= month.year + months // 12 <= 9997:
        assert month.shift(months).shift(-months) == month


@given(MONTHS)
def test_text_reads_back_and_days_fill_the_month(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert month.start + timedelta(days=month.days) == month.shift(1).start


@given(MONTHS, st.integers(0, 40))
def test_through_counts_both_ends(month: Month, months: int) -> None:
    listed = list(month.through(month.shift(months)))
    assert len(listed) == months + 1
    assert listed == sorted(listed)
    assert (listed[0], listed[-1]) == (month, month.shift(months))


def test_through_an_earlier_month_is_empty() -> None:
    assert list(Month(2025, 10).through(Month(2025, 9))) == []


def test_known_months() -> None:
    assert Month(2024, 2).days == 29
    assert Month(2025, 12).shift(1) == Month(2026, 1)
    assert Month(2025, 1).shift(-1) == Month(2024, 12)
    assert str(Month(2025, 7)) == "2025-07"


@pytest.mark.parametrize("text", ["2025", "2025-13", "2025-00", "25-01", "2025-1x", "", "-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)
