"""The viewer's own imports. A file may hold what only its sender may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiem.domain.imports import errors
from kiem.domain.imports.actions.files import book_of, parts_of
from kiem.domain.imports.models import SubmittedFile
from kiem.domain.imports.reading import Cell
from kiem.domain.imports.reading.values import shown
from kiem.domain.imports.recognising import Part, heads_of
from kiem.domain.imports.reporting import Report, from_json
from kiem.platform.access import Viewer

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import. `report`: what the last check found, None before the first."""

    id: int
    name: str
    sha256: str
    file_id: int
    state: str
    submitted_at: datetime
    applied_at: datetime | None
    parts: tuple[Part, ...]
    row_count: int
    report: Report | None
    reported_at: datetime | None
    decision_id: int | None
    run_id: int | None

    @property
    def is_open(self) -> bool:
        return self.state == SubmittedFile.State.OPEN

    @property
    def is_understood(self) -> bool:
        return any(part.is_complete for part in self.parts)


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet as its sender maps it: per column its head and the first values below."""

    part: Part
    rows: int
    columns: Sequence[tuple[int, str, str]]


def list_imports(*, viewer: Viewer, after: int | None = None, limit: int = 50) -> list[ImportRow]:
    """Newest first. `after`: the last id of the page before."""
    rows = SubmittedFile.objects.filter(user_id=viewer.user_id).order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_row(row) for row in rows[:limit]]


def read_import(*, import_id: int, viewer: Viewer) -> ImportRow:
    """One of the viewer's own. Raises NotFound for any other."""
    return _row(_own(import_id, viewer))


def read_sheets(*, import_id: int, viewer: Viewer) -> list[SheetShown]:
    """The sheets of an import with heads and first values, to say what each column is."""
    row = _own(import_id, viewer)
    book = book_of(row)
    found = []
    for part in parts_of(row):
        sheet = book.sheet(part.sheet)
        if sheet is None:
            continue
        heads = heads_of(sheet, part.head_row)
        width = max(len(values) for values in sheet.rows)
        heads += [""] * (width - len(heads))
        columns = [
            (number, head, _sample([sheet.cell(part.head_row + n, number) for n in range(1, 9)]))
            for number, head in enumerate(heads, start=1)
        ]
        found.append(SheetShown(part, len(sheet.rows) - part.head_row, columns))
    return found


def _sample(cells: Sequence[Cell]) -> str:
    texts = [shown(cell) for cell in cells if not cell.is_empty]
    return ", ".join(text for text in texts[:_SAMPLES] if text)


def _own(import_id: int, viewer: Viewer) -> SubmittedFile:
    row = SubmittedFile.objects.filter(pk=import_id, user_id=viewer.user_id).first()
    if row is None:
        raise errors.unknown_import(import_id)
    return row


def _row(row: SubmittedFile) -> ImportRow:
    return ImportRow(
        id=row.pk,
        name=row.name,
        sha256=row.sha256,
        file_id=row.file_id,
        state=row.state,
        submitted_at=row.submitted_at,
        applied_at=row.applied_at,
        parts=tuple(parts_of(row)),
        row_count=row.row_count,
        report=from_json(row.report) if row.report else None,
        reported_at=row.reported_at,
        decision_id=row.decision_id,
        run_id=row.run_id,
    )
