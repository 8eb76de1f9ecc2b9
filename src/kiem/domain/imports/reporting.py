"""What a check or an application of a file found: as a value, and as JSON to be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kiem.domain.imports.kinds import Effect, Tally
from kiem.domain.imports.problems import Problems
from kiem.domain.imports.reading import CellError

LINES_KEPT = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One row that would change something."""

    sheet: str
    row: int
    effect: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class PartReport:
    """A sheet: how many rows are new, change something, or say what is known already."""

    sheet: str
    kind: str
    new: int
    change: int
    equal: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole file. `errors` are the first ones, `error_count` is of all; `lines` likewise.

    `encoding` of a CSV file; `unread`: sheets nothing is taken from.
    """

    parts: tuple[PartReport, ...]
    errors: tuple[CellError, ...]
    error_count: int
    lines: tuple[Line, ...]
    encoding: str = ""
    unread: tuple[str, ...] = ()

    @property
    def changing(self) -> int:
        """Rows that would do something."""
        return sum(part.new + part.change for part in self.parts)

    @property
    def can_be_applied(self) -> bool:
        return not self.error_count and self.changing > 0


class Writing:
    """Puts a report together while the sheets are gone through."""

    def __init__(self) -> None:
        self.parts: list[PartReport] = []
        self.lines: list[Line] = []

    def add(self, sheet: str, kind: str, items: Sequence[Any]) -> None:
        tally = Tally()
        for item in items:
            tally.count(item.effect)
            if item.effect is not Effect.EQUAL and len(self.lines) < LINES_KEPT:
                self.lines.append(Line(sheet, item.row, item.effect, item.label, item.detail))
        self.parts.append(PartReport(sheet, kind, tally.new, tally.change, tally.equal))

    def report(self, problems: Problems, encoding: str, unread: Sequence[str]) -> Report:
        places = {part.sheet: number for number, part in enumerate(self.parts)}
        errors = sorted(problems.kept, key=lambda e: (places.get(e.sheet, -1), e.row, e.column))
        return Report(
            tuple(self.parts), tuple(errors), problems.count, tuple(self.lines), encoding,
            tuple(unread),
        )  # fmt: skip


def to_json(report: Report) -> dict[str, Any]:
    """Plain values; parameters of errors that are no plain values become text."""
    kept = asdict(report)
    for error in kept["errors"]:
        error["params"] = {name: _plain(value) for name, value in error["params"].items()}
    return kept


def from_json(kept: Mapping[str, Any]) -> Report:
    return Report(
        parts=tuple(PartReport(**part) for part in kept["parts"]),
        errors=tuple(CellError(**error) for error in kept["errors"]),
        error_count=kept["error_count"],
        lines=tuple(Line(**line) for line in kept["lines"]),
        encoding=kept["encoding"],
        unread=tuple(kept["unread"]),
    )


def _plain(value: object) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
