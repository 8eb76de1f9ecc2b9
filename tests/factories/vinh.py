"""A city police of May 2020: 25 wards and communes, of which 9 are communes; everybody invented.

Each unit has a chief and seven officers, and hosts three member organisations: a youth branch with
a committee of three, a women's branch and a trade-union group with a head each. The heads and the
committee serve beside their line posts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    NewOrganization,
    NewPerson,
    NewPost,
    admit_members,
    appoint,
    create_posts,
    found_issuer,
    found_organizations,
    load_catalogue,
    register_people,
)
from kiem.platform.access import SYSTEM

FOUNDED = date(2018, 1, 1)
COMMUNES, WARDS, STAFF = 9, 16, 8
LINES = (("youth", "youth_city", "youth_branch"), ("women", "women_city", "women_branch"),
         ("union", "trade_union_city", "trade_union_group"))  # fmt: skip


@dataclass
class Vinh:
    """Ids: units by name, chapters by (line, unit), posts by (unit or chapter, role), people by
    (unit, seat)."""

    decision: int
    city: int
    party: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    chapters: dict[tuple[str, str], int] = field(default_factory=dict)
    posts: dict[tuple[int, str], int] = field(default_factory=dict)
    people: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def communes(self) -> list[str]:
        return [name for name in self.units if name.startswith("xã")]


def build_vinh() -> Vinh:
    load_catalogue()
    city, decision = found_issuer(
        organization=_organization("CATP", "unit", "city_police", "Công an thành phố (mẫu)"),
        number="01/QĐ",
        signed_on=FOUNDED,
        title_vi="Mở sổ",
        title_en="Open the register",
        actor=SYSTEM,
    )
    vinh = Vinh(decision, city)
    _found(vinh)
    _seat(vinh)
    return vinh


def _organization(
    code: str, category: str, type: str, name_vi: str, **more: int
) -> NewOrganization:
    return NewOrganization(
        category=category,
        type=type,
        code=code,
        name_vi=name_vi,
        name_en=name_vi,
        valid_from=FOUNDED,
        **more,  # type: ignore[arg-type]  # parent_id, higher_id
    )


def _found(vinh: Vinh) -> None:
    names = [f"xã {n}" for n in range(1, COMMUNES + 1)]
    names += [f"phường {n}" for n in range(1, WARDS + 1)]
    tops = found_organizations(
        decision_id=vinh.decision,
        organizations=[
            *(
                _organization(f"CATP-{line}", "member", top, f"{line} (mẫu)", parent_id=vinh.city)
                for line, top, _branch in LINES
            ),
            _organization("CATP-DU", "party", "party_committee", "Đảng ủy", parent_id=vinh.city),
        ],
        actor=SYSTEM,
    )
    vinh.lines = dict(zip([line for line, _t, _b in LINES], tops[:3], strict=True))
    vinh.party = tops[3]
    units = found_organizations(
        decision_id=vinh.decision,
        organizations=[
            _organization(f"U{n}", "unit", "commune_police", f"Công an {name}", parent_id=vinh.city)
            for n, name in enumerate(names, start=1)
        ],
        actor=SYSTEM,
    )
    vinh.units = dict(zip(names, units, strict=True))
    keys = [(line, branch, name) for line, _top, branch in LINES for name in names]
    chapters = found_organizations(
        decision_id=vinh.decision,
        organizations=[
            _organization(
                f"{line}-{vinh.units[name]}", "member", branch, f"{line} {name}",
                parent_id=vinh.units[name], higher_id=vinh.lines[line],
            )
            for line, branch, name in keys
        ],
        actor=SYSTEM,
    )  # fmt: skip
    for (line, _branch, name), chapter in zip(keys, chapters, strict=True):
        vinh.chapters[line, name] = chapter


def _seat(vinh: Vinh) -> None:
    places: list[tuple[int, str, str, int]] = []
    for name, unit in vinh.units.items():
        places += [(unit, "chief", "line", 1), (unit, "officer", "line", 2 * STAFF)]
        youth = vinh.chapters["youth", name]
        places += [(youth, "secretary", "office", 1), (youth, "deputy_secretary", "office", 1)]
        places += [(youth, "committee_member", "office", 1)]
        places += [(vinh.chapters["women", name], "branch_head", "office", 1)]
        places += [(vinh.chapters["union", name], "group_leader", "office", 1)]
    posts = create_posts(
        decision_id=vinh.decision,
        posts=[
            NewPost(
                organization_id=organization, kind=kind, role=role, title_vi=role, title_en=role,
                seats=seats, valid_from=FOUNDED,
            )
            for organization, role, kind, seats in places
        ],
        actor=SYSTEM,
    )  # fmt: skip
    vinh.posts = {(p[0], p[1]): number for p, number in zip(places, posts, strict=True)}
    keys = [(name, seat) for name in vinh.units for seat in range(STAFF)]
    people = register_people(
        decision_id=vinh.decision,
        people=[
            NewPerson(
                staff_number=f"M{n:05d}", family_name="Trần", middle_name="Mẫu",
                given_name=f"Người {n}", birth_date=date(1990, 3, 3), sex="female",
                valid_from=FOUNDED,
            )
            for n in range(len(keys))
        ],
        actor=SYSTEM,
    )  # fmt: skip
    vinh.people = dict(zip(keys, people, strict=True))
    appoint(decision_id=vinh.decision, appointments=list(_appointments(vinh)), actor=SYSTEM)
    members = [NewMembership(p, vinh.chapters["youth", name], FOUNDED)
               for (name, _seat_no), p in vinh.people.items()]  # fmt: skip
    admit_members(decision_id=vinh.decision, members=members, actor=SYSTEM)


def _appointments(vinh: Vinh) -> list[NewAppointment]:
    """Seat 0 is the chief; 1 to 3 the youth committee; 4 and 5 head women's branch and group."""
    found = []
    for (name, seat), person in vinh.people.items():
        unit, youth = vinh.units[name], vinh.chapters["youth", name]
        line = vinh.posts[unit, "chief" if seat == 0 else "officer"]
        found.append(NewAppointment(person, line, FOUNDED, "appointed", 100))
        office = {
            1: (youth, "secretary"),
            2: (youth, "deputy_secretary"),
            3: (youth, "committee_member"),
            4: (vinh.chapters["women", name], "branch_head"),
            5: (vinh.chapters["union", name], "group_leader"),
        }.get(seat)
        if office:
            found.append(NewAppointment(person, vinh.posts[office], FOUNDED, "elected", 0))
    return found
