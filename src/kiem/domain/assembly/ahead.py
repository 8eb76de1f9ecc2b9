"""What tasks mean elsewhere: dates on the calendar, and matters of a handover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from kiem.domain.assembly.queries.events import list_events
from kiem.domain.assembly.queries.regulations import list_regulations
from kiem.domain.assembly.queries.requests import OWED, list_requests, stated_requests_sql
from kiem.domain.assembly.queries.rows import EventRow
from kiem.domain.assembly.queries.state import tasks_sql
from kiem.domain.assembly.queries.tasks import list_tasks
from kiem.domain.continuity.matters import Matter
from kiem.domain.continuity.queries.dates import DateKind, DateRow, all_day
from kiem.domain.register.queries.leaving import LeavingRow
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch

MOST_DEADLINES = 500
_TITLE_LETTERS = 160


def task_dates(viewer: Viewer, first: date, until: date) -> Iterator[DateRow]:
    """Due days of the viewer's own open tasks, and events to come in the viewer's scope."""
    if not viewer.can(Permission.VIEW_ASSEMBLY):
        return
    tasks = list_tasks(viewer=viewer, on=first, mine=True, state="open", limit=MOST_DEADLINES).rows
    for task in tasks:
        if first <= task.due_on <= until:
            yield DateRow(
                DateKind.DEADLINE,
                f"task-{task.id}",
                *all_day(task.due_on),
                task.text_vi[:_TITLE_LETTERS],
                (task.text_en or task.text_vi)[:_TITLE_LETTERS],
                task.owner.name_vi,
                task.owner.name_en,
                f"/tasks/{task.id}/",
            )
    yield from _coordination_dates(viewer, first, until)
    for event in list_events(viewer=viewer, on=first):
        if first <= event.held_on <= until and not event.is_cancelled:
            yield event_date(event)


def event_date(event: EventRow) -> DateRow:
    """An event on the calendar: from its hour on, or the whole day where no hour is told. Nobody
    says when it ends."""
    begins: tuple[date | datetime, date | datetime] = all_day(event.held_on)
    if event.starts_at is not None:
        moment = datetime.combine(event.held_on, event.starts_at, clock.LOCAL_ZONE)
        begins = moment, moment
    return DateRow(
        DateKind.EVENT,
        f"event-{event.id}",
        *begins,
        event.title_vi,
        event.title_en or event.title_vi,
        event.organizer.name_vi,
        event.organizer.name_en,
        f"/assembly/events/{event.id}/",
    )


def _coordination_dates(viewer: Viewer, first: date, until: date) -> Iterator[DateRow]:
    """Answers owed by the viewer's own bodies, and reviews of regulations that are due."""
    mine = (
        any_scope(viewer, Permission.WORK_TASKS, first)
        if viewer.can(Permission.WORK_TASKS)
        else frozenset()
    )
    for request in list_requests(viewer=viewer, on=first, state="open", to_body_ids=mine):
        if request.status in OWED and first <= request.due_on <= until:
            yield DateRow(
                DateKind.DEADLINE,
                f"request-{request.id}",
                *all_day(request.due_on),
                request.subject_vi,
                request.subject_en or request.subject_vi,
                request.addressee.name_vi,
                request.addressee.name_en,
                f"/requests/{request.id}/",
            )
    for regulation in list_regulations(viewer=viewer, on=first):
        if regulation.review_on is not None and first <= regulation.review_on <= until:
            yield DateRow(
                DateKind.DEADLINE,
                f"regulation-{regulation.id}",
                *all_day(regulation.review_on),
                regulation.title_vi,
                regulation.title_en or regulation.title_vi,
                regulation.parties[0].name_vi,
                regulation.parties[0].name_en,
                f"/coordination/{regulation.id}/",
            )


def request_matters(rows: Sequence[LeavingRow]) -> list[Matter]:
    """Requests the bodies whose posts are left have not answered yet."""
    if not rows:
        return []
    found = fetch(
        f"""SELECT id, addressee_id, subject_vi, subject_en, due_on
        FROM ({stated_requests_sql()}) AS stated
        WHERE addressee_id = ANY (%(bodies)s) AND status IN ('waiting', 'returned')
        ORDER BY due_on, id""",
        {"bodies": [row.organization_id for row in rows], "as_of": None},
    )
    return [
        Matter(
            row.appointment_id,
            "request",
            str(request_id),
            f"{subject_vi} ({due_on:%d/%m/%Y})",
            f"{subject_en or subject_vi} ({due_on.isoformat()})",
            f"/requests/{request_id}/",
        )
        for row in rows
        for request_id, addressee_id, subject_vi, subject_en, due_on in found
        if addressee_id == row.organization_id
    ]


def task_matters(rows: Sequence[LeavingRow]) -> list[Matter]:
    """Open tasks of the bodies whose posts are left, and those that name who leaves."""
    if not rows:
        return []
    found = fetch(
        f"""SELECT id, owner_id, person_id, text_vi, text_en, due FROM ({
            tasks_sql("t.owner_id = ANY (%(bodies)s) OR t.person_id = ANY (%(people)s)")
        }) AS stated WHERE status NOT IN ('done', 'withdrawn') ORDER BY due, id""",
        {
            "bodies": [row.organization_id for row in rows],
            "people": [row.person_id for row in rows],
            "as_of": None,
        },
    )
    return [
        Matter(
            row.appointment_id,
            "task",
            str(task_id),
            f"{text_vi[:_TITLE_LETTERS]} ({due:%d/%m/%Y})",
            f"{(text_en or text_vi)[:_TITLE_LETTERS]} ({due.isoformat()})",
            f"/tasks/{task_id}/",
        )
        for row in rows
        for task_id, owner_id, person_id, text_vi, text_en, due in found
        if person_id == row.person_id or (person_id is None and owner_id == row.organization_id)
    ]
