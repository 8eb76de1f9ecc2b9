"""Estimates over replications, with the contribution of each replication kept.

Every figure of a study is a total, a ratio of totals, or a quantile, estimated from independent
replications. All three are brought to one form: an estimate and, for each replication, an
*influence value*, whose mean is the estimate and whose spread is that of the estimate. A confidence
interval is then Student's t on the influence values, and a difference between two models under
common random numbers is the t interval of the differences replication by replication: whatever
noise the models share cancels.

Sources: ratio estimator and linearisation, Cochran, Sampling Techniques (3rd ed., 1977), ch. 6;
interval of a quantile from batches, Asmussen and Glynn, Stochastic Simulation (2007), ch. III.5;
Student's t over independent replications, Law, Simulation Modeling and Analysis (5th ed., 2015),
ch. 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimates of any shape `S` with one influence value per replication.

    value: shape S; NaN where nothing was observed (a turnaround of a type nobody asked for).
    influence: shape (replications, *S); its mean over axis 0 is `value`.
    """

    value: Floats
    influence: Floats

    @property
    def replications(self) -> int:
        return int(self.influence.shape[0])


@dataclass(frozen=True, slots=True)
class Interval:
    """Two-sided confidence intervals of shape S.

    `low` and `high` are NaN with a single replication.
    """

    value: Floats
    low: Floats
    high: Floats
    n: int

    @property
    def half_width(self) -> Floats:
        half: Floats = (self.high - self.low) / 2.0
        return half


def student_quantile(probability: float, degrees_of_freedom: int) -> float:
    """Quantile of Student's t.

    Raises ValueError outside 0 < probability < 1 or below one degree of freedom.
    """
    if not 0.0 < probability < 1.0:
        raise ValueError(f"probability is {probability}, but must lie between 0 and 1")
    if degrees_of_freedom < 1:
        raise ValueError(
            "Student's t needs at least one degree of freedom, that is two replications"
        )
    return float(special.stdtrit(degrees_of_freedom, probability))


def total(values: Floats) -> Estimate:
    """The mean over replications of totals.

    values: shape (replications, *S), any unit, kept in the result.
    """
    values = np.asarray(values, dtype=np.float64)
    return Estimate(values.mean(axis=0), values)


def ratio(numerators: Floats, denominators: Floats) -> Estimate:
    """A ratio of totals over all replications, such as hours per case or late cases per case.

    Both arguments have shape (replications, *S). Each case counts the same, in whichever
    replication it fell; the mean of the replications' own ratios would give a case of a quiet year
    more weight, and fail in one without cases.
    """
    y = np.asarray(numerators, dtype=np.float64)
    x = np.asarray(denominators, dtype=np.float64)
    mean_x = x.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(mean_x != 0.0, y.mean(axis=0) / mean_x, np.nan)
        influence = value + (y - value * x) / mean_x
    return Estimate(value, influence)


def quantile(
    counts: Floats, edges: Floats, probability: float, batch_quantiles: Floats, batch_sizes: Floats
) -> Estimate:
    """A quantile of the values of all replications pooled.

    counts: shape (*S, bins), observations of all replications in each bin. edges: shape (bins +
    1,), increasing, in the unit of the result; the last may be infinite. batch_quantiles,
    batch_sizes: shape (replications, *S), the same quantile within each replication (NaN where it
    has no observation) and how many observations it rests on.

    The value comes from the pooled histogram, since the mean of the quantiles of small samples is
    biased; within a bin observations are taken as evenly spread, so the error is at most a bin's
    width. The spread comes from the replications' own quantiles, weighted by their sizes like a
    ratio: to first order both are the same linear functional of the observations.
    """
    if not 0.0 < probability < 1.0:
        raise ValueError(f"probability is {probability}, but must lie between 0 and 1")
    if counts.shape[-1] != edges.shape[0] - 1:
        raise ValueError(
            f"{counts.shape[-1]} bins need {counts.shape[-1] + 1} edges, not {edges.shape[0]}"
        )
    value = pooled_quantile(np.asarray(counts, dtype=np.float64), edges, probability)
    sizes = np.asarray(batch_sizes, dtype=np.float64)
    own = np.where(sizes > 0.0, batch_quantiles, 0.0)
    spread = ratio(own * sizes, sizes)
    influence = value + (spread.influence - spread.value)
    return Estimate(value, influence)


def pooled_quantile(counts: Floats, edges: Floats, probability: float) -> Floats:
    """Quantiles of histograms of shape (*S, bins); NaN for an empty one."""
    cumulative = counts.cumsum(axis=-1)
    size = cumulative[..., -1]
    wanted = probability * size
    position = (cumulative < wanted[..., None]).sum(axis=-1)
    position = np.minimum(position, counts.shape[-1] - 1)
    inside = np.take_along_axis(counts, position[..., None], axis=-1)[..., 0]
    before = np.take_along_axis(cumulative, position[..., None], axis=-1)[..., 0] - inside
    low, high = edges[position], edges[position + 1]
    high = np.where(np.isfinite(high), high, low)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = low + np.clip((wanted - before) / inside, 0.0, 1.0) * (high - low)
    return np.where(size > 0.0, value, np.nan)


def interval(estimate: Estimate, confidence: float = 0.95) -> Interval:
    """Two-sided Student t interval of each estimate over its replications."""
    n = estimate.replications
    if n < 2:
        blank = np.full_like(estimate.value, np.nan)
        return Interval(estimate.value, blank, blank.copy(), n)
    error = estimate.influence.std(axis=0, ddof=1) / np.sqrt(n)
    reach = student_quantile(0.5 + confidence / 2.0, n - 1) * error
    return Interval(estimate.value, estimate.value - reach, estimate.value + reach, n)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """`first - second`, replication by replication: both must come from the same demand, in the
    same order.
    """
    if first.replications != second.replications:
        raise ValueError(
            f"a paired difference needs equally many replications, not {first.replications} and "
            f"{second.replications}"
        )
    return Estimate(first.value - second.value, first.influence - second.influence)
