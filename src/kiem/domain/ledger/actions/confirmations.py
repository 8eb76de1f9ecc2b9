"""What superiors say about hours: confirmed, or asked back; and what the person answers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.staging import all_ids, first_row, staged
from kiem.domain.ledger.daily_errors import (
    hours_changed,
    not_asked_back,
    nothing_chosen,
    nothing_to_confirm,
    own_hours,
    question_missing,
    text_too_long,
)
from kiem.domain.ledger.models import TimeConfirmation
from kiem.domain.ledger.queries.own import require_own
from kiem.domain.ledger.queries.superiors import ConfirmScope, confirm_scope
from kiem.platform import audit, notices
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded
from kiem.time.month import Month

LONGEST_NOTE = 500
_COLUMNS = ("person_id bigint", "post_id bigint", "seen_hours numeric")


class Sheet(NamedTuple):
    """The hours of a person for one post in a month, as the superior saw them in sum."""

    person_id: int
    post_id: int
    seen_hours: Decimal


def confirm_time(*, month: Month, sheets: Sequence[Sheet], actor: Viewer) -> tuple[int, ...]:
    """Confirm the hours of some people's posts in a month; returns the ids of the new rows.

    What is confirmed already, and has not changed since, stays as it is. Raises NotFound for
    sheets outside the actor's scope or without hours, Conflict when the hours are not those the
    actor saw and for hours of the actor's own.
    """
    return _speak(TimeConfirmation.Verdict.CONFIRMED, month, sheets, "", actor)


def ask_back(*, month: Month, sheets: Sequence[Sheet], note: str, actor: Viewer) -> tuple[int, ...]:
    """Ask about the hours instead of confirming them; what was confirmed no longer is."""
    return _speak(TimeConfirmation.Verdict.ASKED_BACK, month, sheets, _words(note), actor)


def answer_question(*, person_id: int, post_id: int, month: Month, note: str, actor: Viewer) -> int:
    """The person answers a superior's question without changing hours; returns the new row's id."""
    note = _words(note)
    require_own(actor, person_id)
    with writing():
        asked = TimeConfirmation.objects.filter(
            person=person_id, post=post_id, month=month.start, recorded__upper_inf=True
        ).first()
        if asked is None or asked.verdict != TimeConfirmation.Verdict.ASKED_BACK:
            raise not_asked_back()
        moment = clock.now()
        if not close_recorded(TimeConfirmation, [asked.pk], moment):
            raise not_asked_back()
        with connection.cursor() as cursor:
            (number,) = all_ids(
                cursor,
                """INSERT INTO ledger_timeconfirmation (person_id, post_id, month, verdict, hours,
                    note, recorded, recorded_by, user_id)
                VALUES (%s, %s, %s, 'answered', %s, %s, tstzrange(%s, NULL), %s, %s)
                RETURNING id""",
                [
                    person_id, post_id, month.start, asked.hours, note, moment, actor.name,
                    asked.user_id,
                ],
            )  # fmt: skip
        if asked.user_id is not None:
            notices.notify(
                code="ledger.question_answered",
                params={"month": str(month), "person_id": person_id},
                link=f"/confirm/{person_id}/{post_id}/?on={month.start.isoformat()}",
                user_ids=[asked.user_id],
                occasion=str(number),
                actor=actor,
            )
        audit.record(
            action="ledger.answer_question",
            actor=actor,
            subject=f"person:{person_id}",
            rows={"ledger_timeconfirmation": [number]},
        )
    return number


def _words(note: str) -> str:
    note = note.strip()
    if not note:
        raise question_missing()
    if len(note) > LONGEST_NOTE:
        raise text_too_long("note", LONGEST_NOTE)
    return note


def _speak(
    verdict: str, month: Month, sheets: Sequence[Sheet], note: str, actor: Viewer
) -> tuple[int, ...]:
    if not sheets:
        raise nothing_chosen()
    scope = confirm_scope(actor, month)
    if any(sheet.person_id == actor.person_id for sheet in sheets):
        raise own_hours()
    unique = {(sheet.person_id, sheet.post_id): sheet for sheet in sheets}
    people = sorted({person for person, _ in unique})
    with writing(), staged("new_word", _COLUMNS, unique.values()) as cursor:
        cursor.execute(
            "SELECT FROM register_person WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [people],
        )
        cursor.execute(_SUMS.format(within=ConfirmScope.within("p", "s.person_id")), {
            **scope.parameters(), "start": month.start, "end": month.end,
        })  # fmt: skip
        _check_sums(cursor, month)
        ids = _write(cursor, verdict, month, note, actor)
        if ids and verdict == TimeConfirmation.Verdict.ASKED_BACK:
            notices.notify(
                code="ledger.asked_back",
                params={"month": str(month)},
                link=f"/month/?on={month.start.isoformat()}",
                person_ids=people,
                occasion=str(ids[0]),
                actor=actor,
            )
        if ids:
            audit.record(
                action=f"ledger.{'confirm_time' if not note else 'ask_back'}",
                actor=actor,
                subject=f"person:{people[0]}" if len(people) == 1 else f"people:{len(people)}",
                reason=note,
                rows={"ledger_timeconfirmation": ids},
            )
    return ids


# Only sheets within the scope get a sum; the others have none and are not there for the actor.
_SUMS = """CREATE TEMPORARY TABLE word_sum ON COMMIT DROP AS
    SELECT s.person_id, s.post_id, sum(e.hours) AS hours, max(lower(e.recorded)) AS latest
    FROM new_word s
        JOIN register_post p ON p.id = s.post_id AND {within}
        JOIN ledger_timeentry e ON e.person_id = s.person_id AND e.post_id = s.post_id
            AND e.day >= %(start)s AND e.day < %(end)s AND upper_inf(e.recorded)
    GROUP BY 1, 2"""


def _check_sums(cursor: Any, month: Month) -> None:
    found = first_row(
        cursor,
        """SELECT s.person_id, s.post_id FROM new_word s
            LEFT JOIN word_sum w USING (person_id, post_id)
        WHERE w.hours IS NULL ORDER BY s.row LIMIT 1""",
    )
    if found:
        person_id, post_id = found
        raise nothing_to_confirm(person_id, post_id, str(month))
    found = first_row(
        cursor,
        """SELECT coalesce((SELECT full_name FROM register_personstate n
                WHERE n.person_id = s.person_id AND upper_inf(n.recorded)
                ORDER BY n.valid DESC LIMIT 1), ''), w.hours
        FROM new_word s JOIN word_sum w USING (person_id, post_id)
        WHERE w.hours <> s.seen_hours ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise hours_changed(*found)


def _write(cursor: Any, verdict: str, month: Month, note: str, actor: Viewer) -> tuple[int, ...]:
    """Supersede the words that hold and write the new ones, but for a repeated confirmation."""
    moment = clock.now()
    parameters = {
        "verdict": verdict, "month": month.start, "note": note, "moment": moment,
        "by": actor.name, "user": actor.user_id,
    }  # fmt: skip
    cursor.execute(
        """DELETE FROM word_sum w USING ledger_timeconfirmation c
        WHERE c.person_id = w.person_id AND c.post_id = w.post_id AND c.month = %(month)s
            AND upper_inf(c.recorded) AND c.verdict = 'confirmed' AND %(verdict)s = 'confirmed'
            AND lower(c.recorded) >= w.latest AND c.hours = w.hours""",
        parameters,
    )
    cursor.execute(
        """UPDATE ledger_timeconfirmation c
        SET recorded = tstzrange(lower(c.recorded), %(moment)s)
        FROM word_sum w
        WHERE c.person_id = w.person_id AND c.post_id = w.post_id AND c.month = %(month)s
            AND upper_inf(c.recorded)""",
        parameters,
    )
    ids = all_ids(
        cursor,
        """INSERT INTO ledger_timeconfirmation (person_id, post_id, month, verdict, hours, note,
            recorded, recorded_by, user_id)
        SELECT person_id, post_id, %(month)s, %(verdict)s, hours, %(note)s,
            tstzrange(%(moment)s, NULL), %(by)s, %(user)s
        FROM word_sum ORDER BY person_id, post_id RETURNING id""",
        parameters,
    )
    cursor.execute("DROP TABLE word_sum")
    return ids
