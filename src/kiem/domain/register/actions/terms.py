"""Opens terms of office; the running term is cut short."""

from __future__ import annotations

from datetime import date

from kiem.domain.register.actions._guards import guard_interval, guard_known, guard_text
from kiem.domain.register.actions._supersede import cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.models import Decision, Organization, Term
from kiem.domain.register.queries.scopes import require_organizations
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_temporal
from kiem.platform.kernel.sql import fetch


def open_term(
    *,
    decision_id: int,
    organization_id: int,
    label: str,
    opens_on: date,
    planned_from: date,
    planned_until: date,
    actor: Viewer,
) -> int:
    """Open a term on the day; returns its id.

    `planned_*` is what the congress decided (2022-2027) and may overlap the plan of another term;
    what happened may not: a term still running on `opens_on` ends there. The new one runs until
    `planned_until`, unless another opens before.
    """
    guard_text("label", label, 1)
    guard_interval("planned", planned_from, planned_until)
    guard_interval("opens_on", opens_on, planned_until)
    with register_transaction(actor) as change:
        guard_known(Decision, [decision_id], what="decision", field="decision_id")
        guard_known(Organization, [organization_id], what="organisation", field="organization_id")
        require_organizations(actor, Permission.CHANGE_REGISTER, {organization_id}, opens_on)
        moment = clock.now()
        running = fetch(
            """
            SELECT id FROM register_term
            WHERE organization_id = %(organization)s AND upper_inf(recorded)
              AND valid @> %(day)s::date
            """,
            {"organization": organization_id, "day": opens_on},
        )
        cut(Term, {row[0]: opens_on for row in running}, decision_id=decision_id, moment=moment)
        (term_id,) = insert_temporal(
            Term,
            {
                "organization_id": [organization_id],
                "label": [label.strip()],
                "planned_from": [planned_from],
                "planned_until": [planned_until],
                "valid_from": [opens_on],
                "valid_until": [planned_until],
            },
            recorded_from=moment,
            constants={"decision_id": decision_id},
        )
        change.audit(
            "open_term",
            subject=f"organization:{organization_id}",
            rows={"term": [term_id]},
            decision_id=decision_id,
        )
    return term_id
