"""Packaged rules carry source and letter, change by day, and refuse typing errors."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.elections.rules import EXAMPLES, KEYS, packaged_rules, read_rules, rules_for
from kiem.domain.regimes.errors import BrokenRule

DAY = date(2025, 6, 1)


def test_youth_union_holds_a_congress_by_delegates_from_120_members() -> None:
    rules = rules_for(family="youth", organization_type="youth_grassroots", on=DAY)
    assert (rules["delegates_from_members"].value, rules["delegates_from_members"].letter) == (
        "120",
        "S",
    )
    assert set(rules) == set(KEYS) == set(EXAMPLES)
    assert str(rules["quorum_share"].share) == "2/3"


def test_trade_union_holds_one_from_150() -> None:
    rules = rules_for(family="trade_union", organization_type="trade_union_grassroots", on=DAY)
    assert rules["delegates_from_members"].value == "150"


def test_before_a_rule_was_in_force_there_is_none() -> None:
    rules = rules_for(family="youth", organization_type="youth_city", on=date(2016, 12, 31))
    assert "delegates_from_members" not in rules


def test_every_packaged_value_names_its_source_in_both_languages() -> None:
    assert packaged_rules()
    for rule in packaged_rules():
        assert rule.source_vi
        assert rule.source_en
        assert KEYS[rule.key](rule.value)


HEAD = "sources: {s: {vi: a, en: b}}\nrules:\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- 1", "no mapping"),
        (HEAD + "- {key: nonsense, values: []}", "not known"),
        (HEAD + "- {key: quorum_share, values: []}", "no day"),
        (
            HEAD + "- {key: quorum_share, values: [{from: 2020-01-01, value: '2', letter: S,"
            " source: s}]}",
            "no value",
        ),
        (
            HEAD + "- {key: quorum_share, values: [{from: 2020-01-01, value: 2/3, letter: Z,"
            " source: s}]}",
            "letter or source",
        ),
        (
            HEAD + "- {key: quorum_share, values: [{from: 2020-01-01, value: 2/3, letter: S,"
            " source: s}, {from: 2019-01-01, value: 2/3, letter: S, source: s}]}",
            "order of date",
        ),
    ],
)
def test_typing_error_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(BrokenRule, match=problem):
        read_rules(text, "rules.yaml")


@pytest.mark.parametrize("value", ["0/1", "3/2", "1/0", "half", "1", "-1/2", "", "1/2/3", "½"])
def test_share_is_a_fraction_up_to_one(value: str) -> None:
    assert not KEYS["majority_share"](value)
