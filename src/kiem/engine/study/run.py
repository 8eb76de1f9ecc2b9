"""Runs a study: models by replications, in pieces, until there are enough; then measures.

All models meet the same replications in the same order, so that differences between them are
paired.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiem.engine.simulation import SimulationStoppedError, merge_results, simulate
from kiem.engine.simulation.results import Results
from kiem.engine.study.build import Built, build
from kiem.engine.study.build_organisation import open_days
from kiem.engine.study.checkpoint import Checkpoint, engine_fingerprint
from kiem.engine.study.findings import StudyInterruptedError, UnknownModelError
from kiem.engine.study.measure import Levels, Measures, levels, measure
from kiem.engine.study.metrics import HEADLINES
from kiem.engine.study.stopping import FIRST_BATCH, judge
from kiem.engine.study.study import Study

MOST_REPLICATIONS = 1000
"""Where `--precision` gives up, unless told otherwise."""
MOST_RECORDS = 20_000_000
"""Single cases that can be kept in a run; a row takes about 60 bytes, three times over."""
CASES_PER_PIECE = 16_000_000
"""A piece, kept when it is finished, is as many replications as this makes; a second or so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run a study.

    models: names, in the order of the report; the first is what the others are compared with.
    replications: how many, or the most there may be when `precision` is given (a share, 0.01 for 1
    %). threads change nothing in the results.
    """

    models: tuple[str, ...]
    replications: int
    seed: int
    precision: float | None = None
    threads: int = 1
    records: bool = False
    cases_per_piece: int = CASES_PER_PIECE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: for each model of the plan its raw results and its measures, over the same
    replications.

    precise: whether the wanted precision was reached; None if none was asked for.
    """

    study: Study
    built: Built
    plan: Plan
    key: str
    levels: Levels
    results: tuple[Results, ...]
    measures: tuple[Measures, ...]
    replications: int
    precise: bool | None


@dataclass(frozen=True, slots=True)
class Progress:
    """done and wanted: replications times models. seconds_left: None until there is something to
    judge by.
    """

    done: float
    wanted: int
    seconds_left: float | None


def make_plan(
    study: Study,
    models: Sequence[str] = (),
    replications: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    threads: int = 1,
    records: bool = False,
) -> Plan:
    """Fill in from the study what is not given.

    Raises UnknownModelError, or ValueError for impossible numbers.
    """
    names = tuple(model.name for model in study.settings.models)
    chosen = tuple(dict.fromkeys(models)) or names
    if unknown := [name for name in chosen if name not in names]:
        raise UnknownModelError(
            f"there is no model {', '.join(unknown)}; the study has {', '.join(names)}"
        )
    if replications is None:
        replications = MOST_REPLICATIONS if precision is not None else study.settings.replications
    if threads < 1:
        raise ValueError(f"{threads} threads are not possible; ask for at least 1 thread")
    if seed is not None and not 0 <= seed < 2**63:
        raise ValueError(f"{seed} is no seed; a seed is a whole number from 0 to 2^63 - 1")
    if replications < 1:
        raise ValueError(f"{replications} replications are not possible; ask for at least 1")
    if precision is not None and not 0.0 < precision < 1.0:
        raise ValueError(
            f"a precision of {precision:.0%} is not possible; ask for 1 % to 50 %, say"
        )
    return Plan(
        chosen,
        replications,
        study.settings.seed if seed is None else seed,
        precision,
        threads,
        records,
    )


def run_study(
    study: Study,
    plan: Plan,
    output: Path,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    on_message: Callable[[str], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Run what the plan asks for, keeping finished pieces under `output`.

    Raises StudyInterruptedError when `should_stop` says so: the same call goes on later, to the
    same bits.
    """
    runner = _Runner(study, plan, output, on_progress, on_message, should_stop)
    total = plan.replications if plan.precision is None else min(FIRST_BATCH, plan.replications)
    narrow_before = False
    precise: bool | None = None
    while True:
        outcome = runner.run_to(total)
        if plan.precision is None:
            break
        heads = [m.overall(name) for m in outcome for name in HEADLINES]
        verdict = judge(heads, plan.precision, plan.replications)
        precise = verdict.narrow
        if (verdict.narrow and narrow_before) or total >= plan.replications:
            break
        narrow_before = verdict.narrow
        total = verdict.next_total
    return Outcome(
        study,
        runner.built,
        plan,
        runner.key,
        runner.levels,
        runner.results,
        tuple(outcome),
        total,
        precise,
    )


def run_key(study: Study, plan: Plan) -> str:
    """Names everything the pieces of a run depend on; SHA-256 in hexadecimal."""
    parts = [study.digest, engine_fingerprint(), plan.seed, plan.records]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class _Runner:
    """Runs up to a number of replications, again and again, and remembers the pieces."""

    def __init__(
        self,
        study: Study,
        plan: Plan,
        output: Path,
        on_progress: Callable[[Progress], None] | None,
        on_message: Callable[[str], None] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.built = build(study.settings, study.tables)
        self.key = run_key(study, plan)
        self.levels = levels(study)
        self.results: tuple[Results, ...] = ()
        self._study, self._plan = study, plan
        self._checkpoint = Checkpoint(output, self.key)
        self._on_progress, self._on_message, self._should_stop = (
            on_progress,
            on_message,
            should_stop,
        )
        names = [model.name for model in study.settings.models]
        self._positions = [names.index(name) for name in plan.models]
        self._pieces: dict[str, list[Results]] = {name: [] for name in plan.models}
        self._cases = self._cases_expected()
        self._length = max(1, int(plan.cases_per_piece / max(self._cases, 1.0)))
        self._computed = 0.0
        self._clock: tuple[float, float] | None = None

    def _cases_expected(self) -> float:
        """Mean number of arrivals in a replication."""
        demand, days = self.built.demand, open_days(self._study.settings, self._study["holidays"])
        cases = 0.0 if demand.given is None else float(len(demand.given.unit))
        if demand.rates is not None:
            cases += float(demand.rates.cases_per_day.sum()) * float(days.sum())
        return cases

    def run_to(self, total: int) -> list[Measures]:
        """Have `total` replications of every model, and measure them.

        Raises ValueError if single cases are to be kept and would not fit into memory.
        """
        rows = self._cases * total * len(self._plan.models)
        if self._plan.records and rows > MOST_RECORDS:
            raise ValueError(
                f"single cases of this run would be about {rows / 1e6:,.0f} million rows, and at "
                f"most {MOST_RECORDS / 1e6:.0f} million can be kept; ask for fewer replications "
                "or models, or leave the single cases out"
            )
        while any(self._done(name) < total for name in self._plan.models):
            for name, position in zip(self._plan.models, self._positions, strict=True):
                if self._done(name) < total:
                    self._next_piece(name, position, total)
        self.results = tuple(merge_results(self._pieces[name]) for name in self._plan.models)
        return [
            measure(self._study, self.built, position, results, self.levels)
            for position, results in zip(self._positions, self.results, strict=True)
        ]

    def _done(self, name: str) -> int:
        return sum(piece.replications for piece in self._pieces[name])

    def _next_piece(self, name: str, position: int, total: int) -> None:
        first = self._done(name)
        kept = self._checkpoint.length_at(name, first, total - first)
        piece = self._checkpoint.load(name, first, kept) if kept else None
        if piece is None:
            piece = self._simulate(name, position, first, min(self._length, total - first), total)
            self._checkpoint.save(piece)
            self._computed += piece.replications
        self._pieces[name].append(piece)
        self._tell(0.0, total)

    def _simulate(self, name: str, position: int, first: int, length: int, total: int) -> Results:
        if self._should_stop():
            raise StudyInterruptedError(self._stopped(total))

        def tell(done: int, wanted: int) -> bool:
            self._tell(length * done / max(wanted, 1), total)
            return not self._should_stop()

        try:
            return simulate(
                self.built.demand,
                self.built.organisation,
                self.built.horizon,
                replications=length,
                seed=self._plan.seed,
                model=self.built.models[position],
                first_replication=first,
                threads=self._plan.threads,
                records=self._plan.records,
                progress=tell,
                on_compile=self._on_message,
            )
        except SimulationStoppedError:
            raise StudyInterruptedError(self._stopped(total)) from None

    def _finished(self) -> int:
        return sum(self._done(name) for name in self._plan.models)

    def _stopped(self, total: int) -> str:
        return (
            f"stopped after {self._finished()} of {total * len(self._plan.models)} runs; what is "
            "done is kept, "
            "and the same command goes on from there"
        )

    def _tell(self, within: float, total: int) -> None:
        if self._on_progress is None:
            return
        wanted = total * len(self._plan.models)
        done, fresh, now = self._finished() + within, self._computed + within, time.monotonic()
        # The clock starts with the first sign of progress: compiling comes before it.
        if self._clock is None or fresh <= self._clock[1]:
            self._clock = self._clock or (now, fresh)
            left = None
        else:
            left = (now - self._clock[0]) / (fresh - self._clock[1]) * (wanted - done)
        self._on_progress(Progress(done, wanted, left))
