"""Half-open date intervals: the days from `start` up to, not including, `end`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """The days `start <= day < end`; `end` None means: for ever.

    Raises ValueError when `end` is not after `start`: an empty interval is never a fact.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(
                f"An interval must end after it starts: {self.start.isoformat()} to "
                f"{self.end.isoformat()} holds no day."
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def last_day(self) -> date | None:
        """The last day inside, or None when the interval has no end."""
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def days(self) -> int | None:
        """Number of days inside, or None when the interval has no end."""
        return None if self.end is None else (self.end - self.start).days

    def overlaps(self, other: DateInterval) -> bool:
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )

    def covers(self, other: DateInterval) -> bool:
        """True when every day of `other` is a day of this interval."""
        if other.start < self.start:
            return False
        return self.end is None or (other.end is not None and other.end <= self.end)

    def intersect(self, other: DateInterval) -> DateInterval | None:
        if not self.overlaps(other):
            return None
        return DateInterval(max(self.start, other.start), _earlier(self.end, other.end))

    def subtract(self, other: DateInterval) -> tuple[DateInterval, ...]:
        """What is left of this interval without `other`: no, one or two parts, in order."""
        if not self.overlaps(other):
            return (self,)
        parts = []
        if self.start < other.start:
            parts.append(DateInterval(self.start, other.start))
        if other.end is not None and (self.end is None or other.end < self.end):
            parts.append(DateInterval(other.end, self.end))
        return tuple(parts)


def merge_intervals(intervals: Iterable[DateInterval]) -> tuple[DateInterval, ...]:
    """The same days as the smallest number of intervals, in order; adjoining ones are joined."""
    merged: list[DateInterval] = []
    for interval in sorted(intervals, key=lambda i: i.start):
        if merged and (merged[-1].end is None or interval.start <= merged[-1].end):
            last = merged[-1]
            merged[-1] = DateInterval(last.start, _later(last.end, interval.end))
        else:
            merged.append(interval)
    return tuple(merged)


def _earlier(a: date | None, b: date | None) -> date | None:
    if a is None or b is None:
        return a if b is None else b
    return min(a, b)


def _later(a: date | None, b: date | None) -> date | None:
    return None if a is None or b is None else max(a, b)
