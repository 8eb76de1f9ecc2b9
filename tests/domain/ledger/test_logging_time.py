"""Logging hours: what is refused, and where the message points."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import NewTimeEntry, correct_time_entry, log_time
from kiem.domain.ledger.models import TimeEntry
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from tests.factories.ledger_world import World

DAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _in_july():  # type: ignore[no-untyped-def]  # a generator fixture
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def holder(world: World) -> tuple[int, int, int]:
    unit = world.unit("U1")
    return world.dual(unit, world.chapter(unit))


def office(holder: tuple[int, int, int], hours: str = "2", **changes: object) -> NewTimeEntry:
    values: dict[str, object] = {
        "person_id": holder[0],
        "post_id": holder[2],
        "role_kind": "office",
        "category": "meeting",
        "day": DAY,
        "hours": Decimal(hours),
    }
    return NewTimeEntry(**{**values, **changes})  # type: ignore[arg-type]  # values of many types


def test_entries_are_stored_with_who_and_when(holder: tuple[int, int, int]) -> None:
    logged = log_time(entries=[office(holder), office(holder, category="training")], actor=SYSTEM)
    assert len(logged.ids) == 2
    row = TimeEntry.objects.get(pk=logged.ids[0])
    assert (row.hours, row.recorded_by, row.recorded.upper) == (Decimal(2), "system", None)
    assert row.recorded.lower == datetime(2026, 7, 5, 9, tzinfo=UTC)


def test_identical_repeat_changes_nothing(holder: tuple[int, int, int]) -> None:
    log_time(entries=[office(holder)], actor=SYSTEM)
    again = log_time(entries=[office(holder)], actor=SYSTEM)
    assert (again.ids, again.repeated, TimeEntry.objects.count()) == ((), 1, 1)


def test_other_hours_for_the_same_thing_are_a_conflict(holder: tuple[int, int, int]) -> None:
    log_time(entries=[office(holder)], actor=SYSTEM)
    with pytest.raises(Conflict) as caught:
        log_time(entries=[office(holder, "3")], actor=SYSTEM)
    assert caught.value.code == "ledger.entry_differs"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hours": Decimal(0)}, "hours_not_positive"),
        ({"hours": Decimal("-1")}, "hours_not_positive"),
        ({"hours": Decimal("NaN")}, "hours_not_positive"),
        ({"hours": Decimal("1.005")}, "hours_too_fine"),
        ({"hours": Decimal(25)}, "hours_over_a_day"),
        ({"day": date(2026, 7, 6)}, "day_in_future"),
        ({"day": date(1066, 10, 14)}, "day_absurd"),
        ({"role_kind": "both"}, "role_unknown"),
        ({"role_kind": "line"}, "role_not_of_post"),
        ({"category": "sleep"}, "category_unknown"),
        ({"activity_id": 987654}, "activity_unknown"),
        ({"is_month_total": True}, "total_not_line"),
        ({"day": date(2023, 12, 31)}, "post_not_held"),
    ],
)
def test_impossible_value_is_refused_with_its_row(
    holder: tuple[int, int, int], changes: dict[str, object], code: str
) -> None:
    good = office(holder, category="training")
    with pytest.raises(InvalidInput) as caught:
        log_time(entries=[good, office(holder, **changes)], actor=SYSTEM)
    assert caught.value.code == f"ledger.entry_{code}"
    assert str(caught.value).startswith("Row 2")
    assert TimeEntry.objects.count() == 0


def test_same_thing_twice_in_one_batch_names_both_rows(holder: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidInput, match="Row 2 repeats row 1"):
        log_time(entries=[office(holder), office(holder)], actor=SYSTEM)


def test_day_over_24_hours_is_refused(holder: tuple[int, int, int]) -> None:
    log_time(entries=[office(holder, "20")], actor=SYSTEM)
    line = office(holder, "4.25", post_id=holder[1], role_kind="line", category="duty")
    with pytest.raises(Conflict, match=r"24\.25 hours on 2026-06-10"):
        log_time(entries=[line], actor=SYSTEM)


def test_month_total_beside_daily_hours_is_refused(holder: tuple[int, int, int]) -> None:
    daily = office(holder, "8", post_id=holder[1], role_kind="line", category="duty")
    total = office(
        holder, "175", post_id=holder[1], role_kind="line", category="duty",
        day=date(2026, 6, 30), is_month_total=True,
    )  # fmt: skip
    log_time(entries=[daily], actor=SYSTEM)
    with pytest.raises(InvalidInput) as caught:
        log_time(entries=[total], actor=SYSTEM)
    assert caught.value.code == "ledger.entry_total_and_days"


def test_correction_keeps_the_old_row_for_earlier_readers(holder: tuple[int, int, int]) -> None:
    (first,) = log_time(entries=[office(holder)], actor=SYSTEM).ids
    with clock.travel(datetime(2026, 7, 6, 9, tzinfo=UTC)):
        second = correct_time_entry(
            entry_id=first, hours=Decimal("1.5"), reason="typed 2 for 1.5", actor=SYSTEM
        )
    assert TimeEntry.objects.get(pk=second).hours == Decimal("1.5")
    assert TimeEntry.objects.get(pk=first).recorded.upper == datetime(2026, 7, 6, 9, tzinfo=UTC)


def test_correcting_what_was_corrected_is_refused(holder: tuple[int, int, int]) -> None:
    (first,) = log_time(entries=[office(holder)], actor=SYSTEM).ids
    correct_time_entry(entry_id=first, hours=None, reason="not there", actor=SYSTEM)
    with pytest.raises(NotFound):
        correct_time_entry(entry_id=first, hours=None, reason="again", actor=SYSTEM)


def test_person_logs_own_hours_and_nobody_elses(world: World, holder: tuple[int, int, int]) -> None:
    me = Viewer("me", 1, holder[0], frozenset({Grant(Permission.LOG_TIME, f"person:{holder[0]}")}))
    assert len(log_time(entries=[office(holder)], actor=me).ids) == 1
    unit = world.unit("U2")
    other = world.dual(unit, world.chapter(unit))
    with pytest.raises(DomainError) as caught:
        log_time(entries=[office(other)], actor=me)
    assert caught.value.status == 404


def test_stranger_is_refused(holder: tuple[int, int, int]) -> None:
    with pytest.raises(Forbidden):
        log_time(entries=[office(holder)], actor=Viewer("stranger", 2))
