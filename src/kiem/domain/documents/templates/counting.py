"""Biên bản kiểm phiếu: what the counting board counted in one ballot, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.documents.layout.texts import long_day
from kiem.domain.documents.model import (
    Block,
    DocumentKind,
    Heading,
    Item,
    OfficialDocument,
    Paragraph,
    Signature,
)
from kiem.domain.documents.templates.congresses import Ballot, ballot_blocks
from kiem.domain.documents.templates.paper import Paper


@dataclass(frozen=True, slots=True)
class Counting:
    """The ballot and its circumstances. `rule_vi`: what elects; `how_vi`: on paper,
    on devices; `notes_vi`: codes replaced, a tie, a recount."""

    congress_vi: str
    held_on: date
    number: int
    seats: int
    convened: int
    voters: int
    rule_vi: str
    board: tuple[str, ...]
    presidium_head: str
    how_vi: str
    notes_vi: tuple[str, ...] = ()


def counting_minutes(paper: Paper, counting: Counting, ballot: Ballot) -> OfficialDocument:
    """Signed by the head of the counting board and for the presidium."""
    blocks: list[Block] = [
        Heading("I. THÀNH PHẦN, THỂ THỨC"),
        Item(f"Thời gian: {long_day(counting.held_on)}."),
        *([Item(f"Ban Kiểm phiếu gồm: {', '.join(counting.board)}.")] if counting.board else []),
        Item(f"Đại biểu được triệu tập: {counting.convened}; đại biểu bầu cử: {counting.voters}."),
        Item(f"Lượt bầu: {counting.number}; số lượng bầu: {counting.seats}."),
        Item(f"Hình thức: bỏ phiếu kín, {counting.how_vi}."),
        Item(f"Trúng cử: {counting.rule_vi}."),
        Heading("II. KẾT QUẢ KIỂM PHIẾU"),
        *ballot_blocks(1, ballot),
    ]
    if ballot.elected:
        blocks.append(Paragraph(f"Trúng cử: {', '.join(ballot.elected)}."))
    else:
        blocks.append(Paragraph("Không có người trúng cử trong lượt bầu này."))
    blocks += [Paragraph(note) for note in counting.notes_vi]
    blocks.append(Paragraph("Biên bản được lập và thông qua trước đại hội."))
    return paper.document(
        DocumentKind.MINUTES,
        f"Kiểm phiếu bầu {ballot.about_vi} tại {counting.congress_vi}",
        blocks,
        signatures=_signatures(counting.board, counting.presidium_head),
    )


def _signatures(board: Sequence[str], presidium_head: str) -> tuple[Signature, ...]:
    return (
        Signature("Trưởng Ban Kiểm phiếu", board[0] if board else ""),
        Signature("TM. Đoàn Chủ tịch", presidium_head),
    )
