"""From tables to the engine's organisation: calendar, units, people, offices and rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kiem.engine.simulation.inputs import (
    DAY_MINUTES,
    Activities,
    ActivityPlace,
    Calendar,
    Discipline,
    OfficeMode,
    Offices,
    Organisation,
    Rules,
    Staff,
    Units,
)
from kiem.engine.study.build_demand import numbering
from kiem.engine.study.check.rows import Tables
from kiem.engine.study.reading import Rows
from kiem.engine.study.schema import WEEKDAYS
from kiem.engine.study.settings import Model, Settings
from kiem.engine.study.skillbits import SkillBits

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DISCIPLINES = {
    "fcfs": Discipline.FCFS,
    "due": Discipline.EARLIEST_DUE,
    "priority": Discipline.PRIORITY,
    "slack": Discipline.SLACK,
}
_OFFICE_MODES = {
    "idle": OfficeMode.INTERLEAVED,
    "fixed": OfficeMode.FIXED,
    "first": OfficeMode.FIRST,
}


@dataclass(frozen=True, slots=True)
class People:
    """The rows of `staff` spread out, a person each.

    unit: int64[people]. profile: position in `staff_profiles`. first: for each row of `staff`, its
    first person.
    """

    unit: Ints
    profile: Ints
    share: Floats
    first: Ints
    count: Ints


def build_organisation(settings: Settings, tables: Tables, bits: SkillBits) -> Organisation:
    """The organisation of a checked study, before any model changes it."""
    calendar = build_calendar(settings, tables["holidays"])
    units = Units(len(tables["units"]), (calendar,), cluster=_clusters_given(tables["units"]))
    people = spread(tables)
    offices = _build_offices(settings, tables, people)
    return Organisation(
        units,
        _build_staff(settings, tables, people, bits),
        offices,
        _build_activities(settings, tables),
        build_rules(settings, settings.models[0]),
    )


def build_calendar(settings: Settings, holidays: Rows) -> Calendar:
    """The same opening hours for all units, closed at weekends and on holidays."""
    hours = [
        [(float(a), float(b)) for a, b in settings.hours] if day in settings.weekdays else []
        for day in range(7)
    ]
    closed = (holidays.dates("date") - np.datetime64(settings.first_day)).astype(np.int64)
    return Calendar.weekly(
        settings.days,
        hours,
        first_weekday=settings.first_day.weekday(),
        holidays=set(closed.tolist()),
    )


def open_days(settings: Settings, holidays: Rows) -> npt.NDArray[np.bool_]:
    """bool[days]: which simulated days are working days."""
    weekday = (settings.first_day.weekday() + np.arange(settings.days)) % 7
    dates = np.datetime64(settings.first_day) + np.arange(settings.days)
    return np.isin(weekday, settings.weekdays) & ~np.isin(dates, holidays.dates("date"))


def build_rules(settings: Settings, model: Model) -> Rules:
    return Rules(
        discipline=_DISCIPLINES[model.discipline or settings.discipline],
        pooled=model.pooling,
        office_mode=_OFFICE_MODES[model.activities],
        slice_minutes=settings.slice_minutes,
        urgency=settings.urgency,
        handover_after_minutes=settings.handover_hours * 60.0,
        handover_extra_minutes=settings.handover_minutes,
        overtime_minutes=settings.overtime_minutes,
    )


def spread(tables: Tables) -> People:
    staff = tables["staff"]
    units = numbering(tables["units"], "unit")
    profiles = numbering(tables["staff_profiles"], "staff_profile")
    count = staff.integers("count")
    return People(
        np.repeat(np.array([units[code] for code in staff.texts("unit")], dtype=np.int64), count),
        np.repeat(
            np.array([profiles[code] for code in staff.texts("staff_profile")], dtype=np.int64),
            count,
        ),
        np.repeat(staff.numbers("employment_share"), count),
        np.concatenate([[0], count.cumsum()[:-1]]).astype(np.int64),
        count,
    )


def make_staff(
    settings: Settings,
    tables: Tables,
    bits: SkillBits,
    unit: Ints,
    profile: Ints,
    share: Floats,
    absences: tuple[Ints, Floats, Floats],
    trained: dict[str, frozenset[int]] | None = None,
) -> Staff:
    """People of given profiles. `trained`: skills a model adds to each, for people it adds too."""
    profiles = tables["staff_profiles"]
    words = np.array(
        [
            sum(1 << bit for bit in bits.held[code] | (trained or {}).get(code, frozenset()))
            for code in profiles.texts("staff_profile")
        ],
        dtype=np.uint64,
    )
    cost = profiles.numbers("cost_per_hour")[profile]
    return Staff(
        unit,
        words[profile],
        sick_spells_per_year=profiles.numbers("sick_spells_per_year")[profile],
        sick_mean_days=profiles.numbers("sick_mean_days")[profile],
        leave_days_per_year=profiles.numbers("leave_days_per_year")[profile],
        leave_block_days=settings.leave_block_days,
        cost_per_hour=cost * share,
        overtime_cost_per_hour=cost * settings.overtime_factor,
        absent_staff=absences[0],
        absent_start=absences[1],
        absent_end=absences[2],
    )


def _build_staff(settings: Settings, tables: Tables, people: People, bits: SkillBits) -> Staff:
    known = _known_leave(settings, tables, people)
    free = _days_off(settings, tables, people)
    absences = tuple(np.concatenate(parts) for parts in zip(known, free, strict=True))
    return make_staff(
        settings,
        tables,
        bits,
        people.unit,
        people.profile,
        people.share,
        (absences[0].astype(np.int64), absences[1], absences[2]),
    )


def _known_leave(settings: Settings, tables: Tables, people: People) -> tuple[Ints, Floats, Floats]:
    leave, rows = tables["leave"], numbering(tables["staff"], "staff")
    first = np.datetime64(settings.first_day)
    start = np.clip((leave.dates("from_date") - first).astype(np.int64), 0, settings.days)
    end = np.clip((leave.dates("to_date") - first).astype(np.int64) + 1, 0, settings.days)
    person = np.array([people.first[rows[code]] for code in leave.texts("staff")], dtype=np.int64)
    inside = end > start
    minutes = np.array([start[inside], end[inside]], dtype=np.float64) * DAY_MINUTES
    return person[inside], minutes[0], minutes[1]


def _days_off(settings: Settings, tables: Tables, people: People) -> tuple[Ints, Floats, Floats]:
    """Part-timers are away on whole working days, spread evenly and differently from person to
    person.
    """
    working = np.flatnonzero(open_days(settings, tables["holidays"]))
    persons, days = [], []
    for person in np.flatnonzero(people.share < 1.0):
        steps = np.arange(working.size + 1) * (1.0 - people.share[person]) + (person % 5) / 5.0
        off = working[np.diff(np.floor(steps)) > 0]
        persons.append(np.full(off.size, person, dtype=np.int64))
        days.append(off)
    if not persons:
        return np.empty(0, np.int64), np.empty(0), np.empty(0)
    start = np.concatenate(days).astype(np.float64) * DAY_MINUTES
    return np.concatenate(persons), start, start + DAY_MINUTES


def _clusters_given(units: Rows) -> Ints:
    """A number for each code; a unit without a code is alone."""
    numbers: dict[str, int] = {}
    return np.array(
        [
            numbers.setdefault(code or f"@{index}", len(numbers))
            for index, code in enumerate(units.texts("cluster"))
        ],
        dtype=np.int64,
    )


def _build_offices(settings: Settings, tables: Tables, people: People) -> Offices:
    offices, rows = tables["offices"], numbering(tables["staff"], "staff")
    given: dict[str, int] = {}
    holder = np.zeros(len(offices), dtype=np.int64)
    for index, code in enumerate(offices.texts("holder")):
        row = rows[code]
        position = given.get(code, 0)
        given[code] = position + 1
        holder[index] = people.first[row] + position % people.count[row]
    turn = np.array(
        [settings.weekdays[i % len(settings.weekdays)] for i in range(len(offices))], dtype=np.int64
    )
    named = np.array(
        [WEEKDAYS.index(day) if day else -1 for day in offices.texts("slot_weekday")],
        dtype=np.int64,
    )
    hour = offices.numbers("slot_hour")
    release = offices.numbers("release_hours_per_month")
    return Offices(
        holder,
        np.where(np.isnan(release), np.inf, release),
        offices.numbers("duty_hours_per_month"),
        np.where(named >= 0, named, turn),
        np.where(np.isnan(hour), float(settings.hours[0][0]), hour * 60.0),
    )


def _build_activities(settings: Settings, tables: Tables) -> Activities:
    """Every occurrence whose window lies within the simulated days."""
    activities, offices = tables["activities"], numbering(tables["offices"], "office")
    index: list[int] = []
    windows: list[tuple[float, float]] = []
    # The same windows stand in the rows of many offices.
    known: dict[tuple[dt.date, dt.date, str], list[tuple[float, float]]] = {}
    first, last = activities.dates("from_date").tolist(), activities.dates("to_date").tolist()
    for row, window in enumerate(zip(first, last, activities.texts("every"), strict=True)):
        if window not in known:
            known[window] = _occurrences(*window, settings)
        index += [row] * len(known[window])
        windows += known[window]
    start, end = np.array(windows, dtype=np.float64).reshape(-1, 2).T
    rows = np.array(index, dtype=np.int64)
    return Activities(
        np.array([offices[activities["office"][row]] for row in index], dtype=np.int64),
        start,
        end,
        activities.numbers("hours")[rows] * 60.0,
        np.where(
            activities["place"][rows] == "away", ActivityPlace.AWAY, ActivityPlace.DESK
        ).astype(np.int64),
        np.where(
            activities["place"][rows] == "away",
            activities.numbers("travel_hours")[rows] * 60.0,
            0.0,
        ),
    )


_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _occurrences(
    low: dt.date, high: dt.date, every: str, settings: Settings
) -> list[tuple[float, float]]:
    """(start, deadline) of each window within the simulated days, in wall minutes."""
    found = []
    for step in range(10_000):
        if every == "week":
            a, b = low + dt.timedelta(days=7 * step), high + dt.timedelta(days=7 * step)
        else:
            a, b = (_plus_months(day, step * _MONTHS.get(every, 0)) for day in (low, high))
        if a > settings.last_day or (every == "once" and step):
            break
        if a >= settings.first_day and b <= settings.last_day and b >= a:
            days = (a - settings.first_day).days, (b - settings.first_day).days + 1
            found.append((float(days[0] * DAY_MINUTES), float(days[1] * DAY_MINUTES)))
    return found


def _plus_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; its last day where it is shorter, and where `day` ends its
    month.
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    ends_month = (day + dt.timedelta(days=1)).month != day.month
    return dt.date(year, month, last if ends_month and months else min(day.day, last))
