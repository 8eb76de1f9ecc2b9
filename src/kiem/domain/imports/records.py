"""From a sheet to records: one for each row that is filled, its cells read by their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiem.domain.imports.columns import Column
from kiem.domain.imports.problems import Problems
from kiem.domain.imports.reading import BadCell, Sheet


@dataclass(frozen=True, slots=True)
class Record:
    """A row that could be read. Columns the file does not have are None in `values`."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    columns: Mapping[str, int]

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def flag(self, problems: Problems, key: str, code: str, **params: object) -> None:
        """Say that the cell of this column is wrong by a rule of `ROW_TEXTS`."""
        text = str(self.values.get(key) or "")
        problems.at(self.sheet, self.row, self.columns.get(key, 0), code, text, **params)


def read_records(
    sheet: Sheet,
    head_row: int,
    placed: Mapping[str, int],
    columns: Sequence[Column],
    problems: Problems,
) -> list[Record]:
    """Records below the heads. A row with a wrong cell gives none, but all its errors."""
    readers = [
        (column.key, placed[column.key], column.reader())
        for column in columns
        if column.key in placed
    ]
    records = []
    for row in range(head_row + 1, len(sheet.rows) + 1):
        if sheet.is_blank(row) and not _is_flawed(sheet, row, placed):
            continue
        values: dict[str, Any] = {}
        is_sound = True
        for key, number, read in readers:
            try:
                values[key] = read(sheet.cell(row, number))
            except BadCell as error:
                problems.add(error)
                is_sound = False
        if is_sound:
            records.append(Record(sheet.name, row, values, placed))
    return records


def _is_flawed(sheet: Sheet, row: int, placed: Mapping[str, int]) -> bool:
    return bool(sheet.flaws) and any(
        sheet.flaws.get((row, column)) not in (None, "merged") for column in placed.values()
    )
