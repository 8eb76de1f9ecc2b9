"""Issued decisions, drafts and letters as documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.documents.model import DocumentKind, HeaderFamily, OfficialDocument
from kiem.domain.documents.queries.decisions import (
    OutsideBody,
    decision_document,
    draft_document,
    nomination_document,
    outside_bodies,
)
from kiem.domain.documents.render import render_pdf
from kiem.domain.register.actions import NewAppointment, NewPost, appoint, create_posts
from kiem.domain.register.actions.articles import Appoint, Move, Transfer
from kiem.domain.register.actions.drafts import issue_draft
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.kernel.errors import NotFound
from kiem.platform.kernel.installation import mark_sample
from tests.domain.documents.reading import pages_of
from tests.factories.decisions import ARTICLES, DAY, Staffed, draft, draft_of, issue, staffed_town
from tests.factories.register import START, post

PRINTED = yaml.safe_load((Path(__file__).parents[2] / "cases/decision_documents.yaml").read_text())


@pytest.fixture
def place(db: None) -> Staffed:
    return staffed_town()


def read(decision_id: int, viewer: Viewer = SYSTEM) -> OfficialDocument:
    return decision_document(viewer=viewer, decision_id=decision_id, on=DAY)


def text_of(document: OfficialDocument) -> str:
    return " ".join(pages_of(render_pdf(document)))


@pytest.mark.parametrize("verb", sorted(ARTICLES))
def test_issued_decision_says_what_its_article_did(place: Staffed, verb: str) -> None:
    decision_id = issue_draft(draft_id=draft_of(place, verb), version=1, actor=SYSTEM)
    document = read(decision_id)
    text = text_of(document)
    assert PRINTED[verb] in text
    assert "Điều 2. Quyết định này có hiệu lực kể từ ngày ký." in text
    assert document.kind is DocumentKind.DECISION
    assert document.number.endswith("/QĐ-HN")
    assert "DỰ THẢO" not in text


def test_every_verb_of_the_register_is_printed() -> None:
    assert set(PRINTED) == set(ARTICLES)


def test_draft_has_no_number_and_says_so_on_every_page(place: Staffed) -> None:
    moves = tuple(Move(person, place.town.other_officer) for person in place.town.people[:3])
    document = draft_document(viewer=SYSTEM, draft_id=draft(place, Transfer(DAY, moves)))
    pages = pages_of(render_pdf(document))
    assert all("DỰ THẢO" in page for page in pages)
    assert "Số: /QĐ-HN" in pages[0].replace("\u00a0", "")
    assert "ngày ... tháng ... năm ..." in pages[0]


def test_head_of_the_issuer_signs_with_the_title_held_that_day(place: Staffed) -> None:
    town = place.town
    create = NewPost(**{**_fields(town.city), "role": "director", "title_vi": "Giám đốc"})
    (director,) = create_posts(decision_id=town.decision, posts=[create], actor=SYSTEM)
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(town.people[5], director, START, "appointed", 100)],
        actor=SYSTEM,
    )
    text = text_of(read(issue(place, ARTICLES["rename"](place))))
    assert "GIÁM ĐỐC CÔNG AN THÀNH PHỐ HÀ NỘI QUYẾT ĐỊNH:" in text
    assert text.endswith("GIÁM ĐỐC Nguyễn Văn Người 6")


def _fields(organization_id: int) -> dict[str, object]:
    made = post(organization_id)
    return {name: getattr(made, name) for name in made.__dataclass_fields__}


def test_youth_union_decision_has_its_own_letterhead(place: Staffed) -> None:
    draft_id = draft(place, ARTICLES["dissolve"](place), issuer=place.town.youth)
    document = read(issue_draft(draft_id=draft_id, version=1, actor=SYSTEM))
    assert document.header.family is HeaderFamily.YOUTH_UNION
    text = text_of(document)
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in text
    assert "CỘNG HÒA" not in text
    assert "BAN CHẤP HÀNH CÔNG AN XÃ HN-Y *** " in text
    assert "BAN THƯỜNG VỤ CÔNG AN XÃ HN-Y QUYẾT ĐỊNH:" in text


def test_recorded_decision_gives_an_extract(place: Staffed) -> None:
    document = read(place.town.decision)
    assert document.kind is DocumentKind.DECISION_EXTRACT
    text = text_of(document)
    assert "TRÍCH LỤC QUYẾT ĐỊNH Về việc mở sổ" in text
    assert "- 06 hồ sơ cán bộ được ghi nhận" in text


def test_other_side_gets_an_extract_with_its_own_people(place: Staffed) -> None:
    town = place.town
    decision_id = issue(
        place,
        Appoint(town.people[4], town.other_officer, DAY),
        Transfer(DAY, (Move(town.people[3], town.chief),)),
    )
    grants = (Permission.VIEW_STRUCTURE, Permission.VIEW_OFFICES)
    reader = Viewer(
        name="tests", grants=frozenset(Grant(each, f"unit:{town.unit}") for each in grants)
    )
    text = text_of(read(decision_id, reader))
    assert "TRÍCH LỤC" in text
    assert "Người 5" not in text
    assert "Điều 2. Điều động đồng chí Nguyễn Văn Người 4" in text
    assert "Quyết định còn nêu 01 đồng chí khác./." in text


def test_letter_goes_to_each_body_outside(place: Staffed) -> None:
    decision_id = issue(place, ARTICLES["nominate"](place))
    (body,) = outside_bodies(viewer=SYSTEM, decision_id=decision_id, on=DAY)
    assert body == OutsideBody(place.body, "Công an xã TD-A", "Commune Police TD-A", 1)
    letter = nomination_document(
        viewer=SYSTEM, decision_id=decision_id, organization_id=place.body, on=DAY
    )
    text = text_of(letter)
    assert "Kính gửi: Công an xã TD-A" in text
    assert "Quyết định số 01/QĐ-HN, Công an thành phố Hà Nội trân trọng giới thiệu" in text
    assert "1. Đồng chí Nguyễn Văn Người 3, Cán bộ Công an xã A, để giữ chức vụ Ủy viên" in text
    with pytest.raises(NotFound):
        nomination_document(
            viewer=SYSTEM, decision_id=decision_id, organization_id=place.town.unit, on=DAY
        )


def test_document_stays_the_same_after_later_decisions(place: Staffed) -> None:
    decision_id = issue(place, ARTICLES["transfer"](place))
    first = render_pdf(read(decision_id))
    issue(place, ARTICLES["rename"](place))
    assert render_pdf(read(decision_id)) == first
    later = decision_document(viewer=SYSTEM, decision_id=decision_id, on=date(2026, 5, 5))
    assert render_pdf(later) == first


def test_sample_data_is_marked_on_the_document(place: Staffed) -> None:
    mark_sample(until=DAY)
    assert read(place.town.decision).is_invented


def test_many_people_cost_no_more_statements_than_one(place: Staffed) -> None:
    town = place.town
    one = issue(place, Transfer(DAY, (Move(town.people[0], town.other_officer),)))
    two = issue(
        place,
        Transfer(DAY, (Move(town.people[1], town.other_officer),)),
        Appoint(town.people[4], town.chief, DAY),
        Appoint(town.people[5], town.officer, DAY),
    )
    counts = []
    for decision_id in (one, two):
        with CaptureQueriesContext(
            connection,
        ) as made:
            read(decision_id)
        counts.append(len(made))
    assert counts[0] == counts[1] < 25
