"""Plays the chronicle into the database by the same actions users have, at its own times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from datetime import date
from decimal import Decimal
from functools import lru_cache, singledispatchmethod

from django.db import transaction

from kiem.delivery.sample import plan
from kiem.delivery.sample.plan import DecisionPlan, OrganizationPlan, Step
from kiem.domain.ledger import actions as ledger
from kiem.domain.register import actions as register
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month

ACTOR = Viewer(name="Kiem (dữ liệu mẫu)", is_system=True)


@lru_cache(maxsize=1024)
def _hours(value: float) -> Decimal:
    return Decimal(str(value))


class Seeder:
    """Keeps which identity the register gave to which key, and runs steps one by one.

    A step is one transaction: after a crash each is there or is not.
    """

    def __init__(self, watched: Set[int] = frozenset()) -> None:
        self.organizations: dict[str, int] = {}
        self.posts: dict[str, int] = {}
        self.people: dict[int, int] = {}
        self.rows = 0  # facts written, as the plan counts them
        self._appointments: dict[tuple[int, str], int] = {}
        self._activities: dict[str, int] = {}
        self._entries: dict[plan.EntryPlan, int] = {}
        self._watched = watched  # may grow while the chronicle is played
        self._day = date.min
        self._decision_id = 0

    def run(self, step: Step) -> None:
        with clock.travel(step.moment), transaction.atomic():
            self._day = step.day
            operations = list(step.operations)
            if step.decision is not None:
                operations = self._decide(step.decision, operations)
            for operation in operations:
                self._do(operation)

    def _decide(
        self, decision: DecisionPlan, operations: list[plan.Operation]
    ) -> list[plan.Operation]:
        """Record the decision; the very first one founds its own issuer."""
        if decision.issuer not in self.organizations:
            return self._found_issuer(decision, operations)
        self._decision_id = register.record_decision(
            issuer_id=self.organizations[decision.issuer],
            number=decision.number,
            signed_on=decision.signed_on,
            kind=decision.kind,
            title_vi=decision.title_vi,
            title_en=decision.title_en,
            actor=ACTOR,
        )
        return operations

    def _found_issuer(
        self, decision: DecisionPlan, operations: list[plan.Operation]
    ) -> list[plan.Operation]:
        found = operations[0]
        if not isinstance(found, plan.Found) or found.organizations[0].key != decision.issuer:
            raise ValueError(f"The issuer {decision.issuer} of '{decision.title_en}' is unknown.")
        first, *others = found.organizations
        identity, self._decision_id = register.found_issuer(
            organization=self._new_organization(first, None),
            number=decision.number,
            signed_on=decision.signed_on,
            title_vi=decision.title_vi,
            title_en=decision.title_en,
            actor=ACTOR,
        )
        self.organizations[first.key] = identity
        return [plan.Found(others), *operations[1:]]

    def _new_organization(
        self, organization: OrganizationPlan, identity: int | None
    ) -> register.NewOrganization:
        return register.NewOrganization(
            category=organization.category,
            type=organization.type,
            code=organization.code,
            name_vi=organization.name_vi,
            name_en=organization.name_en,
            valid_from=self._day,
            parent_id=self._organization_or_none(organization.parent),
            higher_id=self._organization_or_none(organization.higher),
            latitude=organization.latitude,
            longitude=organization.longitude,
            identity_id=identity,
        )

    def _organization_or_none(self, key: str | None) -> int | None:
        return None if key is None else self.organizations[key]

    # one operation each

    @singledispatchmethod
    def _do(self, operation: object) -> None:
        raise TypeError(f"No action is known for {type(operation).__name__}.")

    @_do.register
    def _(self, operation: plan.Found) -> None:
        organizations = operation.organizations
        for category in dict.fromkeys(o.category for o in organizations):
            keys = [o.key for o in organizations if o.category == category]
            ids = register.create_identities(category=category, count=len(keys), actor=ACTOR)
            self.organizations.update(zip(keys, ids, strict=True))
        if organizations:
            register.found_organizations(
                decision_id=self._decision_id,
                organizations=[
                    self._new_organization(o, self.organizations[o.key]) for o in organizations
                ],
                actor=ACTOR,
            )
        self.rows += len(organizations)

    @_do.register
    def _(self, operation: plan.CreatePosts) -> None:
        ids = register.create_posts(
            decision_id=self._decision_id,
            posts=[
                register.NewPost(
                    organization_id=self.organizations[post.organization],
                    kind=post.kind,
                    role=post.role,
                    title_vi=post.title_vi,
                    title_en=post.title_en,
                    valid_from=self._day,
                    team=post.team,
                    seats=post.seats,
                    is_mandatory=post.is_mandatory,
                )
                for post in operation.posts
            ],
            actor=ACTOR,
        )
        self.posts.update(zip((post.key for post in operation.posts), ids, strict=True))
        self.rows += len(ids)

    @_do.register
    def _(self, operation: plan.Recruit) -> None:
        ids = register.register_people(
            decision_id=self._decision_id,
            people=[
                register.NewPerson(
                    staff_number=person.staff_number,
                    family_name=person.name.family,
                    middle_name=person.name.middle,
                    given_name=person.name.given,
                    birth_date=person.birth_date,
                    sex=person.sex,
                    valid_from=self._day,
                    rank=person.rank,
                )
                for person in operation.people
            ],
            actor=ACTOR,
        )
        self.people.update(zip((p.number for p in operation.people), ids, strict=True))
        self.rows += len(ids)

    @_do.register
    def _(self, operation: plan.Appoint) -> None:
        ids = register.appoint(
            decision_id=self._decision_id,
            appointments=[
                register.NewAppointment(
                    person_id=self.people[seat.person],
                    post_id=self.posts[seat.post],
                    valid_from=self._day,
                    mode=seat.mode,
                    share_percent=100 if _is_line(seat.post) else 0,
                    is_provisional=seat.is_provisional,
                )
                for seat in operation.seats
            ],
            actor=ACTOR,
        )
        for seat, appointment_id in zip(operation.seats, ids, strict=True):
            self._appointments[seat.person, seat.post] = appointment_id
        self.rows += len(ids)

    @_do.register
    def _(self, operation: plan.Vacate) -> None:
        register.end_appointments(
            decision_id=self._decision_id,
            ends=[
                register.AppointmentEnd(self._appointments.pop(seat), self._day)
                for seat in operation.seats
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.seats)

    @_do.register
    def _(self, operation: plan.Move) -> None:
        register.transfer(
            decision_id=self._decision_id,
            moves=[
                register.Transfer(
                    self.people[person], self.posts[origin], self.posts[target], self._day
                )
                for person, origin, target in operation.moves
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.moves)

    @_do.register
    def _(self, operation: plan.Retire) -> None:
        register.end_service(
            decision_id=self._decision_id,
            people=[
                register.ServiceEnd(self.people[person], self._day) for person in operation.people
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.people)

    @_do.register
    def _(self, operation: plan.Change) -> None:
        register.change_organizations(
            decision_id=self._decision_id,
            changes=[
                register.OrganizationChange(
                    self.organizations[organization.key],
                    self._day,
                    type=organization.type,
                    code=organization.code,
                    name_vi=organization.name_vi,
                    name_en=organization.name_en,
                    parent_id=self._organization_or_none(organization.parent),
                    higher_id=self._organization_or_none(organization.higher),
                )
                for organization in operation.organizations
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.organizations)

    @_do.register
    def _(self, operation: plan.EndOrganizations) -> None:
        register.end_organizations(
            decision_id=self._decision_id,
            ends=[
                register.OrganizationEnd(self.organizations[key], self._day)
                for key in operation.keys
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.keys)

    @_do.register
    def _(self, operation: plan.Reorganize) -> None:
        organizations, people = self.organizations, self.people
        register.apply_change_event(
            decision_id=self._decision_id,
            kind=operation.kind,
            effective_on=self._day,
            title_vi=operation.title_vi,
            title_en=operation.title_en,
            links=[
                register.Link(
                    organizations[link.original],
                    self._organization_or_none(link.result),
                    link.is_principal,
                )
                for link in operation.links
            ],
            placements=[
                register.Placement(people[person], self.posts[post])
                for person, post in operation.placements
            ],
            chapters=[self._chapter_link(chapter) for chapter in operation.chapters],
            members=[
                register.MemberMove(people[person], organizations[origin], organizations[target])
                for person, origin, target in operation.members
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.placements) + len(operation.members) + len(operation.links)

    def _chapter_link(self, chapter: plan.ChapterPlan) -> register.ChapterLink:
        original = self.organizations[chapter.original]
        kept = chapter.kept
        if kept is None:
            return register.ChapterLink(original, self._organization_or_none(chapter.result))
        return register.ChapterLink(
            original,
            original,
            type=kept.type,
            code=kept.code,
            name_vi=kept.name_vi,
            name_en=kept.name_en,
            parent_id=self._organization_or_none(kept.parent),
            higher_id=self._organization_or_none(kept.higher),
        )

    @_do.register
    def _(self, operation: plan.Admit) -> None:
        register.admit_members(
            decision_id=self._decision_id,
            members=[
                register.NewMembership(
                    self.people[person], self.organizations[organization], self._day
                )
                for person, organization in operation.memberships
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.memberships)

    @_do.register
    def _(self, operation: plan.Dismiss) -> None:
        register.end_memberships(
            decision_id=self._decision_id,
            ends=[
                register.MembershipEnd(
                    self.people[person], self.organizations[organization], self._day
                )
                for person, organization in operation.memberships
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.memberships)

    @_do.register
    def _(self, operation: plan.Promote) -> None:
        register.set_ranks(
            decision_id=self._decision_id,
            ranks=[
                register.NewRank(self.people[person], rank, self._day)
                for person, rank in operation.ranks
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.ranks)

    @_do.register
    def _(self, operation: plan.OpenTerms) -> None:
        register.open_terms(
            decision_id=self._decision_id,
            terms=[
                register.NewTerm(
                    self.organizations[term.organization],
                    term.label,
                    self._day,
                    term.planned_from,
                    term.planned_until,
                )
                for term in operation.terms
            ],
            actor=ACTOR,
        )
        self.rows += len(operation.terms)

    @_do.register
    def _(self, operation: plan.SetCalendar) -> None:
        ledger.assign_calendar(
            organization_id=self.organizations[operation.organization],
            calendar=WorkingCalendar(
                weekdays=operation.weekdays,
                daily_hundredths=round(operation.daily_hours * 100),
                holidays=operation.holidays,
            ),
            valid_from=self._day,
            actor=ACTOR,
        )
        self.rows += 1

    @_do.register
    def _(self, operation: plan.GrantLeave) -> None:
        ledger.grant_leave(
            leaves=[
                ledger.NewLeave(self.people[leave.person], leave.kind, leave.start, leave.end)
                for leave in operation.leaves
            ],
            actor=ACTOR,
            allow_clashes=True,
        )
        self.rows += len(operation.leaves)

    @_do.register
    def _(self, operation: plan.PlanActivities) -> None:
        ids = ledger.plan_activities(
            activities=[self._new_activity(activity) for activity in operation.activities],
            actor=ACTOR,
            allow_clashes=operation.allow_clashes,
        )
        keys = (activity.key for activity in operation.activities)
        self._activities.update(zip(keys, ids, strict=True))
        self.rows += len(ids) + sum(len(a.participants) for a in operation.activities)

    def _new_activity(self, activity: plan.ActivityPlan) -> ledger.NewActivity:
        hours = _hours(activity.planned_hours)
        return ledger.NewActivity(
            organization_id=self.organizations[activity.organization],
            category=activity.category,
            title_vi=activity.title_vi,
            title_en=activity.title_en,
            starts_at=activity.starts_at,
            ends_at=activity.ends_at,
            planned_hours=hours,
            participants=[
                (self.people[person], self.posts[post], hours)
                for person, post in activity.participants
            ],
        )

    @_do.register
    def _(self, operation: plan.LogTime) -> None:
        people, posts, activities = self.people, self.posts, self._activities
        logged = ledger.log_time(
            entries=[
                ledger.NewTimeEntry(
                    people[entry.person],
                    posts[entry.post],
                    entry.kind,
                    entry.category,
                    entry.day,
                    _hours(entry.hours),
                    None if entry.activity is None else activities[entry.activity],
                    entry.is_month_total,
                )
                for entry in operation.entries
            ],
            actor=ACTOR,
        )
        for entry, entry_id in zip(operation.entries, logged.ids, strict=True):
            if entry.person in self._watched:
                self._entries[entry] = entry_id
        self.rows += len(logged.ids)

    @_do.register
    def _(self, operation: plan.CorrectHours) -> None:
        ledger.correct_time_entry(
            entry_id=self._entries[operation.entry],
            hours=_hours(operation.hours),
            reason=operation.reason,
            actor=ACTOR,
        )
        self.rows += 1

    @_do.register
    def _(self, operation: plan.CloseMonth) -> None:
        ledger.close_month(
            organization_ids=[self.organizations[key] for key in operation.organizations],
            month=Month.of(operation.month),
            actor=ACTOR,
        )
        self.rows += len(operation.organizations)


def _is_line(post: str) -> bool:
    """Posts of units are line posts; those of chapters, cells and outside bodies are not."""
    family = post.partition(":")[0].partition("#")[0]
    return family not in ("youth", "women", "union", "party", "outside")


Report = Callable[[Step, int], None]


def play(steps: Iterable[Step], seeder: Seeder, report: Report | None = None) -> int:
    """Run all steps in order; returns how many."""
    count = 0
    for step in steps:
        seeder.run(step)
        count += 1
        if report is not None:
            report(step, seeder.rows)
    return count


__all__: Sequence[str] = ("ACTOR", "Seeder", "play")
