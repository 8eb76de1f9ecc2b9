"""Which model is best for each kind of unit, by the objective, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiem.engine.study.comparison import Choice, choose_best
from kiem.engine.study.estimates import Estimate, Interval, difference, interval
from kiem.engine.study.measure import Levels, Measures


@dataclass(frozen=True, slots=True)
class Advice:
    """For one group of units ("@profile", or "*" for all).

    gaps: for each model, loss minus that of the best, in hours of work over the counted period,
    with its interval.
    """

    group: str
    choice: Choice
    gaps: tuple[Interval, ...]


def advise(measures: Sequence[Measures], where: Levels) -> tuple[Advice, ...]:
    """Advice for all units together, then for each profile if there are several."""
    groups = ["*", *(where.profiles if len(where.profiles) > 1 else ())]
    return tuple(_advice(group, measures, where.units.index(group)) for group in groups)


def _advice(group: str, measures: Sequence[Measures], position: int) -> Advice:
    losses = [_at(m.of_units("loss_hours"), position) for m in measures]
    choice = choose_best(losses)
    gaps = tuple(interval(difference(loss, losses[choice.best])) for loss in losses)
    return Advice(group, choice, gaps)


def _at(estimate: Estimate, position: int) -> Estimate:
    return Estimate(estimate.value[position], estimate.influence[:, position])
