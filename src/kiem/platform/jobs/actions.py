"""Starts and cancels runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from kiem.platform import audit
from kiem.platform.access.viewer import Viewer
from kiem.platform.audit.recording import actor_key
from kiem.platform.jobs import errors
from kiem.platform.jobs.broker import defer
from kiem.platform.jobs.kinds import kind_of
from kiem.platform.jobs.models import Run, State
from kiem.platform.kernel import clock

MAX_LABEL = 200


def queue(*, kind: str, inputs: Mapping[str, Any], actor: Viewer, label: str = "") -> int:
    """Queue work of a registered kind in the caller's transaction; returns the id of the run.

    `inputs` must be plain JSON and say all the work needs; they are frozen and hashed. The worker
    starts when the transaction commits. Raises Forbidden without the kind's permission.
    """
    known = kind_of(kind)
    if known is None:
        raise errors.unknown_kind(kind)
    actor.require(known.permission)
    canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind,
            label=label[:MAX_LABEL],
            inputs=json.loads(canonical),
            inputs_sha256=hashlib.sha256(canonical.encode()).hexdigest(),
            language=get_language() or "vi",
            user_id=actor.user_id,
            actor=actor_key(actor),
            permissions=sorted({str(grant.permission) for grant in actor.grants}),
            queued_at=clock.now(),
        )
        defer([run.pk])
        audit.record(
            action="jobs.queue", actor=actor, subject=f"run:{run.pk}", rows={"jobs_run": [run.pk]}
        )
    return int(run.pk)


def cancel_run(*, run_id: int, actor: Viewer) -> None:
    """Cancel a run of one's own. What waits never starts; what runs stops and leaves nothing.

    Raises NotFound for another's run and Conflict for one that has ended.
    """
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=run_id, user_id=actor.user_id).first()
        if run is None:
            raise errors.unknown_run(run_id)
        if run.state == State.CANCELLED or run.cancel_requested:
            return
        if run.state not in (State.QUEUED, State.RUNNING):
            raise errors.ended_already(run_id)
        if run.state == State.QUEUED:
            run.state = State.CANCELLED
            run.ended_at = clock.now()
        run.cancel_requested = True
        run.save(update_fields=["state", "ended_at", "cancel_requested"])
        audit.record(
            action="jobs.cancel", actor=actor, subject=f"run:{run_id}", rows={"jobs_run": [run_id]}
        )
