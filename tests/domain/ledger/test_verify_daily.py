"""Verification finds tampering with what superiors and holders said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from kiem.domain.ledger.actions import (
    NewLeave,
    Sheet,
    answer_objection,
    ask_back,
    close_month,
    confirm_time,
    correct_time_entry,
    decide_leave_request,
    log_time,
    object_to_entry,
    reopen_month,
    request_leave,
)
from kiem.domain.ledger.queries.verify import verify_ledger
from kiem.platform.kernel import clock
from tests.domain.ledger.daily import JULY, JUNE, Daily, later, make_daily
from tests.factories.ledger_world import World

TABLES = (
    "timeentry", "timeconfirmation", "timecorrection", "timeobjection", "objectionstep",
    "leaverequest", "leavedecision",
)  # fmt: skip


@pytest.fixture
def daily(world: World) -> Iterator[Daily]:
    """A month in which everything happened that can: asked back, confirmed, closed, reopened, late,
    objected to and corrected; leave asked for and approved."""
    made = make_daily(world)
    with clock.travel(JULY):
        first, _ = made.log(made.entry("2"), made.entry("1", category="training"))
        made.log(made.entry("3", date(2026, 6, 12)))
    sheet = Sheet(made.person, made.office, Decimal(6))
    with clock.travel(later(1)):
        ask_back(month=JUNE, sheets=[sheet], note="So many?", actor=made.leader)
    with clock.travel(later(2)):
        correct_time_entry(entry_id=first, hours=Decimal(1), reason="one", actor=made.holder)
    with clock.travel(later(3)):
        confirm_time(month=JUNE, sheets=[sheet._replace(seen_hours=Decimal(5))], actor=made.leader)
        close_month(organization_ids=[made.unit], month=JUNE, actor=made.commander)
    with clock.travel(later(4)):
        (late,) = log_time(
            entries=[made.entry("2", date(2026, 6, 20))],
            actor=made.holder,
            late_reason="was ill",
        ).ids
        number = object_to_entry(entry_id=late, text="Four.", actor=made.holder)
    with clock.travel(later(5)):
        answer_objection(
            objection_id=number, is_upheld=True, text="Right.", hours=Decimal(4),
            actor=made.leader,
        )  # fmt: skip
        reopen_month(
            organization_ids=[made.unit], month=JUNE, reason="a sheet", actor=made.commander
        )
    with clock.travel(later(6)):
        made.log(made.entry("1", date(2026, 6, 25)))
        leave = NewLeave(made.person, "annual", date(2026, 7, 20), date(2026, 7, 25))
        asked = request_leave(leave=leave, note="", actor=made.holder)
        decide_leave_request(request_id=asked, is_approved=True, note="", actor=made.commander)
        yield made


def problems() -> dict[str, tuple[str, ...]]:
    return {check.name: check.problems for check in verify_ledger() if check.problems}


def tamper(statement: str) -> None:
    """What somebody with the owner's rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER append_only")
        cursor.execute("DROP INDEX time_confirmation_once, objection_ended_once")
        cursor.execute(
            "ALTER TABLE ledger_leavedecision DROP CONSTRAINT leave_decision_approved_makes_leave"
        )
        cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER append_only")


def test_sound_month_has_counted_something_and_no_problem(daily: Daily) -> None:
    counted = {check.name: check.counted for check in verify_ledger()}
    assert counted["ledger: confirmed hours are the sums that were known"] == 2
    assert counted["ledger: corrections replace an entry by one about the same thing"] == 3
    assert counted["ledger: approved requests made the leave that was asked for"] == 1
    assert problems() == {}


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (
            "UPDATE ledger_timeentry SET hours = 0.5 WHERE hours = 3",
            "confirmed hours are the sums that were known",
        ),
        (
            "UPDATE ledger_timeconfirmation SET hours = 9 WHERE verdict = 'confirmed'",
            "confirmed hours are the sums that were known",
        ),
        (
            """INSERT INTO ledger_timeconfirmation (person_id, post_id, month, verdict, hours, note,
                recorded, recorded_by) SELECT person_id, post_id, month, verdict, hours, note,
                recorded, 'x' FROM ledger_timeconfirmation WHERE verdict = 'confirmed'""",
            "one word holds on a month's hours",
        ),
        (
            "DELETE FROM ledger_timecorrection WHERE old_id IS NULL",
            "what was logged after a closing gives its reason",
        ),
        (
            "UPDATE ledger_timeentry SET category = 'congress' WHERE hours = 4",
            "corrections replace an entry by one about the same thing",
        ),
        (
            """INSERT INTO ledger_objectionstep (objection_id, kind, text, recorded_at, recorded_by)
                SELECT objection_id, 'dismissed', 'no', recorded_at, 'x'
                FROM ledger_objectionstep WHERE kind = 'raised'""",
            "objections are the person's, raised once and ended at most once",
        ),
        (
            "UPDATE ledger_leavedecision SET outcome = 'refused', note = 'no'",
            "approved requests made the leave that was asked for",
        ),
        (
            "UPDATE ledger_leaverequest SET asked = '[2026-07-20,2026-08-20)'",
            "approved requests made the leave that was asked for",
        ),
    ],
)
def test_tampering_is_found_by_its_own_check(daily: Daily, statement: str, broken: str) -> None:
    tamper(statement)
    assert f"ledger: {broken}" in problems()


def test_guards_of_the_new_tables_are_missed(daily: Daily) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER append_only ON ledger_timeconfirmation")
    (found,) = problems()["ledger: guards are in place"]
    assert "ledger_timeconfirmation can be rewritten" in found
