"""Runs are asked for in a transaction, with a permission, and seen by who asked."""

from __future__ import annotations

import hashlib

import pytest
from django.db import transaction
from django.utils import translation
from tests.platform.jobs.conftest import account

from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.audit import list_trail
from kiem.platform.jobs import cancel_run, list_runs, queue, read_run
from kiem.platform.jobs.models import Run
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from kiem.platform.kernel.sql import fetch


def waiting() -> list[int]:
    rows = fetch("SELECT args ->> 'run_id' FROM procrastinate_jobs WHERE status = 'todo'")
    return [int(row[0]) for row in rows]


def test_run_is_queued_with_frozen_inputs_and_their_hash(officer: Viewer) -> None:
    with translation.override("en"):
        run_id = queue(
            kind="test.steps", inputs={"b": "Ánh", "a": 1}, actor=officer, label="a.xlsx"
        )
    assert waiting() == [run_id]
    run = read_run(run_id=run_id, viewer=officer)
    assert (run.title, run.label, run.state, run.percent) == ("Steps", "a.xlsx", "queued", None)
    assert run.inputs == {"b": "Ánh", "a": 1}
    canonical = '{"a":1,"b":"Ánh"}'.encode()
    assert run.inputs_sha256 == hashlib.sha256(canonical).hexdigest()
    assert Run.objects.get(pk=run_id).language == "en"
    (entry,) = list_trail(viewer=SYSTEM, action="jobs.queue")
    assert (entry.actor, entry.subject) == (f"user:{officer.user_id}", f"run:{run_id}")


def test_run_of_a_transaction_that_fails_is_not_queued(officer: Viewer) -> None:
    with transaction.atomic():
        queue(kind="test.steps", inputs={}, actor=officer)
        transaction.set_rollback(True)
    assert waiting() == []
    assert list_runs(viewer=officer) == []


def test_queue_needs_the_permission_of_the_kind(officer: Viewer) -> None:
    with pytest.raises(Forbidden):
        queue(kind="test.steps", inputs={}, actor=Viewer(name="nobody", user_id=7))
    with pytest.raises(DomainError) as refused:
        queue(kind="test.unheard", inputs={}, actor=officer)
    assert refused.value.code == "jobs.unknown_kind"
    assert waiting() == []


def test_runs_are_listed_newest_first_and_for_their_owner_only(officer: Viewer) -> None:
    other = account("other")
    first, second = (queue(kind="test.steps", inputs={}, actor=officer) for _ in range(2))
    (foreign,) = (queue(kind="test.steps", inputs={}, actor=other),)
    assert [run.id for run in list_runs(viewer=officer)] == [second, first]
    assert [run.id for run in list_runs(viewer=officer, after=second)] == [first]
    for act in (
        lambda: read_run(run_id=foreign, viewer=officer),
        lambda: cancel_run(run_id=foreign, actor=officer),
        lambda: read_run(run_id=first, viewer=Viewer(name="nobody")),
        lambda: read_run(run_id=999_999, viewer=officer),
    ):
        with pytest.raises(NotFound):
            act()


def test_cancelled_waiting_run_never_starts_and_cancelling_again_is_harmless(
    officer: Viewer,
) -> None:
    run_id = queue(kind="test.steps", inputs={}, actor=officer)
    for _ in range(2):
        cancel_run(run_id=run_id, actor=officer)
    assert read_run(run_id=run_id, viewer=officer).state == "cancelled"
    assert len(list_trail(viewer=SYSTEM, action="jobs.cancel")) == 1


def test_ended_run_cannot_be_cancelled(officer: Viewer) -> None:
    run_id = queue(kind="test.steps", inputs={}, actor=officer)
    Run.objects.filter(pk=run_id).update(state="done")
    with pytest.raises(Conflict) as refused:
        cancel_run(run_id=run_id, actor=officer)
    assert refused.value.code == "jobs.ended_already"
