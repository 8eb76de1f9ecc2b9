"""What earlier events of a project left open: what an event's agenda starts with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.queries.days import event_state_join, said_shows
from kiem.domain.assembly.queries.rows import EventRow, LeftOpen, TaskRow
from kiem.domain.assembly.queries.state import as_of, tasks_sql
from kiem.domain.assembly.queries.tasks import FILTERS, task_rows
from kiem.domain.assembly.queries.visible import Seen
from kiem.platform.kernel.sql import fetch

MOST_CARRIED_OVER = 50


def left_open_before(
    seen: Seen, event: EventRow, on: date, known_at: datetime | None
) -> tuple[tuple[LeftOpen, ...], tuple[TaskRow, ...]]:
    """First-level tasks of the project's earlier events that are open on the day asked about: how
    many of each conclusion, and those of them that are due first.

    A country's tasks are gone through once; names are looked up for those that are shown.
    """
    rows = fetch(
        f"""
        WITH stated AS MATERIALIZED (
            {tasks_sql(_earlier(seen, on, known_at), with_wishes=False)}),
        open AS MATERIALIZED (
            SELECT s.id, s.event_id, coalesce(s.conclusion_number, 0) AS number, s.due,
                {FILTERS["late"]} AS is_late
            FROM stated s WHERE {FILTERS["open"]}),
        counted AS (
            SELECT event_id, number, count(*)::int AS open,
                (count(*) FILTER (WHERE is_late))::int AS late
            FROM open GROUP BY event_id, number)
        SELECT n.event_id, s.title_vi, s.title_en, s.held_on, n.number, coalesce(c.text_vi, ''),
            coalesce(c.text_en, ''), n.open, n.late, ARRAY(
                SELECT o.id FROM open o ORDER BY o.due, o.id LIMIT %(most)s)
        FROM counted n
        JOIN assembly_event e ON e.id = n.event_id {event_state_join(on, known_at)}
        LEFT JOIN assembly_conclusion c ON c.event_id = n.event_id AND c.number = n.number
            AND {said_shows("c", on, known_at)}
        ORDER BY s.held_on, n.event_id, n.number = 0, n.number
        """,
        _parameters(seen, event, on, known_at),
    )
    first = rows[0][9] if rows else []
    tasks = task_rows(
        seen, "t.id = ANY (%(ids)s)", {"ids": first}, on, known_at, limit=MOST_CARRIED_OVER
    )
    return tuple(LeftOpen(*row[:9]) for row in rows), tasks


def _earlier(seen: Seen, on: date, known_at: datetime | None) -> str:
    """A condition on `t`: first-level tasks of events that were held before, also on the day."""
    return f"""t.parent_id IS NULL AND {seen.task("t")} AND t.event_id IN (
        SELECT e.id FROM assembly_event e {event_state_join(on, known_at)}
        WHERE e.project_id = %(project)s
            AND (s.held_on, e.id) < (%(held_on)s::date, %(event)s::bigint))"""


def _parameters(seen: Seen, event: EventRow, on: date, known_at: datetime | None) -> dict[str, Any]:
    return {
        **seen.parameters,
        "project": event.project_id,
        "held_on": event.held_on,
        "event": event.id,
        "on": on,
        "as_of": as_of(on, known_at),
        "known_at": known_at,
        "most": MOST_CARRIED_OVER,
    }
