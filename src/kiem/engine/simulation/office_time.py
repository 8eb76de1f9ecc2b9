"""Office time: the axis on which closed time has no length.

The axis is the union of the opening hours of all calendars, laid end to end in ticks. What a single
calendar has closed inside it becomes unavailability of its people. A moment in closed time is the
next opening.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kiem.engine.simulation.inputs import DAY_MINUTES, Calendar
from kiem.engine.simulation.results import TICKS_PER_MINUTE

Ticks = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class OfficeTime:
    """The axis. `open_start`, `open_end`: wall minutes; `tick_at_start`: int64, at each opening.

    `day_start`: int64[days + 1], tick at each midnight; `ticks_per_day`: mean of a calendar day.
    """

    open_start: NDArray[np.float64]
    open_end: NDArray[np.float64]
    tick_at_start: Ticks
    day_start: Ticks
    ticks_per_day: float

    @classmethod
    def of(cls, calendars: Sequence[Calendar], days: int) -> "OfficeTime":
        """The axis of the first `days` of these calendars."""
        start, end = _union(calendars)
        inside = start < days * DAY_MINUTES
        start, end = start[inside], end[inside]
        lengths = np.rint((end - start) * TICKS_PER_MINUTE).astype(np.int64)
        tick_at_start = np.concatenate([[0], np.cumsum(lengths)])
        axis = cls(start, end, tick_at_start, np.empty(0, np.int64), 0.0)
        midnights = np.arange(days + 1) * float(DAY_MINUTES)
        day_start = axis.ticks(midnights)
        return cls(start, end, tick_at_start, day_start, float(day_start[-1]) / days)

    def ticks(self, minutes: ArrayLike) -> Ticks:
        """Wall minutes to ticks; behind the last day the axis goes on at the mean pace."""
        wall = np.asarray(minutes, np.float64)
        number = np.searchsorted(self.open_start, wall, side="right") - 1
        known = np.maximum(number, 0)
        inside = np.minimum(wall, self.open_end[known]) - self.open_start[known]
        ticks = self.tick_at_start[known] + np.rint(inside * TICKS_PER_MINUTE).astype(np.int64)
        ticks = np.where(number < 0, 0, ticks)
        if self.day_start.size:
            beyond = wall - (self.day_start.size - 1) * float(DAY_MINUTES)
            more = np.rint(beyond / DAY_MINUTES * self.ticks_per_day).astype(np.int64)
            ticks = np.where(beyond > 0, self.day_start[-1] + more, ticks)
        return np.asarray(ticks, np.int64)

    def closed(self, calendar: Calendar) -> Ticks:
        """int64[n, 2]: what the axis has open and the calendar has not, sorted, disjoint."""
        horizon = self.day_start[-1]
        starts = np.concatenate([[0], self.ticks(calendar.open_end)])
        ends = np.concatenate([self.ticks(calendar.open_start), [horizon]])
        gaps = np.stack([starts, np.minimum(ends, horizon)], axis=1)
        return np.asarray(gaps[gaps[:, 1] > gaps[:, 0]], np.int64)

    def closings(self, calendar: Calendar) -> Ticks:
        """int64[days]: tick of the calendar's last close on each day, or of the close before."""
        days = self.day_start.size - 1
        day = np.floor(calendar.open_start / DAY_MINUTES).astype(np.int64)
        close = np.zeros(days, np.int64)
        known = day < days
        np.maximum.at(close, day[known], self.ticks(calendar.open_end[known]))
        return np.asarray(np.maximum.accumulate(close))


def open_days(calendar: Calendar, days: int) -> Ticks:
    """The day numbers on which the calendar is open at all, ascending."""
    day = np.unique(np.floor(calendar.open_start / DAY_MINUTES).astype(np.int64))
    return np.asarray(day[day < days])


def _union(
    calendars: Sequence[Calendar],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Opening and closing of the union of all calendars, in wall minutes."""
    start = np.concatenate([calendar.open_start for calendar in calendars])
    end = np.concatenate([calendar.open_end for calendar in calendars])
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    fresh = np.concatenate([[True], start[1:] > reach[:-1]])
    last = np.concatenate([np.flatnonzero(fresh)[1:] - 1, [start.size - 1]])
    return start[fresh], reach[last]
