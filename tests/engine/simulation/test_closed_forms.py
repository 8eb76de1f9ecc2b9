"""Queueing theory's closed forms, by z-scores over replications with fresh seeds.

Every estimate of the family is compared with its exact value; the family as a whole fails by chance
once in 10,000 runs (Sidak). Little's law and conservation are checked exactly on every run.
"""

import secrets
from collections.abc import Callable
from math import exp, factorial

import numpy as np
import pytest
from scipy import stats

from kiem.engine.simulation import Results, simulate
from kiem.engine.simulation.inputs import (
    Activities,
    ArrivalRates,
    Calendar,
    CaseType,
    Demand,
    Discipline,
    Distribution,
    Horizon,
    OfficeMode,
    Offices,
    Organisation,
    Place,
    Rules,
    Staff,
    Stage,
    Units,
)
from kiem.engine.simulation.results import TICKS_PER_MINUTE

FAMILY_ERROR = 1e-4
REPLICATIONS = 24
DAY = 1440.0

Estimates = dict[str, tuple[np.ndarray, float]]
"""Name -> (one estimate for each replication, exact value)."""


def _run(
    types: tuple[CaseType, ...],
    cases_per_minute: np.ndarray,
    servers: np.ndarray,
    *,
    measured: int,
    warm_up: int = 10,
    rules: Rules | None = None,
    skills: int | None = None,
    offices: Offices | None = None,
    activities: Activities | None = None,
    profile: np.ndarray | None = None,
    records: bool = False,
) -> Results:
    """Units open day and night, everybody able to do everything."""
    days = measured + warm_up + 3
    units = len(servers)
    people = int(servers.sum())
    mask = (1 << 64) - 1 if skills is None else skills
    profiles = np.ones((1, 7, 24)) if profile is None else profile[None]
    results = simulate(
        Demand(types, ArrivalRates(cases_per_minute * DAY, profiles)),
        Organisation(
            Units(units, (Calendar.always_open(days),)),
            Staff(np.repeat(np.arange(units), servers), np.full(people, mask, np.uint64)),
            offices or Offices(),
            activities or Activities(),
            rules or Rules(),
        ),
        Horizon(measured, warm_up, 3),
        replications=REPLICATIONS,
        seed=secrets.randbits(62),
        records=records,
    )
    assert np.array_equal(results.run_area_ticks, results.run_sojourn_ticks), "Little's law"
    kept = results.run_done + results.run_in_hand + results.run_handed_on
    assert np.array_equal(results.run_arrived, kept), "conservation"
    return results


def _wait(results: Results, kind: int = 0) -> np.ndarray:
    """Mean minutes in queue, by replication."""
    waits = results.wait_ticks[:, :, kind].sum(axis=1) / TICKS_PER_MINUTE
    return np.asarray(waits / results.arrived[:, :, kind].sum(axis=1))


def _turnaround(results: Results, kind: int = 0) -> np.ndarray:
    spent = results.turnaround_ticks[:, :, kind].sum(axis=1) / TICKS_PER_MINUTE
    return np.asarray(spent / results.done[:, :, kind].sum(axis=1))


def _erlang_c(servers: int, offered: float) -> float:
    """The chance of waiting in M/M/c."""
    terms = [offered**n / factorial(n) for n in range(servers)]
    last = offered**servers / factorial(servers) * servers / (servers - offered)
    return last / (sum(terms) + last)


def _many_servers() -> Estimates:
    found: Estimates = {}
    for servers, load in ((1, 0.7), (3, 0.8), (20, 0.9), (90, 0.95)):
        rate = servers * load / 10.0
        kind = CaseType.simple(Distribution.exponential(10.0), 0)
        measured = 400 if servers < 20 else 40
        results = _run((kind,), np.array([[rate]]), np.array([servers]), measured=measured)
        exact = _erlang_c(servers, rate * 10.0) / (servers / 10.0 - rate)
        found[f"M/M/{servers} wait"] = (_wait(results), exact)
        hours = results.case_ticks.sum(axis=(1, 2)) / results.available_ticks.sum(axis=(1, 2))
        found[f"M/M/{servers} utilisation"] = (hours, load)
        found[f"M/M/{servers} turnaround"] = (_turnaround(results), exact + 10.0)
    return found


def _one_server() -> Estimates:
    """Pollaczek and Khinchine."""
    values = np.array([1.0, 5.0, 5.0, 8.0, 40.0])
    times = {
        "M/D/1": Distribution.deterministic(10.0),
        "M/lognormal/1 cv 0.5": Distribution.lognormal(10.0, 0.5),
        "M/lognormal/1 cv 1": Distribution.lognormal(10.0, 1.0),
        "M/lognormal/1 cv 1.6": Distribution.lognormal(10.0, 1.6),
        "M/gamma/1 cv 0.4": Distribution.gamma(10.0, 0.4),
        "M/gamma/1 cv 1.5": Distribution.gamma(10.0, 1.5),
        "M/empirical/1": Distribution.empirical(values),
    }
    found: Estimates = {}
    for name, time in times.items():
        load = 0.6
        rate = load / time.mean_minutes
        kind = CaseType.simple(time, 0)
        results = _run((kind,), np.array([[rate]]), np.array([1]), measured=1500)
        square = time.mean_minutes**2 * (1 + time.cv**2)
        found[name] = (_wait(results), rate * square / (2 * (1 - load)))
    return found


def _priorities() -> Estimates:
    """Cobham 1954: without interruption, one server and several of the same rate."""
    found: Estimates = {}
    means, rates = np.array([4.0, 10.0, 8.0]), np.array([0.03, 0.02, 0.04])
    kinds = tuple(
        CaseType.simple(Distribution.gamma(mean, 0.8), 0, priority=number)
        for number, mean in enumerate(means)
    )
    rules = Rules(discipline=Discipline.PRIORITY)
    results = _run(kinds, rates[None], np.array([1]), measured=1000, rules=rules)
    residual = (rates * means**2 * (1 + 0.8**2)).sum() / 2
    reach = np.concatenate([[0.0], np.cumsum(rates * means)])
    for number in range(3):
        exact = residual / ((1 - reach[number]) * (1 - reach[number + 1]))
        found[f"Cobham M/G/1 class {number}"] = (_wait(results, number), float(exact))
    servers, mean = 6, 10.0
    rates = np.array([0.15, 0.2, 0.17])
    kinds = tuple(
        CaseType.simple(Distribution.exponential(mean), 0, priority=number) for number in range(3)
    )
    results = _run(kinds, rates[None], np.array([servers]), measured=300, rules=rules)
    offered = float(rates.sum() * mean)
    base = _erlang_c(servers, offered) * mean / servers
    reach = np.concatenate([[0.0], np.cumsum(rates * mean / servers)])
    for number in range(3):
        exact = base / ((1 - reach[number]) * (1 - reach[number + 1]))
        found[f"Cobham M/M/{servers} class {number}"] = (_wait(results, number), float(exact))
    return found


def _vacations() -> Estimates:
    """Office work without end, in slices when idle: multiple vacations (Levy, Yechiali 1975)."""
    mean, load, away = 10.0, 0.6, 25.0
    days = 150 + 10 + 3
    results = _run(
        (CaseType.simple(Distribution.gamma(mean, 0.7), 0),),
        np.array([[load / mean]]),
        np.array([1]),
        measured=150,
        rules=Rules(office_mode=OfficeMode.INTERLEAVED, slice_minutes=away),
        offices=Offices(np.array([0])),
        activities=Activities(
            np.array([0]), np.array([0.0]), np.array([days * DAY]), np.array([days * DAY])
        ),
    )
    queue = load / mean * mean**2 * (1 + 0.7**2) / (2 * (1 - load))
    idle = results.office_ticks.sum(axis=(1, 2)) / results.available_ticks.sum(axis=(1, 2))
    return {
        "vacations wait": (_wait(results), queue + away / 2),
        "vacations share of office work": (idle, 1 - load),
    }


def _network() -> Estimates:
    """Jackson 1957: three stations, returns to the start, and a wait outside without servers."""
    servers, means = np.array([2, 1, 3]), np.array([5.0, 4.0, 12.0])
    routes = np.array(
        [[0.0, 0.5, 0.3, 0.0], [0.2, 0.0, 0.4, 0.1], [0.1, 0.0, 0.0, 0.2], [0.6, 0.0, 0.0, 0.0]]
    )
    rate = 0.14
    visits = np.linalg.solve((np.eye(4) - routes).T, np.eye(4)[0])
    places = (Place.OWN_UNIT, Place.OTHER_UNIT, Place.OTHER_UNIT, Place.OUTSIDE)
    stages = tuple(
        Stage(Distribution.exponential(mean), 0, place, route, unit)
        for mean, place, route, unit in zip(
            (*means, 60.0), places, routes, (-1, 1, 2, -1), strict=True
        )
    )
    rates = np.array([[rate], [0.0], [0.0]])
    results = _run((CaseType(stages),), rates, servers, measured=1500)
    exact = visits[3] * 60.0
    found: Estimates = {}
    for station in range(3):
        flow, one = rate * visits[station], means[station]
        wait = _erlang_c(int(servers[station]), flow * one) / (servers[station] / one - flow)
        exact += visits[station] * (wait + one)
        busy = results.case_ticks[:, station].sum(axis=1)
        share = busy / results.available_ticks[:, station].sum(axis=1)
        found[f"Jackson utilisation {station}"] = (share, float(flow * one / servers[station]))
    found["Jackson time in system"] = (_turnaround(results), float(exact))
    return found


def _infinite_servers() -> Estimates:
    """M_t/G/infinity (Eick, Massey and Whitt 1993): the mean number at fixed moments."""
    profile = np.ones((7, 24))
    profile[:, 8:16] = 4.0
    profile /= profile.mean()
    kind = CaseType.simple(Distribution.deterministic(150.0), 0)
    results = _run(
        (kind,), np.array([[0.4]]), np.array([300]), measured=20, profile=profile, records=True
    )
    records = results.records
    assert records is not None
    found: Estimates = {}
    for minute in (30.0, 500.0, 615.0, 1000.0, 1060.0):
        moments = (10 + np.arange(1, 19)) * DAY + minute
        ticks = np.round(moments * TICKS_PER_MINUTE)[:, None]
        present = [
            np.mean(
                (
                    (records.arrived_ticks[records.replication == r] <= ticks)
                    & (records.done_ticks[records.replication == r] > ticks)
                ).sum(axis=1)
            )
            for r in range(REPLICATIONS)
        ]
        grid = minute - 150.0 + (np.arange(15_000) + 0.5) / 100
        exact = 0.4 * profile[0][(grid // 60 % 24).astype(int)].sum() / 100
        found[f"M_t/D/infinity at {minute:g}"] = (np.array(present), float(exact))
    return found


def _percentiles() -> Estimates:
    """Turnaround in M/M/1 is exponential; in M/M/c a mixture."""
    found: Estimates = {}
    for servers, load in ((1, 0.5), (4, 0.7)):
        rate = servers * load / 10.0
        kind = CaseType.simple(Distribution.exponential(10.0), 0)
        results = _run((kind,), np.array([[rate]]), np.array([servers]), measured=200, records=True)
        records = results.records
        assert records is not None
        minutes = (records.done_ticks - records.arrived_ticks) / TICKS_PER_MINUTE
        queue = servers / 10.0 - rate
        waiting = _erlang_c(servers, rate * 10.0)
        for limit in (5.0, 20.0, 60.0):
            above = np.array(
                [np.mean(minutes[records.replication == r] > limit) for r in range(REPLICATIONS)]
            )
            tail = exp(-limit / 10.0)
            mixed = (queue * exp(-limit / 10.0) - 0.1 * exp(-queue * limit)) / (queue - 0.1)
            several = (1 - waiting) * tail + waiting * mixed
            exact = exp(-queue * limit) if servers == 1 else several
            found[f"M/M/{servers} share above {limit:g} min"] = (above, exact)
        _check_histogram(results, minutes)
    return found


def _check_histogram(results: Results, minutes: np.ndarray) -> None:
    """Percentiles from the histogram lie within a bin of the exact ones, always."""
    assert results.records is not None
    for r in range(REPLICATIONS):
        mine = minutes[results.records.replication == r]
        exact = np.quantile(mine, results.quantiles)
        assert np.abs(results.quantile_of_all[r] / exact - 1).max() < 1 / 16


FAMILIES: tuple[Callable[[], Estimates], ...] = (
    _many_servers,
    _one_server,
    _priorities,
    _vacations,
    _network,
    _infinite_servers,
    _percentiles,
)


def _p_value(estimates: np.ndarray, exact: float) -> float:
    """Two-sided, by Student's t over replications."""
    error = estimates.std(ddof=1) / np.sqrt(len(estimates))
    return float(2 * stats.t.sf(abs(estimates.mean() - exact) / error, len(estimates) - 1))


def test_closed_forms_hold_over_replications() -> None:
    family = {name: pair for estimate in FAMILIES for name, pair in estimate().items()}
    assert len(family) > 30
    limit = 1 - (1 - FAMILY_ERROR) ** (1 / len(family))
    wrong = {
        name: (float(estimates.mean()), exact, _p_value(estimates, exact))
        for name, (estimates, exact) in family.items()
        if _p_value(estimates, exact) < limit
    }
    assert wrong == {}


def test_closed_forms_are_refused_when_a_percent_off() -> None:
    """The test has power: utilisation of M/M/20 a hundredth off is found out."""
    estimates, exact = _many_servers()["M/M/20 utilisation"]
    assert _p_value(estimates, exact * 1.01) < 1e-6


@pytest.mark.soak
def test_intervals_of_95_percent_cover_95_percent() -> None:
    """2,000 studies of M/M/3, 20 replications each: coverage within chance of 95 %."""
    kind = CaseType.simple(Distribution.exponential(10.0), 0)
    exact = _erlang_c(3, 2.4) / (3 / 10.0 - 0.24)
    covered, studies = 0, 2000
    for _ in range(studies):
        waits = _wait(_run((kind,), np.array([[0.24]]), np.array([3]), measured=60))[:20]
        half = stats.t.ppf(0.975, 19) * waits.std(ddof=1) / np.sqrt(20)
        covered += int(abs(waits.mean() - exact) <= half)
    assert stats.binomtest(covered, studies, 0.95).pvalue > 1e-4, covered
