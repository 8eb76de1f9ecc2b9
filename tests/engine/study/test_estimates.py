"""Estimates and their intervals: worked numbers, and intervals that cover what they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kiem.engine.study.estimates import (
    Estimate,
    difference,
    interval,
    pooled_quantile,
    quantile,
    ratio,
    student_quantile,
    total,
)


@pytest.mark.parametrize(
    ("probability", "degrees", "tabled"),
    [
        (0.975, 1, 12.706),
        (0.975, 9, 2.262),
        (0.975, 29, 2.045),
        (0.95, 9, 1.833),
        (0.995, 4, 4.604),
    ],
)
def test_student_quantile_is_that_of_the_tables(
    probability: float, degrees: int, tabled: float
) -> None:
    assert round(student_quantile(probability, degrees), 3) == tabled


@pytest.mark.parametrize(("probability", "degrees"), [(0.0, 5), (1.0, 5), (0.5, 0)])
def test_student_quantile_outside_its_domain_is_refused(probability: float, degrees: int) -> None:
    with pytest.raises(ValueError, match=r"probability|degree"):
        student_quantile(probability, degrees)


def test_interval_of_a_total_is_the_textbook_one() -> None:
    # Law (2015), example 4.26: ten observations, 90 % interval 1.34 +- 0.24.
    values = np.array([1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09])
    bounds = interval(total(values), confidence=0.90)
    assert round(float(bounds.value), 2) == 1.34
    assert round(float(bounds.half_width), 2) == 0.24
    assert bounds.n == 10


def test_interval_of_one_replication_is_unknown() -> None:
    bounds = interval(total(np.array([[3.0, 4.0]])))
    assert bounds.value.tolist() == [3.0, 4.0]
    assert np.isnan(bounds.low).all()
    assert np.isnan(bounds.high).all()


def test_ratio_weighs_each_case_the_same() -> None:
    # 10 hours over 1 case and 10 hours over 9 cases: 2 hours a case, not the mean of 10 and 1.1.
    estimate = ratio(np.array([10.0, 10.0]), np.array([1.0, 9.0]))
    assert float(estimate.value) == 2.0
    assert float(estimate.influence.mean()) == pytest.approx(2.0, abs=1e-12)
    # Linearised: e_r = (y_r - 2 x_r) / 5 is 8/5 and -8/5, so the standard error is 8/5.
    assert estimate.influence.tolist() == pytest.approx([3.6, 0.4])


def test_ratio_without_denominator_is_unknown_and_disturbs_no_other() -> None:
    estimate = ratio(np.array([[0.0, 1.0], [0.0, 3.0]]), np.array([[0.0, 2.0], [0.0, 2.0]]))
    assert np.isnan(estimate.value[0])
    assert estimate.value[1] == 1.0
    assert np.isnan(interval(estimate).low[0])


def test_ratio_of_a_constant_denominator_is_the_plain_mean() -> None:
    values = np.array([1.0, 2.0, 6.0])
    estimate = ratio(values, np.ones(3))
    assert estimate.influence.tolist() == pytest.approx(values.tolist())


def test_pooled_quantile_interpolates_within_its_bin() -> None:
    edges = np.array([0.0, 1.0, 2.0, 4.0])
    counts = np.array([[2.0, 2.0, 4.0], [0.0, 0.0, 0.0], [0.0, 0.0, 8.0]])
    # Half of 8 is reached at the end of the second bin; nine tenths are 3.2 of 4 into the third.
    assert pooled_quantile(counts, edges, 0.5)[0] == 2.0
    assert pooled_quantile(counts, edges, 0.9)[0] == pytest.approx(2.0 + 2.0 * 3.2 / 4.0)
    assert np.isnan(pooled_quantile(counts, edges, 0.5)[1])
    assert pooled_quantile(counts, edges, 0.5)[2] == 3.0


def test_pooled_quantile_in_an_open_last_bin_is_its_lower_edge() -> None:
    assert pooled_quantile(np.array([0.0, 5.0]), np.array([0.0, 1.0, np.inf]), 0.5) == 1.0


def test_quantile_leaves_out_replications_without_observations() -> None:
    edges = np.array([0.0, 1.0, 2.0])
    estimate = quantile(
        np.array([4.0, 4.0]), edges, 0.5, np.array([0.5, np.nan, 1.5]), np.array([4.0, 0.0, 4.0])
    )
    assert float(estimate.value) == 1.0
    assert float(estimate.influence.mean()) == pytest.approx(1.0, abs=1e-12)
    assert estimate.influence[1] == pytest.approx(1.0)


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_quantile_of_no_probability_is_refused(probability: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(np.ones(1), np.array([0.0, 1.0]), probability, np.ones(2), np.ones(2))


def test_quantile_with_edges_that_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="need 3 edges"):
        quantile(np.ones(2), np.array([0.0, 1.0]), 0.5, np.ones(2), np.ones(2))


def test_difference_of_noise_in_common_is_exact() -> None:
    noise = np.random.default_rng().normal(100.0, 30.0, 20)
    gap = interval(difference(total(noise + 2.0), total(noise)))
    assert float(gap.value) == pytest.approx(2.0)
    assert float(gap.half_width) == pytest.approx(0.0, abs=1e-9)


def test_difference_of_unequal_replications_is_refused() -> None:
    with pytest.raises(ValueError, match="3 and 2"):
        difference(total(np.ones(3)), total(np.ones(2)))


def _covered(estimates: list[Estimate], truth: float) -> int:
    bounds = [interval(estimate) for estimate in estimates]
    return sum(bool(b.low <= truth <= b.high) for b in bounds)


def _is_plausible(covered: int, tries: int, nominal: float, slack: float) -> bool:
    """Within 5 standard deviations of a coverage no further than `slack` from the nominal one."""
    reach = 5.0 * np.sqrt(nominal * (1.0 - nominal) / tries)
    return nominal - slack - reach <= covered / tries <= nominal + slack + reach


def test_interval_of_a_ratio_covers_the_truth_as_often_as_it_says() -> None:
    draws = np.random.default_rng()
    estimates = []
    for _ in range(1000):
        sizes = draws.poisson(40.0, 20)
        sums = np.array([draws.exponential(3.0, n).sum() for n in sizes])
        estimates.append(ratio(sums, sizes))
    assert _is_plausible(_covered(estimates, 3.0), 1000, 0.95, 0.01)


def test_interval_of_a_pooled_quantile_covers_the_truth_as_often_as_it_says() -> None:
    draws = np.random.default_rng()
    edges = np.concatenate([np.linspace(0.0, 20.0, 401), [np.inf]])
    estimates = []
    for _ in range(600):
        samples = [draws.exponential(1.0, n) for n in draws.poisson(400.0, 20)]
        counts = np.histogram(np.concatenate(samples), edges)[0].astype(float)
        own = np.array([np.quantile(sample, 0.9) for sample in samples])
        sizes = np.array([sample.size for sample in samples])
        estimates.append(quantile(counts, edges, 0.9, own, sizes))
    truth = float(stats.expon.ppf(0.9))
    assert _is_plausible(_covered(estimates, truth), 600, 0.95, 0.02)
