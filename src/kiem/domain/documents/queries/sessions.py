"""What an event leaves behind: the notice of its conclusions, and its minutes."""

from __future__ import annotations

from datetime import date, datetime, time

from kiem.domain.assembly.queries import EventDetail, TaskRow, event_detail, list_tasks
from kiem.domain.documents.model import OfficialDocument
from kiem.domain.documents.queries.papers import paper_of
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.templates.sessions import (
    Attendance,
    Contribution,
    Session,
    Task,
    conclusions_notice,
    session_minutes,
)
from kiem.domain.register.queries.issuers import issuer_header
from kiem.platform.access import Viewer

MOST_TASKS = 5000  # of a notice; a country's conclusion has one for each of 3,321 communes
_KINDS_VI = {
    "session": "buổi làm việc",
    "forum": "diễn đàn",
    "congress": "đại hội",
    "meeting": "hội nghị",
}
_PARTS = (
    ("situation", "Tình hình: "),
    ("result", "Kết quả: "),
    ("difficulty", "Khó khăn: "),
    ("proposal", "Kiến nghị: "),
)


def notice_document(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> OfficialDocument:
    """The notice of an event's conclusions with its tasks. NotFound outside the scope."""
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    tasks = list_tasks(
        viewer=viewer, on=on, known_at=known_at, event_id=event_id, limit=MOST_TASKS
    ).rows
    return conclusions_notice(
        _paper(detail, "TB", known_at),
        _session(detail),
        [conclusion.text_vi for conclusion in detail.conclusions],
        [_task(task) for task in tasks if task.conclusion_number is not None],
    )


def minutes_document(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> OfficialDocument:
    """The minutes of an event: agenda, what was said, what was concluded."""
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    return session_minutes(
        _paper(detail, "BB", known_at),
        _session(detail),
        [title_vi for _number, title_vi, _title_en in detail.agenda],
        [
            Contribution(
                said.body.name_vi,
                " ".join(
                    f"{label}{text}" for part, label in _PARTS if (text := getattr(said, part))
                ),
            )
            for said in detail.contributions
        ],
        [conclusion.text_vi for conclusion in detail.conclusions],
    )


def _paper(detail: EventDetail, kind: str, known_at: datetime | None) -> Paper:
    """The organiser's paper; its registry writes the number in."""
    event = detail.event
    header = issuer_header(organization_id=event.organizer.id, on=event.held_on, known_at=known_at)
    is_state = header.header_family == "state"
    return paper_of(
        issuer_id=event.organizer.id,
        on=event.held_on,
        known_at=known_at,
        number=f"/{kind}-{header.symbol}" if is_state else f"-{kind}/{header.symbol}",
        signed_on=None,
        made_on=event.held_on,
    )


def _session(detail: EventDetail) -> Session:
    event = detail.event
    present = sum(part == "attended" for _body, part in detail.attendances)
    return Session(
        name_vi=f"{_KINDS_VI[event.kind]} “{event.title_vi}”",
        begins_at=datetime.combine(event.held_on, detail.starts_at or time()),
        ends_at=None,
        venue_vi=detail.place,
        chair_vi=detail.chair_name or f"đại diện {event.organizer.name_vi}",
        secretary_vi="",
        attendance=Attendance(len(detail.attendances), present, of_bodies=True),
    )


def _task(task: TaskRow) -> Task:
    owner = f"{task.owner.name_vi}, {task.person_name}" if task.person_name else task.owner.name_vi
    return Task(task.text_vi, owner, f"{task.due_on:%d/%m/%Y}", task.evidence_vi)
