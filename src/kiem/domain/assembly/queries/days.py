"""What existed on the day a page shows (decision 0132).

A thing of an event shows when it was recorded up to that day's end, or when the event's day has
come: minutes are often typed in later, and what they tell of happened on the event's day. Until
then an event is shown as it stood on that day. States (of tasks, proposals, surveys) are what had
been recorded by the day's end (`as_of`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiem.domain.assembly.queries.state import as_of
from kiem.platform.kernel.sql import fetch, known


def moments_of(
    event_ids: Collection[int], on: date, known_at: datetime | None
) -> dict[int, datetime | None]:
    """Event -> up to when what was said at it counts; None: all of it."""
    moment = as_of(on, known_at)
    if moment == known_at:
        return dict.fromkeys(event_ids, known_at)
    rows = fetch(
        f"""SELECT e.id, {_is_held("s", known_at)} FROM assembly_event e
        {event_state_join(on, known_at)} WHERE e.id = ANY (%(events)s)""",
        {"events": list(event_ids), "on": on, "known_at": known_at, "as_of": moment},
    )
    return {event: known_at if is_held else moment for event, is_held in rows}


def recorded_by_day(alias: str) -> str:
    """Predicate: the `Said` row was recorded up to the end of the day shown (`%(as_of)s`)."""
    return f"(%(as_of)s::timestamptz IS NULL OR {alias}.recorded_at <= %(as_of)s::timestamptz)"


def shows_by_day(alias: str, day: str) -> str:
    """Predicate: the `Said` row is known, and was recorded up to the end of the day shown or
    tells of a day (the column `day`) that has come."""
    return f"""({alias}.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity')
        AND ({alias}.{day} <= %(on)s::date OR {recorded_by_day(alias)}))"""


def event_state_join(on: date, known_at: datetime | None) -> str:
    """A join of `assembly_event e` with the state `s` to show; events that do not show drop out.

    Parameters: `on`, `known_at` and `as_of`.
    """
    if as_of(on, known_at) == known_at:  # nothing was recorded later that is known
        return f"JOIN assembly_eventstate s ON s.event_id = e.id AND {known('s', known_at)}"
    held = _is_held("z", known_at)
    return f"""JOIN LATERAL (SELECT z.* FROM assembly_eventstate z
        WHERE z.event_id = e.id AND ({held} OR z.recorded @> %(as_of)s::timestamptz)
        ORDER BY {held} DESC LIMIT 1) s ON true"""


def said_shows(alias: str, on: date, known_at: datetime | None) -> str:
    """Predicate: the `Superseded` row of `alias` belongs to what is shown of the event `e` with
    the state `s` (see `event_state_join`)."""
    if as_of(on, known_at) == known_at:
        return known(alias, known_at)
    return f"""CASE WHEN {_is_held("s", known_at)} THEN {known(alias, known_at)}
        ELSE {alias}.recorded @> %(as_of)s::timestamptz END"""


def _is_held(alias: str, known_at: datetime | None) -> str:
    """Predicate: the event's day, as it is known, has come."""
    return f"({known(alias, known_at)} AND {alias}.held_on <= %(on)s::date)"
