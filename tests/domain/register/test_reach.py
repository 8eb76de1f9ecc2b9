"""Each side changes its own: whatever lies beyond does not exist for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from kiem.domain.register.actions import (
    ChapterLink,
    Link,
    MemberMove,
    NewAppointment,
    NewMembership,
    OrganizationChange,
    PersonCorrection,
    Placement,
    ServiceEnd,
    Transfer,
    admit_members,
    apply_change_event,
    appoint,
    change_organizations,
    correct_person,
    create_identities,
    end_service,
    found_organizations,
    record_decision,
    transfer,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import NotFound
from tests.domain.register.acts import DAY, Acts, holder
from tests.factories.register import Town, organization

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
