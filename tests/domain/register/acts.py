"""Every act on the register once, done in a small town by whom one likes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiem.domain.register.actions import (
    AppointmentEnd,
    MembershipEnd,
    NewAppointment,
    NewMembership,
    NewPost,
    NewRank,
    NewTerm,
    OrganizationChange,
    OrganizationEnd,
    PersonCorrection,
    PostEnd,
    ServiceEnd,
    Transfer,
    admit_members,
    appoint,
    change_organizations,
    correct_appointment,
    correct_person,
    create_posts,
    end_appointments,
    end_memberships,
    end_organizations,
    end_posts,
    end_service,
    found_organizations,
    open_terms,
    record_decision,
    redact_person,
    register_people,
    set_ranks,
    transfer,
    withdraw_appointments,
    withdraw_memberships,
)
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from tests.factories.register import START, Town, organization, person, post

DAY = date(2025, 6, 1)


Act = Callable[[Viewer], object]


def holder(scope: str) -> Viewer:
    grant = Grant(Permission.CHANGE_REGISTER, scope)
    return Viewer(name=scope, user_id=1, grants=frozenset({grant}))


def sitting(town: Town, person_id: int, post_id: int, share: int = 100) -> int:
    (appointment,) = appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(person_id, post_id, START, "appointed", share)],
        actor=SYSTEM,
    )
    return appointment


class Acts:
    """One call of every action, about unit A, its people, or its chapter."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.line_appointment = sitting(town, town.people[0], town.officer)
        self.office_appointment = sitting(town, town.people[0], town.secretary, 0)
        sitting(town, town.people[1], town.officer)
        sitting(town, town.people[2], town.other_officer)
        (self.membership,) = admit_members(
            decision_id=town.decision,
            members=[NewMembership(town.people[0], town.chapter, START)],
            actor=SYSTEM,
        )
        (self.women,) = found_organizations(
            decision_id=town.decision,
            organizations=[
                organization("HN-W", category="member", type="women_city", parent_id=town.city)
            ],
            actor=SYSTEM,
        )
        self.issuers = {
            "unit": town.unit,
            "neighbour": town.other_unit,
            "city": town.city,
            "line": town.youth,
            "women": self.women,
        }
        self.scopes = {
            side: f"{'line' if side in ('line', 'women') else 'unit'}:{issuer}"
            for side, issuer in self.issuers.items()
        }
        self.decisions = {
            side: record_decision(
                issuer_id=issuer,
                number=side,
                signed_on=START,
                kind="correction",
                title_vi="Đính chính",
                reason="Thử",
                actor=SYSTEM,
            )
            for side, issuer in self.issuers.items()
        }

    def by(self, side: str) -> dict[str, Act]:
        """Name -> call that writes by a decision of the side's issuer."""
        town, decision = self.town, self.decisions[side]
        first, second = town.people[:2]
        day = DAY
        return {
            "record": lambda a: record_decision(
                issuer_id=self.issuers[side if side in ("unit", "line") else "unit"],
                number="7",
                signed_on=day,
                kind="personnel",
                title_vi="Về việc thử",
                actor=a,
            ),
            "appoint to line post": lambda a: appoint(
                decision_id=decision,
                appointments=[NewAppointment(town.people[5], town.chief, day, "appointed", 100)],
                actor=a,
            ),
            "appoint to office": lambda a: appoint(
                decision_id=decision,
                appointments=[
                    NewAppointment(second, self.free_office(), day, "elected", 0),
                ],
                actor=a,
            ),
            "end line post": lambda a: end_appointments(
                decision_id=decision, ends=[AppointmentEnd(self.line_appointment, day)], actor=a
            ),
            "end office": lambda a: end_appointments(
                decision_id=decision, ends=[AppointmentEnd(self.office_appointment, day)], actor=a
            ),
            "transfer": lambda a: transfer(
                decision_id=decision,
                moves=[Transfer(first, town.officer, town.chief, day)],
                actor=a,
            ),
            "end service": lambda a: end_service(
                decision_id=decision, people=[ServiceEnd(first, day)], actor=a
            ),
            "set rank": lambda a: set_ranks(
                decision_id=decision, ranks=[NewRank(first, "captain", day)], actor=a
            ),
            "register people": lambda a: register_people(
                decision_id=decision, people=[person(70, valid_from=day)], actor=a
            ),
            "correct person": lambda a: correct_person(
                decision_id=decision, corrected=PersonCorrection(first, given_name="An"), actor=a
            ),
            "redact person": lambda a: redact_person(person_id=first, reason="Luật", actor=a),
            "correct line post": lambda a: correct_appointment(
                decision_id=decision,
                appointment_id=self.line_appointment,
                corrected=NewAppointment(first, town.chief, START, "appointed", 100),
                actor=a,
            ),
            "withdraw office": lambda a: withdraw_appointments(
                decision_id=decision, appointment_ids=[self.office_appointment], actor=a
            ),
            "admit": lambda a: admit_members(
                decision_id=decision, members=[NewMembership(second, town.chapter, day)], actor=a
            ),
            "release": lambda a: end_memberships(
                decision_id=decision, ends=[MembershipEnd(first, town.chapter, day)], actor=a
            ),
            "withdraw membership": lambda a: withdraw_memberships(
                decision_id=decision, membership_ids=[self.membership], actor=a
            ),
            "open term": lambda a: open_terms(
                decision_id=decision,
                terms=[NewTerm(town.chapter, "I", day, day, date(2030, 1, 1))],
                actor=a,
            ),
            "line post": lambda a: create_posts(
                decision_id=decision, posts=[post(town.unit, valid_from=day)], actor=a
            ),
            "office": lambda a: create_posts(
                decision_id=decision, posts=[office(town.chapter, day)], actor=a
            ),
            "end empty line post": lambda a: end_posts(
                decision_id=decision, ends=[PostEnd(town.chief, day)], actor=a
            ),
            "found unit": lambda a: found_organizations(
                decision_id=decision,
                organizations=[organization("A1", parent_id=town.unit, valid_from=day)],
                actor=a,
            ),
            "found chapter": lambda a: found_organizations(
                decision_id=decision,
                organizations=[chapter(town, "A-Y2", day)],
                actor=a,
            ),
            "found body outside": lambda a: found_organizations(
                decision_id=decision,
                organizations=[
                    organization(
                        "TD-A",
                        category="external",
                        type="external_youth",
                        parent_id=town.unit,
                        valid_from=day,
                    )
                ],
                actor=a,
            ),
            "rename unit": lambda a: change_organizations(
                decision_id=decision,
                changes=[OrganizationChange(town.unit, day, name_vi="Công an xã Mới")],
                actor=a,
            ),
            "convert chapter": lambda a: change_organizations(
                decision_id=decision,
                changes=[OrganizationChange(town.chapter, day, type="youth_branch")],
                actor=a,
            ),
            "end chapter": lambda a: end_organizations(
                decision_id=decision, ends=[OrganizationEnd(town.chapter, day)], actor=a
            ),
        }

    def free_office(self) -> int:
        (fresh,) = create_posts(
            decision_id=self.town.decision,
            posts=[office(self.town.chapter, START)],
            actor=SYSTEM,
        )
        return fresh


def office(chapter_id: int, day: date) -> NewPost:
    return post(
        chapter_id,
        kind="office",
        role="deputy_secretary",
        title_vi="Phó Bí thư",
        title_en="Deputy secretary",
        valid_from=day,
    )


def chapter(town: Town, code: str, day: date, higher: int | None = None) -> object:
    return organization(
        code,
        category="member",
        type="youth_branch",
        parent_id=town.unit,
        higher_id=town.youth if higher is None else higher,
        valid_from=day,
    )
