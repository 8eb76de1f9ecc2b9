"""Who heads an organisation on a day: whose name stands under what it issues, who is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding

# In the order in which one signs for the organisation; nobody signs for a head who is missing.
HEADING_ROLES = (
    "director",
    "division_head",
    "chief",
    "secretary",
    "chair",
    "branch_head",
    "party_secretary",
    "group_leader",
)


@dataclass(frozen=True, slots=True)
class Head:
    """Somebody at the head: the post's title, the person's name and rank on the day."""

    title_vi: str
    title_en: str
    full_name: str
    rank_vi: str
    rank_en: str


def head_of(*, organization_id: int, on: date, known_at: datetime | None = None) -> Head | None:
    """The head on the day, or None while the post is vacant or the organisation has none.

    No viewer here: a signature is part of a public act; whoever asks has checked the act's scope.
    """
    rows = fetch(
        f"""
        SELECT s.title_vi, s.title_en, ps.full_name, coalesce(r.name_vi, ''),
            coalesce(r.name_en, '')
        FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
        JOIN register_personstate ps ON ps.person_id = a.person_id AND {holding("ps", known_at)}
        LEFT JOIN register_rankholding rh ON rh.person_id = a.person_id
            AND {holding("rh", known_at)}
        LEFT JOIN register_rank r ON r.code = rh.rank_id
        WHERE p.organization_id = %(organization)s AND s.role_id = ANY (%(roles)s)
        ORDER BY array_position(%(roles)s::text[], s.role_id::text), a.is_provisional,
            lower(a.valid), a.id
        LIMIT 1
        """,
        {
            "organization": organization_id,
            "roles": list(HEADING_ROLES),
            "on": on,
            "known_at": known_at,
        },
    )
    return Head(*rows[0]) if rows else None


def heads_by_body(organization_ids: Collection[int], on: date) -> dict[int, frozenset[int]]:
    """Organisation -> the people who head it on the day; one statement for a country. Those
    without a head are left out.

    No viewer: whoever sets a body something reaches its head, whom the setter need not know.
    """
    if not organization_ids:
        return {}
    rows = fetch(
        f"""
        SELECT p.organization_id, array_agg(DISTINCT a.person_id) FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", None)}
        WHERE p.organization_id = ANY (%(organizations)s) AND s.role_id = ANY (%(roles)s)
        GROUP BY p.organization_id
        """,
        {"organizations": list(organization_ids), "roles": list(HEADING_ROLES), "on": on},
    )
    return {body: frozenset(people) for body, people in rows}


def heads_of(organization_ids: Collection[int], on: date) -> frozenset[int]:
    """People who head one of the organisations on the day."""
    return frozenset().union(*heads_by_body(organization_ids, on).values())


@dataclass(frozen=True, slots=True)
class MemberHead:
    """Somebody at the head of a member organisation. `standing`: the place of the highest line
    post in the catalogue of roles, where 0 is first; None without a line post."""

    person_id: int
    organization_id: int
    type: str
    family: str
    standing: int | None


def member_heads(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[MemberHead, ...]:
    """Who heads the member organisations in the viewer's scope, with their standing in the line."""
    bodies = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    rows = fetch(
        f"""
        SELECT a.person_id, p.organization_id, os.type_id, t.family, (
            SELECT min(r."order") FROM register_appointment la
            JOIN register_post lp ON lp.id = la.post_id AND lp.kind = 'line'
            JOIN register_poststate ls ON ls.post_id = lp.id AND {holding("ls", known_at)}
            JOIN register_role r ON r.code = ls.role_id
            WHERE la.person_id = a.person_id AND {holding("la", known_at)})
        FROM register_organization o
        JOIN register_organizationstate os ON os.organization_id = o.id
            AND {holding("os", known_at)}
        JOIN register_organizationtype t ON t.code = os.type_id
        JOIN register_post p ON p.organization_id = o.id
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
            AND s.role_id = ANY (%(roles)s)
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
        WHERE o.category = 'member'
            AND (%(bodies)s::bigint[] IS NULL OR o.id = ANY (%(bodies)s))
        ORDER BY a.person_id, p.organization_id
        """,
        {
            "roles": list(HEADING_ROLES),
            "bodies": None if bodies is None else sorted(bodies),
            "on": on,
            "known_at": known_at,
        },
    )
    return tuple(MemberHead(*row) for row in rows)
