"""Small files are checked and applied at once, large ones in the background."""

from __future__ import annotations

from django.db import transaction

from kiem.domain.imports.actions.applying import apply_file, check_file
from kiem.domain.imports.actions.files import open_file
from kiem.platform import jobs
from kiem.platform.access import Viewer

ROWS_AT_ONCE = 1_000  # about half a second of work


def start_check(*, import_id: int, actor: Viewer) -> int | None:
    """Check a file; the id of the run when that goes on in the background, else None."""
    with transaction.atomic():
        row = open_file(import_id, actor)
        if row.row_count <= ROWS_AT_ONCE:
            check_file(import_id=import_id, actor=actor)
            return None
        return _queue(row.pk, "imports.check", row.name, None, actor)


def start_apply(*, import_id: int, actor: Viewer, issuer_id: int | None = None) -> int | None:
    """Apply a file; the id of the run when that goes on in the background, else None."""
    with transaction.atomic():
        row = open_file(import_id, actor)
        if row.row_count <= ROWS_AT_ONCE:
            apply_file(import_id=import_id, actor=actor, issuer_id=issuer_id)
            return None
        return _queue(row.pk, "imports.apply", row.name, issuer_id, actor)


def _queue(import_id: int, kind: str, name: str, issuer_id: int | None, actor: Viewer) -> int:
    inputs = {"import_id": import_id, "issuer_id": issuer_id}
    return jobs.queue(kind=kind, inputs=inputs, actor=actor, label=name)
