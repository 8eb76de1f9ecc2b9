"""Decisions and letters of nomination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiem.domain.documents.model import (
    Annex,
    Block,
    DocumentKind,
    HeaderFamily,
    IssuerHeader,
    Item,
    OfficialDocument,
    Paragraph,
    Span,
)
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.wording.names import comrades, introduced, seat_name
from kiem.domain.documents.wording.people_verbs import MOST_AS_CLAUSES, list_of
from kiem.domain.documents.wording.sayings import Placement, Saying, Seat
from kiem.domain.documents.wording.verbs import closing_article, say


def about(title_vi: str) -> str:
    """A title as the subject of a document: "Về việc điều động ..."."""
    title = title_vi.strip().rstrip(".")
    if not title or title.casefold().startswith(("về việc", "về ", "v/v")):
        return title
    return f"Về việc {title[0].lower()}{title[1:]}"


def decision(
    paper: Paper,
    *,
    title_vi: str,
    authority_vi: str,
    grounds: Sequence[str],
    sayings: Sequence[Saying],
) -> OfficialDocument:
    """A decision with its articles and a last one on carrying it out."""
    articles, annexes = say(sayings)
    closing = closing_article(len(articles) + 1, sayings)
    return paper.document(
        DocumentKind.DECISION,
        about(title_vi),
        (*articles, closing),
        authority_vi=authority_vi,
        grounds=tuple(grounds),
        annexes=annexes,
    )


def extract_of_record(paper: Paper, *, title_vi: str, lines: Sequence[str]) -> OfficialDocument:
    """Trích lục: what is recorded of a decision whose text was never drafted here."""
    blocks: list[Block] = [
        Paragraph(f"Nội dung: {title_vi.strip().rstrip('.')}."),
        *(Item(text) for text in lines),
        Paragraph("Trích từ sổ đăng ký; toàn văn do nơi ban hành lưu giữ."),
    ]
    return replace(paper, recipients=()).document(
        DocumentKind.DECISION_EXTRACT, about(title_vi), blocks, signatures=()
    )


def nomination_letter(
    paper: Paper, *, addressee_vi: str, body_vi: str, term_vi: str, placements: Sequence[Placement]
) -> OfficialDocument:
    """The letter by which people are put forward for seats in a body outside the force."""
    term = f", nhiệm kỳ {term_vi}" if term_vi else ""
    placements = tuple(placements)
    is_short = len(placements) <= MOST_AS_CLAUSES
    opening = Paragraph(
        f"Căn cứ yêu cầu kiện toàn nhân sự {body_vi}{term}, {paper.header.issuer_vi} trân trọng"
        f" giới thiệu {comrades(len(placements))} tham gia {body_vi}"
        + (", có tên sau đây:" if is_short else ", theo danh sách kèm theo.")
    )
    blocks: list[Block] = [opening]
    annexes: tuple[Annex, ...] = ()
    if is_short:
        blocks += [_nominee(number, each) for number, each in enumerate(placements, start=1)]
    else:
        title = f"Danh sách {comrades(len(placements))} được giới thiệu tham gia {body_vi}"
        annexes = (Annex(title, (list_of(placements),), is_landscape=True),)
    blocks.append(
        Paragraph(f"Đề nghị {addressee_vi} xem xét, thực hiện quy trình nhân sự theo quy định.")
    )
    return paper.document(
        DocumentKind.LETTER,
        f"giới thiệu nhân sự tham gia {body_vi}{term}",
        blocks,
        addressees=(addressee_vi,),
        annexes=annexes,
    )


def _nominee(number: int, placement: Placement) -> Paragraph:
    seat = f", để giữ chức vụ {seat_name(placement.to_seat)}" if placement.to_seat else ""
    person = introduced(placement.person, capital=True)
    return Paragraph((Span(f"{number}. "), *person, Span(f"{seat}.")))


def authority_of(header: IssuerHeader, leading_title_vi: str, signing_vi: str) -> str:
    """Who decides: the head of a state body, the collective of an organisation.

    "GIÁM ĐỐC" + "Công an thành phố Hà Nội"; "TM. BAN THƯỜNG VỤ" + "Đoàn Thanh niên ...".
    """
    collective = signing_vi.removeprefix("TM.").removeprefix("T/M").strip()
    if header.family is HeaderFamily.STATE and leading_title_vi:
        collective = leading_title_vi
    if not collective or collective.casefold() in header.issuer_vi.casefold():
        return header.issuer_vi
    return joined_name(collective, header.issuer_vi)


def joined_name(title_vi: str, organization_vi: str) -> str:
    """Title and organisation without the words both have."""
    return seat_name(Seat(title_vi, organization_vi))
