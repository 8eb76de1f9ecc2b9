"""The published facts, counted."""

from __future__ import annotations

from collections import Counter

from kiem.delivery.sample.factbook import city_facts, name_pools, number


def test_units_of_hanoi_are_counted_as_published() -> None:
    facts = city_facts()
    assert (len(facts.communes), len(facts.former_communes), len(facts.districts)) == (126, 526, 30)


def test_successions_divide_199_former_communes() -> None:
    links = Counter(link.former_code for link in city_facts().successions)
    assert len(links) == 526
    assert sum(count > 1 for count in links.values()) == 199
    assert sum(links.values()) == 794


def test_each_commune_inherits_the_code_of_exactly_one_former_commune() -> None:
    inherited = [link for link in city_facts().successions if link.inherits_code]
    assert sorted(link.code for link in inherited) == [c.code for c in city_facts().communes]
    assert all(link.code == link.former_code for link in inherited)


def test_centres_lie_in_hanoi() -> None:
    for commune in city_facts().communes:
        assert 20.5 < commune.latitude < 21.4, commune
        assert 105.2 < commune.longitude < 106.1, commune


def test_national_counts_are_those_of_the_brief() -> None:
    parts = [number("national", name) for name in ("communes", "wards", "special_zones")]
    assert sum(parts) == 3321
    assert number("national", "staff") == 200_000


def test_family_name_shares_of_the_first_ten_are_as_told() -> None:
    shares = name_pools()["family_names"]
    assert list(shares)[:3] == ["Nguyễn", "Trần", "Lê"]
    assert abs(sum(list(shares.values())[:10]) - 0.86) < 1e-9
