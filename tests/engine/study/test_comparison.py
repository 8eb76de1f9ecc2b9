"""Many differences at once, and the best of several models."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kiem.engine.study.comparison import choose_best, false_discovery, two_sided_p
from kiem.engine.study.estimates import total

# The fifteen p-values of Benjamini and Hochberg (1995), section 3.2.
_LOW = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
_PUBLISHED = np.array([*_LOW, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000])


def test_false_discovery_rejects_the_four_of_the_original_paper() -> None:
    adjusted = false_discovery(_PUBLISHED, "positive")
    assert (adjusted <= 0.05).sum() == 4
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


@pytest.mark.parametrize(("dependence", "method"), [("positive", "bh"), ("any", "by")])
def test_false_discovery_agrees_with_scipy(dependence: str, method: str) -> None:
    p = np.random.default_rng().uniform(size=200) ** 3
    expected = stats.false_discovery_control(p, method=method)
    assert false_discovery(p, dependence) == pytest.approx(expected)  # type: ignore[arg-type]  # parametrised text


def test_false_discovery_keeps_shape_and_passes_over_the_unknown() -> None:
    adjusted = false_discovery(np.array([[0.01, np.nan], [0.02, 0.9]]), "positive")
    assert adjusted[0].tolist() == pytest.approx([0.03, np.nan], nan_ok=True)
    assert adjusted[1].tolist() == pytest.approx([0.03, 0.9])


def test_false_discovery_of_nothing_is_nothing() -> None:
    assert false_discovery(np.empty(0)).size == 0


def test_p_is_that_of_the_paired_t_test() -> None:
    draws = np.random.default_rng()
    first, second = draws.normal(1.0, 1.0, (12, 5)), draws.normal(1.3, 1.0, (12, 5))
    expected = stats.ttest_rel(first, second, axis=0).pvalue
    assert two_sided_p(total(first - second)) == pytest.approx(expected)


def test_p_of_a_difference_without_spread() -> None:
    gaps = np.tile(np.array([0.0, 2.0, np.nan]), (5, 1))
    assert two_sided_p(total(gaps)).tolist() == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)


def test_p_of_one_replication_is_unknown() -> None:
    assert np.isnan(two_sided_p(total(np.array([[1.0]])))).all()


def test_best_is_the_smallest_loss_and_sure_when_it_always_wins() -> None:
    noise = np.random.default_rng().normal(0.0, 50.0, 20)
    choice = choose_best([total(noise + 10.0), total(noise + 3.0), total(noise + 30.0)])
    assert (choice.best, choice.runner_up) == (1, 0)
    assert choice.margin == pytest.approx(7.0)
    assert choice.confidence == pytest.approx(1.0, abs=1e-6)


def test_best_of_equals_is_a_coin_toss() -> None:
    loss = total(np.array([1.0, 2.0, 3.0]))
    choice = choose_best([loss, loss])
    assert (choice.best, choice.margin, choice.confidence) == (0, 0.0, 0.5)


def test_best_confidence_is_one_minus_the_chance_of_the_opposite() -> None:
    gaps = np.array([1.0, -1.0, 2.0, 3.0, 0.0])
    choice = choose_best([total(np.zeros(5)), total(gaps)])
    error = gaps.std(ddof=1) / np.sqrt(5)
    assert choice.confidence == pytest.approx(stats.t.cdf(gaps.mean() / error, 4))


def test_best_of_one_replication_is_not_sure() -> None:
    choice = choose_best([total(np.array([1.0])), total(np.array([2.0]))])
    assert (choice.best, choice.confidence) == (0, 0.0)


def test_best_of_one_model_is_that_model() -> None:
    choice = choose_best([total(np.ones(3))])
    assert (choice.best, choice.runner_up, choice.confidence) == (0, -1, 1.0)


def test_best_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no model"):
        choose_best([])


def test_best_is_wrong_no_more_often_than_it_says() -> None:
    """Among choices made with confidence c, at least about a share c are right."""
    draws = np.random.default_rng()
    said, right = [], []
    for _ in range(2000):
        losses = [total(draws.normal(mean, 1.0, 10)) for mean in (0.0, 0.3, 0.6)]
        choice = choose_best(losses)
        said.append(choice.confidence)
        right.append(choice.best == 0)
    reach = 5.0 * np.sqrt(0.25 / len(said))
    assert np.mean(right) >= np.mean(said) - reach
