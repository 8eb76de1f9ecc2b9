"""Decisions, drafts and letters of nomination as documents.

What the viewer may not read by name is left out: the document is then an extract and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.documents.errors import no_nominations
from kiem.domain.documents.model import OfficialDocument
from kiem.domain.documents.queries.papers import paper_of
from kiem.domain.documents.queries.speaking import placement_of, saying_of
from kiem.domain.documents.templates.decisions import (
    authority_of,
    decision,
    extract_of_articles,
    extract_of_record,
    nomination_letter,
)
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.wording.sayings import Placement
from kiem.domain.register.queries import decisions as register_decisions
from kiem.domain.register.queries.decision_texts import DecisionText, decision_text, draft_text
from kiem.domain.register.queries.heads import head_of
from kiem.domain.register.queries.issuers import IssuerHeader as IssuerFacts
from kiem.domain.register.queries.issuers import issuer_header
from kiem.platform.access import Viewer

_MADE = {
    "organizationstate": "tổ chức được thành lập hoặc thay đổi",
    "poststate": "chức vụ được lập hoặc thay đổi",
    "personstate": "hồ sơ cán bộ được ghi nhận",
    "rankholding": "cấp bậc được ghi nhận",
    "membership": "đoàn viên, hội viên được kết nạp hoặc chuyển đến",
    "term": "nhiệm kỳ được mở",
    "appointment": "lượt bổ nhiệm, bầu, chỉ định",
}
_ENDED = {
    "organizationstate": "tổ chức kết thúc hoặc thay đổi",
    "poststate": "chức vụ kết thúc hoặc thay đổi",
    "membership": "đoàn viên, hội viên thôi sinh hoạt hoặc chuyển đi",
    "term": "nhiệm kỳ kết thúc",
    "appointment": "lượt thôi giữ chức vụ",
}


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """A body outside the force to which a decision nominates `people` of those the viewer sees."""

    organization_id: int
    name_vi: str
    name_en: str
    people: int


def decision_document(
    *, viewer: Viewer, decision_id: int, on: date, known_at: datetime | None = None
) -> OfficialDocument:
    """The document of an issued decision; an extract of what was only recorded, or of what the
    viewer may read. Raises NotFound outside the viewer's scope."""
    text = decision_text(viewer=viewer, decision_id=decision_id, on=on, known_at=known_at)
    if text.articles:
        return _worded(text)
    detail = register_decisions.decision(
        viewer=viewer, decision_id=decision_id, on=on, known_at=known_at
    )
    lines = [
        f"{count:02d} {names[kind]}"
        for counts, names in ((detail.made, _MADE), (detail.ended, _ENDED))
        for kind, count in counts.items()
        if count and kind in names
    ]
    return extract_of_record(_paper(text), title_vi=text.title_vi, lines=lines)


def draft_document(*, viewer: Viewer, draft_id: int) -> OfficialDocument:
    """The document a draft would become, marked as a draft. Raises NotFound for whoever does not
    speak for its issuer."""
    return _worded(draft_text(viewer=viewer, draft_id=draft_id))


def outside_bodies(
    *, viewer: Viewer, decision_id: int, on: date, known_at: datetime | None = None
) -> tuple[OutsideBody, ...]:
    """The bodies outside to which a letter of nomination goes with the decision, by name."""
    text = decision_text(viewer=viewer, decision_id=decision_id, on=on, known_at=known_at)
    bodies: dict[int, OutsideBody] = {}
    for article in text.articles:
        for line in article.people if article.verb == "nominate" else ():
            body = line.to_post.organization if line.to_post else None
            if body is not None and body.id is not None:
                before = bodies.get(body.id)
                count = 1 + (before.people if before else 0)
                bodies[body.id] = OutsideBody(body.id, body.name_vi, body.name_en, count)
    return tuple(sorted(bodies.values(), key=lambda each: (each.name_vi, each.organization_id)))


def nomination_document(
    *,
    viewer: Viewer,
    decision_id: int,
    organization_id: int,
    on: date,
    known_at: datetime | None = None,
) -> OfficialDocument:
    """The letter that puts people forward for their seats in one body outside.

    Raises NotFound where the decision nominates nobody there whom the viewer may see.
    """
    text = decision_text(viewer=viewer, decision_id=decision_id, on=on, known_at=known_at)
    placements: list[Placement] = []
    body_vi = ""
    for article in text.articles:
        for line in article.people if article.verb == "nominate" else ():
            if line.to_post and line.to_post.organization.id == organization_id:
                placements.append(placement_of(line))
                body_vi = line.to_post.organization.name_vi
    if not placements:
        raise no_nominations(decision_id, organization_id)
    paper = _paper(text)
    return nomination_letter(
        paper,
        addressee_vi=body_vi,
        body_vi=body_vi,
        term_vi="",
        decision_vi=f"Quyết định số {text.number}",
        placements=placements,
    )


def _worded(text: DecisionText) -> OfficialDocument:
    header = _header(text)
    sayings = [saying_of(facts) for facts in text.articles]
    paper = _paper(text)
    if text.hidden_people:
        return extract_of_articles(
            paper, title_vi=text.title_vi, sayings=sayings, hidden_people=text.hidden_people
        )
    head = head_of(organization_id=text.issuer_id, on=_day(text), known_at=text.known_at)
    return decision(
        paper,
        title_vi=text.title_vi,
        authority_vi=authority_of(
            paper.header.family, header.name_vi, head.title_vi if head else "", header.signing_vi
        ),
        grounds=text.grounds,
        sayings=sayings,
    )


def _paper(text: DecisionText) -> Paper:
    return paper_of(
        issuer_id=text.issuer_id,
        on=_day(text),
        known_at=text.known_at,
        number=text.number or _header(text).number_text(0)[2:],
        signed_on=text.signed_on,
        made_on=text.made_on,
        is_draft=text.is_draft,
        signatory=text.signatory,
    )


def _header(text: DecisionText) -> IssuerFacts:
    return issuer_header(organization_id=text.issuer_id, on=_day(text), known_at=text.known_at)


def _day(text: DecisionText) -> date:
    return text.signed_on or text.made_on
