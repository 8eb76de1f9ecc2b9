"""Objections: who may raise, who answers, what an answer changes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import (
    Sheet,
    answer_objection,
    close_month,
    confirm_time,
    object_to_entry,
    withdraw_objection,
)
from kiem.domain.ledger.models import ObjectionStep, TimeCorrection, TimeEntry
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound
from tests.domain.ledger.daily import JULY, JUNE, Daily, later, make_daily, viewer
from tests.factories.ledger_world import World


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(JULY):
        yield


@pytest.fixture
def daily(world: World) -> Daily:
    return make_daily(world)


@pytest.fixture
def confirmed(daily: Daily) -> int:
    """An office entry of two hours, confirmed."""
    (number,) = daily.log(daily.entry("2"))
    sheet = Sheet(daily.person, daily.office, Decimal(2))
    confirm_time(month=JUNE, sheets=[sheet], actor=daily.leader)
    return number


def steps() -> list[tuple[str, str, str]]:
    return list(ObjectionStep.objects.order_by("id").values_list("kind", "text", "recorded_by"))


def test_upheld_objection_replaces_the_entry_with_its_reason(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    with clock.travel(later(1)):
        new = answer_objection(
            objection_id=number, is_upheld=True, text="Minutes say three.", hours=Decimal(3),
            actor=daily.leader,
        )  # fmt: skip
    assert TimeEntry.objects.get(pk=new).hours == 3
    assert TimeEntry.objects.get(pk=confirmed).recorded.upper == later(1)
    assert TimeCorrection.objects.get(new=new).reason == "Minutes say three."
    assert steps() == [
        ("raised", "It was three.", "holder"),
        ("upheld", "Minutes say three.", "leader"),
    ]


def test_dismissed_objection_leaves_the_entry(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    answer_objection(objection_id=number, is_upheld=False, text="No.", actor=daily.leader)
    assert TimeEntry.objects.filter(recorded__upper_inf=True).get().hours == 2


def test_upheld_objection_may_strike_the_entry_out(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="I was not there.", actor=daily.holder)
    answer_objection(
        objection_id=number, is_upheld=True, text="Right.", is_struck=True, actor=daily.leader
    )
    assert not TimeEntry.objects.filter(recorded__upper_inf=True).exists()


def test_upheld_objection_in_a_closed_month_is_a_late_correction(
    daily: Daily, confirmed: int
) -> None:
    close_month(organization_ids=[daily.unit], month=JUNE, actor=daily.commander)
    with clock.travel(later(1)):
        number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
        answer_objection(
            objection_id=number, is_upheld=True, text="Right.", hours=Decimal(3),
            actor=daily.leader,
        )  # fmt: skip
    assert TimeCorrection.objects.get().is_late


def test_objection_is_answered_once(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    answer_objection(objection_id=number, is_upheld=False, text="No.", actor=daily.leader)
    with pytest.raises(Conflict) as caught:
        answer_objection(
            objection_id=number, is_upheld=True, text="Yes.", hours=Decimal(3), actor=daily.leader
        )
    assert caught.value.code == "ledger.objection_over"
    with pytest.raises(Conflict):
        withdraw_objection(objection_id=number, text="Settled.", actor=daily.holder)


def test_one_objection_at_a_time_and_another_after_it(daily: Daily, confirmed: int) -> None:
    first = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    with pytest.raises(Conflict) as caught:
        object_to_entry(entry_id=confirmed, text="Really.", actor=daily.holder)
    assert caught.value.code == "ledger.objection_there"
    withdraw_objection(objection_id=first, text="Looked it up.", actor=daily.holder)
    assert object_to_entry(entry_id=confirmed, text="But now.", actor=daily.holder) != first


def test_commander_does_not_answer_about_office_hours(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    with pytest.raises(NotFound):
        answer_objection(objection_id=number, is_upheld=False, text="No.", actor=daily.commander)


def test_nobody_answers_an_own_objection(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    secretary = viewer("secretary", 1, daily.person, CONFIRM_TIME=f"line:{daily.chapter}")
    with pytest.raises(Conflict) as caught:
        answer_objection(objection_id=number, is_upheld=True, text="Yes.", actor=secretary)
    assert caught.value.code == "ledger.own_objection"


def test_somebody_elses_entry_is_not_there_to_object_to(daily: Daily, confirmed: int) -> None:
    other, _, _ = daily.world.dual(daily.unit, daily.chapter)
    stranger = viewer("stranger", 7, other, LOG_TIME=f"person:{other}")
    with pytest.raises(NotFound) as caught:
        object_to_entry(entry_id=confirmed, text="Mine?", actor=stranger)
    assert caught.value.code == "ledger.entry_not_found"
    number = object_to_entry(entry_id=confirmed, text="It was three.", actor=daily.holder)
    with pytest.raises(NotFound) as caught:
        withdraw_objection(objection_id=number, text="No.", actor=stranger)
    assert caught.value.code == "ledger.objection_not_found"


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_objection_needs_words_and_not_too_many(daily: Daily, confirmed: int, text: str) -> None:
    with pytest.raises(InvalidInput):
        object_to_entry(entry_id=confirmed, text=text, actor=daily.holder)


def test_refused_correction_leaves_the_objection_open(daily: Daily, confirmed: int) -> None:
    number = object_to_entry(entry_id=confirmed, text="It was 30.", actor=daily.holder)
    with pytest.raises(InvalidInput):
        answer_objection(
            objection_id=number, is_upheld=True, text="Right.", hours=Decimal(30),
            actor=daily.leader,
        )  # fmt: skip
    assert [kind for kind, _, _ in steps()] == ["raised"]
    assert TimeEntry.objects.filter(recorded__upper_inf=True).get().hours == 2
