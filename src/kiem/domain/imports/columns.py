"""What a column of an import is: its heads in both languages, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from kiem.domain.imports.reading import (
    Cell,
    read_choice,
    read_code,
    read_day,
    read_moment,
    read_number,
    read_text,
    read_yes,
)
from kiem.platform.kernel.collation import fold

Read = str | date | datetime | Decimal | bool | None
_BESIDE = re.compile(r"\([^)]*\)|[*:]")


class Sort(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    CHOICE = "choice"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose: its code, and how both languages write it."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class Column:
    """`key` names it in code; `also`: other heads it is known by. `low`, `high`, `decimals` are for
    numbers, `limit` for texts (characters), `choices` for choices (asked when needed).

    `hint_vi`, `hint_en`: a sentence for the template and the reference.
    """

    key: str
    vi: str
    en: str
    sort: Sort
    hint_vi: str
    hint_en: str
    is_required: bool = False
    also: tuple[str, ...] = ()
    limit: int = 200
    low: int = 0
    high: int = 100
    decimals: int = 0
    choices: Callable[[], Sequence[Choice]] | None = None

    @cached_property
    def heads(self) -> frozenset[str]:
        """All heads it answers to, folded."""
        return frozenset(fold_head(text) for text in (self.key, self.vi, self.en, *self.also))

    def reader(self) -> Callable[[Cell], Read]:
        """A function that reads its cells; made once for a whole sheet."""
        needed = self.is_required
        match self.sort:
            case Sort.TEXT:
                return lambda cell: read_text(cell, required=needed, limit=self.limit)
            case Sort.CODE:
                return lambda cell: read_code(cell, required=needed, limit=self.limit)
            case Sort.DAY:
                return lambda cell: read_day(cell, required=needed)
            case Sort.MOMENT:
                return lambda cell: read_moment(cell, required=needed)
            case Sort.NUMBER:
                return lambda cell: read_number(
                    cell, low=self.low, high=self.high, decimals=self.decimals, required=needed
                )
            case Sort.YES:
                return read_yes
        written, offered = self.written_choices(), self.offered_choices()
        return lambda cell: read_choice(cell, written, offered=offered, required=needed)

    def offered_choices(self) -> str:
        """The choices as both languages write them, for whoever wrote something else."""
        return ", ".join(
            choice.vi if choice.vi == choice.en else f"{choice.vi} ({choice.en})"
            for choice in (self.choices() if self.choices else ())
        )

    def written_choices(self) -> dict[str, str]:
        """Folded text -> code, for everything that may be written in a cell."""
        offered = self.choices() if self.choices else ()
        found: dict[str, str] = {}
        for texts in ("vi", "en", "code"):
            for choice in offered:
                found.setdefault(fold(getattr(choice, texts)), choice.code)
        return found


def fold_head(text: str) -> str:
    """A head as it is compared: no accents, capitals, stars or words in brackets."""
    return " ".join(fold(_BESIDE.sub(" ", text)).replace("_", " ").split())
