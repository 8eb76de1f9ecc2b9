"""Granting leave and withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.inputs import NewLeave
from kiem.domain.ledger.actions.rights import require_for_people
from kiem.domain.ledger.actions.staging import first_row, staged
from kiem.domain.ledger.errors import (
    activity_on_leave,
    bad_row,
    leave_not_found,
    leave_overlaps,
    reason_missing,
)
from kiem.domain.ledger.models import Leave
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from

_COLUMNS = ("person_id bigint", "kind text", "start date", "until date")


def grant_leave(
    *, leaves: Sequence[NewLeave], actor: Viewer, allow_clashes: bool = False
) -> tuple[int, ...]:
    """Grant leave; returns the ids in order. All or none.

    Raises InvalidInput for impossible values, Conflict for leave over other leave and, unless
    `allow_clashes`, over an activity the person takes part in.
    """
    if not leaves:
        return ()
    people = sorted({leave.person_id for leave in leaves})
    require_for_people(actor, people, own=False)
    with writing():
        check_leave(leaves, allow_clashes=allow_clashes)
        ids = write_leave(leaves)
        audit.record(
            action="ledger.grant_leave",
            actor=actor,
            subject=f"person:{people[0]}" if len(people) == 1 else f"people:{len(people)}",
            rows={"ledger_leave": ids},
        )
    return ids


def check_leave(leaves: Sequence[NewLeave], *, allow_clashes: bool) -> None:
    """Raise what `grant_leave` does; people stay locked until the caller's transaction ends."""
    for row, leave in enumerate(leaves, start=1):
        if leave.kind not in Leave.Kind.values:
            raise bad_row("leave", "kind_unknown", row, leave.kind)
        if leave.end <= leave.start:
            raise bad_row("leave", "ends_before_start", row, leave.end)
    people = sorted({leave.person_id for leave in leaves})
    rows = ((leave.person_id, leave.kind, leave.start, leave.end) for leave in leaves)
    with staged("new_leave", _COLUMNS, rows) as cursor:
        cursor.execute(
            "SELECT FROM register_person WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [people],
        )
        _check(cursor, allow_clashes)


def write_leave(leaves: Sequence[NewLeave]) -> tuple[int, ...]:
    """Write checked leave; returns the ids in order."""
    recorded = recorded_from(clock.now())
    made = Leave.objects.bulk_create(
        Leave(
            person_id=leave.person_id,
            kind=leave.kind,
            valid=DateRange(leave.start, leave.end, "[)"),
            recorded=recorded,
        )
        for leave in leaves
    )
    return tuple(row.pk for row in made)


def withdraw_leave(*, leave_id: int, reason: str, actor: Viewer) -> None:
    """Withdraw leave as if it had never been granted; earlier `known_at` still see it."""
    if not reason.strip():
        raise reason_missing()
    with writing():
        leave = Leave.objects.filter(pk=leave_id, recorded__upper_inf=True).first()
        if leave is None:
            raise leave_not_found(leave_id)
        require_for_people(actor, [leave.person_id], own=False)
        if not close_recorded(Leave, [leave_id], clock.now()):
            raise leave_not_found(leave_id)
        audit.record(
            action="ledger.withdraw_leave",
            actor=actor,
            subject=f"person:{leave.person_id}",
            reason=reason,
            rows={"ledger_leave": [leave_id]},
        )


def _check(cursor: Any, allow_clashes: bool) -> None:
    found = first_row(
        cursor,
        """SELECT s.row, s.person_id FROM new_leave s WHERE NOT EXISTS (
            SELECT FROM register_personstate p WHERE p.person_id = s.person_id
            AND p.valid @> s.start AND upper_inf(p.recorded)) ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise bad_row("leave", "person_unknown", *found)
    found = first_row(
        cursor,
        """SELECT s.row, s.person_id, o.start FROM new_leave s JOIN new_leave o
            ON o.person_id = s.person_id AND o.row < s.row
            AND o.start < s.until AND s.start < o.until
        UNION ALL
        SELECT s.row, s.person_id, lower(l.valid) FROM new_leave s JOIN ledger_leave l
            ON l.person_id = s.person_id AND upper_inf(l.recorded)
            AND l.valid && daterange(s.start, s.until)
        ORDER BY 1 LIMIT 1""",
    )
    if found:
        raise leave_overlaps(*found)
    if allow_clashes:
        return
    found = first_row(
        cursor,
        """SELECT s.row, s.person_id, greatest(lower(q.valid), s.start) FROM new_leave s
            JOIN ledger_participation q ON q.person_id = s.person_id AND upper_inf(q.recorded)
                AND q.valid && daterange(s.start, s.until)
                AND lower(q.valid) > s.start - 32 AND lower(q.valid) < s.until
        ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise activity_on_leave(*found)
