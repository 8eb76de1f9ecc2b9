"""Texts for paper: dates, numerals, letters, and signs that cannot be printed."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.documents.layout.texts import (
    capitals,
    clean,
    long_day,
    point_letter,
    roman,
    width_mm,
)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
        (None, "ngày ... tháng ... năm ..."),
    ],
)
def test_long_day_has_zero_below_ten_and_for_two_months_only(day: date | None, text: str) -> None:
    assert long_day(day) == text


def test_roman_numbers_up_to_eighty_nine() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 49, 89)] == [
        "I", "IV", "IX", "XIV", "XL", "XLIX", "LXXXIX",
    ]  # fmt: skip


def test_point_letters_follow_the_vietnamese_alphabet() -> None:
    assert "".join(point_letter(i) for i in range(6)) == "abcdđe"
    assert (point_letter(22), point_letter(23)) == ("y", "aa")


def test_clean_composes_and_drops_what_cannot_print() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Ánh")
    assert clean(decomposed) == "Nguyễn Ánh"
    assert clean("hai\r\ndòng\tchữ") == "hai  dòng chữ"
    assert clean("a\u202eb\u200bc\x00d") == "abcd"
    assert clean("\ud800\ue000\uffff") == "���"


def test_capitals_keep_vietnamese_marks() -> None:
    assert capitals("Đoàn cơ sở phường Ngã Tư Sở") == "ĐOÀN CƠ SỞ PHƯỜNG NGÃ TƯ SỞ"


@given(st.text())
def test_clean_text_is_composed_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in once)


def test_width_of_the_national_name_is_near_what_times_needs() -> None:
    # Times New Roman Bold at 12 pt: 80 mm, by the advance widths of its letters.
    assert 74 < width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12) < 86
