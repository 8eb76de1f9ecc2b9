"""Turns one column of a file into an array, and says which cells are wrong and why."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from kiem.engine.study.findings import Findings
from kiem.engine.study.schema import Column, Kind

Array = npt.NDArray[np.generic]

_NUMBER_WITH_UNIT = re.compile(
    r"^([-+]?[0-9]+(?:[.,][0-9]+)?)\s*(%|[a-zA-Zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]+)$"
)
_DECIMAL_COMMA = re.compile(r"^[-+]?[0-9]+,[0-9]+$")
_DAY_FIRST = re.compile(r"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}$")
_NOT_A_NUMBER = {
    "nan",
    "inf",
    "-inf",
    "+inf",
    "infinity",
    "#n/a",
    "#value!",
    "#div/0!",
    "null",
    "none",
    "na",
    "-",
}
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


def convert_column(
    series: pl.Series, column: Column, file: str, first_row: int, findings: Findings
) -> Array:
    """The column as an array of the type its kind calls for; wrong cells are told and become the
    default.
    """

    def tell(index: int, what: str, remedy: str) -> None:
        findings.error(file, what, remedy, row=first_row + index, column=column.name)

    if column.kind in (Kind.NUMBER, Kind.SHARE, Kind.INTEGER):
        return _numbers(series, column, tell)
    if column.kind in (Kind.DATE, Kind.MOMENT):
        return _dates(series, column, tell)
    return _texts(series, column, tell)


Tell = Callable[[int, str, str], None]


def _as_text(series: pl.Series) -> pl.Series:
    """Text without spaces at the ends; an empty cell is null."""
    text = series if series.dtype == pl.String else series.cast(pl.String, strict=False)
    text = text.str.strip_chars()
    return text.set(text == "", None)


def _tell_missing(missing: pl.Series, column: Column, tell: Tell) -> None:
    if column.required:
        for index in missing.arg_true():
            tell(index, "the cell is empty", f"Fill it in: {_expected(column)}")


def _expected(column: Column) -> str:
    if column.choices:
        return f"one of {', '.join(column.choices)}"
    words = {
        Kind.NUMBER: "a number",
        Kind.INTEGER: "a whole number",
        Kind.SHARE: "a share from 0 to 1",
        Kind.DATE: "a date such as 2026-03-31",
        Kind.MOMENT: "a date and time such as 2026-03-31T08:30",
        Kind.FLAG: "true or false",
    }.get(column.kind, "a code" if column.kind is Kind.CODE else "a text")
    return f"{words} ({column.unit})" if column.unit and column.kind is not Kind.SHARE else words


def _texts(series: pl.Series, column: Column, tell: Tell) -> Array:
    text = _as_text(series)
    _tell_missing(text.is_null(), column, tell)
    default = "" if column.default is None else str(column.default)
    if column.kind is Kind.FLAG:
        return _flags(text, column, tell)
    if column.kind is Kind.CHOICE:
        wrong = text.is_not_null() & ~text.is_in(list(column.choices))
        for index in wrong.arg_true():
            tell(index, f"{text[index]!r} is not known here", f"Use {_expected(column)}")
    return np.array(text.fill_null(default).to_list(), dtype=object)


def _flags(text: pl.Series, column: Column, tell: Tell) -> Array:
    values = np.full(len(text), bool(column.default), dtype=np.bool_)
    for index, value in enumerate(text.str.to_lowercase()):
        if value in _TRUE or value in _FALSE:
            values[index] = value in _TRUE
        elif value is not None:
            tell(index, f"{value!r} is neither true nor false", "Write true or false")
    return values


def _numbers(series: pl.Series, column: Column, tell: Tell) -> Array:
    if series.dtype.is_numeric():
        missing = series.is_null()
        values = series.cast(pl.Float64)
        shown = series
        unreadable = pl.Series([False] * len(series), dtype=pl.Boolean)
    else:
        shown = _as_text(series)
        missing = shown.is_null()
        values = shown.cast(pl.Float64, strict=False)
        unreadable = values.is_null() & ~missing
    _tell_missing(missing, column, tell)
    for index in unreadable.arg_true():
        tell(index, *_why_not_a_number(str(shown[index]), column))
    array = values.fill_null(np.nan).to_numpy().astype(np.float64)
    told = (missing | unreadable).to_numpy()
    for index in np.flatnonzero(~np.isfinite(array) & ~told):
        tell(
            int(index), f"{shown[int(index)]} is not a finite number", f"Write {_expected(column)}"
        )
    _check_bounds(array, column, tell)
    fallback = np.nan if column.default is None else float(column.default)
    array = np.where(np.isfinite(array), array, fallback)
    if column.kind is Kind.INTEGER:
        for index in np.flatnonzero(np.isfinite(array) & (array != np.round(array))):
            tell(int(index), f"{array[index]:g} is not a whole number", "Write a whole number")
        return np.where(np.isfinite(array), array, 0.0).astype(np.int64)
    return array


def _why_not_a_number(text: str, column: Column) -> tuple[str, str]:
    if text.lower() in _NOT_A_NUMBER:
        return f"{text!r} is not a number", f"Write {_expected(column)}, or leave the row out"
    if _DECIMAL_COMMA.match(text):
        return f"{text!r} has a decimal comma", f"Write {text.replace(',', '.')}"
    if match := _NUMBER_WITH_UNIT.match(text):
        number, unit = match.groups()
        if unit == "%" and column.kind is Kind.SHARE:
            return f"{text!r} is a percentage", f"Write {float(number.replace(',', '.')) / 100:g}"
        return (
            f"{text!r} carries a unit of measure",
            f"Write the number alone, in {column.unit or 'numbers'}",
        )
    return f"{text!r} is not a number", f"Write {_expected(column)}"


def _check_bounds(array: npt.NDArray[np.float64], column: Column, tell: Tell) -> None:
    low = 0.0 if column.kind is Kind.SHARE and column.low is None else column.low
    high = 1.0 if column.kind is Kind.SHARE and column.high is None else column.high
    array = np.where(np.isfinite(array), array, np.nan)
    with np.errstate(invalid="ignore"):
        if low is not None:
            for index in np.flatnonzero(array < low):
                word = "negative" if low == 0 else f"below {low:g}"
                tell(
                    int(index),
                    f"{array[index]:g} is {word}",
                    f"Write {_expected(column)}, at least {low:g}",
                )
        if high is not None:
            for index in np.flatnonzero(array > high):
                value = float(array[index])
                if column.kind is Kind.SHARE and 1.0 < value <= 100.0:
                    tell(int(index), f"{value:g} looks like a percentage", f"Write {value / 100:g}")
                else:
                    tell(
                        int(index),
                        f"{value:g} is above {high:g}",
                        f"Check the unit of measure, it is {column.unit or 'a plain number'}",
                    )


def _dates(series: pl.Series, column: Column, tell: Tell) -> Array:
    moment = column.kind is Kind.MOMENT
    if series.dtype in (pl.Date, pl.Datetime):
        missing = series.is_null()
        _tell_missing(missing, column, tell)
        values = series.cast(pl.Datetime("ms"))
    else:
        text = _as_text(series)
        missing = text.is_null()
        _tell_missing(missing, column, tell)
        values = (
            _parse_moments(text)
            if moment
            else text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("ms"))
        )
        for index in (values.is_null() & ~missing).arg_true():
            shown = str(text[index])
            remedy = f"Write {_expected(column)}"
            if _DAY_FIRST.match(shown):
                remedy += ", year first"
            tell(index, f"{shown!r} is not a date that exists", remedy)
    unit = "datetime64[s]" if moment else "datetime64[D]"
    return values.to_numpy().astype(unit)


def _parse_moments(text: pl.Series) -> pl.Series:
    plain = text.str.replace("T", " ", literal=True)
    long = plain.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="ms")
    short = plain.str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="ms")
    return long.zip_with(long.is_not_null(), short)
