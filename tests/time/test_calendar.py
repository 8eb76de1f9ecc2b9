"""Working calendars against days counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.time.calendar import WorkingCalendar, public_holidays
from kiem.time.interval import DateInterval
from kiem.time.month import Month

FIVE_DAYS = WorkingCalendar("1111100", 800, "VN")
SIX_DAYS = WorkingCalendar("1111110", 800, "VN")
PLAIN = WorkingCalendar("1111100", 800, "")


def test_month_without_holidays_counts_its_weekdays() -> None:
    assert FIVE_DAYS.working_days(Month(2025, 6).interval) == 21
    assert SIX_DAYS.working_days(Month(2025, 6).interval) == 25


def test_lunar_new_year_is_free() -> None:
    # 23 weekdays, less 1 January and 27 to 31 January.
    assert FIVE_DAYS.working_days(Month(2025, 1).interval) == 17
    assert PLAIN.working_days(Month(2025, 1).interval) == 23


def test_exchanged_day_is_worked_and_its_bridge_is_free() -> None:
    assert FIVE_DAYS.is_working_day(date(2025, 4, 26))  # a Saturday
    assert not FIVE_DAYS.is_working_day(date(2025, 5, 2))  # a Friday
    assert not PLAIN.is_working_day(date(2025, 4, 26))


def test_holiday_names_in_both_languages() -> None:
    first = public_holidays("VN", 2025)[0]
    assert (first.day, first.name_vi, first.name_en) == (
        date(2025, 1, 1),
        "Tết Dương lịch",
        "New Year's Day",
    )


def test_cumulative_starts_at_zero_and_ends_with_the_month() -> None:
    month = Month(2025, 9)
    values = FIVE_DAYS.cumulative(month.start, month.end)
    assert len(values) == 31
    assert values[:4] == [0, 0, 0, 1]  # 1 and 2 September are National Day
    assert values[-1] == 20


@pytest.mark.parametrize("week", ["", "111110", "11111000", "11111x0"])
def test_week_of_wrong_shape_is_refused(week: str) -> None:
    with pytest.raises(ValueError, match="not a working week"):
        WorkingCalendar(week)


@pytest.mark.parametrize("hundredths", [0, -100, 2401])
def test_impossible_length_of_day_is_refused(hundredths: int) -> None:
    with pytest.raises(ValueError, match="impossible"):
        WorkingCalendar(daily_hundredths=hundredths)


def test_unknown_country_is_refused() -> None:
    with pytest.raises(ValueError, match="not a country"):
        WorkingCalendar(holidays="XX")


def test_interval_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="without end"):
        FIVE_DAYS.working_days(DateInterval(date(2025, 1, 1)))


def test_absurd_year_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1990 to 2100"):
        FIVE_DAYS.is_working_day(date(1066, 10, 14))


@given(
    start=st.dates(date(2023, 1, 1), date(2027, 12, 31)),
    lengths=st.lists(st.integers(1, 200), min_size=1, max_size=5),
)
def test_parts_of_an_interval_add_up(start: date, lengths: list[int]) -> None:
    parts = []
    day = start
    for length in lengths:
        parts.append(DateInterval(day, day + timedelta(days=length)))
        day += timedelta(days=length)
    whole = DateInterval(start, day)
    assert sum(FIVE_DAYS.working_days_of(parts)) == FIVE_DAYS.working_days(whole)
    single = sum(
        FIVE_DAYS.is_working_day(start + timedelta(days=n)) for n in range((day - start).days)
    )
    assert FIVE_DAYS.working_days(whole) == single


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(1, 90),
    st.sampled_from([FIVE_DAYS, SIX_DAYS, PLAIN]),
)
def test_so_many_working_days_after_a_day(
    day: date, working_days: int, calendar: WorkingCalendar
) -> None:
    later = calendar.after(day, working_days)
    following = DateInterval(day + timedelta(days=1), later + timedelta(days=1))
    assert calendar.is_working_day(later)
    assert calendar.working_days(following) == working_days


def test_working_day_after_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no later day"):
        FIVE_DAYS.after(date(2025, 4, 23), 0)
