"""What an event leaves: who was there, and its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, choice_of, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import held_event
from kiem.domain.assembly.actions.states import close_rows, note_event, restate, state_of
from kiem.domain.assembly.errors import (
    approved_before,
    minutes_approved,
    missing,
    no_minutes,
    not_yet,
)
from kiem.domain.assembly.models import Attendance, Attendee, EventState
from kiem.domain.register.queries.scopes import person_in_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns

LONGEST_MINUTES = 20_000


def record_attendance(*, event_id: int, parts: Sequence[tuple[int, str]], actor: Viewer) -> None:
    """Say which bodies were there: pairs of body and `invited`, `attended` or `excused`.

    Replaces what was recorded for these bodies; others stay as they are.
    """
    for _body, part in parts:
        choice_of("part", part, Attendance.Part.values)
    bodies = [body for body, _part in parts]
    with transaction.atomic():
        event = held_event(event_id, actor)
        guard_bodies(bodies, state_of(event).held_on)
        close_rows(Attendance, event_id, organization__in=bodies)
        insert_columns(
            Attendance,
            {"organization_id": bodies, "part": [part for _body, part in parts]},
            constants={
                "event_id": event_id,
                "recorded_from": clock.now(),
                "recorded_by": actor.name,
            },
        )
        note_event("record_attendance", event_id, actor, bodies=len(parts))


@dataclass(frozen=True, slots=True)
class Came:
    """A body at an event: `part` as in `record_attendance`; how many people it was to send, and how
    many came with a mandate, where that was counted."""

    organization_id: int
    part: str
    invited: int | None = None
    came: int | None = None


def count_attendance(
    *,
    event_id: int,
    bodies: Sequence[Came],
    people: Sequence[tuple[int, int]] = (),
    quorum: str = "",
    quorum_of: str = "bodies",
    actor: Viewer,
) -> None:
    """Say who came of each body, by number and (pairs of body and person) by name, and which
    quorum the event asks for: empty, `half` (more than half) or `two_thirds`, of `bodies` or of
    `people`. Replaces what was recorded for these bodies and all names."""
    for row in bodies:
        choice_of("part", row.part, Attendance.Part.values)
    if quorum:
        choice_of("quorum", quorum, EventState.Quorum.values)
    choice_of("quorum_of", quorum_of, EventState.Counted.values)
    ids = [row.organization_id for row in bodies]
    with transaction.atomic():
        event = held_event(event_id, actor)
        guard_bodies(ids, state_of(event).held_on)
        recorded = {
            "event_id": event_id, "recorded_from": clock.now(), "recorded_by": actor.name,
        }  # fmt: skip
        close_rows(Attendance, event_id, organization__in=ids)
        insert_columns(
            Attendance,
            {
                "organization_id": ids,
                "part": [row.part for row in bodies],
                "invited": [row.invited for row in bodies],
                "came": [row.came for row in bodies],
            },
            constants=recorded,
        )
        for _body, person in people:
            _require_known(person, actor)
        close_rows(Attendee, event_id)
        insert_columns(
            Attendee,
            {
                "organization_id": [body for body, _person in people],
                "person_id": [person for _body, person in people],
            },
            constants=recorded,
        )
        restate(event, actor, quorum=quorum, quorum_of=quorum_of)
        note_event("record_attendance", event_id, actor, bodies=len(ids), people=len(people))


def write_minutes(
    *,
    event_id: int,
    minutes_vi: str,
    minutes_en: str = "",
    written_by_id: int | None = None,
    reason: str = "",
    actor: Viewer,
) -> None:
    """Replace the minutes' own words; the record of what was said is beside them.

    `written_by_id`: who wrote them. Once they are approved only with a reason, and they stay
    approved. NotFound for a person out of the actor's scope.
    """
    text = text_of("minutes_vi", minutes_vi, most=LONGEST_MINUTES, may_be_empty=True)
    english = text_of("minutes_en", minutes_en, most=LONGEST_MINUTES, may_be_empty=True)
    why = text_of("reason", reason, most=LONGEST_TITLE, may_be_empty=True)
    with transaction.atomic():
        event = held_event(event_id, actor)
        state = state_of(event)
        if state.minutes_approved_on is not None and not why:
            raise minutes_approved(state.minutes_approved_on)
        if written_by_id is not None:
            _require_known(written_by_id, actor)
        restate(
            event,
            actor,
            minutes_vi=text,
            minutes_en=english,
            minutes_by_id=written_by_id or state.minutes_by_id,
            minutes_reason=why,
        )
        note_event("write_minutes", event_id, actor, reason=why)


def approve_minutes(
    *, event_id: int, approved_on: date, approved_by_id: int, actor: Viewer
) -> None:
    """Somebody approves the minutes, on a day from the event's on. Raises Conflict when there are
    none yet or they are approved already; NotFound for a person out of the actor's scope."""
    with transaction.atomic():
        event = held_event(event_id, actor)
        state = state_of(event)
        if not state.minutes_vi:
            raise no_minutes()
        if state.minutes_approved_on is not None:
            raise minutes_approved(state.minutes_approved_on)
        if approved_on > clock.today():
            raise not_yet("approved_on", approved_on, clock.today())
        if approved_on < state.held_on:
            raise approved_before(approved_on, state.held_on)
        _require_known(approved_by_id, actor)
        restate(
            event, actor, minutes_approved_on=approved_on, minutes_approved_by_id=approved_by_id
        )
        note_event("approve_minutes", event_id, actor)


def _require_known(person_id: int, actor: Viewer) -> None:
    if not person_in_scope(actor, Permission.VIEW_ASSEMBLY, person_id, clock.today()):
        raise missing("person")
