"""Random histories: the register must agree with the small world after every action.

Each step draws an action, good or bad. The world says whether a rule would break; then the action
must be refused with the code of a broken rule and change nothing, else it must succeed. After each
step all appointments and memberships are compared; at the end what was known after each step is
asked for again, and the register is verified.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiem.domain.register.actions import (
    AppointmentEnd,
    Link,
    MembershipEnd,
    NewAppointment,
    NewMembership,
    OrganizationChange,
    Placement,
    PostEnd,
    ServiceEnd,
    Transfer,
    admit_members,
    apply_change_event,
    appoint,
    change_organizations,
    create_posts,
    end_appointments,
    end_memberships,
    end_posts,
    end_service,
    found_organizations,
    record_decision,
    register_people,
    transfer,
    withdraw_appointments,
)
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch, known
from tests.domain.register.world import LAST, Appointment, Days, Post, Unit, World
from tests.factories.register import START, Town, found_town, organization, person, post

EPOCH = datetime(2027, 1, 1, tzinfo=UTC)
ANY = st.integers(0, 10**6)  # picks one of what exists, by remainder
DAY = st.integers(0, LAST - 1)
LENGTH = st.one_of(st.none(), st.none(), st.integers(1, LAST))
SHARE = st.sampled_from([0, 0, 40, 60, 100])


def day_of(index: int) -> date:
    return START + timedelta(days=30 * index)


def index_of(day: date | None) -> int | None:
    return None if day is None else (day - START).days // 30


class RegisterMachine(RuleBasedStateMachine):
    town: Town
    correction: int

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.world = World()
        self.steps = 0
        self.mergers = 0
        self.known: list[tuple[datetime, World]] = []

    @initialize()
    def begin(self) -> None:
        town = self.town
        for unit in (town.city, town.unit, town.other_unit):
            parent = None if unit == town.city else town.city
            self.world.units[unit] = Unit(Days(0), ((Days(0), parent),))
        self.world.chapters[town.chapter] = Days(0)
        self.world.posts = {
            town.chief: Post(town.unit, Days(0), 1),
            town.officer: Post(town.unit, Days(0), 3),
            town.other_officer: Post(town.other_unit, Days(0), 3),
            town.secretary: Post(town.chapter, Days(0), 1),
        }
        self.world.people = {person_id: Days(0) for person_id in town.people[:4]}
        for person_id, post_id, share in (
            (town.people[0], town.officer, 60),
            (town.people[1], town.chief, 100),
            (town.people[1], town.secretary, 0),
            (town.people[2], town.other_officer, 40),
        ):
            (appointment_id,) = appoint(
                decision_id=town.decision,
                appointments=[NewAppointment(person_id, post_id, START, "appointed", share)],
                actor=SYSTEM,
            )
            self.world.appointments[appointment_id] = Appointment(
                person_id, post_id, Days(0), share
            )

    def teardown(self) -> None:
        try:
            for moment, world in self.known[-8:]:
                assert stored_appointments(moment) == world.snapshot()
                assert stored_memberships(moment) == world.member_snapshot()
            assert [c for c in verify_register().checks if c.problems] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(
        self, action: Callable[[], Any], after: World, guards: set[str] | None = None
    ) -> Any:
        """Run `action`; `after`: the world if it succeeds; `guards`: what refuses it before."""
        broken = after.broken_rules() | (guards or set())
        self.steps += 1
        result, refusal = None, None
        try:
            with clock.travel(EPOCH + timedelta(minutes=self.steps)):
                result = action()
        except DomainError as error:
            refusal = error.code.removeprefix("register.")
        if refusal is None:
            assert broken == set(), f"{broken} should have been refused"
            self.world = after
        else:
            assert refusal in broken
        return result

    def remember(self) -> None:
        self.known.append((EPOCH + timedelta(minutes=self.steps, seconds=30), self.world.copy()))

    @invariant()
    def agrees(self) -> None:
        assert stored_appointments(None) == self.world.snapshot()
        assert stored_memberships(None) == self.world.member_snapshot()
        if self.steps and (not self.known or self.known[-1][1] != self.world):
            self.remember()

    @rule(who=ANY, where=ANY, start=DAY, length=LENGTH, share=SHARE)
    def appoint_somebody(
        self, who: int, where: int, start: int, length: int | None, share: int
    ) -> None:
        person_id, post_id = pick(self.world.people, who), pick(self.world.posts, where)
        days = Days(start, None if length is None else start + length)
        after = self.world.copy()
        after.appointments[-1] = Appointment(person_id, post_id, days, share)
        given = NewAppointment(
            person_id,
            post_id,
            day_of(start),
            "appointed",
            share,
            None if days.end is None else day_of(days.end),
        )
        ids = self.attempt(
            lambda: appoint(decision_id=self.town.decision, appointments=[given], actor=SYSTEM),
            after,
        )
        if ids:
            after.appointments[ids[0]] = after.appointments.pop(-1)

    @precondition(lambda self: self.world.appointments)
    @rule(which=ANY, day=DAY)
    def end_an_appointment(self, which: int, day: int) -> None:
        appointment_id = pick(self.world.appointments, which)
        days = self.world.appointments[appointment_id].days
        after = self.world.copy()
        guards = set()
        if day not in days or day == days.start:
            guards = {"not_running"}
        else:
            after.cut_appointments([appointment_id], day)
        self.attempt(
            lambda: end_appointments(
                decision_id=self.town.decision,
                ends=[AppointmentEnd(appointment_id, day_of(day))],
                actor=SYSTEM,
            ),
            after,
            guards,
        )
        self.renumber()

    @precondition(lambda self: self.world.appointments)
    @rule(which=ANY, where=ANY, day=DAY)
    def transfer_somebody(self, which: int, where: int, day: int) -> None:
        appointment_id = pick(self.world.appointments, which)
        left = self.world.appointments[appointment_id]
        target = pick(self.world.posts, where)
        across = [
            key
            for key, a in self.world.appointments.items()
            if (a.person, a.post) == (left.person, left.post)
            and day in a.days
            and a.days.start < day
        ]
        after = self.world.copy()
        guards = set() if across else {"not_holding"}
        if across:
            before = after.appointments[across[0]]
            after.cut_appointments(across, day)
            after.appointments[-1] = replace(before, post=target, days=Days(day, before.days.end))
        self.attempt(
            lambda: transfer(
                decision_id=self.town.decision,
                moves=[Transfer(left.person, left.post, target, day_of(day))],
                actor=SYSTEM,
            ),
            after,
            guards,
        )
        self.renumber()

    @precondition(lambda self: self.world.appointments)
    @rule(which=ANY)
    def take_back_an_appointment(self, which: int) -> None:
        appointment_id = pick(self.world.appointments, which)
        after = self.world.copy()
        del after.appointments[appointment_id]
        self.attempt(
            lambda: withdraw_appointments(
                decision_id=self.correction, appointment_ids=[appointment_id], actor=SYSTEM
            ),
            after,
        )

    @precondition(lambda self: len(self.world.posts) < 8)
    @rule(where=ANY, start=DAY, seats=st.integers(1, 2))
    def create_a_post(self, where: int, start: int, seats: int) -> None:
        unit = pick(self.world.units, where)
        after = self.world.copy()
        after.posts[-1] = Post(unit, Days(start), seats)
        given = post(unit, valid_from=day_of(start), seats=seats)
        ids = self.attempt(
            lambda: create_posts(decision_id=self.town.decision, posts=[given], actor=SYSTEM),
            after,
        )
        if ids:
            after.posts[ids[0]] = after.posts.pop(-1)

    @rule(which=ANY, day=DAY)
    def end_a_post(self, which: int, day: int) -> None:
        post_id = pick(self.world.posts, which)
        after = self.world.copy()
        left = after.posts[post_id].days.until(day)
        if left is None:
            return  # an ending before the beginning is the state of never having been
        after.posts[post_id] = replace(after.posts[post_id], days=left)
        self.attempt(
            lambda: end_posts(
                decision_id=self.town.decision, ends=[PostEnd(post_id, day_of(day))], actor=SYSTEM
            ),
            after,
        )

    @precondition(lambda self: len(self.world.units) < 6)
    @rule(where=ANY, start=DAY)
    def found_a_unit(self, where: int, start: int) -> None:
        parent = pick(self.world.units, where)
        after = self.world.copy()
        after.units[-1] = Unit(Days(start), ((Days(start), parent),))
        given = organization(f"U{self.steps}", parent_id=parent, valid_from=day_of(start))
        ids = self.attempt(
            lambda: found_organizations(
                decision_id=self.town.decision, organizations=[given], actor=SYSTEM
            ),
            after,
        )
        if ids:
            after.units[ids[0]] = after.units.pop(-1)

    @rule(which=ANY, where=ANY, day=DAY)
    def move_a_unit(self, which: int, where: int, day: int) -> None:
        unit_id, parent = pick(self.world.units, which), pick(self.world.units, where)
        unit = self.world.units[unit_id]
        after = self.world.copy()
        guards = set() if day in unit.days else {"unknown"}
        if day in unit.days:
            after.units[unit_id] = replace(unit, parents=_reparented(unit, day, parent))
        self.attempt(
            lambda: change_organizations(
                decision_id=self.town.decision,
                changes=[OrganizationChange(unit_id, day_of(day), parent_id=parent)],
                actor=SYSTEM,
            ),
            after,
            guards,
        )

    @precondition(lambda self: len(self.world.people) < 8)
    @rule(start=DAY)
    def register_somebody(self, start: int) -> None:
        after = self.world.copy()
        after.people[-1] = Days(start)
        given = person(100 + self.steps, valid_from=day_of(start))
        ids = self.attempt(
            lambda: register_people(decision_id=self.town.decision, people=[given], actor=SYSTEM),
            after,
        )
        if ids:
            after.people[ids[0]] = after.people.pop(-1)

    @rule(who=ANY, day=DAY)
    def end_somebodys_service(self, who: int, day: int) -> None:
        person_id = pick(self.world.people, who)
        service = self.world.people[person_id]
        after = self.world.copy()
        guards = set()
        if day in service and day > service.start:
            after.people[person_id] = Days(service.start, day)
            own = [key for key, a in after.appointments.items() if a.person == person_id]
            after.cut_appointments(own, day)
            after.cut_memberships(person_id, day)
        else:
            guards = {"not_in_service"}
        self.attempt(
            lambda: end_service(
                decision_id=self.town.decision,
                people=[ServiceEnd(person_id, day_of(day))],
                actor=SYSTEM,
            ),
            after,
            guards,
        )
        self.renumber()

    @rule(who=ANY, start=DAY, length=LENGTH)
    def admit_somebody(self, who: int, start: int, length: int | None) -> None:
        person_id = pick(self.world.people, who)
        days = Days(start, None if length is None else start + length)
        after = self.world.copy()
        after.memberships.append((person_id, self.town.chapter, days))
        given = NewMembership(
            person_id,
            self.town.chapter,
            day_of(start),
            None if days.end is None else day_of(days.end),
        )
        self.attempt(
            lambda: admit_members(decision_id=self.town.decision, members=[given], actor=SYSTEM),
            after,
        )

    @precondition(lambda self: self.world.memberships)
    @rule(which=ANY, day=DAY)
    def end_a_membership(self, which: int, day: int) -> None:
        person_id, chapter, _ = self.world.memberships[which % len(self.world.memberships)]
        after = self.world.copy()
        running = [
            (p, c, d)
            for p, c, d in after.memberships
            if (p, c) == (person_id, chapter) and day in d and d.start < day
        ]
        guards = set() if running else {"unknown"}
        for membership in running:
            after.memberships.remove(membership)
            after.memberships.append((person_id, chapter, Days(membership[2].start, day)))
        self.attempt(
            lambda: end_memberships(
                decision_id=self.town.decision,
                ends=[MembershipEnd(person_id, chapter, day_of(day))],
                actor=SYSTEM,
            ),
            after,
            guards,
        )

    @rule(which=ANY, into=ANY, seat=ANY, day=st.integers(1, LAST - 1), forget=st.booleans())
    def merge_units(self, which: int, into: int, seat: int, day: int, forget: bool) -> None:
        """Units have no chapters of their own here but the town's first: it cannot be merged."""
        original, result = pick(self.world.units, which), pick(self.world.units, into)
        seats = [key for key, p in self.world.posts.items() if p.organization == result]
        if original in (result, self.town.unit) or not seats:
            return
        target = seats[seat % len(seats)]
        after, placed, guards = self._merged(original, result, target, day)
        if forget and placed:
            placed.pop()
            guards.add("change_leaves_behind")
        # A decision of its own: the verification asks what the decision of a merger ended.
        self.mergers += 1
        decision = record_decision(
            issuer_id=self.town.city,
            number=f"{self.mergers}/SN",
            signed_on=date(2025, 3, 3),
            kind="organization",
            title_vi="Sáp nhập",
            actor=SYSTEM,
        )
        self.attempt(
            lambda: apply_change_event(
                decision_id=decision,
                kind="merge",
                effective_on=day_of(day),
                title_vi="Sáp nhập",
                title_en="Merger",
                links=[Link(original, result)],
                placements=[Placement(person_id, target) for person_id in placed],
                actor=SYSTEM,
            ),
            after,
            guards,
        )
        self.renumber()

    def _merged(
        self, original: int, result: int, target: int, day: int
    ) -> tuple[World, list[int], set[str]]:
        after = self.world.copy()
        guards: set[str] = set()
        if day - 1 not in after.units[original].days or day not in after.units[result].days:
            guards.add("link_outside_life")
        own_posts = [key for key, p in after.posts.items() if p.organization == original]
        reaching = {
            key: a
            for key, a in after.appointments.items()
            if a.post in own_posts and (a.days.end is None or a.days.end > day)
        }
        if any(a.days.start >= day for a in reaching.values()):
            guards.add("change_leaves_behind")
        placed = sorted({a.person for a in reaching.values()})
        for unit_id, unit in after.units.items():
            is_below = any(
                parent == original and (days.end is None or days.end > day)
                for days, parent in unit.parents
            )
            if unit_id != original and is_below and _lives_after(unit, day):
                guards.add("change_leaves_behind")
        if guards:
            return after, placed, guards
        for person_id in placed:
            # All line posts that run across the day end; the weightiest gives share and end.
            lines = sorted(
                (
                    (a.share, key)
                    for key, a in after.appointments.items()
                    if a.person == person_id
                    and after.posts[a.post].organization in after.units
                    and day in a.days
                    and a.days.start < day
                ),
            )
            share, key = lines[-1]
            end = after.appointments[key].days.end
            after.cut_appointments([key for _, key in lines], day)
            after.appointments[-1 - person_id] = Appointment(
                person_id, target, Days(day, end), share
            )
        self._end_unit(after, original, own_posts, day)
        return after, placed, guards

    def _end_unit(self, after: World, unit_id: int, own_posts: list[int], day: int) -> None:
        unit = after.units[unit_id]
        left = unit.days.until(day)
        assert left is not None
        parents = tuple(
            (cut, parent) for days, parent in unit.parents if (cut := days.until(day)) is not None
        )
        after.units[unit_id] = Unit(left, parents)
        for key in own_posts:
            cut = after.posts[key].days.until(day)
            after.posts[key] = replace(after.posts[key], days=cut or Days(0, 0))

    def renumber(self) -> None:
        """Superseding gave rows new ids: learn them, once contents agree."""
        rows = fetch(
            """SELECT id, person_id, post_id, lower(valid) FROM register_appointment
               WHERE upper_inf(recorded)"""
        )
        ids = {(person, post, index_of(start)): row_id for row_id, person, post, start in rows}
        self.world.appointments = {
            ids[(a.person, a.post, a.days.start)]: a for a in self.world.appointments.values()
        }


def pick(things: dict[int, Any], number: int) -> int:
    return sorted(things)[number % len(things)]


def _reparented(unit: Unit, day: int, parent: int) -> tuple[tuple[Days, int | None], ...]:
    """From `day` on the running state names another superior; later states stay."""
    changed: list[tuple[Days, int | None]] = []
    for days, above in unit.parents:
        if day not in days:
            changed.append((days, above))
            continue
        if days.start < day:
            changed.append((Days(days.start, day), above))
        changed.append((Days(day, days.end), parent))
    return tuple(changed)


def _lives_after(unit: Unit, day: int) -> bool:
    return unit.days.end is None or unit.days.end > day


def stored_appointments(
    known_at: datetime | None,
) -> frozenset[tuple[int, int, int | None, int | None, int]]:
    rows = fetch(
        f"""SELECT person_id, post_id, lower(valid), upper(valid), share_percent::int
            FROM register_appointment a WHERE {known("a", known_at)}""",
        {"known_at": known_at},
    )
    return frozenset(
        (who, where, index_of(start), index_of(end), share)
        for who, where, start, end, share in rows
    )


def stored_memberships(
    known_at: datetime | None,
) -> frozenset[tuple[int, int, int | None, int | None]]:
    rows = fetch(
        f"""SELECT person_id, organization_id, lower(valid), upper(valid)
            FROM register_membership m WHERE {known("m", known_at)}""",
        {"known_at": known_at},
    )
    return frozenset(
        (who, where, index_of(start), index_of(end)) for who, where, start, end in rows
    )


def run_histories(count: int) -> None:
    town = found_town()
    correction = record_decision(
        issuer_id=town.city,
        number="99/QĐ",
        signed_on=date(2025, 3, 3),
        kind="correction",
        title_vi="Đính chính",
        reason="Ghi nhầm",
        actor=SYSTEM,
    )

    class Machine(RegisterMachine):
        pass

    Machine.town, Machine.correction = town, correction
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_random_histories_agree_with_the_small_world() -> None:
    run_histories(200)


@pytest.mark.soak
@pytest.mark.django_db
def test_ten_thousand_random_histories_agree_with_the_small_world() -> None:
    run_histories(10_000)
