"""Reads runs. Everybody sees those they started, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiem.platform.access.viewer import Viewer
from kiem.platform.jobs import errors
from kiem.platform.jobs.kinds import kind_of
from kiem.platform.jobs.models import Run, State
from kiem.platform.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as shown. `title`: English source text; `percent`: None while nothing is known."""

    id: int
    kind: str
    title: str
    label: str
    state: str
    is_cancelling: bool
    phase: str
    percent: int | None
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error: DomainError | None
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]
    inputs_sha256: str
    location: str
    file_id: int | None

    @property
    def is_open(self) -> bool:
        """It has not ended."""
        return self.state in (State.QUEUED, State.RUNNING)


def read_run(*, run_id: int, viewer: Viewer) -> RunRow:
    """One run of the viewer's own. Raises NotFound for any other."""
    run = Run.objects.filter(pk=run_id, user_id=viewer.user_id).first()
    if run is None:
        raise errors.unknown_run(run_id)
    return _row(run)


def list_runs(*, viewer: Viewer, after: int | None = None, limit: int = 50) -> list[RunRow]:
    """The viewer's own runs, newest first. `after`: the last id of the page before."""
    runs = Run.objects.filter(user_id=viewer.user_id).order_by("-id")
    if after is not None:
        runs = runs.filter(pk__lt=after)
    return [_row(run) for run in runs[:limit]]


def _row(run: Run) -> RunRow:
    kind = kind_of(run.kind)
    return RunRow(
        id=run.pk,
        kind=run.kind,
        title=kind.title if kind else run.kind,
        label=run.label,
        state=run.state,
        is_cancelling=run.cancel_requested and run.state == State.RUNNING,
        phase=run.phase,
        percent=_percent(run),
        queued_at=run.queued_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        error=_error(run.error) if run.error else None,
        facts=run.facts,
        inputs=run.inputs,
        inputs_sha256=run.inputs_sha256,
        location=run.location,
        file_id=run.file_id,
    )


def _percent(run: Run) -> int | None:
    if run.state == State.DONE:
        return 100
    if run.steps_total <= 0:
        return None
    return min(100, max(0, 100 * run.steps_done // run.steps_total))


def _error(kept: Mapping[str, Any]) -> DomainError:
    return DomainError(
        str(kept["code"]), str(kept["message"]), remedy=str(kept["remedy"]), params=kept["params"]
    )
