"""Reads single cells: spreadsheets hold a date as a date, a number or one of several texts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Flawed:
    """A cell whose value must not be trusted: a `formula`, an `error`, or `merged` with others."""

    flaw: str

    def __str__(self) -> str:
        return ""


Cell = str | float | int | bool | date | datetime | time | timedelta | Flawed | None

_EXCEL_ZERO = date(1899, 12, 30)
_DAY_FORMS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (0, 1, 2)),
    (re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})"), (2, 1, 0)),
)
_TIME_FORM = re.compile(r"(\d{1,2})(?:[:hg](\d{2})?)?(?::\d{2})?", re.IGNORECASE)
_SECONDS_OF_A_DAY = 86_400


class Unreadable(ValueError):
    """The cell is not what its column holds; `code` is a problem of `errors.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """A cell as its reader would say it, at most 60 letters."""
    return text_of(cell)[:60]


def text_of(cell: Cell) -> str:
    """Text without spaces around; a whole number (a staff number typed bare) without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", str(cell))
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable())
    return " ".join(text.split())


def day_of(cell: Cell) -> date:
    """A day: a date, 15/10/2025, 15.10.2025, 2025-10-15, or a spreadsheet's day number."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 36_526 <= cell < 73_051:  # the years 2000 to 2099
            raise Unreadable("bad_day")
        return _EXCEL_ZERO + timedelta(days=int(cell))
    text = text_of(cell)
    for form, (year, month, number) in _DAY_FORMS:
        if found := form.fullmatch(text):
            parts = [int(part) for part in found.groups()]
            try:
                return date(parts[year], parts[month], parts[number])
            except ValueError:
                break
    raise Unreadable("bad_day")


def time_of(cell: Cell) -> time:
    """A time of day to the minute: a time, 14:30, 14h30, or a part of a day."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    seconds: float | None = None
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1:
        seconds = cell * _SECONDS_OF_A_DAY
    if seconds is not None and 0 <= seconds < _SECONDS_OF_A_DAY:
        minutes = round(seconds / 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    found = _TIME_FORM.fullmatch(text_of(cell)) if isinstance(cell, str) else None
    if found is not None:
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Unreadable("bad_time")


def number_of(cell: Cell) -> Decimal:
    """A number to the hundredth; as text with a point or a comma for the decimals."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise Unreadable("bad_number")
    text = text_of(cell) if isinstance(cell, str) else repr(cell)
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Unreadable("bad_number") from None
    if not number.is_finite() or not 0 <= number < 100_000_000:
        raise Unreadable("bad_number")
    rounded = number.quantize(Decimal("0.01"))
    if abs(number - rounded) > Decimal("0.000001"):  # 7.1 + 0.2 in a spreadsheet is not quite 7.3
        raise Unreadable("too_fine")
    return rounded


def count_of(cell: Cell) -> int:
    """A whole number from 0."""
    number = number_of(cell)
    if number != number.to_integral_value():
        raise Unreadable("bad_count")
    return int(number)
