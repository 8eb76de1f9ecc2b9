"""Logging hours and correcting them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from kiem.domain.ledger.actions.entry_checks import (
    ASKED_BACK,
    check_entries,
    late_rows,
    refuse_late,
)
from kiem.domain.ledger.actions.evidence import move_evidence
from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.inputs import LoggedTime, NewTimeEntry
from kiem.domain.ledger.actions.rights import is_only_holder, require_for_people
from kiem.domain.ledger.actions.staging import all_ids, first_row, staged
from kiem.domain.ledger.daily_errors import (
    entry_is_confirmed,
    entry_of_the_unit,
    text_too_long,
)
from kiem.domain.ledger.errors import (
    entry_not_found,
    reason_missing,
)
from kiem.domain.ledger.models import TimeCorrection, TimeEntry
from kiem.domain.ledger.queries.homes import homes_table, is_closed
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded

_COLUMNS = (
    "person_id bigint", "post_id bigint", "activity_id bigint", "role_kind text",
    "category text", "day date", "hours numeric", "is_month_total boolean",
    "existing_id bigint", "existing_hours numeric",
)  # fmt: skip
LONGEST_REASON = 500


def log_time(
    *,
    entries: Sequence[NewTimeEntry],
    actor: Viewer,
    late_reason: str = "",
    confirmed: Collection[str] = (),
) -> LoggedTime:
    """Log hours, one or 300,000 at a time; all of them or none.

    Repeating an entry that is there already, to the hour, changes nothing. Raises InvalidInput
    with the row for impossible values, a post the person does not hold that day, a month's total
    beside daily line hours; Conflict when other hours are logged for the same thing and when a
    day gets more than 24.

    What is unlikely is asked back as a Conflict: hours on a day of leave, hours for two activities
    at once; `confirmed` names the codes (of `ASKED_BACK`) that were answered with yes. Entries in a
    month that the person's unit has closed are corrections and need `late_reason`: the figures of
    the month stay as they were closed, and the entry is seen by whoever asks what is known now.
    """
    if not entries:
        return LoggedTime((), 0)
    require_for_people(actor, {entry.person_id for entry in entries}, own=True)
    return write_entries(entries, actor, late_reason=late_reason, confirmed=confirmed)


def write_entries(
    entries: Sequence[NewTimeEntry],
    actor: Viewer,
    *,
    late_reason: str = "",
    confirmed: Collection[str] = (),
    replaced: int | None = None,
) -> LoggedTime:
    """What `log_time` does once the actor's right is clear. `replaced`: the entry, closed already
    in this transaction, that the only one of `entries` takes the place of."""
    people = sorted({entry.person_id for entry in entries})
    late_reason = _checked_reason(late_reason)
    rows = (
        (e.person_id, e.post_id, e.activity_id, e.role_kind, e.category, e.day, e.hours,
         e.is_month_total, None, None)
        for e in entries
    )  # fmt: skip
    with writing(), staged("new_time", _COLUMNS, rows) as cursor:
        _lock_people(cursor, people)
        check_entries(cursor, confirmed)
        late = late_rows(cursor)
        if not late_reason:
            refuse_late(cursor, late)
        moment = clock.now()
        ids = all_ids(
            cursor,
            """INSERT INTO ledger_timeentry (person_id, post_id, activity_id, role_kind, category,
                day, hours, is_month_total, recorded, recorded_by)
            SELECT person_id, post_id, activity_id, role_kind, category, day, hours,
                is_month_total, tstzrange(%s, NULL), %s
            FROM new_time WHERE existing_id IS NULL ORDER BY row RETURNING id""",
            [moment, actor.name],
        )
        if replaced is None and late:
            cursor.execute("SELECT row FROM new_time WHERE existing_id IS NULL ORDER BY row")
            new_ids = dict(zip((row for (row,) in cursor.fetchall()), ids, strict=True))
            _explain([(None, new_ids[row]) for row in late], late_reason, actor, is_late=True)
        if ids:
            audit.record(
                action="ledger.log_time",
                actor=actor,
                subject=f"person:{people[0]}" if len(people) == 1 else f"people:{len(people)}",
                reason=late_reason if late else "",
                rows={"ledger_timeentry": ids},
            )
    return LoggedTime(ids, len(entries) - len(ids))


def correct_time_entry(
    *, entry_id: int, hours: Decimal | None, reason: str, actor: Viewer
) -> int | None:
    """Replace the hours of an entry, or strike it out with `hours` None; returns the new id.

    The old row stays readable at every earlier `known_at`. Holders change what nobody has
    confirmed yet, and not their unit's own record of a month: to those they object. Raises
    NotFound when no such entry holds today, InvalidInput without a reason or with impossible
    hours, Conflict over 24 hours or where the holder is to object.
    """
    if not reason.strip():
        raise reason_missing()
    with writing():
        old = TimeEntry.objects.filter(pk=entry_id, recorded__upper_inf=True).first()
        if old is None:
            raise entry_not_found(entry_id)
        require_for_people(actor, [old.person_id], own=True)
        with connection.cursor() as cursor:
            _lock_people(cursor, [old.person_id])
        if is_only_holder(actor, old.person_id):
            _require_own_to_change(old)
        return replace_entry(old, hours, reason, actor)


def replace_entry(old: TimeEntry, hours: Decimal | None, reason: str, actor: Viewer) -> int | None:
    """What `correct_time_entry` does once the actor's right is clear; inside its transaction."""
    reason = _checked_reason(reason)
    is_late = _is_late(old)
    if not close_recorded(TimeEntry, [old.pk], clock.now()):
        raise entry_not_found(old.pk)
    new_id = None
    if hours is not None:
        entry = NewTimeEntry(
            old.person_id, old.post_id, old.role_kind, old.category, old.day, hours,
            old.activity_id, old.is_month_total,
        )  # fmt: skip
        logged = write_entries(
            [entry], actor, late_reason=reason, confirmed=ASKED_BACK, replaced=old.pk
        )
        (new_id,) = logged.ids
        move_evidence(old.pk, new_id, actor)
    _explain([(old.pk, new_id)], reason, actor, is_late=is_late)
    audit.record(
        action="ledger.correct_time_entry",
        actor=actor,
        subject=f"person:{old.person_id}",
        reason=reason,
        rows={"ledger_timeentry": [old.pk] if new_id is None else [old.pk, new_id]},
    )
    return new_id


def _explain(
    changes: Sequence[tuple[int | None, int | None]], reason: str, actor: Viewer, *, is_late: bool
) -> None:
    """Keep the reason beside the entries (old, new) it is about."""
    TimeCorrection.objects.bulk_create(
        TimeCorrection(
            old_id=old,
            new_id=new,
            is_late=is_late,
            reason=reason,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        for old, new in changes
    )


def _checked_reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise text_too_long("reason", LONGEST_REASON)
    return reason


def _require_own_to_change(entry: TimeEntry) -> None:
    if entry.is_month_total:
        raise entry_of_the_unit()
    with connection.cursor() as cursor:
        found = first_row(
            cursor,
            """SELECT 1 FROM ledger_timeconfirmation c WHERE c.person_id = %s AND c.post_id = %s
                AND c.month = %s AND c.verdict = 'confirmed' AND upper_inf(c.recorded)
                AND lower(c.recorded) >= %s""",
            [entry.person_id, entry.post_id, entry.day.replace(day=1), entry.recorded.lower],
        )
    if found:
        raise entry_is_confirmed()


def _is_late(entry: TimeEntry) -> bool:
    with connection.cursor() as cursor:
        found = first_row(
            cursor,
            f"""WITH asked AS (SELECT %s::bigint AS person_id, %s::date AS month),
            {homes_table("asked")} SELECT 1 FROM homes h WHERE {is_closed()}""",
            [entry.person_id, entry.day.replace(day=1)],
        )
    return found is not None


def _lock_people(cursor: Any, people: Sequence[int]) -> None:
    """Two sessions never fill the same person's day at once."""
    cursor.execute(
        "SELECT FROM register_person WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [list(people)],
    )
