"""A document as sections of blocks: letterhead, title, body, closing, annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kiem.domain.documents.layout.blocks import Grid, LaidBlock, Layout, Line, Pair, Section
from kiem.domain.documents.layout.bodies import closed, lay_out_blocks, with_end_mark
from kiem.domain.documents.layout.closing import closing
from kiem.domain.documents.layout.families import FAMILIES
from kiem.domain.documents.layout.letterhead import letterhead, line, share_of_line
from kiem.domain.documents.layout.styles import STYLES
from kiem.domain.documents.layout.texts import capitals, clean, long_day, roman
from kiem.domain.documents.model import Annex, DocumentKind, OfficialDocument

WATERMARK = "DỰ THẢO"
INVENTED_MARK = (
    "Dữ liệu mẫu: mọi người trong văn bản này đều là hư cấu. · Sample data: invented people."
)
_TYPE_NAMES = {
    DocumentKind.DECISION: "Quyết định",
    DocumentKind.DECISION_EXTRACT: "Trích lục Quyết định",
    DocumentKind.LETTER: "",
    DocumentKind.NOTICE: "Thông báo",
    DocumentKind.MINUTES: "Biên bản",
    DocumentKind.CONGRESS_RECORD: "Biên bản",
    DocumentKind.REPORT: "Báo cáo",
    DocumentKind.NOMINATION_LIST: "Danh sách",
}
_UNDATED = date(2000, 1, 1)  # of a draft that does not say when it was made
_SUBJECT_ROOM_MM = 110.0  # a longer subject runs over several lines


def lay_out(document: OfficialDocument) -> Layout:
    """Every block of `document` in its place and style."""
    main = Section(tuple(_main(document)), document.is_landscape)
    annexes = [
        Section(tuple(_annex(document, index)), annex.is_landscape)
        for index, annex in enumerate(document.annexes)
    ]
    return Layout(
        title=_file_title(document),
        author=clean(document.header.issuer_vi),
        day=document.signed_on or document.made_on or _UNDATED,
        sections=_with_ranks((main, *annexes)),
        watermark=WATERMARK if document.is_draft else "",
        mark=INVENTED_MARK if document.is_invented else "",
    )


def _type_name(document: OfficialDocument) -> str:
    return clean(document.type_vi) or _TYPE_NAMES[document.kind]


def _file_title(document: OfficialDocument) -> str:
    type_name = _type_name(document) or "Công văn"
    return " ".join(filter(None, (type_name, clean(document.number), clean(document.subject_vi))))


def _main(document: OfficialDocument) -> Iterator[LaidBlock]:
    yield letterhead(document)
    if document.kind is DocumentKind.LETTER:
        yield from _addressees(document.addressees)
    else:
        yield from _title(document)
    yield from _reasons(document)
    body = with_end_mark(list(lay_out_blocks(document.blocks)))
    if body and document.signatures:
        body = (*body[:-1], _kept_with_signatures(body[-1]))
    yield from body
    yield from closing(document)


def _kept_with_signatures(block: LaidBlock) -> LaidBlock:
    if isinstance(block, Line) and block.style == "body":
        return replace(block, style="body_last")
    return block


def _title(document: OfficialDocument) -> Iterator[LaidBlock]:
    yield line("type", capitals(_type_name(document)))
    if document.subject_vi:
        rule_mm = share_of_line(
            clean(document.subject_vi), STYLES["subject"].size_pt, _SUBJECT_ROOM_MM
        )
        yield line("subject", document.subject_vi, rule_mm=rule_mm)
    yield line("gap", "")


def _addressees(addressees: Sequence[str]) -> Iterator[LaidBlock]:
    if len(addressees) == 1:
        yield line("addressee_one", f"Kính gửi: {addressees[0]}")
    elif addressees:
        yield line("addressees", "Kính gửi:")
        yield from (line("addressee", text) for text in closed(addressees, dash="- "))
        yield line("gap", "")


def _reasons(document: OfficialDocument) -> Iterator[LaidBlock]:
    """Who decides, on what grounds; the order is the family's."""
    family = FAMILIES[document.header.family]
    grounds = [line("ground", text) for text in closed(document.grounds, dash=family.ground_dash)]
    if document.kind is not DocumentKind.DECISION:
        yield from grounds
        return
    authority = [line("authority", capitals(document.authority_vi))]
    if not document.authority_vi:
        authority = []
    yield from (*grounds, *authority) if family.grounds_come_first else (*authority, *grounds)
    yield line("decides", "QUYẾT ĐỊNH:")


def _annex(document: OfficialDocument, index: int) -> Iterator[LaidBlock]:
    annex: Annex = document.annexes[index]
    number = f" {roman(index + 1)}" if len(document.annexes) > 1 else ""
    yield line("annex", f"Phụ lục{number}")
    yield line("annex_title", capitals(annex.title_vi))
    of = f"{_type_name(document) or 'Công văn'} số {clean(document.number) or '…'}"
    issuer = clean(document.header.issuer_vi)
    attached = f"(Kèm theo {of} {long_day(document.signed_on)} của {issuer})"
    yield line("annex_of", attached, rule_mm=40.0)
    yield line("gap", "")
    yield from lay_out_blocks(annex.blocks)


def _with_ranks(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Headings whose ranks begin at 1 and leave none out, as tagged PDF wants them."""
    rank = 0

    def ranked(line: Line) -> Line:
        nonlocal rank
        if not line.level:
            return line
        rank = min(line.level, rank + 1)
        return replace(line, level=rank)

    def ranked_block(block: LaidBlock) -> LaidBlock:
        match block:
            case Line():
                return ranked(block)
            case Pair():
                rows = tuple(
                    (tuple(map(ranked, left)), tuple(map(ranked, right)))
                    for left, right in block.rows
                )
                return replace(block, rows=rows)
            case Grid():
                return block

    return tuple(
        replace(section, blocks=tuple(map(ranked_block, section.blocks))) for section in sections
    )
