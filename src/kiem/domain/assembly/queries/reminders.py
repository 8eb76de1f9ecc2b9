"""Which late tasks are due for the next rung of the ladder, and what was sent of one task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.domain.assembly.ladder import LADDER, Rung
from kiem.domain.assembly.queries.state import as_of, tasks_sql
from kiem.platform.kernel.sql import fetch, holding


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A late task and who is told next: the person, else the head of the body; neither where
    nobody is above."""

    task_id: int
    rung: Rung
    due_on: date
    body_id: int | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder sent of a task; `told` counts people."""

    rung: Rung
    sent_on: date
    told: int


@dataclass(frozen=True, slots=True)
class Reminders:
    """What was sent of a task for its present due day, and whom it comes to next, on which day."""

    sent: tuple[ReminderRow, ...]
    next_rung: Rung | None
    next_on: date | None


def reminders_due(on: date) -> tuple[DueReminder, ...]:
    """Late tasks whose next rung is due on the day. No viewer: for the machine's own run."""
    rows = fetch(
        f"""
        WITH late AS MATERIALIZED (
            SELECT s.id, s.owner_id, s.person_id, s.set_by_id, s.parent_id, s.event_id, s.due
            FROM ({tasks_sql("t.due_on < %(on)s::date")}) AS s
            WHERE s.status IN ('open', 'begun', 'returned') AND s.due < %(on)s::date)
        SELECT l.id, l.due, count(r.id), l.person_id, l.owner_id,
            CASE WHEN l.set_by_id = l.owner_id THEN e.organizer_id ELSE l.set_by_id END,
            coalesce(p.set_by_id, a.higher_id, a.parent_id)
        FROM late l JOIN assembly_event e ON e.id = l.event_id
        LEFT JOIN assembly_task p ON p.id = l.parent_id
        LEFT JOIN assembly_taskreminder r ON r.task_id = l.id AND r.due_on = l.due
        LEFT JOIN register_organizationstate a ON {holding("a", None)} AND a.organization_id =
            CASE WHEN l.set_by_id = l.owner_id THEN e.organizer_id ELSE l.set_by_id END
        GROUP BY l.id, l.due, l.person_id, l.owner_id, l.set_by_id, e.organizer_id, p.set_by_id,
            a.higher_id, a.parent_id
        HAVING max(r.sent_on) IS NULL OR max(r.sent_on) < %(on)s::date
        ORDER BY l.id
        """,
        {"on": on, "as_of": as_of(on, None)},
    )
    found = []
    for task_id, due_on, sent, person_id, owner_id, setter_id, above_id in rows:
        if sent >= len(LADDER) or (on - due_on).days < LADDER[sent].days_late:
            continue
        rung = LADDER[sent].rung
        body = {Rung.SETTER: setter_id, Rung.ABOVE: above_id}.get(rung, owner_id)
        person = person_id if rung is Rung.OWNER else None
        found.append(DueReminder(task_id, rung, due_on, body, person))
    return tuple(found)


def reminders_of(
    task_id: int, due_on: date, *, is_owed: bool, on: date, known_at: datetime | None
) -> Reminders:
    """The ladder of one task; the caller has checked who may see it. `is_owed`: somebody still
    has to do something, so that it would climb further."""
    rows = fetch(
        """SELECT r.rung, r.sent_on, r.told FROM assembly_taskreminder r
        WHERE r.task_id = %(task)s AND r.due_on = %(due)s AND r.sent_on <= %(on)s::date
            AND (%(as_of)s::timestamptz IS NULL OR r.recorded_at <= %(as_of)s::timestamptz)
        ORDER BY r.id""",
        {"task": task_id, "due": due_on, "on": on, "as_of": as_of(on, known_at)},
    )
    sent = tuple(ReminderRow(Rung(rung), day, told) for rung, day, told in rows)
    if not is_owed or len(sent) >= len(LADDER):
        return Reminders(sent, None, None)
    step = LADDER[len(sent)]
    earliest = due_on + timedelta(days=step.days_late)
    if sent:
        earliest = max(earliest, sent[-1].sent_on + timedelta(days=1))
    return Reminders(sent, step.rung, max(earliest, on))
