"""The record was wrong: correct an appointment, revoke a decision. Only in corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from kiem.domain.register.actions._guards import guard_choice, guard_interval
from kiem.domain.register.actions.appointments import NewAppointment
from kiem.domain.register.actions.articles.content import ArticleContent, Subjects
from kiem.domain.register.actions.corrections import correct_appointment, withdraw_appointments
from kiem.domain.register.actions.revocation import take_back_decision
from kiem.domain.register.models import Appointment
from kiem.platform.access import Viewer


@dataclass(frozen=True)
class RightAppointment:
    """How the appointment should have been recorded all along."""

    person_id: int
    post_id: int
    on: date
    mode: str
    until: date | None = None
    share_percent: Decimal = Decimal(0)
    is_provisional: bool = False


@dataclass(frozen=True)
class Correct(ArticleContent):
    """Đính chính: an appointment was recorded wrongly. `right` None: it never was.

    The wrong row stays to be seen by whoever asks what was known before.
    """

    verb: ClassVar[str] = "correct"
    is_correction: ClassVar[bool] = True
    appointment_id: int
    right: RightAppointment | None = None

    @property
    def day(self) -> date | None:
        return None if self.right is None else self.right.on

    def validate(self) -> None:
        if self.right is not None:
            guard_interval("right.on", self.right.on, self.right.until)
            guard_choice("right.mode", self.right.mode, Appointment.Mode.values, 1)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        if self.right is None:
            withdraw_appointments(
                decision_id=decision_id, appointment_ids=[self.appointment_id], actor=actor
            )
            return
        corrected = NewAppointment(
            person_id=self.right.person_id,
            post_id=self.right.post_id,
            valid_from=self.right.on,
            valid_until=self.right.until,
            mode=self.right.mode,
            share_percent=self.right.share_percent,
            is_provisional=self.right.is_provisional,
        )
        correct_appointment(
            decision_id=decision_id,
            appointment_id=self.appointment_id,
            corrected=corrected,
            actor=actor,
        )

    def subjects(self) -> Subjects:
        if self.right is None:
            return Subjects()
        return Subjects(
            people=frozenset({self.right.person_id}), posts=frozenset({self.right.post_id})
        )


@dataclass(frozen=True)
class Revoke(ArticleContent):
    """Hủy bỏ: an earlier decision is taken back as if it had never been issued.

    What it made is withdrawn, what it ended goes on. Refused while later decisions build on it.
    """

    verb: ClassVar[str] = "revoke"
    is_correction: ClassVar[bool] = True
    decision_id: int

    @property
    def day(self) -> date | None:
        return None

    def validate(self) -> None:
        """Nothing can be wrong with a number."""

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        take_back_decision(revoked_id=self.decision_id, decision_id=decision_id, actor=actor)

    def subjects(self) -> Subjects:
        return Subjects()
