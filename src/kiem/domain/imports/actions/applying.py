"""Checks a file and applies it: the same work, kept or undone."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from kiem.domain.imports import errors
from kiem.domain.imports.actions.files import book_of, open_file, parts_of
from kiem.domain.imports.carrying_out import Tell, carry_out
from kiem.domain.imports.issuers import issuer_of
from kiem.domain.imports.models import SubmittedFile
from kiem.domain.imports.reporting import Report, to_json
from kiem.domain.register.actions import record_decision
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock

NUMBER = "NK-{import_id:06d}"


def _silent(done: int, total: int, phase: str = "") -> None:
    """Nobody waits for progress."""


def check_file(*, import_id: int, actor: Viewer, tell: Tell = _silent) -> Report:
    """See what applying would do. Only the report is kept.

    Raises InvalidInput when no sheet is understood, NotFound for another's import, Forbidden
    without the permission of what the file holds.
    """
    with transaction.atomic():
        row = open_file(import_id, actor)
        report = _carry_out(row, actor, None, tell)
        row.report, row.reported_at = to_json(report), clock.now()
        row.save(update_fields=["report", "reported_at"])
    return report


def apply_file(
    *, import_id: int, actor: Viewer, issuer_id: int | None = None, tell: Tell = _silent
) -> Report:
    """Apply a file: all of it or, when anything in it is wrong, nothing.

    The report says which: it was applied when `error_count` is 0. Applying what was applied
    already writes nothing and returns the same report.

    `issuer_id`: in whose name the decision of kind import is issued; None takes the actor's own.
    """
    with transaction.atomic():
        row = open_file(import_id, actor)
        row.issuer_id = issuer_id

        def keep(report: Report, decision_id: int | None) -> None:
            row.state, row.applied_at = SubmittedFile.State.APPLIED, clock.now()
            row.decision_id = decision_id

        report = _carry_out(row, actor, keep, tell)
        row.report, row.reported_at = to_json(report), clock.now()
        row.save()
        if row.state == SubmittedFile.State.APPLIED:
            audit.record(
                action="imports.apply",
                actor=actor,
                subject=f"import:{import_id}",
                reason=f"sha256 {row.sha256}",
                rows={"imports_submittedfile": [import_id], "files_keptfile": [row.file_id]},
                decision_id=row.decision_id,
            )
    return report


def _carry_out(
    row: SubmittedFile,
    actor: Viewer,
    keep: Callable[[Report, int | None], None] | None,
    tell: Tell,
) -> Report:
    parts = parts_of(row)
    if not any(part.is_complete for part in parts):
        raise errors.not_understood(row.name)
    return carry_out(
        book_of(row),
        parts,
        actor=actor,
        day=clock.today(),
        make_decision=lambda: _decide(row, actor),
        keep=keep,
        tell=tell,
    )


def _decide(row: SubmittedFile, actor: Viewer) -> int:
    return record_decision(
        issuer_id=issuer_of(actor, row.issuer_id),
        number=NUMBER.format(import_id=row.pk),
        signed_on=clock.today(),
        kind="import",
        title_vi=f"Nhập dữ liệu từ tệp {row.name}"[:300],
        title_en=f"Import from the file {row.name}"[:300],
        reason=f"sha256 {row.sha256}",
        actor=actor,
    )
