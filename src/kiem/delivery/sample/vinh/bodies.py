"""The bodies of the sample: a city police, 25 wards and communes, and who meets in them.

The names of the wards and communes are those the city had in 2020, as public lists of places give
them. They have no coordinates here. Strengths, chapters and outside bodies are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiem.delivery.sample import codes
from kiem.delivery.sample.chapters import chapter, offices
from kiem.delivery.sample.plan import OrganizationPlan, PostPlan
from kiem.delivery.sample.units import line_post, police_names, police_type

CITY = "city"
YOUTH, WOMEN, UNION, PARTY = (f"{family}:{CITY}" for family in ("youth", "women", "union", "party"))
LINES = (YOUTH, WOMEN, UNION)
STEERING = "outside:steering"
_WARDS = (
    "Bến Thủy",
    "Cửa Nam",
    "Đội Cung",
    "Đông Vĩnh",
    "Hà Huy Tập",
    "Hồng Sơn",
    "Hưng Bình",
    "Hưng Dũng",
    "Hưng Phúc",
    "Lê Lợi",
    "Lê Mao",
    "Quán Bàu",
    "Quang Trung",
    "Trung Đô",
    "Trường Thi",
    "Vinh Tân",
)
_COMMUNES = (
    "Hưng Chính",
    "Hưng Đông",
    "Hưng Hòa",
    "Hưng Lộc",
    "Nghi Ân",
    "Nghi Đức",
    "Nghi Kim",
    "Nghi Liên",
    "Nghi Phú",
)
WARDS = tuple(f"ward:{number:02d}" for number in range(1, len(_WARDS) + 1))
COMMUNES = tuple(f"commune:{number:02d}" for number in range(1, len(_COMMUNES) + 1))
COMMUNE_SEATS = 6  # officers it has room for, beside chief and deputy

DISTRICT_OFFICES = {
    "youth": (
        (codes.SECRETARY, 1),
        (codes.DEPUTY_SECRETARY, 1),
        (codes.COMMITTEE_MEMBER, 5),
    ),
    "women": ((codes.CHAIR, 1), (codes.VICE_CHAIR, 1), (codes.COMMITTEE_MEMBER, 3)),
    "union": ((codes.CHAIR, 1), (codes.VICE_CHAIR, 1), (codes.COMMITTEE_MEMBER, 3)),
}
BRANCH_OFFICES = {
    "youth": (
        (codes.SECRETARY, 1),
        (codes.DEPUTY_SECRETARY, 1),
        (codes.COMMITTEE_MEMBER, 1),
    ),
    "women": ((codes.BRANCH_HEAD, 1),),
    "union": ((codes.GROUP_LEADER, 1),),
}


def ward_strength(ward: str) -> int:
    """14 to 18, by the ward's place in the list: an assumption, no strength is published."""
    return 14 + WARDS.index(ward) % 5


def city_plan() -> OrganizationPlan:
    return OrganizationPlan(
        CITY,
        "unit",
        codes.CITY_POLICE,
        "CATPV",
        "Công an thành phố Vinh (mẫu)",
        "Vinh City Police (sample)",
    )


def unit_plans() -> list[OrganizationPlan]:
    """Sixteen wards, nine communes."""
    named = [
        *zip(WARDS, (f"Phường {name}" for name in _WARDS), strict=True),
        *zip(COMMUNES, (f"Xã {name}" for name in _COMMUNES), strict=True),
    ]
    return [
        OrganizationPlan(
            key,
            "unit",
            police_type(place),
            f"V{key[0].upper()}{key[-2:]}",
            *police_names(place),
            parent=CITY,
        )
        for key, place in named
    ]


def outside_plans() -> list[OrganizationPlan]:
    """Bodies outside, of which only the name is kept: each line's own higher body, and who asks."""
    named = (
        ("youth", codes.EXTERNAL_YOUTH, "Đoàn Thanh niên cấp trên", "Higher Youth Union"),
        ("women", codes.EXTERNAL_WOMEN, "Hội Phụ nữ cấp trên", "Higher Women's Union"),
        ("union", codes.EXTERNAL_BODY, "Công đoàn cấp trên", "Higher Trade Union"),
        (
            "steering",
            codes.EXTERNAL_BODY,
            "Ban Chỉ đạo khảo sát của Bộ",
            "Ministry steering committee of the survey",
        ),
    )
    return [
        OrganizationPlan(
            f"outside:{key}",
            "external",
            type_code,
            f"NGOAI-{key.upper()}",
            f"{vi} (mẫu)",
            f"{en} (sample)",
        )
        for key, type_code, vi, en in named
    ]


def chapter_plans(units: Iterable[OrganizationPlan]) -> list[OrganizationPlan]:
    """The three lines and the Party committee of the city; a branch of each in `units`."""
    city = city_plan()
    found = [
        chapter("youth", codes.YOUTH_DISTRICT, city, "outside:youth"),
        chapter("women", codes.WOMEN_DISTRICT, city, "outside:women"),
        chapter("union", codes.UNION_GRASSROOTS, city, "outside:union"),
        chapter("party", codes.PARTY_COMMITTEE, city, None, called="party_committee"),
    ]
    for unit in units:
        found.append(youth_branch(unit))
        found.append(chapter("women", codes.WOMEN_BRANCH, unit, WOMEN, called="women_branch"))
        found.append(chapter("union", codes.UNION_GROUP, unit, UNION, called="union_group"))
        found.append(chapter("party", codes.PARTY_CELL, unit, PARTY))
    return found


def youth_branch(unit: OrganizationPlan) -> OrganizationPlan:
    return chapter("youth", codes.YOUTH_BRANCH, unit, YOUTH, called="branch")


def headquarters_posts() -> list[PostPlan]:
    """The command, and two teams that keep the city's assemblies and campaigns."""
    posts = [
        line_post(
            CITY,
            "chief",
            codes.CHIEF,
            is_mandatory=True,
            titles=("Trưởng Công an thành phố", "Chief of city police"),
        ),
        line_post(
            CITY,
            "deputy",
            codes.DEPUTY_CHIEF,
            seats=3,
            titles=("Phó Trưởng Công an thành phố", "Deputy chief of city police"),
        ),
    ]
    for slot, vi, en, officers in (
        ("general", "Đội Tổng hợp", "General Team", 14),
        ("campaign", "Đội Xây dựng phong trào", "Campaign Team", 14),
    ):
        posts += [
            _team_post(slot, codes.TEAM_LEADER, ("Đội trưởng", "Leader"), vi, en, 1),
            _team_post(
                slot, codes.DEPUTY_TEAM_LEADER, ("Phó Đội trưởng", "Deputy leader"), vi, en, 1
            ),
            _team_post(slot, codes.OFFICER, ("Cán bộ", "Officer"), vi, en, officers),
        ]
    return posts


def _team_post(
    slot: str, role: str, title: tuple[str, str], team_vi: str, team_en: str, seats: int
) -> PostPlan:
    return PostPlan(
        CITY,
        f"{slot}-{role}",
        "line",
        role,
        f"{title[0]} {team_vi}",
        f"{title[1]}, {team_en}",
        team_vi,
        seats,
    )


def ward_posts(ward: str) -> list[PostPlan]:
    strength = ward_strength(ward)
    return [
        line_post(ward, "chief", codes.CHIEF, is_mandatory=True),
        line_post(ward, "deputy", codes.DEPUTY_CHIEF, seats=2),
        line_post(ward, "officer", codes.OFFICER, seats=strength + 4),  # room for those to come
    ]


def commune_posts(commune: str) -> list[PostPlan]:
    return [
        line_post(commune, "chief", codes.CHIEF, is_mandatory=True),
        line_post(commune, "deputy", codes.DEPUTY_CHIEF),
        line_post(commune, "officer", codes.OFFICER, seats=COMMUNE_SEATS),
    ]


def office_posts(organization: str) -> list[PostPlan]:
    """Offices of a member organisation, by its family and place."""
    family, _, host = organization.partition(":")
    tables = DISTRICT_OFFICES if host == CITY else BRANCH_OFFICES
    return offices(organization, tables[family])


def party_posts(organization: str) -> list[PostPlan]:
    """The city's Party committee, or a ward's cell with a secretary."""
    if organization != PARTY:
        return offices(organization, [(codes.PARTY_SECRETARY, 1)], kind="party")
    titles: Sequence[tuple[str, str, str, int]] = (
        (codes.PARTY_SECRETARY, "Bí thư Đảng ủy", "Party secretary", 1),
        (codes.PARTY_DEPUTY_SECRETARY, "Phó Bí thư Đảng ủy", "Deputy Party secretary", 1),
        (codes.PARTY_COMMITTEE_MEMBER, "Đảng ủy viên", "Party committee member", 2),
    )
    return [
        PostPlan(
            organization,
            role,
            "party",
            role,
            vi,
            en,
            seats=seats,
            is_mandatory=role == codes.PARTY_SECRETARY,
        )
        for role, vi, en, seats in titles
    ]
