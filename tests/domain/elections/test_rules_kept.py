"""Rules of congresses act: surplus candidates, and from how many members there are delegates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.elections.actions import (
    RuleValue,
    SchemePlan,
    allocate_delegates,
    change_scheme,
    close_list,
    nominate,
    open_contest,
    set_rule,
)
from kiem.domain.elections.queries import allocation_detail, contest_detail
from kiem.domain.elections.rules import KEYS, rules_for
from kiem.domain.elections.surplus import Surplus, surplus_for
from kiem.platform.kernel.errors import Conflict, InvalidInput
from tests.factories.congress import HELD, SCHEME, Congress, seat_delegates

PACKAGED = rules_for(family="youth", organization_type="youth_branch", on=HELD)


# surplus candidates


@pytest.mark.parametrize(
    ("seats", "least", "most"),
    [(2, 1, 1), (3, 1, 1), (4, 1, 2), (10, 1, 3), (15, 1, 5), (33, 1, 10)],
)
def test_surplus_grows_with_the_seats_and_is_rounded_up(seats: int, least: int, most: int) -> None:
    assert surplus_for(seats, PACKAGED) == Surplus(seats, least, most, "E")


def test_one_seat_asks_for_no_surplus() -> None:
    assert surplus_for(1, PACKAGED) is None


def test_surplus_is_an_example_and_says_so() -> None:
    for key in ("surplus_from_seats", "surplus_least", "surplus_most_share"):
        assert PACKAGED[key].letter.value == "E"
        assert "not law" in PACKAGED[key].source_en


@given(st.integers(2, 500))
def test_a_list_can_always_keep_the_rule(seats: int) -> None:
    rule = surplus_for(seats, PACKAGED)
    assert rule is not None
    assert 1 <= rule.least <= rule.most <= seats
    assert rule.is_kept_by(seats + rule.least)
    assert rule.is_kept_by(seats + rule.most)
    assert not rule.is_kept_by(seats)
    assert not rule.is_kept_by(seats + rule.most + 1)


def listed(world: Congress, seats: int, candidates: int) -> int:
    contest = open_contest(
        congress_id=world.congress, post_id=world.committee, seats=seats, actor=world.holder
    )
    for person in world.members[:candidates]:
        nominate(contest_id=contest, person_id=person, actor=world.holder)
    return contest


@pytest.mark.parametrize("candidates", [2, 4])
def test_list_against_the_rule_says_what_to_do_and_closes_with_a_reason(
    world: Congress, candidates: int
) -> None:
    seat_delegates(world)
    contest = listed(world, 2, candidates)
    with pytest.raises(Conflict) as refused:
        close_list(contest_id=contest, votes_for=8, actor=world.holder)
    assert refused.value.code == "elections.surplus_broken"
    assert refused.value.params == {
        "candidates": candidates, "seats": 2, "low": 3, "high": 3, "letter": "E",
    }  # fmt: skip
    assert refused.value.field == "exception_vi"
    close_list(contest_id=contest, votes_for=8, exception_vi="Có người xin rút", actor=world.holder)
    assert shown(world).contest.exception_vi == "Có người xin rút"


def test_reason_is_kept_only_where_the_rule_is_not(world: Congress) -> None:
    seat_delegates(world)
    close_list(contest_id=listed(world, 2, 3), votes_for=8, exception_vi="Thừa", actor=world.holder)
    assert shown(world).contest.exception_vi == ""


def test_organisation_sets_its_own_surplus_with_a_source(world: Congress) -> None:
    seat_delegates(world)
    for key, value in (("surplus_most_share", "1/1"), ("surplus_least", "2")):
        set_rule(
            congress_id=world.congress,
            rule=RuleValue(key, value, date(2025, 1, 1), "S", "Hướng dẫn của Thành đoàn"),
            actor=world.holder,
        )
    contest = listed(world, 2, 3)
    with pytest.raises(Conflict) as refused:
        close_list(contest_id=contest, votes_for=8, actor=world.holder)
    assert (refused.value.params["low"], refused.value.params["high"]) == (4, 4)
    nominate(contest_id=contest, person_id=world.members[3], actor=world.holder)
    close_list(contest_id=contest, votes_for=8, actor=world.holder)
    assert len(shown(world).contest.listed) == 4


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("surplus_from_seats", "3", "0"),
        ("surplus_least", "0", "-1"),
        ("surplus_most_share", "3/20", "15%"),
    ],
)
def test_values_of_surplus_are_read_strictly(key: str, good: str, bad: str) -> None:
    assert KEYS[key](good)
    assert not KEYS[key](bad)


def shown(world: Congress) -> object:
    return contest_detail(viewer=world.holder, congress_id=world.congress, number=1, on=HELD)


# delegates, or all members


def test_few_members_meet_all_unless_a_reason_says_otherwise(world: Congress) -> None:
    """Twelve members; the Youth Union has delegates from 120 on (S)."""
    asked = {"congress_id": world.congress, "method": "hare", "actor": world.holder}
    with pytest.raises(Conflict) as refused:
        allocate_delegates(**asked, total=8)  # type: ignore[arg-type]  # as above
    assert refused.value.code == "elections.delegates_too_early"
    assert refused.value.params == {"members": 12, "threshold": 120, "letter": "S"}
    allocate_delegates(**asked, total=12)  # type: ignore[arg-type]  # as above
    assert exception(world) == ""
    allocate_delegates(**asked, total=8, exception_vi="Hội trường nhỏ")  # type: ignore[arg-type]  # as above
    assert exception(world) == "Hội trường nhỏ"


def test_many_members_send_delegates_unless_a_reason_says_otherwise(world: Congress) -> None:
    set_rule(
        congress_id=world.congress,
        rule=RuleValue("delegates_from_members", "12", date(2025, 1, 1), "C", "Điều lệ"),
        actor=world.holder,
    )
    asked = {"congress_id": world.congress, "method": "hare", "actor": world.holder}
    with pytest.raises(Conflict) as refused:
        allocate_delegates(**asked, total=12)  # type: ignore[arg-type]  # as above
    assert refused.value.code == "elections.delegates_needed"
    allocate_delegates(**asked, total=11)  # type: ignore[arg-type]  # as above
    assert exception(world) == ""
    allocate_delegates(**asked, total=12, exception_vi="Đại hội toàn thể")  # type: ignore[arg-type]  # as above
    assert exception(world) == "Đại hội toàn thể"


def exception(world: Congress) -> str:
    return allocation_detail(viewer=world.holder, congress_id=world.congress, on=HELD).exception_vi


# days of the plan


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((date(2025, 6, 2), None, None), "delegates_due_on"),
        ((None, date(2025, 5, 2), date(2025, 5, 1)), "nominations_until"),
        ((None, date(2025, 5, 1), date(2025, 6, 2)), "nominations_until"),
        ((None, date(2025, 5, 1), None), "nominations_until"),
        ((None, None, date(2025, 5, 1)), "nominations_from"),
    ],
)
def test_days_of_the_plan_follow_one_another(
    world: Congress, days: tuple[date | None, date | None, date | None], field: str
) -> None:
    scheme = SchemePlan(
        SCHEME.term_label, SCHEME.planned_from, SCHEME.planned_until, None, None, None, *days
    )
    with pytest.raises(InvalidInput) as refused:
        change_scheme(congress_id=world.congress, scheme=scheme, actor=world.holder)
    assert (refused.value.code, refused.value.field) == ("elections.days_out_of_order", field)
