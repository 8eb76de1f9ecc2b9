"""Who could come into question for a post, with the facts that rules ask about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kiem.domain.register.queries.scopes import nameable, organization_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known

MOST_CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody in service on the day. `age`: full years, None if the birth date is not known.

    `rank_level` orders ranks, None without rank. `offices`: offices and external
    seats held that day. `held_before`: has held an office of the same role in an organisation of
    the same type.
    """

    person_id: int
    full_name: str
    sort_key: str
    age: int | None
    rank_level: int | None
    rank_vi: str
    rank_en: str
    unit_id: int | None
    line_title_vi: str
    line_title_en: str
    offices: int
    held_before: bool


class Pool(NamedTuple):
    """Where candidates for a post come from: the members of its organisation, which only its own
    line may read, or the staff of the unit that hosts it; and whoever holds an office in an
    organisation directly below it in its line.

    `only_women`: the staff are those whom a women's organisation could have as members.
    """

    from_members: bool
    organization_id: int
    host_id: int | None
    only_women: bool


def pool_of(
    *,
    viewer: Viewer,
    organization_id: int,
    host_id: int | None,
    category: str,
    family: str,
    on: date,
    known_at: datetime | None = None,
) -> Pool:
    """The members for whoever may read their list, else the host unit's staff."""
    from_members = (
        category == "member"
        and viewer.can(Permission.VIEW_MEMBERS)
        and organization_scope(viewer, Permission.VIEW_MEMBERS, on, known_at).allows(
            organization_id
        )
    )
    return Pool(from_members, organization_id, host_id, family == "women")


def count_young_enough(
    pools: Sequence[tuple[Pool, int | None]], *, on: date, known_at: datetime | None = None
) -> list[int]:
    """How many of each pool are at most so many years old (None: of any age); one statement."""
    if not pools:
        return []
    rows = fetch(
        f"""
        SELECT (SELECT count(*) FROM (
            SELECT m.person_id FROM register_membership m
            WHERE asked.from_members AND m.organization_id = asked.organization_id
              AND {holding("m", known_at)}
            UNION
            SELECT a.person_id FROM register_post p JOIN register_appointment a ON a.post_id = p.id
            WHERE NOT asked.from_members AND p.organization_id = asked.host_id AND p.kind = 'line'
              AND {holding("a", known_at)}
            UNION
            SELECT a.person_id FROM register_organizationstate o
            JOIN register_post p ON p.organization_id = o.organization_id AND p.kind = 'office'
            JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
            WHERE o.higher_id = asked.organization_id AND {holding("o", known_at)}) AS one
            JOIN register_personstate ps ON ps.person_id = one.person_id
              AND {holding("ps", known_at)}
            WHERE (NOT asked.only_women OR ps.sex = 'female') AND (asked.years IS NULL
               OR ps.birth_date > %(on)s::date - make_interval(years => asked.years + 1)))
        FROM unnest(%(members)s::boolean[], %(organizations)s::bigint[], %(hosts)s::bigint[],
            %(years)s::int[], %(women)s::boolean[]) WITH ORDINALITY
            AS asked(from_members, organization_id, host_id, years, only_women, place)
        ORDER BY asked.place
        """,
        {
            "members": [pool.from_members for pool, _ in pools],
            "organizations": [pool.organization_id for pool, _ in pools],
            "hosts": [pool.host_id for pool, _ in pools],
            "years": [years for _, years in pools],
            "women": [pool.only_women for pool, _ in pools],
            "on": on,
            "known_at": known_at,
        },
    )
    return [int(row[0]) for row in rows]


def list_candidates(
    *,
    viewer: Viewer,
    pool: Pool,
    post_id: int,
    role: str,
    organization_type: str,
    on: date,
    known_at: datetime | None = None,
) -> list[CandidateRow]:
    """The people of a pool whom the viewer may be shown by name, without the post's own holders.

    At most 400, by Vietnamese order of names. From the staff of a unit only those on whom the
    viewer holds `register.view_person`.
    """
    chosen = (
        f"""SELECT m.person_id FROM register_membership m
            WHERE m.organization_id = %(organization)s AND {holding("m", known_at)}"""
        if pool.from_members
        else f"""SELECT a.person_id FROM register_post p
            JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
            WHERE p.organization_id = %(host)s AND p.kind = 'line'"""
    )
    below = f"""SELECT a.person_id FROM register_organizationstate o
            JOIN register_post p ON p.organization_id = o.organization_id AND p.kind = 'office'
            JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
            WHERE o.higher_id = %(organization)s AND {holding("o", known_at)}"""
    rows = fetch(
        f"""
        WITH chosen AS MATERIALIZED ({chosen} UNION {below})
        SELECT ps.person_id, ps.full_name, ps.sort_key,
            date_part('year', age(%(on)s::date, ps.birth_date))::int,
            ladder.level, coalesce(ladder.name_vi, ''), coalesce(ladder.name_en, ''),
            line.organization_id, coalesce(line.title_vi, ''), coalesce(line.title_en, ''),
            (SELECT count(*) FROM register_appointment a JOIN register_post p ON p.id = a.post_id
             WHERE a.person_id = ps.person_id AND p.kind IN ('office', 'external')
               AND {holding("a", known_at)})::int,
            EXISTS (SELECT FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'office'
                JOIN register_poststate s ON s.post_id = p.id AND s.role_id = %(role)s
                    AND {known("s", known_at)} AND s.valid @> lower(a.valid)
                JOIN register_organizationstate o ON o.organization_id = p.organization_id
                    AND o.type_id = %(type)s AND {known("o", known_at)}
                    AND o.valid @> lower(a.valid)
                WHERE a.person_id = ps.person_id AND {known("a", known_at)}
                  AND lower(a.valid) <= %(on)s)
        FROM chosen JOIN register_personstate ps ON ps.person_id = chosen.person_id
            AND {holding("ps", known_at)}
        LEFT JOIN LATERAL (
            SELECT k.level, k.name_vi, k.name_en
            FROM register_rankholding r JOIN register_rank k ON k.code = r.rank_id
            WHERE r.person_id = ps.person_id AND {holding("r", known_at)} LIMIT 1) ladder ON true
        LEFT JOIN LATERAL (
            SELECT p.organization_id, s.title_vi, s.title_en
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
            WHERE a.person_id = ps.person_id AND p.kind = 'line' AND {holding("a", known_at)}
            ORDER BY a.share_percent DESC, a.id LIMIT 1) line ON true
        WHERE ps.full_name <> '' AND (NOT %(women)s OR ps.sex = 'female') AND NOT EXISTS (
            SELECT FROM register_appointment a WHERE a.person_id = ps.person_id
              AND a.post_id = %(post)s AND {holding("a", known_at)})
        ORDER BY ps.sort_key, ps.person_id LIMIT {MOST_CANDIDATES}
        """,
        {
            "organization": pool.organization_id,
            "host": pool.host_id,
            "women": pool.only_women,
            "post": post_id,
            "role": role,
            "type": organization_type,
            "on": on,
            "known_at": known_at,
        },
    )
    found = [CandidateRow(*row) for row in rows]
    if pool.from_members:
        return found
    if not viewer.can(Permission.VIEW_PERSON):
        return []
    shown = nameable(viewer, Permission.VIEW_PERSON, {c.person_id for c in found}, on, known_at)
    return [candidate for candidate in found if candidate.person_id in shown]
