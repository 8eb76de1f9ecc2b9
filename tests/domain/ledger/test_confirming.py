"""What superiors say about hours, and what the holder may still change afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import (
    Sheet,
    answer_question,
    ask_back,
    close_month,
    confirm_time,
    correct_time_entry,
    log_time,
    reopen_month,
)
from kiem.domain.ledger.models import TimeConfirmation, TimeCorrection, TimeEntry
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.domain.ledger.daily import JULY, JUNE, Daily, later, make_daily, viewer
from tests.factories.ledger_world import World


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(JULY):
        yield


@pytest.fixture
def daily(world: World) -> Daily:
    return make_daily(world)


def office_sheet(daily: Daily, hours: str = "2") -> Sheet:
    return Sheet(daily.person, daily.office, Decimal(hours))


def test_leader_confirms_office_hours_and_commander_line_hours(daily: Daily) -> None:
    daily.log(daily.entry("2"), daily.line_entry("8"))
    confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader)
    line = Sheet(daily.person, daily.line_post, Decimal(8))
    confirm_time(month=JUNE, sheets=[line], actor=daily.commander)
    rows = TimeConfirmation.objects.order_by("id")
    assert [(r.post_id, r.hours, r.verdict, r.recorded_by) for r in rows] == [
        (daily.office, Decimal(2), "confirmed", "leader"),
        (daily.line_post, Decimal(8), "confirmed", "commander"),
    ]


def test_neither_side_confirms_the_others_hours(daily: Daily) -> None:
    daily.log(daily.entry("2"), daily.line_entry("8"))
    with pytest.raises(NotFound):
        confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.commander)
    line = Sheet(daily.person, daily.line_post, Decimal(8))
    with pytest.raises(NotFound):
        confirm_time(month=JUNE, sheets=[line], actor=daily.leader)
    assert TimeConfirmation.objects.count() == 0


def test_commander_of_the_whole_city_confirms_line_hours_only(daily: Daily) -> None:
    daily.log(daily.entry("2"), daily.line_entry("8"))
    chief = viewer("chief", 9, None, CONFIRM_TIME=f"unit:{daily.world.city}")
    line = Sheet(daily.person, daily.line_post, Decimal(8))
    assert len(confirm_time(month=JUNE, sheets=[line], actor=chief)) == 1
    with pytest.raises(NotFound):
        confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=chief)


def test_nobody_confirms_hours_of_their_own(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    secretary = viewer("secretary", 1, daily.person, CONFIRM_TIME=f"line:{daily.chapter}")
    with pytest.raises(Conflict) as caught:
        confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=secretary)
    assert caught.value.code == "ledger.own_hours"


def test_holder_confirms_nothing(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    with pytest.raises(Forbidden):
        confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.holder)


def test_hours_other_than_those_seen_are_not_confirmed(daily: Daily) -> None:
    daily.log(daily.entry("2"), daily.entry("1", category="training"))
    with pytest.raises(Conflict) as caught:
        confirm_time(month=JUNE, sheets=[office_sheet(daily, "2")], actor=daily.leader)
    assert caught.value.code == "ledger.hours_changed"
    assert caught.value.params["hours"] == Decimal(3)


def test_all_sheets_are_confirmed_or_none(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    other = Sheet(daily.person, daily.line_post, Decimal(1))
    with pytest.raises(NotFound):
        confirm_time(month=JUNE, sheets=[office_sheet(daily), other], actor=daily.leader)
    assert TimeConfirmation.objects.count() == 0


def test_confirming_again_writes_nothing_until_hours_change(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader)
    with clock.travel(later(1)):
        assert confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader) == ()
        daily.log(daily.entry("1", category="training"))
    with clock.travel(later(2)):
        sheets = [office_sheet(daily, "3")]
        assert len(confirm_time(month=JUNE, sheets=sheets, actor=daily.leader)) == 1
    open_rows = TimeConfirmation.objects.filter(recorded__upper_inf=True)
    assert [row.hours for row in open_rows] == [Decimal(3)]
    assert TimeConfirmation.objects.count() == 2


def test_holder_changes_what_is_not_confirmed_and_objects_to_what_is(daily: Daily) -> None:
    first, second = daily.log(daily.entry("2"), daily.line_entry("8"))
    confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader)
    with clock.travel(later(1)):
        with pytest.raises(Conflict) as caught:
            correct_time_entry(entry_id=first, hours=Decimal(3), reason="more", actor=daily.holder)
        assert caught.value.code == "ledger.entry_is_confirmed"
        correct_time_entry(entry_id=second, hours=Decimal(7), reason="left", actor=daily.holder)
    assert TimeEntry.objects.filter(recorded__upper_inf=True, post=daily.line_post).get().hours == 7


def test_entry_made_after_the_confirmation_is_still_the_holders(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader)
    with clock.travel(later(1)):
        (added,) = daily.log(daily.entry("1", category="training"))
        correct_time_entry(entry_id=added, hours=None, reason="not there", actor=daily.holder)
    assert TimeEntry.objects.filter(recorded__upper_inf=True).count() == 1


def test_units_own_record_of_a_month_is_not_the_holders_to_change(daily: Daily) -> None:
    total = daily.line_entry("160", date(2026, 6, 30), is_month_total=True)
    (number,) = log_time(entries=[total], actor=SYSTEM).ids
    with pytest.raises(Conflict) as caught:
        correct_time_entry(entry_id=number, hours=Decimal(150), reason="no", actor=daily.holder)
    assert caught.value.code == "ledger.entry_of_the_unit"


def test_question_takes_the_confirmation_back_until_answered(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader)
    with clock.travel(later(1)):
        ask_back(month=JUNE, sheets=[office_sheet(daily)], note="Two hours?", actor=daily.leader)
    with clock.travel(later(2)):
        answer_question(
            person_id=daily.person, post_id=daily.office, month=JUNE, note="Yes, two.",
            actor=daily.holder,
        )  # fmt: skip
        with pytest.raises(Conflict) as caught:
            answer_question(
                person_id=daily.person, post_id=daily.office, month=JUNE, note="Again.",
                actor=daily.holder,
            )  # fmt: skip
    assert caught.value.code == "ledger.not_asked_back"
    rows = TimeConfirmation.objects.order_by("id").values_list("verdict", "note")
    assert list(rows) == [
        ("confirmed", ""), ("asked_back", "Two hours?"), ("answered", "Yes, two."),
    ]  # fmt: skip


def test_question_without_words_is_refused(daily: Daily) -> None:
    daily.log(daily.entry("2"))
    with pytest.raises(InvalidInput):
        ask_back(month=JUNE, sheets=[office_sheet(daily)], note="  ", actor=daily.leader)
    with pytest.raises(InvalidInput):
        confirm_time(month=JUNE, sheets=[], actor=daily.leader)


def test_late_entry_needs_a_reason_and_keeps_it(daily: Daily) -> None:
    close_month(organization_ids=[daily.unit], month=JUNE, actor=daily.commander)
    with clock.travel(later(1)):
        with pytest.raises(Conflict) as caught:
            daily.log(daily.entry("2"))
        assert caught.value.code == "ledger.entry_in_closed_month"
        assert caught.value.field == "late_reason"
        (number,) = log_time(
            entries=[daily.entry("2")], actor=daily.holder, late_reason="was ill"
        ).ids
    correction = TimeCorrection.objects.get()
    assert (correction.new_id, correction.old_id) == (number, None)
    assert (correction.is_late, correction.reason) == (True, "was ill")


def test_correction_in_a_closed_month_is_marked_late(daily: Daily) -> None:
    (number,) = daily.log(daily.entry("2"))
    close_month(organization_ids=[daily.unit], month=JUNE, actor=daily.commander)
    with clock.travel(later(1)):
        new = correct_time_entry(
            entry_id=number, hours=Decimal(3), reason="typed 2 for 3", actor=daily.holder
        )
    correction = TimeCorrection.objects.get()
    assert (correction.old_id, correction.new_id, correction.is_late) == (number, new, True)


def test_month_closed_elsewhere_does_not_concern_the_person(daily: Daily) -> None:
    other = daily.world.unit("U2")
    close_month(organization_ids=[other], month=JUNE, actor=SYSTEM)
    assert len(daily.log(daily.entry("2"))) == 1
    assert TimeCorrection.objects.count() == 0


def test_month_belongs_to_the_unit_of_its_last_day(daily: Daily) -> None:
    """Who moves within the month is closed by the unit moved to."""
    world = daily.world
    other = world.unit("U2")
    person = world.person()
    before, after = world.post(daily.unit, "officer"), world.post(other, "officer")
    world.appoint(person, before, end=date(2026, 6, 16), share=100)
    world.appoint(person, after, start=date(2026, 6, 16), share=100)
    office = world.post(daily.chapter, "committee_member", "office")
    world.appoint(person, office)
    entry = daily.entry("2", person_id=person, post_id=office)
    close_month(organization_ids=[daily.unit], month=JUNE, actor=SYSTEM)
    log_time(entries=[entry], actor=SYSTEM)
    close_month(organization_ids=[other], month=JUNE, actor=SYSTEM)
    with pytest.raises(Conflict, match="2026-06 is closed"):
        log_time(entries=[daily.entry("1", date(2026, 6, 11), person_id=person, post_id=office)],
                 actor=SYSTEM)  # fmt: skip


def test_commander_closes_and_reopens_the_own_unit_only(daily: Daily) -> None:
    other = daily.world.unit("U2")
    with pytest.raises(NotFound):
        close_month(organization_ids=[other], month=JUNE, actor=daily.commander)
    assert len(close_month(organization_ids=[daily.unit], month=JUNE, actor=daily.commander)) == 1
    reopened = reopen_month(
        organization_ids=[daily.unit], month=JUNE, reason="sheet missing", actor=daily.commander
    )
    assert reopened == 1
    with pytest.raises(NotFound):
        close_month(organization_ids=[daily.unit], month=JUNE, actor=daily.leader)


def test_holder_closes_nothing(daily: Daily) -> None:
    with pytest.raises(Forbidden):
        close_month(organization_ids=[daily.unit], month=JUNE, actor=daily.holder)


def test_confirmation_of_a_day_covers_nothing_of_another_month(daily: Daily) -> None:
    daily.log(daily.entry("2"), daily.entry("1", date(2026, 7, 1)))
    confirm_time(month=JUNE, sheets=[office_sheet(daily)], actor=daily.leader)
    july_entry = TimeEntry.objects.get(day=date(2026, 7, 1))
    correct_time_entry(entry_id=july_entry.pk, hours=None, reason="no", actor=daily.holder)
