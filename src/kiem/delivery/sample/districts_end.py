"""1 March 2025: the 30 district units end; staff and chapters go to the city and to communes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.allocation import reinforcements
from kiem.delivery.sample.chapters import chapter_key
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.factbook import city_facts, number
from kiem.delivery.sample.plan import (
    ChapterPlan,
    Link,
    Operation,
    OrganizationPlan,
    PostPlan,
    Reorganize,
    Step,
)
from kiem.delivery.sample.world import World

DAY = date(2025, 3, 1)
POSTS_SIGNED = at(date(2025, 2, 18), 9)
SIGNED = at(date(2025, 2, 20), 14)
REINFORCEMENT = "reinforcement"
TITLE = (
    "Kết thúc hoạt động của 30 Công an cấp huyện",
    "The 30 district police units end",
)


def end_districts(world: World, clerk: Clerk, seed: str) -> Iterator[Step]:
    world.day = DAY
    yield clerk.decide(
        POSTS_SIGNED,
        DAY,
        [world.create_posts(_reinforcement_posts())],
        title=("Bổ sung biên chế Công an cấp xã", "Reinforce the commune-level police"),
        kind="organization",
    )
    placements = _placements(world, Random(f"{seed}:districts"))
    event = Reorganize(
        "reorganize",
        *TITLE,
        _links(world, placements),
        placements,
        _chapters(world),
        _members(world, placements),
    )
    operations: list[Operation] = [world.change(_under_the_city(world)), world.reorganize(event)]
    yield clerk.decide(SIGNED, DAY, operations, title=TITLE, kind="organization")


def _reinforcement_posts() -> list[PostPlan]:
    return [
        PostPlan(
            units.former_key(former.code),
            REINFORCEMENT,
            "line",
            codes.OFFICER,
            "Cán bộ tăng cường",
            "Officer (reinforcement)",
            seats=reinforcements()[former.code],
        )
        for former in city_facts().former_communes
    ]


def _placements(world: World, random: Random) -> list[tuple[int, str]]:
    """The most senior of a district go to divisions of the city, the others to its communes."""
    to_city = int(number("headquarters", "received_from_each_district"))
    divisions = [units.department_key(code) for code, _, _ in units.DEPARTMENTS]
    placements: list[tuple[int, str]] = []
    for index, district in enumerate(city_facts().districts):
        staff = world.staff(units.district_key(district))
        for offset, person in enumerate(staff[:to_city]):
            division = divisions[(index * to_city + offset) % len(divisions)]
            placements.append((person, f"{division}#officer"))
        others = staff[to_city:]
        random.shuffle(others)
        seats = [
            f"{units.former_key(former.code)}#{REINFORCEMENT}"
            for former in city_facts().former_communes
            if former.district == district
            for _ in range(reinforcements()[former.code])
        ]
        placements.extend(zip(others, seats, strict=True))
    return placements


def _members(world: World, placements: list[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Where members go whose chapter ends or stays behind in a commune."""
    moves = []
    for person, post in placements:
        unit = world.posts[post].organization
        for chapter in world.member_of[person]:
            family = chapter.partition(":")[0]
            if family == "youth":
                moves.append((person, chapter, chapter_key("youth", unit)))
            elif world.organizations[unit].type == codes.DIVISION:
                moves.append((person, chapter, chapter_key(family, units.CITY)))
    return [move for move in moves if not _leads(world, move[0], move[1])]


def _leads(world: World, person: int, chapter: str) -> bool:
    """Officers of the women's and trade unions stay with their chapter until it ends."""
    return not chapter.startswith("youth:") and any(
        world.posts[post].organization == chapter for post in world.offices[person]
    )


def seat_commune(district: str) -> str:
    """Where a district's chapters find a host: its first town or ward, else its first commune."""
    communes = [f for f in city_facts().former_communes if f.district == district]
    communes.sort(key=lambda former: (former.name.startswith("Xã"), former.code))
    return units.former_key(communes[0].code)


def _links(world: World, placements: list[tuple[int, str]]) -> list[Link]:
    """From each district to all units that took over its people; its seat is the principal."""
    seats = {
        units.district_key(district): seat_commune(district) for district in city_facts().districts
    }
    pairs: dict[tuple[str, str], None] = {}
    for person, post in placements:
        pairs[world.unit_of(person), world.posts[post].organization] = None
    return [Link(origin, target, seats[origin] == target) for origin, target in sorted(pairs)]


def _under_the_city(world: World) -> list[OrganizationPlan]:
    """Communes answer to the city police, and their branches to the city's Youth Union."""
    changed = []
    for organization in world.organizations.values():
        if organization.type in codes.COMMUNE_LEVEL:
            changed.append(replace(organization, parent=units.CITY))
        elif organization.type == codes.YOUTH_BRANCH:
            changed.append(replace(organization, higher=chapters.YOUTH_CITY))
    return changed


def _chapters(world: World) -> list[ChapterPlan]:
    """The Youth Union's end; the women's and trade unions' move to the seat commune."""
    plans = []
    for district in city_facts().districts:
        unit, host = units.district_key(district), seat_commune(district)
        youth, women, union = (chapter_key(name, unit) for name in ("youth", "women", "union"))
        plans.append(ChapterPlan(youth, chapters.YOUTH_CITY))
        grassroots = replace(world.organizations[women], type=codes.WOMEN_GRASSROOTS, parent=host)
        plans.append(ChapterPlan(women, kept=grassroots))
        plans.append(ChapterPlan(union, kept=replace(world.organizations[union], parent=host)))
    return plans
