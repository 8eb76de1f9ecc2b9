"""Projects and events: opening, planning, changing, who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, choice_of, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import held_event, require_bodies, require_post
from kiem.domain.assembly.actions.states import close_rows, note_event, restate, state_of
from kiem.domain.assembly.errors import (
    agenda_stays,
    body_spoke,
    chair_twice,
    code_taken,
    event_was_held,
    missing,
    reason_missing,
)
from kiem.domain.assembly.models import (
    AgendaItem,
    Attendance,
    Event,
    EventChair,
    EventState,
    Project,
)
from kiem.domain.register.queries.scopes import person_in_scope
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.temporal import recorded_from

# What a changed plan leaves as it is.
_NOT_OF_THE_PLAN = (
    "quorum", "quorum_of", "minutes_vi", "minutes_en", "minutes_by_id", "minutes_approved_on",
    "minutes_approved_by_id", "minutes_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chairing:
    """Who leads an event (`chair`) or writes its minutes (`secretary`): a person, or an office for
    whoever holds it on the event's day. One of the two ids."""

    part: str
    person_id: int | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is known of an event. `agenda`: pairs of Vietnamese and English title, in order;
    `bodies`: ids of those invited, outside ones included, beside those invited already;
    `uninvited`: whose invitation is taken back; `starts_at` local time; `chair_id`: a person who
    leads it, before `chairs`."""

    title_vi: str
    held_on: date
    title_en: str = ""
    starts_at: time | None = None
    place: str = ""
    place_en: str = ""
    chair_id: int | None = None
    agenda: Sequence[tuple[str, str]] = ()
    bodies: Sequence[int] = ()
    uninvited: Sequence[int] = ()
    chairs: Sequence[Chairing] = ()


def open_project(
    *,
    organization_id: int,
    code: str,
    title_vi: str,
    title_en: str = "",
    opened_on: date,
    actor: Viewer,
) -> int:
    """Open a project; returns its id. Raises Conflict when the code is another project's."""
    require_bodies(actor, Permission.CONDUCT_ASSEMBLY, [organization_id])
    values = {
        "code": text_of("code", code, most=40),
        "title_vi": text_of("title_vi", title_vi, most=LONGEST_TITLE),
        "title_en": text_of("title_en", title_en, most=LONGEST_TITLE, may_be_empty=True),
    }
    guard_bodies([organization_id], opened_on)
    try:
        with transaction.atomic():
            project = Project.objects.create(
                organization_id=organization_id,
                opened_on=opened_on,
                recorded_at=clock.now(),
                recorded_by=actor.name,
                **values,
            )
            audit.record(
                action="assembly.open_project",
                actor=actor,
                subject=f"project:{project.pk}",
                rows={"assembly_project": [project.pk]},
            )
    except IntegrityError as error:
        raise code_taken(values["code"]) from error
    return project.pk


def plan_event(
    *, project_id: int, organizer_id: int, kind: str, plan: EventPlan, actor: Viewer
) -> int:
    """Plan an event with agenda and invited bodies; returns its id."""
    require_bodies(actor, Permission.CONDUCT_ASSEMBLY, [organizer_id])
    choice_of("kind", kind, Event.Kind.values)
    with transaction.atomic():
        project = Project.objects.filter(pk=project_id).first()
        if project is None:
            raise missing("project")
        require_bodies(actor, Permission.VIEW_ASSEMBLY, [project.organization_id])
        guard_bodies([organizer_id], plan.held_on)
        event = Event.objects.create(
            project_id=project_id,
            organizer_id=organizer_id,
            kind=kind,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _write_plan(event.pk, plan, actor, {})
        note_event("plan_event", event.pk, actor)
    return event.pk


def change_event(*, event_id: int, plan: EventPlan, actor: Viewer) -> None:
    """Replace what is known of an event. What was said in it stays, and so does the agenda of one
    that was held: InvalidInput for another. Raises Conflict when it is cancelled."""
    with transaction.atomic():
        event = held_event(event_id, actor)
        before = state_of(event)
        agenda = plan.agenda
        if before.held_on <= clock.today():
            kept = AgendaItem.objects.filter(event=event, recorded__upper_inf=True)
            stays = list(kept.order_by("position").values_list("title_vi", "title_en"))
            if agenda and stays and list(agenda) != stays:
                raise agenda_stays(before.held_on)
            agenda = agenda or stays
        for model in (EventState, AgendaItem, EventChair):
            close_rows(model, event_id)
        if event.contributions.filter(organization__in=list(plan.uninvited)).exists():
            raise body_spoke()
        close_rows(
            Attendance,
            event_id,
            organization__in=list(plan.uninvited),
            part=Attendance.Part.INVITED,
        )
        stays_known = {name: getattr(before, name) for name in _NOT_OF_THE_PLAN}
        _write_plan(event_id, replace(plan, agenda=agenda), actor, stays_known)
        note_event("change_event", event_id, actor)


def cancel_event(*, event_id: int, reason: str, reason_en: str = "", actor: Viewer) -> None:
    """The event does not take place, with the reason; it stays readable. Raises Conflict when
    something was said or concluded at it, or when it is cancelled already."""
    if not reason.strip():
        raise reason_missing()
    why = text_of("text", reason, most=LONGEST_TITLE)
    with transaction.atomic():
        event = held_event(event_id, actor)
        was_held = (
            event.contributions.exists() or event.conclusions.exists() or event.tasks.exists()
        )
        if was_held:
            raise event_was_held()
        restate(
            event,
            actor,
            cancelled_vi=why,
            cancelled_en=text_of("text_en", reason_en, most=LONGEST_TITLE, may_be_empty=True),
        )
        note_event("cancel_event", event_id, actor, reason=why)


def _write_plan(event_id: int, plan: EventPlan, actor: Viewer, kept: dict[str, Any]) -> None:
    guard_bodies(plan.bodies, plan.held_on)
    moment = clock.now()
    EventState.objects.create(
        event_id=event_id,
        title_vi=text_of("title_vi", plan.title_vi, most=LONGEST_TITLE),
        title_en=text_of("title_en", plan.title_en, most=LONGEST_TITLE, may_be_empty=True),
        held_on=plan.held_on,
        starts_at=plan.starts_at,
        place=text_of("place", plan.place, most=200, may_be_empty=True),
        place_en=text_of("place_en", plan.place_en, most=200, may_be_empty=True),
        recorded=recorded_from(moment),
        recorded_by=actor.name,
        **kept,
    )
    recorded = {"event_id": event_id, "recorded_from": moment, "recorded_by": actor.name}
    insert_columns(
        AgendaItem,
        {
            "position": range(1, len(plan.agenda) + 1),
            "title_vi": [text_of("agenda", vi, most=LONGEST_TITLE) for vi, _en in plan.agenda],
            "title_en": [
                text_of("agenda", en, most=LONGEST_TITLE, may_be_empty=True)
                for _vi, en in plan.agenda
            ],
        },
        constants=recorded,
    )
    _write_chairs(plan, actor, recorded)
    known = set(
        Attendance.objects.filter(event=event_id, recorded__upper_inf=True).values_list(
            "organization", flat=True
        )
    )
    new = [body for body in plan.bodies if body not in known]
    insert_columns(
        Attendance,
        {"organization_id": new},
        constants={**recorded, "part": Attendance.Part.INVITED.value},
    )


def _write_chairs(plan: EventPlan, actor: Viewer, recorded: dict[str, Any]) -> None:
    """Those who lead it, in order. NotFound for a person or an office out of the actor's scope."""
    chairs = list(plan.chairs)
    if plan.chair_id is not None:
        chairs.insert(0, Chairing("chair", person_id=plan.chair_id))
    if len({(chair.person_id, chair.post_id) for chair in chairs}) < len(chairs):
        raise chair_twice()
    for chair in chairs:
        choice_of("part", chair.part, EventChair.Part.values)
        if chair.person_id is not None:
            if not person_in_scope(actor, Permission.VIEW_ASSEMBLY, chair.person_id, plan.held_on):
                raise missing("person")
        else:
            require_post(actor, chair.post_id, plan.held_on)
    insert_columns(
        EventChair,
        {
            "position": range(1, len(chairs) + 1),
            "part": [chair.part for chair in chairs],
            "person_id": [chair.person_id for chair in chairs],
            "post_id": [chair.post_id for chair in chairs],
        },
        constants=recorded,
    )
