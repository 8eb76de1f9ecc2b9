"""A city with two communes and two member organisations, so that everybody has an outside.

    city ── A  chief: Ánh, officer: Bình          youth line:  city youth ── youth of A
         └─ B  officers: Cúc, Dung                women line:  city women ── women of B

Ánh is secretary of the youth of A, Cúc chairs the women of B, Giang, an officer of A, chairs a
works council that A hosts beside the youth and that belongs to neither line. Members: Ánh and
Bình in the youth of A, Cúc and Dung in the women of B. Bình and Dung hold no office: that they
are members is only their organisation's to know.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    found_issuer,
    found_organizations,
    load_catalogue,
    register_people,
)
from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account
from tests.factories.register import START, organization, person, post

PEOPLE = ("Ánh", "Bình", "Cúc", "Dung", "Giang")


@dataclass(frozen=True)
class TwoSides:
    """Ids by the names of the drawing; `people` by given name, `accounts` by persona."""

    decision: int
    city: int
    a: int
    b: int
    youth: int
    youth_a: int
    women: int
    women_b: int
    chief_a: int
    officer_a: int
    officer_b: int
    secretary_a: int
    chair_b: int
    council_a: int
    people: dict[str, int]
    accounts: dict[str, int]
    more: dict[str, int] = field(default_factory=dict)  # what a test puts beside them

    def ids(self) -> dict[str, int]:
        """Names to put into addresses."""
        names = {
            name: value
            for name in self.__dataclass_fields__
            if isinstance(value := getattr(self, name), int)
        }
        people = {key.lower(): number for key, number in self.people.items()}
        return {**names, **people, **self.more}


def build_two_sides() -> TwoSides:
    load_catalogue()
    city, decision = found_issuer(
        organization=organization("HN", type="city_police"),
        number="01/QĐ",
        signed_on=START,
        title_vi="Mở sổ",
        title_en="Open the register",
        actor=SYSTEM,
    )
    a, b = found_organizations(
        decision_id=decision,
        organizations=[organization("A", parent_id=city), organization("B", parent_id=city)],
        actor=SYSTEM,
    )
    youth, women = found_organizations(
        decision_id=decision,
        organizations=[
            organization("HN-Y", category="member", type="youth_city", parent_id=city),
            organization("HN-W", category="member", type="women_city", parent_id=city),
        ],
        actor=SYSTEM,
    )
    youth_a, women_b, council_a = found_organizations(
        decision_id=decision,
        organizations=[
            organization(
                "A-Y", category="member", type="youth_grassroots", parent_id=a, higher_id=youth
            ),
            organization(
                "B-W", category="member", type="women_grassroots", parent_id=b, higher_id=women
            ),
            organization("A-C", category="member", type="works_council", parent_id=a),
        ],
        actor=SYSTEM,
    )
    chief_a, officer_a, officer_b, secretary_a, chair_b, chair_c = create_posts(
        decision_id=decision,
        posts=[
            post(a, role="chief"),
            post(a, seats=3),
            post(b, seats=3),
            post(youth_a, kind="office", role="secretary"),
            post(women_b, kind="office", role="chair"),
            post(council_a, kind="office", role="chair"),
        ],
        actor=SYSTEM,
    )
    numbers = register_people(
        decision_id=decision,
        people=[person(n, given_name=name) for n, name in enumerate(PEOPLE, start=1)],
        actor=SYSTEM,
    )
    people = dict(zip(PEOPLE, numbers, strict=True))
    anh, binh, cuc, dung, giang = numbers
    appoint(
        decision_id=decision,
        appointments=[
            NewAppointment(anh, chief_a, START, "appointed", 100),
            NewAppointment(binh, officer_a, START, "appointed", 100),
            NewAppointment(cuc, officer_b, START, "appointed", 100),
            NewAppointment(dung, officer_b, START, "appointed", 100),
            NewAppointment(anh, secretary_a, START, "elected", 0),
            NewAppointment(cuc, chair_b, START, "elected", 0),
            NewAppointment(giang, officer_a, START, "appointed", 100),
            NewAppointment(giang, chair_c, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=decision,
        members=[
            NewMembership(anh, youth_a, START),
            NewMembership(binh, youth_a, START),
            NewMembership(cuc, women_b, START),
            NewMembership(dung, women_b, START),
        ],
        actor=SYSTEM,
    )
    personas = {
        "youth": ("youth_officer", f"line:{youth}"),
        "women": ("youth_officer", f"line:{women}"),
        "commander": ("unit_commander", f"unit:{a}"),
        "personnel": ("personnel", f"unit:{city}"),
        "auditor": ("auditor", f"unit:{city}"),
        "dual": ("dual_holder", f"person:{anh}"),
        "secretary": ("chapter_secretary", f"line:{youth_a}"),
        "administrator": ("administrator", "all"),
        "nobody": None,
    }
    accounts = {name: _account(name, grant) for name, grant in personas.items()}
    return TwoSides(
        decision, city, a, b, youth, youth_a, women, women_b,
        chief_a, officer_a, officer_b, secretary_a, chair_b, council_a, people, accounts,
    )  # fmt: skip


def _account(name: str, grant: tuple[str, str] | None) -> int:
    user_id = create_account(username=name, display_name=name, password=None, actor=SYSTEM)
    if grant is not None:
        role, scope = grant
        grant_access(
            principal=f"user:{user_id}", role=role, scope=scope, valid_from=START, actor=SYSTEM
        )
    return user_id
