"""Plan, rules and allocation: what is kept, and what is refused with its field."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.assembly.actions import EventPlan, plan_event
from kiem.domain.elections.actions import (
    RuleValue,
    SchemePlan,
    allocate_delegates,
    change_scheme,
    prepare_congress,
    set_rule,
)
from kiem.domain.elections.allocation import Tie
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts, rules_of
from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput
from tests.factories.congress import (
    HELD,
    SCHEME,
    Congress,
)


def facts(world: Congress) -> CongressFacts:
    return congress_facts("c.id = %(id)s", {"id": world.congress})[0]


def code(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


def test_scheme_and_rules_are_checked_before_they_are_kept(world: Congress) -> None:
    with pytest.raises(InvalidInput) as refused:
        change_scheme(
            congress_id=world.congress,
            scheme=SchemePlan("2025-2030", HELD, HELD),
            actor=world.holder,
        )
    assert code(refused) == "elections.term_without_end"
    with pytest.raises(InvalidInput) as percent:
        change_scheme(
            congress_id=world.congress,
            scheme=SchemePlan("2025", HELD, date(2030, 6, 1), women_percent=101),
            actor=world.holder,
        )
    assert code(percent) == "elections.percent_out_of_range"
    for key, value in (("majority_share", "half"), ("quorum_share", "3/2"), ("nonsense", "1")):
        with pytest.raises(InvalidInput) as wrong:
            set_rule(
                congress_id=world.congress,
                rule=RuleValue(key, value, HELD, "S", "Nghị quyết"),
                actor=world.holder,
            )
        assert code(wrong) == "elections.rule_value_wrong"
    with pytest.raises(InvalidInput) as letter:
        set_rule(
            congress_id=world.congress,
            rule=RuleValue("quorum_share", "3/4", HELD, "Z", "Nghị quyết"),
            actor=world.holder,
        )
    assert code(letter) == "elections.letter_wrong"


def test_rule_set_above_holds_below_and_ones_own_before_it(world: Congress) -> None:
    assert rules_of(facts(world))["quorum_share"].value == "2/3"
    above = plan_event(
        project_id=world.project,
        organizer_id=world.places.youth,
        kind="congress",
        plan=EventPlan(title_vi="Đại hội Đoàn thành phố", held_on=date(2025, 10, 1)),
        actor=world.holder,
    )
    higher = prepare_congress(event_id=above, scheme=SCHEME, actor=world.holder)
    set_rule(
        congress_id=higher,
        rule=RuleValue("quorum_share", "3/4", date(2025, 1, 1), "S", "Hướng dẫn 1"),
        actor=world.holder,
    )
    assert rules_of(facts(world))["quorum_share"].value == "3/4"
    set_rule(
        congress_id=world.congress,
        rule=RuleValue("quorum_share", "4/5", date(2025, 1, 1), "E", "Quy chế đại hội"),
        actor=world.holder,
    )
    own = rules_of(facts(world))["quorum_share"]
    assert (own.value, own.letter.value, own.set_by) == ("4/5", "E", world.places.youth_a)
    set_rule(
        congress_id=world.congress,
        rule=RuleValue("quorum_share", "9/10", date(2025, 7, 1), "E", "Từ tháng 7"),
        actor=world.holder,
    )
    assert rules_of(facts(world))["quorum_share"].value == "4/5"  # held before that day


def test_allocation_tie_is_kept_open_until_lots_are_drawn(world: Congress) -> None:
    found = allocate_delegates(
        congress_id=world.congress, method="hare", total=3, exception_vi="x", actor=world.holder
    )
    assert [share.weight for share in found.shares] == [8, 4]
    assert [share.seats for share in found.shares] == [2, 1]
    bands = allocate_delegates(
        congress_id=world.congress,
        method="bands",
        bands=[(3, 1), (8, 2)],
        exception_vi="x",
        actor=world.holder,
    )
    assert [share.seats for share in bands.shares] == [2, 1]
    even = allocate_delegates(
        congress_id=world.congress, method="dhondt", total=2, exception_vi="x", actor=world.holder
    )
    assert even.tie == Tie(tuple(sorted(world.branches)), 1)  # 8/2 = 4/1
    drawn = allocate_delegates(
        congress_id=world.congress,
        method="dhondt",
        total=2,
        lots=[world.branches[1], world.branches[0]],
        exception_vi="x",
        actor=world.holder,
    )
    assert [share.seats for share in drawn.shares] == [1, 1]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"total": 0}, "total"),
        ({"total": 3, "base": 2}, "base"),
        ({"method": "bands"}, "bands"),
        ({"total": 3, "counted_on": date(2024, 1, 1)}, "counted_on"),
        ({"total": 3, "lots": [999_999]}, "lots"),
        ({"total": 3, "method": "by_whim"}, "total"),
    ],
)
def test_allocation_that_makes_no_sense_names_the_field(
    world: Congress, values: dict[str, object], field: str
) -> None:
    asked = {"method": "hare", "congress_id": world.congress, **values}
    with pytest.raises(InvalidInput) as refused:
        allocate_delegates(**asked, actor=world.holder)  # type: ignore[arg-type]  # as in the table
    assert refused.value.field == field
    assert refused.value.remedy


def test_only_a_congress_event_is_prepared_and_only_once(world: Congress) -> None:
    with pytest.raises(Conflict) as twice:
        prepare_congress(event_id=world.event, scheme=SCHEME, actor=world.holder)
    assert code(twice) == "elections.already_prepared"
    meeting = plan_event(
        project_id=world.project,
        organizer_id=world.places.youth_a,
        kind="meeting",
        plan=EventPlan(title_vi="Họp", held_on=HELD),
        actor=world.holder,
    )
    with pytest.raises(InvalidInput) as kind:
        prepare_congress(event_id=meeting, scheme=SCHEME, actor=world.holder)
    assert code(kind) == "elections.not_a_congress"
