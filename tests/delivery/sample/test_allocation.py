"""Strengths by rule."""

from __future__ import annotations

from collections import Counter

import pytest

from kiem.delivery.sample.allocation import (
    apportion,
    apportion_at_least,
    district_strengths,
    former_strengths,
    level,
    principal_successors,
    reinforcements,
    share_out,
    strengths,
)
from kiem.delivery.sample.factbook import city_facts


def test_apportion_gives_largest_remainders_the_rest() -> None:
    assert apportion(10, {"a": 1.0, "b": 1.0, "c": 1.0}) == {"a": 4, "b": 3, "c": 3}
    assert apportion(7, {"a": 5.0, "b": 2.0}) == {"a": 5, "b": 2}


def test_apportion_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="positive weight"):
        apportion(3, {"a": 0.0})


def test_apportion_at_least_raises_the_smallest() -> None:
    assert apportion_at_least(20, 4, {"a": 1.0, "b": 9.0, "c": 10.0}) == {"a": 4, "b": 8, "c": 8}


def test_strengths_add_up_to_the_published_total() -> None:
    assert sum(strengths().values()) == 11_164
    assert (min(strengths().values()), max(strengths().values())) == (51, 134)


def test_strengths_of_early_2025_and_reinforcements_add_up_to_the_same() -> None:
    assert sum(former_strengths().values()) == 8_490
    assert sum(former_strengths().values()) + sum(reinforcements().values()) == 11_164
    assert sum(district_strengths().values()) == 11_164 - 8_490 + 30 * 6


def test_principal_successor_is_the_one_that_inherits_the_code() -> None:
    principal = principal_successors()
    assert all(principal[commune.code] == commune.code for commune in city_facts().communes)
    links = {(link.former_code, link.code) for link in city_facts().successions}
    assert set(principal.items()) <= links


def test_undivided_commune_sends_everybody_to_its_successor() -> None:
    assert share_out(17, "09697") == {"09694": 17}


def test_divided_commune_sends_half_rounded_up_to_the_principal() -> None:
    assert share_out(17, "09619") == {"09619": 9, "09661": 8}


def test_levelling_brings_every_unit_to_its_strength() -> None:
    inflow: Counter[str] = Counter()
    for code, staff in former_strengths().items():
        inflow.update(share_out(staff + reinforcements()[code], code))
    result = Counter(inflow)
    for (giver, taker), count in level(inflow).items():
        assert count > 0
        result[giver] -= count
        result[taker] += count
    assert result == strengths()
