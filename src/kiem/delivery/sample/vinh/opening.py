"""1 January 2020: the force of the city as it stood, registered in one morning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kiem.delivery.sample import chapters, codes
from kiem.delivery.sample.chapters import Chooser
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.ground import set_calendar
from kiem.delivery.sample.people import PeopleMaker, command_order
from kiem.delivery.sample.plan import (
    OpenTerms,
    Operation,
    OrganizationPlan,
    PersonPlan,
    PostPlan,
    Seat,
    Step,
    TermPlan,
)
from kiem.delivery.sample.plan_orders import SetIssuer
from kiem.delivery.sample.vinh import bodies
from kiem.delivery.sample.vinh.bodies import CITY, PARTY, STEERING, UNION, WOMEN, YOUTH
from kiem.delivery.sample.world import World

START = date(2020, 1, 1)
HEADQUARTERS_STAFF = 32  # assumption
WOMEN_SHARE = 0.25  # assumption; higher than in a force at large, for its branches
_TERMS = {
    "youth": ("2017-2022", date(2017, 6, 1), date(2022, 6, 1)),
    "women": ("2016-2021", date(2016, 6, 1), date(2021, 6, 1)),
    "union": ("2017-2022", date(2017, 9, 1), date(2022, 9, 1)),
}
_STATE_SIGNING = "THỦ TRƯỞNG ĐƠN VỊ"
_PAPERS = (
    SetIssuer(CITY, "state", "CATPV", "Vinh", _STATE_SIGNING, "CÔNG AN CẤP TỈNH (MẪU)"),
    SetIssuer(
        YOUTH, "youth_union", "ĐTN-CATPV", "Vinh", "TM. BAN THƯỜNG VỤ", "ĐOÀN CẤP TRÊN (MẪU)"
    ),
    SetIssuer(WOMEN, "state", "HPN-CATPV", "Vinh", "TM. BAN THƯỜNG VỤ", "HỘI CẤP TRÊN (MẪU)"),
    SetIssuer(UNION, "state", "CĐ-CATPV", "Vinh", "TM. BAN THƯỜNG VỤ", "CÔNG ĐOÀN CẤP TRÊN (MẪU)"),
    SetIssuer(PARTY, "party", "ĐU-CATPV", "Vinh", "TM. BAN THƯỜNG VỤ", "ĐẢNG BỘ CẤP TRÊN (MẪU)"),
)


def open_world(world: World, clerk: Clerk, maker: PeopleMaker, chooser: Chooser) -> Iterator[Step]:
    """Units, posts, people, chapters, offices, terms, and how each body's papers look.

    The communes have posts and nobody in them yet: until April people who were no regular officers
    kept order there, and this register does not know them.
    """
    units = bodies.unit_plans()
    yield clerk.decide(
        at(START, 7, 30),
        START,
        [world.found([bodies.city_plan(), *units, *bodies.outside_plans()]), set_calendar(CITY)],
        title=("Đăng ký các đơn vị hiện có", "Register the existing units"),
        kind="import",
    )
    yield clerk.decide(
        at(START, 8),
        START,
        _staff(world, maker),
        title=("Đăng ký biên chế hiện có", "Register the existing staff"),
        kind="import",
    )
    wards = [unit for unit in units if unit.key in bodies.WARDS]
    found = bodies.chapter_plans(wards)
    yield clerk.decide(
        at(START, 9),
        START,
        [world.found(found), world.admit(_memberships(world)), *_PAPERS],
        title=("Đăng ký các tổ chức và thành viên", "Register the organisations and members"),
        kind="import",
    )
    yield clerk.decide(
        at(START, 10),
        START,
        [*_officers(world, chooser, found), OpenTerms(_terms(found))],
        title=("Đăng ký cán bộ các tổ chức và nhiệm kỳ", "Register officers and terms"),
        kind="import",
    )


def _staff(world: World, maker: PeopleMaker) -> list[Operation]:
    posts: list[PostPlan] = []
    people: list[PersonPlan] = []
    seats: list[Seat] = []
    tables = [(bodies.headquarters_posts(), HEADQUARTERS_STAFF)]
    tables += [(bodies.ward_posts(ward), bodies.ward_strength(ward)) for ward in bodies.WARDS]
    tables += [(bodies.commune_posts(commune), 0) for commune in bodies.COMMUNES]
    for table, strength in tables:
        force = list(maker.force(strength, START))
        posts.extend(table)
        people.extend(force)
        seats.extend(_by_age(table, force))
    return [world.create_posts(posts), world.recruit(people), world.appoint(seats)]


def _by_age(posts: Sequence[PostPlan], force: Sequence[PersonPlan]) -> list[Seat]:
    """Command goes by age; a post takes as many as it has seats."""
    queue = sorted(force, key=lambda p: (command_order(p.birth_date, START), p.number))
    seats: list[Seat] = []
    for post in posts:
        chosen, queue = queue[: post.seats], queue[post.seats :]
        seats.extend(Seat(person.number, post.key) for person in chosen)
    return seats


def _memberships(world: World) -> list[tuple[int, str]]:
    members: list[tuple[int, str]] = []
    for unit in (CITY, *bodies.WARDS):
        staff = world.staff(unit)
        members.extend((p, f"youth:{unit}") for p in chapters.youth_members(world, unit, START))
        members.extend((p, f"women:{unit}") for p in chapters.women(world, staff))
        members.extend((p, f"union:{unit}") for p in staff if p % 5 == 0)  # assumption
    return members


def _officers(
    world: World, chooser: Chooser, found: Iterable[OrganizationPlan]
) -> Iterator[Operation]:
    """Youth first, since its officers have to be young; then women, union, and the Party."""
    families = ("youth", "women", "union", "party")
    ordered = sorted(found, key=lambda o: families.index(o.key.partition(":")[0]))
    for organization in ordered:
        family, _, unit = organization.key.partition(":")
        if family == "party":
            yield from _party_offices(world, organization.key, unit)
            continue
        posts = bodies.office_posts(organization.key)
        yield world.create_posts(posts)
        candidates = list(world.members[organization.key])
        if family == "youth":
            candidates = chapters.can_lead_youth(world, candidates, START)
        yield world.appoint(chooser.fill(posts, candidates))
    yield from _steering_committee(world)


def _party_offices(world: World, organization: str, unit: str) -> Iterator[Operation]:
    """The chief of the city is Party secretary as well, and so is each chief of a ward."""
    yield world.create_posts(bodies.party_posts(organization))
    (chief,) = world.holders[f"{unit}#chief"]
    seats = [Seat(chief, f"{organization}#{codes.PARTY_SECRETARY}", "elected")]
    if organization == PARTY:
        first, *others = world.holders[f"{CITY}#deputy"]
        seats.append(Seat(first, f"{PARTY}#{codes.PARTY_DEPUTY_SECRETARY}", "elected"))
        seats += [Seat(p, f"{PARTY}#{codes.PARTY_COMMITTEE_MEMBER}", "elected") for p in others]
    yield world.appoint(seats)


def _steering_committee(world: World) -> Iterator[Operation]:
    """The committee that asks has members from each of the three organisations."""
    post = PostPlan(
        STEERING,
        codes.COMMITTEE_MEMBER,
        "external",
        codes.COMMITTEE_MEMBER,
        "Thành viên Ban Chỉ đạo",
        "Member of the steering committee",
        seats=3,
    )
    yield world.create_posts([post])
    members = [
        next(iter(world.holders[f"{line}#{role}"]))
        for line, role in (
            (YOUTH, codes.DEPUTY_SECRETARY),
            (WOMEN, codes.VICE_CHAIR),
            (UNION, codes.VICE_CHAIR),
        )
    ]
    yield world.appoint([Seat(person, post.key, "designated") for person in members])


def _terms(found: Iterable[OrganizationPlan]) -> list[TermPlan]:
    families = ((organization.key, organization.key.partition(":")[0]) for organization in found)
    return [TermPlan(key, *_TERMS[family]) for key, family in families if family in _TERMS]
