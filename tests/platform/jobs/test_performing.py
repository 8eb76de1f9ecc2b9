"""What becomes of a run: its effect and the word "done" are one transaction."""

from __future__ import annotations

import threading
from datetime import date

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.utils import translation
from tests.platform.jobs import work
from tests.platform.jobs.test_queueing import waiting

from kiem.platform.access import SYSTEM, Viewer, list_grants, revoke_access
from kiem.platform.jobs import cancel_run, queue, read_run
from kiem.platform.jobs.broker import connection_parameters
from kiem.platform.jobs.models import Run
from kiem.platform.jobs.performing import perform, recover
from kiem.platform.jobs.watching import Watch
from kiem.platform.kernel.sql import execute


def start(viewer: Viewer, kind: str = "steps", count: int = 3) -> int:
    return queue(kind=f"test.{kind}", inputs={"count": count}, actor=viewer)


def test_done_run_says_what_became_of_it(officer: Viewer) -> None:
    run_id = start(officer)
    perform(run_id)
    run = read_run(run_id=run_id, viewer=officer)
    assert (run.state, run.percent, run.location, run.facts) == (
        "done", 100, "/units/", {"count": 3},
    )  # fmt: skip
    assert run.started_at is not None
    assert run.ended_at is not None
    assert work.effects() == 1


def test_progress_is_seen_by_others_while_the_effect_is_not(officer: Viewer) -> None:
    run_id = start(officer)
    seen: list[tuple[object, ...]] = []

    def look() -> None:
        with psycopg.connect(**connection_parameters()) as other:
            query = "SELECT state, phase, steps_done, steps_total FROM jobs_run WHERE id = %s"
            seen.append(other.execute(query, (run_id,)).fetchone() or ())
            done = "SELECT count(*) FROM accounts_user WHERE display_name = 'done'"
            assert other.execute(done).fetchone() == (0,)

    work.between.append(look)
    perform(run_id)
    # the phase changes at each step, and a new phase is told at once
    assert seen == [
        ("running", "", 0, 0), ("running", "Step 0", 0, 3), ("running", "Step 1", 1, 3),
    ]  # fmt: skip


def test_run_cancelled_while_it_runs_leaves_nothing(officer: Viewer) -> None:
    run_id = start(officer)
    work.between.append(lambda: _elsewhere(f"SET cancel_requested = true WHERE id = {run_id}"))
    perform(run_id)
    assert read_run(run_id=run_id, viewer=officer).state == "cancelled"
    assert work.effects() == 0


def test_run_cancelled_after_its_last_step_leaves_nothing(officer: Viewer) -> None:
    run_id = start(officer, count=0)
    kind = "test.steps"
    function = work.steps

    def steps_then_cancel(inputs, viewer, progress):  # type: ignore[no-untyped-def]  # a stand-in
        outcome = function(inputs, viewer, progress)
        _elsewhere(f"SET cancel_requested = true WHERE id = {run_id}")
        return outcome

    work.steps = steps_then_cancel
    try:
        perform(run_id)
    finally:
        work.steps = function
    assert Run.objects.get(pk=run_id, kind=kind).state == "cancelled"
    assert work.effects() == 0


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        ("refuse", "test.no", "Not this. Something else."),
        ("break_down", "jobs.fault", None),
    ],
)
def test_failed_run_says_why_and_leaves_nothing(
    officer: Viewer, kind: str, code: str, message: str | None
) -> None:
    run_id = start(officer, kind)
    perform(run_id)
    run = read_run(run_id=run_id, viewer=officer)
    assert run.state == "failed"
    assert run.error is not None
    assert run.error.code == code
    assert message in (None, str(run.error))
    assert work.effects() == 0


def test_work_speaks_the_language_of_who_asked(officer: Viewer) -> None:
    with translation.override("en"):
        run_id = start(officer, "tell_language")
    with translation.override("vi"):
        perform(run_id)
    assert read_run(run_id=run_id, viewer=officer).facts["language"] == "en"


def test_run_needs_the_permission_when_it_starts_not_only_when_it_is_asked_for(
    officer: Viewer,
) -> None:
    run_id = start(officer)
    (grant,) = list_grants(viewer=SYSTEM, principal=f"user:{officer.user_id}", on=date(2025, 6, 1))
    revoke_access(grant_id=grant.id, on=date(2025, 6, 1), actor=SYSTEM)
    perform(run_id)
    run = read_run(run_id=run_id, viewer=officer)
    assert (run.state, run.error and run.error.code) == ("failed", "access.forbidden")


def test_run_has_no_right_its_starter_lacked(officer: Viewer) -> None:
    run_id = start(officer)
    Run.objects.filter(pk=run_id).update(permissions=["ledger.view_load"])
    perform(run_id)
    run = read_run(run_id=run_id, viewer=officer)
    assert (run.state, run.error and run.error.code) == ("failed", "access.forbidden")


def test_run_of_a_closed_account_fails(officer: Viewer) -> None:
    run_id = start(officer)
    get_user_model()._default_manager.filter(pk=officer.user_id).update(is_active=False)
    perform(run_id)
    run = read_run(run_id=run_id, viewer=officer)
    assert (run.state, run.error and run.error.code) == ("failed", "jobs.no_account")


def test_run_told_to_two_workers_is_performed_once(officer: Viewer) -> None:
    run_id = start(officer)
    with Watch(run_id) as other:
        assert other.is_held
        perform(run_id)
        assert read_run(run_id=run_id, viewer=officer).state == "queued"
    perform(run_id)
    perform(run_id)
    assert Run.objects.get(pk=run_id).attempts == 1


def test_run_goes_back_into_the_queue_when_the_program_ends(officer: Viewer) -> None:
    run_id = start(officer)
    execute("DELETE FROM procrastinate_jobs")
    stopping = threading.Event()
    stopping.set()
    perform(run_id, stopping)
    run = Run.objects.get(pk=run_id)
    assert (run.state, run.attempts, waiting()) == ("queued", 0, [run_id])
    assert work.effects() == 0


def test_run_that_loses_the_database_is_found_and_tried_again_once(officer: Viewer) -> None:
    run_id = start(officer, "lose_database")
    for attempt in (1, 2):
        execute("DELETE FROM procrastinate_jobs")
        with pytest.raises(OperationalError):
            perform(run_id)
        assert Run.objects.get(pk=run_id).state == "running"
        assert recover() == 1
        assert Run.objects.get(pk=run_id).attempts == attempt
    run = read_run(run_id=run_id, viewer=officer)
    assert (run.state, run.error and run.error.code) == ("failed", "jobs.broken_off")
    assert waiting() == []
    assert recover() == 0


def test_recovering_leaves_a_living_run_alone(officer: Viewer) -> None:
    run_id = start(officer, count=1)
    found: list[int] = []
    work.between.append(lambda: found.append(recover()))
    perform(run_id)
    assert found == [0]
    assert read_run(run_id=run_id, viewer=officer).state == "done"


def test_run_whose_worker_died_before_it_started_is_queued_again(officer: Viewer) -> None:
    run_id = start(officer)
    execute("UPDATE procrastinate_jobs SET status = 'doing'")  # taken by a worker that is gone
    assert recover() == 1
    assert waiting() == [run_id]


def test_cancelled_run_of_a_dead_worker_ends_as_cancelled(officer: Viewer) -> None:
    run_id = start(officer, "lose_database")
    with pytest.raises(OperationalError):
        perform(run_id)
    cancel_run(run_id=run_id, actor=officer)
    assert recover() == 1
    assert read_run(run_id=run_id, viewer=officer).state == "cancelled"


def _elsewhere(change: str) -> None:
    with psycopg.connect(**connection_parameters()) as other:
        other.execute(f"UPDATE jobs_run {change}")  # type: ignore[arg-type]  # of this test's making
