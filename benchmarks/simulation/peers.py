"""The simple cases in SimPy, Ciw and Cimba, each written the way its own documentation does."""

import random
import time
from math import log
from typing import Any

import cimba as cb
import ciw
import numpy as np
import simpy
from cimba import inputs

from benchmarks.simulation.cases import (
    MEAN,
    MMC_RATE,
    MMC_SERVERS,
    POOL_RATE,
    POOL_SERVERS,
    POOL_TYPES,
    POOLS,
)

SIGMA = log(2.0) ** 0.5  # lognormal of cv 1
MU = log(MEAN) - SIGMA**2 / 2

Run = tuple[float, int, float]
"""CPU seconds, cases, mean turnaround in minutes."""


def _timed(function: Any, *arguments: Any) -> tuple[float, Any]:
    start = time.process_time()
    value = function(*arguments)
    return time.process_time() - start, value


def simpy_mmc(minutes: float) -> Run:
    def case(env: simpy.Environment, desk: simpy.Resource, spent: list[float]) -> Any:
        came = env.now
        with desk.request() as turn:
            yield turn
            yield env.timeout(random.expovariate(1 / MEAN))
        spent.append(env.now - came)

    def source(env: simpy.Environment, desk: simpy.Resource, spent: list[float]) -> Any:
        while True:
            yield env.timeout(random.expovariate(MMC_RATE))
            env.process(case(env, desk, spent))

    def run() -> list[float]:
        env, spent = simpy.Environment(), list[float]()
        env.process(source(env, simpy.Resource(env, MMC_SERVERS), spent))
        env.run(until=minutes)
        return spent

    seconds, spent = _timed(run)
    return seconds, len(spent), float(np.mean(spent))


def simpy_pools(minutes: float) -> Run:
    def case(
        env: simpy.Environment, desk: simpy.PriorityResource, priority: int, spent: list[float]
    ) -> Any:
        came = env.now
        with desk.request(priority=priority) as turn:
            yield turn
            yield env.timeout(random.lognormvariate(MU, SIGMA))
        spent.append(env.now - came)

    def source(
        env: simpy.Environment, desk: simpy.PriorityResource, priority: int, spent: list[float]
    ) -> Any:
        while True:
            yield env.timeout(random.expovariate(POOL_RATE / POOL_TYPES))
            env.process(case(env, desk, priority, spent))

    def run() -> list[float]:
        env, spent = simpy.Environment(), list[float]()
        for _ in range(POOLS):
            desk = simpy.PriorityResource(env, POOL_SERVERS)
            for kind in range(POOL_TYPES):
                env.process(source(env, desk, kind % 3, spent))
        env.run(until=minutes)
        return spent

    seconds, spent = _timed(run)
    return seconds, len(spent), float(np.mean(spent))


def ciw_mmc(minutes: float) -> Run:
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=MMC_RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1 / MEAN)],
        number_of_servers=[MMC_SERVERS],
    )
    return _run_ciw(network, minutes)


def ciw_pools(minutes: float) -> Run:
    names = [f"type {kind}" for kind in range(POOL_TYPES)]
    arrival = [ciw.dists.Exponential(rate=POOL_RATE / POOL_TYPES)] * POOLS
    network = ciw.create_network(
        arrival_distributions={name: list(arrival) for name in names},
        service_distributions={name: [ciw.dists.Lognormal(MU, SIGMA)] * POOLS for name in names},
        routing={name: np.zeros((POOLS, POOLS)).tolist() for name in names},
        priority_classes={name: kind % 3 for kind, name in enumerate(names)},
        number_of_servers=[POOL_SERVERS] * POOLS,
    )
    return _run_ciw(network, minutes)


def _run_ciw(network: Any, minutes: float) -> Run:
    def run() -> Any:
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(minutes)
        return simulation.get_all_records()

    seconds, records = _timed(run)
    spent = [record.exit_date - record.arrival_date for record in records]
    return seconds, len(spent), float(np.mean(spent))


class CimbaMMC(cb.Model):
    """M/M/20: a queue of arrival times and twenty servers."""

    interarrival: cb.Input[float] = inputs.dist.exponential(mean=1 / MMC_RATE)
    service: cb.Input[float] = inputs.dist.exponential(mean=MEAN)
    queue: cb.Store[float]
    spent: cb.Output[float]
    served: cb.Output[float]

    @cb.on_start
    def begin(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        self.spent = 0.0
        self.served = 0.0

    @cb.process
    def arrivals(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        while True:
            cb.hold(self.interarrival.next())
            self.queue.put(cb.now())

    @cb.process(copies=MMC_SERVERS)
    def server(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        while True:
            came = self.queue.get()
            cb.hold(self.service.next())
            self.spent += cb.now() - came
            self.served += 1.0


class CimbaPool(cb.Model):
    """One pool: four types in each of three priorities, and eight servers."""

    queue: cb.PriorityStore[float]
    spent: cb.Output[float]
    served: cb.Output[float]

    @cb.on_start
    def begin(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        self.spent = 0.0
        self.served = 0.0

    @cb.process(copies=POOL_TYPES // 3)
    def urgent(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        while True:
            cb.hold(cb.random.exponential(POOL_TYPES / POOL_RATE))
            self.queue.put(cb.now(), 2)

    @cb.process(copies=POOL_TYPES // 3)
    def ordinary(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        while True:
            cb.hold(cb.random.exponential(POOL_TYPES / POOL_RATE))
            self.queue.put(cb.now(), 1)

    @cb.process(copies=POOL_TYPES // 3)
    def patient(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        while True:
            cb.hold(cb.random.exponential(POOL_TYPES / POOL_RATE))
            self.queue.put(cb.now(), 0)

    @cb.process(copies=POOL_SERVERS)
    def server(self):  # type: ignore[no-untyped-def]  # numba, SimPy or Ciw
        while True:
            came = self.queue.get()
            cb.hold(cb.random.lognormal(MU, SIGMA))
            self.spent += cb.now() - came
            self.served += 1.0


def cimba_mmc(minutes: float) -> Run:
    return _run_cimba(CimbaMMC(), minutes, 1)


def cimba_pools(minutes: float) -> Run:
    """Four independent pools are four replications of one."""
    return _run_cimba(CimbaPool(), minutes, POOLS)


def _run_cimba(model: Any, minutes: float, replications: int) -> Run:
    def run(duration: float) -> Any:
        window = cb.Window(warmup=0, duration=duration)
        return cb.Experiment(model, replications=replications, window=window, seed=1).run()

    run(10.0)  # compile
    seconds, results = _timed(run, minutes)
    served = float(np.sum(results[model].served))
    return seconds, int(served), float(np.sum(results[model].spent)) / served
