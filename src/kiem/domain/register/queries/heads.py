"""Who heads an organisation on a day: whose name stands under what it issues, who is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

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


def heads_of(organization_ids: Collection[int], on: date) -> set[int]:
    """People who head one of the organisations on the day; one statement for a country.

    No viewer: whoever sets a body something reaches its head, whom the setter need not know.
    """
    if not organization_ids:
        return set()
    rows = fetch(
        f"""
        SELECT DISTINCT a.person_id FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", None)}
        WHERE p.organization_id = ANY (%(organizations)s) AND s.role_id = ANY (%(roles)s)
        """,
        {"organizations": list(organization_ids), "roles": list(HEADING_ROLES), "on": on},
    )
    return {row[0] for row in rows}
