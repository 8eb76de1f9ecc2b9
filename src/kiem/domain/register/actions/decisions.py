"""Records decisions: what every fact of the register points to."""

from __future__ import annotations

from datetime import date

from kiem.domain.register.actions._guards import guard_choice, guard_date, guard_known, guard_text
from kiem.domain.register.actions._reach import require_changed, require_decision
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import refusal
from kiem.domain.register.models import Decision, Organization
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


def record_decision(
    *,
    issuer_id: int,
    number: str,
    signed_on: date,
    kind: str,
    title_vi: str,
    title_en: str = "",
    reason: str = "",
    corrects_id: int | None = None,
    actor: Viewer,
) -> int:
    """Record a signed decision; returns its id.

    Recording the very same decision again returns the same id and writes nothing. Raises Conflict
    when the issuer used the number for another decision of that year, InvalidInput for a date in
    the future, DomainError for an unknown kind or a correction without reason.
    """
    guard_text("number", number, 1)
    guard_text("title_vi", title_vi, 1)
    guard_choice("kind", kind, Decision.Kind.values, 1)
    guard_signed_on(signed_on)
    with register_transaction(actor) as change:
        guard_known(Organization, [issuer_id], what="issuer", field="issuer_id")
        require_changed(actor, [issuer_id], signed_on)
        if corrects_id is not None:
            require_decision(actor, corrects_id)
        decision, is_new = Decision.objects.get_or_create(
            issuer_id=issuer_id,
            number=number.strip(),
            signed_on=signed_on,
            kind=kind,
            title_vi=title_vi.strip(),
            title_en=title_en.strip(),
            reason=reason.strip(),
            corrects_id=corrects_id,
            defaults={"recorded_at": change.moment, "recorded_by": actor.name},
        )
        if is_new:
            change.audit(
                "record_decision",
                subject=f"decision:{decision.pk}",
                rows={"decision": [decision.pk]},
                decision_id=decision.pk,
                reason=reason.strip(),
            )
    return decision.pk


def guard_signed_on(signed_on: date) -> None:
    """Raise for a day on which nothing can have been signed yet."""
    guard_date("signed_on", signed_on)
    if signed_on > clock.today():
        raise refusal(
            "signed_in_future",
            "A decision signed on {signed_on} cannot be recorded before that day.",
            "Record it once it is signed.",
            field="signed_on",
            signed_on=signed_on,
        )
