"""The sums kept beside the entries are those of the entries, whoever writes and whenever asked."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiem.domain.ledger.actions import NewTimeEntry, correct_time_entry, log_time
from kiem.domain.ledger.models import MonthSum, TimeEntry
from kiem.domain.ledger.queries import person_load
from kiem.domain.ledger.queries.verify import verify_ledger
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.factories.ledger_world import World

JUNE = date(2026, 6, 1)
ON = date(2026, 6, 30)
NOON = datetime(2026, 7, 5, 12, tzinfo=UTC)


@pytest.fixture
def holder(world: World) -> tuple[int, int, int]:
    unit = world.unit("U1")
    return world.dual(unit, world.chapter(unit))


def log(holder: tuple[int, int, int], at: datetime, *hours: tuple[date, str, str]) -> list[int]:
    person, line, office = holder
    posts = {"line": (line, "duty"), "office": (office, "meeting")}
    entries = [
        NewTimeEntry(person, posts[kind][0], kind, posts[kind][1], day, Decimal(amount))
        for day, kind, amount in hours
    ]
    with clock.travel(at):
        return list(log_time(entries=entries, actor=SYSTEM).ids)


def sums() -> dict[tuple[date, str], tuple[int, int, date | None]]:
    rows = MonthSum.objects.values_list("month", "role_kind", "hundredths", "entries", "last_day")
    return {(month, kind): tuple(rest) for month, kind, *rest in rows}  # type: ignore[misc]


def faults() -> list[str]:
    return [check.name for check in verify_ledger() if check.problems]


def test_entries_are_summed_by_month_and_role(holder: tuple[int, int, int]) -> None:
    log(
        holder,
        NOON,
        (date(2026, 6, 10), "line", "8"),
        (date(2026, 6, 10), "office", "1.25"),
        (date(2026, 6, 12), "office", "2.5"),
        (date(2026, 5, 31), "office", "3"),
    )
    assert sums() == {
        (JUNE, "line"): (800, 1, date(2026, 6, 10)),
        (JUNE, "office"): (375, 2, date(2026, 6, 12)),
        (date(2026, 5, 1), "office"): (300, 1, date(2026, 5, 31)),
    }


def test_correction_and_withdrawal_change_the_sum(holder: tuple[int, int, int]) -> None:
    first, second = log(
        holder, NOON, (date(2026, 6, 10), "office", "2"), (date(2026, 6, 12), "office", "4")
    )
    with clock.travel(NOON + timedelta(hours=1)):
        correct_time_entry(entry_id=first, hours=Decimal("2.5"), reason="Protocol", actor=SYSTEM)
        correct_time_entry(entry_id=second, hours=None, reason="Did not take place", actor=SYSTEM)
    assert sums() == {(JUNE, "office"): (250, 1, date(2026, 6, 10))}
    assert faults() == []


def test_earlier_knowledge_is_read_from_the_entries(holder: tuple[int, int, int]) -> None:
    (entry,) = log(holder, NOON, (date(2026, 6, 10), "office", "2"))
    with clock.travel(NOON + timedelta(days=1)):
        correct_time_entry(entry_id=entry, hours=Decimal(5), reason="Protocol", actor=SYSTEM)
    log(holder, NOON + timedelta(days=2), (date(2026, 6, 11), "line", "8"))

    def office_hours(known_at: datetime | None) -> float:
        with clock.travel(NOON + timedelta(days=3)):
            (month,) = person_load(viewer=SYSTEM, person_id=holder[0], on=ON, known_at=known_at)
        return month.office_hours

    assert office_hours(NOON - timedelta(seconds=1)) == 0.0
    assert office_hours(NOON) == 2.0
    assert office_hours(NOON + timedelta(hours=23)) == 2.0
    assert office_hours(NOON + timedelta(days=1)) == 5.0
    assert office_hours(None) == 5.0


changes = st.lists(
    st.tuples(
        st.integers(0, 9), st.sampled_from(["log", "correct", "withdraw"]), st.integers(1, 6)
    ),
    max_size=12,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_whatever_is_written_sums_and_entries_agree_at_every_moment(
    world: World, made: list[tuple[int, str, int]]
) -> None:
    with transaction.atomic():
        unit = world.unit(f"U{Unit.next()}")
        holder = world.dual(unit, world.chapter(unit))
        moment = NOON
        for place, change, hours in made:
            moment += timedelta(minutes=1)
            day = date(2026, 5, 27) + timedelta(days=place)
            entry = TimeEntry.objects.filter(
                person_id=holder[0], day=day, recorded__upper_inf=True
            ).first()
            with clock.travel(moment):
                if entry is None:
                    log(holder, moment, (day, "office", str(hours)))
                elif change == "withdraw":
                    correct_time_entry(entry_id=entry.pk, hours=None, reason="Error", actor=SYSTEM)
                elif entry.hours != hours:
                    correct_time_entry(
                        entry_id=entry.pk, hours=Decimal(hours), reason="Error", actor=SYSTEM
                    )
            _compare(holder[0], [None, moment, moment - timedelta(minutes=2)])
        assert faults() == []


class Unit:
    """Codes of units, one for each example."""

    _number = 100

    @classmethod
    def next(cls) -> int:
        cls._number += 1
        return cls._number


def _compare(person: int, moments: list[datetime | None]) -> None:
    """The load's office hours against a plain sum over the entries."""
    for known_at in moments:
        known = (
            {"recorded__upper_inf": True} if known_at is None else {"recorded__contains": known_at}
        )
        entries = TimeEntry.objects.filter(
            person_id=person,
            day__gte=JUNE,
            day__lte=ON,
            **known,  # type: ignore[arg-type]
        )
        expected = float(sum(entry.hours for entry in entries))
        with clock.travel(NOON + timedelta(days=2)):
            (month,) = person_load(viewer=SYSTEM, person_id=person, on=ON, known_at=known_at)
        assert month.office_hours == expected


def test_writers_at_once_lose_nothing(transactional_db: None) -> None:
    """The second sums up only when the first has committed, and then sees what it wrote."""
    world = World()
    unit = world.unit("U1")
    person, _, office = world.dual(unit, world.chapter(unit))
    first_wrote, second_begins = threading.Event(), threading.Event()

    def write(day: int, hours: int) -> None:
        TimeEntry.objects.create(
            person_id=person, post_id=office, role_kind="office", category="meeting",
            day=date(2026, 6, day), hours=hours, recorded=(NOON, None), recorded_by="tests",
        )  # fmt: skip

    def first() -> None:
        with transaction.atomic():
            write(10, 2)
            first_wrote.set()
            second_begins.wait(timeout=20)
            _wait_until_somebody_waits()
        connections.close_all()

    def second() -> None:
        first_wrote.wait(timeout=20)
        second_begins.set()
        write(11, 3)
        connections.close_all()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sums() == {(JUNE, "office"): (500, 2, date(2026, 6, 11))}


def _wait_until_somebody_waits() -> None:
    """Until another connection stands before a lock, for 20 seconds at most."""
    with connection.cursor() as cursor:
        for _ in range(400):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("nobody waited: the writers did not meet")


_ANOTHER_MONTH = """INSERT INTO ledger_monthsum
    (person_id, post_id, month, role_kind, hundredths, entries, last_day, changed_at)
    SELECT person_id, post_id, '2026-01-01', role_kind, hundredths, entries, '2026-01-05',
    changed_at FROM ledger_monthsum"""


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_monthsum SET hundredths = hundredths + 1",
        "UPDATE ledger_monthsum SET entries = entries + 1",
        "UPDATE ledger_monthsum SET last_day = last_day + 1",
        "UPDATE ledger_monthsum SET changed_at = changed_at - interval '1 second'",
        "DELETE FROM ledger_monthsum",
        _ANOTHER_MONTH,
    ],
)
def test_tampered_sum_is_found(holder: tuple[int, int, int], tampering: str) -> None:
    log(holder, NOON, (date(2026, 6, 10), "office", "2"))
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert faults() == ["ledger: the months' sums are those of their entries"]


def test_entry_slipped_past_the_trigger_is_found(holder: tuple[int, int, int]) -> None:
    log(holder, NOON, (date(2026, 6, 10), "office", "2"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending forbids ALTER TABLE
        cursor.execute("ALTER TABLE ledger_timeentry DISABLE TRIGGER sum_up_inserted")
    log(holder, NOON, (date(2026, 6, 11), "office", "2"))
    assert faults() == [
        "ledger: the months' sums are those of their entries",
        "ledger: guards are in place",
    ]
