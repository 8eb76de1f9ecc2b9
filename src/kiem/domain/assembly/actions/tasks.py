"""Steps of a task: begun, reported with evidence, accepted or returned, delayed, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kiem.domain.assembly.actions.guards import text_of
from kiem.domain.assembly.actions.rights import held_task
from kiem.domain.assembly.errors import (
    delay_not_later,
    delegated_not_reported,
    due_after_parent,
    evidence_missing,
    own_delay,
    own_evidence,
    reason_missing,
    required_open,
    step_not_now,
)
from kiem.domain.assembly.models import Task, TaskStep
from kiem.domain.assembly.notices import TO_THE_SETTER, tell_heads
from kiem.domain.assembly.queries.state import (
    Status,
    asked_due_day,
    due_day,
    status_of,
    tasks_sql,
)
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch

_AT_WORK = (Status.OPEN, Status.BEGUN, Status.RETURNED)


def begin_task(*, task_id: int, text: str = "", text_en: str = "", actor: Viewer) -> None:
    """The owner has begun."""
    with transaction.atomic():
        held_task(task_id, actor, as_owner=True)
        _require(task_id, "begin", (Status.OPEN, Status.RETURNED))
        _step(task_id, "begin", actor, text=text, text_en=text_en)


def report_task(
    *,
    task_id: int,
    text: str = "",
    text_en: str = "",
    file_ids: Sequence[int] = (),
    actor: Viewer,
) -> None:
    """The owner reports the task done, with evidence: files, or where it can be seen.

    Raises Conflict while a task delegated below it is open.
    """
    if not text.strip() and not file_ids:
        raise evidence_missing()
    with transaction.atomic():
        held_task(task_id, actor, as_owner=True)
        _require(task_id, "report", _AT_WORK)
        if left := _open_count("t.parent_id = %(task)s", task_id):
            raise delegated_not_reported(left)
        _step(task_id, "report", actor, text=text, text_en=text_en, file_ids=file_ids)


def accept_task(*, task_id: int, text: str = "", text_en: str = "", actor: Viewer) -> None:
    """The body that set it finds that the evidence shows it: the task is done.

    Raises Conflict while a task it depends on is open, and when the actor reported it: nobody
    accepts their own evidence, commitments included.
    """
    with transaction.atomic():
        held_task(task_id, actor, as_owner=False)
        _require(task_id, "accept", (Status.REPORTED,))
        if _last_by(task_id, TaskStep.Kind.REPORT, actor):
            raise own_evidence()
        waits = "t.id IN (SELECT requires_id FROM assembly_taskdependency WHERE task_id = %(task)s)"
        if left := _open_count(waits, task_id):
            raise required_open(left)
        _step(task_id, "accept", actor, text=text, text_en=text_en)


def return_task(*, task_id: int, reason: str, reason_en: str = "", actor: Viewer) -> None:
    """The evidence does not show it: back to the owner, with the reason."""
    with transaction.atomic():
        held_task(task_id, actor, as_owner=False)
        _require(task_id, "return", (Status.REPORTED,))
        _step(task_id, "return", actor, text=_reason(reason), text_en=reason_en)


def ask_delay(
    *, task_id: int, due_on: date, reason: str, reason_en: str = "", actor: Viewer
) -> None:
    """The owner asks for a later day, with the reason."""
    with transaction.atomic():
        held_task(task_id, actor, as_owner=True)
        _require(task_id, "ask_delay", _AT_WORK)
        if due_on <= (due := due_day(task_id)):
            raise delay_not_later(due_on, due)
        _step(task_id, "ask_delay", actor, text=_reason(reason), text_en=reason_en, due_on=due_on)


def grant_delay(*, task_id: int, actor: Viewer) -> None:
    """The body that set it grants the day asked for, not after the day the task above is due.

    Raises Conflict when the actor asked for it: nobody postpones their own task alone.
    """
    with transaction.atomic():
        task = held_task(task_id, actor, as_owner=False)
        asked = _asked(task, "grant_delay")
        if _last_by(task_id, TaskStep.Kind.ASK_DELAY, actor):
            raise own_delay()
        if task.parent_id is not None and asked > (above := due_day(task.parent_id)):
            raise due_after_parent(asked, above)
        _step(task_id, "grant_delay", actor, due_on=asked)


def refuse_delay(*, task_id: int, reason: str, reason_en: str = "", actor: Viewer) -> None:
    """The body that set it keeps the day, with the reason."""
    with transaction.atomic():
        task = held_task(task_id, actor, as_owner=False)
        _asked(task, "refuse_delay")
        _step(task_id, "refuse_delay", actor, text=_reason(reason), text_en=reason_en)


def withdraw_task(*, task_id: int, reason: str, reason_en: str = "", actor: Viewer) -> int:
    """The body that set it no longer wants it, with the reason. Tasks below go with it.

    Returns how many tasks were withdrawn; those done stay done.
    """
    with transaction.atomic():
        held_task(task_id, actor, as_owner=False)
        _require(task_id, "withdraw", (*_AT_WORK, Status.REPORTED))
        rows = fetch(
            f"""WITH RECURSIVE below(id) AS (SELECT %(task)s::bigint UNION ALL
                SELECT t.id FROM assembly_task t JOIN below ON t.parent_id = below.id)
            SELECT id FROM ({tasks_sql("t.id IN (SELECT id FROM below)")}) AS stated
            WHERE status NOT IN ('done', 'withdrawn') ORDER BY id""",
            {"task": task_id, "as_of": None},
        )
        ids = [row[0] for row in rows]
        steps = TaskStep.objects.bulk_create(
            _new(each, "withdraw", actor, text=_reason(reason), text_en=reason_en) for each in ids
        )
        for step in steps:
            _tell(step, actor)
        _note("withdraw", task_id, [step.pk for step in steps], actor)
    return len(ids)


def _require(task_id: int, kind: str, allowed: Sequence[Status]) -> None:
    status = status_of(task_id)
    if status not in allowed:
        raise step_not_now(kind, status.value)


def _asked(task: Task, kind: str) -> date:
    _require(task.pk, kind, _AT_WORK)
    asked = asked_due_day(task.pk)
    if asked is None:
        raise step_not_now(kind, status_of(task.pk).value)
    return asked


def _reason(text: str) -> str:
    if not text.strip():
        raise reason_missing()
    return text


def _open_count(where: str, task_id: int) -> int:
    rows = fetch(
        f"""SELECT count(*) FROM ({tasks_sql(where)}) AS stated
        WHERE status NOT IN ('done', 'withdrawn')""",
        {"task": task_id, "as_of": None},
    )
    return int(rows[0][0])


def _last_by(task_id: int, kind: str, actor: Viewer) -> bool:
    """Whether the last step of that kind is the actor's own."""
    last = (
        TaskStep.objects.filter(task=task_id, kind=kind)
        .order_by("-pk")
        .values_list("by_user_id", flat=True)
        .first()
    )
    return last is not None and last == actor.user_id


def _step(
    task_id: int,
    kind: str,
    actor: Viewer,
    *,
    text: str = "",
    text_en: str = "",
    due_on: date | None = None,
    file_ids: Sequence[int] = (),
) -> None:
    step = _new(task_id, kind, actor, text=text, text_en=text_en, due_on=due_on, file_ids=file_ids)
    step.save(force_insert=True)
    _tell(step, actor)
    _note(kind, task_id, [step.pk], actor)


def _tell(step: TaskStep, actor: Viewer) -> None:
    """The other side learns of it: the body that set the task, or the one that owns it."""
    task = step.task
    to_setter = step.kind in TO_THE_SETTER
    if to_setter and task.set_by_id == task.owner_id:
        return
    tell_heads(
        f"assembly.task_{step.kind}",
        {task.set_by_id if to_setter else task.owner_id},
        link=f"/tasks/{task.pk}/",
        due_on=step.due_on.isoformat() if step.due_on else "",
        occasion=f"step {step.pk}",
        person_ids=() if to_setter or task.person_id is None else (task.person_id,),
        actor=actor,
    )


def _new(
    task_id: int,
    kind: str,
    actor: Viewer,
    *,
    text: str = "",
    text_en: str = "",
    due_on: date | None = None,
    file_ids: Sequence[int] = (),
) -> TaskStep:
    return TaskStep(
        task_id=task_id,
        kind=kind,
        text=text_of("text", text, may_be_empty=True),
        text_en=text_of("text_en", text_en, may_be_empty=True),
        due_on=due_on,
        file_ids=list(file_ids),
        by_user_id=actor.user_id,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )


def _note(kind: str, task_id: int, step_ids: Sequence[int], actor: Viewer) -> None:
    audit.record(
        action=f"assembly.{kind}_task" if "_" not in kind else f"assembly.{kind}",
        actor=actor,
        subject=f"task:{task_id}",
        rows={"assembly_taskstep": step_ids},
    )
