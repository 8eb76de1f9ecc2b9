"""Vietnamese order and folding."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.platform.kernel.collation import fold, person_sort_key, sort_key

IN_ORDER = [
    "2 An",
    "A",
    "An",
    "Án",
    "Anh",
    "Ăn",
    "Ân",
    "Ba Đình",
    "Cầu Giấy",
    "Dũng",
    "Đống Đa",
    "Hà",
    "Hoàng Mai",
    "Ô Chợ Dừa",
    "Ơn",
    "Tây Hồ",
    "Ước",
    "Yên Hòa",
]


def test_names_sort_as_a_vietnamese_dictionary_does() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_tones_decide_only_between_equal_letters() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "man"]
    backwards = list(reversed(words))
    assert sorted(backwards, key=sort_key) == words


def test_people_go_by_given_name_first() -> None:
    people = [("Trần", "", "An"), ("Lê", "Thị", "Bình"), ("Nguyễn", "Văn", "Bình")]
    backwards = list(reversed(people))
    assert sorted(backwards, key=lambda p: person_sort_key(*p)) == people


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đống Đa", "dong da"),
        ("  NGUYỄN   Thị  Ước ", "nguyen thi uoc"),
        ("Công an phường Ô Chợ Dừa", "cong an phuong o cho dua"),
        ("Đoàn", "doan"),
    ],
)
def test_folding_strips_case_tones_and_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=30))
def test_keys_are_ascii_and_folding_twice_changes_nothing(text: str) -> None:
    assert sort_key(text).isascii()
    assert fold(fold(text)) == fold(text)
