"""The state of the invented world while its chronicle is written.

Each method changes the state and returns the operation that does the same to the register, so that
plan and database cannot drift apart. Dictionaries with None as value are ordered sets: the order of
everything is the order of events, never that of a hash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kiem.delivery.sample import plan
from kiem.delivery.sample.plan import OrganizationPlan, PersonPlan, PostPlan, Seat

OrderedSet = dict[int, None]


@dataclass(slots=True)
class Tenure:
    """A person in an office or external seat, from a day until a day (None: still)."""

    person: int
    post: str
    start: date
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class World:
    """Who exists, stands where and belongs to what, once everything decided so far holds.

    `day` is the first day of what is being decided; a decision is often signed earlier, so
    `tenures` and `line_history` tell who held what on the days in between.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self.tenures: dict[tuple[int, str], list[Tenure]] = {}
        self.line_history: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
        self.organizations: dict[str, OrganizationPlan] = {}
        self.posts: dict[str, PostPlan] = {}
        self.posts_of: defaultdict[str, list[str]] = defaultdict(list)
        self.people: dict[int, PersonPlan] = {}
        self.line_post: dict[int, str] = {}
        self.offices: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self.holders: defaultdict[str, OrderedSet] = defaultdict(dict)
        self.members: defaultdict[str, OrderedSet] = defaultdict(dict)
        self.member_of: defaultdict[int, dict[str, None]] = defaultdict(dict)

    # questions

    def unit_of(self, person: int) -> str:
        return self.posts[self.line_post[person]].organization

    def staff(self, unit: str) -> list[int]:
        """Who holds a line post of the unit, in order of post and arrival."""
        return [
            person
            for post in self.posts_of[unit]
            if self.posts[post].kind == "line"
            for person in self.holders[post]
        ]

    def age(self, person: int, day: date) -> int:
        return self.people[person].age(day)

    def is_woman(self, person: int) -> bool:
        return self.people[person].sex == "female"

    def dual_offices(self, person: int) -> list[str]:
        """Offices and external seats, without Party offices."""
        return [key for key in self.offices[person] if self.posts[key].kind != "party"]

    def dual_holders(self, units: Iterable[str]) -> list[int]:
        return [p for unit in units for p in self.staff(unit) if self.dual_offices(p)]

    def host(self, organization: str) -> str:
        """The unit an organisation stands in; a unit is its own host."""
        if self.organizations[organization].category == "unit":
            return organization
        parent = self.organizations[organization].parent
        if parent is None:
            raise ValueError(f"{organization} has no host unit.")
        return parent

    def line_post_on(self, person: int, day: date) -> str | None:
        """The line post held on `day`, also of those who left since."""
        held = [post for start, post in self.line_history[person] if start <= day]
        return held[-1] or None if held else None

    def unit_on(self, person: int, day: date) -> str | None:
        post = self.line_post_on(person, day)
        return None if post is None else post.partition("#")[0]

    # changes

    def _sit(self, person: int, post: str) -> None:
        self.holders[post][person] = None
        if self.posts[post].kind == "line":
            self.line_post[person] = post
            self.line_history[person].append((self.day, post))
            return
        self.offices[person][post] = None
        if self.posts[post].kind != "party":
            self.tenures.setdefault((person, post), []).append(Tenure(person, post, self.day))

    def _rise(self, person: int, post: str) -> None:
        del self.holders[post][person]
        if self.posts[post].kind == "line":
            del self.line_post[person]
            self.line_history[person].append((self.day, ""))
            return
        del self.offices[person][post]
        for tenure in self.tenures.get((person, post), [])[-1:]:
            tenure.end = self.day

    def found(self, organizations: Sequence[OrganizationPlan]) -> plan.Found:
        for organization in organizations:
            self.organizations[organization.key] = organization
        return plan.Found(organizations)

    def create_posts(self, posts: Sequence[PostPlan]) -> plan.CreatePosts:
        for post in posts:
            self.posts[post.key] = post
            self.posts_of[post.organization].append(post.key)
        return plan.CreatePosts(posts)

    def recruit(self, people: Sequence[PersonPlan]) -> plan.Recruit:
        for person in people:
            self.people[person.number] = person
        return plan.Recruit(people)

    def appoint(self, seats: Sequence[Seat]) -> plan.Appoint:
        for seat in seats:
            self._sit(seat.person, seat.post)
        return plan.Appoint(seats)

    def vacate(self, seats: Sequence[tuple[int, str]]) -> plan.Vacate:
        for person, post in seats:
            self._rise(person, post)
        return plan.Vacate(seats)

    def move(self, moves: Sequence[tuple[int, str, str]]) -> plan.Move:
        for person, origin, target in moves:
            self._rise(person, origin)
            self._sit(person, target)
        return plan.Move(moves)

    def retire(self, people: Sequence[int]) -> plan.Retire:
        """They leave the force: every post and membership ends."""
        for person in people:
            for post in [self.line_post[person], *self.offices[person]]:
                self._rise(person, post)
            for organization in self.member_of.pop(person, {}):
                del self.members[organization][person]
        return plan.Retire(people)

    def admit(self, memberships: Sequence[tuple[int, str]]) -> plan.Admit:
        for person, organization in memberships:
            self.members[organization][person] = None
            self.member_of[person][organization] = None
        return plan.Admit(memberships)

    def dismiss(self, memberships: Sequence[tuple[int, str]]) -> plan.Dismiss:
        for person, organization in memberships:
            del self.members[organization][person]
            del self.member_of[person][organization]
        return plan.Dismiss(memberships)

    def promote(self, ranks: Sequence[tuple[int, str]]) -> plan.Promote:
        for person, rank in ranks:
            self.people[person] = replace(self.people[person], rank=rank)
        return plan.Promote(ranks)

    def change(self, organizations: Sequence[OrganizationPlan]) -> plan.Change:
        for organization in organizations:
            self.organizations[organization.key] = organization
        return plan.Change(organizations)

    def end_organizations(self, keys: Sequence[str]) -> plan.EndOrganizations:
        self._forget(keys)
        return plan.EndOrganizations(keys)

    def reorganize(self, event: plan.Reorganize) -> plan.Reorganize:
        """Apply a change event: units without a place among the results end, and chapters too."""
        for person, post in event.placements:
            self._rise(person, self.line_post[person])
            self._sit(person, post)
        self.dismiss([(person, origin) for person, origin, _ in event.members])
        self.admit([(person, target) for person, _, target in event.members])
        for chapter in event.chapters:
            if chapter.kept is not None:
                self.organizations[chapter.original] = chapter.kept
                continue
            if chapter.result is not None:
                followers = list(self.members[chapter.original])
                self.dismiss([(person, chapter.original) for person in followers])
                self.admit([(person, chapter.result) for person in followers])
            self._forget([chapter.original])
        self._forget(sorted({link.original for link in event.links}))
        return event

    def _forget(self, organizations: Iterable[str]) -> None:
        for key in organizations:
            for post in self.posts_of.pop(key, []):
                for person in list(self.holders[post]):
                    if self.posts[post].kind == "line":
                        raise ValueError(f"Person {person} would be left without a place.")
                    self._rise(person, post)
                del self.holders[post]
            for person in self.members.pop(key, {}):
                del self.member_of[person][key]
            del self.organizations[key]
