"""Leave that a decision grants: kept here, in the decision's own transaction."""

from __future__ import annotations

from kiem.domain.ledger.actions.freezing import writing_at_once
from kiem.domain.ledger.actions.inputs import NewLeave
from kiem.domain.ledger.actions.leave import check_leave, write_leave
from kiem.domain.ledger.errors import outside_scope
from kiem.domain.ledger.models import Leave
from kiem.domain.register.actions.articles import GrantLeave
from kiem.domain.register.queries.places import line_units
from kiem.domain.register.queries.scopes import unit_scope
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded


class LeaveByDecision:
    """The ledger's side of the verb *grant leave* (`register_leave_keeper`).

    Leave is the employer's to grant: whoever may change the register in the unit of the person's
    line post. Activities on those days do not stand in the way of a signed decision; they show as
    findings.
    """

    def grant(self, article: GrantLeave, *, decision_id: int, actor: Viewer) -> int:
        """Grant it; returns the id of the leave. Raises as `grant_leave` does."""
        self._require_unit(article, actor)
        leave = NewLeave(article.person_id, article.kind, article.on, article.until)
        with writing_at_once():
            check_leave([leave], allow_clashes=True)
            (leave_id,) = write_leave([leave])
            audit.record(
                action="ledger.grant_leave",
                actor=actor,
                subject=f"person:{article.person_id}",
                rows={"ledger_leave": [leave_id]},
                decision_id=decision_id,
            )
        return leave_id

    def withdraw(self, leave_ids: list[int], *, reason: str, actor: Viewer) -> None:
        """Take it back as if it had never been granted; what was withdrawn already stays so."""
        with writing_at_once():
            if close_recorded(Leave, leave_ids, clock.now()):
                audit.record(
                    action="ledger.withdraw_leave",
                    actor=actor,
                    subject=f"leave:{leave_ids[0]}",
                    reason=reason,
                    rows={"ledger_leave": leave_ids},
                )

    @staticmethod
    def _require_unit(article: GrantLeave, actor: Viewer) -> None:
        day = max(article.on, clock.today())
        units = line_units([article.person_id], day) or line_units([article.person_id], article.on)
        scope = unit_scope(actor, Permission.CHANGE_REGISTER, clock.today())
        if not scope.everything and not scope.allows(units.get(article.person_id, 0)):
            raise outside_scope("person")
