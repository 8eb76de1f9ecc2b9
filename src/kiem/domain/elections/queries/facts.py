"""What congresses need to know of others: the event's day, the organisation, people, chapters.

No viewer here: whoever asks has checked the congress.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kiem.domain.elections.rules import ElectionRule, rules_for
from kiem.domain.regimes.rules import Letter
from kiem.domain.register.queries.trees import line_below
from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class CongressFacts:
    """A congress with its event's day and its organisation as of that day."""

    id: int
    event_id: int
    organization_id: int
    held_on: date
    title_vi: str
    title_en: str
    category: str
    type: str
    family: str
    name_vi: str
    name_en: str
    host_id: int | None
    higher_id: int | None


class Named(NamedTuple):
    """Somebody as known on a day. `age` in full years, None if the birth date is not known."""

    id: int
    full_name: str
    sort_key: str
    sex: str
    age: int | None
    unit_vi: str = ""
    unit_en: str = ""


class Chapter(NamedTuple):
    """An organisation directly below, with the members of it and of those below it."""

    id: int
    name_vi: str
    name_en: str
    members: int


def congress_facts(
    where: str,
    parameters: Mapping[str, object],
    known_at: datetime | None = None,
) -> tuple[CongressFacts, ...]:
    """Congresses that meet a condition on `c` (congress), the latest first."""
    rows = fetch(
        f"""
        SELECT c.id, c.event_id, c.organization_id, s.held_on, s.title_vi, s.title_en,
            o.category, o.type_id, o.family, o.name_vi, o.name_en, o.parent_id, o.higher_id
        FROM elections_congress c
        JOIN assembly_event e ON e.id = c.event_id
        JOIN assembly_eventstate s ON s.event_id = c.event_id AND {known("s", known_at)}
        JOIN LATERAL (
            SELECT i.category, os.type_id, t.family, os.name_vi, os.name_en, os.parent_id,
                os.higher_id
            FROM register_organization i
            JOIN register_organizationstate os ON os.organization_id = i.id
                AND {known("os", known_at)}
            JOIN register_organizationtype t ON t.code = os.type_id
            WHERE i.id = c.organization_id
            ORDER BY os.valid @> s.held_on DESC, abs(lower(os.valid) - s.held_on) LIMIT 1
        ) o ON true
        WHERE {where}
        ORDER BY s.held_on DESC, c.id DESC
        """,
        {**parameters, "known_at": known_at},
    )
    return tuple(CongressFacts(*row) for row in rows)


def people(
    person_ids: Collection[int], on: date, known_at: datetime | None = None
) -> dict[int, Named]:
    """Names on the day, or as last known before or first after it."""
    rows = fetch(
        f"""
        SELECT given.id, ps.full_name, ps.sort_key, ps.sex,
            date_part('year', age(%(on)s::date, ps.birth_date))::int,
            coalesce(u.name_vi, ''), coalesce(u.name_en, '')
        FROM unnest(%(ids)s::bigint[]) AS given(id)
        JOIN LATERAL (SELECT * FROM register_personstate ps
            WHERE ps.person_id = given.id AND {known("ps", known_at)}
            ORDER BY ps.valid @> %(on)s::date DESC, abs(lower(ps.valid) - %(on)s::date) LIMIT 1
        ) ps ON true
        LEFT JOIN LATERAL (
            SELECT os.name_vi, os.name_en FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
            JOIN register_organizationstate os ON os.organization_id = p.organization_id
                AND {holding("os", known_at)}
            WHERE a.person_id = given.id AND {holding("a", known_at)}
            ORDER BY a.share_percent DESC, a.id LIMIT 1) u ON true
        """,
        {"ids": sorted(set(person_ids)), "on": on, "known_at": known_at},
    )
    return {row[0]: Named(*row) for row in rows}


def chapters_below(
    organization_id: int, on: date, known_at: datetime | None = None
) -> tuple[Chapter, ...]:
    """Chapters directly below in the line, by name; the organisation itself where there is none.

    Members of a chapter and of all below it count once each.
    """
    rows = fetch(
        f"""
        WITH RECURSIVE top AS (
            SELECT s.organization_id AS id FROM register_organizationstate s
            WHERE s.higher_id = %(organization)s AND {holding("s", known_at)}),
        first AS (SELECT id FROM top UNION ALL SELECT %(organization)s
            WHERE NOT EXISTS (SELECT FROM top)),
        below (root, id) AS (
            SELECT id, id FROM first
            UNION
            SELECT below.root, s.organization_id FROM below
            JOIN register_organizationstate s ON s.higher_id = below.id
                AND {holding("s", known_at)})
        SELECT f.id, s.name_vi, s.name_en, (
            SELECT count(DISTINCT m.person_id) FROM below JOIN register_membership m
                ON m.organization_id = below.id AND {holding("m", known_at)}
            WHERE below.root = f.id)::int
        FROM first f JOIN register_organizationstate s ON s.organization_id = f.id
            AND {holding("s", known_at)}
        ORDER BY s.name_vi, f.id
        """,
        {"organization": organization_id, "on": on, "known_at": known_at},
    )
    return tuple(Chapter(*row) for row in rows)


def members_by_chapter(
    chapter_ids: Collection[int], on: date, known_at: datetime | None = None
) -> tuple[tuple[int, int], ...]:
    """(chapter, person) of everybody who is a member of the chapter or of one below it, each
    chapter's by name."""
    rows = fetch(
        f"""
        WITH RECURSIVE below (root, id) AS (
            SELECT c.id, c.id FROM unnest(%(chapters)s::bigint[]) AS c(id)
            UNION
            SELECT below.root, s.organization_id FROM below
            JOIN register_organizationstate s ON s.higher_id = below.id
                AND {holding("s", known_at)}),
        pair AS (
            SELECT DISTINCT below.root, m.person_id FROM below JOIN register_membership m
                ON m.organization_id = below.id AND {holding("m", known_at)})
        SELECT pair.root, pair.person_id FROM pair
        JOIN register_personstate ps ON ps.person_id = pair.person_id AND {holding("ps", known_at)}
        ORDER BY pair.root, ps.sort_key, pair.person_id
        """,
        {"chapters": list(chapter_ids), "on": on, "known_at": known_at},
    )
    return tuple((row[0], row[1]) for row in rows)


def members_among(
    organization_id: int, person_ids: Collection[int], on: date, known_at: datetime | None = None
) -> frozenset[int]:
    """Those of the people who are members of the organisation or of one below it in its line."""
    rows = fetch(
        f"""SELECT DISTINCT m.person_id FROM register_membership m
        WHERE m.person_id = ANY (%(people)s) AND m.organization_id = ANY (%(line)s)
          AND {holding("m", known_at)}""",
        {
            "people": list(person_ids),
            "line": line_below([organization_id], on, known_at),
            "on": on,
            "known_at": known_at,
        },
    )
    return frozenset(row[0] for row in rows)


def officers_among(
    organization_id: int, person_ids: Collection[int], on: date, known_at: datetime | None = None
) -> frozenset[int]:
    """Those of the people who hold a post of the organisation itself on the day."""
    rows = fetch(
        f"""SELECT DISTINCT a.person_id FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = ANY (%(people)s) AND p.organization_id = %(organization)s
          AND {holding("a", known_at)}""",
        {
            "people": list(person_ids),
            "organization": organization_id,
            "on": on,
            "known_at": known_at,
        },
    )
    return frozenset(row[0] for row in rows)


def rules_of(facts: CongressFacts, known_at: datetime | None = None) -> dict[str, ElectionRule]:
    """Key -> the value in force on the congress's day: what the organisation set itself, else the
    nearest above it in its line, else the packaged one."""
    found = rules_for(family=facts.family, organization_type=facts.type, on=facts.held_on)
    rows = fetch(
        f"""
        WITH RECURSIVE up (id, depth) AS (
            SELECT %(organization)s::bigint, 0
            UNION
            SELECT s.higher_id, up.depth + 1 FROM up JOIN register_organizationstate s
                ON s.organization_id = up.id AND {holding("s", known_at)}
            WHERE s.higher_id IS NOT NULL AND up.depth < 20)
        SELECT DISTINCT ON (r.key) r.key, r.value, r.letter, r.valid_from, r.organization_type,
            r.source_vi, r.organization_id
        FROM up JOIN elections_ruleoverride r ON r.organization_id = up.id
            AND {known("r", known_at)}
        WHERE r.valid_from <= %(on)s AND r.organization_type IN ('', %(type)s)
        ORDER BY r.key, up.depth, r.organization_type DESC, r.valid_from DESC
        """,
        {
            "organization": facts.organization_id,
            "on": facts.held_on,
            "type": facts.type,
            "known_at": known_at,
        },
    )
    for key, value, letter, start, type_code, source, set_by in rows:
        found[key] = ElectionRule(
            key=key,
            value=value,
            letter=Letter(letter),
            valid=DateInterval(start, None),
            family="",
            organization_type=type_code,
            source_vi=source,
            source_en=source,
            set_by=set_by,
        )
    return found
