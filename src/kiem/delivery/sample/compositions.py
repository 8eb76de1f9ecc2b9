"""Who leads the chapters: the first compositions of July 2025 and the congresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kiem.delivery.sample import chapters, codes, planting_places, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.chapters import Chooser, chapter_key
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.communes_merge import DAY, women_terms
from kiem.delivery.sample.places import BRANCHES_FROM_STAFF, branch_key, women_key, youth_key
from kiem.delivery.sample.plan import (
    OpenTerms,
    Operation,
    PostPlan,
    Seat,
    Step,
    TermPlan,
    joined,
)
from kiem.delivery.sample.world import World

DESIGNATED_BY_YOUTH = at(date(2025, 6, 27), 10)
DESIGNATED_BY_WOMEN = at(date(2025, 6, 27), 14)
PARTY_APPOINTED = at(date(2025, 6, 28), 9)
OUTSIDE_DESIGNATED = at(date(2025, 6, 28), 15)
NEW_TERM = ("2025-2030", date(2030, 9, 1))
CHAPTER_CONGRESSES = tuple(date(2025, 8, 8) + timedelta(days=7 * week) for week in range(6))
CITY_CONGRESS = date(2025, 10, 30)
CITY_TERM = ("XXVI, 2025-2030", date(2030, 10, 30))
WOMEN_CONGRESS = date(2026, 5, 22)
WOMEN_TERM = ("2026-2031", date(2031, 5, 22))
_YOUTH_SLOTS = (codes.SECRETARY, codes.DEPUTY_SECRETARY, codes.COMMITTEE_MEMBER)


def first_compositions(world: World, clerk: Clerk, chooser: Chooser, until: date) -> Iterator[Step]:
    """For 1 July 2025: designated provisionally, the Youth Union's by a higher body outside."""
    world.day = DAY
    led_before = _led_branches_before(world)
    operations: list[Operation] = []
    for code in strengths():
        operations.extend(_youth_composition(world, chooser, code, led_before))
    yield clerk.decide(
        DESIGNATED_BY_YOUTH,
        DAY,
        joined(operations),
        issuer=chapters.OUTSIDE_YOUTH,
        title=(
            "Chỉ định nhân sự lâm thời Đoàn Thanh niên 126 Công an phường, xã",
            "Designate provisional Youth Union officers in 126 units",
        ),
    )
    operations = [OpenTerms(women_terms(until))]
    for code in strengths():
        key = women_key(code)
        posts = chapters.new_women_offices(key, len(world.members[key]))
        operations.append(world.create_posts(posts))
        seats = chooser.fill(posts, world.members[key], mode="designated")
        operations.append(world.appoint(seats))
    yield clerk.decide(
        DESIGNATED_BY_WOMEN,
        DAY,
        joined(operations),
        issuer=chapters.WOMEN_CITY,
        title=(
            "Thành lập 126 chi hội phụ nữ và chỉ định chi hội trưởng",
            "Found 126 Women's Union branches and designate their heads",
        ),
    )
    yield _party_offices(world, clerk)
    yield _external_seats(world, clerk, chooser)


def _led_branches_before(world: World) -> set[int]:
    """Who held an office of the Youth Union until the merger."""
    return {
        tenure.person
        for (_, post), tenures in world.tenures.items()
        if post.startswith("youth:former")
        for tenure in tenures
    }


def _youth_composition(
    world: World, chooser: Chooser, code: str, led_before: set[int]
) -> list[Operation]:
    key, unit = youth_key(code), units.new_key(code)
    existing = {world.posts[post].role for post in world.posts_of[key]}
    wanted = chapters.new_youth_offices(key, strengths()[code])
    new = [post for post in wanted if post.role not in existing]
    operations: list[Operation] = [world.create_posts(new)]
    tiny = world.members[branch_key(code, 3)] if code in planting_places.small_branch() else {}
    staff = [person for person in world.staff(unit) if person not in tiny]
    candidates = chapters.can_lead_youth(world, staff, DAY)
    preferred = [person for person in candidates if person in led_before]
    if code in planting_places.over_age():
        preferred[:0] = chapters.can_lead_youth(world, world.staff(unit), DAY, 39, youngest=36)[:1]
    seats = chooser.fill(
        wanted, candidates, mode="designated", preferred=preferred, is_provisional=True
    )
    operations.append(world.appoint(seats))
    if strengths()[code] >= BRANCHES_FROM_STAFF:
        operations.extend(_lead_branches(world, code, seats))
    return operations


def _lead_branches(world: World, code: str, committee: list[Seat]) -> list[Operation]:
    """The two branches of a large unit are led by members of its committee."""
    leaders = {number: seat.person for number, seat in enumerate(committee[-2:], 1)}
    if code in planting_places.small_branch():
        leaders[3] = next(iter(world.members[branch_key(code, 3)]))
    keys = {number: branch_key(code, number) for number in leaders}
    posts = [
        post for key in keys.values() for post in chapters.offices(key, [(codes.SECRETARY, 1)])
    ]
    seats = [
        Seat(person, f"{keys[number]}#{codes.SECRETARY}", "designated", is_provisional=True)
        for number, person in leaders.items()
    ]
    return [world.create_posts(posts), world.appoint(seats)]


def _party_offices(world: World, clerk: Clerk) -> Step:
    posts: list[PostPlan] = []
    seats: list[Seat] = []
    for code in strengths():
        unit, key = units.new_key(code), chapter_key("party", units.new_key(code))
        roles = (codes.PARTY_SECRETARY, codes.PARTY_DEPUTY_SECRETARY)
        posts.extend(chapters.offices(key, [(role, 1) for role in roles], kind="party"))
        (chief,) = world.holders[f"{unit}#chief"]
        deputy = next(iter(world.holders[f"{unit}#deputy"]))
        seats.append(Seat(chief, f"{key}#{roles[0]}"))
        seats.append(Seat(deputy, f"{key}#{roles[1]}"))
    return clerk.decide(
        PARTY_APPOINTED,
        DAY,
        [world.create_posts(posts), world.appoint(seats)],
        issuer=chapters.PARTY_CITY,
        title=("Chỉ định cấp ủy 126 chi bộ", "Designate the Party offices of 126 cells"),
    )


def _external_seats(world: World, clerk: Clerk, chooser: Chooser) -> Step:
    """One officer of each unit in the committee of the commune's Youth Union."""
    posts: list[PostPlan] = []
    seats: list[Seat] = []
    for code in strengths():
        unit = units.new_key(code)
        post = PostPlan(
            f"outside:{unit}",
            codes.COMMITTEE_MEMBER,
            "external",
            codes.COMMITTEE_MEMBER,
            "Ủy viên Ban Chấp hành",
            "Executive committee member",
            is_mandatory=True,
        )
        posts.append(post)
        (deputy,) = world.holders[f"{youth_key(code)}#{codes.DEPUTY_SECRETARY}"]
        others = [
            p
            for p in chapters.can_lead_youth(world, world.staff(unit), DAY, oldest=33)
            if not world.dual_offices(p)
        ]
        by_lot = others[int(chooser.lot() * len(others))] if others else deputy
        person = deputy if chooser.lot() < 0.5 else by_lot
        if code in planting_places.too_many_offices():
            (person,) = world.holders[f"{branch_key(code, 1)}#{codes.SECRETARY}"]
        seats.append(Seat(person, post.key, "designated"))
    return clerk.decide(
        OUTSIDE_DESIGNATED,
        DAY,
        [world.create_posts(posts), world.appoint(seats)],
        issuer=chapters.OUTSIDE_YOUTH,
        title=(
            "Chỉ định 126 cán bộ Công an tham gia Ban Chấp hành Đoàn xã, phường",
            "Designate 126 police officers for the committees of commune youth unions",
        ),
    )


def youth_members(world: World) -> list[int]:
    """Everybody who is a member of the Youth Union in a unit of today."""
    return [
        person
        for key, members in world.members.items()
        if key.startswith("youth:") and not key.startswith("youth:former")
        for person in members
    ]


def chapter_congress(world: World, clerk: Clerk, chooser: Chooser, wave: int, *, told: str) -> Step:
    """A sixth of the units hold their congress: the old term is cut short, a committee elected.

    `told`: the one whose ballots are in the sample; nobody but its members stands there.
    """
    day = CHAPTER_CONGRESSES[wave]
    world.day = day
    terms: list[TermPlan] = []
    ends: list[tuple[int, str]] = []
    seats: list[Seat] = []
    for code in list(strengths())[wave :: len(CHAPTER_CONGRESSES)]:
        key = youth_key(code)
        label, until = NEW_TERM
        terms.append(TermPlan(key, label, day, until))
        for role in _YOUTH_SLOTS:
            post = f"{key}#{role}"
            for person in list(world.holders[post]):
                # who only takes over next month was designated after the lists were made
                if world.tenures[person, post][-1].holds_on(day):
                    ends.append((person, post))
                    seats.append(Seat(person, post, "elected"))
    replaced = _replace_one_in_ten(world, chooser, seats, day)
    replaced = _members_only(world, replaced, told)
    return clerk.decide(
        at(day, 17),
        day,
        [OpenTerms(terms), world.vacate(ends), world.appoint(replaced)],
        issuer=chapters.YOUTH_CITY,
        kind="term",
        title=(
            f"Công nhận kết quả đại hội đoàn cơ sở, đợt {wave + 1}",
            f"Recognise the results of chapter congresses, round {wave + 1}",
        ),
    )


def _replace_one_in_ten(world: World, chooser: Chooser, seats: list[Seat], day: date) -> list[Seat]:
    """Some committee members step down at the congress; others of their unit are elected."""
    result = []
    taken: set[int] = set()
    for seat in seats:
        steps_down = seat.post.endswith(codes.COMMITTEE_MEMBER) and chooser.lot() < 0.1
        if steps_down and len(world.dual_offices(seat.person)) == 1:
            unit = world.unit_of(seat.person)
            others = [
                p
                for p in chapters.can_lead_youth(world, world.staff(unit), day, oldest=29)
                if not world.dual_offices(p) and p not in taken and world.unit_on(p, day) == unit
            ]
            if others:
                person = others[int(chooser.lot() * len(others))]
                taken.add(person)
                result.append(Seat(person, seat.post, "elected"))
                continue
        result.append(seat)
    return result


def _members_only(world: World, seats: list[Seat], key: str) -> list[Seat]:
    """Officers of a chapter who are past the age of a member make way for members of it."""
    members = world.members[key]
    taken = {seat.person for seat in seats}
    free = [p for p in members if p not in taken and not world.dual_offices(p)]
    return [
        Seat(free.pop(0), seat.post, "elected")
        if seat.post.startswith(f"{key}#") and seat.person not in members and free
        else seat
        for seat in seats
    ]


def city_congress(world: World, clerk: Clerk, chooser: Chooser) -> Step:
    """The term 2022-2027 is cut short and the composition of 2025-2030 launched the same day."""
    return _renew(
        world,
        clerk,
        chooser,
        chapters.YOUTH_CITY,
        CITY_CONGRESS,
        CITY_TERM,
        issuer=chapters.OUTSIDE_YOUTH,
        title=(
            "Công nhận Ban Chấp hành Đoàn Thanh niên Công an thành phố, nhiệm kỳ 2025-2030",
            "Recognise the City Police Youth Union committee for 2025-2030",
        ),
    )


def women_congress(world: World, clerk: Clerk, chooser: Chooser) -> Step:
    return _renew(
        world,
        clerk,
        chooser,
        chapters.WOMEN_CITY,
        WOMEN_CONGRESS,
        WOMEN_TERM,
        issuer="city",
        title=(
            "Công nhận Ban Chấp hành Hội Phụ nữ Công an thành phố, nhiệm kỳ 2026-2031",
            "Recognise the City Police Women's Union committee for 2026-2031",
        ),
    )


def _renew(
    world: World,
    clerk: Clerk,
    chooser: Chooser,
    key: str,
    day: date,
    term: tuple[str, date],
    *,
    issuer: str,
    title: tuple[str, str],
) -> Step:
    """Everybody's office ends; two thirds are elected again, the others newly."""
    world.day = day
    posts = [world.posts[post] for post in world.posts_of[key]]
    before = [(p, post.key) for post in posts for p in list(world.holders[post.key])]
    electable = set(youth_members(world)) if key == chapters.YOUTH_CITY else None
    stay = [
        Seat(p, post, "elected")
        for index, (p, post) in enumerate(before)
        if index % 3 != 2 and (electable is None or p in electable)
    ]
    left = {person for person, _ in before} - {seat.person for seat in stay}
    operations: list[Operation] = [
        OpenTerms([TermPlan(key, term[0], day, term[1])]),
        world.vacate(before),
    ]
    operations.append(world.appoint(stay))
    divisions = [
        p
        for p, post in world.line_post.items()
        if world.organizations[world.posts[post].organization].type == codes.DIVISION
        and p not in left
    ]
    candidates = (
        chapters.can_lead_youth(world, divisions, day)
        if key == chapters.YOUTH_CITY
        else chapters.women(world, divisions)
    )
    if electable is not None:
        candidates = [p for p in candidates if p in electable]
    operations.append(world.appoint(chooser.fill(posts, candidates)))
    return clerk.decide(at(day, 18), day, operations, issuer=issuer, kind="term", title=title)
