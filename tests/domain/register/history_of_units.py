"""Steps of a random history with the house itself: posts and units, founded, moved, merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from kiem.domain.register.actions import (
    Link,
    OrganizationChange,
    Placement,
    PostEnd,
    apply_change_event,
    change_organizations,
    create_posts,
    end_posts,
    found_organizations,
    record_decision,
)
from kiem.platform.access import SYSTEM
from tests.domain.register.history import ANY, DAY, History, pick
from tests.domain.register.stored import day_of
from tests.domain.register.world import LAST, Appointment, Days, Post, Unit, World
from tests.factories.register import organization, post


class UnitSteps(History):
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
