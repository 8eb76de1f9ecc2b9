"""Who is there to do the work: units, staff, the offices they hold, and the rules they work by."""

from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs.calendars import Calendar
from kiem.engine.simulation.inputs.checks import Checker, frozen_array


def _no_floats() -> NDArray[np.float64]:
    return np.empty(0)


def _no_ints() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Units:
    """The units and their calendars.

    `calendar`: int64[units], index into `calendars`. `cluster`: int64[units], any numbers; units
    with the same number may serve each other's cases where `Rules.pooled` says so. Default: each
    alone.
    """

    count: int
    calendars: tuple[Calendar, ...]
    calendar: NDArray[np.int64] = field(default_factory=_no_ints)
    cluster: NDArray[np.int64] = field(default_factory=_no_ints)

    def __post_init__(self) -> None:
        check = Checker()
        if self.count < 1:
            check.add("count", "is below 1", "Give at least one unit")
            check.raise_if_any()
        calendar = self.calendar if self.calendar.size else np.zeros(self.count, np.int64)
        cluster = self.cluster if self.cluster.size else np.arange(self.count)
        object.__setattr__(self, "calendar", frozen_array(calendar, np.int64))
        object.__setattr__(self, "cluster", frozen_array(cluster, np.int64))
        if check.shape("calendar", self.calendar, (self.count,)):
            check.within("calendar", self.calendar, 0, len(self.calendars))
        check.shape("cluster", self.cluster, (self.count,))
        if len({calendar.days for calendar in self.calendars}) != 1:
            check.add("calendars", "differ in days covered", "Let all cover the same days")
        if len({calendar.first_weekday for calendar in self.calendars}) != 1:
            check.add("calendars", "differ in first weekday", "Let all start on the same day")
        check.raise_if_any()


@dataclass(frozen=True, eq=False)
class Staff:
    """One row per person; every array has the length of `unit`.

    `unit`: int64. `skills`: uint64, a bit per skill (0: serves no case). `sick_spells_per_year`,
    `sick_mean_days`: drawn per replication, as Poisson spells of geometric length in working days
    (a year is 250 working days). `leave_days_per_year` in blocks of `leave_block_days` working
    days, drawn per replication, one block in each equal stretch of the run. `cost_per_hour`: of
    each open hour, present or not. `overtime_cost_per_hour`: of each hour of overtime.
    `absent_staff`, `absent_start`, `absent_end`: given leave, wall minutes, half-open, any order.
    """

    unit: NDArray[np.int64]
    skills: NDArray[np.uint64]
    sick_spells_per_year: NDArray[np.float64] = field(default_factory=_no_floats)
    sick_mean_days: NDArray[np.float64] = field(default_factory=_no_floats)
    leave_days_per_year: NDArray[np.float64] = field(default_factory=_no_floats)
    leave_block_days: int = 5
    cost_per_hour: NDArray[np.float64] = field(default_factory=_no_floats)
    overtime_cost_per_hour: NDArray[np.float64] = field(default_factory=_no_floats)
    absent_staff: NDArray[np.int64] = field(default_factory=_no_ints)
    absent_start: NDArray[np.float64] = field(default_factory=_no_floats)
    absent_end: NDArray[np.float64] = field(default_factory=_no_floats)

    def __post_init__(self) -> None:
        check = Checker()
        object.__setattr__(self, "unit", frozen_array(self.unit, np.int64))
        object.__setattr__(self, "skills", frozen_array(self.skills, np.uint64))
        if self.unit.ndim != 1 or self.unit.size == 0:
            check.add("unit", "holds no person", "Give at least one person")
            check.raise_if_any()
        check.shape("skills", self.skills, self.unit.shape)
        for name in (
            "sick_spells_per_year",
            "sick_mean_days",
            "leave_days_per_year",
            "cost_per_hour",
            "overtime_cost_per_hour",
        ):
            given = getattr(self, name)
            value = frozen_array(given if np.size(given) else np.zeros(len(self.unit)), np.float64)
            object.__setattr__(self, name, value)
            if check.shape(name, value, self.unit.shape):
                check.finite(name, value)
        check.each(
            "sick_mean_days",
            (self.sick_spells_per_year > 0) & (self.sick_mean_days < 1),
            "is below 1 for a person with sick spells",
            "Give a mean length of 1 day or more",
        )
        if self.leave_block_days < 1:
            check.add("leave_block_days", "is below 1", "Give blocks of at least one day")
        for name in ("absent_start", "absent_end"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.float64))
            check.finite(name, getattr(self, name))
        object.__setattr__(self, "absent_staff", frozen_array(self.absent_staff, np.int64))
        check.within("absent_staff", self.absent_staff, 0, len(self.unit))
        if check.shape("absent_start", self.absent_start, self.absent_staff.shape) and check.shape(
            "absent_end", self.absent_end, self.absent_staff.shape
        ):
            check.each(
                "absent_end",
                self.absent_end <= self.absent_start,
                "is not after its start",
                "End the absence after it starts",
            )
        check.raise_if_any()


@dataclass(frozen=True, eq=False)
class Offices:
    """Offices in member organisations; every array has the length of `holder`. May be empty.

    `holder`: int64, the person. `unit`: int64, the unit it is counted with, by default the
    holder's. `release_hours_per_month`: the working time the office entitles to (infinite: no
    norm); office work goes before cases up to it, and it sizes fixed times.
    `duty_hours_per_month`: regular work with no window but the month, done at the desk.
    `slot_weekday` (Monday 0) and `slot_minute` (after midnight): when the weekly fixed time starts.
    """

    holder: NDArray[np.int64] = field(default_factory=_no_ints)
    release_hours_per_month: NDArray[np.float64] = field(default_factory=_no_floats)
    duty_hours_per_month: NDArray[np.float64] = field(default_factory=_no_floats)
    slot_weekday: NDArray[np.int64] = field(default_factory=_no_ints)
    slot_minute: NDArray[np.float64] = field(default_factory=_no_floats)
    unit: NDArray[np.int64] = field(default_factory=_no_ints)

    def __post_init__(self) -> None:
        check = Checker()
        object.__setattr__(self, "holder", frozen_array(self.holder, np.int64))
        defaults = {
            "release_hours_per_month": (np.float64, np.inf),
            "duty_hours_per_month": (np.float64, 0.0),
            "slot_weekday": (np.int64, 0),
            "slot_minute": (np.float64, 480.0),
        }
        for name, (dtype, default) in defaults.items():
            given = getattr(self, name)
            filled = given if np.size(given) else np.full(self.holder.shape, default)
            object.__setattr__(self, name, frozen_array(filled, dtype))
            check.shape(name, getattr(self, name), self.holder.shape)
        object.__setattr__(self, "unit", frozen_array(self.unit, np.int64))
        if self.unit.size:
            check.shape("unit", self.unit, self.holder.shape)
        release = self.release_hours_per_month
        with np.errstate(invalid="ignore"):
            check.each(
                "release_hours_per_month",
                np.isnan(release) | (release < 0),
                "is not a number of 0 or more",
                "Give hours, or infinity for no norm",
            )
        check.finite("duty_hours_per_month", self.duty_hours_per_month)
        check.within("slot_weekday", self.slot_weekday, 0, 7)
        check.finite("slot_minute", self.slot_minute)
        check.raise_if_any()


class ActivityPlace(IntEnum):
    """Where an activity is done."""

    DESK = 0  # in slices, between cases
    AWAY = 1  # in one piece, with the way there and back


@dataclass(frozen=True, eq=False)
class Activities:
    """Activities of offices; every array has the length of `office`. May be empty.

    `office`: int64, index into `Offices`. `start`, `deadline`: float64, wall minutes; not begun
    before the one, missed if not finished by the other. `length_minutes`: of office time.
    `place`: `ActivityPlace`; `travel_minutes`: both ways together, for `AWAY`.
    """

    office: NDArray[np.int64] = field(default_factory=_no_ints)
    start: NDArray[np.float64] = field(default_factory=_no_floats)
    deadline: NDArray[np.float64] = field(default_factory=_no_floats)
    length_minutes: NDArray[np.float64] = field(default_factory=_no_floats)
    place: NDArray[np.int64] = field(default_factory=_no_ints)
    travel_minutes: NDArray[np.float64] = field(default_factory=_no_floats)

    def __post_init__(self) -> None:
        check = Checker()
        object.__setattr__(self, "office", frozen_array(self.office, np.int64))
        for name in ("place", "travel_minutes"):
            given = getattr(self, name)
            dtype = np.int64 if name == "place" else np.float64
            filled = given if np.size(given) else np.zeros(self.office.shape)
            object.__setattr__(self, name, frozen_array(filled, dtype))
        for name in ("start", "deadline", "length_minutes"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.float64))
        for name in ("start", "deadline", "length_minutes", "travel_minutes"):
            if check.shape(name, getattr(self, name), self.office.shape):
                check.finite(name, getattr(self, name))
        if not check.problems:
            late = self.deadline <= self.start
            check.each("deadline", late, "is not after the start", "Put the deadline later")
            empty = self.length_minutes <= 0
            check.each("length_minutes", empty, "is not above 0", "Give a length in minutes")
        if check.shape("place", self.place, self.office.shape):
            check.within("place", self.place, 0, 2)
        check.raise_if_any()


class Discipline(IntEnum):
    """Which waiting case is taken first; ties go to the case that arrived first.

    `FCFS`: first to join the queue. `EARLIEST_DUE`: earliest due date. `PRIORITY`: lowest
    `CaseType.priority`, then first to join; a service is never interrupted for it. `SLACK`: least
    due date minus expected work still to be done.
    """

    FCFS = 0
    EARLIEST_DUE = 1
    PRIORITY = 2
    SLACK = 3


class OfficeMode(IntEnum):
    """How the holders of a unit do their office work.

    `FIXED`: a weekly fixed time away from cases, as long as the release norm allows, and outside
    activities at the start of their window. `INTERLEAVED`: when no case waits that they could take.
    `FIRST`: before cases, up to the release norm of the month, then as interleaved.
    """

    FIXED = 0
    INTERLEAVED = 1
    FIRST = 2


@dataclass(frozen=True, eq=False)
class Rules:
    """How work is done.

    `pooled`: units of one cluster serve each other's cases, own unit first.
    `office_mode`: int64[units] of `OfficeMode`, or one value for all.
    `slice_minutes`: longest stretch of desk office work before looking at the queue again.
    `urgency`: interleaved work goes first once the time to its deadline is at most this many times
    its remaining length (0: never), within the release norm.
    `handover_after_minutes`: office minutes of the holder's leave or sickness after which a case in
    service goes back to the queue with its remaining work (infinite: it waits for its holder), and
    `handover_extra_minutes`: the work of reading in.
    `overtime_minutes`: a case that would end within so many minutes after closing is finished in
    overtime (0: it pauses until the next opening).
    """

    discipline: Discipline = Discipline.FCFS
    pooled: bool = False
    office_mode: NDArray[np.int64] | int = OfficeMode.INTERLEAVED
    slice_minutes: float = 60.0
    urgency: float = 0.0
    handover_after_minutes: float = np.inf
    handover_extra_minutes: float = 0.0
    overtime_minutes: float = 0.0

    def __post_init__(self) -> None:
        check = Checker()
        mode = frozen_array(self.office_mode, np.int64)
        object.__setattr__(self, "office_mode", mode)
        check.within("office_mode", np.atleast_1d(mode), 0, len(OfficeMode))
        for name, low in (
            ("slice_minutes", 1.0),
            ("urgency", 0.0),
            ("handover_after_minutes", 0.0),
            ("handover_extra_minutes", 0.0),
            ("overtime_minutes", 0.0),
        ):
            value = getattr(self, name)
            if np.isnan(value) or value < low:
                check.add(name, f"is not a number of {low:g} or more", f"Give {low:g} or more")
            elif np.isinf(value) and name != "handover_after_minutes":
                check.add(name, "is infinite", "Give a finite number")
        check.raise_if_any()


@dataclass(frozen=True, eq=False)
class Organisation:
    """Units, people, offices and rules: what a model changes, and demand does not know.

    `full_time`: int64[n], people who do offices only (their skills are left aside).
    """

    units: Units
    staff: Staff
    offices: Offices = field(default_factory=Offices)
    activities: Activities = field(default_factory=Activities)
    rules: Rules = field(default_factory=Rules)
    full_time: NDArray[np.int64] = field(default_factory=_no_ints)

    def __post_init__(self) -> None:
        object.__setattr__(self, "full_time", frozen_array(self.full_time, np.int64))
        check = Checker()
        check.within("staff.unit", self.staff.unit, 0, self.units.count)
        people = len(self.staff.unit)
        check.within("offices.holder", self.offices.holder, 0, people)
        check.within("activities.office", self.activities.office, 0, len(self.offices.holder))
        check.within("full_time", self.full_time, 0, people)
        if not check.problems and not self.offices.unit.size:
            home = replace(self.offices, unit=self.staff.unit[self.offices.holder])
            object.__setattr__(self, "offices", home)
        check.within("offices.unit", self.offices.unit, 0, self.units.count)
        mode = np.asarray(self.rules.office_mode)
        if mode.ndim and mode.shape != (self.units.count,):
            check.shape("rules.office_mode", mode, (self.units.count,))
        check.raise_if_any()
