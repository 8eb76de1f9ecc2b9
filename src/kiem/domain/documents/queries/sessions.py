"""What an event leaves behind: the notice of its conclusions, and its minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from kiem.domain.assembly.queries import (
    CitedFigure,
    ContributionRow,
    EventDetail,
    ProposalRow,
    TaskRow,
    event_detail,
    list_tasks,
)
from kiem.domain.documents.model import OfficialDocument
from kiem.domain.documents.queries.papers import paper_of
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.templates.sessions import (
    Attendance,
    Contribution,
    Proposal,
    Session,
    Task,
    conclusions_notice,
    session_minutes,
)
from kiem.domain.documents.wording.figures import figure_saying
from kiem.domain.register.queries.issuers import issuer_header
from kiem.platform.access import Viewer

MOST_TASKS = 5000  # of a notice; a country's conclusion has one for each of 3,321 communes
KINDS_VI = {
    "session": "buổi làm việc",
    "forum": "diễn đàn",
    "congress": "đại hội",
    "meeting": "hội nghị",
}
_DIFFICULTIES_VI = {"objective": "khách quan", "subjective": "chủ quan"}
_VERDICTS_VI = {
    "open": "Chưa trả lời",
    "accepted": "Chấp nhận",
    "rejected": "Không chấp nhận",
    "deferred": "Tạm hoãn",
}


def notice_document(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> OfficialDocument:
    """The notice of an event's conclusions with its tasks. NotFound outside the scope."""
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    tasks = [
        task
        for task in list_tasks(
            viewer=viewer, on=on, known_at=known_at, event_id=event_id, limit=MOST_TASKS
        ).rows
        if task.conclusion_number is not None
    ]
    return conclusions_notice(
        _paper(detail, "TB", known_at),
        _session(detail, on),
        [conclusion.text_vi for conclusion in detail.conclusions],
        [_task(task) for task in tasks],
        [*dict.fromkeys(task.owner.name_vi for task in tasks)],
    )


def minutes_document(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> OfficialDocument:
    """The minutes of an event: agenda, what was said, proposed, concluded and promised."""
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    session = _session(detail, on)
    is_silent = not (
        session.attendance.present
        or detail.contributions
        or detail.conclusions
        or detail.minutes_vi
    )
    return session_minutes(
        _paper(detail, "BB", known_at),
        replace(session, is_draft=session.is_draft or is_silent),
        [title_vi for _number, title_vi, _title_en in detail.agenda],
        [_contribution(said) for said in detail.contributions],
        [conclusion.text_vi for conclusion in detail.conclusions],
        words=paragraphs(detail.minutes_vi),
        proposals=[_proposal(put) for put in detail.proposals],
        commitments=[_task(task) for task in detail.commitments],
    )


def named_event(kind: str, title_vi: str) -> str:
    """ "hội nghị “Sơ kết quý I”"; a title that says its kind itself stands alone."""
    word = KINDS_VI[kind]
    return title_vi if title_vi.lower().startswith(word) else f"{word} “{title_vi}”"


def paragraphs(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _contribution(said: ContributionRow) -> Contribution:
    kind = _DIFFICULTIES_VI.get(said.difficulty_kind, "")
    texts = (
        ("Tình hình", said.situation),
        ("Kết quả", said.result),
        (f"Khó khăn ({kind})" if kind else "Khó khăn", said.difficulty),
        ("Kiến nghị", said.proposal),
    )
    parts = [f"{name}: {text}" for name, text in texts if text]
    parts += [f"Số liệu dẫn chứng: {_figure(cited)}." for cited in said.citations]
    speaker = f"{said.person_name}, {said.body.name_vi}" if said.person_name else said.body.name_vi
    return Contribution(speaker, "", tuple(parts))


def _figure(cited: CitedFigure) -> str:
    whom = cited.body.name_vi if cited.body else ""
    return figure_saying(cited.figure, whom, cited.value, on=cited.on, known_at=cited.known_at)


def _proposal(put: ProposalRow) -> Proposal:
    verdict = _VERDICTS_VI.get(put.status, put.status)
    if put.reason:
        verdict = f"{verdict}. Lý do: {put.reason}"
    text = f"{put.text_vi} (Căn cứ: {put.grounds})" if put.grounds else put.text_vi
    return Proposal(text, put.body.name_vi, verdict)


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


def _session(detail: EventDetail, on: date) -> Session:
    event = detail.event
    present = sum(part == "attended" for _body, part in detail.attendances)
    return Session(
        name_vi=named_event(event.kind, event.title_vi),
        begins_at=datetime.combine(event.held_on, detail.starts_at or time()),
        ends_at=None,
        venue_vi=detail.place,
        chair_vi=detail.chair_name,
        chair_body_vi=f"đại diện {event.organizer.name_vi}",
        secretary_vi=detail.secretary_name,
        attendance=Attendance(len(detail.attendances), present, of_bodies=True),
        is_draft=event.held_on > on or event.is_cancelled,
        approved_on=detail.minutes.approved_on,
        approved_by_vi=detail.minutes.approved_by and f"đồng chí {detail.minutes.approved_by}",
    )


def _task(task: TaskRow) -> Task:
    owner = f"{task.owner.name_vi}, {task.person_name}" if task.person_name else task.owner.name_vi
    return Task(task.text_vi, owner, f"{task.due_on:%d/%m/%Y}", task.evidence_vi)
