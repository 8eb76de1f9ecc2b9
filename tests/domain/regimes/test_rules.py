"""Rules: their form, their values, and cases a lawyer can read (tests/cases/*.yaml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiem.domain.regimes.errors import BrokenRule
from kiem.domain.regimes.loading import all_rules, read_regime
from kiem.domain.regimes.queries import (
    OfficeKey,
    Subject,
    age_limit,
    fewest_members,
    list_rules,
    lowest_age_limit,
    most_offices,
    release_hours,
    rule,
)
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel.errors import Forbidden, NotFound
from kiem.time.interval import DateInterval
from kiem.time.month import Month

CASES = Path(__file__).parents[2] / "cases"
CATALOGUE = Path(__file__).parents[3] / "src/kiem/domain/register/data/catalogue.yaml"


def cases(name: str) -> list[Any]:
    loaded: list[Any] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("case", cases("release_hours.yaml"), ids=lambda case: case["case"])
def test_case_of_release_hours(case: dict[str, Any]) -> None:
    office = OfficeKey(
        case.get("organisation", "member"),
        case["family"],
        case.get("type", ""),
        case["role"],
        case.get("members", 50),
        is_concurrent=case.get("concurrent", True),
    )
    month = Month.parse(case["month"])
    held = DateInterval(case.get("held_from", month.start), case.get("held_until"))
    given = release_hours(
        office,
        held=held,
        month=month,
        monthly_hours_hundredths=round(case.get("monthly_hours", 168) * 100),
    )
    assert given.hours_hundredths == round(case["release_hours"] * 100)
    assert [part.rule.letter.value for part in given.parts] == case["letters"]
    assert given.is_regulated == bool(case["letters"])


def test_every_value_has_letter_and_source_in_both_languages() -> None:
    assert len(all_rules()) == 27
    for each in all_rules():
        assert each.letter.value in "CSEM"
        assert each.source_vi
        assert each.source_en
        assert each.title_vi
        assert each.title_en


def test_every_role_and_type_is_one_of_the_register() -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    roles = {entry["code"] for entry in catalogue["roles"]}
    types = {entry["code"] for entry in catalogue["types"]}
    families = {entry["family"] for entry in catalogue["types"]}
    for each in all_rules():
        assert each.roles <= roles
        assert each.organization_types <= types
        assert each.family in families


def test_examples_are_never_law_and_law_is_never_an_example() -> None:
    for each in all_rules():
        assert (each.letter.value == "E") == ("example" in each.source_en)


def test_rule_is_found_by_its_id_and_day() -> None:
    found = rule("vn.trade_union.release.leader@2025-07-01", viewer=SYSTEM)
    assert (found.value, found.letter.value, found.valid.start) == (24.0, "C", date(2025, 7, 1))
    assert "50/2024/QH15" in found.source_vi


def test_unknown_rule_is_not_found() -> None:
    with pytest.raises(NotFound, match="no rule 'nothing'"):
        rule("nothing", viewer=SYSTEM)


def test_rules_in_force_are_listed_by_day_and_subject() -> None:
    listed = list_rules(viewer=SYSTEM, on=date(2025, 6, 1), subject=Subject.RELEASE_HOURS)
    assert {each.value for each in listed} == {24.0, 12.0, 15.0, 8.0, 4.0}


def test_rules_need_the_permission_to_see_them() -> None:
    with pytest.raises(Forbidden):
        list_rules(viewer=Viewer("nobody", 1))


def test_limits_answer_by_type_and_day() -> None:
    day = date(2026, 1, 1)
    secretary = age_limit(family="youth", organization_type="youth_city", role="secretary", on=day)
    assert secretary is not None
    assert secretary.value == 40
    assert age_limit(family="women", organization_type="women_city", role="chair", on=day) is None
    assert lowest_age_limit(on=day) == 35
    assert {code: each.value for code, each in fewest_members(on=day).items()} == {
        "youth_branch": 3.0,
        "youth_grassroots_branch": 3.0,
    }
    most = most_offices(on=day)
    assert most is not None
    assert (most.value, most.letter.value) == (2.0, "E")
    assert most_offices(on=date(2020, 1, 1)) is None


GOOD = """
id: r
family: youth
sources: {s: {vi: Nguồn, en: Source}}
release:
  - id: r.one
    title: {vi: Một, en: One}
    roles: [secretary]
    unit: hours_per_month
    values:
      - {from: 2024-01-01, value: 10, letter: E, source: s}
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("letter: E", "letter: X", "`letter: X` is not known"),
        ("source: s", "source: t", "names no known source"),
        ("value: 10", "value: ten", "'ten' is not a number"),
        ("value: 10", "value: -1", "'-1' is not a number"),
        ("from: 2024-01-01", "from: soon", "not in order of date"),
        ("unit: hours_per_month", "unit: minutes", "`unit: minutes` is not known"),
        ("    title: {vi: Một, en: One}\n", "", "`title` is missing"),
        ("id: r.one", "name: r.one", "`id` is missing"),
    ],
)
def test_malformed_rule_says_where_and_what(old: str, new: str, problem: str) -> None:
    assert len(read_regime(GOOD, "good.yaml")) == 1
    with pytest.raises(BrokenRule, match=problem):
        read_regime(GOOD.replace(old, new), "bad.yaml")


def test_rule_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(BrokenRule, match="holds no mapping"):
        read_regime("just text", "bad.yaml")
