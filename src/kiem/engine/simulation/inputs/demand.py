"""What is asked of the units: kinds of case, the work in them, and when they arrive.

Nothing here depends on how the units are organised. The tape of arrivals and work drawn from it is
keyed by seed, replication, unit and case type alone, so every model meets the same demand.
"""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs.checks import Checker, frozen_array

MAX_SKILLS = 64


class DistributionKind(IntEnum):
    """Shape of a work time or waiting time."""

    DETERMINISTIC = 0
    EXPONENTIAL = 1
    LOGNORMAL = 2
    GAMMA = 3
    EMPIRICAL = 4


@dataclass(frozen=True, eq=False)
class Distribution:
    """A time in minutes. `cv` is the coefficient of variation, standard deviation over mean.

    `cv` counts for lognormal and gamma; `values` (float64[n], minutes, drawn with equal chance) for
    empirical, whose `mean_minutes` is then their mean.
    """

    kind: DistributionKind
    mean_minutes: float
    cv: float = 1.0
    values: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", frozen_array(self.values, np.float64))
        check = Checker()
        if not (np.isfinite(self.mean_minutes) and self.mean_minutes > 0):
            check.add("mean_minutes", "is not a positive number", "Give a mean above 0 minutes")
        if not (np.isfinite(self.cv) and self.cv >= 0):
            check.add("cv", "is not a number of 0 or more", "Give 0 or more")
        if self.kind in (DistributionKind.LOGNORMAL, DistributionKind.GAMMA) and self.cv == 0:
            check.add("cv", "is 0", "Use a deterministic time instead")
        if self.kind == DistributionKind.EMPIRICAL:
            if self.values.ndim != 1 or self.values.size == 0:
                check.add("values", "holds no observation", "Give at least one time")
            check.finite("values", self.values)
        check.raise_if_any()

    @classmethod
    def deterministic(cls, minutes: float) -> "Distribution":
        return cls(DistributionKind.DETERMINISTIC, minutes, 0.0)

    @classmethod
    def exponential(cls, mean_minutes: float) -> "Distribution":
        return cls(DistributionKind.EXPONENTIAL, mean_minutes, 1.0)

    @classmethod
    def lognormal(cls, mean_minutes: float, cv: float) -> "Distribution":
        return cls(DistributionKind.LOGNORMAL, mean_minutes, cv)

    @classmethod
    def gamma(cls, mean_minutes: float, cv: float) -> "Distribution":
        return cls(DistributionKind.GAMMA, mean_minutes, cv)

    @classmethod
    def empirical(cls, values: NDArray[np.float64]) -> "Distribution":
        array = np.asarray(values, dtype=np.float64)
        mean = float(array.mean()) if array.size else 0.0
        cv = float(array.std() / mean) if mean > 0 else 0.0
        return cls(DistributionKind.EMPIRICAL, mean, cv, array)


class Place(IntEnum):
    """Where a stage happens."""

    OWN_UNIT = 0  # at the unit that received the case (or its cluster, if pooled)
    OTHER_UNIT = 1  # at the unit `Stage.unit`
    OUTSIDE = 2  # no staff: the case waits for somebody outside, in office time


@dataclass(frozen=True, eq=False)
class Stage:
    """One step of a case.

    `time`: work of one visit, or for `OUTSIDE` the wait, in office minutes.
    `skill`: bit number (0 to 63) a person needs to do it; unused outside.
    `next_chances`: float64[stages], the chance of going on to each stage of the type (an earlier
    one: back to be completed); what is missing to 1 leaves the system, done. Empty: done.
    `unit`: the unit for `OTHER_UNIT`. `stops_clock`: an outside wait that puts the due date off by
    its own length.
    """

    time: Distribution
    skill: int
    place: Place = Place.OWN_UNIT
    next_chances: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    unit: int = -1
    stops_clock: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "next_chances", frozen_array(self.next_chances, np.float64))
        check = Checker()
        if not 0 <= self.skill < MAX_SKILLS:
            check.add("skill", "is outside 0 to 63", "Use one of 64 skills")
        check.finite("next_chances", self.next_chances)
        if self.next_chances.sum() > 1 + 1e-9:
            check.add("next_chances", "add up to more than 1", "Let them add up to 1 at most")
        if self.place == Place.OTHER_UNIT and self.unit < 0:
            check.add("unit", "is missing", "Name the unit that does this stage")
        check.raise_if_any()


class DueUnit(IntEnum):
    """How a time limit is counted.

    `WORKING_HOURS`: office hours after arrival. `WORKING_DAYS`, `CALENDAR_DAYS`: the close of the
    n-th working (calendar) day after the day of arrival, on the receiving unit's calendar; a
    calendar day that is closed means the last close before it.
    """

    WORKING_HOURS = 0
    WORKING_DAYS = 1
    CALENDAR_DAYS = 2


@dataclass(frozen=True, eq=False)
class CaseType:
    """A kind of case: its stages (it starts at the first), time limit and priority (0 first)."""

    stages: tuple[Stage, ...]
    due: float = np.inf
    due_unit: DueUnit = DueUnit.WORKING_DAYS
    priority: int = 0

    def __post_init__(self) -> None:
        check = Checker()
        if not self.stages:
            check.add("stages", "is empty", "Give at least one stage")
        elif self.stages[0].place != Place.OWN_UNIT:
            check.add(
                "stages", "does not start at the receiving unit", "Start at the own unit", (0,)
            )
        for number, stage in enumerate(self.stages):
            if stage.next_chances.size not in (0, len(self.stages)):
                check.add(
                    "next_chances",
                    f"has {stage.next_chances.size} values for {len(self.stages)} stages",
                    "Give one chance for each stage of the type",
                    (number,),
                )
        if not check.problems and not _can_leave(self.stages):
            check.add("next_chances", "never let a case out", "Let every stage lead out in the end")
        if np.isnan(self.due) or self.due < 0:
            check.add("due", "is not a number of 0 or more", "Give 0 or more, or infinity for none")
        if self.due_unit != DueUnit.WORKING_HOURS and np.isfinite(self.due) and self.due % 1:
            check.add("due", "is not a whole number of days", "Give whole days, or working hours")
        if not 0 <= self.priority < 1 << 15:
            check.add("priority", "is outside 0 to 32767", "Give 0 (first) to 32767")
        check.raise_if_any()

    @classmethod
    def simple(
        cls,
        time: Distribution,
        skill: int,
        *,
        due: float = np.inf,
        due_unit: DueUnit = DueUnit.WORKING_DAYS,
        priority: int = 0,
    ) -> "CaseType":
        """One stage at the own unit."""
        return cls((Stage(time, skill),), due, due_unit, priority)


def _can_leave(stages: tuple[Stage, ...]) -> bool:
    """Whether the expected number of visits from the start is finite."""
    size = len(stages)
    chances = np.zeros((size, size))
    for number, stage in enumerate(stages):
        chances[number, : stage.next_chances.size] = stage.next_chances
    return bool(np.abs(np.linalg.eigvals(chances)).max() < 1 - 1e-9)


@dataclass(frozen=True, eq=False)
class ArrivalRates:
    """A non-homogeneous Poisson process for each unit and type, independent of the others.

    `cases_per_day`: float64[units, types], mean on an ordinary open day.
    `profiles`: float64[profiles, 7, 24], relative intensity by weekday (Monday 0) and hour; hours
    in which the unit is closed are left out. Each profile is scaled to a mean of 1 per open day of
    an open week, so it moves cases between days and hours and does not change their number.
    `profile_of`: int64[types]. `day_factors`: float64[series, days], growth, season and shocks
    multiplied together; `series_of`: int64[units, types]. Without them every factor is 1.
    """

    cases_per_day: NDArray[np.float64]
    profiles: NDArray[np.float64] = field(default_factory=lambda: np.ones((1, 7, 24)))
    profile_of: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    day_factors: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))
    series_of: NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 0), np.int64))

    def __post_init__(self) -> None:
        for name in ("cases_per_day", "profiles", "day_factors"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.float64))
        rate, profiles, factors = self.cases_per_day, self.profiles, self.day_factors
        check = Checker()
        if rate.ndim != 2 or rate.size == 0:
            check.add("cases_per_day", "is not a table of units by types", "Give one row per unit")
            check.raise_if_any()
        check.finite("cases_per_day", rate)
        if profiles.ndim != 3 or profiles.shape[1:] != (7, 24) or len(profiles) == 0:
            check.add("profiles", "is not 7 weekdays by 24 hours", "Give 168 values per profile")
        else:
            check.finite("profiles", profiles)
        profile_of = self.profile_of if self.profile_of.size else np.zeros(rate.shape[1])
        object.__setattr__(self, "profile_of", frozen_array(profile_of, np.int64))
        if check.shape("profile_of", self.profile_of, (rate.shape[1],)):
            check.within("profile_of", self.profile_of, 0, len(profiles))
        if factors.ndim != 2:
            check.add("day_factors", "is not series by days", "Give one row per series")
        check.finite("day_factors", factors)
        series_of = self.series_of if self.series_of.size else np.zeros(rate.shape)
        object.__setattr__(self, "series_of", frozen_array(series_of, np.int64))
        if check.shape("series_of", self.series_of, rate.shape):
            check.within("series_of", self.series_of, 0, max(1, len(factors)))
        check.raise_if_any()


@dataclass(frozen=True, eq=False)
class ArrivalList:
    """Arrivals as they were: the same in every replication.

    `unit`, `case_type`: int64[n]. `minute`: float64[n], wall minutes, in any order; an arrival in
    closed time counts from the next opening. `work_minutes`: float64[n], the work of the first
    stage; NaN where it is to be drawn; None: all drawn.
    """

    unit: NDArray[np.int64]
    case_type: NDArray[np.int64]
    minute: NDArray[np.float64]
    work_minutes: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        minute = frozen_array(self.minute, np.float64)
        object.__setattr__(self, "minute", minute)
        object.__setattr__(self, "unit", frozen_array(self.unit, np.int64))
        object.__setattr__(self, "case_type", frozen_array(self.case_type, np.int64))
        check = Checker()
        if minute.ndim != 1 or minute.size == 0:
            check.add("minute", "holds no arrival", "Give at least one arrival, or no list")
        check.finite("minute", minute)
        check.shape("unit", self.unit, minute.shape)
        check.shape("case_type", self.case_type, minute.shape)
        if self.work_minutes is not None:
            work = frozen_array(self.work_minutes, np.float64)
            object.__setattr__(self, "work_minutes", work)
            check.shape("work_minutes", work, minute.shape)
            with np.errstate(invalid="ignore"):
                check.each("work_minutes", work <= 0, "is not above 0", "Give minutes, or NaN")
            check.each("work_minutes", np.isinf(work), "is infinite", "Give minutes, or NaN")
        check.raise_if_any()


@dataclass(frozen=True, eq=False)
class Demand:
    """Everything asked of the units: the kinds of case (1 to 64) and their arrivals.

    Arrivals come from `rates`, from `given`, or from both together.
    """

    types: tuple[CaseType, ...]
    rates: ArrivalRates | None = None
    given: ArrivalList | None = None

    def __post_init__(self) -> None:
        check = Checker()
        if not 1 <= len(self.types) <= 64:
            check.add("types", f"has {len(self.types)} types", "Give 1 to 64 types")
        if self.rates is None and self.given is None:
            check.add("rates", "is missing, and so is `given`", "Give rates, a list, or both")
        if self.rates is not None and self.rates.cases_per_day.shape[1] != len(self.types):
            check.add("rates", "has another number of types", "Give one column per type")
        if self.given is not None:
            check.within("given.case_type", self.given.case_type, 0, len(self.types))
        check.raise_if_any()
