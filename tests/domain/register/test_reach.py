"""Each side changes its own: whatever lies beyond does not exist for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from kiem.domain.register.actions import (
    AppointmentEnd,
    ChapterLink,
    Link,
    MemberMove,
    MembershipEnd,
    NewAppointment,
    NewMembership,
    NewPost,
    NewRank,
    NewTerm,
    OrganizationChange,
    OrganizationEnd,
    PersonCorrection,
    Placement,
    PostEnd,
    ServiceEnd,
    Transfer,
    admit_members,
    apply_change_event,
    appoint,
    change_organizations,
    correct_appointment,
    correct_person,
    create_identities,
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
from kiem.platform.kernel.errors import NotFound
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


EMPLOYER = {
    "record",
    "appoint to line post",
    "end line post",
    "end office",
    "transfer",
    "end service",
    "set rank",
    "register people",
    "correct person",
    "redact person",
    "correct line post",
    "line post",
    "end empty line post",
    "found unit",
    "found body outside",
    "rename unit",
}
LINE = {
    "record",
    "appoint to office",
    "end office",
    "withdraw office",
    "admit",
    "release",
    "withdraw membership",
    "open term",
    "office",
    "found chapter",
    "found body outside",
    "convert chapter",
    "end chapter",
}
NAMES = sorted(EMPLOYER | LINE)
ALLOWED = {"unit": EMPLOYER, "line": LINE, "neighbour": {"register people"}, "women": set[str]()}


@pytest.fixture
def acts(town: Town) -> Acts:
    return Acts(town)


@pytest.mark.parametrize("name", NAMES)
def test_each_side_does_its_own_and_nothing_else(acts: Acts, name: str) -> None:
    for side in ("neighbour", "women", "line", "unit"):
        actor, act = holder(acts.scopes[side]), acts.by(side)[name]
        if name in ALLOWED[side]:
            with transaction.atomic():
                act(actor)
                transaction.set_rollback(True)  # the next side finds everything as it was
        else:
            with pytest.raises(NotFound):
                act(actor)


def test_one_decides_only_in_the_name_of_ones_own_issuer(acts: Acts) -> None:
    act = acts.by("city")["rename unit"]
    with pytest.raises(NotFound):
        act(holder(acts.scopes["unit"]))
    act(holder(acts.scopes["city"]))


def test_staff_of_another_unit_is_taken_only_by_who_reaches_both(acts: Acts) -> None:
    town = acts.town
    move = [Transfer(town.people[2], town.other_officer, town.officer, DAY)]
    for side in ("unit", "neighbour"):
        with pytest.raises(NotFound):
            transfer(decision_id=acts.decisions[side], moves=move, actor=holder(acts.scopes[side]))
    with pytest.raises(NotFound):
        appoint(
            decision_id=acts.decisions["unit"],
            appointments=[NewAppointment(town.people[2], town.chief, DAY, "seconded", 0)],
            actor=holder(acts.scopes["unit"]),
        )
    city = holder(acts.scopes["city"])
    assert len(transfer(decision_id=acts.decisions["city"], moves=move, actor=city)) == 1


def test_who_has_left_is_still_the_last_units_and_nobody_elses(acts: Acts) -> None:
    town = acts.town
    end_service(decision_id=town.decision, people=[ServiceEnd(town.people[0], DAY)], actor=SYSTEM)
    corrected = PersonCorrection(town.people[0], given_name="An")
    with pytest.raises(NotFound):
        correct_person(
            decision_id=acts.decisions["neighbour"],
            corrected=corrected,
            actor=holder(acts.scopes["neighbour"]),
        )
    unit = holder(acts.scopes["unit"])
    assert correct_person(decision_id=acts.decisions["unit"], corrected=corrected, actor=unit)


def test_chapter_draws_on_the_staff_of_its_own_unit(acts: Acts) -> None:
    town = acts.town
    stranger = [NewMembership(town.people[2], town.chapter, DAY)]
    chapter_officer = holder(f"line:{town.chapter}")
    (decision,) = [
        record_decision(
            issuer_id=town.chapter,
            number="9",
            signed_on=DAY,
            kind="membership",
            title_vi="Kết nạp",
            actor=chapter_officer,
        )
    ]
    with pytest.raises(NotFound):
        admit_members(decision_id=decision, members=stranger, actor=chapter_officer)
    city_officer = holder(acts.scopes["line"])
    assert admit_members(decision_id=acts.decisions["line"], members=stranger, actor=city_officer)


def test_organisation_moves_only_below_what_one_changes(acts: Acts) -> None:
    town = acts.town
    unit, line = holder(acts.scopes["unit"]), holder(acts.scopes["line"])
    out = OrganizationChange(town.unit, DAY, parent_id=town.other_unit)
    with pytest.raises(NotFound):
        change_organizations(decision_id=acts.decisions["unit"], changes=[out], actor=unit)
    for elsewhere in (
        OrganizationChange(town.chapter, DAY, higher_id=acts.women),
        OrganizationChange(town.chapter, DAY, higher_id=None),
    ):
        with pytest.raises(NotFound):
            change_organizations(
                decision_id=acts.decisions["line"], changes=[elsewhere], actor=line
            )
    hosted = OrganizationChange(town.chapter, DAY, parent_id=town.other_unit)
    change_organizations(decision_id=acts.decisions["line"], changes=[hosted], actor=line)


def test_only_the_program_starts_a_register(acts: Acts) -> None:
    everything = holder("all")
    (top,) = [organization("TOP", valid_from=DAY)]
    with pytest.raises(NotFound):
        found_organizations(
            decision_id=acts.decisions["city"], organizations=[top], actor=everything
        )


def test_identity_of_something_that_lived_is_not_founded_again(acts: Acts) -> None:
    city, town = holder(acts.scopes["city"]), acts.town
    again = organization("A2", parent_id=town.city, identity_id=town.chapter, category="unit")
    (fresh,) = create_identities(category="unit", count=1, actor=city)
    with pytest.raises(NotFound):
        found_organizations(decision_id=acts.decisions["city"], organizations=[again], actor=city)
    new = replace(again, identity_id=fresh)
    assert found_organizations(
        decision_id=acts.decisions["city"], organizations=[new], actor=city
    ) == [fresh]


def test_what_a_merged_unit_hosts_goes_with_it_and_nothing_else(acts: Acts) -> None:
    """The employer's reorganisation says what becomes of a chapter it leaves without a host."""
    town, city = acts.town, holder(acts.scopes["city"])
    placed = [Placement(person, town.other_officer) for person in town.people[:2]]
    links = [Link(town.unit, town.other_unit)]

    def merge(**values: object) -> object:
        return apply_change_event(
            decision_id=acts.decisions["city"],
            kind="merge",
            effective_on=DAY,
            title_vi="Sáp nhập",
            title_en="Merge",
            links=links,
            placements=placed,
            actor=city,
            **values,  # type: ignore[arg-type]  # chapters and members, as given below
        )

    kept = ChapterLink(town.chapter, town.chapter)
    with pytest.raises(NotFound):  # the women's organisation is hosted by the city, which stays
        merge(chapters=[kept, ChapterLink(acts.women, None)])
    with pytest.raises(NotFound):
        merge(
            chapters=[kept],
            members=[MemberMove(town.people[3], acts.women, town.chapter)],
        )
    assert merge(chapters=[kept])
