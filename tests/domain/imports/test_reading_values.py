"""From cells to values: what people write is understood, what cannot be meant is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from kiem.domain.imports.errors import CELL_TEXTS
from kiem.domain.imports.reading import (
    BadCell,
    Cell,
    CellError,
    Value,
    read_choice,
    read_code,
    read_day,
    read_moment,
    read_number,
    read_text,
    read_yes,
)

# a spreadsheet's moments have no zone
HALF_PAST_EIGHT = datetime(2025, 3, 5, 8, 30)  # noqa: DTZ001 - see above


def cell(value: Value, flaw: str = "") -> Cell:
    return Cell("Người", 5, 3, value, flaw)


def wrong(read: Callable[[], object]) -> CellError:
    with pytest.raises(BadCell) as found:
        read()
    error = found.value.error
    assert (error.sheet, error.row, error.column, error.address) == ("Người", 5, 3, "C5")
    assert "{" not in str(error)
    return error


@pytest.mark.parametrize(
    "written",
    [
        "05/03/2025", "5/3/2025", "5.3.2025", "05-03-2025", " 5 / 3 / 2025 ", "2025-03-05",
        "2025/3/5", "5 tháng 3 năm 2025", "Ngày 05 tháng 03 năm 2025", "ngày 5 tháng 3, 2025",
        date(2025, 3, 5), HALF_PAST_EIGHT,
    ],
)  # fmt: skip
def test_day_is_read_from_dates_and_from_text_in_three_forms(written: Value) -> None:
    assert read_day(cell(written)) == date(2025, 3, 5)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("03/25/2025", "not_a_day"),  # the American order is never guessed
        ("31/02/2025", "not_a_day"),
        ("2025", "not_a_day"),
        ("soon", "not_a_day"),
        (time(8, 30), "not_a_day"),
        ("05/03/25", "short_year"),
        (45721.0, "number_for_day"),
        (True, "number_for_day"),
        ("05/03/0025", "day_out_of_range"),
        (date(2900, 1, 1), "day_out_of_range"),
    ],
)
def test_day_that_cannot_be_meant_is_told(written: Value, code: str) -> None:
    assert wrong(lambda: read_day(cell(written))).code == f"imports.{code}"


def test_text_is_trimmed_and_composed_and_numbers_are_digits() -> None:
    assert read_text(cell("  Nguyê\u0303n\u00a0 Văn\nAn ")) == "Nguyễn Văn An"
    assert read_text(cell(12345.0)) == "12345"
    assert read_text(cell(2.5)) == "2.5"
    assert read_text(cell(None)) == ""
    assert read_code(cell(" 00 123 ")) == "00123"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Nguyá»…n VÄƒn", "garbled"),
        ("Nguy\ufffdn", "garbled"),
        ("a\x07b", "garbled"),
        ("x" * 201, "too_long"),
        (True, "not_a_choice"),
    ],
)
def test_text_that_cannot_be_meant_is_told(value: Value, code: str) -> None:
    assert wrong(lambda: read_text(cell(value))).code == f"imports.{code}"


@pytest.mark.parametrize("flaw", ["formula", "error", "merged"])
@pytest.mark.parametrize("read", [read_text, read_day, read_moment, read_yes])
def test_value_that_stands_there_by_a_flaw_is_never_taken(
    flaw: str, read: Callable[[Cell], object]
) -> None:
    assert wrong(lambda: read(cell("05/03/2025", flaw))).code == f"imports.{flaw}"


@pytest.mark.parametrize("read", [read_text, read_day, read_moment])
@pytest.mark.parametrize("value", [None, "", "   "])
def test_missing_value_is_told_where_it_is_required(
    read: Callable[..., object], value: Value
) -> None:
    assert not read(cell(value))
    assert wrong(lambda: read(cell(value), required=True)).code == "imports.empty"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("7,5", "7.5"), ("7.5", "7.5"), (7.5, "7.5"), ("100 %", "100"), (0.1 + 0.2, "0.3")],
)
def test_number_is_read_with_point_or_comma(written: Value, expected: str) -> None:
    read = read_number(cell(written), low=0, high=100, decimals=2)
    assert read == Decimal(expected)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.234,5", "not_a_number"),
        ("abc", "not_a_number"),
        ("1e5", "not_a_number"),
        (float("inf"), "not_a_number"),
        (float("nan"), "not_a_number"),
        (date(2025, 3, 5), "not_a_number"),
        (True, "not_a_number"),
        (101.0, "number_out_of_range"),
        ("-1", "number_out_of_range"),
        (1.234, "too_many_decimals"),
    ],
)
def test_number_that_cannot_be_meant_is_told(written: Value, code: str) -> None:
    error = wrong(lambda: read_number(cell(written), low=0, high=100, decimals=2))
    assert error.code == f"imports.{code}"


@pytest.mark.parametrize(
    "written",
    [HALF_PAST_EIGHT, "05/03/2025 08:30", "2025-03-05T08:30", "5/3/2025 8h30"],
)
def test_moment_is_read_with_its_time(written: Value) -> None:
    assert read_moment(cell(written)) == HALF_PAST_EIGHT


@pytest.mark.parametrize("written", ["05/03/2025", "08:30", "05/03/2025 25:00", date(2025, 3, 5)])
def test_moment_without_a_time_is_told(written: Value) -> None:
    assert wrong(lambda: read_moment(cell(written))).code in (
        "imports.not_a_moment",
        "imports.not_a_day",
    )


def test_choice_is_read_without_accents_and_a_wrong_one_lists_them() -> None:
    choices = {"nam": "male", "male": "male", "nu": "female", "female": "female"}
    assert read_choice(cell("Nữ"), choices) == "female"
    assert read_choice(cell(None), choices, default="male") == "male"
    error = wrong(lambda: read_choice(cell("xx"), choices))
    assert error.params["choices"] == "nam, male, nu, female"
    error = wrong(lambda: read_choice(cell("xx"), choices, offered="Nam, Nữ"))
    assert error.params["choices"] == "Nam, Nữ"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("x", True), ("Có", True), (1.0, True), ("không", False), (None, False)],
)
def test_yes_is_read_in_both_languages(written: Value, expected: bool) -> None:
    assert read_yes(cell(written)) is expected


def test_every_cell_error_says_what_to_do() -> None:
    for message, remedy in CELL_TEXTS.values():
        assert message.endswith((".", "?"))
        assert remedy.endswith(".")
