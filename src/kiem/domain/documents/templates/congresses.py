"""Biên bản đại hội: who was there, each ballot in counts, who is elected, what was resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiem.domain.documents.layout.texts import clean, roman
from kiem.domain.documents.model import (
    Alignment,
    Block,
    Column,
    DocumentKind,
    Heading,
    Item,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
)
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.templates.sessions import (
    Session,
    circumstances,
    ending,
    numbered,
    signed_by_two,
)


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


def congress_record(
    paper: Paper,
    session: Session,
    agenda: Sequence[str],
    ballots: Sequence[Ballot],
    resolutions: Sequence[Text] = (),
    *,
    words: Sequence[str] = (),
    elected: Sequence[tuple[str, Sequence[str]]] = (),
    ended: Sequence[str] = (),
) -> OfficialDocument:
    """`elected`: each body or office with the people it now has; `words`: the minutes' own;
    `ended`: a sentence for each ballot that ended without a result."""
    voted = [block for index, each in enumerate(ballots, 1) for block in ballot_blocks(index, each)]
    voted += map(Paragraph, ended)
    silent = "chưa" if session.is_draft else "không"
    parts: list[tuple[str, Sequence[Block]]] = [
        ("NỘI DUNG ĐẠI HỘI", [*map(Item, agenda), *map(Paragraph, words)]),
        ("KẾT QUẢ BẦU CỬ", voted or [Paragraph(f"Đại hội {silent} tiến hành bầu cử.")]),
        ("DANH SÁCH TRÚNG CỬ", _elected(elected)),
        ("NGHỊ QUYẾT", [Paragraph(numbered(i, text)) for i, text in enumerate(resolutions, 1)]),
    ]
    blocks: list[Block] = circumstances(session)
    kept = [(title, part) for title, part in parts if part]
    for number, (title, part) in enumerate(kept, 2):
        blocks += [Heading(f"{roman(number)}. {title}"), *part]
    blocks.append(ending(session))
    return signed_by_two(paper, DocumentKind.CONGRESS_RECORD, session, blocks)


def _elected(bodies: Sequence[tuple[str, Sequence[str]]]) -> list[Block]:
    blocks: list[Block] = []
    for body, people in bodies:
        if len(people) == 1:
            blocks.append(Paragraph(f"{clean(body)}: đồng chí {people[0]}."))
        elif people:
            blocks.append(Paragraph(f"{clean(body)} gồm {len(people):02d} đồng chí:"))
            blocks += [Item(f"{name};") for name in people[:-1]]
            blocks.append(Item(f"{people[-1]}."))
    return blocks


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
