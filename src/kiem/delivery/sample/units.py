"""The units of the sample: city headquarters, districts, former communes, today's 126."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from math import cos, pi, sin, sqrt

from kiem.delivery.sample import codes
from kiem.delivery.sample.allocation import apportion, principal_successors
from kiem.delivery.sample.factbook import Commune, city_facts, number
from kiem.delivery.sample.plan import OrganizationPlan, PostPlan

CITY = "city"
CITY_CENTRE = (21.0245, 105.8412)  # degrees, in Hoàn Kiếm; where headquarters is drawn

DEPARTMENTS = (
    ("TM", "Phòng Tham mưu", "Staff Division"),
    ("TCCB", "Phòng Tổ chức cán bộ", "Personnel Organisation Division"),
    ("CTCT", "Phòng Công tác chính trị", "Political Affairs Division"),
    ("HC", "Phòng Hậu cần", "Logistics Division"),
    ("TCKT", "Phòng Tài chính", "Finance Division"),
    ("PC", "Phòng Pháp chế", "Legal Division"),
    ("HS", "Phòng Hồ sơ", "Records Division"),
    ("QLHC", "Phòng Quản lý hành chính", "Administrative Management Division"),
    ("GT", "Phòng Cảnh sát giao thông", "Traffic Police Division"),
    ("CC", "Phòng Phòng cháy, chữa cháy", "Fire Prevention Division"),
    ("CNTT", "Phòng Công nghệ thông tin", "Information Technology Division"),
    ("DT", "Phòng Đào tạo", "Training Division"),
)
_KINDS_EN = {
    "Xã": "Commune",
    "Phường": "Ward",
    "Thị trấn": "Town",
    "Quận": "Urban District",
    "Huyện": "District",
    "Thị xã": "Town",
}


def new_key(code: str) -> str:
    return f"new:{code}"


def former_key(code: str) -> str:
    return f"former:{code}"


def district_key(district: str) -> str:
    return f"district:{city_facts().districts.index(district) + 1:02d}"


def department_key(code: str) -> str:
    return f"department:{code}"


def split_kind(name: str) -> tuple[str, str]:
    """`Thị trấn Tây Đằng` -> (`Thị trấn`, `Tây Đằng`)."""
    for kind in ("Thị trấn", "Thị xã", "Phường", "Quận", "Huyện", "Xã"):
        if name.startswith(kind + " "):
            return kind, name[len(kind) + 1 :]
    raise ValueError(f"'{name}' starts with no known kind of place.")


def police_names(place: str) -> tuple[str, str]:
    """Vietnamese and English name of the police unit of a place."""
    kind, name = split_kind(place)
    lowered = kind[0].lower() + kind[1:]
    return f"Công an {lowered} {name}", f"{name} {_KINDS_EN[kind]} Police"


def police_type(place: str) -> str:
    """The type of unit that polices a commune, town or ward."""
    return codes.WARD_POLICE if split_kind(place)[0] == "Phường" else codes.COMMUNE_POLICE


def headquarters_plans() -> list[OrganizationPlan]:
    """The city police and its departments."""
    latitude, longitude = CITY_CENTRE
    city = OrganizationPlan(
        CITY,
        "unit",
        codes.CITY_POLICE,
        "CAHN",
        "Công an thành phố Hà Nội",
        "Hanoi City Police",
        latitude=latitude,
        longitude=longitude,
    )
    departments = [
        OrganizationPlan(
            department_key(code), "unit", codes.DIVISION, f"CAHN-{code}", vi, en, parent=CITY
        )
        for code, vi, en in DEPARTMENTS
    ]
    return [city, *departments]


def district_plans() -> list[OrganizationPlan]:
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for former in city_facts().former_communes:
        places[former.district].append(former_places()[former.code])
    plans = []
    for district in city_facts().districts:
        vi, en = police_names(district)
        points = places[district]
        plans.append(
            OrganizationPlan(
                district_key(district),
                "unit",
                codes.DISTRICT_POLICE,
                f"H{district_key(district)[-2:]}",
                vi,
                en,
                parent=CITY,
                latitude=round(sum(point[0] for point in points) / len(points), 4),
                longitude=round(sum(point[1] for point in points) / len(points), 4),
            )
        )
    return plans


def former_plans() -> list[OrganizationPlan]:
    """The 526, below their districts. `C` before the code: *cũ*, former; 126 codes live on."""
    plans = []
    for former in city_facts().former_communes:
        vi, en = police_names(former.name)
        latitude, longitude = former_places()[former.code]
        plans.append(
            OrganizationPlan(
                former_key(former.code),
                "unit",
                police_type(former.name),
                f"C{former.code}",
                vi,
                en,
                parent=district_key(former.district),
                latitude=latitude,
                longitude=longitude,
            )
        )
    return plans


def new_plan(commune: Commune) -> OrganizationPlan:
    vi, en = police_names(commune.name)
    return OrganizationPlan(
        new_key(commune.code),
        "unit",
        police_type(commune.name),
        commune.code,
        vi,
        en,
        parent=CITY,
        latitude=commune.latitude,
        longitude=commune.longitude,
    )


@cache
def former_places() -> Mapping[str, tuple[float, float]]:
    """Approximate points: former communes have no published centre in our source.

    Those that one commune answers for stand on a sunflower spiral around its centre, so that a map
    of early 2025 shows each of them near where it was.
    """
    centres = {commune.code: commune for commune in city_facts().communes}
    seen = Counter[str]()
    places = {}
    for former in city_facts().former_communes:
        centre = centres[principal_successors()[former.code]]
        index = seen[centre.code]
        seen[centre.code] += 1
        radius = 0.006 * sqrt(index)  # degrees, about 650 m a step
        angle = index * pi * (3 - sqrt(5))
        places[former.code] = (
            round(centre.latitude + radius * sin(angle), 4),
            round(centre.longitude + radius * cos(angle), 4),
        )
    return places


def new_unit_posts(unit: str, staff: int) -> list[PostPlan]:
    """One chief, five deputies, five teams with a leader and officers: `staff` seats in all."""
    deputies = int(number("city", "deputies"))
    shares = number("city", "team_shares")
    teams = apportion(
        staff - 1 - deputies, {f"Tổ {index}": share for index, share in enumerate(shares, 1)}
    )
    posts = [
        line_post(unit, "chief", codes.CHIEF, is_mandatory=True),
        line_post(unit, "deputy", codes.DEPUTY_CHIEF, seats=deputies, is_mandatory=True),
    ]
    for index, (team, seats) in enumerate(teams.items(), 1):
        posts.append(line_post(unit, f"leader{index}", codes.TEAM_LEADER, team=team))
        posts.append(line_post(unit, f"officer{index}", codes.OFFICER, team=team, seats=seats - 1))
    return posts


_LINE_TITLES = {
    codes.CHIEF: ("Trưởng Công an", "Chief"),
    codes.DEPUTY_CHIEF: ("Phó Trưởng Công an", "Deputy chief"),
    codes.TEAM_LEADER: ("Tổ trưởng", "Team leader"),
    codes.OFFICER: ("Cán bộ", "Officer"),
}


def line_post(
    unit: str,
    slot: str,
    role: str,
    *,
    seats: int = 1,
    team: str = "",
    is_mandatory: bool = False,
    titles: tuple[str, str] | None = None,
) -> PostPlan:
    vi, en = titles or _LINE_TITLES[role]
    if team:
        vi, en = f"{vi} {team}", f"{en}, Team {team.removeprefix('Tổ ')}"
    return PostPlan(unit, slot, "line", role, vi, en, team, seats, is_mandatory)
