"""Posts of organisations with their holders on a day, for pages of units and organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Somebody in a post on the day; `since` the first day of this appointment."""

    person_id: int
    full_name: str
    rank_vi: str
    rank_en: str
    since: date
    mode: str
    share_percent: float
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post on the day. `holders` is None where the viewer may not see who holds it.

    `vacant_since`: the first day of the running stretch with a free seat; None when full, or when
    holders are not shown.
    """

    id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    team: str
    seats: int
    is_mandatory: bool
    organization_id: int
    holders: tuple[HolderRow, ...] | None
    vacant_since: date | None


def posts_of(
    organization_ids: Collection[int],
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
) -> tuple[PostRow, ...]:
    """Posts of the organisations on the day, by standing of their role, title and id."""
    states = fetch(
        f"""
        SELECT p.id, p.kind, s.role_id, s.title_vi, s.title_en, s.team, s.seats, s.is_mandatory,
            p.organization_id,
            (SELECT min(lower(e.valid)) FROM register_poststate e
             WHERE e.post_id = p.id AND {known("e", known_at)})
        FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
        JOIN register_role r ON r.code = s.role_id
        WHERE p.organization_id = ANY (%(organizations)s)
        ORDER BY r."order", s.team, s.title_vi, p.id
        """,
        {"organizations": list(organization_ids), "on": on, "known_at": known_at},
    )
    visible = _organizations_with_visible_holders(viewer, organization_ids, on, known_at)
    shown = [row[0] for row in states if row[8] in visible]
    history = _history(shown, on, known_at)
    return tuple(_post(row, history.get(row[0], []), row[8] in visible, on) for row in states)


def vacant_since(
    start: date, seats: int, stays: Iterable[tuple[date, date | None]], on: date
) -> date | None:
    """First day of the stretch with a free seat that runs on `on`; None when every seat is taken.

    `stays` are the half-open days of holders of a post that exists from `start` on.
    """
    changes: dict[date, int] = {}
    for first, end in stays:
        if first <= on:
            changes[first] = changes.get(first, 0) + 1
        if end is not None and end <= on:
            changes[end] = changes.get(end, 0) - 1
    since: date | None = start if seats > 0 else None
    holders = 0
    for day in sorted(changes):
        holders += changes[day]
        if holders >= seats:
            since = None
        elif since is None:
            since = day
    return since


def _organizations_with_visible_holders(
    viewer: Viewer, organization_ids: Collection[int], on: date, known_at: datetime | None
) -> frozenset[int]:
    if not viewer.can(Permission.VIEW_OFFICES):
        return frozenset()
    scope = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    wanted = frozenset(organization_ids)
    return wanted if scope is None else wanted & scope


def _history(
    post_ids: Collection[int], on: date, known_at: datetime | None
) -> dict[int, list[tuple[Any, ...]]]:
    """Post -> appointments that began by the day, in order; names only of today's holders."""
    rows = fetch(
        f"""
        SELECT a.post_id, lower(a.valid), upper(a.valid), a.person_id, ps.full_name,
            coalesce(rank.name_vi, ''), coalesce(rank.name_en, ''), a.mode,
            a.share_percent::float8, a.is_provisional
        FROM register_appointment a
        LEFT JOIN register_personstate ps ON ps.person_id = a.person_id
            AND a.valid @> %(on)s::date AND {holding("ps", known_at)}
        LEFT JOIN register_rankholding rh ON rh.person_id = a.person_id
            AND a.valid @> %(on)s::date AND {holding("rh", known_at)}
        LEFT JOIN register_rank rank ON rank.code = rh.rank_id
        WHERE a.post_id = ANY (%(posts)s) AND {known("a", known_at)}
          AND lower(a.valid) <= %(on)s
        ORDER BY a.post_id, ps.sort_key, a.id
        """,
        {"posts": list(post_ids), "on": on, "known_at": known_at},
    )
    history: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        history.setdefault(row[0], []).append(row)
    return history


def _post(
    row: tuple[Any, ...], appointments: list[tuple[Any, ...]], is_visible: bool, on: date
) -> PostRow:
    if not is_visible:
        return PostRow(*(*row[:9], None, None))
    holders = tuple(
        HolderRow(person, name, rank_vi, rank_en, start, mode, share, provisional)
        for _, start, end, person, name, rank_vi, rank_en, mode, share, provisional in appointments
        if end is None or on < end
    )
    stays = [(start, end) for _, start, end, *_ in appointments]
    return PostRow(*(*row[:9], holders, vacant_since(row[9], row[6], stays, on)))
