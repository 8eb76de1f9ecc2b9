"""1 January 2025: the force as it stood, registered in one morning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.allocation import apportion, district_strengths, former_strengths
from kiem.delivery.sample.chapters import Chooser, chapter, chapter_key
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.factbook import city_facts, number
from kiem.delivery.sample.ground import set_calendar
from kiem.delivery.sample.people import PeopleMaker, command_order
from kiem.delivery.sample.plan import (
    Appoint,
    OpenTerms,
    OrganizationPlan,
    PersonPlan,
    PostPlan,
    Seat,
    Step,
    TermPlan,
)
from kiem.delivery.sample.world import World

START = date(2025, 1, 1)
DISTRICT_TEAM_SHARES = (0.24, 0.28, 0.26, 0.22)  # assumption
DIVISION_SEATS = 80  # more than anybody fills: headquarters has no published table
YOUTH_TERM = ("2022-2027", date(2022, 10, 1), date(2027, 10, 1))
CITY_YOUTH_TERM = ("XXV, 2022-2027", date(2022, 8, 15), date(2027, 8, 15))
WOMEN_TERM = ("2021-2026", date(2021, 6, 1), date(2026, 6, 1))
UNION_TERM = ("2023-2028", date(2023, 9, 1), date(2028, 9, 1))


def open_world(world: World, clerk: Clerk, maker: PeopleMaker, chooser: Chooser) -> Iterator[Step]:
    """Units, posts, people, chapters, offices and terms of the first day."""
    all_units = [*units.headquarters_plans(), *units.district_plans(), *units.former_plans()]
    yield clerk.decide(
        at(START, 7, 30),
        START,
        [world.found(all_units), set_calendar(units.CITY)],
        title=("Đăng ký các đơn vị hiện có", "Register the existing units"),
        kind="import",
    )
    tables = unit_tables()
    posts = [post for table, _ in tables for post in table]
    people: list[PersonPlan] = []
    seats: list[Seat] = []
    for table, strength in tables:
        staff = list(maker.force(strength, START))
        people.extend(staff)
        seats.extend(seat_by_age(table, staff))
    yield clerk.decide(
        at(START, 8, 0),
        START,
        [world.create_posts(posts), world.recruit(people), world.appoint(seats)],
        title=("Đăng ký biên chế hiện có", "Register the existing staff"),
        kind="import",
    )
    found = [outside_youth(), *city_chapters(world), *lower_chapters(world)]
    yield clerk.decide(
        at(START, 9, 0),
        START,
        [world.found(found)],
        title=(
            "Đăng ký các tổ chức đoàn thể hiện có",
            "Register the existing member organisations",
        ),
        kind="import",
    )
    yield clerk.decide(
        at(START, 9, 30),
        START,
        [world.admit(first_memberships(world))],
        title=("Đăng ký đoàn viên, hội viên", "Register the members"),
        kind="import",
    )
    office_posts = first_offices(world)
    yield clerk.decide(
        at(START, 10, 0),
        START,
        [
            world.create_posts(office_posts),
            _joined(
                [world.appoint(seats) for seats in first_officers(world, chooser, office_posts)]
            ),
            OpenTerms(first_terms(found)),
        ],
        title=("Đăng ký cán bộ đoàn thể và nhiệm kỳ", "Register officers and terms"),
        kind="import",
    )


def _joined(appointments: Iterable[Appoint]) -> Appoint:
    return Appoint([seat for appointment in appointments for seat in appointment.seats])


def unit_tables() -> list[tuple[list[PostPlan], int]]:
    """Line posts and strength of each unit of 1 January 2025."""
    tables = [_city_table()]
    departments = {code: 1.0 for code, _, _ in units.DEPARTMENTS}
    # The head of the city and two deputies count as headquarters too.
    for code, staff in apportion(int(number("headquarters", "staff")) - 3, departments).items():
        tables.append((_division_posts(units.department_key(code)), staff))
    for district, staff in district_strengths().items():
        tables.append((_district_posts(units.district_key(district), staff), staff))
    for former in city_facts().former_communes:
        staff = former_strengths()[former.code]
        tables.append((_former_posts(units.former_key(former.code), staff), staff))
    return tables


def _city_table() -> tuple[list[PostPlan], int]:
    titles = {"director": ("Giám đốc", "Director"), "deputy": ("Phó Giám đốc", "Deputy director")}
    return [
        units.line_post(units.CITY, "director", codes.DIRECTOR, titles=titles["director"]),
        units.line_post(
            units.CITY, "deputy", codes.DEPUTY_DIRECTOR, seats=2, titles=titles["deputy"]
        ),
    ], 3


def _division_posts(unit: str) -> list[PostPlan]:
    head, deputy = ("Trưởng phòng", "Head of division"), ("Phó Trưởng phòng", "Deputy head")
    return [
        units.line_post(unit, "head", codes.DIVISION_HEAD, titles=head),
        units.line_post(unit, "deputy", codes.DEPUTY_DIVISION_HEAD, seats=2, titles=deputy),
        units.line_post(unit, "officer", codes.OFFICER, seats=DIVISION_SEATS),
    ]


def _district_posts(unit: str, staff: int) -> list[PostPlan]:
    shares = {f"Đội {index}": share for index, share in enumerate(DISTRICT_TEAM_SHARES, 1)}
    teams = apportion(staff - 4, shares)
    posts = [
        units.line_post(unit, "chief", codes.CHIEF),
        units.line_post(unit, "deputy", codes.DEPUTY_CHIEF, seats=3),
    ]
    for index, (team, seats) in enumerate(teams.items(), 1):
        leader = (f"Đội trưởng {team}", f"Leader, Team {index}")
        officer = (f"Cán bộ {team}", f"Officer, Team {index}")
        posts.append(PostPlan(unit, f"leader{index}", "line", codes.TEAM_LEADER, *leader, team))
        posts.append(
            PostPlan(unit, f"officer{index}", "line", codes.OFFICER, *officer, team, seats - 1)
        )
    return posts


def _former_posts(unit: str, staff: int) -> list[PostPlan]:
    return [
        units.line_post(unit, "chief", codes.CHIEF, is_mandatory=True),
        units.line_post(unit, "deputy", codes.DEPUTY_CHIEF, seats=2),
        units.line_post(unit, "officer", codes.OFFICER, seats=staff - 3),
    ]


def seat_by_age(posts: Sequence[PostPlan], staff: Sequence[PersonPlan]) -> list[Seat]:
    """Command goes by age at the start of the record."""
    queue = sorted(staff, key=lambda p: (command_order(p.birth_date, START), p.number))
    seats: list[Seat] = []
    for post in posts:
        count = min(post.seats, len(queue) - len(seats))
        seats.extend(Seat(person.number, post.key) for person in queue[len(seats) :][:count])
    return seats


def outside_youth() -> OrganizationPlan:
    return OrganizationPlan(
        chapters.OUTSIDE_YOUTH,
        "external",
        codes.EXTERNAL_YOUTH,
        "TD-HN",
        "Đoàn TNCS Hồ Chí Minh thành phố Hà Nội",
        "Hanoi City Youth Union",
    )


def city_chapters(world: World) -> list[OrganizationPlan]:
    city = world.organizations[units.CITY]
    return [
        chapter("youth", codes.YOUTH_CITY, city, chapters.OUTSIDE_YOUTH),
        chapter("women", codes.WOMEN_CITY, city, None),
        chapter("union", codes.UNION_CITY, city, None),
        chapter("party", codes.PARTY_COMMITTEE, city, None, called="party_committee"),
    ]


def lower_chapters(world: World) -> list[OrganizationPlan]:
    """Chapters of departments, districts and former communes."""
    plans = []
    for unit in list(world.organizations.values()):
        if unit.type == codes.DIVISION:
            plans.append(
                chapter(
                    "youth",
                    codes.YOUTH_GRASSROOTS_BRANCH,
                    unit,
                    chapters.YOUTH_CITY,
                    called="branch",
                )
            )
        elif unit.type == codes.DISTRICT_POLICE:
            plans.append(chapter("youth", codes.YOUTH_DISTRICT, unit, chapters.YOUTH_CITY))
            plans.append(chapter("women", codes.WOMEN_DISTRICT, unit, chapters.WOMEN_CITY))
            plans.append(chapter("union", codes.UNION_GRASSROOTS, unit, chapters.UNION_CITY))
        elif unit.type in codes.COMMUNE_LEVEL:
            higher = chapter_key("youth", str(unit.parent))
            plans.append(chapter("youth", codes.YOUTH_BRANCH, unit, higher, called="branch"))
    return plans


def first_memberships(world: World) -> list[tuple[int, str]]:
    memberships: list[tuple[int, str]] = []
    for unit in list(world.organizations.values()):
        if unit.category != "unit" or unit.key == units.CITY:
            continue
        staff = world.staff(unit.key)
        youth = chapter_key("youth", unit.key)
        memberships.extend((p, youth) for p in chapters.youth_members(world, unit.key, START))
        women = chapters.WOMEN_CITY
        if unit.type in {codes.DISTRICT_POLICE, *codes.COMMUNE_LEVEL}:
            district = unit.key if unit.type == codes.DISTRICT_POLICE else str(unit.parent)
            women = chapter_key("women", district)
        memberships.extend((p, women) for p in chapters.women(world, staff))
        if unit.type == codes.DISTRICT_POLICE:
            memberships.extend((p, chapter_key("union", unit.key)) for p in union_members(staff))
        elif unit.type == codes.DIVISION:
            memberships.extend((p, chapters.UNION_CITY) for p in union_members(staff))
    return memberships


def union_members(staff: Iterable[int]) -> list[int]:
    """One in eight is in the trade union, as staff under labour contract were (assumption)."""
    return [person for person in staff if person % 8 == 0]


def first_offices(world: World) -> list[PostPlan]:
    posts: list[PostPlan] = []
    for key, organization in world.organizations.items():
        match organization.type:
            case codes.YOUTH_CITY:
                posts.extend(chapters.offices(key, chapters.CITY_YOUTH))
            case codes.WOMEN_CITY | codes.UNION_CITY:
                posts.extend(chapters.offices(key, chapters.CITY_OTHER))
            case codes.YOUTH_DISTRICT:
                posts.extend(chapters.offices(key, chapters.DISTRICT_YOUTH))
            case codes.WOMEN_DISTRICT | codes.UNION_GRASSROOTS:
                posts.extend(chapters.offices(key, chapters.THREE))
            case codes.YOUTH_GRASSROOTS_BRANCH | codes.YOUTH_BRANCH:
                members = len(world.members[key])
                posts.extend(chapters.former_youth_offices(key, members))
    return posts


def first_officers(
    world: World, chooser: Chooser, posts: Sequence[PostPlan]
) -> Iterator[list[Seat]]:
    """Seats of one organisation after the other; youth first, then women, then the union."""
    by_organization: dict[str, list[PostPlan]] = {}
    for post in posts:
        by_organization.setdefault(post.organization, []).append(post)
    order = {"youth": 0, "women": 1, "union": 2}
    for key in sorted(by_organization, key=lambda key: order[key.partition(":")[0]]):
        family = key.partition(":")[0]
        members = world.members[key]
        if key == chapters.YOUTH_CITY:
            headquarters = [
                p
                for p, post in world.line_post.items()
                if world.organizations[world.posts[post].organization].type == codes.DIVISION
            ]
            candidates = chapters.can_lead_youth(world, headquarters, START)
        elif family == "youth":
            host = world.host(key)
            candidates = chapters.can_lead_youth(world, world.staff(host), START)
        else:
            candidates = list(members)
        yield chooser.fill(by_organization[key], candidates)


def first_terms(found: Iterable[OrganizationPlan]) -> list[TermPlan]:
    """Terms that were running on the first day."""
    by_type = {
        codes.YOUTH_CITY: CITY_YOUTH_TERM,
        codes.YOUTH_DISTRICT: YOUTH_TERM,
        codes.YOUTH_BRANCH: YOUTH_TERM,
        codes.YOUTH_GRASSROOTS_BRANCH: YOUTH_TERM,
        codes.WOMEN_CITY: WOMEN_TERM,
        codes.WOMEN_DISTRICT: WOMEN_TERM,
        codes.UNION_CITY: UNION_TERM,
        codes.UNION_GRASSROOTS: UNION_TERM,
    }
    return [
        TermPlan(organization.key, *by_type[organization.type])
        for organization in found
        if organization.type in by_type
    ]
