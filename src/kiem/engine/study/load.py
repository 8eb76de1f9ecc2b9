"""Is the work possible? Types that nobody can serve, and offered load over capacity.

The offered load of a group of staff is the work only they can do over the hours they have. The
largest over all groups decides: by the theorem of Hall as generalised to flows, a distribution of
the work with nobody above full use exists exactly if no group has more work than hours. Groups are
unions of kinds of staff (same skills), so a unit of six kinds has 63 of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kiem.engine.simulation import check_inputs
from kiem.engine.simulation.inputs import Organisation, Place, Problem
from kiem.engine.study.build import Built, build
from kiem.engine.study.build_organisation import open_days
from kiem.engine.study.check.rows import Tables
from kiem.engine.study.findings import Findings
from kiem.engine.study.settings import FILE, Settings
from kiem.engine.study.skillbits import MOST_SKILLS, assign_bits

Floats = npt.NDArray[np.float64]

_MOST_KINDS = 10
_YEAR_WORKING_DAYS = 250.0


@dataclass(frozen=True, slots=True)
class Need:
    """Work that arrives in minutes per working day, by unit that must do it and skill it takes.

    work: float64[units, skills]. source: for each (unit, skill) with work, positions (unit, type)
    whose rate is largest.
    """

    work: Floats
    source: dict[tuple[int, int], tuple[int, int]]


def check_loads(settings: Settings, tables: Tables, findings: Findings) -> None:
    """Errors for work nobody can do, warnings for more work than hours; for every model."""
    bits = assign_bits(settings, tables)
    if bits.needed > MOST_SKILLS:
        findings.error(
            "skills.csv",
            f"the stages need {bits.needed} different sets of profiles, and at most "
            f"{MOST_SKILLS} can be told apart",
            "Let similar types be served by the same profiles",
        )
        return
    _check_release(settings, tables, findings)
    if findings.has_errors():
        return
    built = build(settings, tables)
    need = offered_work(built, settings, tables)
    unserved: set[tuple[int, int]] = set()
    overloads: dict[tuple[str, int], tuple[float, list[str]]] = {}
    for position, model in enumerate(built.models):
        changed = model.apply(built.organisation)
        name = settings.models[position].name
        _tell_engine_problems(
            check_inputs(built.demand, changed, built.horizon), position, settings, tables, findings
        )
        for unit, skill in _nobody(changed, need.work):
            if (unit, skill) not in unserved:
                unserved.add((unit, skill))
                _tell_unserved(need, unit, skill, name, tables, findings)
        for place, load in offered_loads(changed, need.work, settings, tables).items():
            if load > 1.0:
                worst, names = overloads.get(place, (0.0, []))
                overloads[place] = (max(worst, load), [*names, name])
    _tell_overloads(overloads, settings, tables, findings)


def _check_release(settings: Settings, tables: Tables, findings: Findings) -> None:
    no_norm = np.isnan(tables["offices"].numbers("release_hours_per_month")).any()
    for position, model in enumerate(settings.models, start=1):
        if model.release_factor == 0.0 and no_norm:
            findings.error(
                FILE,
                "a factor of 0 means nothing for offices without a release norm",
                "Fill in release_hours_per_month in offices",
                column=f"models[{position}].release_factor",
            )


def _tell_engine_problems(
    problems: list[Problem], position: int, settings: Settings, tables: Tables, findings: Findings
) -> None:
    """What the engine itself finds wrong, where it is: offices by their row, the rest by model.

    Types nobody can serve and overloads are left out: they are told below, with their arrivals.
    """
    offices, name = tables["offices"], settings.models[position].name
    for problem in problems:
        row = offices.row(problem.index[0]) if problem.index else None
        if problem.field == "offices.release_hours_per_month":
            findings.error(
                offices.file,
                f"the office has no release norm, and model {name} works by fixed times",
                "Give the norm, which is the length of the fixed times; 0 is none",
                row=row,
                column="release_hours_per_month",
            )
        elif problem.field == "offices" and problem.warning and position == 0:
            findings.warning(
                offices.file,
                "the office has no duties and no activities",
                "Give it some, or leave it out: it changes nothing",
                vietnamese=(
                    "chức danh này không có nhiệm vụ và hoạt động nào",
                    "Hãy bổ sung, hoặc bỏ dòng này vì không ảnh hưởng kết quả",
                ),
                row=row,
                column="office",
            )
        elif not problem.warning and problem.field != "types":
            findings.error(
                FILE,
                f"{problem.field} {problem.message}",
                problem.remedy,
                column=f"models[{position + 1}]",
            )


def offered_work(built: Built, settings: Settings, tables: Tables) -> Need:
    """Mean work per working day over the counted period, from rates and given arrivals together."""
    demand = built.demand
    units, types = len(tables["units"]), len(demand.types)
    rate = np.zeros((units, types))
    days = open_days(settings, tables["holidays"])
    counted = slice(settings.warm_up_days, settings.days - settings.drain_days)
    if demand.rates is not None:
        rate += demand.rates.cases_per_day
        factors = demand.rates.day_factors[:, counted][:, days[counted]]
        rate *= factors.mean(axis=1)[demand.rates.series_of]
    if demand.given is not None:
        np.add.at(rate, (demand.given.unit, demand.given.case_type), 1.0 / max(int(days.sum()), 1))
    work = np.zeros((units, built.bits.needed))
    largest: dict[tuple[int, int], float] = {}
    source: dict[tuple[int, int], tuple[int, int]] = {}
    for number, case_type in enumerate(demand.types):
        visits = _expected_visits([stage.next_chances for stage in case_type.stages])
        for stage, times in zip(case_type.stages, visits, strict=True):
            if stage.place == Place.OUTSIDE or times == 0.0:
                continue
            load = rate[:, number] * times * stage.time.mean_minutes
            for unit in np.flatnonzero(rate[:, number] > 0):
                place = stage.unit if stage.place == Place.OTHER_UNIT else int(unit)
                work[place, stage.skill] += load[unit]
                if load[unit] > largest.get((place, stage.skill), 0.0):
                    largest[place, stage.skill] = float(load[unit])
                    source[place, stage.skill] = (int(unit), number)
    return Need(work, source)


def _expected_visits(chances: list[Floats]) -> Floats:
    """Mean number of times a case enters each stage: the solution of v = e1 + v P."""
    size = len(chances)
    matrix = np.array([row if row.size else np.zeros(size) for row in chances])
    return np.asarray(np.linalg.solve(np.eye(size) - matrix.T, np.eye(size)[0]), dtype=np.float64)


def _places(
    organisation: Organisation,
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """(units, people) of each group of units that share their work."""
    units = organisation.units
    shared = units.cluster if organisation.rules.pooled else np.arange(units.count)
    of_person = shared[organisation.staff.unit]
    order = np.argsort(of_person, kind="stable")
    units_in_order = np.argsort(shared, kind="stable")
    numbers = np.unique(shared)
    people_at = np.searchsorted(of_person[order], [numbers, numbers + 1])
    units_at = np.searchsorted(shared[units_in_order], [numbers, numbers + 1])
    for index in range(numbers.size):
        yield (
            units_in_order[units_at[0, index] : units_at[1, index]],
            order[people_at[0, index] : people_at[1, index]],
        )


def _case_skills(organisation: Organisation) -> npt.NDArray[np.uint64]:
    skills = organisation.staff.skills.copy()
    skills[organisation.full_time] = 0
    return skills


def _nobody(organisation: Organisation, work: Floats) -> list[tuple[int, int]]:
    skills, found = _case_skills(organisation), []
    for units, people in _places(organisation):
        held = int(np.bitwise_or.reduce(skills[people])) if people.size else 0
        for unit in units:
            found += [
                (int(unit), int(s))
                for s in np.flatnonzero(work[unit] > 0)
                if not held >> int(s) & 1
            ]
    return found


def _tell_unserved(
    need: Need, unit: int, skill: int, model: str, tables: Tables, findings: Findings
) -> None:
    place = tables["units"]["unit"][unit]
    origin, number = need.source[unit, skill]
    code, home = tables["case_types"]["case_type"][number], tables["units"]["unit"][origin]
    for name, column in (("arrivals", "cases_per_day"), ("cases", "case_type")):
        rows = tables[name]
        mine = (rows["unit"] == home) & (rows["case_type"] == code)
        if mine.any():
            findings.error(
                rows.file,
                f"nobody in unit {place} can serve {code} (model {model})",
                "Add the skill to a profile there, or send the type elsewhere",
                row=rows.row(int(np.flatnonzero(mine)[0])),
                column=column,
            )
            return


def offered_loads(
    organisation: Organisation, work: Floats, settings: Settings, tables: Tables
) -> dict[tuple[str, int], float]:
    """Offered load of the busiest group of staff: by ("unit", position), or ("cluster", first unit)
    when pooled.
    """
    skills, hours = _case_skills(organisation), _minutes_per_day(organisation, settings, tables)
    kind = "cluster" if organisation.rules.pooled else "unit"
    return {
        (kind, int(units[0])): _largest_load(work[units].sum(axis=0), skills[people], hours[people])
        for units, people in _places(organisation)
    }


def _minutes_per_day(organisation: Organisation, settings: Settings, tables: Tables) -> Floats:
    """float64[people]: mean minutes at work per working day, after leave and sickness; office work
    is not deducted.
    """
    staff = organisation.staff
    away = staff.leave_days_per_year + staff.sick_spells_per_year * staff.sick_mean_days
    present = np.maximum(1.0 - away / _YEAR_WORKING_DAYS, 0.0)
    days = open_days(settings, tables["holidays"])
    gone = np.zeros(len(staff.unit))
    for person, start, end in zip(
        staff.absent_staff, staff.absent_start, staff.absent_end, strict=True
    ):
        gone[person] += days[int(start // 1440) : int(end // 1440)].sum()
    return np.asarray(settings.day_minutes * present * (1.0 - gone / days.sum()), dtype=np.float64)


def _largest_load(work: Floats, skills: npt.NDArray[np.uint64], minutes: Floats) -> float:
    """The largest ratio of work to minutes over groups of kinds of staff; 0 without work."""
    if not work.any():
        return 0.0
    kinds, member = np.unique(skills, return_inverse=True)
    minutes_of = np.bincount(member, minutes, minlength=kinds.size)
    minutes_of = minutes_of[kinds != 0]
    words = [int(word) for word in kinds[kinds != 0]]
    needed = sum(1 << int(skill) for skill in np.flatnonzero(work > 0))
    everyone = (1 << len(words)) - 1
    groups = (
        range(1, everyone + 1)
        if len(words) <= _MOST_KINDS
        else [everyone, *(1 << i for i in range(len(words)))]
    )
    worst = 0.0
    for group in groups:
        others = 0
        for index, word in enumerate(words):
            if not group >> index & 1:
                others |= word
        only = needed & ~others
        load = sum(float(work[skill]) for skill in range(work.size) if only >> skill & 1)
        available = sum(float(m) for index, m in enumerate(minutes_of) if group >> index & 1)
        if load > 0.0:
            worst = max(worst, load / available if available > 0.0 else np.inf)
    return worst


def _tell_overloads(
    overloads: dict[tuple[str, int], tuple[float, list[str]]],
    settings: Settings,
    tables: Tables,
    findings: Findings,
) -> None:
    units = tables["units"]
    for (kind, unit), (load, models) in sorted(overloads.items(), key=lambda item: -item[1][0]):
        which = (
            "every model" if len(models) == len(settings.models) else f"model {', '.join(models)}"
        )
        models_vi = "mọi mô hình" if which == "every model" else f"mô hình {', '.join(models)}"
        where = "unit" if kind == "unit" else "the cluster of unit"
        place = "đơn vị" if kind == "unit" else "cụm của đơn vị"
        code = units.texts("unit")[unit]
        findings.warning(
            units.file,
            f"offered load of {where} {code} is {load:.0%} of capacity in {which}",
            "The backlog grows through the whole period, so its results depend on how long that "
            "is; add staff or skills, or check rates and service times",
            vietnamese=(
                f"lượng việc của {place} {code} bằng {load:.0%} khả năng, ở {models_vi}",
                "Hồ sơ tồn tăng suốt kỳ; hãy thêm người hoặc kỹ năng, hoặc kiểm tra lượng hồ sơ",
            ),
            row=units.row(unit),
            column="unit",
        )
