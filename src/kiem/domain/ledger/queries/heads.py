"""What the rules need to know of the organisations offices are held in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from kiem.domain.ledger.queries.slots import id_array, time_array
from kiem.domain.regimes.queries import families_by_members
from kiem.platform.kernel.sql import fetch

Question = tuple[int, date, datetime | None]


class Head(NamedTuple):
    """What a rule needs to know of an organisation on a day. `members`: of the organisation and
    of all below it in its own line; counted where the rules of the family ask for them, else 0."""

    type: str
    category: str
    family: str
    host_id: int | None
    members: int


def heads(questions: Sequence[Question]) -> list[Head]:
    """Type, category, family, host and members of organisations, each on a day with a knowledge."""
    if not questions:
        return []
    _, day, moment = questions[0]
    is_now = all(question[2] is None for question in questions)
    is_one = all(question[1:] == (day, moment) for question in questions)
    on = "%(day)s::date" if is_one else "k.day"

    def known(alias: str) -> str:
        if is_now:
            return f"upper_inf({alias}.recorded)"
        if is_one:
            return f"{alias}.recorded @> %(moment)s::timestamptz"
        return (
            f"CASE WHEN k.known_at IS NULL THEN upper_inf({alias}.recorded) "
            f"ELSE {alias}.recorded @> k.known_at END"
        )

    rows = fetch(
        f"""WITH RECURSIVE keys AS MATERIALIZED ({_keys(is_one)}),
        head AS MATERIALIZED (
            SELECT k.*, s.type_id, o.category, t.family, s.parent_id
            FROM keys k JOIN register_organization o ON o.id = k.organization_id
                LEFT JOIN register_organizationstate s ON s.organization_id = k.organization_id
                    AND s.valid @> {on} AND {known("s")}
                LEFT JOIN register_organizationtype t ON t.code = s.type_id),
        below (number, organization_id, day, known_at) AS (
            SELECT number, organization_id, day, known_at FROM head
            WHERE family = ANY (%(counted)s)
            UNION
            SELECT k.number, s.organization_id, k.day, k.known_at
            FROM below k JOIN register_organizationstate s ON s.higher_id = k.organization_id
                AND s.valid @> {on} AND {known("s")}),
        members AS (
            SELECT k.number, sum((SELECT count(*) FROM register_membership m
                WHERE m.organization_id = k.organization_id
                    AND m.valid @> {on} AND {known("m")})) AS members
            FROM below k GROUP BY k.number)
        SELECT k.number::int, coalesce(k.type_id, ''), k.category, coalesce(k.family, ''),
            k.parent_id, coalesce(m.members, 0)::int
        FROM head k LEFT JOIN members m ON m.number = k.number
        ORDER BY k.number""",
        {
            "ids": id_array([question[0] for question in questions]),
            "counted": sorted(families_by_members()),
            "day": day,
            "moment": moment,
            "days": time_array(question[1] for question in questions if not is_one),
            "moments": time_array(question[2] for question in questions if not is_one),
        },
    )
    return [Head._make(row[1:]) for row in rows]


def _keys(is_one: bool) -> str:
    """The questions as rows: one day and knowledge for all travel as constants."""
    if is_one:
        return """SELECT organization_id, NULL::date AS day, NULL::timestamptz AS known_at, number
            FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS k (organization_id, number)"""
    return """SELECT * FROM ROWS FROM (unnest(%(ids)s::bigint[]), unnest(%(days)s::date[]),
            unnest(%(moments)s::timestamptz[]))
            WITH ORDINALITY AS k (organization_id, day, known_at, number)"""
