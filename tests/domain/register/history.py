"""A random history: the register and the small world, compared after every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
)

from kiem.domain.register.actions import (
    NewAppointment,
    appoint,
)
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from tests.domain.register.stored import index_of, stored_appointments, stored_memberships
from tests.domain.register.world import LAST, Appointment, Days, Post, Unit, World
from tests.factories.register import START, Town

EPOCH = datetime(2027, 1, 1, tzinfo=UTC)
ANY = st.integers(0, 10**6)  # picks one of what exists, by remainder
DAY = st.integers(0, LAST - 1)
LENGTH = st.one_of(st.none(), st.none(), st.integers(1, LAST))
SHARE = st.sampled_from([0, 0, 40, 60, 100])


def pick(things: dict[int, Any], number: int) -> int:
    return sorted(things)[number % len(things)]


class History(RuleBasedStateMachine):
    """Steps are added by those who inherit; `town` is founded beforehand."""

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
