"""Appending to the audit trail on the real database."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.audit.models import Chain, Entry
from kiem.platform.kernel import clock

OFFICER = Viewer(name="officer", user_id=5, person_id=70)
NOON = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)


def _record(number: int) -> int:
    return audit.record(action="test.write", actor=OFFICER, subject=f"thing:{number}")


@pytest.mark.django_db
def test_record_stores_a_pseudonym_and_the_clock_time() -> None:
    with clock.travel(NOON):
        sequence = audit.record(
            action="test.write",
            actor=OFFICER,
            subject="decision:12",
            reason="Because",
            rows={"register_appointment": [1, 2, 3], "register_person": 2},
            decision_id=12,
        )
    entry = Entry.objects.get(chain=Chain.WRITES, sequence=sequence)
    assert sequence == 1
    assert (entry.actor, entry.actor_person_id, entry.recorded_at) == ("user:5", 70, NOON)
    assert entry.rows == {"register_appointment": "1-3", "register_person": 2}
    assert (entry.reason, entry.decision_id) == ("Because", 12)


@pytest.mark.django_db
def test_chain_of_several_entries_verifies() -> None:
    assert [_record(n) for n in range(5)] == [1, 2, 3, 4, 5]
    audit.record_view(OFFICER, "person:7")
    report = audit.verify_chain()
    assert (report.rows, report.first_broken) == (6, None)
    assert report.heads["writes"][0] == 5
    assert report.heads["views"][0] == 1


@pytest.mark.django_db(transaction=True)
def test_sequence_has_no_gap_after_a_rollback() -> None:
    _record(1)
    with transaction.atomic():
        assert _record(2) == 2
        transaction.set_rollback(True)
    assert _record(3) == 2
    assert audit.verify_chain().first_broken is None


@pytest.mark.django_db(transaction=True)
def test_chain_stays_whole_when_written_from_several_connections() -> None:
    failures: list[Exception] = []

    def write(worker: int) -> None:
        try:
            for number in range(25):
                with transaction.atomic():
                    _record(worker * 100 + number)
                audit.record_view(OFFICER, f"person:{worker * 100 + number}")
        except Exception as error:  # reported by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    report = audit.verify_chain()
    assert (report.rows, report.first_broken) == (200, None)
    assert (report.heads["writes"][0], report.heads["views"][0]) == (100, 100)


@pytest.mark.django_db(transaction=True)
def test_view_is_not_held_up_by_a_long_write() -> None:
    done = threading.Event()

    def look() -> None:
        try:
            audit.record_view(OFFICER, "person:7")
            done.set()
        finally:
            connection.close()

    with transaction.atomic():
        _record(1)  # holds the chain of writes until the block ends
        thread = threading.Thread(target=look)
        thread.start()
        assert done.wait(timeout=20)
    thread.join()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET reason = 'other'", "DELETE FROM audit_entry"],
)
def test_changing_the_trail_is_refused(statement: str) -> None:
    _record(1)
    with (
        pytest.raises(DatabaseError, match="never change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE audit_entry SET reason = 'x' WHERE sequence = 2", "writes/2: was changed"),
        ("UPDATE audit_entry SET actor = 'user:6' WHERE sequence = 3", "writes/3: was changed"),
        ("DELETE FROM audit_entry WHERE sequence = 2", "writes/3: number 2 is missing"),
        (
            "UPDATE audit_entry SET hash = sha256('x') WHERE sequence = 1",
            "writes/1: was changed",
        ),
    ],
)
def test_verify_chain_finds_tampering_behind_the_triggers(tampering: str, problem: str) -> None:
    for number in range(4):
        _record(number)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER append_only")
        cursor.execute(tampering)
    broken = audit.verify_chain().first_broken
    assert broken is not None
    assert broken.startswith(problem)


@pytest.mark.django_db
def test_view_is_noted_once_an_hour_for_each_viewer_and_subject() -> None:
    other = Viewer(name="auditor", user_id=6)
    with clock.travel(NOON):
        assert audit.record_view(OFFICER, "person:7") is True
        assert audit.record_view(OFFICER, "person:7") is False
        assert audit.record_view(OFFICER, "person:8") is True
        assert audit.record_view(other, "person:7") is True
    with clock.travel(NOON + timedelta(minutes=59)):
        assert audit.record_view(OFFICER, "person:7") is False
    with clock.travel(NOON + timedelta(minutes=60)):
        assert audit.record_view(OFFICER, "person:7") is True
    assert Entry.objects.filter(chain=Chain.VIEWS).count() == 4
