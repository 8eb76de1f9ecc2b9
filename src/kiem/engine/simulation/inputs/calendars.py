"""When a unit is open, and which days of the run are measured.

All times are *wall minutes*: minutes since midnight of day 0 of the run, nights and holidays
included. The engine itself runs on office time, in which closed time has no length; it makes that
axis from the union of all calendars.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs.checks import Checker, frozen_array

DAY_MINUTES = 1440


@dataclass(frozen=True, eq=False)
class Horizon:
    """Which days are simulated, in calendar days: warm-up, then measured, then drain.

    Arrivals go on through all three, so the load is the same throughout. Cases that arrive in the
    measured days are the ones counted (a cohort), and the drain gives them time to be finished.
    """

    measured_days: int
    warm_up_days: int = 0
    drain_days: int = 0

    def __post_init__(self) -> None:
        check = Checker()
        if self.measured_days < 1:
            check.add("measured_days", "is below 1", "Measure at least one day")
        for name in ("warm_up_days", "drain_days"):
            if getattr(self, name) < 0:
                check.add(name, "is negative", "Give 0 or more days")
        check.raise_if_any()

    @property
    def days(self) -> int:
        """All simulated calendar days."""
        return self.warm_up_days + self.measured_days + self.drain_days


@dataclass(frozen=True, eq=False)
class Calendar:
    """The open hours of a unit over the whole run.

    `open_start`, `open_end`: float64[n], wall minutes, half-open, sorted, disjoint, each within one
    day. `days`: calendar days covered (at least `Horizon.days`). `first_weekday`: weekday of day 0,
    Monday 0. Due dates that fall behind the last day are carried on at the mean hours per day.
    """

    open_start: NDArray[np.float64]
    open_end: NDArray[np.float64]
    days: int
    first_weekday: int = 0

    def __post_init__(self) -> None:
        start = frozen_array(self.open_start, np.float64)
        end = frozen_array(self.open_end, np.float64)
        object.__setattr__(self, "open_start", start)
        object.__setattr__(self, "open_end", end)
        check = Checker()
        if self.days < 1:
            check.add("days", "is below 1", "Cover at least one day")
        if not 0 <= self.first_weekday <= 6:
            check.add("first_weekday", "is outside 0 to 6", "Give Monday 0 to Sunday 6")
        if start.ndim != 1 or start.size == 0:
            check.add("open_start", "has no open hours", "Give at least one opening")
        elif check.shape("open_end", end, start.shape):
            check.finite("open_start", start)
            check.finite("open_end", end)
            check.each("open_end", end <= start, "is not after the opening", "Close after opening")
            check.each(
                "open_start",
                np.concatenate([[False], start[1:] < end[:-1]]),
                "overlaps or precedes the opening before it",
                "Sort the openings and join those that overlap",
            )
            check.each(
                "open_end",
                np.ceil(end / DAY_MINUTES) - np.floor(start / DAY_MINUTES) > 1,
                "runs past midnight",
                "Split the opening at midnight",
            )
            check.each(
                "open_end", end > self.days * DAY_MINUTES, "is after the last day", "Extend `days`"
            )
        check.raise_if_any()

    @classmethod
    def weekly(
        cls,
        days: int,
        hours: Sequence[Sequence[tuple[float, float]]] | None = None,
        *,
        first_weekday: int = 0,
        holidays: Collection[int] = (),
    ) -> "Calendar":
        """A week repeated over `days`, closed on the `holidays` (day numbers).

        `hours[weekday]` lists (opening, closing) in minutes after midnight; by default Monday to
        Friday, 8:00 to 12:00 and 13:00 to 17:00.
        """
        if hours is None:
            hours = [[(480.0, 720.0), (780.0, 1020.0)]] * 5 + [[], []]
        openings = [
            (day * DAY_MINUTES + opening, day * DAY_MINUTES + closing)
            for day in range(days)
            if day not in holidays
            for opening, closing in hours[(first_weekday + day) % 7]
        ]
        table = np.array(openings, dtype=np.float64).reshape(-1, 2)
        return cls(table[:, 0], table[:, 1], days, first_weekday)

    @classmethod
    def always_open(cls, days: int) -> "Calendar":
        """Open day and night: office time is wall time."""
        start = np.arange(days, dtype=np.float64) * DAY_MINUTES
        return cls(start, start + DAY_MINUTES, days)
