"""The rule that ends a run with --precision."""

from __future__ import annotations

import numpy as np
import pytest

from kiem.engine.study.estimates import interval, total
from kiem.engine.study.stopping import judge


def test_narrow_interval_is_narrow_by_the_adjusted_precision() -> None:
    estimate = total(np.array([99.0, 101.0] * 10))
    half = float(interval(estimate).half_width) / 100.0
    adjusted = half / (1.0 - half)  # p / (1 + p) = half
    assert judge([estimate], adjusted * 1.001, 1000).narrow
    assert not judge([estimate], adjusted * 0.999, 1000).narrow


def test_widest_figure_decides() -> None:
    narrow, wide = total(np.array([99.0, 101.0] * 10)), total(np.array([50.0, 150.0] * 10))
    verdict = judge([narrow, wide], 0.01, 1000)
    assert not verdict.narrow
    assert verdict.worst == pytest.approx(float(interval(wide).half_width) / 100.0)


def test_next_batch_follows_the_square_root_law_within_bounds() -> None:
    estimate = total(np.array([90.0, 110.0] * 10))
    half = judge([estimate], 0.5, 1000).worst
    # Half as wide again needs (1.25)^2 = 1.5625 as many: 12 more than 20.
    target = half / 1.25
    assert judge([estimate], target / (1.0 - target), 1000).next_total == 32
    assert judge([estimate], half / 100.0, 1000).next_total == 40  # at most doubled
    assert judge([estimate], 0.5, 1000).next_total == 24  # at least a fifth
    assert judge([estimate], half / 100.0, 30).next_total == 30  # never above the limit


def test_figures_that_are_exact_or_unknown_do_not_keep_the_run_going() -> None:
    zeros, unknown = total(np.zeros(10)), total(np.full(10, np.nan))
    assert judge([zeros, unknown], 0.01, 1000).narrow


def test_figure_around_zero_is_never_narrow() -> None:
    verdict = judge([total(np.array([1.0, -1.0] * 5))], 0.01, 1000)
    assert (verdict.narrow, verdict.worst, verdict.next_total) == (False, np.inf, 20)


@pytest.mark.parametrize("precision", [0.0, 1.0, -0.1])
def test_impossible_precision_is_refused(precision: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        judge([total(np.ones(10))], precision, 100)
