"""The sample at national scale, for benchmarks: 3,321 units, 200,000 people, few months.

Hanoi's 126 units are the real ones; the other provinces and communes have numbers for names. It
starts on the first day of the month two months before it ends, so that it has closed months.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.allocation import apportion, apportion_at_least, strengths
from kiem.delivery.sample.chapters import Chooser, chapter
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.factbook import city_facts, number
from kiem.delivery.sample.ground import CALENDAR, SEED, set_calendar
from kiem.delivery.sample.ledgerwork import LedgerWork
from kiem.delivery.sample.opening import WOMEN_TERM, YOUTH_TERM, outside_youth, seat_by_age
from kiem.delivery.sample.people import PeopleMaker
from kiem.delivery.sample.places import women_key, youth_key
from kiem.delivery.sample.plan import (
    CloseMonth,
    Found,
    OpenTerms,
    Operation,
    OrganizationPlan,
    PersonPlan,
    PostPlan,
    Seat,
    Step,
    TermPlan,
    joined,
)
from kiem.delivery.sample.world import World
from kiem.time.month import Month

MINISTRY = "ministry"
MONTHS = 2  # closed months before the one the sample ends in
SMALL_STAFF = 30  # below, a unit has no teams
# south to north: latitude, longitude of the land's middle, half its width, in degrees; rough
_OUTLINE = (
    (8.8, 105.0, 0.2),
    (10.2, 105.8, 0.9),
    (11.6, 107.4, 0.9),
    (13.5, 108.3, 0.7),
    (15.5, 108.0, 0.5),
    (17.0, 106.6, 0.3),
    (18.5, 105.4, 0.4),
    (20.2, 105.4, 0.6),
    (21.8, 104.9, 1.6),
    (23.0, 105.2, 0.4),
)


class NationalChronicle:
    """Tells the national story once; the same interface as `Chronicle`."""

    def __init__(self, until: date, seed: str = SEED) -> None:
        self.until = until
        self.start = Month.of(until).shift(-MONTHS).start
        self.world = World(self.start)
        self.clerk = Clerk()
        self.ledger = LedgerWork(self.world, seed, CALENDAR)
        self._maker = PeopleMaker(seed)
        self._chooser = Chooser(self.world, seed)
        self._random = Random(f"{seed}:national")

    @property
    def end(self) -> datetime:
        """Nothing is recorded after this moment: the first minute of `until`."""
        return at(self.until, 0)

    def steps(self) -> Iterator[Step]:
        yield from self._open()
        agenda = [*self._planning(), *self._weeks(), *self._closings()]
        for moment, kind, value in sorted(agenda):
            if moment <= self.end:
                yield self._step(moment, kind, value)

    # the first day

    def _open(self) -> Iterator[Step]:
        world, start = self.world, self.start
        tables = _unit_tables(self._random)
        top = _ministry_and_provinces()
        yield self.clerk.decide(
            at(start, 6),
            start,
            [
                world.found([*top, *(unit for unit, _ in tables)]),
                set_calendar(MINISTRY),
            ],
            issuer=MINISTRY,
            title=("Đăng ký các đơn vị hiện có", "Register the existing units"),
            kind="import",
        )
        for province_number, province in enumerate(top[1:], 1):
            members = [(u, staff) for u, staff in tables if u.parent == province.key]
            operations = self._staff(members)
            yield self.clerk.decide(
                at(start, 7, province_number),
                start,
                operations,
                issuer=MINISTRY,
                title=(
                    f"Đăng ký biên chế, {province.name_vi}",
                    f"Register the staff of {province.name_en}",
                ),
                kind="import",
            )
        found = self._found_chapters(top)
        yield self.clerk.decide(
            at(start, 8),
            start,
            [found],
            issuer=MINISTRY,
            title=("Đăng ký các tổ chức đoàn thể", "Register the member organisations"),
            kind="import",
        )
        yield self.clerk.decide(
            at(start, 9),
            start,
            self._lead_chapters(),
            issuer=MINISTRY,
            title=("Đăng ký cán bộ đoàn thể và nhiệm kỳ", "Register officers and terms"),
            kind="import",
        )

    def _staff(self, members: list[tuple[OrganizationPlan, int]]) -> list[Operation]:
        posts: list[PostPlan] = []
        people: list[PersonPlan] = []
        seats: list[Seat] = []
        for unit, staff in members:
            table = _posts(unit.key, staff)
            force = list(self._maker.force(staff, self.start))
            posts.extend(table)
            people.extend(force)
            seats.extend(seat_by_age(table, force))
        world = self.world
        return [world.create_posts(posts), world.recruit(people), world.appoint(seats)]

    def _found_chapters(self, top: list[OrganizationPlan]) -> Found:
        plans = [outside_youth()]
        for province in top[1:]:
            plans.append(chapter("youth", codes.YOUTH_CITY, province, chapters.OUTSIDE_YOUTH))
            plans.append(chapter("women", codes.WOMEN_CITY, province, None))
        for unit in list(self.world.organizations.values()):
            if unit.type not in codes.COMMUNE_LEVEL:
                continue
            code = unit.key.partition(":")[2]
            youth = chapter(
                "youth",
                codes.YOUTH_GRASSROOTS_BRANCH,
                unit,
                f"youth:{unit.parent}",
                called="grassroots_branch",
            )
            women = chapter(
                "women", codes.WOMEN_BRANCH, unit, f"women:{unit.parent}", called="women_branch"
            )
            plans.extend((replace(youth, key=youth_key(code)), replace(women, key=women_key(code))))
        return self.world.found(plans)

    def _lead_chapters(self) -> list[Operation]:
        world, day = self.world, self.start
        operations: list[Operation] = []
        memberships: list[tuple[int, str]] = []
        terms: list[TermPlan] = []
        for unit in list(world.organizations.values()):
            if unit.type not in codes.COMMUNE_LEVEL:
                continue
            code = unit.key.partition(":")[2]
            staff = world.staff(unit.key)
            youth, women = youth_key(code), women_key(code)
            members = chapters.women(world, staff)
            memberships.extend((p, youth) for p in chapters.youth_members(world, unit.key, day))
            memberships.extend((p, women) for p in members)
            for key, posts, candidates in (
                (
                    youth,
                    chapters.new_youth_offices(youth, len(staff)),
                    chapters.can_lead_youth(world, staff, day),
                ),
                (women, chapters.new_women_offices(women, len(members)), members),
            ):
                operations.append(world.create_posts(posts))
                operations.append(world.appoint(self._chooser.fill(posts, candidates)))
                term = YOUTH_TERM if key == youth else WOMEN_TERM
                terms.append(TermPlan(key, term[0], term[1], max(term[2], date(2030, 1, 1))))
        return joined([world.admit(memberships), OpenTerms(terms), *operations])

    # the months

    def _planning(self) -> Iterator[tuple[datetime, str, date]]:
        for month in Month.of(self.start).through(Month.of(self.until).shift(1)):
            planned = max(month.shift(-1).start + timedelta(days=9), self.start)
            moment = at(planned, 11, month.number)  # two months may be planned on the first day
            yield moment, "plan", month.start

    def _weeks(self) -> Iterator[tuple[datetime, str, date]]:
        monday = self.start - timedelta(days=self.start.weekday())
        while monday < self.until:
            yield min(at(monday + timedelta(days=7), 20), self.end), "log", monday
            monday += timedelta(days=7)

    def _closings(self) -> Iterator[tuple[datetime, str, date]]:
        for month in Month.of(self.start).through(Month.of(self.until)):
            yield at(month.end + timedelta(days=7), 16), "close", month.start

    def _step(self, moment: datetime, kind: str, day: date) -> Step:
        month = Month.of(day)
        operation: Operation
        if kind == "plan":
            operation, label = self.ledger.plan_activities(month), f"Activities of {month}"
        elif kind == "log":
            operation = self.ledger.log_week(day, self.until)
            label = f"Hours of the week from {day.isoformat()}"
        else:
            keys = [
                unit.key
                for unit in self.world.organizations.values()
                if unit.type in codes.COMMUNE_LEVEL
            ]
            operation, label = CloseMonth(keys, month.start), f"{month} closed"
        return self.clerk.note(moment, [operation], label=label)


def _ministry_and_provinces() -> list[OrganizationPlan]:
    ministry = OrganizationPlan(
        MINISTRY, "unit", codes.MINISTRY, "BO", "Bộ (dữ liệu mẫu)", "Ministry (sample data)"
    )
    latitude, longitude = units.CITY_CENTRE
    hanoi = OrganizationPlan(
        units.CITY,
        "unit",
        codes.CITY_POLICE,
        "CAHN",
        "Công an thành phố Hà Nội",
        "Hanoi City Police",
        parent=MINISTRY,
        latitude=latitude,
        longitude=longitude,
    )
    others = [
        OrganizationPlan(
            f"province:{index:02d}",
            "unit",
            codes.PROVINCE_POLICE,
            f"T{index:02d}",
            f"Công an tỉnh mẫu {index:02d}",
            f"Sample Province {index:02d} Police",
            parent=MINISTRY,
        )
        for index in range(2, int(number("national", "provinces")) + 1)
    ]
    return [ministry, hanoi, *others]


def _unit_tables(random: Random) -> list[tuple[OrganizationPlan, int]]:
    """All commune-level units with their strengths, Hanoi's first."""
    tables = [
        (units.new_plan(commune), strengths()[commune.code]) for commune in city_facts().communes
    ]
    kinds = [
        kind
        for kind, name in (("Xã", "communes"), ("Phường", "wards"), ("Đặc khu", "special_zones"))
        for _ in range(int(number("national", name)))
    ]
    for unit, _ in tables:
        kinds.remove(units.split_kind(unit.name_vi.removeprefix("Công an ").capitalize())[0])
    per_province = apportion(
        len(kinds),
        {
            f"{i:02d}": 0.6 + random.random()
            for i in range(2, int(number("national", "provinces")) + 1)
        },
    )
    random.shuffle(kinds)
    plans = [
        _generic_unit(province, index, kinds.pop(), random)
        for province, count in per_province.items()
        for index in range(1, count + 1)
    ]
    staff = apportion_at_least(
        int(number("national", "staff")) - sum(staff for _, staff in tables),
        int(number("national", "minimum_staff")),
        {plan.key: 0.5 + random.random() for plan in plans},
    )
    return [*tables, *((plan, staff[plan.key]) for plan in plans)]


def _generic_unit(province: str, index: int, kind: str, random: Random) -> OrganizationPlan:
    code = f"{province}-{index:03d}"
    english = {"Xã": "Commune", "Phường": "Ward", "Đặc khu": "Special Zone"}[kind]
    latitude, longitude = _point(random)
    return OrganizationPlan(
        units.new_key(code),
        "unit",
        codes.WARD_POLICE if kind == "Phường" else codes.COMMUNE_POLICE,
        f"M{code}",
        f"Công an {kind.lower()} mẫu {province}-{index:03d}",
        f"Sample {english} {province}-{index:03d} Police",
        parent=f"province:{province}",
        latitude=latitude,
        longitude=longitude,
    )


def _point(random: Random) -> tuple[float, float]:
    """Somewhere within the rough outline of Viet Nam, degrees."""
    latitude = random.uniform(_OUTLINE[0][0], _OUTLINE[-1][0])
    below, above = next((a, b) for a, b in itertools.pairwise(_OUTLINE) if latitude <= b[0])
    share = (latitude - below[0]) / (above[0] - below[0])
    middle = below[1] + share * (above[1] - below[1])
    width = below[2] + share * (above[2] - below[2])
    return round(latitude, 4), round(middle + random.uniform(-width, width), 4)


def _posts(unit: str, staff: int) -> list[PostPlan]:
    if staff >= SMALL_STAFF:
        return units.new_unit_posts(unit, staff)
    return [
        units.line_post(unit, "chief", codes.CHIEF, is_mandatory=True),
        units.line_post(unit, "deputy", codes.DEPUTY_CHIEF, seats=2, is_mandatory=True),
        units.line_post(unit, "officer", codes.OFFICER, seats=staff - 3),
    ]
