"""What the oracle's story is told with: draws, cases, jobs, people, the clock of office time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiem.engine.simulation.inputs import Organisation

TICKS = 65_536
MONTH = 365.25 / 12
NEVER = 1 << 60
PERSON_FIRST, RETURN_FIRST, ARRIVAL_FIRST = 10, 100_000_000, 1_000_000_000


@dataclass
class Arrival:
    unit: int
    kind: int
    number: int
    tick: int
    work: int


@dataclass
class Draws:
    """What chance decides: given to engine and oracle alike."""

    arrivals: list[Arrival]  # in the order of the tape
    visit: Callable[[Arrival, int, int], int]  # (case, visit, stage of all) -> ticks
    route: Callable[[Arrival, int], float]  # (case, visit) -> uniform
    absences: list[list[tuple[int, int]]]  # by person


@dataclass
class Case:
    order: int
    arrival: Arrival
    due: int
    stage: int = 0
    visit: int = 0
    work: int = 0
    joined: int = 0
    since: int = 0
    started: int = -1
    done: int = -1
    server: int = -1
    handovers: int = 0
    wait: int = 0


@dataclass
class Job:
    """An activity or a month of duty."""

    office: int
    number: int
    start: int
    deadline: int
    length: int
    away: bool
    left: int = 0


@dataclass
class Stretch:
    """A stretch of work of one person, for the checks of who did what when."""

    start: int
    end: int
    role: str
    job: Job | None = None


@dataclass(eq=False)
class Person:
    row: int
    number: int
    unit: int
    skills: int
    mode: int | None
    full_time: bool
    norm: int
    timetable: list[tuple[int, int, str]]  # breaks in order of time
    jobs: list[Job]
    ends: list[int] = field(default_factory=list)  # of the breaks
    idle: bool = False
    process: Any = None
    month: int = -1
    used: int = 0
    case: Case | None = None
    stretches: list[Stretch] = field(default_factory=list)
    overtime: list[tuple[int, int]] = field(default_factory=list)


class Clock:
    """Office time: the openings of all calendars laid end to end."""

    def __init__(self, organisation: Organisation, days: int) -> None:
        openings = sorted(
            (float(a), float(b))
            for calendar in organisation.units.calendars
            for a, b in zip(calendar.open_start, calendar.open_end, strict=True)
            if a < days * 1440
        )
        self.spans: list[list[float]] = []
        for a, b in openings:
            if self.spans and a <= self.spans[-1][1]:
                self.spans[-1][1] = max(self.spans[-1][1], b)
            else:
                self.spans.append([a, b])
        self.days = days
        self.day_start = [self.tick(day * 1440.0) for day in range(days + 1)]
        self.horizon = self.day_start[-1]

    def tick(self, minute: float) -> int:
        if hasattr(self, "horizon") and minute > self.days * 1440:
            beyond = (minute - self.days * 1440) / 1440 * (self.horizon / self.days)
            return self.horizon + round(beyond)
        return sum(round((min(b, minute) - a) * TICKS) for a, b in self.spans if a < minute)

    def close(self, calendar: Any, day: int) -> int:
        """Last close of the calendar up to the end of a day."""
        return max(
            (
                self.tick(float(b))
                for a, b in zip(calendar.open_start, calendar.open_end, strict=True)
                if a < (day + 1) * 1440
            ),
            default=0,
        )
