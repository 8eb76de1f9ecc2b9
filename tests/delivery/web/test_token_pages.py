"""Tokens on one's own account page, and the page of what programs can ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.delivery.api.document import operations
from kiem.platform.accounts import holder_of_token, list_tokens
from kiem.platform.accounts.errors import Unauthorized

Enter = Callable[[str], Client]


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Enter:
    def as_persona(persona: str) -> Client:
        client.force_login(get_user_model()._default_manager.get(pk=sides.accounts[persona]))
        client.cookies["django_language"] = "en"
        return client

    return as_persona


def _form(client: Client, **values: Any) -> dict[str, Any]:
    page = client.get("/account/tokens/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    wanted = {
        "token": found[1],
        "name": "nightly report",
        "permissions": ["register.view_structure"],
        "valid_days": "30",
    }
    return {**wanted, **values}


def test_token_made_is_shown_once_and_can_be_used(sides: TwoSides, enter: Enter) -> None:
    client = enter("commander")
    form = _form(client)
    made = client.post("/account/tokens/", form).content.decode()
    found = re.search(r"kiem_[0-9a-f]{10}_[\w-]{43}", made)
    assert found
    holder = holder_of_token(found[0], address="192.0.2.1")
    assert holder.viewer.user_id == sides.accounts["commander"]
    listed = client.get("/account/tokens/").content.decode()
    assert "nightly report" in listed
    assert found[0] not in listed
    assert found[0] not in client.post("/account/tokens/", form, follow=True).content.decode()
    assert len(list_tokens(user_id=sides.accounts["commander"])) == 1


def test_form_offers_only_what_one_may_and_takes_nothing_else(
    sides: TwoSides, enter: Enter
) -> None:
    client = enter("commander")
    page = client.get("/account/tokens/").content.decode()
    assert 'value="register.view_person"' in page
    assert 'value="audit.view"' not in page
    assert 'value="access.manage"' not in page
    refused = client.post("/account/tokens/", _form(client, permissions=["audit.view"]))
    assert refused.status_code == 422
    assert list_tokens(user_id=sides.accounts["commander"]) == []


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"permissions": []}, {"valid_days": "9999"}, {"name": "x" * 81}]
)
def test_wrong_entry_says_so_beside_its_field(wrong: dict[str, Any], enter: Enter) -> None:
    client = enter("commander")
    answer = client.post("/account/tokens/", _form(client, **wrong))
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()


def test_whoever_may_nothing_is_told_so(enter: Enter) -> None:
    page = enter("nobody").get("/account/tokens/").content.decode()
    assert "Nothing has been granted to you that a program could do." in page
    assert 'name="permissions"' not in page


def test_revoking_ends_a_token_and_anothers_is_not_found(sides: TwoSides, enter: Enter) -> None:
    client = enter("commander")
    made = client.post("/account/tokens/", _form(client)).content.decode()
    text = re.search(r"kiem_[0-9a-f]{10}_[\w-]{43}", made)[0]  # type: ignore[index]
    (row,) = list_tokens(user_id=sides.accounts["commander"])
    other = enter("auditor")
    assert other.post(f"/account/tokens/{row.id}/revoke/").status_code == 404
    client = enter("commander")
    assert client.post(f"/account/tokens/{row.id}/revoke/").status_code == 302
    with pytest.raises(Unauthorized):
        holder_of_token(text, address="192.0.2.1")
    assert "revoked" in client.get("/account/tokens/").content.decode()


@pytest.mark.parametrize(
    ("language", "summary"), [("en", "List units"), ("vi", "Danh sách đơn vị")]
)
def test_page_lists_every_operation_in_both_languages(
    client: Client, db: None, language: str, summary: str
) -> None:
    client.cookies["django_language"] = language
    page = client.get("/api/").content.decode()
    for method, path, operation in operations():
        assert f"<b>{method}</b> {path}</code>" in page, operation["operationId"]
    assert summary in page
