"""One entry with its history: for the person it is about, and the superior who confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kiem.domain.ledger.errors import entry_not_found
from kiem.domain.ledger.queries.own import own_people
from kiem.domain.ledger.queries.superiors import ConfirmScope, confirm_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class Revision:
    """An entry as it was recorded. `reason`: why this one came instead of the one before it, or
    late; `struck_reason`: why nothing came instead, of the last one when it was struck out."""

    entry_id: int
    hours: Decimal
    recorded_at: datetime
    recorded_by: str
    reason: str
    is_late: bool
    struck_reason: str


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """`is_own`: the viewer is the person. `is_own_to_change`: and may still change it.
    `revisions`: oldest first, this one last unless it was corrected since."""

    id: int
    person_id: int
    post_id: int
    title_vi: str
    title_en: str
    role_kind: str
    category: str
    day: date
    hours: Decimal
    is_month_total: bool
    activity_id: int | None
    activity_vi: str
    activity_en: str
    holds: bool
    is_confirmed: bool
    is_own: bool
    revisions: tuple[Revision, ...]
    objection_ids: tuple[int, ...]
    open_objection_id: int | None

    @property
    def is_own_to_change(self) -> bool:
        return self.is_own and self.holds and not (self.is_confirmed or self.is_month_total)


def entry_detail(*, viewer: Viewer, entry_id: int) -> EntryDetail:
    """Raises NotFound for anybody else."""
    rows = fetch(
        """SELECT e.id, e.person_id, e.post_id, coalesce(s.title_vi, ''),
            coalesce(s.title_en, ''), e.role_kind, e.category, e.day, e.hours, e.is_month_total,
            e.activity_id, coalesce(a.title_vi, ''), coalesce(a.title_en, ''),
            upper_inf(e.recorded),
            EXISTS (SELECT FROM ledger_timeconfirmation c WHERE c.person_id = e.person_id
                AND c.post_id = e.post_id AND c.month = date_trunc('month', e.day)::date
                AND c.verdict = 'confirmed' AND upper_inf(c.recorded)
                AND lower(c.recorded) >= lower(e.recorded))
        FROM ledger_timeentry e LEFT JOIN ledger_activity a ON a.id = e.activity_id
            LEFT JOIN register_poststate s ON s.post_id = e.post_id AND s.valid @> e.day
                AND upper_inf(s.recorded)
        WHERE e.id = %(entry)s""",
        {"entry": entry_id},
    )
    if not rows:
        raise entry_not_found(entry_id)
    person_id, day = rows[0][1], rows[0][7]
    is_own = viewer.is_system or person_id in own_people(viewer)
    if not is_own and not _is_superior(viewer, entry_id, day):
        raise entry_not_found(entry_id)
    revisions = _revisions(entry_id)
    objections = _objections([revision.entry_id for revision in revisions])
    still_open = [number for number, is_open in objections if is_open]
    return EntryDetail(
        *(
            *rows[0],
            is_own,
            revisions,
            tuple(number for number, _ in objections),
            still_open[0] if still_open else None,
        )
    )


def _is_superior(viewer: Viewer, entry_id: int, day: date) -> bool:
    if not viewer.can(Permission.CONFIRM_TIME):
        return False
    scope = confirm_scope(viewer, Month.of(day))
    return bool(
        fetch(
            f"""SELECT 1 FROM ledger_timeentry e JOIN register_post p ON p.id = e.post_id
            WHERE e.id = %(entry)s AND {ConfirmScope.within()}""",
            {"entry": entry_id, **scope.parameters()},
        )
    )


def _revisions(entry_id: int) -> tuple[Revision, ...]:
    """The chain of corrections through the entry, both ways."""
    rows = fetch(
        """WITH RECURSIVE before (id) AS (
            SELECT %(entry)s::bigint
            UNION SELECT k.old_id FROM before JOIN ledger_timecorrection k ON k.new_id = before.id
            WHERE k.old_id IS NOT NULL),
        after (id) AS (
            SELECT %(entry)s::bigint
            UNION SELECT k.new_id FROM after JOIN ledger_timecorrection k ON k.old_id = after.id
            WHERE k.new_id IS NOT NULL)
        SELECT e.id, e.hours, lower(e.recorded), e.recorded_by, coalesce(k.reason, ''),
            coalesce(k.is_late, false), coalesce(x.reason, '')
        FROM (SELECT id FROM before UNION SELECT id FROM after) chain
            JOIN ledger_timeentry e ON e.id = chain.id
            LEFT JOIN ledger_timecorrection k ON k.new_id = e.id
            LEFT JOIN ledger_timecorrection x ON x.old_id = e.id AND x.new_id IS NULL
        ORDER BY e.id""",
        {"entry": entry_id},
    )
    return tuple(Revision(*row) for row in rows)


def _objections(entry_ids: list[int]) -> list[tuple[int, bool]]:
    """(objection, is open) for any of these entries, oldest first."""
    return [
        (number, is_open)
        for number, is_open in fetch(
            """SELECT o.id, NOT EXISTS (SELECT FROM ledger_objectionstep s
                WHERE s.objection_id = o.id AND s.kind <> 'raised')
            FROM ledger_timeobjection o WHERE o.entry_id = ANY (%(entries)s::bigint[])
            ORDER BY o.id""",
            {"entries": entry_ids},
        )
    ]
