"""The tables of a study: every file, column, unit of measure and limit, in one place.

The loader checks against these descriptions, and a test holds `docs/reference/study.md` to them in
both directions. A quantity carries its unit in its name; a share is a number from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CODE = "code"  # short text that other tables refer to; no spaces at the ends
    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    SHARE = "share"  # 0 to 1
    CHOICE = "choice"
    DATE = "date"  # 2026-03-31
    MOMENT = "moment"  # 2026-03-31T08:30
    FLAG = "flag"  # true or false


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `default` stands in for an empty cell of a column that is not required.

    `refers` names the table (and its first key column) in which the code must occur.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = True
    default: float | str | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One file, `name`.csv or `name`.parquet. `key`: columns that together may not repeat."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    max_rows: int = 100_000

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


DISTRIBUTIONS = ("exponential", "lognormal", "gamma", "deterministic", "empirical")
DUE_UNITS = ("none", "working_hours", "working_days", "calendar_days")
REPEATS = ("once", "week", "month", "quarter", "year")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DONE = "done"
"""Where a case goes after its last stage, in the table routing."""


def code(name: str, meaning: str, *, refers: str | None = None, required: bool = True) -> Column:
    return Column(name, Kind.CODE, meaning, required=required, refers=refers, default="")
