"""Texts made fit for paper: NFC, no control signs; Vietnamese dates, letters and Roman numbers."""

from __future__ import annotations

import unicodedata
from datetime import date

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Point letters in the order of the Vietnamese alphabet; f, j, w, z do not occur in it.
_POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def clean(text: str) -> str:
    """NFC, one line, without signs that cannot be printed.

    Line ends and other white space become spaces; invisible signs that change the direction or
    the look of what follows are dropped; halves of surrogate pairs, private and unassigned code
    points are replaced, since neither XML nor PDF/A takes them.
    """
    normal = unicodedata.normalize("NFC", text)
    if normal.isascii() and normal.isprintable():
        return normal
    return "".join(_printable(sign) for sign in normal)


def _printable(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cc", "Zl", "Zp"):
        return " " if sign.isspace() else ""
    if category == "Cf":
        return ""
    return _REPLACEMENT if category in ("Cs", "Co", "Cn") else sign


def capitals(text: str) -> str:
    """In capital letters, as NFC."""
    return unicodedata.normalize("NFC", clean(text).upper())


def long_day(day: date | None) -> str:
    """ "ngày 03 tháng 02 năm 2026": a leading zero for days below 10 and for months 1 and 2 only.

    None leaves room to write the day by hand.
    """
    if day is None:
        return "ngày ... tháng ... năm ..."
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def roman(number: int) -> str:
    """Roman numerals for parts, chapters and annexes."""
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def point_letter(index: int) -> str:
    """The letter of the point at `index` (from 0): a ... y, then aa, ab ..."""
    over, place = divmod(index, len(_POINT_LETTERS))
    return (_POINT_LETTERS[over - 1] if over else "") + _POINT_LETTERS[place]


def width_mm(text: str, size_pt: float) -> float:
    """About how wide a line of bold Times is; for rules that are a share of a line's length."""
    ems = 0.0
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign):
            continue
        if sign == " ":
            ems += 0.25
        elif sign in "iljtfrI-.,:'":
            ems += 0.34
        elif sign.isupper():
            ems += 0.7
        else:
            ems += 0.5
    return ems * size_pt * 25.4 / 72
