"""What a document says, before it has a shape. Frozen, and free of the database.

Texts are Vietnamese unless the name ends in `_en`. They are data to the renderers, never markup:
`#panic("x")` or `*bold*` prints as those letters. `layout` gives them their place on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HeaderFamily(StrEnum):
    """Whose letterhead a document carries. It belongs to the issuer, not to the document."""

    STATE = "state"
    YOUTH_UNION = "youth_union"
    PARTY = "party"


class DocumentKind(StrEnum):
    """The type of a document; decides its title block and its order."""

    DECISION = "decision"
    DECISION_EXTRACT = "decision_extract"
    LETTER = "letter"  # an official letter has no type name
    NOTICE = "notice"
    MINUTES = "minutes"
    CONGRESS_RECORD = "congress_record"
    REPORT = "report"
    NOMINATION_LIST = "nomination_list"


class Alignment(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Urgency(StrEnum):
    """The three marks of urgency."""

    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    EXPRESS = "HỎA TỐC"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one face. `link` is a full http(s) address, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


Text = str | tuple[Span, ...]
"""Plain text, or text whose face changes within a line."""


@dataclass(frozen=True, slots=True)
class IssuerHeader:
    """The letterhead: who issues, under whom, in which family's form."""

    family: HeaderFamily
    issuer_vi: str
    parent_vi: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, after a dash."""

    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a report or of minutes: level 1 "I. ...", level 2 "1. ..."; text as given."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Division:
    """A division above the articles: Phần or Chương (Roman numbers), Mục or Tiểu mục (Arabic)."""

    name_vi: str
    number: int
    title_vi: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause (khoản) of an article, with its points a), b), c), d), đ) ..."""

    text: Text
    points: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """Điều `number`. Its text runs on behind the number; clauses are numbered by the layout."""

    number: int
    text: Text
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `weight`: its share of the table's width."""

    head: str
    weight: float = 1.0
    align: Alignment = Alignment.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its head is repeated on every page it runs over.

    Every row has one cell a column. `total`, where given, is a last row in bold. `caption` stands
    above, `note` in italics below.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""
    total: tuple[Text, ...] = ()
    note: str = ""


Block = Paragraph | Item | Heading | Division | Article | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `authority_vi`: "TM. BAN THƯỜNG VỤ", "TL. GIÁM ĐỐC", or empty; `instead_vi`,
    on the line below: "KT. GIÁM ĐỐC"; `rank_vi` is printed before the name, as the armed forces
    may."""

    title_vi: str
    name: str = ""
    authority_vi: str = ""
    rank_vi: str = ""
    instead_vi: str = ""

    @property
    def heads_vi(self) -> tuple[str, ...]:
        """The lines above the name, from the authority down to the title."""
        lines = (self.authority_vi, self.instead_vi, self.title_vi)
        return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Annex:
    """What is attached: begins on a page of its own, numbered by the layout when there are more."""

    title_vi: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A whole document.

    `number` is the issuer's own text ("05/QĐ-CAHN"), as issued; empty or only its sign
    ("/QĐ-CAHN", "-QĐ/ĐTN") while it is a draft, which leaves room before it. `signed_on` None
    leaves room for the date; `made_on` then dates the file. `authority_vi` is who decides
    ("GIÁM ĐỐC CÔNG AN ..."), for decisions. `addressees` follow "Kính gửi" in letters.
    `signatures`: one, or two for minutes (the secretary's first). `keeper_vi` ends the list of
    recipients ("- Lưu: VT, ..."). `is_invented`: sample data, said on every page.
    """

    kind: DocumentKind
    header: IssuerHeader
    subject_vi: str
    blocks: tuple[Block, ...]
    number: str = ""
    place_vi: str = ""
    signed_on: date | None = None
    made_on: date | None = None
    type_vi: str = ""
    authority_vi: str = ""
    grounds: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    keeper_vi: str = "VT"
    annexes: tuple[Annex, ...] = ()
    urgency: Urgency | None = None
    is_landscape: bool = False
    is_draft: bool = False
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A part of a report: heading (may be empty), then paragraphs, then tables."""

    title_vi: str = ""
    paragraphs: tuple[Text, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report of figures. `subject_vi`: "Kết quả công tác tháng 10 năm 2026".

    Figures that lead back to their records carry a `Span` with a `link`.
    """

    header: IssuerHeader
    subject_vi: str
    sections: tuple[ReportSection, ...]
    number: str = ""
    place_vi: str = ""
    signed_on: date | None = None
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    is_landscape: bool = False
    is_draft: bool = False
    is_invented: bool = False

    def as_document(self) -> OfficialDocument:
        """The same as an official document of the kind report."""
        blocks: list[Block] = []
        for section in self.sections:
            if section.title_vi:
                blocks.append(Heading(section.title_vi))
            blocks += [Paragraph(text) for text in section.paragraphs]
            blocks += section.tables
        return OfficialDocument(
            kind=DocumentKind.REPORT,
            header=self.header,
            subject_vi=self.subject_vi,
            blocks=tuple(blocks),
            number=self.number,
            place_vi=self.place_vi,
            signed_on=self.signed_on,
            signatures=(self.signature,) if self.signature else (),
            recipients=self.recipients,
            is_landscape=self.is_landscape,
            is_draft=self.is_draft,
            is_invented=self.is_invented,
        )
