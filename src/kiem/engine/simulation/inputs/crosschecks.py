"""What no part can know alone: whether demand, organisation and horizon fit together."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs.calendars import DAY_MINUTES, Horizon
from kiem.engine.simulation.inputs.checks import Problem
from kiem.engine.simulation.inputs.demand import Demand, Place
from kiem.engine.simulation.inputs.organisation import OfficeMode, Organisation

LONGEST_RUN_MINUTES = (1 << 39) / 65_536


def check_inputs(demand: Demand, organisation: Organisation, horizon: Horizon) -> list[Problem]:
    """Everything wrong between the parts (each part has checked itself), warnings included.

    A type nobody can serve, an unknown unit, dates outside the calendar, an office whose fixed
    times have no norm, offered load over capacity (a warning; the share is in the message).
    """
    problems = _fit(demand, organisation, horizon)
    if problems:
        return problems  # the rest needs arrays that fit
    return [
        *_servers(demand, organisation),
        *_offices(organisation, horizon),
        *_load(demand, organisation, horizon),
    ]


def _fit(demand: Demand, organisation: Organisation, horizon: Horizon) -> list[Problem]:
    """Sizes, indices and dates."""
    problems = []
    units = organisation.units.count
    covered = organisation.units.calendars[0].days
    if covered < horizon.days:
        problems.append(
            Problem(
                "calendars",
                None,
                f"cover {covered} days of a run of {horizon.days}",
                "Extend the calendars or shorten warm-up, measured days or drain",
            )
        )
    if horizon.days * DAY_MINUTES > LONGEST_RUN_MINUTES:
        problems.append(
            Problem("horizon", None, f"is {horizon.days} days long", "Stay below 5,800 days")
        )
    if demand.rates is not None:
        rows = len(demand.rates.cases_per_day)
        if rows != units:
            problems.append(
                Problem(
                    "rates.cases_per_day",
                    None,
                    f"has {rows} rows for {units} units",
                    "Give one row for each unit",
                )
            )
        factors = demand.rates.day_factors
        if factors.size and factors.shape[1] < horizon.days:
            problems.append(
                Problem(
                    "rates.day_factors",
                    None,
                    f"cover {factors.shape[1]} days of a run of {horizon.days}",
                    "Give a factor for every day",
                )
            )
    if demand.given is not None:
        unknown = np.flatnonzero((demand.given.unit < 0) | (demand.given.unit >= units))
        problems += [
            Problem("given.unit", (int(i),), "is no unit", f"Use 0 to {units - 1}")
            for i in unknown[:20]
        ]
        late = np.flatnonzero(demand.given.minute >= horizon.days * DAY_MINUTES)
        problems += [
            Problem("given.minute", (int(i),), "is after the run", "Leave it out or run longer")
            for i in late[:20]
        ]
    problems += [
        Problem("types", (number,), f"has a stage at unit {stage.unit}", f"Use 0 to {units - 1}")
        for number, kind in enumerate(demand.types)
        for stage in kind.stages
        if stage.place == Place.OTHER_UNIT and stage.unit >= units
    ]
    return problems


def _receives(demand: Demand, units: int) -> NDArray[np.bool_]:
    """bool[units, types]: whether a unit gets cases of a type at all."""
    receives = np.zeros((units, len(demand.types)), bool)
    if demand.rates is not None:
        receives |= demand.rates.cases_per_day > 0
    if demand.given is not None:
        receives[demand.given.unit, demand.given.case_type] = True
    return receives


def _servers(demand: Demand, organisation: Organisation) -> list[Problem]:
    """Types nobody can serve where they arrive."""
    staff, units = organisation.staff, organisation.units
    skills = staff.skills.copy()
    skills[organisation.full_time] = 0
    group = units.cluster if organisation.rules.pooled else np.arange(units.count)
    names, number = np.unique(group, return_inverse=True)
    able = np.zeros(len(names), np.uint64)
    np.bitwise_or.at(able, number[staff.unit], skills)
    receives = _receives(demand, units.count)
    problems = []
    for kind_number, kind in enumerate(demand.types):
        receiving = np.flatnonzero(receives[:, kind_number])
        for stage_number, stage in enumerate(kind.stages):
            if stage.place == Place.OUTSIDE or not receiving.size:
                continue
            where = receiving if stage.place == Place.OWN_UNIT else np.array([stage.unit])
            lacking = (able[number[where]] >> np.uint64(stage.skill)) & np.uint64(1) == 0
            problems += [
                Problem(
                    "types",
                    (kind_number, stage_number),
                    f"cannot be served at unit {int(unit)}: nobody has skill {stage.skill}",
                    "Train or add somebody, pool the cluster, or send the type elsewhere",
                )
                for unit in where[lacking][:20]
            ]
    return problems


def _offices(organisation: Organisation, horizon: Horizon) -> list[Problem]:
    """Fixed times without a norm, activities outside the run, offices with nothing to do."""
    offices, activities = organisation.offices, organisation.activities
    modes = np.broadcast_to(np.asarray(organisation.rules.office_mode), (organisation.units.count,))
    mode = modes[organisation.staff.unit[offices.holder]]
    relieved = np.isin(offices.holder, organisation.full_time)
    endless = np.isinf(offices.release_hours_per_month) & (mode == OfficeMode.FIXED) & ~relieved
    problems = [
        Problem(
            "offices.release_hours_per_month",
            (int(office),),
            "has no norm, and its unit works by fixed times",
            "Give the release norm in hours per month",
        )
        for office in np.flatnonzero(endless)[:20]
    ]
    outside = np.flatnonzero(activities.start >= horizon.days * DAY_MINUTES)
    problems += [
        Problem(
            "activities.start",
            (int(i),),
            "is after the run",
            "It is left out; check the date",
            warning=True,
        )
        for i in outside[:20]
    ]
    has_activity = np.zeros(len(offices.holder), bool)
    has_activity[activities.office] = True
    empty = ~has_activity & (offices.duty_hours_per_month == 0)
    problems += [
        Problem(
            "offices",
            (int(office),),
            "has no duties and no activities",
            "Give it some, or leave it out: it changes nothing",
            warning=True,
        )
        for office in np.flatnonzero(empty)[:20]
    ]
    twice = [person for person, n in Counter(organisation.full_time.tolist()).items() if n > 1]
    problems += [
        Problem("full_time", None, f"names person {person} twice", "Name everybody once")
        for person in twice
    ]
    return problems


def offered_load(
    demand: Demand, organisation: Organisation, horizon: Horizon
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(work, capacity), float64[units], hours over the whole run, leave and sickness taken off.

    Work counts where it is done; returns are counted with their chance. With pooling the sums of a
    cluster are what matters.
    """
    units, staff = organisation.units, organisation.staff
    open_hours = np.array(
        [_open_minutes(c.open_start, c.open_end, horizon.days) / 60 for c in units.calendars]
    )
    open_days = np.array(
        [np.unique(c.open_start[c.open_start < horizon.days * DAY_MINUTES] // DAY_MINUTES).size
         for c in units.calendars]
    )  # fmt: skip
    arrivals = np.zeros((units.count, len(demand.types)))
    if demand.rates is not None:
        factor = np.ones(arrivals.shape)
        if demand.rates.day_factors.size:
            means = demand.rates.day_factors[:, : horizon.days].mean(axis=1)
            factor = means[demand.rates.series_of]
        arrivals += demand.rates.cases_per_day * factor * open_days[units.calendar][:, None]
    if demand.given is not None:
        np.add.at(arrivals, (demand.given.unit, demand.given.case_type), 1)
    work = np.zeros(units.count)
    for number, kind in enumerate(demand.types):
        size = len(kind.stages)
        chances = np.zeros((size, size))
        for row, stage in enumerate(kind.stages):
            chances[row, : stage.next_chances.size] = stage.next_chances
        visits = np.linalg.solve((np.eye(size) - chances).T, np.eye(size)[0])
        for visit, stage in zip(visits, kind.stages, strict=True):
            hours = arrivals[:, number] * visit * stage.time.mean_minutes / 60
            if stage.place == Place.OWN_UNIT:
                work += hours
            elif stage.place == Place.OTHER_UNIT:
                work[stage.unit] += hours.sum()
    absent = (staff.sick_spells_per_year * staff.sick_mean_days + staff.leave_days_per_year) / 250
    present = open_hours[units.calendar[staff.unit]] * np.maximum(0.0, 1 - absent)
    present[staff.skills == 0] = 0
    present[organisation.full_time] = 0
    capacity = np.bincount(staff.unit, present, minlength=units.count)
    return work, capacity.astype(np.float64)


def _open_minutes(start: NDArray[np.float64], end: NDArray[np.float64], days: int) -> float:
    inside = start < days * DAY_MINUTES
    return float((end[inside] - start[inside]).sum())


def _load(demand: Demand, organisation: Organisation, horizon: Horizon) -> list[Problem]:
    """Warnings where more work comes than people have hours for."""
    work, capacity = offered_load(demand, organisation, horizon)
    cluster = organisation.units.cluster
    if organisation.rules.pooled:
        _, number = np.unique(cluster, return_inverse=True)
        work = np.bincount(number, work)[number].astype(np.float64)
        capacity = np.bincount(number, capacity)[number].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(work > 0, work / capacity, 0.0)
    return [
        Problem(
            "units",
            (int(unit),),
            f"is offered {share[unit]:.0%} of its capacity, so its backlog will grow",
            "Add staff or hours, or take the growth of the backlog as the result",
            warning=True,
        )
        for unit in np.flatnonzero(share >= 1)
    ]
