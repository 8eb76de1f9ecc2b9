"""Tasks: a conclusion's board, somebody's tasks, and one with its chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.errors import choice_unknown
from kiem.domain.assembly.queries.days import recorded_by_day
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import Progress, TaskRow
from kiem.domain.assembly.queries.state import (
    ASKED_DUE,
    Status,
    as_of,
    last_step,
    tasks_sql,
    wish_join,
)
from kiem.domain.assembly.queries.visible import Seen, seen_by
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch

# A task that nobody has below it: progress counts these, or delegated work would count twice.
# What is delegated after the day shown has not been handed on yet.
LEAF = (
    f"NOT EXISTS (SELECT FROM assembly_task b WHERE b.parent_id = t.id AND {recorded_by_day('b')})"
)
# Late is who owes something: what is reported waits for somebody else.
_LATE = "s.status IN ('open', 'begun', 'returned') AND s.due < %(on)s::date"
FILTERS: Mapping[str, str] = {
    "": "true",
    "open": "s.status NOT IN ('done', 'withdrawn')",
    "late": _LATE,
    "unproved": "s.status = 'reported'",
    "delay": "s.asked_due IS NOT NULL AND s.status NOT IN ('done', 'withdrawn')",
    "done": "s.status = 'done'",
}
TaskKey = tuple[date, int]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Tasks by due day, and the key after which the next page starts (None: this is the last)."""

    rows: tuple[TaskRow, ...]
    after: TaskKey | None


def list_tasks(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    event_id: int | None = None,
    conclusion_number: int | None = None,
    parent_id: int | None = None,
    owner_id: int | None = None,
    project_id: int | None = None,
    mine: bool = False,
    state: str = "",
    after: TaskKey | None = None,
    limit: int = 100,
) -> TaskPage:
    """Tasks the viewer sees, narrowed by what is given, in order of their due day.

    `mine`: those the viewer works on, for a body or in person. `state`: a key of `FILTERS`.
    With `event_id` or `project_id` and no `parent_id` only the first level is listed.
    """
    if state not in FILTERS:
        raise choice_unknown("state", state, [name for name in FILTERS if name])
    seen = seen_by(viewer, on, known_at)
    where, parameters = _narrowed(event_id, conclusion_number, parent_id, owner_id, project_id)
    if mine:
        where.append(_mine(viewer, on, parameters))
    else:
        where.append(seen.task("t"))
    if after is not None:
        parameters |= {"after_due": after[0], "after_id": after[1]}
    rows = _task_rows(
        " AND ".join(where),
        FILTERS[state] + (" AND (s.due, s.id) > (%(after_due)s, %(after_id)s)" if after else ""),
        {**seen.parameters, **parameters, "limit": limit + 1},
        on,
        known_at,
    )
    page = rows[:limit]
    more = len(rows) > limit
    return TaskPage(page, (page[-1].due_on, page[-1].id) if more else None)


def _narrowed(
    event_id: int | None,
    conclusion: int | None,
    parent_id: int | None,
    owner_id: int | None,
    project_id: int | None,
) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = ["true"]
    parameters: dict[str, Any] = {}
    if project_id is not None:
        where.append("t.event_id IN (SELECT id FROM assembly_event WHERE project_id = %(project)s)")
        parameters["project"] = project_id
        if parent_id is None:
            where.append("t.parent_id IS NULL")
    if event_id is not None:
        where.append("t.event_id = %(event)s")
        parameters["event"] = event_id
        if parent_id is None:
            where.append("t.parent_id IS NULL")
    if conclusion is not None:
        where.append("t.conclusion_number = %(conclusion)s")
        parameters["conclusion"] = conclusion
    if parent_id is not None:
        where.append("t.parent_id = %(parent)s")
        parameters["parent"] = parent_id
    if owner_id is not None:
        where.append("t.owner_id = %(owner)s")
        parameters["owner"] = owner_id
    return where, parameters


def _mine(viewer: Viewer, on: date, parameters: dict[str, Any]) -> str:
    """Tasks of the bodies the viewer works for, nearest first: with rights over a whole line the
    list is of the line's; and those that name the viewer."""
    if not viewer.can(Permission.WORK_TASKS):
        return "t.person_id = %(self)s"
    bodies = any_scope(viewer, Permission.WORK_TASKS, on)
    if bodies is None:
        return "true"
    parameters["mine"] = sorted(bodies)
    return "(t.owner_id = ANY (%(mine)s) OR t.person_id = %(self)s)"


def _task_rows(
    where: str,
    after_state: str,
    parameters: Mapping[str, Any],
    on: date,
    known_at: datetime | None,
) -> tuple[TaskRow, ...]:
    """The page is cut before names are looked up, so that a country's board costs one page."""
    rows = fetch(
        f"""
        WITH stated AS MATERIALIZED (
            {tasks_sql(where, with_wishes="asked_due" in after_state)}),
        page AS (SELECT s.* FROM stated s WHERE {after_state} ORDER BY s.due, s.id LIMIT %(limit)s),
        below AS (SELECT b.parent_id, count(*) AS tasks FROM page
            JOIN assembly_task b ON b.parent_id = page.id AND {recorded_by_day("b")} GROUP BY 1)
        SELECT s.id, s.event_id, s.conclusion_number, s.parent_id, s.text_vi, s.text_en,
            s.evidence_vi, s.evidence_en, s.person_id, n.name, s.status, s.due, s.due_on,
            {ASKED_DUE},
            coalesce(b.tasks, 0), l.recorded_at,
            {BODY_COLUMNS.format("o")}, {BODY_COLUMNS.format("f")}
        FROM page s LEFT JOIN below b ON b.parent_id = s.id
        {wish_join("s")}
        {last_step("l", "s", "true")}
        {body_join("o", "s.owner_id", known_at)}
        {body_join("f", "s.set_by_id", known_at)}
        LEFT JOIN LATERAL (SELECT full_name
                AS name FROM register_personstate p WHERE p.person_id = s.person_id
            AND upper_inf(p.recorded) ORDER BY lower(p.valid) DESC LIMIT 1) n ON true
        ORDER BY s.due, s.id
        """,
        {**parameters, "on": on, "known_at": known_at, "as_of": as_of(on, known_at)},
    )
    return tuple(_to_task(row, on) for row in rows)


def _to_task(row: tuple[Any, ...], on: date) -> TaskRow:
    status = Status(row[10])
    is_open = status not in (Status.DONE, Status.WITHDRAWN)
    is_owed = is_open and status is not Status.REPORTED
    return TaskRow(
        id=row[0],
        event_id=row[1],
        conclusion_number=row[2],
        parent_id=row[3],
        text_vi=row[4],
        text_en=row[5],
        evidence_vi=row[6],
        evidence_en=row[7],
        person_id=row[8],
        person_name=row[9] or "",
        status=status,
        due_on=row[11],
        first_due_on=row[12],
        asked_due_on=row[13] if is_open else None,
        below=row[14],
        stepped_at=row[15],
        owner=to_body(row[16:20]),
        set_by=to_body(row[20:24]),
        days_late=max((on - row[11]).days, 0) if is_owed else 0,
    )


def task_rows(
    seen: Seen,
    where: str,
    parameters: Mapping[str, Any],
    on: date,
    known_at: datetime | None,
    limit: int = 200,
) -> tuple[TaskRow, ...]:
    """Tasks of a condition on `t`, in order of their due day; for pages that show a few."""
    return _task_rows(
        where, "true", {**seen.parameters, **parameters, "limit": limit}, on, known_at
    )


def owed_by(
    body_ids: Collection[int], on: date, known_at: datetime | None, limit: int = 500
) -> tuple[TaskRow, ...]:
    """Tasks of these bodies that are not closed; the caller has checked who may see the bodies."""
    return _task_rows(
        "t.owner_id = ANY (%(owners)s)",
        FILTERS["open"],
        {"owners": sorted(body_ids), "limit": limit},
        on,
        known_at,
    )


def progress_of(
    where: str, parameters: Mapping[str, Any], on: date, known_at: datetime | None, *groups: str
) -> dict[Any, Progress]:
    """Progress over the leaves among the tasks of a condition on `t`, by columns of `t`.

    The keys are the column's values, tuples where several are given; without any the only one is
    None.
    """
    keys = "".join(f", s.{group}" for group in groups)
    grouping = f"GROUP BY {keys[2:]}" if keys else ""
    rows = fetch(
        f"""
        SELECT count(*), count(*) FILTER (WHERE s.status = 'done'),
            count(*) FILTER (WHERE {_LATE}),
            count(*) FILTER (WHERE s.status = 'reported'),
            count(*) FILTER (WHERE s.status = 'withdrawn'){keys}
        FROM ({tasks_sql(f"{LEAF} AND ({where})", with_wishes=False)}) AS s {grouping}
        """,
        {**parameters, "on": on, "known_at": known_at, "as_of": as_of(on, known_at)},
    )
    progress = {row[5:]: Progress(*row[:5]) for row in rows}
    if len(groups) > 1:
        return progress
    return {key[0] if key else None: part for key, part in progress.items()}
