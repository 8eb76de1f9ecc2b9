"""People move: transfers to another post, and leaving the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kiem.domain.register.actions._guards import (
    day_before,
    guard_choice,
    guard_date,
    guard_distinct,
    guard_known,
    organizations_of_posts,
)
from kiem.domain.register.actions._reach import require_decision, require_ended, require_staff
from kiem.domain.register.actions._revise import end_person_facts
from kiem.domain.register.actions._supersede import add, cut, table_of
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.actions.appointments import (
    NewAppointment,
    appointment_columns,
    require_holders,
    require_posts,
)
from kiem.domain.register.errors import refusal
from kiem.domain.register.models import Appointment, Membership, Person
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class Transfer:
    """Somebody leaves one post for another on a day.

    `share_percent` None: as in the post left. What the old appointment's end was, the new one's is.
    """

    person_id: int
    from_post_id: int
    to_post_id: int
    on: date
    mode: str = "appointed"
    share_percent: Decimal | int | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class ServiceEnd:
    """`on` is the first day out of service."""

    person_id: int
    on: date


def transfer(*, decision_id: int, moves: Sequence[Transfer], actor: Viewer) -> list[int]:
    """Transfer people by one decision; returns ids of the new appointments in the order given.

    Seats may be exchanged within one call. Raises DomainError when somebody does not hold the
    post to be left on the day before, Conflict when no seat is free.
    """
    for row, move in enumerate(moves, start=1):
        guard_date("on", move.on)
        guard_choice("mode", move.mode, Appointment.Mode.values, row)
    guard_distinct("person_id", ((move.person_id, move.from_post_id) for move in moves))
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        for day in sorted({move.on for move in moves}):
            left_posts = {move.from_post_id for move in moves if move.on == day}
            leaving = organizations_of_posts(left_posts)
            require_ended(actor, set(leaving.values()), day_before(day))
        running = _running(moves)
        fresh = [
            NewAppointment(
                person_id=move.person_id,
                post_id=move.to_post_id,
                valid_from=move.on,
                mode=move.mode,
                share_percent=share if move.share_percent is None else move.share_percent,
                valid_until=until,
                is_provisional=move.is_provisional,
            )
            for move, (_, until, share) in zip(moves, running, strict=True)
        ]
        require_posts(fresh, actor)
        require_holders(fresh, actor)
        moment = change.moment
        left = {row[0]: move.on for move, row in zip(moves, running, strict=True)}
        cut(Appointment, left, decision_id=decision_id, moment=moment)
        ids = add(
            Appointment,
            appointment_columns(fresh),
            decision_id=decision_id,
            moment=moment,
        )
        change.audit(
            "transfer",
            subject=f"decision:{decision_id}",
            rows={"appointment_ended": list(left), "appointment": ids},
            decision_id=decision_id,
        )
    return ids


def leave_hosted(
    *,
    decision_id: int,
    moves: Sequence[tuple[int, int, int]],
    on: date,
    actor: Viewer,
) -> dict[str, int]:
    """What a transfer brings with it: (person, post left, post taken) leave offices, seats and
    memberships in the organisations that the unit left hosts. Returns counts by kind of fact.

    Nothing is left where the unit stays the same. Whatever somebody holds beyond their unit, in
    the city's committee for instance, goes on.
    """
    counts: dict[str, int] = {}
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        units = organizations_of_posts({post for _, *posts in moves for post in posts})
        leaving = [
            (person, units[left])
            for person, left, taken in moves
            if left in units and units[left] != units.get(taken)
        ]
        require_ended(actor, {unit for _, unit in leaving}, day_before(on))
        for model, statement in ((Appointment, _OFFICES_HOSTED), (Membership, _MEMBER_HOSTED)):
            rows = fetch(
                statement,
                {
                    "people": [person for person, _ in leaving],
                    "units": [unit for _, unit in leaving],
                    "day": on,
                },
            )
            counts[table_of(model)] = cut(
                model, {row[0]: on for row in rows}, decision_id=decision_id, moment=change.moment
            )
        change.audit(
            "leave_hosted",
            subject=f"decision:{decision_id}",
            rows=counts,
            decision_id=decision_id,
        )
    return counts


_HOSTED = """
    JOIN unnest(%(people)s::bigint[], %(units)s::bigint[]) AS given(person_id, unit_id)
        ON given.person_id = fact.person_id
    JOIN register_organizationstate s ON s.parent_id = given.unit_id AND upper_inf(s.recorded)
        AND s.valid @> (%(day)s::date - 1)
    JOIN register_organization o ON o.id = s.organization_id AND o.category <> 'unit'
"""
_RUNNING = """
    WHERE upper_inf(fact.recorded) AND fact.valid @> (%(day)s::date - 1)
      AND (upper_inf(fact.valid) OR upper(fact.valid) > %(day)s)
"""
_OFFICES_HOSTED = f"""
    SELECT DISTINCT fact.id FROM register_appointment fact {_HOSTED}
    JOIN register_post p ON p.id = fact.post_id AND p.organization_id = s.organization_id {_RUNNING}
"""
_MEMBER_HOSTED = f"""
    SELECT DISTINCT fact.id FROM register_membership fact {_HOSTED} {_RUNNING}
      AND fact.organization_id = s.organization_id
"""


def end_service(*, decision_id: int, people: Sequence[ServiceEnd], actor: Viewer) -> dict[str, int]:
    """End service, and with it all posts, memberships and ranks; returns counts by kind of fact."""
    for end in people:
        guard_date("on", end.on)
    guard_distinct("person_id", (end.person_id for end in people))
    totals: dict[str, int] = {}
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        ids = [end.person_id for end in people]
        guard_known(Person, ids, what="person", field="person_id")
        moment = change.moment
        for day in sorted({end.on for end in people}):
            given = [end.person_id for end in people if end.on == day]
            require_staff(actor, given, day)
            _guard_in_service(given, day)
            counts = end_person_facts(given, day, decision_id=decision_id, moment=moment)
            for name, count in counts.items():
                totals[name] = totals.get(name, 0) + count
        change.audit(
            "end_service",
            subject=f"decision:{decision_id}",
            rows={"person": ids, **totals},
            decision_id=decision_id,
        )
    return totals


def _running(moves: Sequence[Transfer]) -> list[tuple[int, date | None, Any]]:
    """(appointment, its end, its share) of the posts to be left, in the order of the moves."""
    rows = fetch(
        """
        SELECT given.position, a.id, upper(a.valid), a.share_percent
        FROM unnest(%(people)s::bigint[], %(posts)s::bigint[], %(days)s::date[])
            WITH ORDINALITY AS given(person_id, post_id, day, position)
        JOIN register_appointment a ON a.person_id = given.person_id
            AND a.post_id = given.post_id AND upper_inf(a.recorded)
            AND a.valid @> (given.day - 1) AND (upper_inf(a.valid) OR upper(a.valid) > given.day)
        """,
        {
            "people": [move.person_id for move in moves],
            "posts": [move.from_post_id for move in moves],
            "days": [move.on for move in moves],
        },
    )
    found = {row[0]: (row[1], row[2], row[3]) for row in rows}
    for position, move in enumerate(moves, start=1):
        if position not in found:
            raise refusal(
                "not_holding",
                "Row {row}: person {person_id} does not hold post {post_id} across {on}.",
                "Check the post to be left and the day.",
                field="from_post_id",
                row=position,
                person_id=move.person_id,
                post_id=move.from_post_id,
                on=move.on,
            )
    return [found[position] for position in range(1, len(moves) + 1)]


def _guard_in_service(person_ids: Sequence[int], day: date) -> None:
    rows = fetch(
        """
        SELECT id FROM unnest(%(ids)s::bigint[]) AS given(id)
        WHERE NOT EXISTS (
            SELECT FROM register_personstate s WHERE s.person_id = given.id
              AND upper_inf(s.recorded) AND s.valid @> (%(day)s::date - 1)
              AND (upper_inf(s.valid) OR upper(s.valid) > %(day)s))
        """,
        {"ids": list(person_ids), "day": day},
    )
    if rows:
        raise refusal(
            "not_in_service",
            "Person {person_id} is not in service across {day}; nothing can end there.",
            "Check the person and the day.",
            field="on",
            person_id=rows[0][0],
            day=day,
        )
