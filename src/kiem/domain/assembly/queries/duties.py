"""What a unit owes: tasks and commitments, requests to answer, returns, and what others add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.requests import list_requests
from kiem.domain.assembly.queries.rows import Body
from kiem.domain.assembly.queries.tasks import owed_by
from kiem.domain.register.queries.scopes import any_scope, require_unit
from kiem.domain.returns.queries.board import returns_board
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class DutyRow:
    """Something a body owes by a day. `kind`: `task`, `commitment`, `request`, `return`, or another
    app's word. `waits_for_others`: reported or answered, so that nothing is owed meanwhile."""

    kind: str
    title_vi: str
    title_en: str
    body: Body
    due_on: date
    link: str
    waits_for_others: bool = False

    def days_late(self, on: date) -> int:
        return 0 if self.waits_for_others else max((on - self.due_on).days, 0)


DutySource = Callable[[Viewer, tuple[Body, ...], date], Iterable[DutyRow]]
_sources: list[DutySource] = []


def register_duties(source: DutySource) -> None:
    """Let an app above add what bodies owe it: called with the viewer, the unit with the member
    organisations it hosts, and the day; it applies its own permission. Repeats are harmless."""
    if source not in _sources:
        _sources.append(source)


def duties_of(
    *, viewer: Viewer, unit_id: int, on: date, known_at: datetime | None = None
) -> tuple[DutyRow, ...]:
    """What the unit and the member organisations it hosts owe on the day, in order of due days.

    Raises NotFound unless the unit lies in the viewer's scope; of its organisations those that do.
    """
    require_unit(viewer, Permission.VIEW_ASSEMBLY, unit_id, on, known_at)
    bodies = _bodies(viewer, unit_id, on, known_at)
    found = [
        *_tasks(bodies, on, known_at),
        *_requests(viewer, bodies, on, known_at),
        *_returns(viewer, bodies, unit_id, on, known_at),
    ]
    for source in _sources:
        found += source(viewer, bodies, on)
    return tuple(sorted(found, key=lambda duty: (duty.due_on, duty.kind, duty.link)))


def _bodies(viewer: Viewer, unit_id: int, on: date, known_at: datetime | None) -> tuple[Body, ...]:
    scope = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    rows = fetch(
        f"""SELECT {BODY_COLUMNS.format("o")} FROM (
            SELECT %(unit)s::bigint AS id UNION ALL
            SELECT s.organization_id FROM register_organizationstate s
            JOIN register_organization g ON g.id = s.organization_id AND g.category = 'member'
            WHERE s.parent_id = %(unit)s AND {holding("s", known_at)}) AS b
        {body_join("o", "b.id", known_at)}
        WHERE %(scope)s::bigint[] IS NULL OR o.id = ANY (%(scope)s) ORDER BY o.id""",
        {
            "unit": unit_id,
            "scope": None if scope is None else sorted(scope),
            "on": on,
            "known_at": known_at,
        },
    )
    return tuple(to_body(row) for row in rows)


def _tasks(bodies: tuple[Body, ...], on: date, known_at: datetime | None) -> Iterator[DutyRow]:
    for task in owed_by([body.id for body in bodies], on, known_at):
        is_own = task.conclusion_number is None and task.set_by.id == task.owner.id
        yield DutyRow(
            "commitment" if is_own else "task",
            task.text_vi,
            task.text_en,
            task.owner,
            task.due_on,
            f"/tasks/{task.id}/",
            waits_for_others=not task.is_owed,
        )


def _requests(
    viewer: Viewer, bodies: tuple[Body, ...], on: date, known_at: datetime | None
) -> Iterator[DutyRow]:
    ids = frozenset(body.id for body in bodies)
    rows = list_requests(viewer=viewer, on=on, known_at=known_at, state="open", to_body_ids=ids)
    for request in rows:
        yield DutyRow(
            "request",
            request.subject_vi,
            request.subject_en,
            request.addressee,
            request.due_on,
            f"/requests/{request.id}/",
            waits_for_others=request.status.value == "answered",
        )


def _returns(
    viewer: Viewer,
    bodies: tuple[Body, ...],
    unit_id: int,
    on: date,
    known_at: datetime | None,
) -> Iterator[DutyRow]:
    """Of the month before, and earlier ones that are still missing, up to three."""
    if not viewer.can(Permission.VIEW_RETURNS):
        return
    by_id = {body.id: body for body in bodies}
    for back in (3, 2, 1):
        month = Month.of(on).shift(-back)
        board = returns_board(viewer=viewer, month=month, known_at=known_at, unit_ids=[unit_id])
        for row in board.rows:
            if not row.has_arrived and row.id in by_id:
                yield DutyRow(
                    "return",
                    f"Báo cáo tháng {month.number}/{month.year}",
                    f"Return of {month}",
                    by_id[row.id],
                    row.due_on,
                    f"/returns/chapters/{row.id}/?month={month}",
                )
