"""What a session leaves behind: notice of conclusions, minutes, the record of a congress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from kiem.domain.documents.layout.texts import clean, long_day
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


@dataclass(frozen=True, slots=True)
class Attendance:
    """`invited` and `present` count people, or bodies where `of_bodies`; `note_vi` names who is
    absent and why."""

    invited: int
    present: int
    note_vi: str = ""
    of_bodies: bool = False

    @property
    def present_vi(self) -> str:
        if self.of_bodies:
            return f"đại diện của {self.present} tổ chức"
        return f"{self.present} đại biểu"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said, in the words of the minutes."""

    speaker_vi: str
    text: Text


@dataclass(frozen=True, slots=True)
class Task:
    """What a conclusion charges somebody with."""

    text_vi: str
    owner_vi: str
    due_vi: str
    evidence_vi: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote by secret ballot, in counts. `candidates`: (name, votes for), most votes first;
    `elected`: names; `base`: of how many the majority is taken, `base_vi`: of what."""

    about_vi: str
    issued: int
    collected: int
    valid: int
    invalid: int
    candidates: tuple[tuple[str, int], ...]
    elected: tuple[str, ...]
    base: int
    base_vi: str


@dataclass(frozen=True, slots=True)
class Session:
    """A working session or a congress: what every record of it begins with. Where nobody wrote
    down the time of day `begins_at` is the first minute of the day; an empty venue or secretary is
    left out."""

    name_vi: str
    begins_at: datetime
    ends_at: datetime | None
    venue_vi: str
    chair_vi: str
    secretary_vi: str
    attendance: Attendance


def conclusions_notice(
    paper: Paper, session: Session, conclusions: Sequence[Text], tasks: Sequence[Task] = ()
) -> OfficialDocument:
    """Thông báo kết luận: what was concluded, and who is charged with what until when."""
    opening = Paragraph(
        f"{_on_day(session)}{_at_venue(session)}, {session.chair_vi} đã chủ trì"
        f" {session.name_vi}. Tham dự có {session.attendance.present_vi}. Sau khi nghe báo"
        " cáo và ý kiến thảo luận, người chủ trì kết luận như sau:"
    )
    blocks: list[Block] = [opening]
    blocks += [Paragraph(_numbered(index, text)) for index, text in enumerate(conclusions, 1)]
    annexes: tuple[Annex, ...] = ()
    if tasks and len(tasks) <= _FEW:
        blocks += [Heading("Nhiệm vụ được giao"), task_table(tasks)]
    elif tasks:
        blocks.append(Paragraph(f"Giao {len(tasks)} nhiệm vụ theo Phụ lục kèm theo."))
        annexes = (Annex("Nhiệm vụ được giao", (task_table(tasks),), is_landscape=True),)
    return paper.document(
        DocumentKind.NOTICE, f"Kết luận tại {session.name_vi}", blocks, annexes=annexes
    )


def session_minutes(
    paper: Paper,
    session: Session,
    agenda: Sequence[str],
    contributions: Sequence[Contribution],
    conclusions: Sequence[Text] = (),
) -> OfficialDocument:
    """Biên bản: when, where, who, what was said and concluded; signed by secretary and chair."""
    blocks = [
        *_circumstances(session),
        Heading("II. NỘI DUNG"),
        *(Item(text) for text in agenda),
        Heading("III. Ý KIẾN PHÁT BIỂU"),
        *(_said(index, each) for index, each in enumerate(contributions, 1)),
        *([] if contributions else [Paragraph("Không có ý kiến phát biểu.")]),
    ]
    if conclusions:
        blocks.append(Heading("IV. KẾT LUẬN"))
        blocks += [Paragraph(_numbered(index, text)) for index, text in enumerate(conclusions, 1)]
    blocks.append(_ending(session))
    return _signed_by_two(paper, DocumentKind.MINUTES, session, blocks)


def congress_record(
    paper: Paper,
    session: Session,
    agenda: Sequence[str],
    ballots: Sequence[Ballot],
    resolutions: Sequence[Text] = (),
    ended: Sequence[str] = (),
) -> OfficialDocument:
    """Biên bản đại hội: delegates, ballots in counts, who is elected, what was resolved.

    `ended`: a sentence for each ballot that ended without a result.
    """
    blocks: list[Block] = [
        *_circumstances(session),
        Heading("II. NỘI DUNG ĐẠI HỘI"),
        *(Item(text) for text in agenda),
        Heading("III. KẾT QUẢ BẦU CỬ"),
    ]
    for index, ballot in enumerate(ballots, 1):
        blocks += ballot_blocks(index, ballot)
    blocks += [Paragraph(each) for each in ended]
    if not ballots and not ended:
        blocks.append(Paragraph("Đại hội không tiến hành bầu cử."))
    if resolutions:
        blocks.append(Heading("IV. NGHỊ QUYẾT"))
        blocks += [Paragraph(_numbered(index, text)) for index, text in enumerate(resolutions, 1)]
    blocks.append(_ending(session))
    return _signed_by_two(paper, DocumentKind.CONGRESS_RECORD, session, blocks)


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


def _circumstances(session: Session) -> list[Block]:
    attendance = session.attendance
    present = f"Có mặt: {attendance.present}/{attendance.invited}"
    note = f". {attendance.note_vi.rstrip('.')}" if attendance.note_vi else ""
    unit = " tổ chức" if attendance.of_bodies else ""
    lines = (
        ("Thời gian", _when(session.begins_at)),
        ("Địa điểm", session.venue_vi),
        ("Chủ trì", session.chair_vi),
        ("Thư ký", session.secretary_vi),
    )
    return [
        Heading("I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN"),
        *(Item(f"{name}: {value}.") for name, value in lines if value),
        Item(f"{present}{unit}{note}."),
    ]


def _when(moment: datetime) -> str:
    day = long_day(moment.date())
    return f"{_clock(moment)}, {day}" if moment.time() > time() else day


def _at_venue(session: Session) -> str:
    return f", tại {session.venue_vi}" if session.venue_vi else ""


def ballot_blocks(index: int, ballot: Ballot) -> list[Block]:
    """One vote: its counts, and the table of who had how many."""
    votes = Table(
        columns=(
            Column("STT", 1, Alignment.CENTER),
            Column("Họ và tên", 5),
            Column("Số phiếu bầu", 2, Alignment.RIGHT),
            Column("Tỷ lệ (%)", 2, Alignment.RIGHT),
            Column("Kết quả", 3, Alignment.CENTER),
        ),
        rows=tuple(
            (
                str(row),
                name,
                str(count),
                percent(count, ballot.base),
                "Trúng cử" if name in ballot.elected else "",
            )
            for row, (name, count) in enumerate(ballot.candidates, 1)
        ),
        note=f"Tỷ lệ tính trên {ballot.base_vi}.",
    )
    counts = (
        f"Số phiếu phát ra: {ballot.issued}; số phiếu thu vào: {ballot.collected};"
        f" hợp lệ: {ballot.valid}; không hợp lệ: {ballot.invalid}."
    )
    return [Heading(f"{index}. {clean(ballot.about_vi)}", 2), Paragraph(counts), votes]


def percent(count: int, of: int) -> str:
    """With a comma and two digits, as official papers write it; a dash of nothing."""
    return f"{100 * count / of:.2f}".replace(".", ",") if of else "-"


def _said(index: int, contribution: Contribution) -> Paragraph:
    lead = f"{index}. {contribution.speaker_vi}: "
    text = contribution.text
    return Paragraph(lead + text if isinstance(text, str) else (Span(lead), *text))


def _numbered(index: int, text: Text) -> Text:
    return f"{index}. {text}" if isinstance(text, str) else (Span(f"{index}. "), *text)


def _ending(session: Session) -> Paragraph:
    when = ""
    if session.ends_at:
        when = f" kết thúc lúc {_clock(session.ends_at)} cùng ngày"
        if session.ends_at.date() != session.begins_at.date():
            when = f" kết thúc lúc {_clock(session.ends_at)}, {long_day(session.ends_at.date())}"
    return Paragraph(f"{_capitalised(session.name_vi)}{when}. Biên bản đã được thông qua.")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _signed_by_two(
    paper: Paper, kind: DocumentKind, session: Session, blocks: Sequence[Block]
) -> OfficialDocument:
    signatures = (
        Signature("Thư ký", session.secretary_vi),
        Signature("Chủ trì", session.chair_vi),
    )
    return paper.document(kind, _capitalised(session.name_vi), blocks, signatures=signatures)


def _on_day(session: Session) -> str:
    return _capitalised(long_day(session.begins_at.date()))


def _clock(moment: datetime) -> str:
    """ "08 giờ 30", local time as given."""
    return f"{moment.hour:02d} giờ {moment.minute:02d}"
