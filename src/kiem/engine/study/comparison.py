"""Which differences are real: tests of many differences at once, and the best of several models.

Sources: false discovery rate, Benjamini and Hochberg, JRSS B 57 (1995), and for any dependence
Benjamini and Yekutieli, Annals of Statistics 29 (2001); selection of the best with the Bonferroni
bound, Nelson and Matejcik, Management Science 41 (1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from kiem.engine.study.estimates import Estimate, Floats, difference

Dependence = Literal["positive", "any"]


def two_sided_p(differences: Estimate) -> Floats:
    """Student's t test that each difference is zero. Shape as `differences.value`.

    A difference that is the same in every replication has no spread: p is 1 if it is zero, else 0.
    NaN where nothing was observed, or with a single replication.
    """
    n = differences.replications
    if n < 2:
        return np.full_like(differences.value, np.nan)
    error = differences.influence.std(axis=0, ddof=1) / np.sqrt(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.abs(differences.value) / error
    # 0/0 is a difference that is exactly zero in every replication; a NaN difference stays NaN.
    statistic = np.where(differences.value == 0.0, 0.0, statistic)
    p: Floats = 2.0 * special.stdtr(n - 1, -statistic)
    return p


def false_discovery(p_values: Floats, dependence: Dependence = "any") -> Floats:
    """Adjusted p-values: calling all below q real lets through at most a share q of false ones, on
    average.

    "positive" is the procedure of Benjamini and Hochberg, right under independence or positive
    dependence; "any" is that of Benjamini and Yekutieli, right always, at the price of a factor of
    about ln(m). Units of a cluster share their demand and their staff, so "any" is what the report
    uses. NaN p-values take no part and stay NaN.
    """
    p = np.asarray(p_values, dtype=np.float64).ravel()
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    m = tested.size
    if m:
        order = tested[np.argsort(p[tested], kind="stable")]
        ranks = np.arange(1, m + 1)
        factor = m * (float((1.0 / ranks).sum()) if dependence == "any" else 1.0)
        raw = p[order] * factor / ranks
        adjusted[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return adjusted.reshape(np.shape(p_values))


@dataclass(frozen=True, slots=True)
class Choice:
    """The model with the smallest mean loss, and how sure that is.

    best: its index. runner_up: index of the second, -1 with a single model. margin: loss of the
    runner-up minus loss of the best. confidence: lower bound of the probability that `best` truly
    has the smallest loss, 0 to 1.
    """

    best: int
    runner_up: int
    margin: float
    confidence: float


def choose_best(losses: Sequence[Estimate]) -> Choice:
    """Choose among models by their losses (scalar estimates over the same replications, smaller is
    better).

    For each rival, the paired t distribution gives the probability that the difference points the
    other way; the chance of a wrong choice is at most their sum (Bonferroni). With a single
    replication nothing is sure.
    """
    if not losses:
        raise ValueError("there is no model to choose from")
    means = np.array([float(loss.value) for loss in losses])
    order = np.argsort(means, kind="stable")
    best = int(order[0])
    if len(losses) == 1:
        return Choice(best, -1, 0.0, 1.0)
    n = losses[best].replications
    wrong = 0.0
    for rival in order[1:]:
        gap = difference(losses[int(rival)], losses[best])
        wrong += _chance_of_the_opposite(gap) if n > 1 else 1.0
    runner_up = int(order[1])
    return Choice(best, runner_up, float(means[runner_up] - means[best]), max(0.0, 1.0 - wrong))


def _chance_of_the_opposite(gap: Estimate) -> float:
    n = gap.replications
    error = float(gap.influence.std(axis=0, ddof=1)) / np.sqrt(n)
    value = float(gap.value)
    if error == 0.0:
        return 0.0 if value > 0.0 else 0.5
    return float(special.stdtr(n - 1, -value / error))
