"""A small organisation's congress is one of all its members, convened in one step."""

from __future__ import annotations

import pytest

from kiem.domain.elections.actions import (
    RuleValue,
    allocate_delegates,
    convene_every_member,
    name_delegations,
    set_rule,
)
from kiem.domain.elections.queries.state import delegates_of, seats_by_chapter
from kiem.domain.elections.queries.verify import verify_elections
from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound
from tests.factories.congress import HELD, Congress, accounts_of

MANDATE = "Nghị quyết triệu tập đại hội toàn thể"


def test_every_member_of_a_small_organisation_is_convened_at_once(world: Congress) -> None:
    ids = convene_every_member(congress_id=world.congress, mandate_vi=MANDATE, actor=world.holder)
    delegates = delegates_of(world.congress)
    assert [d.id for d in delegates] == ids
    expected = {*world.members, world.old, world.places.people["Bình"]}
    assert expected <= {d.person_id for d in delegates}
    assert {(d.kind, d.mandate_vi, d.verdict) for d in delegates} == {("member", MANDATE, "open")}
    seats = seats_by_chapter(world.congress)
    assert seats is not None
    assert sum(seats.values()) == len(ids)
    assert (
        convene_every_member(congress_id=world.congress, mandate_vi=MANDATE, actor=world.holder)
        == []
    )
    assert all(check.problems == () for check in verify_elections())


def test_every_member_is_not_convened_where_the_rule_has_delegates(world: Congress) -> None:
    rule = RuleValue(
        key="delegates_from_members",
        value="10",
        valid_from=HELD,
        letter="E",
        source_vi="Ví dụ",
    )
    set_rule(congress_id=world.congress, rule=rule, actor=world.holder)
    with pytest.raises(Conflict) as refused:
        convene_every_member(congress_id=world.congress, mandate_vi=MANDATE, actor=world.holder)
    assert refused.value.code == "elections.delegates_needed"
    assert delegates_of(world.congress) == ()
    with pytest.raises(NotFound):
        convene_every_member(
            congress_id=world.congress, mandate_vi=MANDATE, actor=accounts_of(world)[0]
        )


def test_delegations_of_all_chapters_are_named_in_one_act(world: Congress) -> None:
    allocate_delegates(
        congress_id=world.congress,
        method="sainte_lague",
        total=8,
        exception_vi="Hội trường nhỏ",
        actor=world.holder,
    )
    one, two = world.branches
    m = world.members
    ids = name_delegations(
        congress_id=world.congress,
        delegations={one: m[:5], two: m[6:9]},
        mandate_vi=MANDATE,
        actor=world.holder,
    )
    assert [(d.id, d.person_id, d.organization_id) for d in delegates_of(world.congress)] == [
        *zip(ids[:5], m[:5], [one] * 5, strict=True),
        *zip(ids[5:], m[6:9], [two] * 3, strict=True),
    ]
    for delegations, code, error in (
        ({one: [m[5]]}, "elections.seats_taken", Conflict),
        ({one: [m[0]] * 9}, "elections.seats_taken", Conflict),
    ):
        with pytest.raises(error) as refused:
            name_delegations(
                congress_id=world.congress,
                delegations=delegations,
                mandate_vi=MANDATE,
                actor=world.holder,
            )
        assert refused.value.code == code


def test_member_of_another_chapter_is_refused_with_the_whole(world: Congress) -> None:
    allocate_delegates(
        congress_id=world.congress,
        method="sainte_lague",
        total=8,
        exception_vi="Hội trường nhỏ",
        actor=world.holder,
    )
    one, two = world.branches
    with pytest.raises(InvalidInput) as refused:
        name_delegations(
            congress_id=world.congress,
            delegations={one: [world.members[0]], two: [world.members[1]]},
            mandate_vi=MANDATE,
            actor=world.holder,
        )
    assert refused.value.code == "elections.without_mandate"
    assert delegates_of(world.congress) == ()
