"""Projects and events: opening, planning, changing, who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, choice_of, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import held_event, require_bodies
from kiem.domain.assembly.errors import code_taken, missing
from kiem.domain.assembly.models import AgendaItem, Attendance, Event, EventState, Project
from kiem.domain.register.queries.scopes import require_people
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.temporal import close_recorded, recorded_from

LONGEST_MINUTES = 20_000


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is known of an event. `agenda`: pairs of Vietnamese and English title, in order;
    `bodies`: ids of those invited, outside ones included; `starts_at` local time."""

    title_vi: str
    held_on: date
    title_en: str = ""
    starts_at: time | None = None
    place: str = ""
    place_en: str = ""
    chair_id: int | None = None
    agenda: Sequence[tuple[str, str]] = ()
    bodies: Sequence[int] = ()


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
        _write_plan(event.pk, plan, ("", ""), actor)
        _note("plan_event", event.pk, actor)
    return event.pk


def change_event(*, event_id: int, plan: EventPlan, actor: Viewer) -> None:
    """Replace what is known of an event. What was said in it stays."""
    with transaction.atomic():
        held_event(event_id, actor)
        before = EventState.objects.get(event=event_id, recorded__upper_inf=True)
        _supersede(event_id)
        _write_plan(event_id, plan, (before.minutes_vi, before.minutes_en), actor)
        _note("change_event", event_id, actor)


def record_attendance(*, event_id: int, parts: Sequence[tuple[int, str]], actor: Viewer) -> None:
    """Say which bodies were there: pairs of body and `invited`, `attended` or `excused`.

    Replaces what was recorded for these bodies; others stay as they are.
    """
    for _body, part in parts:
        choice_of("part", part, Attendance.Part.values)
    bodies = [body for body, _part in parts]
    with transaction.atomic():
        held_event(event_id, actor)
        state = EventState.objects.get(event=event_id, recorded__upper_inf=True)
        guard_bodies(bodies, state.held_on)
        _close(Attendance, event_id, organization__in=bodies)
        _write_attendance(event_id, parts, actor)
        _note("record_attendance", event_id, actor, bodies=len(parts))


def write_minutes(*, event_id: int, minutes_vi: str, minutes_en: str = "", actor: Viewer) -> None:
    """Replace the minutes' own words; the record of what was said is beside them."""
    text = text_of("minutes_vi", minutes_vi, most=LONGEST_MINUTES, may_be_empty=True)
    english = text_of("minutes_en", minutes_en, most=LONGEST_MINUTES, may_be_empty=True)
    with transaction.atomic():
        held_event(event_id, actor)
        state = EventState.objects.get(event=event_id, recorded__upper_inf=True)
        _close(EventState, event_id)
        state.pk, state.minutes_vi, state.minutes_en = None, text, english
        state.recorded, state.recorded_by = recorded_from(clock.now()), actor.name
        state.save(force_insert=True)
        _note("write_minutes", event_id, actor)


def _write_plan(event_id: int, plan: EventPlan, minutes: tuple[str, str], actor: Viewer) -> None:
    if plan.chair_id is not None:
        require_people(actor, Permission.VIEW_ASSEMBLY, [plan.chair_id], plan.held_on)
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
        chair_id=plan.chair_id,
        minutes_vi=minutes[0],
        minutes_en=minutes[1],
        recorded=recorded_from(moment),
        recorded_by=actor.name,
    )
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
        constants={"event_id": event_id, "recorded_from": moment, "recorded_by": actor.name},
    )
    known = dict(
        Attendance.objects.filter(event=event_id, recorded__upper_inf=True).values_list(
            "organization", "part"
        )
    )
    new = [(body, Attendance.Part.INVITED.value) for body in plan.bodies if body not in known]
    _write_attendance(event_id, new, actor)


def _write_attendance(event_id: int, parts: Sequence[tuple[int, str]], actor: Viewer) -> None:
    insert_columns(
        Attendance,
        {"organization_id": [body for body, _part in parts], "part": [part for _b, part in parts]},
        constants={"event_id": event_id, "recorded_from": clock.now(), "recorded_by": actor.name},
    )


def _supersede(event_id: int) -> None:
    _close(EventState, event_id)
    _close(AgendaItem, event_id)


def _close(model: type, event_id: int, **narrow: object) -> None:
    rows = model.objects.filter(event=event_id, recorded__upper_inf=True, **narrow)  # type: ignore[attr-defined]  # any of this app's models
    close_recorded(model, list(rows.values_list("pk", flat=True)), clock.now())


def _note(action: str, event_id: int, actor: Viewer, **rows: int) -> None:
    audit.record(
        action=f"assembly.{action}",
        actor=actor,
        subject=f"event:{event_id}",
        rows={"assembly_event": [event_id], **rows},
    )
