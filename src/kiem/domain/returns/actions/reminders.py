"""Reminds those who lead a chapter that its return is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import transaction

from kiem.domain.register.queries.scopes import require_organization
from kiem.domain.returns.queries.board import BoardRow, returns_board
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, holding
from kiem.platform.notices import notify
from kiem.time.month import Month


def remind_missing(*, head_id: int, month: Month, actor: Viewer) -> int:
    """Send a notice to the leading officers of every chapter below the committee whose return of
    the month is missing; returns how many people got one. Once a day, however often it is asked.

    Raises Forbidden without the right to change the line's ledger, NotFound outside the scope.
    """
    actor.require(Permission.CHANGE_LEDGER)
    require_organization(actor, Permission.CHANGE_LEDGER, head_id, clock.today())
    board = returns_board(viewer=actor, month=month, head_id=head_id)
    missing = [row for row in board.rows if not row.has_arrived]
    today = clock.today()
    leaders = _leaders([row.id for row in missing], today)
    with transaction.atomic():
        sent = sum(_remind(row, month, leaders[row.id], today, actor) for row in missing)
        if sent:
            audit.record(
                action="returns.remind",
                actor=actor,
                subject=f"organization:{head_id}",
                reason=str(month),
                rows={"notices_delivery": sent},
            )
    return sent


def _remind(row: BoardRow, month: Month, people: list[int], today: date, actor: Viewer) -> int:
    return notify(
        code="returns.overdue" if row.is_overdue else "returns.missing",
        params={
            "organization_vi": row.name_vi,
            "organization_en": row.name_en,
            "month": str(month),
            "due_on": row.due_on.isoformat(),
        },
        link=f"/returns/chapters/{row.id}/?month={month}",
        person_ids=people,
        occasion=today.isoformat(),
        actor=actor,
    )


def _leaders(organization_ids: Collection[int], on: date) -> defaultdict[int, list[int]]:
    """Organisation -> who holds an office in it that must be held: the secretary, the chair."""
    rows = fetch(
        f"""SELECT p.organization_id, a.person_id
        FROM register_post p
            JOIN register_poststate s ON s.post_id = p.id AND s.is_mandatory
                AND {holding("s", None)}
            JOIN register_appointment a ON a.post_id = p.id AND {holding("a", None)}
        WHERE p.organization_id = ANY (%(organizations)s) AND p.kind = 'office'""",
        {"organizations": list(organization_ids), "on": on},
    )
    leaders: defaultdict[int, list[int]] = defaultdict(list)
    for organization, person in rows:
        leaders[organization].append(person)
    return leaders
