"""When enough replications have been run: the rule behind `--precision`.

After each batch, the half width of the 95 % interval of every headline figure is compared with the
wanted share of the figure itself. The run stops when all are narrow enough, twice: at a check and
again after the next batch, because an interval that happens to be narrow at the first look is the
known weakness of sequential rules (Law, Simulation Modeling and Analysis, 5th ed., 2015, section
9.4.1, whose adjusted precision p / (1 + p) is used here too). The next batch follows from the
square-root law, between a fifth and the whole of what has been run, so that neither one lucky batch
ends the run nor one unlucky batch orders a thousand replications.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiem.engine.study.estimates import Estimate, interval

FIRST_BATCH = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """narrow: all intervals are narrow enough now. worst: widest half width as a share of its
    figure.

    next_total: replications to have run at the next check, never above the limit given.
    """

    narrow: bool
    worst: float
    next_total: int


def judge(estimates: list[Estimate], precision: float, limit: int) -> Verdict:
    """Judge scalar headline estimates. precision: share, 0.01 for 1 %. limit: most replications
    allowed.

    A figure that is exactly zero in all replications is exact and does not keep the run going.
    """
    if not 0.0 < precision < 1.0:
        raise ValueError(f"precision is {precision}, but must lie between 0 and 1 (1 % is 0.01)")
    n = estimates[0].replications
    worst = max(_relative_half_width(estimate) for estimate in estimates)
    target = precision / (1.0 + precision)
    narrow = bool(worst <= target)
    needed = n * (worst / target) ** 2 if np.isfinite(worst) else 2.0 * n
    step = int(np.clip(np.ceil(needed) - n, np.ceil(n / 5), n))
    return Verdict(narrow, worst, min(n + step, limit))


def _relative_half_width(estimate: Estimate) -> float:
    value = abs(float(estimate.value))
    if np.isnan(value):
        return 0.0
    half = float(interval(estimate).half_width)
    if half == 0.0:
        return 0.0
    if np.isnan(half) or value == 0.0:
        return float("inf")
    return half / value
