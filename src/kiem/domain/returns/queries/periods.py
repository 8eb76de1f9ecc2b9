"""Periods of a report: a month, a quarter, a half-year, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kiem.domain.returns.errors import bad_period
from kiem.platform.kernel import clock
from kiem.time.month import Month

_FORM = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4])|-H([12]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `first` to `last`. `text`: 2025-10, 2025-Q4, 2025-H2 or 2025."""

    text: str
    first: Month
    last: Month

    @property
    def start(self) -> date:
        return self.first.start

    @property
    def end(self) -> date:
        """The first day after the period."""
        return self.last.end

    @property
    def months(self) -> int:
        return len(list(self.first.through(self.last)))

    @property
    def kind(self) -> str:
        return {1: "month", 3: "quarter", 6: "half", 12: "year"}[self.months]

    @property
    def number(self) -> int:
        """Which month, quarter or half of the year; 1 for a year."""
        return (self.first.number - 1) // self.months + 1


def parse_period(text: str) -> Period:
    """Read a period that has begun. Raises InvalidInput."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise bad_period(text)
    year, month, quarter, half = found.groups()
    if month:
        first, months = int(month), 1
    elif quarter:
        first, months = 3 * int(quarter) - 2, 3
    elif half:
        first, months = 6 * int(half) - 5, 6
    else:
        first, months = 1, 12
    start = Month(int(year), first)
    if start.start > clock.today():
        raise bad_period(text)
    return Period(text.strip(), start, start.shift(months - 1))


def periods_around(month: Month) -> tuple[Period, ...]:
    """The month (at most the present one), its quarter, its half-year and its year."""
    month = min(month, Month.of(clock.today()))
    year = month.year
    return tuple(
        parse_period(text)
        for text in (
            str(month),
            f"{year}-Q{(month.number + 2) // 3}",
            f"{year}-H{(month.number + 5) // 6}",
            str(year),
        )
    )
