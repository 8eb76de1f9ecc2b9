"""Appoints people to posts, ends appointments, transfers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiem.domain.register.actions._guards import (
    day_before,
    guard_choice,
    guard_distinct,
    guard_interval,
    guard_known,
    organizations_of_posts,
)
from kiem.domain.register.actions._reach import (
    require_candidates,
    require_changed,
    require_decision,
    require_ended,
    require_staff,
)
from kiem.domain.register.actions._supersede import add, cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import refusal, unknown
from kiem.domain.register.models import Appointment, Person, Post, PostKind
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """A person in a post from `valid_from` on.

    `mode`: appointed, elected, designated, recognised or seconded. `share_percent`: the part of
    the person's employment the post is worth; a concurrent office is carried on top and has 0.
    """

    person_id: int
    post_id: int
    valid_from: date
    mode: str
    share_percent: Decimal | int
    valid_until: date | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentEnd:
    """The appointment ends: `on` is the first day the person no longer holds the post."""

    appointment_id: int
    on: date


def appoint(
    *, decision_id: int, appointments: Sequence[NewAppointment], actor: Viewer
) -> list[int]:
    """Appoint people by one decision; returns ids of the appointments in the order given.

    Raises Conflict when no seat is free, shares of a person exceed 100 %, the post or the service
    does not cover the days, or the person already holds the post; NotFound for unknown ids.
    """
    for row, given in enumerate(appointments, start=1):
        guard_choice("mode", given.mode, Appointment.Mode.values, row)
        guard_interval("valid_from", given.valid_from, given.valid_until)
        _guard_share(given.share_percent, row)
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        guard_known(Person, {a.person_id for a in appointments}, what="person", field="person_id")
        require_posts(appointments, actor)
        require_holders(appointments, actor)
        ids = add(
            Appointment,
            appointment_columns(appointments),
            decision_id=decision_id,
            moment=change.moment,
        )
        change.audit(
            "appoint",
            subject=f"decision:{decision_id}",
            rows={"appointment": ids},
            decision_id=decision_id,
        )
    return ids


def end_appointments(*, decision_id: int, ends: Sequence[AppointmentEnd], actor: Viewer) -> int:
    """End appointments by one decision; returns how many.

    Raises NotFound for appointments that are not known or outside the actor's scope, DomainError
    when one does not run on the day before its end.
    """
    guard_distinct("appointment_id", (end.appointment_id for end in ends))
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        _guard_ends(ends, actor)
        days = {end.appointment_id: end.on for end in ends}
        count = cut(Appointment, days, decision_id=decision_id, moment=change.moment)
        change.audit(
            "end_appointments",
            subject=f"decision:{decision_id}",
            rows={"appointment": list(days)},
            decision_id=decision_id,
        )
    return count


def require_posts(appointments: Sequence[NewAppointment], actor: Viewer) -> None:
    """Raise NotFound unless all posts exist within the actor's scope on the days they are taken."""
    organizations = organizations_of_posts({a.post_id for a in appointments})
    if missing := sorted({a.post_id for a in appointments} - set(organizations)):
        raise unknown("post", list(missing), "post_id")
    for day in sorted({a.valid_from for a in appointments}):
        given = [a for a in appointments if a.valid_from == day]
        require_changed(actor, {organizations[a.post_id] for a in given}, day)


def require_holders(appointments: Sequence[NewAppointment], actor: Viewer) -> None:
    """Raise NotFound for people the actor cannot put into these posts."""
    if actor.is_system:
        return
    kinds = dict(
        Post.objects.filter(pk__in={a.post_id for a in appointments}).values_list("pk", "kind")
    )
    for day in sorted({a.valid_from for a in appointments}):
        given = [a for a in appointments if a.valid_from == day]
        staff = {a.person_id for a in given if kinds[a.post_id] == PostKind.LINE}
        require_staff(actor, staff, day)
        require_candidates(actor, {a.person_id for a in given} - staff, day)


def appointment_columns(appointments: Sequence[NewAppointment]) -> dict[str, list[object]]:
    return {
        "person_id": [a.person_id for a in appointments],
        "post_id": [a.post_id for a in appointments],
        "mode": [a.mode for a in appointments],
        "share_percent": [a.share_percent for a in appointments],
        "is_provisional": [a.is_provisional for a in appointments],
        "valid_from": [a.valid_from for a in appointments],
        "valid_until": [a.valid_until for a in appointments],
    }


def _guard_share(share: Decimal | int, row: int) -> None:
    if not 0 <= share <= 100:
        raise refusal(
            "share_out_of_range",
            "Row {row}: a share of {share} % is impossible; it lies between 0 and 100 percent.",
            "A concurrent office is carried on top and has 0.",
            field="share_percent",
            row=row,
            share=share,
        )


def _guard_ends(ends: Sequence[AppointmentEnd], actor: Viewer) -> None:
    rows = fetch(
        """
        SELECT a.id, lower(a.valid), upper(a.valid), p.organization_id
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.id = ANY (%(ids)s) AND upper_inf(a.recorded)
        """,
        {"ids": [end.appointment_id for end in ends]},
    )
    found = {row[0]: row for row in rows}
    if missing := sorted({end.appointment_id for end in ends} - set(found)):
        raise unknown("appointment", list(missing), "appointment_id")
    for row, end in enumerate(ends, start=1):
        _, start, until, _ = found[end.appointment_id]
        if end.on <= start or (until is not None and end.on >= until):
            raise refusal(
                "not_running",
                "Row {row}: the appointment runs from {start} to {until}; it cannot end on {on}.",
                "Give a day inside it, or correct the record if it never held.",
                field="on",
                row=row,
                start=start,
                until=until or "-",
                on=end.on,
            )
    for day in sorted({end.on for end in ends}):
        ending = {found[end.appointment_id][3] for end in ends if end.on == day}
        require_ended(actor, ending, day_before(day))
