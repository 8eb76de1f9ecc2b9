"""Which sheet is of which kind, where its heads are, and which column is which.

Our own templates and tables with usual heads are recognised by themselves. Foreign heads are
mapped once by a person and known from then on by the heads' signature.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiem.domain.imports.columns import fold_head
from kiem.domain.imports.kinds import KINDS, Kind
from kiem.domain.imports.models import Layout
from kiem.domain.imports.reading import Sheet, Workbook
from kiem.platform.kernel.collation import fold

HEADS_WITHIN_ROWS = 15


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet as understood. `columns`: column number (from 1) by key. Heads stand in `head_row`.

    `kind` is empty for a sheet that is not read.
    """

    sheet: str
    kind: str
    head_row: int
    columns: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of required columns that no column of the sheet is."""
        if self.kind not in KINDS:
            return ()
        wanted = (column.key for column in KINDS[self.kind].columns if column.is_required)
        return tuple(key for key in wanted if key not in self.columns)

    @property
    def is_complete(self) -> bool:
        return self.kind in KINDS and not self.missing


def recognise(book: Workbook, kind: str = "") -> list[Part]:
    """How each visible filled sheet is understood. `kind` leaves no other kind to choose."""
    sheets = [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    kinds = [KINDS[kind]] if kind else list(KINDS.values())
    return [_recognise(sheet, kinds) for sheet in sheets]


def _recognise(sheet: Sheet, kinds: Sequence[Kind]) -> Part:
    best, best_score = Part(sheet.name, "", 1, {}), (False, False, 0, 0)
    for head_row, heads in _first_rows(sheet):
        learnt = _learnt(heads, kinds)
        if learnt is not None:
            return Part(sheet.name, learnt.kind, head_row, learnt.columns)
        for kind in kinds:
            columns = place(heads, kind)
            part = Part(sheet.name, kind.code, head_row, columns)
            named = fold(sheet.name) in (fold(kind.title_vi), fold(kind.title_en))
            score = (part.is_complete, named and len(columns) > 1, len(columns), -head_row)
            if len(columns) > 1 and score > best_score:
                best, best_score = part, score
    return best


def place(heads: Sequence[str], kind: Kind) -> dict[str, int]:
    """Key -> number of the first column with one of its heads."""
    folded = [fold_head(head) for head in heads]
    found: dict[str, int] = {}
    for column in kind.columns:
        for number, head in enumerate(folded, start=1):
            if head and head in column.heads and number not in found.values():
                found[column.key] = number
                break
    return found


def heads_of(sheet: Sheet, row: int) -> list[str]:
    """The row's texts, empty where there is none."""
    values = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    return [str(value).strip() if value is not None else "" for value in values]


def signature(heads: Sequence[str]) -> str:
    """What the same heads in the same order always give."""
    text = "\n".join(fold_head(head) for head in heads)
    return hashlib.sha256(text.encode()).hexdigest()


def _first_rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    for row in range(1, min(HEADS_WITHIN_ROWS, len(sheet.rows)) + 1):
        heads = heads_of(sheet, row)
        if sum(1 for head in heads if head) > 1:
            yield row, heads


def _learnt(heads: Sequence[str], kinds: Sequence[Kind]) -> Layout | None:
    found = Layout.objects.filter(signature=signature(heads)).first()
    return found if found and found.kind in {kind.code for kind in kinds} else None
