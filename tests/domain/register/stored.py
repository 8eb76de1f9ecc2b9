"""What the register has stored, in the small world's terms: days counted in months of thirty."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiem.platform.kernel.sql import fetch, known
from tests.factories.register import START


def day_of(index: int) -> date:
    return START + timedelta(days=30 * index)


def index_of(day: date | None) -> int | None:
    return None if day is None else (day - START).days // 30


def stored_appointments(
    known_at: datetime | None,
) -> frozenset[tuple[int, int, int | None, int | None, int]]:
    rows = fetch(
        f"""SELECT person_id, post_id, lower(valid), upper(valid), share_percent::int
            FROM register_appointment a WHERE {known("a", known_at)}""",
        {"known_at": known_at},
    )
    return frozenset(
        (who, where, index_of(start), index_of(end), share)
        for who, where, start, end, share in rows
    )


def stored_memberships(
    known_at: datetime | None,
) -> frozenset[tuple[int, int, int | None, int | None]]:
    rows = fetch(
        f"""SELECT person_id, organization_id, lower(valid), upper(valid)
            FROM register_membership m WHERE {known("m", known_at)}""",
        {"known_at": known_at},
    )
    return frozenset(
        (who, where, index_of(start), index_of(end)) for who, where, start, end in rows
    )
