"""What a table's columns are: how a value is read, shown, sorted, filtered and exported."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from html import escape
from typing import Generic, TypeVar

from django.utils.safestring import SafeString

from kiem.delivery.web import wording
from kiem.platform.kernel.collation import fold, sort_key

R = TypeVar("R")
Value = str | int | float | date | bool | None

_CONDITION = re.compile(r"(>=|<=|>|<|=)?\s*([0-9]+(?:[.,][0-9]+)?)")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


class Kind(Enum):
    """How a column's values are written; numbers stand right with their unit in the head."""

    TEXT = "text"
    COUNT = "count"
    HOURS = "hours"
    SHARE = "share"  # a ratio, shown as per cent
    RATIO = "ratio"  # a load: 1.110; at 1.05 the third decimal decides
    DATE = "date"
    MOMENT = "moment"  # already written; never broken over lines

    @property
    def is_numeric(self) -> bool:
        return self in (Kind.COUNT, Kind.HOURS, Kind.SHARE, Kind.RATIO)

    @property
    def unit(self) -> str:
        return {Kind.HOURS: "h", Kind.SHARE: "%"}.get(self, "")


_SPECIAL = re.compile("[&<>\"']")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column over rows of type R.

    `value` is what is sorted, filtered and exported; `show` what is read (default: the value in the
    reader's language); `html` replaces the cell for a picture; `href` makes the cell a link,
    `why` a link that opens the side panel. `sort_by` replaces the value in sorting. `total_href`:
    where the sum over all rows leads.
    """

    key: str
    label: str
    value: Callable[[R], Value]
    kind: Kind = Kind.TEXT
    show: Callable[[R], str] | None = None
    html: Callable[[R], SafeString] | None = None
    href: Callable[[R], str | None] | None = None
    why: Callable[[R], str | None] | None = None
    sort_by: Callable[[R], str | float] | None = None
    is_summed: bool = False
    total_href: str = ""
    is_sortable: bool = True
    is_filterable: bool = True
    is_exported: bool = True
    is_heading: bool = False
    hint: str = ""

    def text(self, row: R) -> str:
        """The value as the reader's language writes it (no unit: the head has it)."""
        if self.show is not None:
            return self.show(row)
        return write_value(self.value(row), self.kind)

    def cell(self, row: R) -> str:
        """The cell's inner HTML, escaped."""
        if self.html is not None:
            return self.html(row)
        inner = _escaped(self.text(row))
        if self.why is not None and (target := self.why(row)):
            return why_link(target, inner)
        if self.href is not None and (target := self.href(row)):
            return f'<a href="{_escaped(target)}">{inner}</a>'
        return inner

    def has_value(self, row: R) -> bool:
        return self.value(row) not in (None, "")

    def sort_value(self, row: R) -> str | float:
        """What a row with a value sorts by; texts in Vietnamese order."""
        value = self.sort_by(row) if self.sort_by is not None else self.value(row)
        if isinstance(value, date):
            return float(value.toordinal())
        if isinstance(value, str):
            return value if self.sort_by is not None else sort_key(value)
        return float(value or 0)

    def matches(self, row: R, condition: str) -> bool:
        """Text: contains, without accents. Numbers: `12` (at least), `<5`, `=0`."""
        value = self.value(row)
        if self.kind.is_numeric:
            return _number_matches(value, condition, self.kind)
        return fold(condition) in fold(self.text(row))


def _escaped(text: str) -> str:
    """`html.escape`, which looks at every text five times; few cells have anything to escape."""
    return escape(text) if _SPECIAL.search(text) else text


def write_value(value: Value, kind: Kind) -> str:
    """A value in the reader's language, without its unit."""
    if value is None or value == "":
        return wording.NO_VALUE
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, str):
        return value
    if kind is Kind.SHARE:
        return wording.share(float(value), with_unit=False)
    if kind is Kind.HOURS:
        return wording.number(float(value), 1)
    return wording.number(float(value), 3 if kind is Kind.RATIO else 0)


def why_link(target: str, inner: str) -> str:
    """A figure that opens its explanation: in the side panel, or as a page without a script."""
    safe = escape(target)
    return f'<a class="why" href="{safe}" hx-get="{safe}" hx-target="#panel">{inner}</a>'


def _number_matches(value: Value, condition: str, kind: Kind) -> bool:
    read = _CONDITION.fullmatch(condition.strip())
    if read is None:
        return False
    if not isinstance(value, int | float):
        return False
    limit = float(read[2].replace(",", "."))
    shown = round(float(value) * 100) if kind is Kind.SHARE else round(float(value), 3)
    return _OPERATORS[read[1] or ">="](shown, limit)
