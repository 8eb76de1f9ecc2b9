"""From what people write - staff numbers, codes, titles - to what it names, thousands at a time.

No viewer and no scope: for actions that change the register and apply the actor's reach to what
was matched. What is out of reach must be answered as what does not exist.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Today's knowledge of a person: the latest state, and the rank after all others."""

    id: int
    staff_number: str
    family_name: str
    middle_name: str
    given_name: str
    full_name: str
    birth_date: date | None
    sex: str
    employment_share_percent: Decimal
    valid_from: date
    valid_until: date | None
    rank: str | None
    rank_from: date | None


@dataclass(frozen=True, slots=True)
class PostMatch:
    """A post that can be meant by a title; `titles` are folded: both languages, and the role's."""

    id: int
    kind: str
    titles: frozenset[str]
    team: str
    title_vi: str


@dataclass(frozen=True, slots=True)
class AppointmentMatch:
    """An open appointment of a person; `valid_until` None while it goes on."""

    id: int
    person_id: int
    post_id: int
    organization_id: int
    kind: str
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class MembershipMatch:
    """An open membership."""

    person_id: int
    organization_id: int
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def people_by_staff_number(numbers: Collection[str]) -> dict[str, PersonMatch]:
    """Staff number -> the person who has it now or had it last."""
    if not numbers:
        return {}
    rows = fetch(
        """
        SELECT DISTINCT ON (s.staff_number) s.person_id, s.staff_number, s.family_name,
            s.middle_name, s.given_name, s.full_name, s.birth_date, s.sex,
            s.employment_share_percent, lower(s.valid), upper(s.valid), r.rank_id, lower(r.valid)
        FROM register_personstate s
        LEFT JOIN LATERAL (
            SELECT rank_id, valid FROM register_rankholding
            WHERE person_id = s.person_id AND upper_inf(recorded)
            ORDER BY lower(valid) DESC LIMIT 1) r ON true
        WHERE s.staff_number = ANY (%(numbers)s) AND upper_inf(s.recorded)
        ORDER BY s.staff_number, lower(s.valid) DESC
        """,
        {"numbers": list(numbers)},
    )
    return {row[1]: PersonMatch(*row) for row in rows}


def organizations_by_code(named: Collection[tuple[str, date]]) -> dict[tuple[str, date], int]:
    """(code, day) -> the organisation that has the code on the day; capitals do not matter."""
    pairs = sorted(named)
    if not pairs:
        return {}
    rows = fetch(
        """
        SELECT given.code, given.day, s.organization_id
        FROM unnest(%(codes)s::text[], %(days)s::date[]) AS given(code, day)
        JOIN register_organizationstate s ON upper(s.code) = upper(given.code)
            AND upper_inf(s.recorded) AND s.valid @> given.day
        """,
        {"codes": [code for code, _ in pairs], "days": [day for _, day in pairs]},
    )
    return {(code, day): organization for code, day, organization in rows}


def posts_of_organizations(
    named: Collection[tuple[int, date]],
) -> dict[tuple[int, date], list[PostMatch]]:
    """(organisation, day) -> its posts on the day."""
    pairs = sorted(named)
    found: dict[tuple[int, date], list[PostMatch]] = {pair: [] for pair in pairs}
    if not pairs:
        return found
    rows = fetch(
        """
        SELECT given.organization_id, given.day, p.id, p.kind, s.title_vi, s.title_en,
            r.name_vi, r.name_en, s.role_id, s.team
        FROM unnest(%(organizations)s::bigint[], %(days)s::date[]) AS given(organization_id, day)
        JOIN register_post p ON p.organization_id = given.organization_id
        JOIN register_poststate s ON s.post_id = p.id AND upper_inf(s.recorded)
            AND s.valid @> given.day
        JOIN register_role r ON r.code = s.role_id
        ORDER BY p.id
        """,
        {"organizations": [pair[0] for pair in pairs], "days": [pair[1] for pair in pairs]},
    )
    for organization, day, post, kind, *titles, team in rows:
        names = frozenset(fold(title) for title in titles if title)
        found[organization, day].append(PostMatch(post, kind, names, team, titles[0]))
    return found


def appointments_of_people(person_ids: Collection[int]) -> dict[int, list[AppointmentMatch]]:
    """Person -> open appointments over all time, earliest first."""
    rows = fetch(
        """
        SELECT a.id, a.person_id, a.post_id, p.organization_id, p.kind, lower(a.valid),
            upper(a.valid)
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = ANY (%(people)s) AND upper_inf(a.recorded)
        ORDER BY a.person_id, lower(a.valid), a.id
        """,
        {"people": list(person_ids)},
    )
    found: dict[int, list[AppointmentMatch]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(AppointmentMatch(*row))
    return found


def memberships_of_people(
    person_ids: Collection[int], organization_ids: Collection[int]
) -> dict[tuple[int, int], list[MembershipMatch]]:
    """(person, organisation) -> open memberships, earliest first."""
    rows = fetch(
        """
        SELECT person_id, organization_id, lower(valid), upper(valid) FROM register_membership
        WHERE person_id = ANY (%(people)s) AND organization_id = ANY (%(organizations)s)
          AND upper_inf(recorded)
        ORDER BY person_id, organization_id, lower(valid)
        """,
        {"people": list(person_ids), "organizations": list(organization_ids)},
    )
    found: dict[tuple[int, int], list[MembershipMatch]] = {}
    for row in rows:
        found.setdefault((row[0], row[1]), []).append(MembershipMatch(*row))
    return found


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """What a list to choose from shows."""

    id: int
    code: str
    name_vi: str
    name_en: str


def names_of_organizations(
    organization_ids: Sequence[int] | None, on: date, categories: Collection[str]
) -> list[OrganizationName]:
    """Organisations of the day in order of their names; ids None: all of them."""
    rows = fetch(
        """
        SELECT s.organization_id, s.code, s.name_vi, s.name_en
        FROM register_organizationstate s JOIN register_organization o ON o.id = s.organization_id
        WHERE upper_inf(s.recorded) AND s.valid @> %(on)s::date AND o.category = ANY (%(kinds)s)
          AND (%(ids)s::bigint[] IS NULL OR s.organization_id = ANY (%(ids)s))
        ORDER BY s.sort_key, s.organization_id
        """,
        {
            "on": on,
            "kinds": list(categories),
            "ids": None if organization_ids is None else list(organization_ids),
        },
    )
    return [OrganizationName(*row) for row in rows]
