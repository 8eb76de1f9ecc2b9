"""What must not be written is refused with a code, a message and a remedy, and nothing is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.register.actions import (
    AppointmentEnd,
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    end_appointments,
    found_organizations,
    open_term,
    record_decision,
    register_people,
)
from kiem.domain.register.models import Appointment, Membership
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel.errors import DomainError
from tests.factories.register import START, Town, organization, person, post


def put(
    town: Town, person_id: int, post_id: int, start: date = START, share: Decimal | int = 100
) -> int:
    (appointment,) = appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(person_id, post_id, start, "appointed", share)],
        actor=SYSTEM,
    )
    return appointment


def refused(code: str) -> pytest.RaisesContext[DomainError]:  # type: ignore[name-defined]
    return pytest.raises(DomainError, check=lambda error: error.code == f"register.{code}")


def test_second_person_for_one_seat_is_refused_naming_the_post(town: Town) -> None:
    put(town, town.people[0], town.chief)
    with refused("seat_taken") as caught:
        put(town, town.people[1], town.chief, date(2025, 3, 1))
    assert caught.value.params["post"] == "Trưởng Công an"
    assert (caught.value.params["seats"], caught.value.params["holders"]) == (1, 2)
    assert caught.value.params["day"] == "2025-03-01"
    assert caught.value.status == 409
    assert Appointment.objects.count() == 1


def test_seat_is_free_from_the_day_the_holder_leaves(town: Town) -> None:
    first = put(town, town.people[0], town.chief)
    end_appointments(
        decision_id=town.decision, ends=[AppointmentEnd(first, date(2025, 3, 1))], actor=SYSTEM
    )
    with refused("seat_taken"):
        put(town, town.people[1], town.chief, date(2025, 2, 28))
    put(town, town.people[1], town.chief, date(2025, 3, 1))


def test_shares_over_100_percent_are_refused_naming_the_person(town: Town) -> None:
    put(town, town.people[0], town.officer, share=60)
    with refused("share_over_100") as caught:
        put(town, town.people[0], town.other_officer, share=Decimal("40.01"))
    assert caught.value.params["share"] == 100.01
    assert caught.value.params["person"] == "Nguyễn Văn Người 1"
    put(town, town.people[0], town.other_officer, share=40)


def test_same_post_twice_for_one_person_is_refused(town: Town) -> None:
    put(town, town.people[0], town.officer, share=50)
    with refused("already_appointed"):
        put(town, town.people[0], town.officer, date(2025, 6, 1), share=50)


def test_appointment_before_service_is_refused(town: Town) -> None:
    (late,) = register_people(
        decision_id=town.decision,
        people=[person(99, valid_from=date(2025, 6, 1))],
        actor=SYSTEM,
    )
    with refused("outside_service"):
        put(town, late, town.officer, date(2025, 5, 31))


def test_appointment_before_the_post_exists_is_refused_as_no_seat(town: Town) -> None:
    (later,) = create_posts(
        decision_id=town.decision,
        posts=[post(town.unit, valid_from=date(2025, 6, 1))],
        actor=SYSTEM,
    )
    with refused("seat_taken") as caught:
        put(town, town.people[0], later, date(2025, 5, 31))
    assert caught.value.params["seats"] == 0


@pytest.mark.parametrize(
    ("start", "end"), [(date(25, 1, 1), None), (date(2025, 1, 1), date(9999, 1, 1))]
)
def test_absurd_date_is_refused(town: Town, start: date, end: date | None) -> None:
    with refused("impossible_date"):
        appoint(
            decision_id=town.decision,
            appointments=[
                NewAppointment(town.people[0], town.officer, start, "appointed", 100, end)
            ],
            actor=SYSTEM,
        )


def test_end_not_after_start_is_refused(town: Town) -> None:
    with refused("ends_before_start"):
        appoint(
            decision_id=town.decision,
            appointments=[
                NewAppointment(town.people[0], town.officer, START, "appointed", 100, START)
            ],
            actor=SYSTEM,
        )


def test_unknown_ids_are_named(town: Town) -> None:
    with refused("unknown") as caught:
        put(town, 999_999, town.officer)
    assert caught.value.params == {"what": "person", "values": "999999"}
    assert caught.value.status == 404
    with refused("unknown"):
        put(town, town.people[0], 999_999)


def test_unknown_type_and_role_are_refused(town: Town) -> None:
    with refused("unknown"):
        found_organizations(
            decision_id=town.decision,
            organizations=[organization("X", type="castle", parent_id=town.city)],
            actor=SYSTEM,
        )
    with refused("unknown"):
        create_posts(
            decision_id=town.decision, posts=[post(town.unit, role="wizard")], actor=SYSTEM
        )


def test_code_in_use_is_refused(town: Town) -> None:
    with refused("code_taken") as caught:
        found_organizations(
            decision_id=town.decision,
            organizations=[organization("A", parent_id=town.city)],
            actor=SYSTEM,
        )
    assert caught.value.params["code"] == "A"


def test_code_twice_in_one_input_names_both_rows(town: Town) -> None:
    with refused("given_twice") as caught:
        found_organizations(
            decision_id=town.decision,
            organizations=[organization("X"), organization("Y"), organization("X")],
            actor=SYSTEM,
        )
    assert (caught.value.params["first"], caught.value.params["row"]) == (1, 3)


def test_type_out_of_force_is_refused(town: Town) -> None:
    with refused("type_not_in_force"):
        found_organizations(
            decision_id=town.decision,
            organizations=[
                organization(
                    "TU", category="member", type="trade_union_grassroots", parent_id=town.unit
                )
            ],
            actor=SYSTEM,
        )


def test_superior_that_does_not_exist_yet_is_refused(town: Town) -> None:
    (later,) = found_organizations(
        decision_id=town.decision,
        organizations=[organization("L", parent_id=town.city, valid_from=date(2025, 7, 1))],
        actor=SYSTEM,
    )
    with refused("superior_missing"):
        found_organizations(
            decision_id=town.decision,
            organizations=[
                organization("M", category="member", type="youth_branch", parent_id=later)
            ],
            actor=SYSTEM,
        )


def test_line_post_in_a_chapter_is_refused(town: Town) -> None:
    with refused("post_kind"):
        create_posts(decision_id=town.decision, posts=[post(town.chapter)], actor=SYSTEM)


def test_post_before_its_organisation_is_refused(town: Town) -> None:
    with refused("post_outside_organization"):
        create_posts(
            decision_id=town.decision,
            posts=[post(town.unit, valid_from=date(2024, 12, 31))],
            actor=SYSTEM,
        )


def test_member_of_a_unit_is_refused(town: Town) -> None:
    with refused("membership_outside_organization"):
        admit_members(
            decision_id=town.decision,
            members=[NewMembership(town.people[0], town.unit, START)],
            actor=SYSTEM,
        )
    assert Membership.objects.count() == 0


def test_second_membership_in_the_same_chapter_is_refused(town: Town) -> None:
    member = NewMembership(town.people[0], town.chapter, START)
    admit_members(decision_id=town.decision, members=[member], actor=SYSTEM)
    with refused("already_member"):
        admit_members(decision_id=town.decision, members=[member], actor=SYSTEM)


def test_staff_number_in_use_is_refused(town: Town) -> None:
    with refused("staff_number_taken") as caught:
        register_people(decision_id=town.decision, people=[person(1)], actor=SYSTEM)
    assert caught.value.params["staff_number"] == "00001"


def test_child_in_service_is_refused(town: Town) -> None:
    with refused("impossible_age") as caught:
        register_people(
            decision_id=town.decision,
            people=[person(98, birth_date=date(2015, 1, 1))],
            actor=SYSTEM,
        )
    assert caught.value.field == "birth_date"


def test_decision_number_twice_in_a_year_is_refused(town: Town) -> None:
    with refused("decision_number_taken"):
        record_decision(
            issuer_id=town.city,
            number="01/QĐ",
            signed_on=date(2025, 2, 2),
            kind="personnel",
            title_vi="Khác",
            actor=SYSTEM,
        )


def test_same_decision_twice_is_harmless(town: Town) -> None:
    first, second = (
        record_decision(
            issuer_id=town.city,
            number="02/QĐ",
            signed_on=date(2025, 2, 2),
            kind="personnel",
            title_vi="Bổ nhiệm",
            actor=SYSTEM,
        )
        for _ in range(2)
    )
    assert first == second


def test_decision_from_the_future_is_refused(town: Town) -> None:
    with refused("signed_in_future"):
        record_decision(
            issuer_id=town.city,
            number="03/QĐ",
            signed_on=date(2149, 1, 1),
            kind="personnel",
            title_vi="Bổ nhiệm",
            actor=SYSTEM,
        )


def test_correction_without_reason_is_refused(town: Town) -> None:
    with refused("reason_missing"):
        record_decision(
            issuer_id=town.city,
            number="04/QĐ",
            signed_on=date(2025, 2, 2),
            kind="correction",
            title_vi="Đính chính",
            actor=SYSTEM,
        )


def test_end_outside_the_appointment_is_refused(town: Town) -> None:
    appointment = put(town, town.people[0], town.chief)
    for day in (START, date(2024, 12, 1)):
        with refused("not_running"):
            end_appointments(
                decision_id=town.decision, ends=[AppointmentEnd(appointment, day)], actor=SYSTEM
            )


def test_term_that_opens_cuts_the_running_one_short(town: Town) -> None:
    for label, day, planned in (
        ("2022-2027", START, (date(2022, 5, 1), date(2027, 5, 1))),
        ("2025-2030", date(2025, 8, 1), (date(2025, 8, 1), date(2030, 8, 1))),
    ):
        open_term(
            decision_id=town.decision,
            organization_id=town.chapter,
            label=label,
            opens_on=day,
            planned_from=planned[0],
            planned_until=planned[1],
            actor=SYSTEM,
        )
    with refused("term_overlap"):
        open_term(
            decision_id=town.decision,
            organization_id=town.chapter,
            label="earlier",
            opens_on=date(2024, 12, 31),
            planned_from=date(2024, 12, 31),
            planned_until=date(2026, 1, 1),
            actor=SYSTEM,
        )


def test_actor_without_permission_is_forbidden_before_anything_is_read(town: Town) -> None:
    stranger = Viewer(name="stranger", user_id=3)
    with pytest.raises(DomainError) as caught:
        appoint(decision_id=1, appointments=[], actor=stranger)
    assert caught.value.status == 403


def test_actor_of_another_unit_finds_no_such_organisation(town: Town) -> None:
    neighbour = Viewer(
        name="neighbour",
        user_id=4,
        grants=frozenset({Grant(Permission.CHANGE_REGISTER, f"unit:{town.other_unit}")}),
    )
    own = record_decision(
        issuer_id=town.other_unit,
        number="1",
        signed_on=START,
        kind="personnel",
        title_vi="Về việc bổ nhiệm",
        actor=neighbour,
    )
    with pytest.raises(DomainError) as caught:
        appoint(
            decision_id=own,
            appointments=[NewAppointment(town.people[0], town.officer, START, "appointed", 100)],
            actor=neighbour,
        )
    assert caught.value.status == 404
    appoint(
        decision_id=own,
        appointments=[NewAppointment(town.people[0], town.other_officer, START, "appointed", 100)],
        actor=neighbour,
    )
