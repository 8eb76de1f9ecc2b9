"""What accounts of a sample are called in English."""

from __future__ import annotations

from datetime import date

from kiem.delivery.sample import personas
from kiem.delivery.sample.account_names import ENGLISH, english_name
from kiem.delivery.sample.vinh import personas as vinh_personas
from kiem.delivery.sample.world import World


def test_every_account_of_both_samples_has_an_english_name_and_no_other_has() -> None:
    plans = [*personas.persona_plans(World(date(2025, 7, 1))), *vinh_personas.persona_plans()]
    assert {plan.display_name for plan in plans} == set(ENGLISH)


def test_account_of_a_person_keeps_its_name() -> None:
    assert english_name("Nguyễn Văn An") == "Nguyễn Văn An"
    assert english_name("Phòng Tổ chức cán bộ") == "Personnel department"
