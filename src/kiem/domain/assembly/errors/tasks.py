"""What can be wrong with a task and its steps."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def due_before(day: date, first: date) -> InvalidInput:
    return InvalidInput(
        "assembly.due_before",
        _("A task due on {day} would be due before {first}."),
        remedy=_("Choose {first} or a later day."),
        field="due_on",
        params={"day": day.isoformat(), "first": first.isoformat()},
    )


def due_after_parent(day: date, parent_due: date) -> InvalidInput:
    return InvalidInput(
        "assembly.due_after_parent",
        _("Due on {day}, it would come after {parent_due}, when the task above it is due."),
        remedy=_("Choose {parent_due} or an earlier day, or ask for a later day above first."),
        field="due_on",
        params={"day": day.isoformat(), "parent_due": parent_due.isoformat()},
    )


def person_elsewhere(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.person_elsewhere",
        _("The person holds no post in the body that owns the task on {day}."),
        remedy=_("Choose somebody of that body, or leave the person out."),
        field="person",
        params={"day": day.isoformat()},
    )


def person_of_several(count: int) -> InvalidInput:
    return InvalidInput(
        "assembly.person_of_several",
        _("A person is named, and the task would go to {count} bodies."),
        remedy=_("Choose one body, or leave the person out."),
        field="person",
        params={"count": count},
    )


def step_not_now(kind: str, status: str) -> Conflict:
    return Conflict(
        "assembly.step_not_now",
        _("The step '{kind}' is not possible while the task is '{status}'."),
        remedy=_("Open the task again and see what happened to it."),
        params={"kind": kind, "status": status},
    )


def delegated_not_reported(left: int) -> Conflict:
    return Conflict(
        "assembly.delegated_open",
        _("{left} of the tasks delegated below it are still open."),
        remedy=_("Wait until they are accepted, or withdraw them with a reason."),
        params={"left": left},
    )


def required_open(left: int) -> Conflict:
    return Conflict(
        "assembly.required_open",
        _("{left} of the tasks it depends on are still open."),
        remedy=_("Accept those first."),
        params={"left": left},
    )


def circle(task_id: int) -> InvalidInput:
    return InvalidInput(
        "assembly.circle",
        _("Then task {task} would wait for itself."),
        remedy=_("Leave out one of the conditions."),
        field="requires",
        params={"task": task_id},
    )


def evidence_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.evidence_missing",
        _("A task is reported done with evidence: a file, or where it can be seen."),
        remedy=_("Attach a file, or write where the evidence is."),
        field="text",
    )


def own_evidence() -> Conflict:
    return Conflict(
        "assembly.own_evidence",
        _("Whoever reported the task cannot accept it as well."),
        remedy=_("Let somebody else of the body that set it look at the evidence."),
    )


def own_delay() -> Conflict:
    return Conflict(
        "assembly.own_delay",
        _("Whoever asked for the later day cannot grant it as well."),
        remedy=_("Let somebody else of the body that set the task decide."),
    )


def delegated_to_itself() -> InvalidInput:
    return InvalidInput(
        "assembly.delegated_to_itself",
        _("A body cannot hand a task on to itself."),
        remedy=_("Choose bodies below it, or report the task yourself."),
        field="codes",
    )


def delay_not_later(day: date, due_on: date) -> InvalidInput:
    return InvalidInput(
        "assembly.delay_not_later",
        _("{day} is not later than {due_on}, when the task is due."),
        remedy=_("Choose a later day."),
        field="due_on",
        params={"day": day.isoformat(), "due_on": due_on.isoformat()},
    )
