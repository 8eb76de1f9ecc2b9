"""Random numbers: uniform, independent by key, and the distributions as scipy knows them."""

import secrets

import numpy as np
from numba import njit, uint64
from scipy import special, stats

from kiem.engine.simulation.random_numbers import (
    draw_minutes,
    exponential,
    fill_normal,
    natural_log,
    normal_quantile,
    random_word,
    uniform,
)

DRAWS = 200_000
FAMILY_ERROR = 1e-4


@njit(error_model="numpy")
def _draw(kind, a, b, values, count, key0, key1):
    out = np.empty(count)
    for i in range(count):
        out[i] = draw_minutes(kind, a, b, values, 0, values.size, uint64(i), key0, key1)
    return out


@njit(error_model="numpy")
def _apply(x):
    out = np.empty((4, x.size))
    for i in range(x.size):
        out[0, i] = natural_log(x[i])
        out[1, i] = exponential(np.log(x[i]))
        out[2, i] = normal_quantile(x[i] / (1.0 + x[i]))
    odds = x / (1.0 + x)
    fill_normal(out[3], odds, x.size)
    return out


@njit(error_model="numpy")
def _uniforms(count, key0, key1):
    out = np.empty(count)
    for i in range(count):
        out[i] = uniform(random_word(uint64(i), key0, key1))
    return out


def _keys() -> tuple[np.uint64, np.uint64]:
    return np.uint64(secrets.randbits(64)), np.uint64(secrets.randbits(64))


def test_elementary_functions_agree_with_scipy() -> None:
    x = np.exp(np.linspace(-30, 30, 20_001))
    mine = _apply(x)
    assert np.abs(mine[0] - np.log(x)).max() < 1e-14 * 30
    assert np.abs(mine[1] / x - 1).max() < 1e-14
    away = x != 1  # where the quantile is not 0
    exact = special.ndtri(x[away] / (1 + x[away]))
    assert np.abs(mine[2][away] / exact - 1).max() < 2e-9
    assert mine[2].tobytes() == mine[3].tobytes(), "one by one and in blocks: the same bits"


def test_distributions_pass_kolmogorov_smirnov() -> None:
    variance = np.log1p(1.6**2)
    none, values = np.empty(0), np.arange(1.0, 9.0)
    cases = {
        "exponential": ((1, 10.0, 0.0, none), stats.expon(scale=10.0)),
        "lognormal": (
            (2, np.log(10) - variance / 2, variance**0.5, none),
            stats.lognorm(variance**0.5, scale=10 * np.exp(-variance / 2)),
        ),
        "gamma above 1": ((3, 4.0, 2.5, none), stats.gamma(4.0, scale=2.5)),
        "gamma below 1": ((3, 0.3, 30.0, none), stats.gamma(0.3, scale=30.0)),
    }
    low = FAMILY_ERROR / (len(cases) + 3)
    for name, (arguments, exact) in cases.items():
        keys = _keys()
        drawn = _draw(*arguments, DRAWS, *keys)
        assert stats.kstest(drawn, exact.cdf).pvalue > low, (name, keys)
    keys = _keys()
    drawn = _draw(4, 0.0, 0.0, values, DRAWS, *keys)
    counts = np.array([(drawn == value).sum() for value in values])
    assert stats.chisquare(counts).pvalue > low, ("empirical", keys)
    u, v = _uniforms(DRAWS, *keys), _uniforms(DRAWS, keys[0], keys[1] + np.uint64(1))
    assert stats.kstest(u, "uniform").pvalue > low, keys
    assert stats.pearsonr(u, v).pvalue > low, keys


def test_deterministic_times_are_exact() -> None:
    assert set(_draw(0, 12.5, 0.0, np.empty(0), 100, *_keys())) == {12.5}
