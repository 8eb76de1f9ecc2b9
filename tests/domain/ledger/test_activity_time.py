"""Logging for a group after an activity, and planning one of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import (
    NewActivity,
    Participant,
    log_activity_time,
    plan_activities,
    plan_own_activity,
)
from kiem.domain.ledger.models import Activity, Participation, TimeEntry
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.domain.ledger.daily import DAY, JULY, Daily, at, make_daily, viewer
from tests.factories.ledger_world import World

TWO = Decimal(2)
MORNING = at(DAY, 8)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(JULY):
        yield


@pytest.fixture
def daily(world: World) -> Daily:
    return make_daily(world)


def meeting(daily: Daily, start: datetime = MORNING, title: str = "Họp") -> int:
    activity = NewActivity(
        daily.chapter, "meeting", title, title, start, start.replace(hour=start.hour + 2), TWO,
        [Participant(daily.person, daily.office, TWO)],
    )  # fmt: skip
    (number,) = plan_activities(activities=[activity], actor=daily.leader, allow_clashes=True)
    return number


def test_group_is_logged_at_once_and_repeating_changes_nothing(daily: Daily) -> None:
    number = meeting(daily)
    second, _, seat = daily.world.dual(daily.unit, daily.chapter, "committee_member")
    there = [
        Participant(daily.person, daily.office, TWO), Participant(second, seat, Decimal("1.5")),
    ]  # fmt: skip
    logged = log_activity_time(activity_id=number, attended=there, actor=daily.leader)
    rows = TimeEntry.objects.order_by("id").values_list("person_id", "hours", "day", "activity_id")
    assert list(rows) == [
        (daily.person, TWO, DAY, number), (second, Decimal("1.5"), DAY, number),
    ]  # fmt: skip
    again = log_activity_time(activity_id=number, attended=there, actor=daily.leader)
    assert (len(logged.ids), again.ids, again.repeated) == (2, (), 2)


def test_who_is_neither_planned_nor_of_the_organisation_is_refused(daily: Daily) -> None:
    number = meeting(daily)
    other = daily.world.unit("U2")
    person, _, seat = daily.world.dual(other, daily.world.chapter(other))
    with pytest.raises(InvalidInput) as caught:
        log_activity_time(
            activity_id=number, attended=[Participant(person, seat, TWO)], actor=daily.leader
        )
    assert caught.value.code == "ledger.entry_not_invited"
    assert TimeEntry.objects.count() == 0


def test_activity_to_come_has_no_hours_yet(daily: Daily) -> None:
    number = meeting(daily, at(date(2026, 7, 6), 8))
    there = [Participant(daily.person, daily.office, TWO)]
    with pytest.raises(Conflict) as caught:
        log_activity_time(activity_id=number, attended=there, actor=daily.leader)
    assert caught.value.code == "ledger.activity_not_begun"


def test_activity_of_another_line_is_not_there(daily: Daily) -> None:
    number = meeting(daily)
    other = viewer("other", 8, None, CHANGE_LEDGER=f"line:{daily.world.chapter(daily.unit)}")
    there = [Participant(daily.person, daily.office, TWO)]
    with pytest.raises(NotFound) as caught:
        log_activity_time(activity_id=number, attended=there, actor=other)
    assert caught.value.code == "ledger.activity_not_found"
    with pytest.raises(NotFound):
        log_activity_time(activity_id=number, attended=there, actor=daily.commander)
    with pytest.raises(Forbidden):
        log_activity_time(activity_id=number, attended=there, actor=daily.holder)


def test_secretary_logs_for_the_group_of_the_own_chapter(daily: Daily) -> None:
    number = meeting(daily)
    secretary = viewer("secretary", 1, daily.person, CONFIRM_TIME=f"line:{daily.chapter}")
    there = [Participant(daily.person, daily.office, TWO)]
    logged = log_activity_time(activity_id=number, attended=there, actor=secretary)
    assert len(logged.ids) == 1


def test_hours_for_two_activities_at_once_are_asked_back(daily: Daily) -> None:
    first, second = meeting(daily), meeting(daily, title="Tập huấn")
    there = [Participant(daily.person, daily.office, TWO)]
    log_activity_time(activity_id=first, attended=there, actor=daily.leader)
    with pytest.raises(Conflict) as caught:
        log_activity_time(activity_id=second, attended=there, actor=daily.leader)
    assert caught.value.code == "ledger.entry_two_at_once"
    assert caught.value.params["other"] == "Họp"
    both = log_activity_time(
        activity_id=second, attended=there, actor=daily.leader,
        confirmed={"ledger.entry_two_at_once"},
    )  # fmt: skip
    assert len(both.ids) == 1


def test_nobody_there_is_refused(daily: Daily) -> None:
    with pytest.raises(InvalidInput):
        log_activity_time(activity_id=meeting(daily), attended=[], actor=daily.leader)


def plan(daily: Daily, **changes: object) -> int:
    start = at(date(2026, 7, 20), 16)
    values: dict[str, object] = {
        "person_id": daily.person, "post_id": daily.office, "category": "reporting",
        "title": "Viết báo cáo", "starts_at": start, "ends_at": start.replace(hour=18),
        "planned_hours": TWO, "actor": daily.holder,
    }  # fmt: skip
    return plan_own_activity(**{**values, **changes})  # type: ignore[arg-type]  # of many types


def test_holder_plans_for_an_own_office_alone(daily: Daily) -> None:
    number = plan(daily)
    assert Activity.objects.get(pk=number).organization_id == daily.chapter
    (row,) = Participation.objects.filter(activity=number)
    assert (row.person_id, row.post_id, row.planned_hours) == (daily.person, daily.office, TWO)


def test_holder_plans_nothing_for_posts_of_others_or_the_line(daily: Daily) -> None:
    _, _, seat = daily.world.dual(daily.unit, daily.chapter, "committee_member")
    for post in (seat, daily.line_post):
        with pytest.raises(NotFound):
            plan(daily, post_id=post)
    other, _, _ = daily.world.dual(daily.unit, daily.chapter)
    with pytest.raises(NotFound):
        plan(daily, person_id=other)
    assert Activity.objects.count() == 0


def test_own_plan_at_the_time_of_another_is_asked_back(daily: Daily) -> None:
    plan(daily)
    with pytest.raises(Conflict) as caught:
        plan(daily, title="Họp")
    assert caught.value.code == "ledger.two_activities_at_once"
    assert plan(daily, title="Họp", allow_clashes=True)
