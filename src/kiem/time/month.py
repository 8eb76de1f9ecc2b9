"""Calendar months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, e.g. `Month(2025, 10)`; months compare and sort by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9998):
            raise ValueError(f"There is no month {self.year}-{self.number:02d}.")

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2025-10`. Raises ValueError for anything else."""
        year, dash, number = text.partition("-")
        if not (dash and year.isdigit() and number.isdigit() and len(year) == 4):
            raise ValueError(f"'{text}' is not a month; write it as 2025-10.")
        return cls(int(year), int(number))

    @property
    def start(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The first day after the month."""
        return self.shift(1).start

    @property
    def interval(self) -> DateInterval:
        return DateInterval(self.start, self.end)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def shift(self, months: int) -> Month:
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def through(self, last: Month) -> Iterator[Month]:
        """This month and those after it up to and including `last`."""
        month = self
        while month <= last:
            yield month
            month = month.shift(1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
