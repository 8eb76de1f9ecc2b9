"""Numbers and dates as each language writes them."""

from __future__ import annotations

import datetime as dt
import math

from kiem.engine.study.report.texts import Language


def number(value: float, language: Language, digits: int | None = None) -> str:
    """A number with grouped thousands: 1,234.5 in English, 1.234,5 in Vietnamese; three figures by
    default.
    """
    if not math.isfinite(value):
        return "–"
    if digits is None:
        size = abs(value)
        digits = 0 if size >= 100 else 1 if size >= 10 else 2
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0.0:
        text = text.removeprefix("-")
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.translate({ord(","): ".", ord("."): ","}) if language == "vi" else text


def measured(value: float, half: float, language: Language, *, percent: bool = False) -> str:
    """A value with as many digits as its uncertainty allows: two figures of the half width."""
    scale = 100.0 if percent else 1.0
    value, half = scale * value, scale * half
    digits = None
    if math.isfinite(half) and half > 0.0:
        digits = min(max(1 - math.floor(math.log10(half)), 0), 3)
    big, word = _in_billions(value, language)
    if word:
        return f"{number(big, language, 1)} {word}"
    shown = number(value, language, digits)
    if digits is not None:
        shown += f" ± {number(half, language, digits)}"
    return f"{shown} %" if percent else shown


def _in_billions(value: float, language: Language) -> tuple[float, str]:
    if abs(value) < 1e9:
        return value, ""
    return value / 1e9, "tỷ" if language == "vi" else "billion"


def share(value: float, language: Language, digits: int = 1) -> str:
    """A share as a percentage: 93.4 %."""
    return f"{number(100.0 * value, language, digits)} %" if math.isfinite(value) else "–"


def signed(text: str) -> str:
    """A plus before what has no minus, for differences."""
    return text if text.startswith(("\N{MINUS SIGN}", "–")) else f"+{text}"


def date(day: dt.date, language: Language) -> str:
    """5 January 2026, or 05/01/2026."""
    return (
        day.strftime("%d/%m/%Y")
        if language == "vi"
        else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    )


_MONTHS = (
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
