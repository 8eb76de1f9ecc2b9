"""Working calendars: which days are worked, and how long a working day is.

Counting is by cumulative sums per year, made once for each (week, country, year) and kept: any
number of intervals is then counted with two look-ups a year, which is why no array library is
needed on this floor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from kiem.time.interval import DateInterval

FIRST_YEAR = 1990
LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday; both names as the holidays library gives them."""

    day: date
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """A week, the hours of a working day, and a country's public holidays.

    `weekdays`: seven characters, Monday first, `1` = a working day. `daily_hundredths`: length of
    a working day in hundredths of an hour (800 = 8 h). `holidays`: ISO 3166 code of the country
    whose public holidays are free, empty for none. Days a government moved are honoured both
    ways: the bridging day is free and the weekend day it was exchanged for is worked.

    Raises ValueError for a week that is not seven characters of 0 and 1, for a day of no hours
    or over 24, and for a country the holidays library does not know.
    """

    weekdays: str = "1111100"
    daily_hundredths: int = 800
    holidays: str = "VN"

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7 or set(self.weekdays) - {"0", "1"}:
            raise ValueError(
                f"'{self.weekdays}' is not a working week; write seven characters, Monday first, "
                "1 for a working day and 0 for a free one, such as 1111100."
            )
        if not 0 < self.daily_hundredths <= 2400:
            raise ValueError(
                f"A working day of {self.daily_hundredths / 100:g} hours is impossible; "
                "it must be above 0 and at most 24 hours."
            )
        if self.holidays and self.holidays not in known_countries():
            raise ValueError(
                f"'{self.holidays}' is not a country with known public holidays; "
                "write an ISO code such as VN, or nothing for none."
            )

    def is_working_day(self, day: date) -> bool:
        return self.working_days(DateInterval(day, day + timedelta(days=1))) == 1

    def working_days(self, interval: DateInterval) -> int:
        """Number of working days in `interval`. Raises ValueError when it has no end."""
        if interval.end is None:
            raise ValueError("Working days of an interval without end cannot be counted.")
        return self._worked_before(interval.end) - self._worked_before(interval.start)

    def working_days_of(self, intervals: Iterable[DateInterval]) -> list[int]:
        """`working_days` of each interval, in order."""
        return [self.working_days(interval) for interval in intervals]

    def after(self, day: date, working_days: int) -> date:
        """The working day that is so many working days after `day`, which itself does not count:
        one working day after a Friday is the Monday. Raises ValueError for none or fewer."""
        if working_days < 1:
            raise ValueError(f"{working_days} working days later is no later day.")
        wanted = self._worked_before(day + timedelta(days=1)) + working_days
        later = day + timedelta(days=working_days)
        while (missing := wanted - self._worked_before(later + timedelta(days=1))) > 0:
            later += timedelta(days=missing)
        return later

    def cumulative(self, start: date, end: date) -> list[int]:
        """Working days before each day of `start <= day <= end`, counted from `start`.

        Shape: `(end - start).days + 1` values, the first 0. The working days of any part
        `[a, b)` are `values[b - start] - values[a - start]`.
        """
        base = self._worked_before(start)
        days = (end - start).days
        return [self._worked_before(start + timedelta(days=n)) - base for n in range(days + 1)]

    def _worked_before(self, day: date) -> int:
        """Working days from the first known year up to, not including, `day`."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(
                f"Working days are known from {FIRST_YEAR} to {LAST_YEAR}, not for "
                f"{day.isoformat()}."
            )
        before, within = _year_sums(self.weekdays, self.holidays, day.year)
        return before + within[day.timetuple().tm_yday - 1]


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    """ISO codes the holidays library knows."""
    import holidays

    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> tuple[Holiday, ...]:
    """The public holidays of a country in a year, by day; none for an empty code."""
    if not country:
        return ()
    import holidays

    english = holidays.country_holidays(country, years=year, language=_language(country, "en"))
    vietnamese = holidays.country_holidays(country, years=year, language=_language(country, "vi"))
    return tuple(
        Holiday(day, str(vietnamese.get(day, name)), str(name))
        for day, name in sorted(english.items())
    )


@lru_cache(maxsize=512)
def exchanged_workdays(country: str, year: int) -> frozenset[date]:
    """Weekend days that are worked because a government moved a working day."""
    if not country:
        return frozenset()
    import holidays

    found = holidays.country_holidays(country, years=year)
    return frozenset(day for day in found.weekend_workdays if day.year == year)


def _language(country: str, wanted: str) -> str | None:
    """The library's code for `wanted` in this country, or None for its own language."""
    import holidays

    supported = holidays.country_holidays(country).supported_languages or ()
    return next((code for code in supported if code.startswith(wanted)), None)


@lru_cache(maxsize=1024)
def _year_sums(weekdays: str, country: str, year: int) -> tuple[int, tuple[int, ...]]:
    """Working days before the year, and within it before each day (366 or 367 values)."""
    before = 0
    if year > FIRST_YEAR:
        earlier, within = _year_sums(weekdays, country, year - 1)
        before = earlier + within[-1]
    free = {holiday.day for holiday in public_holidays(country, year)}
    exchanged = exchanged_workdays(country, year)
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    worked = []
    for offset in range(days):
        day = first + timedelta(days=offset)
        is_weekday = weekdays[day.weekday()] == "1"
        worked.append(int((is_weekday and day not in free) or day in exchanged))
    return before, tuple(accumulate(worked, initial=0))
