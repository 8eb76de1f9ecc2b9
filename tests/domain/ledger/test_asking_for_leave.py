"""Requests for leave: asked, approved, refused, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import (
    NewActivity,
    NewLeave,
    decide_leave_request,
    grant_leave,
    log_time,
    plan_activities,
    request_leave,
    withdraw_leave_request,
)
from kiem.domain.ledger.models import Leave, LeaveDecision, LeaveRequest
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.domain.ledger.daily import JULY, Daily, at, make_daily, viewer
from tests.factories.ledger_world import World

FIRST, UNTIL = date(2026, 7, 20), date(2026, 7, 25)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(JULY):
        yield


@pytest.fixture
def daily(world: World) -> Daily:
    return make_daily(world)


def asked(daily: Daily, start: date = FIRST, end: date = UNTIL, **how: object) -> int:
    leave = NewLeave(daily.person, "annual", start, end)
    return request_leave(leave=leave, note="", actor=daily.holder, **how)  # type: ignore[arg-type]


def test_approved_request_is_leave_from_then_on(daily: Daily) -> None:
    number = asked(daily)
    leave = decide_leave_request(
        request_id=number, is_approved=True, note="", actor=daily.commander
    )
    row = Leave.objects.get(pk=leave)
    assert (row.person_id, row.kind) == (daily.person, "annual")
    assert (row.valid.lower, row.valid.upper) == (FIRST, UNTIL)
    assert LeaveDecision.objects.get().leave_id == leave


def test_refused_request_makes_no_leave_and_says_why(daily: Daily) -> None:
    number = asked(daily)
    with pytest.raises(InvalidInput) as caught:
        decide_leave_request(request_id=number, is_approved=False, note=" ", actor=daily.commander)
    assert caught.value.code == "ledger.refusal_missing"
    decide_leave_request(
        request_id=number, is_approved=False, note="Congress week", actor=daily.commander
    )
    assert Leave.objects.count() == 0
    assert LeaveDecision.objects.get().note == "Congress week"


def test_request_is_decided_once(daily: Daily) -> None:
    number = asked(daily)
    withdraw_leave_request(request_id=number, actor=daily.holder)
    with pytest.raises(Conflict) as caught:
        decide_leave_request(request_id=number, is_approved=True, note="", actor=daily.commander)
    assert caught.value.code == "ledger.request_decided"
    assert Leave.objects.count() == 0


def test_days_asked_for_or_granted_already_are_refused(daily: Daily) -> None:
    first = asked(daily)
    with pytest.raises(Conflict) as caught:
        asked(daily, date(2026, 7, 24), date(2026, 7, 28))
    assert caught.value.code == "ledger.request_overlaps"
    withdraw_leave_request(request_id=first, actor=daily.holder)
    grant_leave(leaves=[NewLeave(daily.person, "sick", FIRST, UNTIL)], actor=SYSTEM)
    with pytest.raises(Conflict) as caught:
        asked(daily, date(2026, 7, 24), date(2026, 7, 28))
    assert caught.value.code == "ledger.leave_overlaps"


def test_activity_in_the_leave_is_asked_back_from_both(daily: Daily) -> None:
    activity = NewActivity(
        daily.chapter, "meeting", "Họp", "Meeting", at(FIRST, 8), at(FIRST, 10), Decimal(2),
        [(daily.person, daily.office, Decimal(2))],
    )  # fmt: skip
    plan_activities(activities=[activity], actor=daily.leader)
    with pytest.raises(Conflict) as caught:
        asked(daily)
    assert caught.value.code == "ledger.activity_on_leave"
    number = asked(daily, allow_clashes=True)
    with pytest.raises(Conflict):
        decide_leave_request(request_id=number, is_approved=True, note="", actor=daily.commander)
    decide_leave_request(
        request_id=number, is_approved=True, note="", actor=daily.commander, allow_clashes=True
    )
    assert Leave.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (UNTIL, FIRST, "leave_ends_before_start"),
        (date(2026, 1, 1), date(2028, 1, 1), "request_too_long"),
        (date(2020, 1, 1), date(2020, 1, 5), "leave_person_unknown"),
    ],
)
def test_impossible_days_are_refused(daily: Daily, start: date, end: date, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        asked(daily, start, end)
    assert caught.value.code == f"ledger.{code}"
    assert LeaveRequest.objects.count() == 0


def test_request_is_the_persons_and_the_commanders_only(daily: Daily) -> None:
    number = asked(daily)
    with pytest.raises(NotFound):
        decide_leave_request(request_id=number, is_approved=True, note="", actor=daily.leader)
    other = daily.world.unit("U2")
    elsewhere = viewer("elsewhere", 5, None, CONFIRM_TIME=f"unit:{other}")
    with pytest.raises(NotFound):
        decide_leave_request(request_id=number, is_approved=True, note="", actor=elsewhere)
    with pytest.raises(Forbidden):
        decide_leave_request(request_id=number, is_approved=True, note="", actor=daily.holder)
    stranger, _, _ = daily.world.dual(other, daily.world.chapter(other))
    somebody = viewer("somebody", 6, stranger, LOG_TIME=f"person:{stranger}")
    with pytest.raises(NotFound) as caught:
        withdraw_leave_request(request_id=number, actor=somebody)
    assert caught.value.code == "ledger.request_not_found"


def test_commander_does_not_decide_on_an_own_request(daily: Daily) -> None:
    number = asked(daily)
    chief = viewer("chief", 8, daily.person, CONFIRM_TIME=f"unit:{daily.unit}")
    with pytest.raises(Conflict) as caught:
        decide_leave_request(request_id=number, is_approved=True, note="", actor=chief)
    assert caught.value.code == "ledger.own_request"


def test_hours_on_a_day_of_leave_are_asked_back(daily: Daily) -> None:
    days = NewLeave(daily.person, "annual", date(2026, 6, 8), date(2026, 6, 12))
    grant_leave(leaves=[days], actor=SYSTEM)
    with pytest.raises(Conflict) as caught:
        daily.log(daily.entry("2"))
    assert caught.value.code == "ledger.entry_on_leave"
    logged = log_time(
        entries=[daily.entry("2")], actor=daily.holder, confirmed={"ledger.entry_on_leave"}
    )
    assert len(logged.ids) == 1
