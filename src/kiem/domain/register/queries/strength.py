"""How many seats are held and how many members there are: counted before and after a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.queries.fact_changes import FactChange
from kiem.domain.register.queries.naming import (
    OrganizationFacts,
    PostFacts,
    name_organizations,
    name_posts,
)
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class SeatStrength:
    """A post on a day: seats, and how many are held."""

    post: PostFacts
    seats: int
    holders: int
    is_mandatory: bool


@dataclass(frozen=True, slots=True)
class ChapterStrength:
    """A member organisation on a day: seats of its committee, how many are held, members."""

    organization: OrganizationFacts
    seats: int
    holders: int
    members: int

    def decides(self, percent: float) -> bool:
        """Whether more than `percent` of the seats are held."""
        return self.holders * 100 > percent * self.seats


def seats_strength(
    wanted: Collection[tuple[int, date]],
) -> dict[tuple[int, date], SeatStrength]:
    """(post, day) -> its strength, of posts that exist on the day. As known now."""
    pairs = sorted(wanted)
    rows = fetch(
        """
        SELECT given.id, given.day, s.seats, s.is_mandatory, (
            SELECT count(*) FROM register_appointment a
            WHERE a.post_id = given.id AND upper_inf(a.recorded) AND a.valid @> given.day)
        FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS given(id, day)
        JOIN register_poststate s ON s.post_id = given.id AND upper_inf(s.recorded)
            AND s.valid @> given.day
        """,
        {"ids": [id_ for id_, _ in pairs], "days": [day for _, day in pairs]},
    )
    posts = name_posts({(row[0], row[1]) for row in rows})
    return {
        (row[0], row[1]): SeatStrength(posts[row[0], row[1]], row[2], row[4], row[3])
        for row in rows
    }


def committees_of(changes: Iterable[FactChange]) -> set[tuple[int, date]]:
    """The organisations whose offices or members change, with the days on which they do."""
    return {
        (change.organization_id, change.day)
        for change in changes
        if change.fact in ("appointment", "membership") and change.organization_id is not None
    }


def chapters_strength(
    wanted: Collection[tuple[int, date]],
) -> dict[tuple[int, date], ChapterStrength]:
    """(organisation, day) -> its strength, of member organisations that exist on the day."""
    pairs = sorted(wanted)
    rows = fetch(
        """
        SELECT given.id, given.day, post.seats, post.holders, (
            SELECT count(*) FROM register_membership m
            WHERE m.organization_id = given.id AND upper_inf(m.recorded)
              AND m.valid @> given.day)
        FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS given(id, day)
        JOIN register_organization o ON o.id = given.id AND o.category = 'member'
        JOIN register_organizationstate s ON s.organization_id = given.id
            AND upper_inf(s.recorded) AND s.valid @> given.day
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(ps.seats), 0)::int AS seats, coalesce(sum((
                SELECT count(*) FROM register_appointment a
                WHERE a.post_id = p.id AND upper_inf(a.recorded) AND a.valid @> given.day)), 0)::int
                AS holders
            FROM register_post p
            JOIN register_poststate ps ON ps.post_id = p.id AND upper_inf(ps.recorded)
                AND ps.valid @> given.day
            WHERE p.organization_id = given.id AND p.kind = 'office') post
        """,
        {"ids": [id_ for id_, _ in pairs], "days": [day for _, day in pairs]},
    )
    names = name_organizations({(row[0], row[1]) for row in rows})
    return {
        (row[0], row[1]): ChapterStrength(names[row[0], row[1]], row[2], row[3], row[4])
        for row in rows
    }
