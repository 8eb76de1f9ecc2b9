"""1 July 2025: 526 commune units become 126, and their chapters are converted with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.allocation import level, principal_successors, share_out, strengths
from kiem.delivery.sample.chapters import chapter, chapter_key
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.districts_end import seat_commune
from kiem.delivery.sample.factbook import city_facts
from kiem.delivery.sample.people import command_order
from kiem.delivery.sample.places import (
    BRANCHES_FROM_STAFF,
    branch_key,
    women_key,
    youth_home,
    youth_key,
)
from kiem.delivery.sample.plan import (
    ChapterPlan,
    Link,
    Operation,
    OrganizationPlan,
    PostPlan,
    Reorganize,
    Step,
    TermPlan,
)
from kiem.delivery.sample.planting_places import small_branch, women_term_until
from kiem.delivery.sample.world import World

DAY = date(2025, 7, 1)
FOUNDED = at(date(2025, 6, 16), 9)
SIGNED = at(date(2025, 6, 20), 15)
WOMEN_TERM = ("2025-2030", date(2025, 7, 1), date(2030, 7, 1))
TITLE = (
    "Sắp xếp 526 Công an cấp xã thành 126 Công an phường, xã",
    "526 commune-level police units become 126",
)


def merge_communes(world: World, clerk: Clerk, seed: str) -> Iterator[Step]:
    world.day = DAY
    new_units = [units.new_plan(commune) for commune in city_facts().communes]
    bodies = [_outside_body(unit) for unit in new_units]
    cells = [chapter("party", codes.PARTY_CELL, unit, chapters.PARTY_CITY) for unit in new_units]
    women = [
        chapter("women", codes.WOMEN_BRANCH, unit, chapters.WOMEN_CITY, called="women_branch")
        for unit in new_units
    ]
    branches = [plan for code in strengths() for plan in _branches(new_units, code)]
    table = [
        post
        for commune in city_facts().communes
        for post in units.new_unit_posts(units.new_key(commune.code), strengths()[commune.code])
    ]
    yield clerk.decide(
        FOUNDED,
        DAY,
        [world.found([*new_units, *bodies, *cells, *women, *branches]), world.create_posts(table)],
        title=("Thành lập 126 Công an phường, xã", "Found 126 ward and commune police units"),
        kind="organization",
    )
    yield _merge(world, clerk, Random(f"{seed}:communes"))


def _branches(new_units: list[OrganizationPlan], code: str) -> list[OrganizationPlan]:
    """Two branches below a large unit's grassroots union; in two units a tiny third one."""
    if strengths()[code] < BRANCHES_FROM_STAFF:
        return []
    (unit,) = (unit for unit in new_units if unit.code == code)
    return [
        OrganizationPlan(
            branch_key(code, number),
            "member",
            codes.YOUTH_BRANCH,
            f"DTN-{code}-{number}",
            f"Chi đoàn {number} {unit.name_vi}",
            f"{unit.name_en} Youth Union branch {number}",
            parent=unit.key,
            higher=youth_key(code),
        )
        for number in ((1, 2, 3) if code in small_branch() else (1, 2))
    ]


def _outside_body(unit: OrganizationPlan) -> OrganizationPlan:
    """The commune's own Youth Union, outside the force: only its name is kept."""
    place_vi = unit.name_vi.removeprefix("Công an ")
    place_en = unit.name_en.removesuffix(" Police")
    return OrganizationPlan(
        f"outside:{unit.key}",
        "external",
        codes.EXTERNAL_YOUTH,
        f"TD-{unit.code}",
        f"Đoàn TNCS Hồ Chí Minh {place_vi}",
        f"{place_en} Youth Union",
        parent=unit.key,
        higher=chapters.OUTSIDE_YOUTH,
    )


def _merge(world: World, clerk: Clerk, random: Random) -> Step:
    placements = _placements(world, random)
    kept = {youth_key(code): code for code in strengths()}
    leave = [
        (person, post)
        for key in kept
        for post in world.posts_of[key]
        for person in list(world.holders[post])
    ]
    event = Reorganize(
        "reorganize",
        *TITLE,
        _links(),
        placements,
        _chapters(world, kept),
        _members(world, placements),
    )
    operations: list[Operation] = [world.vacate(leave), world.reorganize(event)]
    return clerk.decide(SIGNED, DAY, operations, title=TITLE, kind="organization")


def _links() -> list[Link]:
    principal = principal_successors()
    return [
        Link(
            units.former_key(link.former_code),
            units.new_key(link.code),
            principal[link.former_code] == link.code,
        )
        for link in city_facts().successions
    ]


def _chapters(world: World, kept: dict[str, str]) -> list[ChapterPlan]:
    """What becomes of each chapter: 126 branches live on, the others merge into them.

    The districts' women's associations are followed by new branches in each unit; the trade
    union is wound up.
    """
    principal = principal_successors()
    converted = {plan.key: plan for plan in _converted(world, kept)}
    plans = []
    for former in city_facts().former_communes:
        key = chapter_key("youth", units.former_key(former.code))
        if key in converted:
            plans.append(ChapterPlan(key, kept=converted[key]))
        else:
            plans.append(ChapterPlan(key, youth_key(principal[former.code])))
    for district in city_facts().districts:
        code = principal[seat_commune(district).partition(":")[2]]
        plans.append(
            ChapterPlan(chapter_key("women", units.district_key(district)), women_key(code))
        )
        plans.append(ChapterPlan(chapter_key("union", units.district_key(district))))
    plans.append(ChapterPlan(chapters.UNION_CITY))
    return plans


def _placements(world: World, random: Random) -> list[tuple[int, str]]:
    """Everybody's new post: shared out by the rule, levelled, then seated by command and age."""
    arrivals: dict[str, list[int]] = {commune.code: [] for commune in city_facts().communes}
    for former in city_facts().former_communes:
        staff = world.staff(units.former_key(former.code))
        officers = staff[3:]  # the chief and two deputies stay with the principal successor
        random.shuffle(officers)
        queue = [*staff[:3], *officers]
        principal = principal_successors()[former.code]
        shares = share_out(len(staff), former.code)
        for code in [principal, *(code for code in sorted(shares) if code != principal)]:
            arrivals[code].extend(queue[: shares[code]])
            queue = queue[shares[code] :]
    for (giver, taker), count in level({code: len(p) for code, p in arrivals.items()}).items():
        for person in _to_give(world, arrivals[giver], count, random):
            arrivals[giver].remove(person)
            arrivals[taker].append(person)
    placements: list[tuple[int, str]] = []
    for code, people in arrivals.items():
        placements.extend(_seat(world, units.new_key(code), people, random))
    return placements


def _to_give(world: World, people: list[int], count: int, random: Random) -> list[int]:
    officers = [p for p in people if world.posts[world.line_post[p]].role == codes.OFFICER]
    return sorted(random.sample(officers, count))


def _seat(world: World, unit: str, people: list[int], random: Random) -> list[tuple[int, str]]:
    """Former chiefs of the right age first, then deputies, then by age; teams by lot."""
    order = {codes.CHIEF: 0, codes.DEPUTY_CHIEF: 1}

    def seniority(person: int) -> tuple[object, ...]:
        role = world.posts[world.line_post[person]].role
        is_late, birth_date = command_order(world.people[person].birth_date, DAY)
        return (is_late, order.get(role, 2), birth_date, person)

    queue = sorted(people, key=seniority)
    posts: list[PostPlan] = [world.posts[key] for key in world.posts_of[unit]]
    leading = [post for post in posts if post.role != codes.OFFICER]
    placements: list[tuple[int, str]] = []
    for post in leading:
        placements.extend((person, post.key) for person in queue[: post.seats])
        queue = queue[post.seats :]
    random.shuffle(queue)
    seats = [post.key for post in posts if post.role == codes.OFFICER for _ in range(post.seats)]
    placements.extend(zip(queue, seats, strict=True))
    return placements


def _members(world: World, placements: list[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Where each member of the Youth and the Women's Union goes, unless it is where they are."""
    unit_of = {person: world.posts[post].organization for person, post in placements}
    homes = {person: youth_home(world, post) for person, post in placements}
    for code in small_branch():
        unit = units.new_key(code)
        young = [p for p in unit_of if unit_of[p] == unit]
        young.sort(key=lambda p: world.people[p].birth_date)
        homes.update(dict.fromkeys(young[-2:], branch_key(code, 3)))
    moves: list[tuple[int, str, str]] = []
    for person, unit in unit_of.items():
        for key in world.member_of[person]:
            family = key.partition(":")[0]
            if family == "youth" and key != homes[person]:
                moves.append((person, key, homes[person]))
            elif family == "women" and key != chapters.WOMEN_CITY:
                moves.append((person, key, chapter_key("women", unit)))
    return moves


def _converted(world: World, kept: dict[str, str]) -> list[OrganizationPlan]:
    """The 126 chapters that live on, under their new hosts and names."""
    changed = []
    for key, code in kept.items():
        unit = world.organizations[units.new_key(code)]
        is_large = strengths()[code] >= BRANCHES_FROM_STAFF
        new = chapter(
            "youth",
            codes.YOUTH_GRASSROOTS if is_large else codes.YOUTH_GRASSROOTS_BRANCH,
            unit,
            chapters.YOUTH_CITY,
            called="youth" if is_large else "grassroots_branch",
        )
        changed.append(replace(new, key=key))
    return changed


def women_terms(until: date) -> list[TermPlan]:
    """First terms of the women's branches; in two units a short one, never followed by another."""
    label, start, end = WOMEN_TERM
    terms = []
    for code in strengths():
        short = women_term_until(code, until)
        name = label if short is None else f"{start.year}-{short.year}"
        terms.append(TermPlan(women_key(code), name, start, short or end))
    return terms


def count_by_unit(world: World) -> Counter[str]:
    """Staff of each unit, for checks."""
    return Counter(world.posts[post].organization for post in world.line_post.values())
