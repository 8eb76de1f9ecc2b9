"""A register small enough to be obviously right: Python lists, days 0 to 8, every rule spelled out.

Day 8 stands for ever after. Nothing here knows SQL, ranges or transactions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

LAST = 8
DAYS = range(LAST + 1)


@dataclass(frozen=True)
class Days:
    """From `start` up to, not including, `end`; None = for ever."""

    start: int
    end: int | None = None

    def __contains__(self, day: int) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def until(self, day: int) -> Days | None:
        """Cut at `day`; None when nothing is left."""
        if self.end is not None and self.end <= day:
            return self
        return Days(self.start, day) if self.start < day else None


@dataclass(frozen=True)
class Post:
    organization: int
    days: Days
    seats: int


@dataclass(frozen=True)
class Appointment:
    person: int
    post: int
    days: Days
    share: int


@dataclass(frozen=True)
class Unit:
    days: Days
    parents: tuple[tuple[Days, int | None], ...]

    def parent(self, day: int) -> int | None:
        return next((parent for days, parent in self.parents if day in days), None)


@dataclass
class World:
    """Keys are the register's own ids."""

    units: dict[int, Unit] = field(default_factory=dict)
    chapters: dict[int, Days] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    people: dict[int, Days] = field(default_factory=dict)
    appointments: dict[int, Appointment] = field(default_factory=dict)
    memberships: list[tuple[int, int, Days]] = field(default_factory=list)

    def copy(self) -> World:
        return World(
            dict(self.units),
            dict(self.chapters),
            dict(self.posts),
            dict(self.people),
            dict(self.appointments),
            list(self.memberships),
        )

    def broken_rules(self) -> set[str]:
        """Codes of everything that does not hold on some day."""
        return {code for day in DAYS for code in self._broken_on(day)}

    def _broken_on(self, day: int) -> Iterator[str]:
        held = [a for a in self.appointments.values() if day in a.days]
        for post_id, post in self.posts.items():
            seats = post.seats if day in post.days else 0
            if sum(a.post == post_id for a in held) > seats:
                yield "seat_taken"
            if day in post.days and not self._exists(post.organization, day):
                yield "post_outside_organization"
        for person, service in self.people.items():
            own = [a for a in held if a.person == person]
            if own and day not in service:
                yield "outside_service"
            if sum(a.share for a in own) > 100:
                yield "share_over_100"
            if len({a.post for a in own}) < len(own):
                yield "already_appointed"
        members = [(person, chapter) for person, chapter, days in self.memberships if day in days]
        if len(set(members)) < len(members):
            yield "already_member"
        for person, chapter in members:
            if day not in self.people[person]:
                yield "outside_service"
            if day not in self.chapters[chapter]:
                yield "membership_outside_organization"
        for unit_id, unit in self.units.items():
            parent = unit.parent(day)
            if day in unit.days and parent is not None and not self._exists(parent, day):
                yield "superior_missing"
            if self._climbs_to_itself(unit_id, day):
                yield "circle"

    def _exists(self, organization: int, day: int) -> bool:
        if organization in self.units:
            return day in self.units[organization].days
        return day in self.chapters[organization]

    def _climbs_to_itself(self, unit_id: int, day: int) -> bool:
        node: int | None = unit_id
        for _ in self.units:
            node = self.units[node].parent(day) if node in self.units else None
            if node == unit_id:
                return True
        return False

    def cut_appointments(self, ids: list[int], day: int) -> None:
        for appointment_id in ids:
            appointment = self.appointments[appointment_id]
            left = appointment.days.until(day)
            if left is None:
                del self.appointments[appointment_id]
            else:
                self.appointments[appointment_id] = replace(appointment, days=left)

    def cut_memberships(self, person: int, day: int) -> None:
        self.memberships = [
            (who, chapter, left)
            for who, chapter, days in self.memberships
            if (left := days.until(day) if who == person else days) is not None
        ]

    def snapshot(self) -> frozenset[tuple[int, int, int, int | None, int]]:
        """(person, post, start, end, share) of all appointments."""
        return frozenset(
            (a.person, a.post, a.days.start, a.days.end, a.share)
            for a in self.appointments.values()
        )

    def member_snapshot(self) -> frozenset[tuple[int, int, int, int | None]]:
        return frozenset((p, c, days.start, days.end) for p, c, days in self.memberships)
