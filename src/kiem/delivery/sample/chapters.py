"""Member organisations of the sample: chapters, their offices, and who is chosen for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from kiem.delivery.sample import codes, units
from kiem.delivery.sample.plan import OrganizationPlan, PostPlan, Seat
from kiem.delivery.sample.world import World

OUTSIDE_YOUTH = "outside:youth"
YOUTH_CITY, WOMEN_CITY, UNION_CITY, PARTY_CITY = (
    f"{family}:{units.CITY}" for family in ("youth", "women", "union", "party")
)
OLDEST_MEMBER = 30  # years: a Youth Union member is 16 to 30

_FAMILY_NAMES = {
    "youth": ("Đoàn Thanh niên", "Youth Union"),
    "branch": ("Chi đoàn", "Youth Union branch"),
    "grassroots_branch": ("Chi đoàn cơ sở", "Youth Union"),
    "women": ("Hội Phụ nữ", "Women's Union"),
    "women_branch": ("Chi hội Phụ nữ", "Women's Union branch"),
    "union": ("Công đoàn", "Trade Union"),
    "union_group": ("Tổ Công đoàn", "Trade Union group"),
    "party": ("Chi bộ", "Party cell"),
    "party_committee": ("Đảng ủy", "Party committee"),
}
_OFFICE_TITLES = {
    codes.SECRETARY: ("Bí thư", "Secretary"),
    codes.DEPUTY_SECRETARY: ("Phó Bí thư", "Deputy secretary"),
    codes.STANDING_MEMBER: ("Ủy viên Ban Thường vụ", "Standing committee member"),
    codes.COMMITTEE_MEMBER: ("Ủy viên Ban Chấp hành", "Executive committee member"),
    codes.CHAIR: ("Chủ tịch", "Chair"),
    codes.VICE_CHAIR: ("Phó Chủ tịch", "Vice chair"),
    codes.BRANCH_HEAD: ("Chi hội trưởng", "Branch head"),
    codes.DEPUTY_BRANCH_HEAD: ("Chi hội phó", "Deputy branch head"),
    codes.GROUP_LEADER: ("Tổ trưởng", "Group leader"),
    codes.PARTY_SECRETARY: ("Bí thư Chi bộ", "Party cell secretary"),
    codes.PARTY_DEPUTY_SECRETARY: ("Phó Bí thư Chi bộ", "Deputy Party cell secretary"),
}
_MANDATORY = frozenset({codes.SECRETARY, codes.CHAIR, codes.BRANCH_HEAD, codes.PARTY_SECRETARY})


def chapter_key(family: str, unit: str) -> str:
    return f"{family}:{unit}"


def chapter(
    family: str,
    type_code: str,
    host: OrganizationPlan,
    higher: str | None,
    *,
    called: str | None = None,
) -> OrganizationPlan:
    """A chapter at `host`; `called` names the pair of words it is called by, default its family."""
    vi, en = _FAMILY_NAMES[called or family]
    category = "party" if family == "party" else "member"
    prefix = {"youth": "DTN", "women": "HPN", "union": "CDN", "party": "DB"}[family]
    return OrganizationPlan(
        chapter_key(family, host.key),
        category,
        type_code,
        f"{prefix}-{host.code}",
        f"{vi} {host.name_vi}",
        f"{host.name_en} {en}",
        parent=host.key,
        higher=higher,
    )


def offices(
    organization: str, seats: Sequence[tuple[str, int]], kind: str = "office"
) -> list[PostPlan]:
    """Posts of an organisation: (role, seats) each."""
    posts = []
    for role, count in seats:
        vi, en = _OFFICE_TITLES[role]
        posts.append(
            PostPlan(
                organization, role, kind, role, vi, en, seats=count, is_mandatory=role in _MANDATORY
            )
        )
    return posts


def new_youth_offices(organization: str, staff: int) -> list[PostPlan]:
    """A committee of five to seven, by the strength of the unit."""
    members = 3 if staff < 80 else 4 if staff < 105 else 5
    return offices(
        organization,
        [(codes.SECRETARY, 1), (codes.DEPUTY_SECRETARY, 1), (codes.COMMITTEE_MEMBER, members)],
    )


def former_youth_offices(organization: str, members: int) -> list[PostPlan]:
    """A branch has a secretary, and from eight members on a deputy."""
    seats = [(codes.SECRETARY, 1)]
    if members >= 8:
        seats.append((codes.DEPUTY_SECRETARY, 1))
    return offices(organization, seats)


def new_women_offices(organization: str, members: int) -> list[PostPlan]:
    seats = [(codes.BRANCH_HEAD, 1)]
    if members >= 10:
        seats.append((codes.DEPUTY_BRANCH_HEAD, 1))
    return offices(organization, seats)


DISTRICT_YOUTH = ((codes.SECRETARY, 1), (codes.DEPUTY_SECRETARY, 1), (codes.COMMITTEE_MEMBER, 4))
THREE = ((codes.CHAIR, 1), (codes.VICE_CHAIR, 1), (codes.COMMITTEE_MEMBER, 1))
CITY_YOUTH = (
    (codes.SECRETARY, 1),
    (codes.DEPUTY_SECRETARY, 2),
    (codes.STANDING_MEMBER, 4),
    (codes.COMMITTEE_MEMBER, 8),
)
CITY_OTHER = ((codes.CHAIR, 1), (codes.VICE_CHAIR, 1), (codes.COMMITTEE_MEMBER, 4))


class Chooser:
    """Chooses people for offices: suitable, free of other offices, else by lot."""

    def __init__(self, world: World, seed: str) -> None:
        self._world = world
        self._random = Random(f"{seed}:chooser")

    def fill(
        self,
        posts: Iterable[PostPlan],
        candidates: Iterable[int],
        *,
        mode: str = "elected",
        preferred: Iterable[int] = (),
        is_provisional: bool = False,
    ) -> list[Seat]:
        """Seats for all free seats of `posts` in order; fewer when candidates run out.

        People in `preferred` come first, in their order; nobody gets two seats.
        """
        first = list(dict.fromkeys(preferred))
        rest = [p for p in dict.fromkeys(candidates) if p not in set(first)]
        self._random.shuffle(rest)
        queue = [p for p in [*first, *rest] if not self._world.dual_offices(p)]
        seats: list[Seat] = []
        for post in posts:
            free = post.seats - len(self._world.holders[post.key])
            seats.extend(Seat(person, post.key, mode, is_provisional) for person in queue[:free])
            queue = queue[free:]
        return seats

    def lot(self) -> float:
        return self._random.random()


def youth_members(world: World, unit: str, day: date) -> list[int]:
    return [p for p in world.staff(unit) if 16 <= world.age(p, day) <= OLDEST_MEMBER]


def can_lead_youth(
    world: World, people: Iterable[int], day: date, oldest: int = 32, *, youngest: int = 22
) -> list[int]:
    """Those of these ages who command nobody; the usual ones stay under the age limit."""
    commanders = {codes.CHIEF, codes.DEPUTY_CHIEF, codes.DIVISION_HEAD}
    return [
        p
        for p in people
        if youngest <= world.age(p, day) <= oldest
        and world.posts[world.line_post[p]].role not in commanders
    ]


def women(world: World, people: Iterable[int]) -> list[int]:
    return [p for p in people if world.is_woman(p)]
