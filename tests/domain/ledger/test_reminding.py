"""Who is reminded of hours, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import (
    NewActivity,
    NewLeave,
    Participant,
    Reminded,
    grant_leave,
    plan_activities,
    remind_missing,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden
from kiem.platform.kernel.sql import fetch
from tests.domain.ledger.daily import JULY, Daily, at, make_daily
from tests.factories.ledger_world import World

TODAY = date(2026, 7, 5)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(JULY):
        yield


@pytest.fixture
def daily(world: World) -> Daily:
    return make_daily(world)


def meet(daily: Daily, day: date) -> int:
    hours = Decimal(2)
    activity = NewActivity(
        daily.chapter, "meeting", f"Họp {day}", "Meeting", at(day, 8), at(day, 10), hours,
        [Participant(daily.person, daily.office, hours)],
    )  # fmt: skip
    (number,) = plan_activities(activities=[activity], actor=SYSTEM)
    return number


def told() -> list[tuple[str, int]]:
    return fetch(
        "SELECT n.code, d.person_id FROM notices_delivery d"
        " JOIN notices_notice n ON n.id = d.notice_id ORDER BY d.id"
    )


def test_activity_without_hours_is_reminded_of_once_a_week(daily: Daily) -> None:
    meet(daily, date(2026, 7, 2))
    assert remind_missing(on=TODAY, actor=SYSTEM) == Reminded(1, 0, 1)
    assert remind_missing(on=TODAY, actor=SYSTEM) == Reminded(1, 0, 0)
    assert told() == [("ledger.hours_missing", daily.person)]
    next_week = remind_missing(on=date(2026, 7, 6), actor=SYSTEM)
    assert next_week.notices == 1


def test_logged_or_on_leave_needs_no_reminder(daily: Daily) -> None:
    number = meet(daily, date(2026, 7, 2))
    daily.log(daily.entry("2", date(2026, 7, 2), activity_id=number))
    meet(daily, date(2026, 7, 3))
    leave = NewLeave(daily.person, "annual", date(2026, 7, 3), date(2026, 7, 4))
    grant_leave(leaves=[leave], actor=SYSTEM, allow_clashes=True)
    meet(daily, date(2026, 7, 6))  # still to come
    assert remind_missing(on=TODAY, actor=SYSTEM) == Reminded(0, 0, 0)
    assert told() == []


def test_silent_office_is_reminded_of_after_two_weeks(daily: Daily) -> None:
    daily.log(daily.entry("2", date(2026, 6, 20)))
    assert remind_missing(on=date(2026, 7, 3), actor=SYSTEM).people_silent == 0
    assert remind_missing(on=date(2026, 7, 4), actor=SYSTEM).people_silent == 1
    assert told() == [("ledger.hours_silent", daily.person)]


def test_only_the_machine_reminds(daily: Daily) -> None:
    with pytest.raises(Forbidden):
        remind_missing(on=TODAY, actor=daily.leader)
