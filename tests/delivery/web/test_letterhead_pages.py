"""The page of an issuer's letterhead: who sees it, changing it, letting somebody sign."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.domain.returns.conftest import viewer_with
from tests.factories.register import START, post
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.register.actions import NewAppointment, NewPost, appoint, create_posts
from kiem.domain.register.actions.drafts import create_draft
from kiem.domain.register.models import IssuerProfile, SigningAuthority
from kiem.platform.access import SYSTEM


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


@pytest.fixture
def officer(client: Client, sides: TwoSides) -> Client:
    viewer = viewer_with("thanh-doan", "youth_officer", f"line:{sides.youth}")
    client.force_login(get_user_model()._default_manager.get(pk=viewer.user_id))
    client.cookies["django_language"] = "en"
    return client


def send(client: Client, address: str, **data: Any) -> Any:
    page = client.get(address).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    return client.post(address, {"token": token, **data})


def deputy_of(sides: TwoSides) -> int:
    base = post(sides.youth_a)
    fields = {name: getattr(base, name) for name in NewPost.__dataclass_fields__}
    (made,) = create_posts(
        decision_id=sides.decision,
        posts=[
            NewPost(
                **(
                    fields
                    | {
                        "kind": "office",
                        "role": "deputy_secretary",
                        "title_vi": "Phó Bí thư",
                        "title_en": "Deputy secretary",
                    }
                )
            )
        ],
        actor=SYSTEM,
    )
    appoint(
        decision_id=sides.decision,
        appointments=[NewAppointment(sides.people["Bình"], made, START, "elected", 0)],
        actor=SYSTEM,
    )
    return made


def test_organisation_page_leads_to_its_letterhead(officer: Client, sides: TwoSides) -> None:
    address = f"/organizations/{sides.youth}/"
    assert f"{address}letterhead/" in officer.get(address).content.decode()
    unit = officer.get(f"/units/{sides.a}/").content.decode()
    assert "/letterhead/" not in unit  # the officer does not speak for the unit


def test_letterhead_is_changed_and_keeps_its_history(officer: Client, sides: TwoSides) -> None:
    address = f"/organizations/{sides.youth}/letterhead/"
    assert "Nobody has set it" in officer.get(address).content.decode()
    fields = {
        "header_family": "youth_union", "symbol": "ĐTN-TN", "place_vi": "Thái Nguyên",
        "signing_vi": "TM. BAN THƯỜNG VỤ", "parent_body_vi": "",
    }  # fmt: skip
    wrong = send(officer, f"{address}change/", **(fields | {"symbol": ""}))
    assert wrong.status_code == 422
    assert 'class="field-error"' in wrong.content.decode()
    assert send(officer, f"{address}change/", **fields).url == address
    page = html.unescape(officer.get(address).content.decode())
    assert "Số: 05-QĐ/ĐTN-TN" in page
    assert "Thái Nguyên, ngày ..." in page
    assert IssuerProfile.objects.count() == 1


def test_signatory_is_let_sign_chosen_in_a_draft_and_ended(
    officer: Client, sides: TwoSides
) -> None:
    deputy = deputy_of(sides)
    address = f"/organizations/{sides.youth_a}/letterhead/"
    made = send(
        officer, f"{address}signatories/", post_id=deputy, way="deputy", valid_from="2025-01-01"
    )
    assert made.url == address
    page = html.unescape(officer.get(address).content.decode())
    assert "TM. BAN CHẤP HÀNH / PHÓ BÍ THƯ / Nguyễn Văn Bình" in page
    draft_id = create_draft(
        issuer_id=sides.youth_a, kind="personnel", title_vi="Phân công", effective_on=START,
        actor=SYSTEM,
    )  # fmt: skip
    head = f"/drafts/{draft_id}/head/"
    sent = send(
        officer, head, kind="personnel", title_vi="Phân công", effective_on="2025-01-01",
        signatory=f"{deputy}.{sides.people['Bình']}",
    )  # fmt: skip
    assert sent.url == f"/drafts/{draft_id}/"
    assert "Deputy secretary, Nguyễn Văn Bình" in officer.get(sent.url).content.decode()
    authority = SigningAuthority.objects.get().pk
    end = f"{address}signatories/{authority}/end/"
    assert send(officer, end, ends_on="2025-01-01").status_code == 302
    assert "Only the head signs." in officer.get(address).content.decode()
    assert officer.get(end).status_code == 404
    assert "may sign no longer" in officer.get(sent.url).content.decode()
