"""From a cell to a value of the subject: each function reads one sort, and says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from kiem.domain.imports.errors import CELL_TEXTS
from kiem.domain.imports.reading.cells import BadCell, Cell, CellError
from kiem.domain.imports.reading.encodings import is_garbled
from kiem.platform.kernel.collation import fold

FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2100, 1, 1)
_SHOWN = 60
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2}|\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) (?:nam )?(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:h]|g(?:iờ)?)\s*(\d{2})?(?::\d{2})?")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": None, "\u202f": None, " ": None})
_YES = frozenset({"x", "co", "yes", "y", "1", "true", "dung"})
_NO = frozenset({"", "khong", "no", "n", "0", "false", "sai", "-"})


def bad(cell: Cell, code: str, **params: object) -> BadCell:
    """The error `code` of `CELL_TEXTS` at this cell."""
    message, remedy = CELL_TEXTS[code]
    text = shown(cell)
    return BadCell(
        CellError(
            cell.sheet, cell.row, cell.column, f"imports.{code}", message, remedy, text,
            {"text": text, **params},
        )
    )  # fmt: skip


def shown(cell: Cell) -> str:
    """What stands in the cell, as short text."""
    value = cell.value
    if isinstance(value, float):
        text = f"{value:.15g}"
    elif isinstance(value, datetime):
        text = value.strftime("%d/%m/%Y %H:%M")
    elif isinstance(value, date):
        text = value.strftime("%d/%m/%Y")
    else:
        text = "" if value is None else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def read_text(cell: Cell, *, required: bool = False, limit: int = 200) -> str:
    """Text without spaces around it, composed (NFC); whole numbers as their digits."""
    _refuse_flaw(cell)
    value = cell.value
    if isinstance(value, float):
        text = str(int(value)) if value == int(value) else f"{value:.15g}"
    elif isinstance(value, date | time):
        text = shown(cell)
    elif isinstance(value, bool):
        raise bad(cell, "not_a_choice", choices="…")
    else:
        text = unicodedata.normalize("NFC", " ".join((value or "").split()))
    if not text and required:
        raise bad(cell, "empty")
    if is_garbled(text) or any(unicodedata.category(c) == "Cc" for c in text):
        raise bad(cell, "garbled")
    if len(text) > limit:
        raise bad(cell, "too_long", length=len(text), limit=limit)
    return text


def read_code(cell: Cell, *, required: bool = False, limit: int = 40) -> str:
    """A staff number or code of an organisation: text without any space inside."""
    return "".join(read_text(cell, required=required, limit=limit).split())


def read_day(cell: Cell, *, required: bool = False) -> date | None:
    """A day, from a date cell or from text in one of three forms, day before month."""
    _refuse_flaw(cell)
    value = cell.value
    if isinstance(value, datetime):
        return _in_range(cell, value.date())
    if isinstance(value, date):
        return _in_range(cell, value)
    if cell.is_empty or (isinstance(value, str) and not value.strip()):
        if required:
            raise bad(cell, "empty")
        return None
    if isinstance(value, float | bool):
        raise bad(cell, "number_for_day")
    if isinstance(value, time):
        raise bad(cell, "not_a_day")
    return _in_range(cell, _day_of_text(cell, " ".join(str(value).split())))


def _day_of_text(cell: Cell, text: str) -> date:
    if found := _DAY_FIRST.fullmatch(text):
        if len(found[3]) == 2:
            raise bad(cell, "short_year")
        day, month, year = found[1], found[2], found[3]
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found[1], found[2], found[3]
    elif found := _IN_WORDS.fullmatch(fold(text).replace(",", "")):
        day, month, year = found[1], found[2], found[3]
    else:
        raise bad(cell, "not_a_day")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise bad(cell, "not_a_day") from None


def _in_range(cell: Cell, day: date) -> date:
    if not FIRST_DAY <= day < LAST_DAY:
        raise bad(cell, "day_out_of_range", first=FIRST_DAY, last=LAST_DAY)
    return day


def read_moment(cell: Cell, *, required: bool = False) -> datetime | None:
    """A day with a time of day, without a zone: local time of the organisation."""
    _refuse_flaw(cell)
    value = cell.value
    if isinstance(value, datetime):
        _in_range(cell, value.date())
        return value.replace(second=0, microsecond=0)
    if isinstance(value, str) and value.strip():
        head, _, tail = " ".join(value.replace("T", " ").split()).rpartition(" ")
        clock = _CLOCK.fullmatch(tail)
        if head and clock and int(clock[1]) < 24 and int(clock[2] or 0) < 60:
            day = _in_range(cell, _day_of_text(cell, head))
            return datetime.combine(day, time(int(clock[1]), int(clock[2] or 0)))
        raise bad(cell, "not_a_moment")
    if not cell.is_empty and value != "" and not isinstance(value, str):
        raise bad(cell, "not_a_moment")
    if required:
        raise bad(cell, "empty")
    return None


def read_number(
    cell: Cell,
    *,
    low: int | Decimal,
    high: int | Decimal,
    decimals: int = 0,
    required: bool = False,
) -> Decimal | None:
    """A number from `low` to `high`; text may write it with a point or a comma."""
    _refuse_flaw(cell)
    value = cell.value
    if isinstance(value, bool | date | time):
        raise bad(cell, "not_a_number")
    if value is None or (isinstance(value, str) and not value.strip()):
        if required:
            raise bad(cell, "empty")
        return None
    number = _number_of(cell, value)
    if not low <= number <= high:
        raise bad(cell, "number_out_of_range", low=low, high=high)
    if number != round(number, decimals):
        raise bad(cell, "too_many_decimals", decimals=decimals)
    return round(number, decimals)


def _number_of(cell: Cell, value: float | str) -> Decimal:
    """Binary fractions of a cell are rounded to what a person can have typed."""
    text = f"{value:.12g}" if isinstance(value, float) else value.translate(_MINUS).strip("%")
    if isinstance(value, str):
        text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        if not re.fullmatch(r"[+\-]?[0-9]{1,12}(\.[0-9]{1,12})?", text):
            raise bad(cell, "not_a_number")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise bad(cell, "not_a_number") from None
    if not number.is_finite():
        raise bad(cell, "not_a_number")
    return number


def read_choice(
    cell: Cell,
    choices: Mapping[str, str],
    *,
    offered: str = "",
    required: bool = False,
    default: str = "",
) -> str:
    """The code of a choice. `choices`: what may be written, folded -> code (see `fold`).

    `offered`: the choices as people write them, for the error; else those of `choices`.
    """
    text = read_text(cell, required=required)
    if not text:
        return default
    code = choices.get(fold(text))
    if code is None:
        raise bad(cell, "not_a_choice", choices=offered or ", ".join(choices))
    return code


def read_yes(cell: Cell) -> bool:
    """`x`, `có`, `yes`, 1 or TRUE; empty is no."""
    _refuse_flaw(cell)
    if isinstance(cell.value, bool):
        return cell.value
    word = fold(read_text(cell))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise bad(cell, "not_a_choice", choices="x, có, không, yes, no")


def _refuse_flaw(cell: Cell) -> None:
    if cell.flaw:
        raise bad(cell, cell.flaw)
