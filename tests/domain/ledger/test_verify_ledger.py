"""Verification finds what the guards would have refused, had they not been switched off."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from kiem.domain.ledger.actions import NewLeave, NewTimeEntry, grant_leave, log_time
from kiem.domain.ledger.queries.verify import verify_ledger
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.factories.ledger_world import World


@pytest.fixture(autouse=True)
def _logged(world: World) -> None:
    """One dual holder with hours of both roles, and one leave."""
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        unit = world.unit("U1")
        person, line, office = world.dual(unit, world.chapter(unit))
        log_time(
            entries=[
                NewTimeEntry(person, line, "line", "duty", date(2026, 6, 10), Decimal(8)),
                NewTimeEntry(person, office, "office", "meeting", date(2026, 6, 10), Decimal(2)),
            ],
            actor=SYSTEM,
        )
        leave = NewLeave(person, "annual", date(2026, 6, 15), date(2026, 6, 20))
        grant_leave(leaves=[leave], actor=SYSTEM)


def problems() -> dict[str, tuple[str, ...]]:
    return {check.name: check.problems for check in verify_ledger() if check.problems}


def tamper(statement: str) -> None:
    """What somebody with the owner's rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending forbids ALTER TABLE
        cursor.execute("ALTER TABLE ledger_timeentry DISABLE TRIGGER append_only")
        cursor.execute("ALTER TABLE ledger_timeentry DROP CONSTRAINT time_entry_has_hours")
        cursor.execute("ALTER TABLE ledger_timeentry DROP CONSTRAINT time_entry_fits_a_day")
        cursor.execute("ALTER TABLE ledger_leave DISABLE TRIGGER append_only")
        cursor.execute("ALTER TABLE ledger_leave DROP CONSTRAINT leave_once_a_day")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE ledger_timeentry ENABLE TRIGGER append_only")
        cursor.execute("ALTER TABLE ledger_leave ENABLE TRIGGER append_only")


def test_sound_ledger_has_counted_something_and_no_problem() -> None:
    counted = {check.name: check.counted for check in verify_ledger()}
    assert counted["ledger: no day has more than 24 hours"] == 2
    assert counted["ledger: nobody is on two leaves at once"] == 1
    assert problems() == {}


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE ledger_timeentry SET hours = 23", "no day has more than 24 hours"),
        ("UPDATE ledger_timeentry SET hours = -1", "hours are positive, in hundredths"),
        (
            "UPDATE ledger_timeentry SET day = '2023-06-10'",
            "hours are logged for posts held that day",
        ),
        (
            "UPDATE ledger_timeentry SET role_kind = 'line'",
            "hours count for the kind of their post",
        ),
        (
            """INSERT INTO ledger_leave (person_id, kind, valid, recorded)
               SELECT person_id, kind, valid, recorded FROM ledger_leave""",
            "nobody is on two leaves at once",
        ),
    ],
)
def test_tampering_is_found_by_its_own_check(statement: str, broken: str) -> None:
    tamper(statement)
    assert f"ledger: {broken}" in problems()


def test_month_total_beside_daily_hours_is_found() -> None:
    tamper(
        "INSERT INTO ledger_timeentry (person_id, post_id, role_kind, category, day, hours,"
        " is_month_total, recorded, recorded_by) SELECT person_id, post_id, role_kind, category,"
        " day, 160, true, recorded, recorded_by FROM ledger_timeentry WHERE role_kind = 'line'"
    )
    assert list(problems()) == ["ledger: line hours of a month come as days or as one total"]


def test_missing_guard_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER append_only ON ledger_activity")
    (found,) = problems()["ledger: guards are in place"]
    assert "ledger_activity can be rewritten" in found
