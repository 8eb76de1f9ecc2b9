"""Small invented studies that use everything at once, drawn from a seed."""

import numpy as np

from kiem.engine.simulation.inputs import (
    Activities,
    ArrivalList,
    ArrivalRates,
    Calendar,
    CaseType,
    Demand,
    Discipline,
    Distribution,
    DueUnit,
    Horizon,
    Model,
    Offices,
    Organisation,
    Place,
    Rules,
    Staff,
    Stage,
    Units,
)


def random_study(seed: int, *, days: int = 35) -> tuple[Demand, Organisation, Horizon]:
    """A study of 1 to 5 units, 2 to 9 people each, one to five types of one to four stages."""
    rng = np.random.default_rng(seed)
    units = int(rng.integers(1, 6))
    horizon = Horizon(days - 12, int(rng.integers(0, 8)), int(rng.integers(0, 5)))
    calendars = _calendars(rng, days)
    cluster = rng.integers(0, 2, units)
    size = rng.integers(2, 10, units)
    unit = np.repeat(np.arange(units), size)
    types = int(rng.integers(1, 6))
    kinds = tuple(_case_type(rng, types, units) for _ in range(types))
    skills = rng.integers(0, 1 << types, len(unit))
    for one in range(units):  # everybody's first colleague can do everything
        skills[np.flatnonzero(unit == one)[0]] = (1 << types) - 1
    people = len(unit)
    load = rng.uniform(0.4, 1.3)
    work = np.array([sum(stage.time.mean_minutes for stage in kind.stages) for kind in kinds])
    rate = load * size[:, None] * 440 / types / work[None, :] * rng.uniform(0, 1.2, (units, types))
    rates = ArrivalRates(
        rate,
        rng.uniform(0, 2, (2, 7, 24)) * (rng.random((2, 7, 24)) < 0.9),
        rng.integers(0, 2, types),
        rng.uniform(0.3, 1.7, (2, days)),
        rng.integers(0, 2, (units, types)),
    )
    given = _given(rng, units, types, horizon.days) if rng.random() < 0.4 else None
    staff = Staff(
        unit,
        skills.astype(np.uint64),
        rng.choice([0.0, 20.0], people),
        np.full(people, 2.0),
        rng.choice([0.0, 30.0], people),
        int(rng.integers(1, 6)),
        np.full(people, 10.0),
        np.full(people, 20.0),
        *_leave(rng, people, days),
    )
    offices, activities = _offices(rng, people, days)
    organisation = Organisation(
        Units(units, calendars, rng.integers(0, len(calendars), units), cluster),
        staff,
        offices,
        activities,
        _rules(rng, units),
    )
    model = rng.integers(0, 4)
    if model == 1:
        group = np.where(rng.random(units) < 0.3, -1, np.arange(units) // 2)
        hired = bool(rng.random() < 0.7)
        organisation = Model("officers", group, officer_hired=hired).apply(organisation)
    return Demand(kinds, rates, given), organisation, horizon


def _calendars(rng: np.random.Generator, days: int) -> tuple[Calendar, ...]:
    ordinary = Calendar.weekly(days, holidays={3, 17})
    if rng.random() < 0.5:
        return (ordinary,)
    mornings = [[(450.0, 690.0)]] * 4 + [[], [(480.0, 600.0)], []]
    return ordinary, Calendar.weekly(days, mornings, holidays={17})


def _time(rng: np.random.Generator, scale: float) -> Distribution:
    mean = float(rng.uniform(20, 120) * scale)
    kind = rng.integers(0, 5)
    if kind == 0:
        return Distribution.deterministic(float(round(mean / 15) * 15 or 15))
    if kind == 1:
        return Distribution.exponential(mean)
    if kind == 2:
        return Distribution.lognormal(mean, float(rng.uniform(0.3, 2)))
    if kind == 3:
        return Distribution.gamma(mean, float(rng.uniform(0.4, 1.6)))
    return Distribution.empirical(rng.uniform(5, 2 * mean, 7))


def _case_type(rng: np.random.Generator, types: int, units: int) -> CaseType:
    count = int(rng.choice([1, 1, 2, 3, 4]))
    stages = []
    for number in range(count):
        place = Place.OWN_UNIT
        if number:
            place = Place(int(rng.choice([0, 1, 2])))
        chances = rng.dirichlet(np.ones(count + 1))[:count] * 0.8 if count > 1 else np.empty(0)
        long = 8.0 if place == Place.OUTSIDE else 1.0
        stages.append(
            Stage(
                _time(rng, long),
                int(rng.integers(0, types)),
                place,
                chances,
                int(rng.integers(0, units)) if place == Place.OTHER_UNIT else -1,
                bool(rng.random() < 0.5),
            )
        )
    due_unit = DueUnit(int(rng.integers(0, 3)))
    due = float(rng.choice([0.0, 1.0, 2.0, 5.0, 30.0, np.inf]))
    return CaseType(tuple(stages), due, due_unit, int(rng.integers(0, 3)))


def _given(rng: np.random.Generator, units: int, types: int, days: int) -> ArrivalList:
    count = 40
    work = np.where(rng.random(count) < 0.5, np.nan, rng.uniform(1, 90, count))
    minute = np.round(rng.uniform(0, days * 1440 - 1, count) / 30) * 30  # many at the same time
    return ArrivalList(
        rng.integers(0, units, count),
        rng.integers(0, types, count),
        np.minimum(minute, days * 1440 - 1),
        work,
    )


def _leave(
    rng: np.random.Generator, people: int, days: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = people
    start = np.round(rng.uniform(0, days * 1440, count) / 240) * 240
    return rng.integers(0, people, count), start, start + rng.integers(1, 20, count) * 240


def _offices(rng: np.random.Generator, people: int, days: int) -> tuple[Offices, Activities]:
    count = int(rng.integers(0, max(2, people // 2)))
    offices = Offices(
        rng.integers(0, people, count),
        rng.uniform(2, 30, count),
        rng.choice([0.0, 6.0], count),
        rng.integers(0, 7, count),
        rng.choice([480.0, 600.0, 780.0], count),
    )
    jobs = 6 * count
    start = np.round(rng.uniform(0, days * 1440, jobs) / 60) * 60
    activities = Activities(
        rng.integers(0, max(1, count), jobs),
        start,
        start + rng.integers(1, 80, jobs) * 120,
        rng.uniform(10, 300, jobs),
        rng.integers(0, 2, jobs),
        rng.choice([0.0, 30.0], jobs),
    )
    return offices, activities


def _rules(rng: np.random.Generator, units: int) -> Rules:
    return Rules(
        Discipline(int(rng.integers(0, 4))),
        bool(rng.random() < 0.5),
        rng.integers(0, 3, units),
        float(rng.choice([15.0, 60.0])),
        float(rng.choice([0.0, 1.5, 4.0])),
        float(rng.choice([np.inf, 0.0, 120.0, 960.0])),
        float(rng.choice([0.0, 20.0])),
        float(rng.choice([0.0, 30.0])),
    )
