"""Conclusions, and the tasks they become: to several levels, delegated downwards in one go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kiem.domain.assembly.actions.contributions import next_number
from kiem.domain.assembly.actions.guards import guard_bodies, text_of
from kiem.domain.assembly.actions.rights import held_event, held_task, require_bodies
from kiem.domain.assembly.actions.states import state_of
from kiem.domain.assembly.errors import (
    circle,
    delegated_to_itself,
    due_after_parent,
    due_before,
    missing,
    person_elsewhere,
    step_not_now,
)
from kiem.domain.assembly.models import (
    Conclusion,
    Contribution,
    Event,
    Proposal,
    Task,
    TaskDependency,
)
from kiem.domain.assembly.notices import tell_heads
from kiem.domain.assembly.queries.state import Status, due_day, status_of
from kiem.domain.register.queries.scopes import require_people
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.sql import fetch
from kiem.platform.kernel.temporal import close_recorded, recorded_from


@dataclass(frozen=True, slots=True)
class NewTask:
    """What one body is to do. `evidence_vi` says what will show that it is done; `person_id` names
    somebody of that body; `requires` are ids of tasks that must be accepted first."""

    owner_id: int
    text_vi: str
    evidence_vi: str
    due_on: date
    text_en: str = ""
    evidence_en: str = ""
    person_id: int | None = None
    requires: Sequence[int] = ()


def conclude(
    *,
    event_id: int,
    text_vi: str,
    text_en: str = "",
    proposal_id: int | None = None,
    contribution_numbers: Sequence[int] = (),
    actor: Viewer,
) -> int:
    """Record a conclusion of an event; returns its number there.

    It may answer a proposal, and rest on contributions of the same event: from its tasks one comes
    back to who said what.
    """
    with transaction.atomic():
        event = held_event(event_id, actor)
        state_of(event)
        if (
            proposal_id is not None
            and not Proposal.objects.filter(pk=proposal_id, event=event).exists()
        ):
            raise missing("proposal")
        said = sorted(set(contribution_numbers))
        known = Contribution.objects.filter(event=event, recorded__upper_inf=True, number__in=said)
        if known.count() < len(said):
            raise missing("contribution")
        number = next_number(Conclusion, event)
        _write_conclusion(event, number, text_vi, text_en, proposal_id, said, actor)
    return number


def correct_conclusion(
    *,
    event_id: int,
    number: int,
    text_vi: str,
    text_en: str = "",
    reason: str = "",
    actor: Viewer,
) -> None:
    """Replace a conclusion's words; its tasks stay, and the earlier words at their time."""
    with transaction.atomic():
        event = held_event(event_id, actor)
        before = Conclusion.objects.filter(
            event=event, number=number, recorded__upper_inf=True
        ).first()
        if before is None:
            raise missing("conclusion")
        close_recorded(Conclusion, [before.pk], clock.now())
        why = text_of("reason", reason, most=300, may_be_empty=True)
        _write_conclusion(
            event,
            number,
            text_vi,
            text_en,
            before.proposal_id,
            before.contribution_numbers,
            actor,
            reason=why,
        )


def set_tasks(
    *, event_id: int, conclusion_number: int, tasks: Sequence[NewTask], actor: Viewer
) -> list[int]:
    """Turn a conclusion into tasks, set by the event's organiser; returns their ids in order."""
    with transaction.atomic():
        event = held_event(event_id, actor)
        if not Conclusion.objects.filter(
            event=event, number=conclusion_number, recorded__upper_inf=True
        ).exists():
            raise missing("conclusion")
        ids = _write_tasks(event.pk, conclusion_number, event.organizer_id, None, tasks, actor)
        _note("set_tasks", f"event:{event_id}", ids, actor)
    return ids


def commit_to(*, event_id: int, task: NewTask, actor: Viewer) -> int:
    """A body sets itself a task at an event ("words go with actions"); returns its id."""
    require_bodies(actor, Permission.WORK_TASKS, [task.owner_id])
    with transaction.atomic():
        event = Event.objects.filter(pk=event_id).first()
        if event is None or not (
            event.organizer_id == task.owner_id
            or event.attendances.filter(
                organization_id=task.owner_id, recorded__upper_inf=True
            ).exists()
        ):
            raise missing("event")
        (task_id,) = _write_tasks(event_id, None, task.owner_id, None, [task], actor)
        _note("commit_to", f"task:{task_id}", [task_id], actor)
    return task_id


def delegate_task(*, task_id: int, tasks: Sequence[NewTask], actor: Viewer) -> list[int]:
    """The owner of a task hands it on: one task below it for each of `tasks`; returns their ids.

    The owner accepts their evidence, and can report its own task once all of them are accepted.
    Raises Conflict when the task is reported, done or withdrawn, InvalidInput when the owner is
    among those it is handed to.
    """
    with transaction.atomic():
        parent = held_task(task_id, actor, as_owner=True)
        status = status_of(task_id)
        if status not in (Status.OPEN, Status.BEGUN, Status.RETURNED):
            raise step_not_now("delegate", status.value)
        if any(task.owner_id == parent.owner_id for task in tasks):
            raise delegated_to_itself()
        last_day = due_day(task_id)
        for task in tasks:
            if task.due_on > last_day:
                raise due_after_parent(task.due_on, last_day)
        ids = _write_tasks(
            parent.event_id, parent.conclusion_number, parent.owner_id, task_id, tasks, actor
        )
        _note("delegate_task", f"task:{task_id}", ids, actor)
    return ids


def _write_conclusion(
    event: Event,
    number: int,
    text_vi: str,
    text_en: str,
    proposal_id: int | None,
    contribution_numbers: Sequence[int],
    actor: Viewer,
    *,
    reason: str = "",
) -> None:
    row = Conclusion.objects.create(
        event=event,
        number=number,
        text_vi=text_of("text_vi", text_vi),
        text_en=text_of("text_en", text_en, may_be_empty=True),
        proposal_id=proposal_id,
        contribution_numbers=list(contribution_numbers),
        reason=reason,
        recorded=recorded_from(clock.now()),
        recorded_by=actor.name,
    )
    audit.record(
        action="assembly.correct_conclusion" if reason else "assembly.conclude",
        actor=actor,
        subject=f"event:{event.pk}",
        reason=reason,
        rows={"assembly_conclusion": [row.pk]},
    )


def _write_tasks(
    event_id: int,
    conclusion_number: int | None,
    set_by_id: int,
    parent_id: int | None,
    tasks: Sequence[NewTask],
    actor: Viewer,
) -> list[int]:
    today = clock.today()
    guard_bodies({task.owner_id for task in tasks}, today)
    for task in tasks:
        if task.due_on < today:
            raise due_before(task.due_on, today)
    _guard_people(tasks, today, actor)
    ids = insert_columns(
        Task,
        {
            "owner_id": [task.owner_id for task in tasks],
            "person_id": [task.person_id for task in tasks],
            "text_vi": [text_of("text_vi", task.text_vi) for task in tasks],
            "text_en": [text_of("text_en", task.text_en, may_be_empty=True) for task in tasks],
            "evidence_vi": [text_of("evidence_vi", t.evidence_vi, most=300) for t in tasks],
            "evidence_en": [
                text_of("evidence_en", t.evidence_en, most=300, may_be_empty=True) for t in tasks
            ],
            "due_on": [task.due_on for task in tasks],
        },
        constants={
            "event_id": event_id,
            "conclusion_number": conclusion_number,
            "parent_id": parent_id,
            "set_by_id": set_by_id,
            "recorded_at": clock.now(),
            "recorded_by": actor.name,
        },
    )
    _write_dependencies(event_id, dict(zip(ids, tasks, strict=True)), actor)
    for due_on in sorted({task.due_on for task in tasks}):
        due = [task for task in tasks if task.due_on == due_on]
        tell_heads(
            "assembly.tasks_set",
            {task.owner_id for task in due} - ({set_by_id} if conclusion_number is None else set()),
            link=f"/tasks/{ids[0]}/" if len(ids) == 1 else "/tasks/?state=open",
            due_on=due_on.isoformat(),
            occasion=f"event {event_id} task {ids[0]}",
            person_ids={task.person_id for task in due if task.person_id is not None},
            actor=actor,
        )
    return ids


def _guard_people(tasks: Sequence[NewTask], day: date, actor: Viewer) -> None:
    """Whoever is named holds a post in the body on the day, and may be named by the actor."""
    named = [(task.person_id, task.owner_id) for task in tasks if task.person_id is not None]
    if not named:
        return
    rows = fetch(
        """SELECT count(*)
        FROM unnest(%(people)s::bigint[], %(owners)s::bigint[]) AS n(person, owner)
        WHERE EXISTS (SELECT FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE a.person_id = n.person AND p.organization_id = n.owner
            AND a.valid @> %(day)s::date AND upper_inf(a.recorded))""",
        {
            "people": [person for person, _owner in named],
            "owners": [owner for _person, owner in named],
            "day": day,
        },
    )
    if rows[0][0] < len(named):
        raise person_elsewhere(day)
    require_people(actor, Permission.VIEW_ASSEMBLY, [person for person, _owner in named], day)


def _write_dependencies(event_id: int, tasks: dict[int, NewTask], actor: Viewer) -> None:
    """New tasks may wait for tasks of the same event. They are new: nothing waits for them yet, so
    that no circle can close here; `add_condition` is where one could."""
    pairs = [(task_id, required) for task_id, t in tasks.items() for required in t.requires]
    if not pairs:
        return
    _guard_same_event(event_id, {required for _task, required in pairs})
    insert_columns(
        TaskDependency,
        {"task_id": [task for task, _r in pairs], "requires_id": [r for _task, r in pairs]},
        constants={"recorded_at": clock.now(), "recorded_by": actor.name},
    )


def add_condition(*, task_id: int, requires_id: int, actor: Viewer) -> None:
    """Let a task wait for another of the same event; InvalidInput when that closes a circle."""
    with transaction.atomic():
        task = held_task(task_id, actor, as_owner=False)
        Event.objects.select_for_update(no_key=True).get(pk=task.event_id)
        _guard_same_event(task.event_id, {requires_id})
        if task_id in _conditions_of(requires_id):
            raise circle(task_id)
        row, is_new = TaskDependency.objects.get_or_create(
            task_id=task_id,
            requires_id=requires_id,
            defaults={"recorded_at": clock.now(), "recorded_by": actor.name},
        )
        if is_new:
            audit.record(
                action="assembly.add_condition",
                actor=actor,
                subject=f"task:{task_id}",
                rows={"assembly_taskdependency": [row.pk]},
            )


def _guard_same_event(event_id: int, task_ids: Collection[int]) -> None:
    if Task.objects.filter(pk__in=task_ids, event=event_id).count() < len(task_ids):
        raise missing("task")


def _conditions_of(task_id: int) -> frozenset[int]:
    """Everything the task waits for, itself included: directly, through others, or because the
    tasks below it must come first."""
    rows = fetch(
        """WITH RECURSIVE waits(id) AS (
            SELECT %(task)s::bigint
            UNION
            SELECT next.id FROM waits JOIN LATERAL (
                SELECT d.requires_id AS id FROM assembly_taskdependency d WHERE d.task_id = waits.id
                UNION ALL
                SELECT t.id FROM assembly_task t WHERE t.parent_id = waits.id) next ON true)
        SELECT id FROM waits""",
        {"task": task_id},
    )
    return frozenset(row[0] for row in rows)


def _note(action: str, subject: str, ids: Sequence[int], actor: Viewer) -> None:
    audit.record(
        action=f"assembly.{action}", actor=actor, subject=subject, rows={"assembly_task": ids}
    )
