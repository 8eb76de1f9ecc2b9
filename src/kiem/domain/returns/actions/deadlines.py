"""Says when the returns of a line are due."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from kiem.domain.register.queries.scopes import require_organization
from kiem.domain.returns.errors import bad_due_day, not_a_head
from kiem.domain.returns.models import ReturnDeadline
from kiem.domain.returns.queries.chapters import is_head
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, split_row, to_interval, to_range
from kiem.time.interval import DateInterval


def set_due_day(*, head_id: int, due_day: int, valid_from: date, actor: Viewer) -> int:
    """Months that end on or after `valid_from` are returned by `due_day` of the next; the id.

    Raises InvalidInput for a day some month lacks and for an organisation that leads no line,
    NotFound outside the actor's scope.
    """
    actor.require(Permission.CHANGE_LEDGER)
    require_organization(actor, Permission.CHANGE_LEDGER, head_id, clock.today())
    if not 1 <= due_day <= 28:
        raise bad_due_day(due_day)
    if not is_head(head_id, clock.today()):
        raise not_a_head()
    with transaction.atomic():
        later = DateInterval(valid_from)
        rows = list(ReturnDeadline.objects.during(later).filter(organization_id=head_id))
        close_recorded(ReturnDeadline, [row.pk for row in rows], clock.now())
        for row in rows:
            ReturnDeadline.objects.bulk_create(
                split_row(row, to_interval(row.valid).subtract(later))
            )
        made = ReturnDeadline.objects.create(
            organization_id=head_id,
            due_day=due_day,
            valid=to_range(later),
            recorded=(clock.now(), None),
        )
        audit.record(
            action="returns.set_due_day",
            actor=actor,
            subject=f"organization:{head_id}",
            rows={"returns_returndeadline": [made.pk]},
        )
    return int(made.pk)
