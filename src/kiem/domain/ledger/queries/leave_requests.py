"""Requests for leave: one's own, and those a commander decides on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.ledger.queries.own import require_own
from kiem.domain.ledger.queries.superiors import confirm_scope
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.month import Month

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class LeaveRequestRow:
    """A request; `outcome` is empty while it is open. `end` exclusive. `activities`: how many the
    person takes part in on those days."""

    id: int
    person_id: int
    full_name: str
    kind: str
    start: date
    end: date
    note: str
    asked_at: datetime
    outcome: str
    decided_by: str
    decided_note: str
    activities: int


_COLUMNS = """r.id, r.person_id, coalesce((SELECT n.full_name FROM register_personstate n
        WHERE n.person_id = r.person_id AND upper_inf(n.recorded)
        ORDER BY n.valid DESC LIMIT 1), ''),
    r.kind, lower(r.asked), upper(r.asked), r.note, r.recorded_at, coalesce(d.outcome, ''),
    coalesce(d.recorded_by, ''), coalesce(d.note, ''),
    (SELECT count(*)::int FROM ledger_participation q WHERE q.person_id = r.person_id
        AND q.valid && r.asked AND upper_inf(q.recorded))
    FROM ledger_leaverequest r LEFT JOIN ledger_leavedecision d ON d.request_id = r.id"""


def own_leave_requests(*, viewer: Viewer, person_id: int) -> tuple[LeaveRequestRow, ...]:
    """One's own, the latest days first."""
    require_own(viewer, person_id)
    rows = fetch(
        f"""SELECT {_COLUMNS} WHERE r.person_id = %(person)s
        ORDER BY lower(r.asked) DESC, r.id DESC LIMIT {MOST_SHOWN}""",
        {"person": person_id},
    )
    return tuple(LeaveRequestRow(*row) for row in rows)


def open_leave_requests(*, viewer: Viewer, on: date | None = None) -> tuple[LeaveRequestRow, ...]:
    """Requests that wait for the viewer as commander of the unit of the line post, the nearest
    days first; the viewer's own are not among them."""
    day = on or clock.today()
    scope = confirm_scope(viewer, Month.of(day))
    rows = fetch(
        f"""SELECT {_COLUMNS} WHERE d.id IS NULL AND r.person_id <> %(own_person)s
            AND EXISTS (SELECT FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
                WHERE a.person_id = r.person_id AND {holding("a", None)}
                    AND (%(every_unit)s OR p.organization_id = ANY (%(scope_units)s::bigint[])))
        ORDER BY lower(r.asked), r.id LIMIT {MOST_SHOWN}""",
        {"on": day, **scope.parameters()},
    )
    return tuple(LeaveRequestRow(*row) for row in rows)
