"""Headers and cookies of every answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.delivery.web.conftest import PASSWORD

from kiem.platform.access.headers import HEADERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/sign-in/", "/account/", "/no-such-page/", "/?on=yesterday"])
def test_answer_has_every_security_header_and_is_never_stored(client: Client, path: str) -> None:
    response = client.get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert response.headers["Cache-Control"] == "private, no-store"


def test_page_has_nothing_inline(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    for path in ("/account/", "/account/second-factor/", "/account/second-factor/remove/"):
        html = client.get(path).content.decode()
        for forbidden in (" style=", "<style", "onclick=", "javascript:", "hx-on", "http://"):
            assert forbidden not in html.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert html.count("<script") == html.count("<script src=")


def test_policy_allows_neither_inline_nor_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_cookies_are_closed_to_scripts_and_other_sites(client: Client, account_id: int) -> None:
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "binh", "password": PASSWORD})
    assert {"kiem_session", "kiem_csrf"} <= set(client.cookies)
    for name in ("kiem_session", "kiem_csrf", "django_language"):
        cookie = client.cookies[name]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
    assert client.cookies["kiem_session"]["max-age"] == 12 * 3600


def test_session_key_is_new_after_signing_in(client: Client, account_id: int) -> None:
    client.cookies["kiem_session"] = "planted-by-somebody-else-000000"
    client.post("/sign-in/", {"username": "binh", "password": PASSWORD})
    assert client.cookies["kiem_session"].value != "planted-by-somebody-else-000000"


def test_missing_page_is_a_designed_404(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'class="state state-404"' in response.content.decode()


def test_unknown_host_is_refused(client: Client) -> None:
    response = client.get("/sign-in/", headers={"Host": "evil.example"})
    assert response.status_code == 400
