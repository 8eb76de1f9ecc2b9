"""Reminding of late tasks, one rung of the ladder at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kiem.domain.assembly.ladder import Rung
from kiem.domain.assembly.models import TaskReminder
from kiem.domain.assembly.queries.reminders import DueReminder, reminders_due
from kiem.domain.assembly.queries.requests import list_requests
from kiem.domain.register.queries.heads import heads_by_body
from kiem.platform import audit, notices
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.sql import execute

LINKS = {Rung.OWNER: "/tasks/?state=late", Rung.HEAD: "/tasks/?state=late"}
MOST_REQUESTS = 10_000
LINK_OF_OTHERS = "/tasks/?state=late&all=1"


@dataclass(frozen=True, slots=True)
class RemindedTasks:
    """How many late tasks were brought one rung higher, and how many notices were new."""

    tasks: int
    notices: int


def remind_overdue(*, on: date, actor: Viewer) -> RemindedTasks:
    """Bring each late task before whoever is next on the ladder, as seen on the evening of `on`.

    A task climbs at most one rung a day, and each rung once for each due day: run as often as you
    like. Everybody gets one notice a rung with the number of tasks, however many there are. Needs
    the operator's permission: it is run by the machine, for all.
    """
    actor.require(Permission.OPERATE)
    with transaction.atomic():
        # One run at a time: the second one finds what the first one has sent.
        execute("SELECT pg_advisory_xact_lock(hashtext('assembly.remind_overdue'))")
        due = reminders_due(on)
        if not due:
            return RemindedTasks(0, 0)
        people = _people(due, on)
        ids = insert_columns(
            TaskReminder,
            {
                "task_id": [each.task_id for each in due],
                "rung": [each.rung.value for each in due],
                "due_on": [each.due_on for each in due],
                "body_id": [each.body_id for each in due],
                "told": [len(found) for found in people],
            },
            constants={
                "sent_on": on,
                "recorded_at": clock.now(),
                "recorded_by": actor.name,
            },
        )
        sent = _tell(due, people, on, actor)
        audit.record(
            action="assembly.remind_overdue",
            actor=actor,
            subject=f"tasks:{len(due)}",
            rows={"assembly_taskreminder": ids},
            reason=on.isoformat(),
        )
    return RemindedTasks(len(due), sent)


def _people(due: Collection[DueReminder], on: date) -> list[frozenset[int]]:
    heads = heads_by_body({each.body_id for each in due if each.body_id is not None}, on)
    return [
        frozenset({each.person_id})
        if each.person_id is not None
        else heads.get(each.body_id or 0, frozenset())
        for each in due
    ]


def _tell(
    due: Collection[DueReminder], people: Collection[frozenset[int]], on: date, actor: Viewer
) -> int:
    """One notice for all who are told of so many tasks on a rung."""
    counted: Counter[tuple[Rung, int]] = Counter(
        (each.rung, person) for each, told in zip(due, people, strict=True) for person in told
    )
    groups: defaultdict[tuple[Rung, int], list[int]] = defaultdict(list)
    for (rung, person), count in counted.items():
        groups[rung, count].append(person)
    return sum(
        notices.notify(
            code=f"assembly.late_{rung.value}",
            params={"tasks": count},
            link=LINKS.get(rung, LINK_OF_OTHERS),
            person_ids=told,
            occasion=on.isoformat(),
            actor=actor,
        )
        for (rung, count), told in sorted(groups.items())
    )


def remind_requests(*, on: date, actor: Viewer) -> int:
    """Tell the heads of bodies whose answer is overdue, once for each request; returns how many
    notices were new. Needs the operator's permission: it is run by the machine, for all."""
    actor.require(Permission.OPERATE)
    late = list_requests(viewer=actor, on=on, state="late", limit=MOST_REQUESTS)
    heads = heads_by_body({request.addressee.id for request in late}, on)
    with transaction.atomic():
        return sum(
            notices.notify(
                code="assembly.request_late",
                params={"due_on": request.due_on.isoformat()},
                link=f"/requests/{request.id}/",
                person_ids=heads.get(request.addressee.id, frozenset()),
                actor=actor,
            )
            for request in late
        )
