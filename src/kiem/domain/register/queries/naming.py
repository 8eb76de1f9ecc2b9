"""Names of people, posts and organisations on days, many at once, for wording.

No viewer here: whoever asks has checked what may be named.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.register.queries.decisions import DecisionRef
from kiem.platform.kernel.sql import fetch, holding, known


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """An organisation as it is called on a day; `id` None: it does not exist yet."""

    id: int | None
    category: str = ""
    family: str = ""
    type: str = ""
    type_vi: str = ""
    type_en: str = ""
    code: str = ""
    name_vi: str = ""
    name_en: str = ""
    host_id: int | None = None
    host_vi: str = ""
    host_en: str = ""
    higher_id: int | None = None
    higher_vi: str = ""
    higher_en: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody on the day before an article tells: rank, line post and unit they come from."""

    id: int
    full_name: str = ""
    staff_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    rank_vi: str = ""
    rank_en: str = ""
    line_post_id: int | None = None
    line_title_vi: str = ""
    line_title_en: str = ""
    team: str = ""
    unit_id: int | None = None
    unit_vi: str = ""
    unit_en: str = ""


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post and where it stands on a day."""

    id: int
    kind: str = ""
    role: str = ""
    title_vi: str = ""
    title_en: str = ""
    team: str = ""
    organization: OrganizationFacts = OrganizationFacts(None)


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """An appointment as it is recorded."""

    id: int
    person_id: int
    post_id: int
    start: date
    until: date | None
    mode: str
    share_percent: Decimal
    is_provisional: bool


_GIVEN = """unnest(%(ids)s::bigint[], %(days)s::date[]) AS given(id, day)"""


def name_people(
    wanted: Collection[tuple[int, date]], known_at: datetime | None = None
) -> dict[tuple[int, date], PersonFacts]:
    """(person, day) -> how they are called on the day, and what they are the day before."""
    rows = fetch(
        f"""
        SELECT given.id, given.day, ps.full_name, ps.staff_number, ps.birth_date, ps.sex,
            coalesce(rank.name_vi, ''), coalesce(rank.name_en, ''), line.post_id,
            coalesce(line.title_vi, ''), coalesce(line.title_en, ''), coalesce(line.team, ''),
            line.organization_id, coalesce(line.name_vi, ''), coalesce(line.name_en, '')
        FROM {_GIVEN}
        JOIN LATERAL (
            SELECT ps.* FROM register_personstate ps
            WHERE ps.person_id = given.id AND {known("ps", known_at)}
            ORDER BY ps.valid @> given.day DESC, lower(ps.valid) DESC LIMIT 1) ps ON true
        LEFT JOIN register_rankholding rh ON rh.person_id = given.id
            AND {holding("rh", known_at, "given.day")}
        LEFT JOIN register_rank rank ON rank.code = rh.rank_id
        LEFT JOIN LATERAL (
            SELECT a.post_id, p.organization_id, s.title_vi, s.title_en, s.team, o.name_vi,
                o.name_en
            FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
            JOIN register_poststate s ON s.post_id = p.id
                AND {holding("s", known_at, "(given.day - 1)")}
            JOIN register_organizationstate o ON o.organization_id = p.organization_id
                AND {holding("o", known_at, "(given.day - 1)")}
            WHERE a.person_id = given.id AND {holding("a", known_at, "(given.day - 1)")}
            ORDER BY a.share_percent DESC, a.id LIMIT 1) line ON true
        """,
        _parameters(wanted, known_at),
    )
    return {(row[0], row[1]): PersonFacts(row[0], *row[2:]) for row in rows}


def name_posts(
    wanted: Collection[tuple[int, date]], known_at: datetime | None = None
) -> dict[tuple[int, date], PostFacts]:
    """(post, day) -> the post as it is called on the day, or on the nearest one it exists."""
    rows = fetch(
        f"""
        SELECT given.id, given.day, p.kind, s.role_id, s.title_vi, s.title_en, s.team,
            p.organization_id
        FROM {_GIVEN}
        JOIN register_post p ON p.id = given.id
        JOIN LATERAL (
            SELECT s.* FROM register_poststate s
            WHERE s.post_id = given.id AND {known("s", known_at)}
            ORDER BY s.valid @> given.day DESC, lower(s.valid) DESC LIMIT 1) s ON true
        """,
        _parameters(wanted, known_at),
    )
    organizations = name_organizations({(row[7], row[1]) for row in rows}, known_at)
    return {
        (row[0], row[1]): PostFacts(
            *(
                row[0],
                *row[2:7],
                organizations.get((row[7], row[1]), OrganizationFacts(row[7])),
            )
        )
        for row in rows
    }


def name_organizations(
    wanted: Collection[tuple[int, date]], known_at: datetime | None = None
) -> dict[tuple[int, date], OrganizationFacts]:
    """(organisation, day) -> what it is called on the day, or on the nearest one it exists."""
    rows = fetch(
        f"""
        SELECT given.id, given.day, t.category, t.family, t.code, t.name_vi, t.name_en, s.code,
            s.name_vi, s.name_en, s.parent_id, host.name_vi, host.name_en,
            s.higher_id, higher.name_vi, coalesce(higher.name_en, '')
        FROM {_GIVEN}
        JOIN LATERAL (
            SELECT s.* FROM register_organizationstate s
            WHERE s.organization_id = given.id AND {known("s", known_at)}
            ORDER BY s.valid @> (given.day - 1) DESC, s.valid @> given.day DESC,
                lower(s.valid) DESC LIMIT 1) s ON true
        JOIN register_organizationtype t ON t.code = s.type_id
        LEFT JOIN register_organizationstate host ON host.organization_id = s.parent_id
            AND {holding("host", known_at, "greatest(given.day - 1, lower(s.valid))")}
        LEFT JOIN register_organizationstate higher ON higher.organization_id = s.higher_id
            AND {holding("higher", known_at, "greatest(given.day - 1, lower(s.valid))")}
        """,
        _parameters(wanted, known_at),
    )
    return {
        (row[0], row[1]): OrganizationFacts(
            *(row[0], *row[2:11], *(v or "" for v in row[11:13]), row[13], row[14] or "", row[15])
        )
        for row in rows
    }


def name_types() -> dict[str, tuple[str, str, str, str]]:
    """Type of organisation -> category, family and its two names."""
    rows = fetch("SELECT code, category, family, name_vi, name_en FROM register_organizationtype")
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def appointment_rows(
    ids: Collection[int], known_at: datetime | None = None
) -> dict[int, AppointmentFacts]:
    """Appointments by the id of their row, superseded ones too: a correction names what was."""
    rows = fetch(
        """
        SELECT id, person_id, post_id, lower(valid), upper(valid), mode, share_percent,
            is_provisional
        FROM register_appointment WHERE id = ANY (%(ids)s)
          AND (%(known_at)s::timestamptz IS NULL OR lower(recorded) <= %(known_at)s)
        """,
        {"ids": list(ids), "known_at": known_at},
    )
    return {row[0]: AppointmentFacts(*row) for row in rows}


def refer_to_decisions(ids: Collection[int]) -> dict[int, DecisionRef]:
    rows = fetch(
        """SELECT id, number, signed_on, title_vi, title_en FROM register_decision
           WHERE id = ANY (%(ids)s)""",
        {"ids": list(ids)},
    )
    return {row[0]: DecisionRef(*row) for row in rows}


def _parameters(wanted: Collection[tuple[int, date]], known_at: datetime | None) -> dict[str, Any]:
    pairs = sorted(wanted)
    return {
        "ids": [id_ for id_, _ in pairs],
        "days": [day for _, day in pairs],
        "known_at": known_at,
    }
