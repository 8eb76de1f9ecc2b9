"""What forms of assemblies offer to choose from, and the tasks they set."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kiem.delivery.web import assemblyforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import scope_of, viewer_of
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing, person_of_several
from kiem.platform.access import Permission
from kiem.platform.kernel import clock


def own_body_choices(request: HttpRequest, permission: Permission) -> forms.Choices:
    found = assembly.own_bodies(viewer=viewer_of(request), permission=permission, on=clock.today())
    return forms.body_choices(found)


def speaker_choices(request: HttpRequest, detail: assembly.EventDetail) -> forms.Choices:
    """Bodies that take part; of these only the reader's own, unless the reader conducts."""
    bodies = [detail.event.organizer, *(body for body, _part in detail.attendances)]
    if not detail.may_conduct:
        mine = assembly.own_bodies(
            viewer=viewer_of(request), permission=Permission.WORK_TASKS, on=clock.today()
        )
        own = {body.id for body, _code in mine}
        bodies = [body for body in bodies if body.id in own]
    return [
        (str(body.id), wording.name_of(body.name_vi, body.name_en))
        for body in dict.fromkeys(bodies)
    ]


def task_groups(request: HttpRequest) -> forms.Choices:
    groups = assembly.target_groups(viewer=viewer_of(request), on=clock.today())
    return forms.group_choices(groups)


def contribution_choices(detail: assembly.EventDetail) -> forms.Choices:
    return [
        (
            str(said.number),
            f"{said.number}. {wording.name_of(said.body.name_vi, said.body.name_en)}",
        )
        for said in detail.contributions
    ]


def conducted(request: HttpRequest, event_id: int) -> assembly.EventDetail:
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    if not detail.may_conduct:
        raise missing("event")
    return detail


def tasks_of(request: HttpRequest, given: dict[str, Any]) -> list[actions.NewTask]:
    """One task a body, of the types chosen and of the codes written, each body once.

    Raises InvalidInput when a person is named and there are several bodies.
    """
    viewer, today = viewer_of(request), clock.today()
    owners: list[int] = []
    for group in given["group"]:
        owners += assembly.bodies_of_type(viewer=viewer, type_code=group, on=today)
    owners += assembly.bodies_by_code(
        viewer=viewer, codes=forms.split_codes(given["codes"]), on=today
    )
    owners = list(dict.fromkeys(owners))
    if given["person"] is not None and len(owners) != 1:
        raise person_of_several(len(owners))
    return [
        actions.NewTask(
            owner_id=owner,
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            evidence_vi=given["evidence_vi"],
            evidence_en=given["evidence_en"],
            due_on=given["due_on"],
            person_id=given["person"],
        )
        for owner in owners
    ]
