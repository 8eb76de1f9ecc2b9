"""`python -m benchmarks.simulation`: the simulator beside its peers and the floor, per CPU-second.

Peers and simulator take turns in one process; the best of several rounds counts, so that a busy
machine disturbs all alike. `--country` (and `make bench`) adds 3,321 units x 250 working days x
30 replications.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.simulation import cases
from benchmarks.simulation.floor import Floor, measure_floor
from kiem.engine.simulation import Results, simulate
from kiem.engine.simulation.plan import compile_plan

if TYPE_CHECKING:
    from benchmarks.simulation import peers

ROUNDS = 4
MUST_SIMPY, MUST_CIMBA, MUST_FULL = 150.0, 4.0, 100.0
MUST_COUNTRY_SECONDS, MUST_COUNTRY_MEGABYTES = 220.0, 400.0


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; exit code 1 when a must is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulation")
    parser.add_argument("--country", action="store_true", help="the whole country too: minutes")
    parser.add_argument("--country-only", action="store_true", help="nothing but the country")
    chosen = parser.parse_args(["--country"] if arguments is None else arguments)
    if chosen.country_only:
        return _country()
    from benchmarks.simulation import peers  # here, so that the country is alone in its memory

    failed: list[str] = []
    start = time.process_time()
    simulate(*cases.mmc(2), replications=1, seed=1, on_compile=lambda text: print(text, flush=True))
    print(f"first run, compiled or from the cache: {time.process_time() - start:.1f} CPU-s\n")
    floor = measure_floor()
    print(
        f"floor: random numbers {floor.random_numbers:.1f} + event list {floor.event_list:.1f} + "
        f"memory {floor.memory:.1f} = {floor.total:.1f} ns per case\n"
    )
    _simple("M/M/20", cases.mmc, floor, failed, peers.simpy_mmc, peers.ciw_mmc, peers.cimba_mmc)
    _simple(
        "4 pools x 12 types, 3 priorities",
        cases.pools,
        floor,
        failed,
        peers.simpy_pools,
        peers.ciw_pools,
        peers.cimba_pools,
    )
    _full(floor, failed)
    if chosen.country:
        # In a process of its own, so that its memory is its own.
        command = [sys.executable, "-m", "benchmarks.simulation", "--country-only"]
        if subprocess.run(command, check=False).returncode:
            failed.append("the whole country, see above")
    for line in failed:
        print(f"NOT MET: {line}")
    return 1 if failed else 0


def _cost(study: cases.Study, replications: int) -> tuple[float, Results]:
    """(CPU-seconds of one run, results): compiling the study into arrays included."""
    start = time.process_time()
    results = simulate(*study, replications=replications, seed=1)
    return time.process_time() - start, results


def _row(name: str, nanoseconds: float, ours: float, note: str) -> None:
    print(
        f"  {name:<28}{nanoseconds:>12,.0f} ns/case {nanoseconds / ours:>8.1f} x   {note}",
        flush=True,
    )


def _simple(
    name: str,
    study: Callable[[int], cases.Study],
    floor: Floor,
    failed: list[str],
    simpy_run: Callable[[float], "peers.Run"],
    ciw_run: Callable[[float], "peers.Run"],
    cimba_run: Callable[[float], "peers.Run"],
) -> None:
    """One simple case in all four programs."""
    print(name)
    ours, mean = np.inf, 0.0
    best = {"SimPy": np.inf, "Ciw": np.inf, "Cimba": np.inf}
    means = dict.fromkeys(best, 0.0)
    runs = {
        "SimPy": (simpy_run, 30_000.0),
        "Ciw": (ciw_run, 8_000.0),
        "Cimba": (cimba_run, 300_000.0),
    }
    for _ in range(ROUNDS):
        seconds, results = _cost(study(14), 60)
        ours = min(ours, seconds / results.run_arrived.sum() * 1e9)
        mean = results.turnaround_ticks.sum() / results.done.sum() / 65_536
        for peer, (run, minutes) in runs.items():
            seconds, count, means[peer] = run(minutes)
            best[peer] = min(best[peer], seconds / count * 1e9)
    _row("Kiem", ours, ours, f"mean {mean:.2f} min, {ours / floor.total:.2f} x the floor")
    for peer, nanoseconds in best.items():
        _row(peer, nanoseconds, ours, f"mean {means[peer]:.2f} min")
    print()
    for peer, must in (("SimPy", MUST_SIMPY), ("Cimba", MUST_CIMBA)):
        if best[peer] / ours < must:
            failed.append(f"{name}: {best[peer] / ours:.1f} times {peer}, must be {must:g}")


def _full(floor: Floor, failed: list[str]) -> None:
    """The full model beside the SimPy oracle, on the same draws."""
    print("full model: skills, calendars, leave, offices between cases, earliest due date")
    small, city = cases.country_sizes(24), np.full(6, 88)
    variants = {
        "units of 5 to 60": (cases.full(small, 350), cases.full(small, 63)),
        "clusters of 4, pooled": (
            cases.full(small, 350, cluster=4),
            cases.full(small, 63, cluster=4),
        ),
        "units of 88 (Hanoi)": (cases.full(city, 350), cases.full(city, 42)),
        "units of 500": (cases.full(np.array([500]), 350), cases.full(np.array([500]), 42)),
        "returns and waits outside": (
            cases.full(small, 350, staged=True),
            cases.full(small, 63, staged=True),
        ),
    }
    for name, (study, short) in variants.items():
        ours = np.inf
        for _ in range(ROUNDS):
            seconds, results = _cost(study, 4)
            ours = min(ours, seconds / results.run_arrived.sum() * 1e9)
        oracle = _oracle_cost(short)
        _row(name, ours, ours, f"{ours / floor.total:.2f} x the floor")
        _row("  SimPy oracle", oracle, ours, "")
        if oracle / ours < MUST_FULL:
            failed.append(f"{name}: {oracle / ours:.0f} times the oracle, must be {MUST_FULL:g}")
    print()


def _oracle_cost(study: cases.Study) -> float:
    """Nanoseconds per case of the SimPy oracle's run, its preparations left out; best of two."""
    from tests.engine.simulation.draws import read_draws  # SimPy only where it is measured
    from tests.engine.simulation.oracle import Oracle

    best = np.inf
    for _ in range(2):
        oracle = Oracle(*study, read_draws(compile_plan(*study, records=False), 1, 0))
        start = time.process_time()
        oracle.run()
        best = min(best, (time.process_time() - start) / len(oracle.cases) * 1e9)
    return best


def _country() -> int:
    """Whole country: 3,321 units, 350 days (250 working), 30 replications, two threads."""
    study = cases.full(cases.country_sizes(), 350)
    start = time.process_time()
    results = simulate(*study, replications=30, seed=1, threads=2)
    seconds = time.process_time() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = int(results.run_arrived.sum())
    print(
        f"whole country: {count:,} cases in {seconds:.0f} CPU-s, {seconds / count * 1e9:.0f} ns "
        f"per case, peak {megabytes:.0f} MB (must: {MUST_COUNTRY_SECONDS:.0f} CPU-s, "
        f"{MUST_COUNTRY_MEGABYTES:.0f} MB)"
    )
    return int(seconds > MUST_COUNTRY_SECONDS or megabytes > MUST_COUNTRY_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
