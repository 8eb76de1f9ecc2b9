"""Numbers, dates and status words as the reader's language writes them.

Vietnamese: 1.234,5 and 15/02/2025; English: 1,234.5 and 15 Feb 2025. Written by hand rather than
through locale tables because the pages format thousands of figures: one dictionary look-up each.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils.translation import get_language, gettext

from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.time.month import Month

NARROW_SPACE = "\u202f"
NO_VALUE = "–"
_SWAP = str.maketrans({",": ".", ".": ","})
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


_settled: ContextVar[bool | None] = ContextVar("page_is_vietnamese", default=None)


@contextmanager
def one_language() -> Iterator[None]:
    """Settle the language for the block, which must not change it: a page asks 12,000 times."""
    token = _settled.set(is_vietnamese())
    try:
        yield
    finally:
        _settled.reset(token)


def is_vietnamese() -> bool:
    settled = _settled.get()
    if settled is not None:
        return settled
    return not (get_language() or "vi").startswith("en")


def number(value: float | None, decimals: int = 0) -> str:
    """`1234.56` as `1.234,6` or `1,234.6`; None as a dash; never `-0`."""
    if value is None:
        return NO_VALUE
    text = f"{value:,.{decimals}f}"
    if text[0] == "-":
        text = text.replace("-", "\u2212" if text.strip("-0.,") else "")
    return text.translate(_SWAP) if is_vietnamese() else text


def hours(value: float | None, *, with_unit: bool = True) -> str:
    """Hours with one decimal and the unit `h`, which both languages use."""
    if value is None:
        return NO_VALUE
    return number(value, 1) + (NARROW_SPACE + "h" if with_unit else "")


def share(ratio: float | None, decimals: int = 0, *, with_unit: bool = True) -> str:
    """A ratio as per cent: 0.2 as `20 %`."""
    if ratio is None:
        return NO_VALUE
    return number(ratio * 100, decimals) + (NARROW_SPACE + "%" if with_unit else "")


def name_of(vietnamese: str, english: str) -> str:
    """The name in the reader's language; the other one where it is missing."""
    return (vietnamese or english) if is_vietnamese() else (english or vietnamese)


def day(value: date | None) -> str:
    """A day in tables: `15/02/2025` or `15 Feb 2025`."""
    if value is None:
        return NO_VALUE
    if is_vietnamese():
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return f"{value.day} {_MONTHS_EN[value.month - 1][:3]} {value.year}"


def long_day(value: date) -> str:
    """A day in sentences: `15 tháng 2 năm 2025` or `15 February 2025`."""
    if is_vietnamese():
        return f"{value.day} tháng {value.month} năm {value.year}"
    return f"{value.day} {_MONTHS_EN[value.month - 1]} {value.year}"


def month(value: Month | date) -> str:
    """A month in sentences: `tháng 2 năm 2025` or `February 2025`."""
    number_ = value.number if isinstance(value, Month) else value.month
    if is_vietnamese():
        return f"tháng {number_} năm {value.year}"
    return f"{_MONTHS_EN[number_ - 1]} {value.year}"


def short_month(number_: int) -> str:
    """A month on the ruler and under bars: `T2` or `Feb`."""
    return f"T{number_}" if is_vietnamese() else _MONTHS_EN[number_ - 1][:3]


def table_month(value: Month) -> str:
    """A month in tables: `11/2026` or `Nov 2026`."""
    if is_vietnamese():
        return f"{value.number:02d}/{value.year}"
    return f"{_MONTHS_EN[value.number - 1][:3]} {value.year}"


def moment(value: datetime | None) -> str:
    """A moment of the record, in local time to the minute."""
    if value is None:
        return NO_VALUE
    local = value.astimezone(LOCAL_ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def from_to(start: date | None, end: date | None) -> str:
    """Half-open days `start` to `end` in words; no end means until now and on."""
    if start is None:
        return NO_VALUE
    if end is None:
        return gettext("since {start}").format(start=day(start))
    last = date.fromordinal(end.toordinal() - 1)
    return f"{day(start)} – {day(last)}"
