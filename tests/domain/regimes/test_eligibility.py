"""Reasons for and against somebody in an office, as a lawyer can read them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiem.domain.regimes.eligibility import Facts, Office, oldest_for, reasons

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "eligibility.yaml").read_text(encoding="utf-8")
)
DAY = date(2026, 11, 1)
HOST = 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case_of_eligibility(case: dict[str, Any]) -> None:
    person = case["person"]
    facts = Facts(
        age=person.get("age"),
        rank_level=person.get("rank"),
        unit_id=HOST if person["in_host_unit"] else 13,
        offices=person["offices"],
        held_before=person.get("held_before", False),
        load=person.get("load"),
    )
    office = Office(case.get("family", "youth"), case["type"], case["role"], frozenset({HOST}))
    found = reasons(office, facts, DAY)
    said = [f"{r.code} {r.verdict} {r.rule.letter if r.rule else '-'}" for r in found]
    assert said == case["reasons"]
    assert (not any(r.bars for r in found)) == case["eligible"]


@pytest.mark.parametrize(
    ("type_code", "role", "years"),
    [
        ("youth_city", "secretary", 35),
        ("youth_city", "standing_member", 32),
        ("youth_grassroots", "secretary", 35),
        ("youth_grassroots", "committee_member", None),
    ],
)
def test_oldest_for_is_the_stricter_of_both_ages(
    type_code: str, role: str, years: int | None
) -> None:
    assert oldest_for(Office("youth", type_code, role), DAY) == years


def test_no_rule_holds_before_it_was_given() -> None:
    facts = Facts(60, 1, 1, 9, False, 3.0)
    (only,) = reasons(Office("youth", "youth_city", "secretary"), facts, date(2009, 12, 31))
    assert (only.code, only.rule) == ("no_age_rule", None)
