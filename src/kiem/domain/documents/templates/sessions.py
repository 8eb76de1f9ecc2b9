"""What a session leaves behind: the notice of its conclusions, and its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kiem.domain.documents.layout.texts import clean, long_day, roman
from kiem.domain.documents.model import (
    Alignment,
    Annex,
    Block,
    Column,
    DocumentKind,
    Heading,
    Item,
    OfficialDocument,
    Paragraph,
    Signature,
    Span,
    Table,
    Text,
)
from kiem.domain.documents.templates.paper import Paper

_FEW = 15  # more rows than this go into an annex
_FEW_BODIES = 10  # more recipients than this do not fit beside the signature


@dataclass(frozen=True, slots=True)
class Attendance:
    """`invited` and `present` count people, or bodies where `of_bodies`; `note_vi` names who is
    absent and why; `who_vi`: whom the count is of."""

    invited: int
    present: int
    note_vi: str = ""
    of_bodies: bool = False
    who_vi: str = "đại biểu"

    @property
    def present_vi(self) -> str:
        if self.of_bodies:
            return f"đại diện của {self.present} tổ chức"
        return f"{self.present} đại biểu"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said, in the words of the minutes: one text, or its parts on lines of their
    own with the figures cited."""

    speaker_vi: str
    text: Text
    parts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was proposed, by whom, and what became of it: `verdict_vi` with its reason."""

    text_vi: str
    body_vi: str
    verdict_vi: str


@dataclass(frozen=True, slots=True)
class Task:
    """What a conclusion charges somebody with."""

    text_vi: str
    owner_vi: str
    due_vi: str
    evidence_vi: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A working session or a congress: what every record of it begins with. Where nobody wrote
    down the time of day `begins_at` is the first minute of the day; an empty venue or secretary is
    left out. `chair_vi`: who chairs by name; where nobody is named `chair_body_vi` says for whom.
    `boards`: bodies of a congress and who serves on them. `approved_on`: the day its minutes
    were, and by whom. `is_draft`: it was not held yet, or nothing of it is recorded."""

    name_vi: str
    begins_at: datetime
    ends_at: datetime | None
    venue_vi: str
    chair_vi: str
    secretary_vi: str
    attendance: Attendance
    boards: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_draft: bool = False
    chair_body_vi: str = ""
    approved_on: date | None = None
    approved_by_vi: str = ""

    @property
    def chaired_by_vi(self) -> str:
        return self.chair_vi or self.chair_body_vi


def conclusions_notice(
    paper: Paper,
    session: Session,
    conclusions: Sequence[Text],
    tasks: Sequence[Task] = (),
    bodies: Sequence[str] = (),
) -> OfficialDocument:
    """Thông báo kết luận: what was concluded, and who is charged with what until when. `bodies`
    are to act on it and get it: few are named as recipients, many are listed in an annex."""
    blocks: list[Block] = [_opening(session, has_conclusions=bool(conclusions))]
    blocks += [Paragraph(numbered(index, text)) for index, text in enumerate(conclusions, 1)]
    lists_bodies = len(bodies) > _FEW_BODIES
    annexes: list[Annex] = []
    if tasks and len(tasks) <= _FEW:
        blocks += [Heading("Nhiệm vụ được giao"), task_table(tasks)]
    elif tasks:
        number = " I" if lists_bodies else ""
        blocks.append(Paragraph(f"Giao {len(tasks)} nhiệm vụ theo Phụ lục{number} kèm theo."))
        annexes.append(Annex("Nhiệm vụ được giao", (task_table(tasks),), is_landscape=True))
    if lists_bodies:
        annexes.append(Annex("Danh sách nơi nhận để thực hiện", (_body_table(bodies),)))
        number = " II" if len(annexes) > 1 else ""
        recipients = [f"Như Phụ lục{number} (để thực hiện)"]
    else:
        recipients = [f"{body} (để thực hiện)" for body in bodies]
    notice = replace(
        paper,
        recipients=(*recipients, *paper.recipients),
        is_draft=paper.is_draft or not conclusions,
    )
    return notice.document(
        DocumentKind.NOTICE, f"Kết luận tại {session.name_vi}", blocks, annexes=tuple(annexes)
    )


def session_minutes(
    paper: Paper,
    session: Session,
    agenda: Sequence[str],
    contributions: Sequence[Contribution],
    conclusions: Sequence[Text] = (),
    *,
    words: Sequence[str] = (),
    proposals: Sequence[Proposal] = (),
    commitments: Sequence[Task] = (),
) -> OfficialDocument:
    """Biên bản: when, where, who, what was said, proposed, concluded and promised; signed by
    secretary and chair. `words`: the minutes' own paragraphs."""
    said = [block for i, each in enumerate(contributions, 1) for block in _said(i, each)]
    concluded = [Paragraph(numbered(index, text)) for index, text in enumerate(conclusions, 1)]
    silent = "Chưa ghi nhận" if session.is_draft else "Không có"
    parts: list[tuple[str, Sequence[Block]]] = [
        ("NỘI DUNG", [*map(Item, agenda), *map(Paragraph, words)]),
        ("Ý KIẾN PHÁT BIỂU", said or [Paragraph(f"{silent} ý kiến phát biểu.")]),
        ("KIẾN NGHỊ VÀ KẾT QUẢ XỬ LÝ", [_proposal_table(proposals)] if proposals else []),
        ("KẾT LUẬN", concluded),
        ("CAM KẾT", [task_table(commitments)] if commitments else []),
    ]
    blocks: list[Block] = circumstances(session)
    kept = [(title, part) for title, part in parts if part]
    for number, (title, part) in enumerate(kept, 2):
        blocks += [Heading(f"{roman(number)}. {title}"), *part]
    blocks.append(ending(session))
    return signed_by_two(paper, DocumentKind.MINUTES, session, blocks)


def task_table(tasks: Sequence[Task]) -> Table:
    """Who does what until when, and what shows that it is done."""
    return Table(
        columns=(
            Column("STT", 1, Alignment.CENTER),
            Column("Nhiệm vụ", 6),
            Column("Đơn vị, cá nhân thực hiện", 4),
            Column("Thời hạn", 2, Alignment.CENTER),
            Column("Minh chứng", 3),
        ),
        rows=tuple(
            (str(index), task.text_vi, task.owner_vi, task.due_vi, task.evidence_vi)
            for index, task in enumerate(tasks, 1)
        ),
    )


def circumstances(session: Session) -> list[Block]:
    attendance = session.attendance
    present = f"Có mặt: {attendance.present}/{attendance.invited}"
    note = f". {attendance.note_vi.rstrip('.')}" if attendance.note_vi else ""
    unit = " tổ chức" if attendance.of_bodies else f" {attendance.who_vi}"
    lines = (
        ("Thời gian", _when(session.begins_at)),
        ("Địa điểm", session.venue_vi),
        ("Chủ trì", session.chaired_by_vi),
        ("Thư ký", session.secretary_vi),
    )
    """When, where, who: the first part of every record."""
    return [
        Heading("I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN"),
        *(Item(f"{name}: {value}.") for name, value in lines if value),
        *([Item(f"{present}{unit}{note}.")] if attendance.invited else []),
        *(Item(f"{name}: {', '.join(people)}.") for name, people in session.boards if people),
    ]


def _when(moment: datetime) -> str:
    day = long_day(moment.date())
    return f"{_clock(moment)}, {day}" if moment.time() > time() else day


def _opening(session: Session, *, has_conclusions: bool) -> Paragraph:
    came = f" Tham dự có {session.attendance.present_vi}." if session.attendance.present else ""
    then = "Chưa ghi nhận kết luận nào của người chủ trì."
    if has_conclusions:
        then = "Sau khi nghe báo cáo và ý kiến thảo luận, người chủ trì kết luận như sau:"
    return Paragraph(
        f"{_on_day(session)}{_at_venue(session)}, {session.chaired_by_vi} đã chủ trì"
        f" {session.name_vi}.{came} {then}"
    )


def _at_venue(session: Session) -> str:
    return f", tại {session.venue_vi}" if session.venue_vi else ""


def _said(index: int, contribution: Contribution) -> list[Block]:
    lead = f"{index}. {contribution.speaker_vi}"
    if contribution.parts:
        return [Heading(clean(lead), 2), *map(Item, contribution.parts)]
    text = contribution.text
    return [Paragraph(f"{lead}: {text}" if isinstance(text, str) else (Span(f"{lead}: "), *text))]


def _proposal_table(proposals: Sequence[Proposal]) -> Table:
    return Table(
        columns=(
            Column("STT", 1, Alignment.CENTER),
            Column("Kiến nghị", 6),
            Column("Nơi kiến nghị", 3),
            Column("Kết quả xử lý", 4),
        ),
        rows=tuple(
            (str(index), each.text_vi, each.body_vi, each.verdict_vi)
            for index, each in enumerate(proposals, 1)
        ),
    )


def _body_table(bodies: Sequence[str]) -> Table:
    return Table(
        columns=(Column("STT", 1, Alignment.CENTER), Column("Đơn vị, tổ chức", 11)),
        rows=tuple((str(index), body) for index, body in enumerate(bodies, 1)),
    )


def numbered(index: int, text: Text) -> Text:
    """ "1. ..." before a text."""
    return f"{index}. {text}" if isinstance(text, str) else (Span(f"{index}. "), *text)


def ending(session: Session) -> Paragraph:
    """The last sentence: minutes are said to be approved only where that is recorded."""
    name = _capitalised(session.name_vi)
    if session.is_draft:
        return Paragraph(
            f"{name} chưa diễn ra hoặc chưa ghi nhận diễn biến; dự thảo biên bản này"
            " chưa được thông qua."
        )
    made = "được lập theo những nội dung đã ghi nhận, có hiệu lực khi chủ trì và thư ký ký."
    if session.approved_on:
        by = f" {session.approved_by_vi}" if session.approved_by_vi else ""
        made = f"đã được{by} duyệt {long_day(session.approved_on)}."
    if not session.ends_at:
        return Paragraph(f"Biên bản {session.name_vi} {made}")
    when = f"lúc {_clock(session.ends_at)} cùng ngày"
    if session.ends_at.date() != session.begins_at.date():
        when = f"lúc {_clock(session.ends_at)}, {long_day(session.ends_at.date())}"
    return Paragraph(f"{name} kết thúc {when}. Biên bản {made}")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def signed_by_two(
    paper: Paper, kind: DocumentKind, session: Session, blocks: Sequence[Block]
) -> OfficialDocument:
    """The record, for the secretary and the chair to sign; a draft carries its mark."""
    signatures = (
        Signature("Thư ký", session.secretary_vi),
        Signature("Chủ trì", session.chair_vi),
    )
    return replace(paper, is_draft=paper.is_draft or session.is_draft).document(
        kind, _capitalised(session.name_vi), blocks, signatures=signatures
    )


def _on_day(session: Session) -> str:
    return _capitalised(long_day(session.begins_at.date()))


def _clock(moment: datetime) -> str:
    """ "08 giờ 30", local time as given."""
    return f"{moment.hour:02d} giờ {moment.minute:02d}"
