"""What is known of an event, superseded: the rest of it stays as it was."""

from __future__ import annotations

from typing import Any

from django.db import models

from kiem.domain.assembly.errors import event_cancelled
from kiem.domain.assembly.models import Event, EventState
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from


def state_of(event: Event) -> EventState:
    """What is known of the event, which is locked. Raises Conflict when it is cancelled."""
    state = EventState.objects.get(event=event, recorded__upper_inf=True)
    if state.cancelled_vi:
        raise event_cancelled()
    return state


def restate(event: Event, actor: Viewer, **changes: Any) -> None:
    """Replace the event's state by one with these changes."""
    state = state_of(event)
    close_recorded(EventState, [state.pk], clock.now())
    state.pk = None
    for name, value in changes.items():
        setattr(state, name, value)
    state.recorded, state.recorded_by = recorded_from(clock.now()), actor.name
    state.save(force_insert=True)


def close_rows(model: type[models.Model], event_id: int, **narrow: object) -> None:
    """Supersede the event's rows of a model of this app, without saying by what."""
    rows = model._default_manager.filter(event=event_id, recorded__upper_inf=True, **narrow)
    close_recorded(model, list(rows.values_list("pk", flat=True)), clock.now())


def note_event(action: str, event_id: int, actor: Viewer, *, reason: str = "", **rows: int) -> None:
    audit.record(
        action=f"assembly.{action}",
        actor=actor,
        subject=f"event:{event_id}",
        reason=reason,
        rows={"assembly_event": [event_id], **rows},
    )
