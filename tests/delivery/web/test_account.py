"""Signing in and out through the browser's eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pyotp
import pytest
from django.test import Client
from tests.delivery.web.conftest import PASSWORD

from kiem.platform.access import SYSTEM
from kiem.platform.accounts import start_factor
from kiem.platform.audit import list_trail
from kiem.platform.kernel import clock

pytestmark = pytest.mark.django_db


def _sign_in(client: Client, **changes: str) -> object:
    return client.post("/sign-in/", {"username": "binh", "password": PASSWORD, **changes})


def test_sign_in_page_is_public_and_labels_its_fields(client: Client) -> None:
    page = client.get("/sign-in/")
    assert page.status_code == 200
    html = page.content.decode()
    assert '<label for="id_username">' in html
    assert 'autocomplete="current-password"' in html


def test_right_password_leads_where_the_visitor_wanted_to_go(
    client: Client, account_id: int
) -> None:
    response = client.post(
        "/sign-in/", {"username": "binh", "password": PASSWORD, "next": "/account/?on=2025-02-15"}
    )
    assert (response.status_code, response["Location"]) == (302, "/account/?on=2025-02-15")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
    ],
)
@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/persona/", "/preferences/"])
def test_next_never_leads_to_another_site(
    client: Client, account_id: int, persona_id: int, path: str, target: str
) -> None:
    response = client.post(
        path,
        {"username": "binh", "password": PASSWORD, "persona": persona_id, "next": target},
    )
    place = urlsplit(response["Location"])
    assert (response.status_code, place.scheme, place.netloc, place.path) == (302, "", "", "/")


def test_wrong_password_is_answered_422_without_showing_it(client: Client, account_id: int) -> None:
    client.cookies["django_language"] = "en"
    page = client.post("/sign-in/", {"username": "binh", "password": "wrong"})
    assert page.status_code == 422
    assert "do not belong together" in page.content.decode()
    assert "wrong" not in page.content.decode()


def test_too_many_attempts_are_answered_429(client: Client, account_id: int) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"username": "binh", "password": "wrong"})
    page = client.post("/sign-in/", {"username": "binh", "password": PASSWORD})
    assert page.status_code == 429
    assert client.get("/account/").status_code == 302


def test_form_without_token_is_refused(account_id: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("/sign-in/", "/sign-in/persona/", "/sign-in/code/", "/sign-out/", "/preferences/"):
        assert strict.post(path, {"username": "binh", "password": PASSWORD}).status_code == 403


def test_persona_is_entered_with_one_click_by_post_only(client: Client, persona_id: int) -> None:
    html = client.get("/sign-in/").content.decode()
    assert f'name="persona" value="{persona_id}"' in html
    assert client.get(f"/sign-in/persona/?persona={persona_id}").status_code == 405
    response = client.post("/sign-in/persona/", {"persona": persona_id})
    assert (response.status_code, response["Location"]) == (302, "/?on=2025-10-23")
    assert client.get("/account/").status_code == 200


@pytest.mark.usefixtures("sample_database")
@pytest.mark.parametrize("persona", ["", "x", "0", "4711", "9" * 40, "²"])
def test_unknown_persona_is_not_found(client: Client, persona: str) -> None:
    assert client.post("/sign-in/persona/", {"persona": persona}).status_code == 404


def test_account_without_sample_mark_is_no_persona(client: Client, account_id: int) -> None:
    assert 'name="persona"' not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/persona/", {"persona": account_id}).status_code == 403
    assert client.get("/account/").status_code == 302


def test_signing_out_ends_the_session_and_repeats_are_harmless(
    signed_in: Callable[[], Client],
) -> None:
    client = signed_in()
    assert client.get("/sign-out/").status_code == 405
    for _ in range(2):
        response = client.post("/sign-out/")
        assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert client.get("/account/").status_code == 302


def test_second_factor_from_set_up_to_sign_in(
    signed_in: Callable[[], Client], account_id: int
) -> None:
    client = signed_in()
    page = client.get("/account/second-factor/").content.decode()
    secret = start_factor(user_id=account_id).secret
    assert secret in page
    assert "<svg" in page
    assert client.post("/account/second-factor/", {"code": "no"}).status_code == 422
    totp = pyotp.TOTP(secret)
    shown = client.post("/account/second-factor/", {"code": totp.at(clock.now())})
    codes = re.findall(r"<li><code>([A-Z2-9]{5}-[A-Z2-9]{5})</code></li>", shown.content.decode())
    assert len(codes) == 10
    client.post("/sign-out/")

    response = client.post(
        "/sign-in/", {"username": "binh", "password": PASSWORD, "next": "/account/"}
    )
    assert response["Location"] == "/sign-in/code/?next=%2Faccount%2F"
    assert client.get("/account/").status_code == 302
    assert client.post("/sign-in/code/", {"code": "000-000"}).status_code == 422
    done = client.post("/sign-in/code/", {"code": codes[0], "next": "/account/"})
    assert (done.status_code, done["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200
    removed = client.post("/account/second-factor/remove/", {"code": codes[1]})
    assert (removed.status_code, removed["Location"]) == (302, "/account/")
    actions = [row.action for row in list_trail(viewer=SYSTEM)]
    assert actions[:3] == ["accounts.remove_factor", "accounts.sign_in", "accounts.add_factor"]


def test_code_page_without_password_leads_to_the_start(client: Client) -> None:
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_account_language_is_taken_at_sign_in_unless_one_was_chosen(
    client: Client, account_id: int
) -> None:
    response = _sign_in(client)
    assert response.cookies["django_language"].value == "vi"  # type: ignore[attr-defined]
    other = Client()
    other.cookies["django_language"] = "en"
    assert "django_language" not in _sign_in(other).cookies  # type: ignore[attr-defined]


def test_password_is_changed_against_the_present_one_and_ends_other_sessions(
    signed_in: Callable[[], Client],
) -> None:
    client, other = signed_in(), Client()
    other.post("/sign-in/", {"username": "binh", "password": PASSWORD})
    new = "nine blue herons fly"
    wrong = client.post("/account/password/", {"current": "wrong", "password": new})
    assert wrong.status_code == 422
    weak = client.post("/account/password/", {"current": PASSWORD, "password": "short"})
    assert weak.status_code == 422
    done = client.post("/account/password/", {"current": PASSWORD, "password": new})
    assert (done.status_code, done["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert other.post("/sign-in/", {"username": "binh", "password": new}).status_code == 302


def test_present_password_can_be_guessed_five_times(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    guess = {"current": "wrong", "password": "nine blue herons fly"}
    for _ in range(5):
        assert client.post("/account/password/", guess).status_code == 422
    right = {**guess, "current": PASSWORD}
    assert client.post("/account/password/", right).status_code == 429


def test_account_page_says_in_words_what_may_be_done_where(client: Client, persona_id: int) -> None:
    client.cookies["django_language"] = "en"
    client.post("/sign-in/persona/", {"persona": persona_id})
    page = client.get("/account/").content.decode()
    assert "<dt>Everything</dt>" in page
    assert "<dd>read the audit trail</dd>" in page
    assert "membership lists" not in page
    assert "/account/password/" not in page  # a persona has no password
