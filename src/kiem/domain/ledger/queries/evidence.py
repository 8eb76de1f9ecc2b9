"""Evidence: who may attach it, who may read it, and the files themselves.

An entry's evidence is for the person and for the superior who confirms the post's hours. An
activity's is for those who take part and for the member organisation: its papers may name members,
so that no unit's commander opens them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiem.domain.ledger.daily_errors import evidence_not_found
from kiem.domain.ledger.queries.own import own_people
from kiem.domain.ledger.queries.superiors import ConfirmScope, confirm_scope, keeps_activities
from kiem.platform import files
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

if TYPE_CHECKING:
    from kiem.platform.files import StoredFile


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file with who attached it when."""

    id: int
    name: str
    size_bytes: int
    recorded_by: str
    recorded_at: datetime


def evidence_of_entry(*, viewer: Viewer, entry_id: int) -> tuple[EvidenceRow, ...]:
    """Files of an entry; none for whoever may not read them."""
    if not _may_read_entry(viewer, entry_id):
        return ()
    return _rows("entry_id", entry_id)


def evidence_of_activity(*, viewer: Viewer, activity_id: int) -> tuple[EvidenceRow, ...]:
    """Files of an activity; none for whoever may not read them."""
    if not may_attach_to_activity(viewer, activity_id):
        return ()
    return _rows("activity_id", activity_id)


def subject_of_evidence(*, viewer: Viewer, evidence_id: int) -> tuple[str, int]:
    """(`entry` or `activity`, its id). Raises NotFound for whoever may not read the file."""
    rows = fetch(
        """SELECT v.entry_id, v.activity_id FROM ledger_evidence v
        WHERE v.id = %(id)s AND upper_inf(v.recorded)""",
        {"id": evidence_id},
    )
    for entry_id, activity_id in rows:
        if entry_id is not None and _may_read_entry(viewer, entry_id):
            return "entry", entry_id
        if activity_id is not None and may_attach_to_activity(viewer, activity_id):
            return "activity", activity_id
    raise evidence_not_found(evidence_id)


def open_evidence(*, viewer: Viewer, evidence_id: int) -> tuple[StoredFile, bytes]:
    """The file and its content. Raises NotFound for whoever may not read it."""
    subject_of_evidence(viewer=viewer, evidence_id=evidence_id)
    ((file_id,),) = fetch(
        "SELECT v.file_id FROM ledger_evidence v WHERE v.id = %(id)s", {"id": evidence_id}
    )
    return files.read_file(file_id)


def may_attach_to_entry(viewer: Viewer, entry_id: int) -> bool:
    """Whether the entry holds and is the viewer's own."""
    return bool(
        fetch(
            """SELECT 1 FROM ledger_timeentry e WHERE e.id = %(entry)s AND upper_inf(e.recorded)
                AND (%(all)s OR e.person_id = ANY (%(own)s::bigint[]))""",
            {"entry": entry_id, "own": list(own_people(viewer)), "all": viewer.is_system},
        )
    )


def may_attach_to_activity(viewer: Viewer, activity_id: int) -> bool:
    """Whether the viewer takes part in the activity, or keeps the ledger of its organisation."""
    rows = fetch(
        """SELECT a.organization_id, EXISTS (SELECT FROM ledger_participation q
            WHERE q.activity_id = a.id AND upper_inf(q.recorded)
                AND q.person_id = ANY (%(own)s::bigint[]))
        FROM ledger_activity a WHERE a.id = %(activity)s AND upper_inf(a.recorded)""",
        {"activity": activity_id, "own": list(own_people(viewer))},
    )
    if not rows:
        return False
    organization_id, takes_part = rows[0]
    if takes_part or viewer.is_system:
        return True
    return keeps_activities(viewer, organization_id)


def _may_read_entry(viewer: Viewer, entry_id: int) -> bool:
    if may_attach_to_entry(viewer, entry_id):
        return True
    if not viewer.can(Permission.CONFIRM_TIME):
        return False
    rows = fetch("SELECT day FROM ledger_timeentry WHERE id = %(entry)s", {"entry": entry_id})
    if not rows:
        return False
    scope = confirm_scope(viewer, Month.of(rows[0][0]))
    return bool(
        fetch(
            f"""SELECT 1 FROM ledger_timeentry e JOIN register_post p ON p.id = e.post_id
            WHERE e.id = %(entry)s AND upper_inf(e.recorded) AND {ConfirmScope.within()}""",
            {"entry": entry_id, **scope.parameters()},
        )
    )


def _rows(column: str, number: int) -> tuple[EvidenceRow, ...]:
    rows = fetch(
        f"""SELECT v.id, v.file_id, v.recorded_by, lower(v.recorded)
        FROM ledger_evidence v WHERE v.{column} = %(number)s AND upper_inf(v.recorded)
        ORDER BY v.id""",
        {"number": number},
    )
    described = files.describe_files([file_id for _, file_id, _, _ in rows])
    return tuple(
        EvidenceRow(number, described[file_id].name, described[file_id].size_bytes, by, moment)
        for number, file_id, by, moment in rows
    )
