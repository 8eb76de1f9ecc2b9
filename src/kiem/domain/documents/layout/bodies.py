"""The body: grounds, articles, clauses, paragraphs, headings, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kiem.domain.documents.layout.blocks import Grid, LaidBlock, Line
from kiem.domain.documents.layout.letterhead import line
from kiem.domain.documents.layout.texts import capitals, clean, point_letter, roman
from kiem.domain.documents.model import (
    Alignment,
    Article,
    Block,
    Clause,
    Division,
    Heading,
    Item,
    Paragraph,
    Span,
    Table,
    Text,
)

END_MARK = "./."
_DIVISION_LEVELS = {"Phần": 2, "Chương": 2, "Mục": 3, "Tiểu mục": 4}
_ROMAN_DIVISIONS = ("Phần", "Chương")
_CELL_STYLES = {
    Alignment.LEFT: "cell",
    Alignment.CENTER: "cell_center",
    Alignment.RIGHT: "cell_right",
}
_CLOSING_SIGNS = " .;,/"


def spans(text: Text, *, lead: str = "", bold: bool = False) -> tuple[Span, ...]:
    """`text` as clean spans, `lead` in front of it in bold."""
    parts = (Span(text),) if isinstance(text, str) else text
    cleaned = [
        replace(part, text=clean(part.text), bold=part.bold or bold, link=_web_address(part.link))
        for part in parts
        if part.text
    ]
    return (Span(lead, bold=True), *cleaned) if lead else tuple(cleaned)


def _web_address(link: str) -> str:
    """Only addresses of the web lead out of a document; anything else is no link."""
    return link if link.startswith(("https://", "http://")) and link.isprintable() else ""


def closed(texts: Sequence[str], *, dash: str = "") -> list[str]:
    """The lines of an enumeration: a semicolon after each, a full stop after the last."""
    stems = [dash + clean(text).rstrip(_CLOSING_SIGNS) for text in texts]
    return [stem + (";" if index < len(stems) - 1 else ".") for index, stem in enumerate(stems)]


def lay_out_blocks(blocks: Iterable[Block]) -> Iterator[LaidBlock]:
    """Each block of the document as lines and grids."""
    for block in blocks:
        match block:
            case Paragraph(text):
                yield Line("body", spans(text))
            case Item(text):
                yield Line("body", (Span("- "), *spans(text)))
            case Heading(text, level):
                yield line("heading1" if level == 1 else "heading2", text)
            case Division():
                yield from _division(block)
            case Article():
                yield from _article(block)
            case Table():
                yield from _table(block)


def with_end_mark(blocks: Sequence[LaidBlock]) -> tuple[LaidBlock, ...]:
    """End the last sentence with "./."; on a line of its own where a table comes last."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Line) or last.style != "body" or not last.spans:
        return (*blocks, line("ending", END_MARK))
    tail = last.spans[-1]
    ended = replace(tail, text=tail.text.rstrip(_CLOSING_SIGNS) + END_MARK)
    return (*blocks[:-1], replace(last, spans=(*last.spans[:-1], ended)))


def _division(division: Division) -> Iterator[Line]:
    is_roman = division.name_vi in _ROMAN_DIVISIONS
    number = roman(division.number) if is_roman else str(division.number)
    level = _DIVISION_LEVELS.get(division.name_vi, 2)
    yield line("division", f"{division.name_vi} {number}", level=level)
    yield line("division_title", capitals(division.title_vi))


def _article(article: Article) -> Iterator[Line]:
    yield Line("body", spans(article.text, lead=f"Điều {article.number}. "))
    is_single = len(article.clauses) == 1
    for number, clause in enumerate(article.clauses, start=1):
        yield from _clause(clause, "" if is_single else f"{number}. ")


def _clause(clause: Clause, label: str) -> Iterator[Line]:
    yield Line("body", (*([Span(label)] if label else []), *spans(clause.text)))
    for index, point in enumerate(clause.points):
        yield Line("body", (Span(f"{point_letter(index)}) "), *spans(point)))


def _table(table: Table) -> Iterator[LaidBlock]:
    if table.caption:
        yield line("caption", table.caption)
    whole = sum(column.weight for column in table.columns)
    yield Grid(
        shares=tuple(column.weight / whole for column in table.columns),
        styles=tuple(_CELL_STYLES[column.align] for column in table.columns),
        head=tuple(clean(column.head) for column in table.columns),
        rows=tuple(_row(table, row) for row in table.rows),
        total=_row(table, table.total, bold=True) if table.total else (),
    )
    yield line("note", table.note) if table.note else line("gap", "")


def _row(table: Table, row: Sequence[Text], *, bold: bool = False) -> tuple[tuple[Span, ...], ...]:
    if len(row) != len(table.columns):
        raise ValueError(
            f"A row has {len(row)} cells, its table {len(table.columns)} columns: {row!r}"
        )
    return tuple(spans(cell, bold=bold) for cell in row)
