"""From tables to the engine's demand: case types with their stages, arrival rates and given
arrivals.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from kiem.engine.simulation.inputs import (
    DAY_MINUTES,
    ArrivalList,
    ArrivalRates,
    CaseType,
    Demand,
    Distribution,
    DueUnit,
    Place,
    Stage,
)
from kiem.engine.study.check.rows import Tables
from kiem.engine.study.check.work import stage_counts
from kiem.engine.study.reading import Rows
from kiem.engine.study.schema import DONE, WEEKDAYS
from kiem.engine.study.settings import Settings
from kiem.engine.study.skillbits import SkillBits

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DUE_UNITS = {
    "working_hours": DueUnit.WORKING_HOURS,
    "working_days": DueUnit.WORKING_DAYS,
    "calendar_days": DueUnit.CALENDAR_DAYS,
}


def build_demand(settings: Settings, tables: Tables, bits: SkillBits) -> Demand:
    """The demand of a checked study. Units and types are numbered in the order of their tables."""
    rates = _build_rates(settings, tables) if len(tables["arrivals"]) else None
    given = _build_given(settings, tables) if len(tables["cases"]) else None
    return Demand(_build_types(tables, bits), rates, given)


def numbering(rows: Rows, column: str) -> dict[str, int]:
    """Code to position, in the order of the table."""
    return {code: index for index, code in enumerate(rows[column].tolist())}


def _build_types(tables: Tables, bits: SkillBits) -> tuple[CaseType, ...]:
    types, stages = tables["case_types"], tables["stages"]
    counts, unit_numbers = stage_counts(tables), numbering(tables["units"], "unit")
    samples = _samples(tables["samples"])
    row_of_stage = {
        (code, int(stage)): index
        for index, (code, stage) in enumerate(
            zip(stages.texts("case_type"), stages.integers("stage").tolist(), strict=True)
        )
    }
    built = []
    for index, code in enumerate(types.texts("case_type")):
        count = counts[code]
        chances = _chances(code, count, tables["routing"])
        steps = [
            Stage(
                _distribution(types, index, samples.get((code, 1))),
                bits.bit_of[code, 1],
                next_chances=chances[0],
            )
        ]
        for number in range(2, count + 1):
            row = row_of_stage[code, number]
            place = stages["place"][row]
            kind = {"home": Place.OWN_UNIT, "outside": Place.OUTSIDE}.get(place, Place.OTHER_UNIT)
            steps.append(
                Stage(
                    _distribution(stages, row, samples.get((code, number))),
                    bits.bit_of[code, number],
                    kind,
                    chances[number - 1],
                    unit=unit_numbers[place] if kind is Place.OTHER_UNIT else -1,
                    stops_clock=kind is Place.OUTSIDE and bool(stages["stops_clock"][row]),
                )
            )
        due_unit = types["due_unit"][index]
        built.append(
            CaseType(
                tuple(steps),
                np.inf if due_unit == "none" else float(types["due"][index]),
                _DUE_UNITS.get(due_unit, DueUnit.WORKING_DAYS),
                int(types["priority"][index]),
            )
        )
    return tuple(built)


def _samples(samples: Rows) -> dict[tuple[str, int], Floats]:
    minutes = samples.numbers("minutes")
    where: dict[tuple[str, int], list[int]] = {}
    for index, pair in enumerate(
        zip(samples.texts("case_type"), samples.integers("stage").tolist(), strict=True)
    ):
        where.setdefault((pair[0], int(pair[1])), []).append(index)
    return {pair: minutes[rows] for pair, rows in where.items()}


def _distribution(rows: Rows, index: int, observed: Floats | None) -> Distribution:
    kind = rows["distribution"][index]
    mean, cv = float(rows["service_minutes"][index]), float(rows["cv"][index])
    if kind == "empirical":
        if observed is None:
            raise ValueError(f"no observed times for row {rows.row(index)} of {rows.file}")
        return Distribution.empirical(observed)
    if kind == "lognormal":
        return Distribution.lognormal(mean, cv)
    if kind == "gamma":
        return Distribution.gamma(mean, cv)
    return (
        Distribution.exponential(mean)
        if kind == "exponential"
        else Distribution.deterministic(mean)
    )


def _chances(code: str, count: int, routing: Rows) -> list[Floats]:
    """For each stage the chances of the stages that follow; what is missing to 1 is done."""
    chances: list[Floats] = []
    for number in range(1, count + 1):
        mine = np.flatnonzero((routing["case_type"] == code) & (routing["from_stage"] == number))
        row = np.zeros(count)
        if mine.size == 0 and number < count:
            row[number] = 1.0
        for index in mine:
            target = routing["to_stage"][index]
            if target != DONE:
                row[int(target) - 1] = float(routing["probability"][index])
        chances.append(row)
    return chances


def _build_rates(settings: Settings, tables: Tables) -> ArrivalRates:
    units, types = numbering(tables["units"], "unit"), numbering(tables["case_types"], "case_type")
    arrivals = tables["arrivals"]
    rate = np.zeros((len(units), len(types)))
    rows = [units[code] for code in arrivals.texts("unit")]
    columns = [types[code] for code in arrivals.texts("case_type")]
    rate[rows, columns] = arrivals.numbers("cases_per_day")
    profiles, profile_of = _week_profiles(tables["week"], types)
    factors, series_of = _day_factors(settings, tables["shocks"], units, types)
    return ArrivalRates(rate, profiles, profile_of, factors, series_of)


def _week_profiles(week: Rows, types: dict[str, int]) -> tuple[Floats, Ints]:
    """Profile 0 is the one of types without rows of their own; even where the table has none."""
    codes = ["", *(code for code in dict.fromkeys(week.texts("case_type")) if code)]
    profiles = np.zeros((len(codes), 7, 24))
    profile_of = np.zeros(len(types), dtype=np.int64)
    for position, code in enumerate(codes):
        mine = np.flatnonzero(week["case_type"] == code)
        days = [WEEKDAYS.index(day) for day in week["weekday"][mine].tolist()]
        profiles[position, days, week["hour"][mine].astype(int)] = week["weight"][mine].astype(
            float
        )
        if mine.size == 0:
            profiles[position] = 1.0
        if code:
            profile_of[types[code]] = position
    return profiles, profile_of


def _day_factors(
    settings: Settings, shocks: Rows, units: dict[str, int], types: dict[str, int]
) -> tuple[Floats, Ints]:
    """Growth times shocks for each day; one series for each combination of shocks that occurs."""
    days = np.arange(settings.days)
    since_start = (days - settings.warm_up_days) / 365.25
    growth = (1.0 + settings.growth_per_year) ** since_start
    applies = np.zeros((len(units), len(types), max(len(shocks), 1)), dtype=np.bool_)
    shock_factors = np.ones((max(len(shocks), 1), settings.days))
    first = np.datetime64(settings.first_day)
    for index in range(len(shocks)):
        unit, case_type = shocks["unit"][index], shocks["case_type"][index]
        applies[
            units[unit] if unit else slice(None),
            types[case_type] if case_type else slice(None),
            index,
        ] = True
        begin = int((shocks.dates("from_date")[index] - first).astype(int))
        end = int((shocks.dates("to_date")[index] - first).astype(int)) + 1
        shock_factors[index, max(begin, 0) : max(end, 0)] = float(shocks["factor"][index])
    packed = np.packbits(applies, axis=2).reshape(len(units) * len(types), -1)
    combinations, series_of = np.unique(packed, axis=0, return_inverse=True)
    chosen = np.unpackbits(combinations, axis=1)[:, : applies.shape[2]].astype(np.bool_)
    series = np.array([growth * shock_factors[use].prod(axis=0) for use in chosen])
    return series, series_of.reshape(len(units), len(types)).astype(np.int64)


def _build_given(settings: Settings, tables: Tables) -> ArrivalList:
    units, types = numbering(tables["units"], "unit"), numbering(tables["case_types"], "case_type")
    cases = tables["cases"]
    start = np.datetime64(dt.datetime.combine(settings.first_day, dt.time()), "s")
    seconds = (cases["arrived"].astype("datetime64[s]") - start).astype(np.int64)
    work = cases.numbers("service_minutes")
    return ArrivalList(
        np.array([units[code] for code in cases.texts("unit")], dtype=np.int64),
        np.array([types[code] for code in cases.texts("case_type")], dtype=np.int64),
        seconds / 60.0,
        None if np.isnan(work).all() else work,
    )


def minutes_of_day(settings: Settings, day: dt.date) -> float:
    """Wall minutes from the start of the simulation to midnight of a date."""
    return float((day - settings.first_day).days * DAY_MINUTES)
