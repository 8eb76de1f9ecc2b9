"""Corrections of the record, by decisions of kind correction, and redaction.

A correction says that the record was wrong, not that the world changed: the wrong row is closed
and stays to be seen at `known_at` before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kiem.domain.register.actions._guards import (
    guard_choice,
    guard_interval,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import (
    require_changed,
    require_decision,
    require_employer,
    require_staff,
)
from kiem.domain.register.actions._supersede import add, withdraw
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.actions.appointments import (
    NewAppointment,
    appointment_columns,
    require_holders,
    require_posts,
)
from kiem.domain.register.errors import refusal, unknown
from kiem.domain.register.models import Appointment, Decision, Membership, Person, PersonState
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.collation import fold, person_sort_key
from kiem.platform.kernel.sql import execute, fetch


@dataclass(frozen=True, slots=True)
class PersonCorrection:
    """What should have been recorded of a person all along; None stays as it is."""

    person_id: int
    staff_number: str | None = None
    family_name: str | None = None
    middle_name: str | None = None
    given_name: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    employment_share_percent: Decimal | int | None = None


def correct_appointment(
    *, decision_id: int, appointment_id: int, corrected: NewAppointment, actor: Viewer
) -> int:
    """Replace a wrongly recorded appointment; returns the id of the row that holds now.

    Raises DomainError unless the decision is a correction, Conflict for everything an appointment
    may not be.
    """
    guard_choice("mode", corrected.mode, Appointment.Mode.values, 1)
    guard_interval("valid_from", corrected.valid_from, corrected.valid_until)
    with register_transaction(actor) as change:
        reason = guard_correction(decision_id, actor)
        _guard_appointments([appointment_id], actor)
        guard_known(Person, [corrected.person_id], what="person", field="person_id")
        require_posts([corrected], actor)
        require_holders([corrected], actor)
        moment = change.moment
        withdraw(Appointment, [appointment_id], moment=moment)
        (fresh,) = add(
            Appointment,
            appointment_columns([corrected]),
            decision_id=decision_id,
            moment=moment,
        )
        change.audit(
            "correct_appointment",
            subject=f"appointment:{appointment_id}",
            rows={"appointment_closed": [appointment_id], "appointment": [fresh]},
            decision_id=decision_id,
            reason=reason,
        )
    return fresh


def withdraw_appointments(
    *, decision_id: int, appointment_ids: Sequence[int], actor: Viewer
) -> int:
    """Take back appointments that never were; returns how many."""
    with register_transaction(actor) as change:
        reason = guard_correction(decision_id, actor)
        _guard_appointments(appointment_ids, actor)
        count = withdraw(Appointment, appointment_ids, moment=change.moment)
        change.audit(
            "withdraw_appointments",
            subject=f"decision:{decision_id}",
            rows={"appointment": list(appointment_ids)},
            decision_id=decision_id,
            reason=reason,
        )
    return count


def withdraw_memberships(*, decision_id: int, membership_ids: Sequence[int], actor: Viewer) -> int:
    """Take back memberships that never were; returns how many."""
    with register_transaction(actor) as change:
        reason = guard_correction(decision_id, actor)
        rows = fetch(
            """SELECT id, organization_id, lower(valid) FROM register_membership
               WHERE id = ANY (%(ids)s) AND upper_inf(recorded)""",
            {"ids": list(membership_ids)},
        )
        if missing := sorted(set(membership_ids) - {row[0] for row in rows}):
            raise unknown("membership", list(missing), "membership_ids")
        for day in sorted({row[2] for row in rows}):
            require_changed(actor, {row[1] for row in rows if row[2] == day}, day)
        count = withdraw(Membership, membership_ids, moment=change.moment)
        change.audit(
            "withdraw_memberships",
            subject=f"decision:{decision_id}",
            rows={"membership": list(membership_ids)},
            decision_id=decision_id,
            reason=reason,
        )
    return count


def correct_person(*, decision_id: int, corrected: PersonCorrection, actor: Viewer) -> list[int]:
    """Correct personal details in all states known today; returns the ids of the new rows."""
    for field in ("staff_number", "family_name", "given_name"):
        value = getattr(corrected, field)
        if value is not None:
            guard_text(field, value, 1)
    if corrected.sex is not None:
        guard_choice("sex", corrected.sex, PersonState.Sex.values, 1)
    with register_transaction(actor) as change:
        reason = guard_correction(decision_id, actor)
        require_staff(actor, [corrected.person_id], clock.today())
        states = list(PersonState.objects.known().filter(person_id=corrected.person_id))
        if not states:
            raise unknown("person", [corrected.person_id], "person_id")
        moment = change.moment
        withdraw(PersonState, [state.pk for state in states], moment=moment)
        ids = add(
            PersonState,
            _corrected_columns(states, corrected),
            decision_id=decision_id,
            moment=moment,
        )
        change.audit(
            "correct_person",
            subject=f"person:{corrected.person_id}",
            rows={"person_state_closed": [state.pk for state in states], "person_state": ids},
            decision_id=decision_id,
            reason=reason,
        )
    return ids


def redact_person(*, person_id: int, reason: str, actor: Viewer) -> int:
    """Blank names, number and birth date in every version; returns how many rows it blanked.

    The law demands it sometimes. The pseudonymous identity with its posts and hours remains.
    Cannot be undone.
    """
    guard_text("reason", reason, 1)
    with register_transaction(actor) as change:
        guard_known(Person, [person_id], what="person", field="person_id")
        require_employer(actor, clock.today())
        require_staff(actor, [person_id], clock.today())
        count = execute(
            """
            UPDATE register_personstate SET staff_number = '', family_name = '', middle_name = '',
                given_name = '', full_name = '', sort_key = '', search_text = '',
                birth_date = NULL
            WHERE person_id = %(person)s
            """,
            {"person": person_id},
        )
        change.audit(
            "redact_person",
            subject=f"person:{person_id}",
            rows={"person_state": count},
            reason=reason.strip(),
        )
    return count


def guard_correction(decision_id: int, actor: Viewer) -> str:
    """The decision's reason. Raises unless it is a correction of the actor's own side."""
    require_decision(actor, decision_id)
    decision = Decision.objects.get(pk=decision_id)
    if decision.kind != Decision.Kind.CORRECTION:
        raise refusal(
            "not_a_correction",
            "Decision {number} is not a correction; it cannot say that the record was wrong.",
            "Record a decision of kind correction with a reason.",
            field="decision_id",
            number=decision.number,
        )
    return decision.reason


def _guard_appointments(ids: Sequence[int], actor: Viewer) -> None:
    rows = fetch(
        """
        SELECT a.id, p.organization_id, lower(a.valid)
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.id = ANY (%(ids)s) AND upper_inf(a.recorded)
        """,
        {"ids": list(ids)},
    )
    if missing := sorted(set(ids) - {row[0] for row in rows}):
        raise unknown("appointment", list(missing), "appointment_id")
    for day in sorted({row[2] for row in rows}):
        require_changed(actor, {row[1] for row in rows if row[2] == day}, day)


def _corrected_columns(
    states: Sequence[PersonState], corrected: PersonCorrection
) -> dict[str, list[Any]]:
    def of(state: PersonState, field: str) -> Any:
        value = getattr(corrected, field)
        if value is None:
            return getattr(state, field)
        return value.strip() if isinstance(value, str) else value

    names = [
        tuple(str(of(state, field)) for field in ("family_name", "middle_name", "given_name"))
        for state in states
    ]
    full = [" ".join(part for part in name if part) for name in names]
    numbers = [str(of(state, "staff_number")) for state in states]
    return {
        "person_id": [state.person_id for state in states],
        "staff_number": list(numbers),
        "family_name": [name[0] for name in names],
        "middle_name": [name[1] for name in names],
        "given_name": [name[2] for name in names],
        "full_name": list(full),
        "sort_key": [person_sort_key(*name) for name in names],
        "search_text": [fold(f"{a} {b}") for a, b in zip(numbers, full, strict=True)],
        "birth_date": [of(state, "birth_date") for state in states],
        "sex": [of(state, "sex") for state in states],
        "employment_share_percent": [of(state, "employment_share_percent") for state in states],
        "valid_from": [state.valid.lower for state in states],
        "valid_until": [state.valid.upper for state in states],
        "ended_by_id": [state.ended_by_id for state in states],
        "ended_article": [state.ended_article for state in states],
    }
