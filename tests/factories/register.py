"""A small register: a city, a commune with a youth chapter, founded on 2025-01-01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions import (
    NewOrganization,
    NewPerson,
    NewPost,
    create_posts,
    found_issuer,
    found_organizations,
    load_catalogue,
    register_people,
)
from kiem.platform.access import SYSTEM

START = date(2025, 1, 1)


@dataclass(frozen=True)
class Town:
    """Ids of what `town` founds: two units under a city, a youth line beside it."""

    decision: int
    city: int
    unit: int
    other_unit: int
    youth: int
    chapter: int
    chief: int
    officer: int
    other_officer: int
    secretary: int
    people: tuple[int, ...]


def organization(code: str, **values: object) -> NewOrganization:
    """A unit of the commune police founded on START unless told otherwise."""
    given: dict[str, object] = {
        "category": "unit",
        "type": "commune_police",
        "code": code,
        "name_vi": f"Công an xã {code}",
        "name_en": f"Commune Police {code}",
        "valid_from": START,
    }
    return NewOrganization(**{**given, **values})  # type: ignore[arg-type]  # checked by the action


def post(organization_id: int, **values: object) -> NewPost:
    """An officer's line post with one seat from START unless told otherwise."""
    given: dict[str, object] = {
        "organization_id": organization_id,
        "kind": "line",
        "role": "officer",
        "title_vi": "Cán bộ",
        "title_en": "Officer",
        "valid_from": START,
    }
    return NewPost(**{**given, **values})  # type: ignore[arg-type]  # checked by the action


def person(number: int, **values: object) -> NewPerson:
    """An invented person in service from START unless told otherwise."""
    given: dict[str, object] = {
        "staff_number": f"{number:05d}",
        "family_name": "Nguyễn",
        "middle_name": "Văn",
        "given_name": f"Người {number}",
        "birth_date": date(1995, 5, 5),
        "sex": "male",
        "valid_from": START,
    }
    return NewPerson(**{**given, **values})  # type: ignore[arg-type]  # checked by the action


def found_town() -> Town:
    load_catalogue()
    city, decision = found_issuer(
        organization=organization("HN", type="city_police", name_vi="Công an thành phố Hà Nội"),
        number="01/QĐ",
        signed_on=START,
        title_vi="Mở sổ",
        title_en="Open the register",
        actor=SYSTEM,
    )
    unit, other_unit = found_organizations(
        decision_id=decision,
        organizations=[organization("A", parent_id=city), organization("B", parent_id=city)],
        actor=SYSTEM,
    )
    (youth,) = found_organizations(
        decision_id=decision,
        organizations=[organization("HN-Y", category="member", type="youth_city", parent_id=city)],
        actor=SYSTEM,
    )
    (chapter,) = found_organizations(
        decision_id=decision,
        organizations=[
            organization(
                "A-Y", category="member", type="youth_grassroots", parent_id=unit, higher_id=youth
            )
        ],
        actor=SYSTEM,
    )
    chief, officer, other_officer, secretary = create_posts(
        decision_id=decision,
        posts=[
            post(unit, role="chief", title_vi="Trưởng Công an", title_en="Chief"),
            post(unit, seats=3),
            post(other_unit, seats=3),
            post(chapter, kind="office", role="secretary", title_vi="Bí thư", title_en="Secretary"),
        ],
        actor=SYSTEM,
    )
    people = register_people(
        decision_id=decision,
        people=[person(number) for number in range(1, 7)],
        actor=SYSTEM,
    )
    return Town(
        decision,
        city,
        unit,
        other_unit,
        youth,
        chapter,
        chief,
        officer,
        other_officer,
        secretary,
        tuple(people),
    )
