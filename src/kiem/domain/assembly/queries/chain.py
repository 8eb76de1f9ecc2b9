"""A task from both sides: down to its evidence, back to who said what."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries.days import moments_of
from kiem.domain.assembly.queries.events import conducts, event_rows
from kiem.domain.assembly.queries.reminders import reminders_of
from kiem.domain.assembly.queries.rows import (
    ConclusionRow,
    ContributionRow,
    Progress,
    ProposalRow,
    StepRow,
    TaskDetail,
    TaskRow,
)
from kiem.domain.assembly.queries.said import conclusions_of, contributions_of, proposals_of
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.assembly.queries.tasks import progress_of, task_rows
from kiem.domain.assembly.queries.visible import Seen, seen_by
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch

_ABOVE = """t.id IN (WITH RECURSIVE above(id, parent_id) AS (
    SELECT id, parent_id FROM assembly_task WHERE id = %(task)s
    UNION ALL SELECT p.id, p.parent_id FROM assembly_task p JOIN above ON p.id = above.parent_id)
    SELECT id FROM above WHERE id <> %(task)s)"""
_BELOW = """t.id IN (WITH RECURSIVE below(id) AS (
    SELECT id FROM assembly_task WHERE parent_id = %(task)s
    UNION ALL SELECT b.id FROM assembly_task b JOIN below ON b.parent_id = below.id)
    SELECT id FROM below)"""
_REQUIRED = "t.id IN (SELECT requires_id FROM assembly_taskdependency WHERE task_id = %(task)s)"


def task_detail(
    *, viewer: Viewer, task_id: int, on: date, known_at: datetime | None = None
) -> TaskDetail:
    """One task with its steps, what is above and below it, and where it comes from.

    Raises NotFound unless a body in the viewer's scope set it, owns it or held its event, or it
    names the viewer.
    """
    seen = seen_by(viewer, on, known_at)
    held = f"""({seen.task("t")} OR EXISTS (SELECT FROM assembly_event e
        WHERE e.id = t.event_id AND e.organizer_id = ANY (%(bodies)s)))"""
    asked = {"task": task_id}
    found = task_rows(seen, f"t.id = %(task)s AND {held}", asked, on, known_at)
    if not found:
        raise missing("task")
    task = found[0]
    event = event_rows(
        # Whoever sees the task is told which event it comes from.
        Seen(everything=True, parameters={}),
        "e.id = %(event)s",
        {"event": task.event_id},
        on,
        known_at,
    )[0]
    conclusion, proposal, said = _origin(task, on, known_at)
    return TaskDetail(
        task=task,
        event=event,
        conclusion=conclusion,
        proposal=proposal,
        said=said,
        above=tuple(sorted(task_rows(seen, _ABOVE, asked, on, known_at), key=lambda t: t.id)),
        below_progress=progress_of(_BELOW, asked, on, known_at).get(None, Progress()),
        requires=task_rows(seen, _REQUIRED, asked, on, known_at),
        steps=_steps(task_id, on, known_at),
        reminders=reminders_of(
            task_id, task.due_on, is_owed=task.is_owed, on=on, known_at=known_at
        ),
        may_work=may_work(viewer, task.owner.id, task.person_id, on),
        may_judge=_may_judge(viewer, task, on),
    )


def may_work(viewer: Viewer, owner_id: int, person_id: int | None, on: date) -> bool:
    """Whether the viewer acts for the owner of a task, or is the person it names."""
    if person_id is not None and person_id == viewer.person_id:
        return True
    if not viewer.can(Permission.WORK_TASKS):
        return False
    bodies = any_scope(viewer, Permission.WORK_TASKS, on)
    return bodies is None or owner_id in bodies


def _may_judge(viewer: Viewer, task: TaskRow, on: date) -> bool:
    """Delegated tasks and commitments are judged by those who work for the body that set them."""
    if task.parent_id is not None or task.conclusion_number is None:
        return may_work(viewer, task.set_by.id, None, on)
    return conducts(viewer, task.set_by.id, on)


def _origin(
    task: TaskRow, on: date, known_at: datetime | None
) -> tuple[ConclusionRow | None, ProposalRow | None, tuple[ContributionRow, ...]]:
    """The conclusion, the proposal it answers, and what was said that both rest on."""
    event = task.event_id
    moment = moments_of([event], on, known_at).get(event, known_at)
    conclusions = {c.number: c for c in conclusions_of(event, on, moment)}
    conclusion = conclusions.get(task.conclusion_number or 0)
    if conclusion is None:
        return None, None, ()
    proposals = {p.number: p for p in proposals_of(event, on, moment)}
    proposal = proposals.get(conclusion.proposal_number or 0)
    numbers = set(conclusion.contribution_numbers)
    if proposal is not None and proposal.contribution_number is not None:
        numbers.add(proposal.contribution_number)
    said = contributions_of(event, on, moment) if numbers else ()
    return conclusion, proposal, tuple(each for each in said if each.number in numbers)


def _steps(task_id: int, on: date, known_at: datetime | None) -> tuple[StepRow, ...]:
    rows = fetch(
        """SELECT kind, text, text_en, due_on, file_ids, recorded_by, recorded_at
        FROM assembly_taskstep s WHERE s.task_id = %(task)s
            AND s.recorded_at <= coalesce(%(as_of)s::timestamptz, 'infinity') ORDER BY s.id""",
        {"task": task_id, "as_of": as_of(on, known_at)},
    )
    return tuple(StepRow(r[0], r[1], r[2], r[3], tuple(r[4]), r[5], r[6]) for r in rows)
