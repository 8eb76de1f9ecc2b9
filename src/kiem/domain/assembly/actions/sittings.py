"""What an event leaves: who was there, and its minutes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kiem.domain.assembly.actions.guards import choice_of, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import held_event
from kiem.domain.assembly.actions.states import close_rows, note_event, restate, state_of
from kiem.domain.assembly.models import Attendance
from kiem.platform.access import Viewer
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


def write_minutes(*, event_id: int, minutes_vi: str, minutes_en: str = "", actor: Viewer) -> None:
    """Replace the minutes' own words; the record of what was said is beside them."""
    text = text_of("minutes_vi", minutes_vi, most=LONGEST_MINUTES, may_be_empty=True)
    english = text_of("minutes_en", minutes_en, most=LONGEST_MINUTES, may_be_empty=True)
    with transaction.atomic():
        event = held_event(event_id, actor)
        restate(event, actor, minutes_vi=text, minutes_en=english)
        note_event("write_minutes", event_id, actor)
