"""Month by month: who leaves, joins, moves; every seat is filled the day it falls free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.chapters import Chooser, chapter_key
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.people import PeopleMaker, next_rank
from kiem.delivery.sample.places import youth_home
from kiem.delivery.sample.plan import Operation, PersonPlan, Seat, Step
from kiem.delivery.sample.world import World
from kiem.time.month import Month

SIGNED_DAY = 8  # of the month before the one the changes start in
RETIREMENT_AGE = 59  # nobody serves longer here; the law's ages go by rank and sex
LEAVERS_SHARE = 0.0035  # of the staff, each month (assumption)
EXCHANGES = 24  # pairs of officers who change places between units, each month (assumption)
DUAL_LEAVERS = 5  # of those who leave, how many at most hold an office (assumption)
PROMOTION_MONTHS = {1: 0.06, 7: 0.10}  # month: share of those below the top who rise (assumption)


class Personnel:
    """The monthly personnel decision of the 126 units."""

    def __init__(self, world: World, maker: PeopleMaker, chooser: Chooser, seed: str) -> None:
        self._world = world
        self._maker = maker
        self._chooser = chooser
        self._random = Random(f"{seed}:personnel")
        self._units = [units.new_key(code) for code in strengths()]
        self.keep: set[int] = set()  # people of planted findings, who neither leave nor move

    def decide(self, clerk: Clerk, month: Month) -> Iterator[Step]:
        """Changes that hold from the first day of `month`, decided in the month before."""
        world, day = self._world, month.start
        world.day = day
        signed = month.shift(-1).start + timedelta(days=SIGNED_DAY - 1)
        leavers = self._leavers(day)
        freed = {p: list(world.offices[p]) for p in leavers if world.offices[p]}
        seats = [(world.line_post[p], world.people[p].sex) for p in leavers]
        retire = world.retire(leavers)
        moves, vacancies = self._promote_into(seats, day)
        recruits = [self._maker.recruit(sex, day) for _, sex in vacancies]
        operations: list[Operation] = [
            retire,
            world.move(moves),
            world.recruit(recruits),
            world.appoint(
                [Seat(r.number, post) for r, (post, _) in zip(recruits, vacancies, strict=True)]
            ),
        ]
        exchanges = self._exchanges({p for p, _, _ in moves} | {r.number for r in recruits}, day)
        operations.append(world.move(exchanges))
        operations.extend(self._memberships(recruits, [m[0] for m in [*moves, *exchanges]], day))
        operations.append(world.appoint(self._refill(freed, day)))
        if month.number in PROMOTION_MONTHS:
            operations.append(world.promote(self._promotions(PROMOTION_MONTHS[month.number], day)))
        yield clerk.decide(
            at(signed, 10),
            day,
            operations,
            title=(
                f"Điều động, bổ nhiệm, nghỉ chế độ cán bộ từ ngày {day:%d/%m/%Y}",
                f"Transfers, appointments and departures from {day.isoformat()}",
            ),
        )

    def _leavers(self, day: date) -> list[int]:
        world = self._world
        staff = [p for unit in self._units for p in world.staff(unit) if p not in self.keep]
        old = [p for p in staff if world.age(p, day) >= RETIREMENT_AGE]
        count = round(len(staff) * LEAVERS_SHARE) + self._random.randint(-6, 6)
        dual: list[int] = []
        others: list[int] = []
        for person in self._random.sample(staff, 3 * count):
            is_leader = world.posts[world.line_post[person]].role == codes.CHIEF
            if person in old or is_leader:
                continue
            (dual if world.dual_offices(person) else others).append(person)
        chosen = [*old, *dual[:DUAL_LEAVERS], *others]
        return chosen[: max(count, len(old))]

    def _promote_into(
        self, seats: list[tuple[str, str]], day: date
    ) -> tuple[list[tuple[int, str, str]], list[tuple[str, str]]]:
        """Fill led posts from below in the unit; what is left for recruits are officers' posts."""
        moves: list[tuple[int, str, str]] = []
        vacancies: list[tuple[str, str]] = []
        moved: set[int] = set()
        below = {
            codes.CHIEF: codes.DEPUTY_CHIEF,
            codes.DEPUTY_CHIEF: codes.TEAM_LEADER,
            codes.TEAM_LEADER: codes.OFFICER,
        }
        for post, sex in seats:
            free = post
            while (role := self._world.posts[free].role) != codes.OFFICER:
                unit = self._world.posts[free].organization
                person = self._senior(unit, below[role], moved, day)
                origin = self._world.line_post[person]
                moves.append((person, origin, free))
                moved.add(person)
                free = origin
            vacancies.append((free, sex))
        return moves, vacancies

    def _senior(self, unit: str, role: str, moved: set[int], day: date) -> int:
        """The oldest of the role in the unit who has years to go, not already moving."""
        world = self._world
        candidates = [
            p
            for p in world.staff(unit)
            if world.posts[world.line_post[p]].role == role
            and p not in moved
            and p not in self.keep
            and not world.dual_offices(p)
        ]
        return max(
            candidates,
            key=lambda p: (
                world.age(p, day) < 55,
                world.age(p, day) < 55 and world.age(p, day),
                -p,
            ),
        )

    def _exchanges(self, busy: set[int], day: date) -> list[tuple[int, str, str]]:
        """Pairs of officers of one sex, each going to the other's place in another unit."""
        world = self._world
        waiting: dict[str, int] = {}
        moves: list[tuple[int, str, str]] = []
        staff = [p for unit in self._units for p in world.staff(unit)]
        for person in self._random.sample(staff, 6 * EXCHANGES):
            post = world.line_post[person]
            if (
                person in busy
                or person in self.keep
                or world.offices[person]
                or world.posts[post].role != codes.OFFICER
            ):
                continue
            sex = world.people[person].sex
            other = waiting.pop(sex, None)
            if other is None or world.unit_of(other) == world.unit_of(person):
                waiting[sex] = person
                continue
            moves.append((person, post, world.line_post[other]))
            moves.append((other, world.line_post[other], post))
            if len(moves) == 2 * EXCHANGES:
                break
        return moves

    def _memberships(
        self, recruits: list[PersonPlan], moved: list[int], day: date
    ) -> list[Operation]:
        """Admissions, changes of chapter, and those who leave the Youth Union by age."""
        world = self._world
        dismissed: list[tuple[int, str]] = []
        admitted: list[tuple[int, str]] = []
        for person in moved:
            for chapter in list(world.member_of[person]):
                target = self._home(person, chapter.partition(":")[0])
                if target != chapter:
                    dismissed.append((person, chapter))
                    if not (target.startswith("youth:") and self._is_over_age(person, day)):
                        admitted.append((person, target))
        going = set(dismissed)
        for unit in self._units:
            for person in filter(lambda p: self._is_over_age(p, day), world.staff(unit)):
                youth = [(person, c) for c in world.member_of[person] if c.startswith("youth:")]
                dismissed.extend(pair for pair in youth if pair not in going)
        for recruit in recruits:
            admitted.append((recruit.number, youth_home(world, world.line_post[recruit.number])))
            if recruit.sex == "female":
                admitted.append((recruit.number, self._home(recruit.number, "women")))
        return [world.dismiss(dismissed), world.admit(admitted)]

    def _is_over_age(self, person: int, day: date) -> bool:
        """Who holds an office stays in the Youth Union beyond the age of members."""
        is_old = self._world.age(person, day) > chapters.OLDEST_MEMBER
        return is_old and not self._world.offices[person]

    def _home(self, person: int, family: str) -> str:
        if family == "youth":
            return youth_home(self._world, self._world.line_post[person])
        return chapter_key(family, self._world.unit_of(person))

    def _refill(self, freed: dict[int, list[str]], day: date) -> list[Seat]:
        """Each office of those who left goes to somebody of the same unit, the same day."""
        world = self._world
        seats: list[Seat] = []
        for posts in freed.values():
            for key in posts:
                post = world.posts[key]
                host = world.host(post.organization)
                taken = {seat.person for seat in seats}
                if post.kind == "party":
                    role = "chief" if post.role == codes.PARTY_SECRETARY else "deputy"
                    queue = [p for p in world.holders[f"{host}#{role}"] if not world.offices[p]]
                    seats.extend(Seat(p, key) for p in queue[:1])
                    continue
                staff = [p for p in world.staff(host) if p not in taken]
                candidates = (
                    list(set(world.members[post.organization]) & set(staff))
                    if post.organization.startswith("women:")
                    else chapters.can_lead_youth(world, staff, day, oldest=29)
                )
                seats.extend(self._chooser.fill([post], sorted(candidates), mode="designated")[:1])
        return seats

    def _promotions(self, share: float, day: date) -> list[tuple[int, str]]:
        world = self._world
        ranks: list[tuple[int, str]] = []
        for unit in self._units:
            for person in world.staff(unit):
                higher = next_rank(world.people[person].rank)
                is_due = world.age(person, day) >= 24 and self._random.random() < share
                if higher is not None and is_due:
                    ranks.append((person, higher))
        return ranks
