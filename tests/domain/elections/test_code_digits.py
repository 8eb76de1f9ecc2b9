"""Codes as numbers: how hard to guess, how they are read, and what is kept of them."""

from __future__ import annotations

from math import isclose, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.elections.codes import (
    ENTROPY_BITS,
    check_digit,
    draw,
    key_of,
    read_code,
    written,
)
from tests.domain.elections.code_hall import refused


def test_code_is_as_hard_to_guess_as_we_say() -> None:
    assert isclose(ENTROPY_BITS, log2(10**15))
    assert ENTROPY_BITS > 49
    codes = draw(200)
    assert len(set(codes)) == 200
    assert all(read_code(written(code)) == code for code in codes)


def test_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("7992739871") == "3"


@given(st.integers(0, 10**15 - 1), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_a_typing_error_and_no_guess(number: int, place: int, more: int) -> None:
    digits = f"{number:015d}"
    code = digits + check_digit(digits)
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    refused("elections.code_misshapen", lambda: read_code(wrong))


@pytest.mark.parametrize(
    "text", ["", "x", "1" * 4000, "4829 1730 5664 11", "４８２９", "٤" * 16, "-"]
)
def test_text_that_is_no_code_is_refused_as_such(text: str) -> None:
    refused("elections.code_misshapen", lambda: read_code(text))


def test_code_is_read_however_it_is_spaced() -> None:
    (code,) = draw(1)
    for text in (code, written(code), f" {code[:8]}-{code[8:]} ", ".".join(code)):
        assert read_code(text) == code


def test_what_is_kept_of_a_code_needs_the_secret(settings: object) -> None:
    (code,) = draw(1)
    kept = key_of(code)
    settings.SECRET_KEY = "another installation's secret, as long as that"  # type: ignore[attr-defined]  # pytest-django's
    assert key_of(code) != kept
    assert code not in kept
