"""Attaching files to entries and activities, and taking them away."""

from __future__ import annotations

from typing import BinaryIO

from django.db import models, transaction

from kiem.domain.ledger.daily_errors import evidence_not_found, too_much_evidence
from kiem.domain.ledger.errors import activity_not_found, entry_not_found
from kiem.domain.ledger.models import Evidence
from kiem.domain.ledger.queries.evidence import may_attach_to_activity, may_attach_to_entry
from kiem.platform import audit, files
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from

MOST_FILES = 20
LIMIT_BYTES = 10 * 1024 * 1024


def attach_evidence(
    *,
    name: str,
    content: bytes | BinaryIO,
    actor: Viewer,
    entry_id: int | None = None,
    activity_id: int | None = None,
) -> int:
    """Keep a file as evidence of an own entry, or of an activity one takes part in or whose
    organisation's ledger one keeps; returns the id of the evidence.

    Raises NotFound for entries and activities that are not the actor's, InvalidInput for files
    that are not taken (see `platform.files`) and beyond 20 files.
    """
    if entry_id is not None:
        if not may_attach_to_entry(actor, entry_id):
            raise entry_not_found(entry_id)
    elif activity_id is None or not may_attach_to_activity(actor, activity_id):
        raise activity_not_found(activity_id or 0)
    with transaction.atomic():
        of = models.Q(activity=activity_id) if entry_id is None else models.Q(entry=entry_id)
        if Evidence.objects.filter(of, recorded__upper_inf=True).count() >= MOST_FILES:
            raise too_much_evidence(MOST_FILES)
        stored = files.keep_file(
            name=name, content=content, kinds=files.DOCUMENTS, limit_bytes=LIMIT_BYTES, actor=actor
        )
        row = Evidence.objects.create(
            file_id=stored.id,
            entry_id=entry_id,
            activity_id=activity_id,
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
        )
        audit.record(
            action="ledger.attach_evidence",
            actor=actor,
            subject=f"activity:{activity_id}" if entry_id is None else f"time_entry:{entry_id}",
            rows={"ledger_evidence": [row.pk], "files_keptfile": [stored.id]},
        )
    return int(row.pk)


def withdraw_evidence(*, evidence_id: int, actor: Viewer) -> None:
    """Take evidence away again; whoever may attach may do it."""
    with transaction.atomic():
        row = Evidence.objects.filter(pk=evidence_id, recorded__upper_inf=True).first()
        if row is None:
            raise evidence_not_found(evidence_id)
        allowed = (
            may_attach_to_entry(actor, row.entry_id)
            if row.entry_id is not None
            else may_attach_to_activity(actor, row.activity_id or 0)
        )
        if not allowed or not close_recorded(Evidence, [evidence_id], clock.now()):
            raise evidence_not_found(evidence_id)
        audit.record(
            action="ledger.withdraw_evidence",
            actor=actor,
            subject=f"activity:{row.activity_id}"
            if row.entry_id is None
            else f"time_entry:{row.entry_id}",
            rows={"ledger_evidence": [evidence_id]},
        )


def move_evidence(old_entry_id: int, new_entry_id: int, actor: Viewer) -> None:
    """Evidence of a corrected entry goes over to the one that holds instead."""
    moment = clock.now()
    held = list(Evidence.objects.filter(entry=old_entry_id, recorded__upper_inf=True))
    if not held:
        return
    close_recorded(Evidence, [row.pk for row in held], moment)
    Evidence.objects.bulk_create(
        Evidence(
            file_id=row.file_id,
            entry_id=new_entry_id,
            recorded=recorded_from(moment),
            recorded_by=actor.name,
        )
        for row in held
    )
