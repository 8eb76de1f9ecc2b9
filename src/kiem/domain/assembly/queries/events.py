"""Projects and events: lists, and one event with everything said at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries.days import (
    event_state_join,
    moments_of,
    said_shows,
    shows_by_day,
)
from kiem.domain.assembly.queries.left_open import left_open_before
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import (
    Body,
    EventDetail,
    EventRow,
    MinutesRow,
    PaperRow,
    Progress,
    total_progress,
)
from kiem.domain.assembly.queries.said import (
    conclusions_of,
    contributions_of,
    proposals_of,
)
from kiem.domain.assembly.queries.sittings import chairs_of
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.assembly.queries.tasks import progress_of, task_rows
from kiem.domain.assembly.queries.visible import Seen, seen_by
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known

_NAME = """coalesce((SELECT full_name FROM register_personstate p
                WHERE p.person_id = {0} AND upper_inf(p.recorded)
                ORDER BY lower(p.valid) DESC LIMIT 1), '')"""
_SAID_BY = "({0}.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity'))"


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with its progress over all its events."""

    id: int
    code: str
    title_vi: str
    title_en: str
    owner: Body
    opened_on: date
    events: int
    progress: Progress


def list_projects(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[ProjectRow, ...]:
    """Projects of the viewer's bodies, or with an event the viewer sees; newest first."""
    return project_rows(seen_by(viewer, on, known_at), "true", {}, on, known_at)


def project_rows(
    seen: Seen,
    where: str,
    parameters: dict[str, Any],
    on: date,
    known_at: datetime | None,
    *,
    with_progress: bool = True,
) -> tuple[ProjectRow, ...]:
    """Projects of a condition on `p` that show on the day; progress is of all their events."""
    own = "true" if seen.everything else "p.organization_id = ANY (%(bodies)s)"
    rows = fetch(
        f"""
        WITH shown AS (SELECT e.id, e.project_id, {seen.event("e")} AS is_seen
            FROM assembly_event e {event_state_join(on, known_at)})
        SELECT p.id, p.code, p.title_vi, p.title_en, p.opened_on, {BODY_COLUMNS.format("o")},
            count(e.id) FILTER (WHERE e.is_seen), array_remove(array_agg(e.id), NULL)
        FROM assembly_project p {body_join("o", "p.organization_id", known_at)}
        LEFT JOIN shown e ON e.project_id = p.id
        WHERE ({where}) AND {shows_by_day("p", "opened_on")}
        GROUP BY p.id, {BODY_COLUMNS.format("o")}
        HAVING {own} OR bool_or(e.is_seen)
        ORDER BY p.opened_on DESC, p.id DESC
        """,
        {
            **seen.parameters,
            **parameters,
            "on": on,
            "known_at": known_at,
            "as_of": as_of(on, known_at),
        },
    )
    events = [event for row in rows for event in row[10]] if with_progress else []
    by_event = (
        progress_of("t.event_id = ANY (%(events)s)", {"events": events}, on, known_at, "event_id")
        if events
        else {}
    )
    return tuple(
        ProjectRow(
            id=row[0],
            code=row[1],
            title_vi=row[2],
            title_en=row[3],
            opened_on=row[4],
            owner=to_body(row[5:9]),
            events=row[9],
            progress=total_progress(by_event[event] for event in row[10] if event in by_event),
        )
        for row in rows
    )


def list_events(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    project_id: int | None = None,
    limit: int = 200,
) -> tuple[EventRow, ...]:
    """Events the viewer sees, the latest first; those planned by the day `on` for a later one are
    to come and listed too."""
    seen = seen_by(viewer, on, known_at)
    where = "e.project_id = %(project)s" if project_id is not None else "true"
    return event_rows(seen, where, {"project": project_id}, on, known_at, limit)


def event_rows(
    seen: Seen,
    where: str,
    parameters: dict[str, Any],
    on: date,
    known_at: datetime | None,
    limit: int = 200,
    *,
    with_progress: bool = True,
) -> tuple[EventRow, ...]:
    """Events of a condition on `e`, the latest first. Without progress for who counts anyhow."""
    rows = fetch(
        f"""
        SELECT e.id, e.kind, p.id, p.code, p.title_vi, p.title_en, s.title_vi, s.title_en,
            s.held_on, s.starts_at, {BODY_COLUMNS.format("o")},
            (SELECT count(*) FROM assembly_conclusion c
                WHERE c.event_id = e.id AND {said_shows("c", on, known_at)}), s.cancelled_vi <> ''
        FROM assembly_event e
        JOIN assembly_project p ON p.id = e.project_id
        {event_state_join(on, known_at)}
        {body_join("o", "e.organizer_id", known_at)}
        WHERE ({where}) AND {seen.event("e")}
        ORDER BY s.held_on DESC, e.id DESC LIMIT %(limit)s
        """,
        {
            **seen.parameters,
            **parameters,
            "on": on,
            "known_at": known_at,
            "as_of": as_of(on, known_at),
            "limit": limit,
        },
    )
    progress = (
        progress_of(
            "t.event_id = ANY (%(events)s)",
            {"events": [row[0] for row in rows]},
            on,
            known_at,
            "event_id",
        )
        if with_progress
        else {}
    )
    return tuple(
        EventRow(
            id=row[0],
            kind=row[1],
            project_id=row[2],
            project_code=row[3],
            project_vi=row[4],
            project_en=row[5],
            title_vi=row[6],
            title_en=row[7],
            held_on=row[8],
            starts_at=row[9],
            organizer=to_body(row[10:14]),
            conclusions=row[14],
            progress=progress.get(row[0], Progress()),
            is_cancelled=row[15],
        )
        for row in rows
    )


def event_detail(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> EventDetail:
    """One event with what was said, decided and left open before it; NotFound out of scope."""
    seen = seen_by(viewer, on, known_at)
    found = event_rows(
        seen, "e.id = %(event)s", {"event": event_id}, on, known_at, with_progress=False
    )
    if not found:
        raise missing("event")
    # A country's tasks are gone through once: the event's progress is the sum of its conclusions'.
    by_conclusion = progress_of(
        "t.event_id = %(event)s", {"event": event_id}, on, known_at, "conclusion_number"
    )
    event = replace(found[0], progress=total_progress(by_conclusion.values()))
    moment = moments_of([event_id], on, known_at)[event_id]
    asked = {"event": event_id, "on": on, "known_at": moment}
    (state,) = fetch(
        f"""SELECT s.starts_at, s.place, s.place_en, s.cancelled_vi, s.cancelled_en, s.minutes_vi,
            s.minutes_en, s.minutes_by_id, {_NAME.format("s.minutes_by_id")},
            s.minutes_approved_on, {_NAME.format("s.minutes_approved_by_id")}, s.minutes_reason
        FROM assembly_eventstate s WHERE s.event_id = %(event)s AND {known("s", moment)}""",
        asked,
    )
    left_open, carried_over = left_open_before(seen, event, on, known_at)
    return EventDetail(
        event=event,
        starts_at=state[0],
        place=state[1],
        place_en=state[2],
        chairs=chairs_of(event_id, event.held_on, moment),
        cancelled_vi=state[3],
        cancelled_en=state[4],
        minutes_vi=state[5],
        minutes_en=state[6],
        minutes=MinutesRow(*state[7:12]),
        agenda=tuple(
            fetch(
                f"""SELECT a.position, a.title_vi, a.title_en FROM assembly_agendaitem a
                WHERE a.event_id = %(event)s AND {known("a", moment)} ORDER BY a.position""",
                asked,
            )
        ),
        papers=_papers(asked, moment),
        attendances=_attendances(asked, moment),
        contributions=contributions_of(event_id, on, moment),
        proposals=proposals_of(event_id, on, moment),
        conclusions=conclusions_of(event_id, on, moment, by_conclusion),
        commitments=task_rows(
            seen,
            "t.event_id = %(event)s AND t.conclusion_number IS NULL AND t.parent_id IS NULL",
            {"event": event_id},
            on,
            known_at,
        ),
        left_open=left_open,
        carried_over=carried_over,
        may_conduct=conducts(viewer, event.organizer.id, on),
    )


def conducts(viewer: Viewer, organization_id: int, on: date) -> bool:
    """Whether the viewer conducts the assemblies of a body."""
    if not viewer.can(Permission.CONDUCT_ASSEMBLY):
        return False
    bodies = any_scope(viewer, Permission.CONDUCT_ASSEMBLY, on)
    return bodies is None or organization_id in bodies


def _attendances(asked: dict[str, Any], known_at: datetime | None) -> tuple[tuple[Body, str], ...]:
    rows = fetch(
        f"""SELECT {BODY_COLUMNS.format("o")}, a.part FROM assembly_attendance a
        {body_join("o", "a.organization_id", known_at)}
        WHERE a.event_id = %(event)s AND {known("a", known_at)} ORDER BY a.id""",
        asked,
    )
    return tuple((to_body(row[:4]), row[4]) for row in rows)


def _papers(asked: dict[str, Any], known_at: datetime | None) -> tuple[PaperRow, ...]:
    rows = fetch(
        f"""SELECT w.id, w.title_vi, w.title_en, w.file_id, {BODY_COLUMNS.format("o")}
        FROM assembly_eventpaper w {body_join("o", "w.organization_id", known_at)}
        WHERE w.event_id = %(event)s AND {_SAID_BY.format("w")} ORDER BY w.id""",
        asked,
    )
    return tuple(PaperRow(row[0], row[1], row[2], row[3], to_body(row[4:8])) for row in rows)
