"""Steps of a random history with people: appointed, moved, members, gone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis.stateful import (
    precondition,
    rule,
)

from kiem.domain.register.actions import (
    AppointmentEnd,
    MembershipEnd,
    NewAppointment,
    NewMembership,
    ServiceEnd,
    Transfer,
    admit_members,
    appoint,
    end_appointments,
    end_memberships,
    end_service,
    register_people,
    transfer,
    withdraw_appointments,
)
from kiem.platform.access import SYSTEM
from tests.domain.register.history import ANY, DAY, LENGTH, SHARE, History, pick
from tests.domain.register.stored import day_of
from tests.domain.register.world import Appointment, Days
from tests.factories.register import person


class StaffSteps(History):
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
