"""The canonical form and the hash, without a database."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from kiem.platform.audit.hashing import FIRST_HASH, Content, compact_rows, hash_entry

CONTENT = Content(
    chain=1,
    sequence=3,
    recorded_at=datetime(2025, 7, 1, 1, 2, 3, 4, tzinfo=UTC),
    action="register.appoint",
    actor="user:5",
    actor_person_id=None,
    subject="decision:12",
    reason="Đại hội",
    rows={"register_appointment": "5-7,9"},
    decision_id=12,
)
CANONICAL = (
    '{"action":"register.appoint","actor":"user:5","actor_person_id":null,"chain":1,'
    '"decision_id":12,"reason":"Đại hội","recorded_at":"2025-07-01T01:02:03.000004+00:00",'
    '"rows":{"register_appointment":"5-7,9"},"sequence":3,"subject":"decision:12"}'
)


def test_canonical_form_is_sorted_json_without_spaces() -> None:
    assert CONTENT.canonical() == CANONICAL.encode()


def test_canonical_form_does_not_depend_on_the_time_zone() -> None:
    hanoi = timezone(timedelta(hours=7))
    moved = replace(CONTENT, recorded_at=CONTENT.recorded_at.astimezone(hanoi))
    assert moved.canonical() == CANONICAL.encode()


def test_hash_covers_the_previous_hash_and_the_content() -> None:
    expected = hashlib.sha256(bytes(32) + CANONICAL.encode()).digest()
    assert hash_entry(FIRST_HASH, CONTENT) == expected
    assert hash_entry(b"\x01" * 32, CONTENT) != expected


def test_compact_rows_joins_consecutive_ids_and_keeps_counts() -> None:
    assert compact_rows({"a": [7, 5, 6, 9, 9], "b": 11_000, "c": []}) == {
        "a": "5-7,9",
        "b": 11_000,
        "c": "",
    }
