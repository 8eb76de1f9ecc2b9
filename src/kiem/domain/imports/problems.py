"""Collects what is wrong with a file: all of it is counted, the first of it is kept."""

from __future__ import annotations

from collections import Counter

from kiem.domain.imports.errors import ROW_TEXTS
from kiem.domain.imports.reading import BadCell, CellError
from kiem.platform.kernel.errors import DomainError

KEPT = 500


class Problems:
    """Errors of all sheets, in the order they were found."""

    def __init__(self) -> None:
        self.kept: list[CellError] = []
        self.count = 0
        self.by_code: Counter[str] = Counter()

    def add(self, error: CellError | BadCell) -> None:
        found = error.error if isinstance(error, BadCell) else error
        self.count += 1
        self.by_code[found.code] += 1
        if len(self.kept) < KEPT:
            self.kept.append(found)

    def at(
        self, sheet: str, row: int, column: int, code: str, text: str = "", **params: object
    ) -> None:
        """An error of `ROW_TEXTS` at a cell, or at a row (`column` 0)."""
        message, remedy = ROW_TEXTS[code]
        self.add(
            CellError(
                sheet, row, column, f"imports.{code}", message, remedy, text,
                {"text": text, **params},
            )
        )  # fmt: skip

    def refused(self, sheet: str, row: int, error: DomainError) -> None:
        """What an action said of this row alone; its own row numbers mean nothing here."""
        params = dict(error.params)
        if "row" in params:
            params["row"] = row
        self.add(CellError(sheet, row, 0, error.code, error.message, error.remedy, "", params))
