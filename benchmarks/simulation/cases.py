"""What is measured: two simple cases that every peer can run, and the full model, invented."""

import numpy as np

from kiem.engine.simulation.inputs import (
    Activities,
    ArrivalRates,
    Calendar,
    CaseType,
    Demand,
    Discipline,
    Distribution,
    Horizon,
    Offices,
    Organisation,
    Place,
    Rules,
    Staff,
    Stage,
    Units,
)

Study = tuple[Demand, Organisation, Horizon]

MMC_SERVERS, MMC_RATE, MEAN = 20, 1.8, 10.0  # cases a minute, minutes
POOLS, POOL_SERVERS, POOL_TYPES, POOL_RATE = 4, 8, 12, 0.68


def mmc(days: int) -> Study:
    """M/M/20 at 90 %."""
    kind = CaseType.simple(Distribution.exponential(MEAN), 0)
    organisation = Organisation(
        Units(1, (Calendar.always_open(days),)),
        Staff(np.zeros(MMC_SERVERS, np.int64), np.ones(MMC_SERVERS, np.uint64)),
    )
    return Demand((kind,), ArrivalRates(np.array([[MMC_RATE * 1440]]))), organisation, Horizon(days)


def pools(days: int) -> Study:
    """Four pools of eight at 85 %, twelve types in three priorities, lognormal work of cv 1."""
    kinds = tuple(
        CaseType.simple(Distribution.lognormal(MEAN, 1.0), 0, priority=number % 3)
        for number in range(POOL_TYPES)
    )
    people = np.repeat(np.arange(POOLS), POOL_SERVERS)
    organisation = Organisation(
        Units(POOLS, (Calendar.always_open(days),)),
        Staff(people, np.ones(len(people), np.uint64)),
        rules=Rules(discipline=Discipline.PRIORITY),
    )
    rates = np.full((POOLS, POOL_TYPES), POOL_RATE / POOL_TYPES * 1440)
    return Demand(kinds, ArrivalRates(rates)), organisation, Horizon(days)


def full(
    sizes: np.ndarray, days: int, *, cluster: int = 1, staged: bool = False, seed: int = 1
) -> Study:
    """Invented units of these sizes: skills, profile, leave, offices between cases, due dates.

    `cluster` units pool; `staged`: cases may be sent back, go on, or wait outside.
    """
    rng = np.random.default_rng(seed)
    types, load, office_hours = 12, 0.8, 3.0
    units = np.repeat(np.arange(len(sizes)), sizes)
    people, weeks = len(units), days // 7
    able = rng.random((people, types)) < 0.45
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    able[first] = True  # somebody in every unit can do everything
    holders = np.flatnonzero(rng.random(people) < 0.1)
    means = np.exp(rng.uniform(np.log(25), np.log(180), types))
    kinds = tuple(
        _kind(number, float(mean), float(due), types, staged=staged)
        for number, (mean, due) in enumerate(
            zip(means, rng.choice([1, 3, 5, 10, 15], types), strict=True)
        )
    )
    mix = rng.dirichlet(np.full(types, 3.0))
    minutes = np.array([_work(kind) for kind in kinds])
    capacity = sizes * 480 * (1 - 20 / 250)
    capacity = capacity - np.bincount(units[holders], minlength=len(sizes)) * office_hours * 12
    rate = mix[None, :] * (load * capacity / (mix @ minutes))[:, None]
    profile = np.zeros((1, 7, 24))
    profile[0, :, 8:17] = np.outer(
        [1.35, 1.1, 0.95, 0.9, 0.7, 0, 0], [1.2, 1.6, 1.3, 0.9, 0.7, 0.9, 0.8, 0.6, 0.6]
    )
    office = np.repeat(np.arange(len(holders)), weeks)
    start = np.tile(np.arange(weeks), len(holders)) * 7 * 1440 + 480.0
    start += rng.integers(0, 3, len(start)) * 1440
    leave = rng.integers(0, max(1, weeks), (people, max(1, 4 * weeks // 50)))
    organisation = Organisation(
        Units(len(sizes), (Calendar.weekly(days),), cluster=np.arange(len(sizes)) // cluster),
        Staff(
            units,
            (able.astype(np.uint64) << np.arange(types, dtype=np.uint64)).sum(axis=1),
            absent_staff=np.repeat(np.arange(people), leave.shape[1]),
            absent_start=leave.ravel() * 10080.0,
            absent_end=(leave.ravel() + 1) * 10080.0,
        ),
        Offices(holders, np.full(len(holders), 14.0)),
        Activities(office, start, start + 3 * 1440, np.full(len(start), office_hours * 60)),
        Rules(discipline=Discipline.EARLIEST_DUE, pooled=cluster > 1),
    )
    return Demand(kinds, ArrivalRates(rate, profile)), organisation, Horizon(days)


def _kind(number: int, mean: float, due: float, types: int, *, staged: bool) -> CaseType:
    if not staged:
        return CaseType.simple(Distribution.lognormal(mean, 1.0), number, due=due)
    return CaseType(
        (
            Stage(
                Distribution.lognormal(mean * 0.7, 1.0),
                number,
                next_chances=np.array([0, 0.3, 0.1]),
            ),
            Stage(
                Distribution.exponential(mean * 0.6),
                (number + 1) % types,
                next_chances=np.array([0.1, 0, 0]),
            ),
            Stage(
                Distribution.gamma(600.0, 0.8),
                0,
                Place.OUTSIDE,
                next_chances=np.array([0.9, 0, 0]),
                stops_clock=True,
            ),
        ),
        due=due,
    )


def _work(kind: CaseType) -> float:
    """Expected minutes of staff work in a case."""
    size = len(kind.stages)
    chances = np.zeros((size, size))
    for row, stage in enumerate(kind.stages):
        chances[row, : stage.next_chances.size] = stage.next_chances
    visits = np.linalg.solve((np.eye(size) - chances).T, np.eye(size)[0])
    return float(
        sum(
            visit * stage.time.mean_minutes
            for visit, stage in zip(visits, kind.stages, strict=True)
            if stage.place != Place.OUTSIDE
        )
    )


def country_sizes(units: int = 3321, seed: int = 2) -> np.ndarray:
    """Staff per unit as in the prototype's country: lognormal about 13, 5 to 60."""
    rng = np.random.default_rng(seed)
    return np.clip(np.round(np.exp(rng.normal(np.log(13), 0.55, units))), 5, 60).astype(np.int64)
