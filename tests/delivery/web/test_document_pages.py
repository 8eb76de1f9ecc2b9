"""Documents over HTTP: their kind, their name, who gets them, and the links that lead there."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pypdf import PdfReader
from tests.factories.decisions import ARTICLES, DAY, Staffed, draft, issue, staffed_town

from kiem.domain.register.actions.articles import Appoint
from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account
from kiem.platform.audit import list_trail

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def place(db: None) -> Staffed:
    return staffed_town()


def _enter(client: Client, role: str, scope: str) -> Client:
    user_id = create_account(
        username=f"{role}.{scope.replace(':', '-')}",
        display_name=role,
        password="thirteen red lanterns",
        actor=SYSTEM,
    )
    grant_access(principal=f"user:{user_id}", role=role, scope=scope, valid_from=DAY, actor=SYSTEM)
    client.force_login(get_user_model()._default_manager.get(pk=user_id))
    client.cookies["django_language"] = "en"
    return client


def _text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_decision_page_leads_to_its_document_in_both_formats(
    client: Client, place: Staffed
) -> None:
    decision_id = issue(place, ARTICLES["appoint"](place))
    personnel = _enter(client, "personnel", f"unit:{place.town.city}")
    page = personnel.get(f"/decisions/{decision_id}/").content.decode()
    for kind, media_type, disposition in (
        ("pdf", "application/pdf", "inline"),
        ("docx", DOCX, "attachment"),
    ):
        address = f"/decisions/{decision_id}/document.{kind}"
        assert f'href="{address}"' in page
        answer = personnel.get(address)
        assert answer["Content-Type"] == media_type
        assert answer["Content-Disposition"].startswith(
            f'{disposition}; filename="decision-01-qd-hn-'
        )
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Bổ nhiệm đồng chí Nguyễn Văn Người 5" in _text(
        personnel.get(f"/decisions/{decision_id}/document.pdf").content
    )


def test_decision_page_lists_letters_to_bodies_outside(client: Client, place: Staffed) -> None:
    decision_id = issue(place, ARTICLES["nominate"](place))
    personnel = _enter(client, "personnel", f"unit:{place.town.city}")
    page = personnel.get(f"/decisions/{decision_id}/").content.decode()
    address = f"/decisions/{decision_id}/letters/{place.body}.pdf"
    assert f'href="{address}"' in page
    assert "Kính gửi: Công an xã TD-A" in _text(personnel.get(address).content)


def test_draft_is_printed_for_the_issuers_side_only(client: Client, place: Staffed) -> None:
    draft_id = draft(place, ARTICLES["appoint"](place))
    address = f"/drafts/{draft_id}/document.pdf"
    assert _enter(client, "personnel", f"unit:{place.town.unit}").get(address).status_code == 404
    answer = _enter(client, "personnel", f"unit:{place.town.city}").get(address)
    assert "DỰ THẢO" in _text(answer.content)
    assert 'filename="decision-qd-hn-draft.pdf"' in answer["Content-Disposition"]


def test_commander_reads_own_people_and_the_look_is_noted(client: Client, place: Staffed) -> None:
    town = place.town
    decision_id = issue(
        place,
        Appoint(town.people[4], town.chief, DAY),
        Appoint(town.people[5], town.other_officer, DAY),
    )
    commander = _enter(client, "unit_commander", f"unit:{town.unit}")
    text = _text(commander.get(f"/decisions/{decision_id}/document.pdf?on=2025-06-02").content)
    assert "Nguyễn Văn Người 5" in text
    assert "Nguyễn Văn Người 6" not in text
    assert [look.subject for look in list_trail(viewer=SYSTEM, views=True)] == [
        f"decision:{decision_id}"
    ]


@pytest.mark.parametrize("address", ["document.exe", "document.", "letters/1.html"])
def test_other_kinds_of_file_do_not_exist(client: Client, place: Staffed, address: str) -> None:
    personnel = _enter(client, "personnel", f"unit:{place.town.city}")
    assert personnel.get(f"/decisions/{place.town.decision}/{address}").status_code == 404


def test_draft_page_leads_to_its_document_and_offers_usual_grounds(
    client: Client, place: Staffed
) -> None:
    draft_id = draft(place, ARTICLES["appoint"](place))
    personnel = _enter(client, "personnel", f"unit:{place.town.city}")
    page = personnel.get(f"/drafts/{draft_id}/").content.decode()
    assert f'href="/drafts/{draft_id}/document.pdf"' in page
    head = personnel.get(f"/drafts/{draft_id}/head/").content.decode()
    assert "Căn cứ Luật Công an nhân dân ngày 20 tháng 11 năm 2018" in head
