"""Takes a file in, and lets a person say what its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from kiem.domain.imports import errors
from kiem.domain.imports.kinds import KINDS
from kiem.domain.imports.models import Layout, SubmittedFile
from kiem.domain.imports.reading import Limits, Workbook, read_workbook
from kiem.domain.imports.recognising import Part, heads_of, recognise, signature
from kiem.platform import audit, files
from kiem.platform.access import Permission, Viewer
from kiem.platform.audit.recording import actor_key
from kiem.platform.kernel import clock

LIMITS = Limits()


def submit_file(*, name: str, content: bytes, actor: Viewer, kind: str = "") -> int:
    """Keep a file and see what it is; returns the id of the import. Nothing else changes.

    Raises InvalidInput for a file that cannot be read, Forbidden without the right to change
    anything that can be imported.
    """
    _require_any(actor)
    if kind and kind not in KINDS:
        raise errors.unknown_kind(kind, ", ".join(KINDS))
    book = read_workbook(content, name, LIMITS)
    parts = recognise(book, kind)
    with transaction.atomic():
        stored = files.keep_file(
            name=name, content=content, kinds=files.TABLES, limit_bytes=LIMITS.bytes, actor=actor
        )
        row = SubmittedFile.objects.create(
            file_id=stored.id,
            sha256=stored.sha256,
            name=stored.name,
            user_id=actor.user_id,
            actor=actor_key(actor),
            submitted_at=clock.now(),
            parts=[_kept(part) for part in parts],
            row_count=sum(len(sheet.rows) for sheet in book.sheets),
        )
        audit.record(
            action="imports.submit",
            actor=actor,
            subject=f"import:{row.pk}",
            rows={"imports_submittedfile": [row.pk], "files_keptfile": [stored.id]},
        )
    return int(row.pk)


def set_parts(*, import_id: int, parts: Sequence[Part], actor: Viewer) -> None:
    """Say of which kind each sheet is and which column is which; heads are remembered.

    Raises InvalidInput for a sheet or a column the file does not have.
    """
    with transaction.atomic():
        row = open_file(import_id, actor)
        book = book_of(row)
        for part in parts:
            _guard(part, book)
        for part in parts:
            if part.is_complete:
                _learn(part, book, actor)
        row.parts = [_kept(part) for part in parts]
        row.report = row.reported_at = None
        row.save(update_fields=["parts", "report", "reported_at"])
        audit.record(
            action="imports.set_parts",
            actor=actor,
            subject=f"import:{import_id}",
            rows={"imports_submittedfile": [import_id]},
        )


def discard_file(*, import_id: int, actor: Viewer) -> None:
    """Put a file aside for good. Once more is harmless."""
    with transaction.atomic():
        row = _own(import_id, actor)
        if row.state == SubmittedFile.State.DISCARDED:
            return
        if row.state != SubmittedFile.State.OPEN:
            raise errors.not_open(row.name)
        row.state = SubmittedFile.State.DISCARDED
        row.save(update_fields=["state"])
        audit.record(
            action="imports.discard",
            actor=actor,
            subject=f"import:{import_id}",
            rows={"imports_submittedfile": [import_id]},
        )


def open_file(import_id: int, actor: Viewer) -> SubmittedFile:
    """The actor's own import, locked, not yet applied or discarded."""
    row = _own(import_id, actor)
    if row.state != SubmittedFile.State.OPEN:
        raise errors.not_open(row.name)
    return row


def book_of(row: SubmittedFile) -> Workbook:
    """The kept file, read again: what is applied is what was handed in."""
    stored, content = files.read_file(row.file_id)
    return read_workbook(content, stored.name, LIMITS)


def parts_of(row: SubmittedFile) -> list[Part]:
    return [Part(**part) for part in row.parts]


def _own(import_id: int, actor: Viewer) -> SubmittedFile:
    _require_any(actor)
    rows = SubmittedFile.objects.select_for_update()
    row = rows.filter(pk=import_id, user_id=actor.user_id).first()
    if row is None:
        raise errors.unknown_import(import_id)
    return row


def _require_any(actor: Viewer) -> None:
    if not any(kind.allows(actor) for kind in KINDS.values()):
        actor.require(Permission.CHANGE_REGISTER)


def _guard(part: Part, book: Workbook) -> None:
    sheet = book.sheet(part.sheet)
    if sheet is None or not 1 <= part.head_row <= len(sheet.rows):
        raise errors.unknown_sheet(part.sheet)
    if not part.kind:
        return
    if part.kind not in KINDS:
        raise errors.unknown_kind(part.kind, ", ".join(KINDS))
    known = {column.key for column in KINDS[part.kind].columns}
    width = max(len(values) for values in sheet.rows)
    numbers = list(part.columns.values())
    if set(part.columns) - known or any(not 1 <= number <= width for number in numbers):
        raise errors.unknown_sheet(part.sheet)


def _learn(part: Part, book: Workbook, actor: Viewer) -> None:
    sheet = book.sheet(part.sheet)
    if sheet is None:
        return
    heads = heads_of(sheet, part.head_row)
    if any(heads):
        Layout.objects.update_or_create(
            signature=signature(heads),
            defaults={
                "kind": part.kind,
                "columns": dict(part.columns),
                "learnt_at": clock.now(),
                "learnt_from": actor_key(actor),
            },
        )


def _kept(part: Part) -> Mapping[str, Any]:
    return {**asdict(part), "columns": dict(part.columns)}
