"""Whose sessions, conclusions and tasks an actor may write."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.models import Event, Task
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, holding


def require_bodies(
    actor: Viewer, permission: Permission, organization_ids: Collection[int]
) -> None:
    """Raise Forbidden without the permission anywhere, NotFound for a body outside its scope."""
    actor.require(permission)
    if ALL in actor.scopes(permission):
        return
    allowed = any_scope(actor, permission, clock.today())
    if allowed is not None and not allowed.issuperset(organization_ids):
        raise missing("organisation")


def held_event(event_id: int, actor: Viewer) -> Event:
    """The event, locked for what is numbered inside it; NotFound unless the actor conducts it."""
    event = Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
    if event is None:
        raise missing("event")
    _conceal(actor, Permission.CONDUCT_ASSEMBLY, event.organizer_id, "event")
    return event


def held_task(task_id: int, actor: Viewer, *, as_owner: bool) -> Task:
    """The task, locked. `as_owner`: the actor works for its owner, or is the person it names;
    else for the body that set it: conducting its assemblies or, where the body delegated a task of
    its own or committed itself, working on its tasks. NotFound otherwise."""
    task = Task.objects.select_for_update(no_key=True).filter(pk=task_id).first()
    if task is None:
        raise missing("task")
    if not as_owner:
        own = task.parent_id is not None or task.conclusion_number is None
        permission = Permission.WORK_TASKS if own else Permission.CONDUCT_ASSEMBLY
        _conceal(actor, permission, task.set_by_id, "task")
    elif task.person_id is None or task.person_id != actor.person_id:
        _conceal(actor, Permission.WORK_TASKS, task.owner_id, "task")
    return task


def require_post(actor: Viewer, post_id: int | None, on: date) -> None:
    """NotFound for an office that is not there on the day, or of a body out of scope."""
    rows = fetch(
        f"""SELECT p.organization_id FROM register_post p JOIN register_poststate s
            ON s.post_id = p.id AND {holding("s", None)} WHERE p.id = %(post)s""",
        {"post": post_id, "on": on},
    )
    bodies = any_scope(actor, Permission.VIEW_ASSEMBLY, on)
    if not rows or (bodies is not None and rows[0][0] not in bodies):
        raise missing("office")


def _conceal(actor: Viewer, permission: Permission, organization_id: int, what: str) -> None:
    """NotFound whether the permission is missing here or the row is outside: never says which."""
    actor.require(Permission.VIEW_ASSEMBLY)
    if not actor.can(permission):
        raise missing(what)
    allowed = any_scope(actor, permission, clock.today())
    if allowed is not None and organization_id not in allowed:
        raise missing(what)
