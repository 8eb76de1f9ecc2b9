"""One post: what it is and who held it over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries.decisions import DecisionRef
from kiem.domain.register.queries.scopes import any_scope, organization_within
from kiem.domain.register.queries.seats import PostRow, posts_of
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class PostHolding:
    """Somebody who held, holds or will hold the post."""

    appointment_id: int
    person_id: int
    full_name: str
    start: date
    end: date | None
    mode: str
    share_percent: float
    is_provisional: bool
    decision: DecisionRef
    ended_by: DecisionRef | None


@dataclass(frozen=True, slots=True)
class PostDetail:
    """`holdings` newest first, or None where the viewer may not see who holds it."""

    post: PostRow
    valid: DateInterval
    organization_vi: str
    organization_en: str
    organization_category: str
    organization_type: str
    family: str
    host_id: int | None
    decision: DecisionRef
    holdings: tuple[PostHolding, ...] | None


def post_detail(
    *, viewer: Viewer, post_id: int, on: date, known_at: datetime | None = None
) -> PostDetail:
    """The office's page. Raises NotFound outside the post's life and the viewer's scope."""
    viewer.require(Permission.VIEW_STRUCTURE)
    rows = fetch(
        f"""
        SELECT p.organization_id, lower(s.valid), upper(s.valid), o.name_vi, o.name_en,
            t.category, t.code, t.family, o.parent_id,
            d.id, d.number, d.signed_on, d.title_vi, d.title_en
        FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
        JOIN register_organizationstate o ON o.organization_id = p.organization_id
            AND {holding("o", known_at)}
        JOIN register_organizationtype t ON t.code = o.type_id
        JOIN register_decision d ON d.id = s.decision_id
        WHERE p.id = %(post)s
        """,
        {"post": post_id, "on": on, "known_at": known_at},
    )
    if not rows or not organization_within(
        viewer, Permission.VIEW_STRUCTURE, rows[0][0], on, known_at
    ):
        raise unknown("post", [post_id], "post")
    organization_id, start, end, name_vi, name_en, category, type_code, family, host = rows[0][:9]
    posts = posts_of([organization_id], viewer=viewer, on=on, known_at=known_at)
    (post,) = (row for row in posts if row.id == post_id)
    return PostDetail(
        post=post,
        valid=DateInterval(start, end),
        organization_vi=name_vi,
        organization_en=name_en,
        organization_category=category,
        organization_type=type_code,
        family=family,
        host_id=host if category != "unit" else organization_id,
        decision=DecisionRef(*rows[0][9:]),
        holdings=None if post.holders is None else _holdings(post_id, known_at),
    )


def offices_visible(viewer: Viewer, on: date, known_at: datetime | None = None) -> bool:
    """Whether the viewer sees who holds any office at all on the day."""
    if not viewer.can(Permission.VIEW_OFFICES):
        return False
    scope = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    return scope is None or bool(scope)


def _holdings(post_id: int, known_at: datetime | None) -> tuple[PostHolding, ...]:
    rows = fetch(
        f"""
        SELECT a.id, a.person_id, coalesce(ps.full_name, ''), lower(a.valid), upper(a.valid),
            a.mode, a.share_percent::float8, a.is_provisional,
            d.id, d.number, d.signed_on, d.title_vi, d.title_en,
            e.id, e.number, e.signed_on, e.title_vi, e.title_en
        FROM register_appointment a
        LEFT JOIN register_personstate ps ON ps.person_id = a.person_id
            AND {known("ps", known_at)} AND ps.valid @> lower(a.valid)
        JOIN register_decision d ON d.id = a.decision_id
        LEFT JOIN register_decision e ON e.id = a.ended_by_id
        WHERE a.post_id = %(post)s AND {known("a", known_at)}
        ORDER BY lower(a.valid) DESC, a.id DESC
        """,
        {"post": post_id, "known_at": known_at},
    )
    return tuple(
        PostHolding(
            *(
                *row[:8],
                DecisionRef(*row[8:13]),
                None if row[13] is None else DecisionRef(*row[13:18]),
            )
        )
        for row in rows
    )
