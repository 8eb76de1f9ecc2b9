"""Change events: what became of whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries.decisions import DecisionRef
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class ChangeRef:
    """One step of an organisation's history: the event and the other side of the link.

    The other side is None for a dissolution without successor.
    """

    event_id: int
    kind: str
    effective_on: date
    title_vi: str
    title_en: str
    organization_id: int | None
    code: str
    name_vi: str
    name_en: str
    is_principal: bool


@dataclass(frozen=True, slots=True)
class ChangeEventRow:
    id: int
    kind: str
    effective_on: date
    title_vi: str
    title_en: str
    originals: int
    results: int


@dataclass(frozen=True, slots=True)
class ChangeLinkRow:
    """`people`: how many moved from the original's line posts to the result's on the day."""

    original_id: int
    original_code: str
    original_vi: str
    original_en: str
    result_id: int | None
    result_code: str
    result_vi: str
    result_en: str
    is_principal: bool
    people: int


@dataclass(frozen=True, slots=True)
class ChangeEventDetail:
    event: ChangeEventRow
    decision: DecisionRef
    links: tuple[ChangeLinkRow, ...]
    people_moved: int


@dataclass(frozen=True, slots=True)
class MovedPerson:
    person_id: int
    full_name: str
    sort_key: str
    from_unit_id: int
    from_vi: str
    from_en: str
    to_unit_id: int
    to_vi: str
    to_en: str


# A unit's name as it was last known before, or first after, the effective day.
_NAME = """
    LEFT JOIN LATERAL (
        SELECT s.code, s.name_vi, s.name_en FROM register_organizationstate s
        WHERE s.organization_id = {node} AND {known} AND s.valid @> {day}
        LIMIT 1) {alias} ON true
"""


def change_refs(
    organization_id: int, known_at: datetime | None = None
) -> tuple[tuple[ChangeRef, ...], tuple[ChangeRef, ...]]:
    """(predecessors, successors) of an organisation, for a page whose scope is already checked."""
    rows = fetch(
        f"""
        SELECT link.original_id = %(id)s, e.id, e.kind, lower(e.valid), e.title_vi, e.title_en,
            other.id, coalesce(n.code, ''), coalesce(n.name_vi, ''), coalesce(n.name_en, ''),
            link.is_principal
        FROM register_changelink link
        JOIN register_changeevent e ON e.id = link.event_id AND {known("e", known_at)}
        CROSS JOIN LATERAL (SELECT CASE WHEN link.original_id = %(id)s THEN link.result_id
            ELSE link.original_id END AS id) other
        {
            _NAME.format(
                node="other.id",
                known=known("s", known_at),
                alias="n",
                day="(CASE WHEN link.original_id = %(id)s THEN lower(e.valid) "
                "ELSE lower(e.valid) - 1 END)",
            )
        }
        WHERE (link.original_id = %(id)s OR link.result_id = %(id)s)
          AND link.original_id IS DISTINCT FROM link.result_id
        ORDER BY lower(e.valid), n.name_vi, other.id
        """,
        {"id": organization_id, "known_at": known_at},
    )
    refs = [(row[0], ChangeRef(*row[1:])) for row in rows]
    return (
        tuple(ref for is_original, ref in refs if not is_original),
        tuple(ref for is_original, ref in refs if is_original),
    )


def list_change_events(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> list[ChangeEventRow]:
    """Events that touch an organisation in the viewer's scope before or after, newest first."""
    events = _events(known_at)
    visible = _visible_events(
        viewer, [(event.id, event.effective_on) for event in events], known_at
    )
    return [event for event in events if event.id in visible]


def change_event(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> ChangeEventDetail:
    """One event with its links and the people who moved. Raises NotFound outside the scope."""
    events = _events(known_at, event_id)
    viewer.require(Permission.VIEW_STRUCTURE)
    if not events or not _visible_events(viewer, [(event_id, events[0].effective_on)], known_at):
        raise unknown("change event", [event_id], "event")
    event = events[0]
    scope = _both_sides_scope(viewer, event.effective_on, known_at)
    moved = _moved_counts(event_id, event.effective_on, known_at)
    links = tuple(
        ChangeLinkRow(*(*row, moved.get((row[0], row[4]), 0)))
        for row in _links(event_id, event.effective_on, known_at)
        if scope is None or row[0] in scope or row[4] in scope
    )
    (decision,) = fetch(
        """
        SELECT d.id, d.number, d.signed_on, d.title_vi, d.title_en
        FROM register_changeevent e JOIN register_decision d ON d.id = e.decision_id
        WHERE e.id = %(event)s
        """,
        {"event": event_id},
    )
    return ChangeEventDetail(
        event=event,
        decision=DecisionRef(*decision),
        links=links,
        people_moved=sum(link.people for link in links),
    )


def list_moved_people(
    *,
    viewer: Viewer,
    event_id: int,
    on: date,
    known_at: datetime | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[MovedPerson]:
    """Who moved from which unit to which on the day of the event, by name, page by page.

    Needs VIEW_OFFICES; shows those who moved out of or into the viewer's units.
    """
    viewer.require(Permission.VIEW_OFFICES)
    events = _events(known_at, event_id)
    if not events:
        raise unknown("change event", [event_id], "event")
    day = events[0].effective_on
    scope = _both_sides_scope(viewer, day, known_at, Permission.VIEW_OFFICES)
    rows = fetch(
        f"""
        {_MOVES.format(before=known("before", known_at), after=known("after", known_at))}
        SELECT move.person_id, ps.full_name, ps.sort_key, move.from_unit, f.name_vi, f.name_en,
            move.to_unit, t.name_vi, t.name_en
        FROM move
        JOIN register_personstate ps ON ps.person_id = move.person_id
            AND {known("ps", known_at)} AND ps.valid @> %(day)s::date
        {
            _NAME.format(
                node="move.from_unit",
                known=known("s", known_at),
                alias="f",
                day="(%(day)s::date - 1)",
            )
        }
        {
            _NAME.format(
                node="move.to_unit", known=known("s", known_at), alias="t", day="%(day)s::date"
            )
        }
        WHERE (%(everything)s OR move.from_unit = ANY (%(scope)s) OR move.to_unit = ANY (%(scope)s))
          AND (%(after_key)s::text IS NULL
               OR (ps.sort_key, move.person_id) > (%(after_key)s::text, %(after_id)s::bigint))
        ORDER BY ps.sort_key, move.person_id LIMIT %(limit)s
        """,
        {
            "event": event_id,
            "day": day,
            "known_at": known_at,
            "everything": scope is None,
            "scope": list(scope or ()),
            "after_key": after[0] if after else None,
            "after_id": after[1] if after else None,
            "limit": limit,
        },
    )
    return [MovedPerson(*row) for row in rows]


# People whose line post ended on the day in an original and began that day in a result.
_MOVES = """
    WITH move AS MATERIALIZED (
        SELECT DISTINCT before.person_id, p.organization_id AS from_unit,
            q.organization_id AS to_unit
        FROM (SELECT DISTINCT original_id FROM register_changelink WHERE event_id = %(event)s) link
        JOIN register_post p ON p.organization_id = link.original_id AND p.kind = 'line'
        JOIN register_appointment before ON before.post_id = p.id
            AND {before} AND upper(before.valid) = %(day)s
        JOIN register_appointment after ON after.person_id = before.person_id
            AND {after} AND lower(after.valid) = %(day)s
        JOIN register_post q ON q.id = after.post_id AND q.kind = 'line'
            AND q.organization_id <> p.organization_id
    )
"""


def _moved_counts(
    event_id: int, day: date, known_at: datetime | None
) -> dict[tuple[int, int | None], int]:
    rows = fetch(
        f"""
        {_MOVES.format(before=known("before", known_at), after=known("after", known_at))}
        SELECT from_unit, to_unit, count(*) FROM move GROUP BY from_unit, to_unit
        """,
        {"event": event_id, "day": day, "known_at": known_at},
    )
    return {(original, result): count for original, result, count in rows}


def _events(known_at: datetime | None, event_id: int | None = None) -> list[ChangeEventRow]:
    one = "" if event_id is None else "AND e.id = %(event)s"
    rows = fetch(
        f"""
        SELECT e.id, e.kind, lower(e.valid), e.title_vi, e.title_en,
            count(DISTINCT link.original_id), count(DISTINCT link.result_id)
        FROM register_changeevent e LEFT JOIN register_changelink link ON link.event_id = e.id
        WHERE {known("e", known_at)} {one}
        GROUP BY e.id ORDER BY lower(e.valid) DESC, e.id DESC
        """,
        {"known_at": known_at, "event": event_id},
    )
    return [ChangeEventRow(*row) for row in rows]


def _links(event_id: int, day: date, known_at: datetime | None) -> list[tuple[Any, ...]]:
    return fetch(
        f"""
        SELECT link.original_id, coalesce(o.code, ''), coalesce(o.name_vi, ''),
            coalesce(o.name_en, ''), link.result_id, coalesce(r.code, ''),
            coalesce(r.name_vi, ''), coalesce(r.name_en, ''), link.is_principal
        FROM register_changelink link
        {
            _NAME.format(
                node="link.original_id",
                known=known("s", known_at),
                alias="o",
                day="(%(day)s::date - 1)",
            )
        }
        {
            _NAME.format(
                node="link.result_id", known=known("s", known_at), alias="r", day="%(day)s::date"
            )
        }
        WHERE link.event_id = %(event)s
        ORDER BY r.name_vi, link.result_id, o.name_vi, link.original_id
        """,
        {"event": event_id, "day": day, "known_at": known_at},
    )


def _both_sides_scope(
    viewer: Viewer,
    day: date,
    known_at: datetime | None,
    permission: Permission = Permission.VIEW_STRUCTURE,
) -> frozenset[int] | None:
    """What the viewer's grants cover on the day before or on the day itself; None = everything."""
    after = any_scope(viewer, permission, day, known_at)
    before = any_scope(viewer, permission, _day_before(day), known_at)
    return None if after is None or before is None else after | before


def _visible_events(
    viewer: Viewer, events: Collection[tuple[int, date]], known_at: datetime | None
) -> set[int]:
    viewer.require(Permission.VIEW_STRUCTURE)
    visible: set[int] = set()
    for day in sorted({day for _, day in events}):
        ids = [event for event, event_day in events if event_day == day]
        scope = _both_sides_scope(viewer, day, known_at)
        if scope is None:
            visible.update(ids)
            continue
        rows = fetch(
            """
            SELECT DISTINCT event_id FROM register_changelink WHERE event_id = ANY (%(events)s)
              AND (original_id = ANY (%(scope)s) OR result_id = ANY (%(scope)s))
            """,
            {"events": ids, "scope": list(scope)},
        )
        visible.update(row[0] for row in rows)
    return visible


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
