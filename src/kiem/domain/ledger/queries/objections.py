"""Objections: one's own, and those a superior answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.ledger.daily_errors import objection_not_found
from kiem.domain.ledger.queries.own import own_people
from kiem.domain.ledger.queries.superiors import ConfirmScope, confirm_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with the entry as it was objected to. `state`: `raised` (open), `upheld`,
    `dismissed` or `withdrawn`."""

    id: int
    person_id: int
    full_name: str
    entry_id: int
    title_vi: str
    title_en: str
    role_kind: str
    category: str
    is_month_total: bool
    day: date
    hours: Decimal
    text: str
    raised_at: datetime
    state: str
    is_own: bool

    @property
    def is_open(self) -> bool:
        return self.state == "raised"


@dataclass(frozen=True, slots=True)
class ObjectionStepRow:
    """A step of its trail."""

    kind: str
    text: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ObjectionDetail:
    """An objection with its trail, oldest step first. `can_answer`: as superior, while open."""

    row: ObjectionRow
    steps: tuple[ObjectionStepRow, ...]
    can_answer: bool
    can_withdraw: bool
    entry_holds: bool


_SELECT = """SELECT o.id, o.person_id, coalesce((SELECT n.full_name FROM register_personstate n
        WHERE n.person_id = o.person_id AND upper_inf(n.recorded)
        ORDER BY n.valid DESC LIMIT 1), ''),
    o.entry_id, coalesce(t.title_vi, ''), coalesce(t.title_en, ''), e.role_kind, e.category,
    e.is_month_total, e.day, e.hours, first.text, first.recorded_at,
    coalesce(last.kind, 'raised'), o.person_id = ANY (%(own)s::bigint[])
    FROM ledger_timeobjection o
        JOIN ledger_timeentry e ON e.id = o.entry_id
        JOIN register_post p ON p.id = e.post_id
        JOIN ledger_objectionstep first ON first.objection_id = o.id AND first.kind = 'raised'
        LEFT JOIN ledger_objectionstep last ON last.objection_id = o.id AND last.kind <> 'raised'
        LEFT JOIN register_poststate t ON t.post_id = e.post_id AND t.valid @> e.day
            AND upper_inf(t.recorded)"""


def list_objections(
    *, viewer: Viewer, only_open: bool = False, on: date | None = None
) -> tuple[ObjectionRow, ...]:
    """The viewer's own, and those on hours the viewer confirms; open ones first, then the latest.

    Raises Forbidden for who neither logs nor confirms hours.
    """
    visible, parameters = _visible(viewer, on or clock.today())
    condition = "AND last.id IS NULL" if only_open else ""
    rows = fetch(
        f"""{_SELECT} WHERE ({visible}) {condition}
        ORDER BY last.id IS NOT NULL, first.recorded_at DESC, o.id DESC LIMIT {MOST_SHOWN}""",
        parameters,
    )
    return tuple(ObjectionRow(*row) for row in rows)


def objection_detail(*, viewer: Viewer, objection_id: int) -> ObjectionDetail:
    """Raises NotFound outside the viewer's own and the scope in which they confirm."""
    days = fetch(
        """SELECT e.day, upper_inf(e.recorded) FROM ledger_timeobjection o
            JOIN ledger_timeentry e ON e.id = o.entry_id WHERE o.id = %(id)s""",
        {"id": objection_id},
    )
    if not days:
        raise objection_not_found(objection_id)
    day, holds = days[0]
    visible, parameters = _visible(viewer, day)
    rows = fetch(
        f"{_SELECT} WHERE o.id = %(id)s AND ({visible})", {"id": objection_id, **parameters}
    )
    if not rows:
        raise objection_not_found(objection_id)
    row = ObjectionRow(*rows[0])
    steps = fetch(
        """SELECT s.kind, s.text, s.recorded_at, s.recorded_by FROM ledger_objectionstep s
        WHERE s.objection_id = %(id)s ORDER BY s.id""",
        {"id": objection_id},
    )
    return ObjectionDetail(
        row,
        tuple(ObjectionStepRow(*step) for step in steps),
        can_answer=row.is_open and not row.is_own and viewer.can(Permission.CONFIRM_TIME),
        can_withdraw=row.is_open and row.is_own,
        entry_holds=holds,
    )


def _visible(viewer: Viewer, day: date) -> tuple[str, dict[str, Any]]:
    """A predicate over `o`, `e` and `p`, and its parameters; the scope is that of the month."""
    parameters: dict[str, Any] = {"own": list(own_people(viewer))}
    if not viewer.can(Permission.CONFIRM_TIME):
        viewer.require(Permission.LOG_TIME)
        return "o.person_id = ANY (%(own)s::bigint[])", parameters
    scope = confirm_scope(viewer, Month.of(day))
    return (
        f"o.person_id = ANY (%(own)s::bigint[]) OR ({ConfirmScope.within()})",
        {**parameters, **scope.parameters()},
    )
