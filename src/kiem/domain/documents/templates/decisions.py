"""Decisions and letters of nomination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiem.domain.documents.model import (
    Annex,
    Block,
    DocumentKind,
    HeaderFamily,
    Item,
    OfficialDocument,
    Paragraph,
    Span,
)
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.wording.names import comrades, introduced, seat_name
from kiem.domain.documents.wording.people_verbs import MOST_AS_CLAUSES, list_of
from kiem.domain.documents.wording.sayings import Placement, Saying, Seat
from kiem.domain.documents.wording.verbs import ABOUT_PEOPLE, closing_article, say


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
    if not paper.recipients:
        paper = replace(paper, recipients=(f"Như Điều {closing.number}",))
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


def extract_of_articles(
    paper: Paper, *, title_vi: str, sayings: Sequence[Saying], hidden_people: int
) -> OfficialDocument:
    """Trích lục: the articles with the people the reader may be shown, and how many more.

    Articles of which nobody is shown are left out; the others keep their numbers.
    """
    articles, annexes = say(sayings)
    shown = [
        article
        for article, saying in zip(articles, sayings, strict=True)
        if saying.placements or saying.verb not in ABOUT_PEOPLE
    ]
    note = Paragraph(
        f"Trích lục chỉ nêu những người thuộc phạm vi của người xem; Quyết định còn nêu"
        f" {comrades(hidden_people)} khác."
    )
    return replace(paper, recipients=()).document(
        DocumentKind.DECISION_EXTRACT,
        about(title_vi),
        (*shown, note),
        annexes=annexes,
        signatures=(),
    )


def nomination_letter(
    paper: Paper,
    *,
    addressee_vi: str,
    body_vi: str,
    term_vi: str,
    placements: Sequence[Placement],
    decision_vi: str = "",
) -> OfficialDocument:
    """The letter by which people are put forward for seats in a body outside the force.

    `decision_vi` names the decision it follows from. A letter has a number of its own, which the
    registry gives: the paper's is left out.
    """
    term = f", nhiệm kỳ {term_vi}" if term_vi else ""
    placements = tuple(placements)
    is_short = len(placements) <= MOST_AS_CLAUSES
    follows = f"Thực hiện {decision_vi}" if decision_vi else "Căn cứ yêu cầu kiện toàn nhân sự"
    opening = Paragraph(
        f"{follows}, {paper.header.issuer_vi} trân trọng giới thiệu"
        f" {comrades(len(placements))} tham gia {body_vi}"
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
    return replace(paper, number="").document(
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


def authority_of(
    family: HeaderFamily, organization_vi: str, leading_title_vi: str, signing_vi: str
) -> str:
    """Who decides: the head of a state body, the collective of an organisation.

    "GIÁM ĐỐC" + "Công an thành phố Hà Nội"; "TM. BAN THƯỜNG VỤ" + "Đoàn Thanh niên ...".
    """
    is_collective = signing_vi.startswith(("TM.", "T/M"))
    who = signing_vi.removeprefix("TM.").removeprefix("T/M").strip()
    if family is HeaderFamily.STATE and leading_title_vi and not is_collective:
        who = leading_title_vi
    return seat_name(Seat(who, organization_vi)) if who else organization_vi
