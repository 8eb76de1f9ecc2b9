"""Whether rules bar somebody from a post, with every reason (decision 0096: only C and S bar)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.regimes.eligibility import Facts, Office, Reason, reasons
from kiem.domain.register.queries.trees import units_below
from kiem.platform.kernel.sql import fetch, holding, known


def reasons_for(
    facts: CongressFacts,
    role: str,
    person_ids: Collection[int],
    known_at: datetime | None = None,
) -> dict[int, tuple[Reason, ...]]:
    """Person -> reasons for and against the office on the day of the congress."""
    if not person_ids:
        return {}
    hosts = units_below([] if facts.host_id is None else [facts.host_id], facts.held_on, known_at)
    office = Office(facts.family, facts.type, role, frozenset(hosts))
    found = _person_facts(facts, role, person_ids, facts.held_on, known_at)
    return {
        person_id: reasons(office, person, facts.held_on) for person_id, person in found.items()
    }


def _person_facts(
    facts: CongressFacts,
    role: str,
    person_ids: Collection[int],
    on: date,
    known_at: datetime | None,
) -> dict[int, Facts]:
    rows = fetch(
        f"""
        SELECT given.id, date_part('year', age(%(on)s::date, ps.birth_date))::int,
            (SELECT k.level FROM register_rankholding r JOIN register_rank k ON k.code = r.rank_id
                WHERE r.person_id = given.id AND {holding("r", known_at)} LIMIT 1),
            (SELECT p.organization_id FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
                WHERE a.person_id = given.id AND {holding("a", known_at)}
                ORDER BY a.share_percent DESC, a.id LIMIT 1),
            (SELECT count(*) FROM register_appointment a JOIN register_post p ON p.id = a.post_id
                WHERE a.person_id = given.id AND p.kind IN ('office', 'external')
                  AND p.organization_id <> %(organization)s AND {holding("a", known_at)})::int,
            EXISTS (SELECT FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'office'
                JOIN register_poststate s ON s.post_id = p.id AND s.role_id = %(role)s
                    AND {known("s", known_at)} AND s.valid @> lower(a.valid)
                JOIN register_organizationstate o ON o.organization_id = p.organization_id
                    AND o.type_id = %(type)s AND {known("o", known_at)}
                    AND o.valid @> lower(a.valid)
                WHERE a.person_id = given.id AND {known("a", known_at)}
                  AND lower(a.valid) <= %(on)s)
        FROM unnest(%(ids)s::bigint[]) AS given(id)
        LEFT JOIN register_personstate ps ON ps.person_id = given.id
            AND {holding("ps", known_at)}
        """,
        {
            "ids": sorted(set(person_ids)),
            "on": on,
            "known_at": known_at,
            "organization": facts.organization_id,
            "role": role,
            "type": facts.type,
        },
    )
    return {
        row[0]: Facts(
            age=row[1],
            rank_level=row[2],
            unit_id=row[3],
            offices=row[4],
            held_before=row[5],
            load=None,
        )
        for row in rows
    }
