"""Invented names."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from kiem.delivery.sample import names
from kiem.delivery.sample.names import NameMaker, PersonName, name_hash


def test_names_are_in_vietnamese_order() -> None:
    assert PersonName("Nguyễn", "Văn", "An").full == "Nguyễn Văn An"


def test_names_follow_the_shares_of_family_names() -> None:
    maker = NameMaker(Random("shares"))
    families = Counter(maker.draw("male").family for _ in range(20_000))
    assert abs(families["Nguyễn"] / 20_000 - 0.38) < 0.015
    assert abs(families["Trần"] / 20_000 - 0.12) < 0.01


def test_names_of_women_and_men_come_from_their_own_pools() -> None:
    maker = NameMaker(Random("sex"))
    women = {maker.draw("female").middle for _ in range(500)}
    men = {maker.draw("male").middle for _ in range(500)}
    assert "Văn" in men
    assert "Văn" not in women
    assert not {name for name in men if name.startswith("Thị")}


def test_excluded_name_is_never_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    first = NameMaker(Random("x")).draw("male").full
    excluded = frozenset({name_hash(first)})
    monkeypatch.setattr(names, "excluded_hashes", lambda: excluded)
    assert NameMaker(Random("x")).draw("male").full != first


def test_excluded_names_are_kept_as_hashes_only() -> None:
    hashes = names.excluded_hashes()
    assert len(hashes) > 100
    assert all(len(h) == names.HASH_LENGTH and int(h, 16) >= 0 for h in hashes)
