"""From errors to answers."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture(autouse=True)
def failing_urls(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.delivery.web.failing_urls"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "status", "message"),
    [
        ("forbidden", 403, "Not &lt;you&gt;."),
        ("missing", 404, "No unit of that code."),
        ("conflict", 409, "It changed."),
        ("invalid", 422, "Too large."),
        ("machine", 503, "cannot reach what it needs"),
    ],
)
@pytest.mark.parametrize("is_htmx", [False, True])
def test_error_is_answered_with_status_message_and_no_more(
    client: Client, kind: str, status: int, message: str, is_htmx: bool
) -> None:
    client.cookies["django_language"] = "en"
    headers = {"HX-Request": "true"} if is_htmx else {}
    response = client.get(f"/fail/{kind}/", headers=headers)
    html = response.content.decode()
    assert response.status_code == status
    assert message in html
    assert "secret" not in html
    assert ("<html" in html) is not is_htmx


@pytest.mark.django_db
def test_remedy_is_shown_with_its_parameters(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "Ask X." in client.get("/fail/forbidden/").content.decode()


@pytest.mark.django_db
def test_fault_shows_nothing_of_itself(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/fail/bug/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert "Something broke" in response.content.decode()
    assert "Content-Security-Policy" in response.headers
