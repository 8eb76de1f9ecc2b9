"""The lines above a signature: TM., KT., TL., TUQ."""

from __future__ import annotations

import pytest

from kiem.domain.documents.queries.decisions import decision_document
from kiem.domain.documents.queries.letterheads import letterhead_shown
from kiem.domain.documents.render import render_docx, render_pdf
from kiem.domain.documents.templates.signing import authority_lines
from kiem.domain.register.actions import NewAppointment, NewPost, appoint, create_posts
from kiem.domain.register.actions.drafts import create_draft, issue_draft
from kiem.domain.register.actions.signing import authorise_signatory, end_signatory
from kiem.domain.register.queries.signing import Chosen
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.domain.documents.reading import pages_of
from tests.factories.decisions import ARTICLES, DAY, Staffed, staffed_town
from tests.factories.register import START, Town, post


@pytest.mark.parametrize(
    ("way", "signing", "leading", "is_state_body", "lines"),
    [
        ("deputy", "GIÁM ĐỐC", "Giám đốc", True, ("", "KT. Giám đốc")),
        ("deputy", "GIÁM ĐỐC", "", True, ("", "KT. GIÁM ĐỐC")),
        ("deputy", "TM. ỦY BAN", "Chủ tịch", True, ("TM. ỦY BAN", "KT. Chủ tịch")),
        ("deputy", "TM. BAN THƯỜNG VỤ", "Bí thư", False, ("TM. BAN THƯỜNG VỤ", "")),
        ("order", "GIÁM ĐỐC", "Giám đốc", True, ("TL. Giám đốc", "")),
        ("order", "TM. BAN THƯỜNG VỤ", "Bí thư", False, ("TL. BAN THƯỜNG VỤ", "")),
        ("authorisation", "GIÁM ĐỐC", "Giám đốc", True, ("TUQ. Giám đốc", "")),
    ],
)
def test_lines_follow_from_the_way_and_the_issuer(
    way: str, signing: str, leading: str, is_state_body: bool, lines: tuple[str, str]
) -> None:
    found = authority_lines(
        way, signing_vi=signing, leading_title_vi=leading, is_state_body=is_state_body
    )
    assert found == lines


@pytest.fixture
def place(db: None) -> Staffed:
    return staffed_town()


def make_post(
    town: Town, organization_id: int, role: str, title_vi: str, held_by: int, kind: str
) -> int:
    fields = {name: getattr(post(organization_id), name) for name in NewPost.__dataclass_fields__}
    made_of = fields | {"role": role, "title_vi": title_vi, "kind": kind}
    (made,) = create_posts(decision_id=town.decision, posts=[NewPost(**made_of)], actor=SYSTEM)
    share = 100 if kind == "line" else 0
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(held_by, made, START, "appointed", share)],
        actor=SYSTEM,
    )
    return made


def issue_signed(place: Staffed, issuer_id: int, signatory: Chosen) -> int:
    draft_id = create_draft(
        issuer_id=issuer_id,
        kind="organization",
        title_vi="Giải thể",
        effective_on=DAY,
        signatory=signatory,
        articles=[ARTICLES["dissolve"](place)],
        actor=SYSTEM,
    )
    return issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)


def test_deputy_signs_for_the_head_of_a_state_body(place: Staffed) -> None:
    town = place.town
    make_post(town, town.city, "director", "Giám đốc", town.people[5], "line")
    deputy = make_post(town, town.city, "deputy_director", "Phó Giám đốc", town.people[4], "line")
    authority = authorise_signatory(
        organization_id=town.city, post_id=deputy, way="deputy", valid_from=START, actor=SYSTEM
    )
    decision_id = issue_signed(place, town.city, Chosen(deputy, town.people[4]))
    document = decision_document(viewer=SYSTEM, decision_id=decision_id, on=DAY)
    text = " ".join(pages_of(render_pdf(document)))
    assert text.endswith("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Văn Người 5")
    assert "GIÁM ĐỐC CÔNG AN THÀNH PHỐ HÀ NỘI QUYẾT ĐỊNH:" in text
    assert render_docx(document).startswith(b"PK")
    end_signatory(authority_id=authority, ends_on=clock.today(), actor=SYSTEM)
    again = decision_document(viewer=SYSTEM, decision_id=decision_id, on=DAY)
    assert again.signatures == document.signatures  # what was signed stays as it was signed


def test_deputy_of_an_organisation_signs_for_its_committee(place: Staffed) -> None:
    town = place.town
    deputy = make_post(town, town.youth, "deputy_secretary", "Phó Bí thư", town.people[5], "office")
    authorise_signatory(
        organization_id=town.youth, post_id=deputy, way="deputy", valid_from=START, actor=SYSTEM
    )
    document = decision_document(
        viewer=SYSTEM,
        decision_id=issue_signed(place, town.youth, Chosen(deputy, town.people[5])),
        on=DAY,
    )
    text = " ".join(pages_of(render_pdf(document)))
    assert text.endswith("TM. BAN THƯỜNG VỤ PHÓ BÍ THƯ Nguyễn Văn Người 6")


def test_page_of_the_letterhead_shows_what_will_be_printed(place: Staffed) -> None:
    town = place.town
    authorise_signatory(
        organization_id=town.city, post_id=town.chief, way="order", valid_from=START, actor=SYSTEM
    )
    shown = letterhead_shown(viewer=SYSTEM, organization_id=town.city)
    assert shown.left == ("BỘ CÔNG AN", "CÔNG AN THÀNH PHỐ HÀ NỘI")
    assert shown.right == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert shown.number == "Số: 05/QĐ-HN"
    assert shown.of_head.heads_vi == ("GIÁM ĐỐC",)
    ((_signatory, signature),) = shown.signatories
    assert signature.heads_vi == ("TL. GIÁM ĐỐC", "Trưởng Công an")
