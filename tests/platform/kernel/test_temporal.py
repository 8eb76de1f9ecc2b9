"""Append-only tables, set-based writing and the two questions, on the register's own tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.register import START, Town, found_town

from kiem.domain.register.actions import NewAppointment, appoint
from kiem.domain.register.models import Appointment, Organization, Person, PersonState
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import allocate_ids, insert_columns
from kiem.platform.kernel.temporal import close_recorded
from kiem.time.interval import DateInterval

NOON = datetime(2027, 5, 1, 12, tzinfo=UTC)
LATER = datetime(2027, 5, 2, 12, tzinfo=UTC)


@pytest.fixture
def seated(db: None) -> tuple[Town, int]:
    """Somebody was appointed, known from NOON on."""
    town = found_town()
    with clock.travel(NOON):
        (appointment,) = appoint(
            decision_id=town.decision,
            appointments=[NewAppointment(town.people[0], town.chief, START, "appointed", 100)],
            actor=SYSTEM,
        )
    return town, appointment


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_appointment SET share_percent = 50",
        "UPDATE register_appointment SET valid = daterange('2025-02-01', NULL)",
        "UPDATE register_appointment SET recorded = tstzrange('2020-01-01', '2027-06-01')",
        """UPDATE register_appointment SET share_percent = 1,
           recorded = tstzrange(lower(recorded), '2027-06-01')""",
        "DELETE FROM register_appointment",
        "UPDATE register_post SET kind = 'office'",
        "DELETE FROM register_person",
        "UPDATE register_organization SET category = 'party'",
        "UPDATE register_decision SET number = '2'",
        "DELETE FROM register_changelink WHERE false; DELETE FROM register_decision",
        "UPDATE register_personstate SET given_name = 'X'",
    ],
)
def test_rewriting_is_refused(seated: tuple[Town, int], statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"never (rewritten|change)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_closed_row_cannot_be_closed_again(seated: tuple[Town, int]) -> None:
    _, appointment = seated
    assert close_recorded(Appointment, [appointment], LATER) == 1
    assert close_recorded(Appointment, [appointment], LATER) == 0
    with (
        pytest.raises(DatabaseError, match="never rewritten"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE register_appointment SET recorded = tstzrange(lower(recorded), NULL)"
        )


def test_known_and_on_answer_for_their_moment_and_day(seated: tuple[Town, int]) -> None:
    _, appointment = seated
    close_recorded(Appointment, [appointment], LATER)
    rows = Appointment.objects
    assert rows.known().count() == 0
    assert rows.known(NOON).count() == 1
    assert rows.known(LATER).count() == 0
    assert rows.on(date(2024, 12, 31), NOON).count() == 0
    assert rows.on(START, NOON).count() == 1
    assert rows.during(DateInterval(date(2024, 1, 1), START), NOON).count() == 0
    assert rows.during(DateInterval(date(2024, 1, 1), date(2025, 1, 2)), NOON).count() == 1


def test_bulk_insert_keeps_the_order_of_its_ids(db: None) -> None:
    ids = insert_columns(Organization, {"category": ["unit", "member", "party", "external"]})
    assert ids == sorted(ids)
    assert [Organization.objects.get(pk=pk).category for pk in ids] == [
        "unit",
        "member",
        "party",
        "external",
    ]
    assert insert_columns(Organization, {"category": []}) == []
    assert len(set(allocate_ids(Person, 5))) == 5


def test_bulk_insert_refuses_columns_of_different_length(db: None) -> None:
    with pytest.raises(ValueError, match="differ in length"):
        insert_columns(Organization, {"id": [1, 2], "category": ["unit"]})


def test_bulk_insert_never_cuts_a_text(seated: tuple[Town, int]) -> None:
    with pytest.raises(DatabaseError, match="too long"), transaction.atomic():
        insert_columns(Organization, {"category": ["a category too long"]})


def test_bulk_insert_wants_bounds_for_ranges(db: None) -> None:
    with pytest.raises(ValueError, match="valid_from and valid_until"):
        insert_columns(PersonState, {"valid": ["[2025-01-01,)"]})
    with pytest.raises(ValueError, match="has no column wings"):
        insert_columns(PersonState, {"wings": [2]})
