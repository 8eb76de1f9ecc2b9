"""What those concerned are told: tasks set, reported, judged, delayed."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_noop as _

from kiem.domain.register.queries.heads import heads_of
from kiem.platform import notices
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock

NOTICES = {
    "assembly.tasks_set": _("A task is set to a body you head, due on {due_on}."),
    "assembly.task_begin": _("A task your body set is begun."),
    "assembly.task_report": _("A task your body set is reported done: its evidence waits for you."),
    "assembly.task_accept": _("The evidence of your task is accepted."),
    "assembly.task_return": _("The evidence of your task is returned, with the reason."),
    "assembly.task_ask_delay": _("A later day, {due_on}, is asked for a task your body set."),
    "assembly.task_grant_delay": _("Your task is now due on {due_on}."),
    "assembly.task_refuse_delay": _("The later day you asked for is refused, with the reason."),
    "assembly.task_withdraw": _("Your task is withdrawn, with the reason."),
    "assembly.model_adopted": _("A good model of yours was adopted."),
    "assembly.model_result": _("A body that adopted your good model says what came of it."),
    "assembly.request_sent": _("Another body asks something of yours, to be answered by {due_on}."),
    "assembly.request_answered": _("A request of your body is answered."),
    "assembly.request_returned": _("Your answer to a request is returned, with the reason."),
    "assembly.request_closed": _("A request you answered is closed."),
    "assembly.request_withdrawn": _("A request to your body is withdrawn."),
    "assembly.request_late": _("A request to your body was to be answered by {due_on}."),
    "assembly.late_owner": _("You have late tasks: {tasks}."),
    "assembly.late_head": _("Late tasks of a body you head: {tasks}."),
    "assembly.late_setter": _("Tasks your body set and that stay late: {tasks}."),
    "assembly.late_above": _("Tasks set below you that have stayed late for long: {tasks}."),
}
TO_THE_SETTER = frozenset({"begin", "report", "ask_delay"})


def tell_heads(
    code: str,
    organization_ids: Collection[int],
    *,
    link: str,
    actor: Viewer,
    occasion: str = "",
    due_on: str = "",
    person_ids: Collection[int] = (),
) -> None:
    """One notice to whoever heads the bodies today, and to the people named; not to the actor."""
    told = (heads_of(organization_ids, clock.today()) | set(person_ids)) - {actor.person_id or 0}
    notices.notify(
        code=code,
        params={"due_on": due_on} if due_on else {},
        link=link,
        person_ids=told,
        occasion=occasion,
        actor=actor,
    )
