"""Activities, leave, calendars and closings: what is refused and what is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from kiem.domain.ledger.actions import (
    NewActivity,
    NewLeave,
    assign_calendar,
    call_off_activity,
    close_month,
    grant_leave,
    plan_activities,
    reopen_month,
    set_load_policy,
    withdraw_leave,
)
from kiem.domain.ledger.models import (
    Activity,
    CalendarAssignment,
    Leave,
    MonthClosing,
    Participation,
)
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month
from tests.factories.ledger_world import World

START = datetime(2026, 6, 10, 8, tzinfo=LOCAL_ZONE)


@pytest.fixture(autouse=True)
def _in_july():  # type: ignore[no-untyped-def]  # a generator fixture
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def place(world: World) -> tuple[int, int, int]:
    """A chapter, its secretary and the office."""
    unit = world.unit("U1")
    chapter = world.chapter(unit)
    person, _, office = world.dual(unit, chapter)
    return chapter, person, office


def activity(place: tuple[int, int, int], **changes: object) -> NewActivity:
    chapter, person, office = place
    values: dict[str, object] = {
        "organization_id": chapter,
        "category": "meeting",
        "title_vi": "Sinh hoạt chi đoàn",
        "title_en": "Branch meeting",
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "planned_hours": Decimal(2),
        "participants": [(person, office, Decimal(2))],
    }
    return NewActivity(**{**values, **changes})  # type: ignore[arg-type]  # values of many types


def test_activity_is_stored_by_day_and_by_minute(place: tuple[int, int, int]) -> None:
    (number,) = plan_activities(activities=[activity(place)], actor=SYSTEM)
    row = Activity.objects.get(pk=number)
    assert (row.valid.lower, row.valid.upper) == (date(2026, 6, 10), date(2026, 6, 11))
    assert row.period.lower == START
    assert Participation.objects.get(activity=number).planned_hours == Decimal(2)


def test_activity_ending_at_midnight_has_one_day(place: tuple[int, int, int]) -> None:
    evening = activity(place, ends_at=datetime(2026, 6, 11, tzinfo=LOCAL_ZONE))
    (number,) = plan_activities(activities=[evening], actor=SYSTEM)
    assert Activity.objects.get(pk=number).interval.days == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_at": START}, "ends_before_start"),
        ({"ends_at": START + timedelta(days=40)}, "too_long"),
        ({"planned_hours": Decimal(25)}, "hours_impossible"),
        ({"planned_hours": Decimal("-1")}, "hours_impossible"),
        ({"category": "party"}, "category_unknown"),
        ({"title_vi": "  "}, "title_missing"),
        ({"organization_id": 987654}, "organization_unknown"),
        ({"participants": [(987654, 1, Decimal(1))]}, "post_not_held"),
    ],
)
def test_impossible_activity_is_refused_with_its_row(
    place: tuple[int, int, int], changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_activities(activities=[activity(place, **changes)], actor=SYSTEM)
    assert caught.value.code == f"ledger.activity_{code}"
    assert str(caught.value).startswith("Row 1")
    assert Activity.objects.count() == 0


def test_participant_named_twice_is_refused(place: tuple[int, int, int]) -> None:
    twice = [(place[1], place[2], Decimal(1))] * 2
    with pytest.raises(InvalidInput, match="named twice"):
        plan_activities(activities=[activity(place, participants=twice)], actor=SYSTEM)


def test_two_activities_at_once_are_refused_unless_history(place: tuple[int, int, int]) -> None:
    plan_activities(activities=[activity(place)], actor=SYSTEM)
    second = activity(place, title_vi="Họp", starts_at=START + timedelta(hours=1),
                      ends_at=START + timedelta(hours=3))  # fmt: skip
    with pytest.raises(Conflict) as caught:
        plan_activities(activities=[second], actor=SYSTEM)
    assert caught.value.code == "ledger.two_activities_at_once"
    assert len(plan_activities(activities=[second], actor=SYSTEM, allow_clashes=True)) == 1


def test_activities_that_touch_do_not_clash(place: tuple[int, int, int]) -> None:
    after = activity(place, title_vi="Họp", starts_at=START + timedelta(hours=2),
                     ends_at=START + timedelta(hours=3))  # fmt: skip
    assert len(plan_activities(activities=[activity(place), after], actor=SYSTEM)) == 2


def test_same_activity_again_writes_nothing(place: tuple[int, int, int]) -> None:
    plan_activities(activities=[activity(place)], actor=SYSTEM)
    with pytest.raises(Conflict) as caught:
        plan_activities(activities=[activity(place)], actor=SYSTEM)
    assert caught.value.code == "ledger.activity_repeated"
    assert Activity.objects.count() == 1


def test_called_off_activity_takes_its_participations_along(place: tuple[int, int, int]) -> None:
    (number,) = plan_activities(activities=[activity(place)], actor=SYSTEM)
    call_off_activity(activity_id=number, reason="storm", actor=SYSTEM)
    assert Participation.objects.known().count() == 0
    assert Participation.objects.known(datetime(2026, 7, 5, 9, tzinfo=UTC)).count() == 0
    with pytest.raises(Exception, match="no activity"):
        call_off_activity(activity_id=number, reason="again", actor=SYSTEM)


def test_leave_over_leave_is_refused(place: tuple[int, int, int]) -> None:
    leave = NewLeave(place[1], "annual", date(2026, 6, 1), date(2026, 6, 6))
    overlapping = NewLeave(place[1], "sick", date(2026, 6, 5), date(2026, 6, 8))
    grant_leave(leaves=[leave], actor=SYSTEM)
    with pytest.raises(Conflict, match="other leave from 2026-06-01"):
        grant_leave(leaves=[overlapping], actor=SYSTEM)
    with pytest.raises(Conflict):
        grant_leave(leaves=[overlapping, leave], actor=SYSTEM)
    assert Leave.objects.count() == 1


def test_leave_over_an_activity_is_refused_unless_history(place: tuple[int, int, int]) -> None:
    plan_activities(activities=[activity(place)], actor=SYSTEM)
    leave = NewLeave(place[1], "annual", date(2026, 6, 8), date(2026, 6, 12))
    with pytest.raises(Conflict) as caught:
        grant_leave(leaves=[leave], actor=SYSTEM)
    assert caught.value.code == "ledger.activity_on_leave"
    assert len(grant_leave(leaves=[leave], actor=SYSTEM, allow_clashes=True)) == 1


def test_withdrawn_leave_can_be_granted_again(place: tuple[int, int, int]) -> None:
    leave = NewLeave(place[1], "annual", date(2026, 6, 8), date(2026, 6, 12))
    (number,) = grant_leave(leaves=[leave], actor=SYSTEM)
    withdraw_leave(leave_id=number, reason="not taken", actor=SYSTEM)
    assert len(grant_leave(leaves=[leave], actor=SYSTEM)) == 1


def test_calendar_of_some_days_replaces_only_them(world: World) -> None:
    five, six = WorkingCalendar("1111100"), WorkingCalendar("1111110")
    assign_calendar(
        organization_id=world.city, calendar=six, valid_from=date(2025, 1, 1), actor=SYSTEM
    )
    assign_calendar(
        organization_id=world.city,
        calendar=five,
        valid_from=date(2025, 6, 1),
        valid_until=date(2025, 7, 1),
        actor=SYSTEM,
    )
    rows = CalendarAssignment.objects.known().order_by("valid")
    assert [(row.weekdays, row.valid.lower, row.valid.upper) for row in rows] == [
        ("1111110", date(2025, 1, 1), date(2025, 6, 1)),
        ("1111100", date(2025, 6, 1), date(2025, 7, 1)),
        ("1111110", date(2025, 7, 1), None),
    ]


def test_thresholds_in_wrong_order_are_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match="below"):
        set_load_policy(
            organization_id=world.city,
            strained_above_percent=Decimal(120),
            overloaded_above_percent=Decimal(105),
            valid_from=date(2025, 1, 1),
            actor=SYSTEM,
        )


def test_month_closes_once_and_opens_again_with_a_reason(world: World) -> None:
    unit, june = world.unit("U1"), Month(2026, 6)
    assert len(close_month(organization_ids=[unit], month=june, actor=SYSTEM)) == 1
    assert close_month(organization_ids=[unit], month=june, actor=SYSTEM) == ()
    with pytest.raises(InvalidInput, match="reason"):
        reopen_month(organization_ids=[unit], month=june, reason=" ", actor=SYSTEM)
    with clock.travel(datetime(2026, 7, 6, 9, tzinfo=UTC)):
        reopened = reopen_month(
            organization_ids=[unit], month=june, reason="late sheet", actor=SYSTEM
        )
        assert reopened == 1
        assert len(close_month(organization_ids=[unit], month=june, actor=SYSTEM)) == 1
    assert MonthClosing.objects.count() == 2


def test_running_month_cannot_be_closed(world: World) -> None:
    with pytest.raises(InvalidInput, match="2026-07 is not over"):
        close_month(organization_ids=[world.city], month=Month(2026, 7), actor=SYSTEM)


def test_officer_plans_for_the_own_line_only(world: World, place: tuple[int, int, int]) -> None:
    officer = Viewer("o", 1, None, frozenset({Grant(Permission.CHANGE_LEDGER, f"line:{place[0]}")}))
    assert len(plan_activities(activities=[activity(place)], actor=officer)) == 1
    unit = world.unit("U2")
    chapter = world.chapter(unit)
    person, _, office = world.dual(unit, chapter)
    with pytest.raises(NotFound):
        plan_activities(activities=[activity((chapter, person, office))], actor=officer)


def test_commander_grants_leave_in_the_own_unit_only(world: World) -> None:
    unit, other = world.unit("U1"), world.unit("U2")
    mine, _ = world.officer(unit)
    theirs, _ = world.officer(other)
    commander = Viewer("c", 1, None, frozenset({Grant(Permission.CHANGE_LEDGER, f"unit:{unit}")}))
    days = ("annual", date(2026, 6, 8), date(2026, 6, 12))
    assert len(grant_leave(leaves=[NewLeave(mine, *days)], actor=commander)) == 1
    with pytest.raises(NotFound):
        grant_leave(leaves=[NewLeave(theirs, *days)], actor=commander)


def test_rows_are_superseded_and_never_rewritten(place: tuple[int, int, int]) -> None:
    (number,) = plan_activities(activities=[activity(place)], actor=SYSTEM)
    with pytest.raises(IntegrityError, match="never rewritten"):
        Activity.objects.filter(pk=number).update(planned_hours=Decimal(3))
