"""Bodies too large, or without an end, are refused before they are read: as a page and as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.test.client import FakePayload
from pytest_django import Settings

from kiem.delivery.web.bodies import body_limit_bytes, refusal_of

MEGABYTE = 1024 * 1024


class NeverRead(FakePayload):
    """A body of which nobody may read a byte."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")

    readline = read  # type: ignore[assignment]  # neither by line


def _send(client: Client, path: str, kind: str, length: str, **more: str) -> Any:
    return client.generic(
        "POST",
        path,
        b"x",
        content_type=kind,
        CONTENT_LENGTH=length,
        **{"wsgi.input": NeverRead(), **more},  # type: ignore[arg-type]  # the environment
    )


@pytest.mark.parametrize(
    ("kind", "length"),
    [
        ("application/x-www-form-urlencoded", str(10 * MEGABYTE + 1)),
        ("multipart/form-data; boundary=x", str(25 * MEGABYTE)),
        ("application/x-www-form-urlencoded", "9" * 10_000),
        ("application/x-www-form-urlencoded", "-1"),
        ("application/x-www-form-urlencoded", "1e3"),
    ],
)
def test_page_refuses_a_body_that_is_too_large_unread(
    kind: str, length: str, db: None, client: Client
) -> None:
    answer = _send(client, "/sign-in/", kind, length)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "MB" in answer.content.decode()


def test_api_refuses_a_body_that_is_too_large_unread_and_before_the_token(
    db: None, client: Client
) -> None:
    answer = _send(client, "/api/time-entries", "application/json", str(10 * MEGABYTE + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    assert answer.json()["params"] == {"limit_mb": "10"}


@pytest.mark.parametrize("path", ["/api/time-entries", "/sign-in/"])
def test_body_in_chunks_is_refused_unread(path: str, db: None, client: Client) -> None:
    answer = _send(client, path, "application/json", "", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411
    assert "Content-Length" in answer.content.decode()


def test_file_may_be_larger_than_other_bodies(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_MAX_BYTES = 100, 1000
    requests = RequestFactory()
    form = requests.post("/", {"a": "b" * 500})
    plain = requests.post("/", b"b" * 101, content_type="application/json")
    assert refusal_of(form) is None
    assert body_limit_bytes(form) == 1000 + 64 * 1024
    assert refusal_of(plain) is not None
    assert refusal_of(requests.post("/", b"b" * 100, content_type="application/json")) is None
    assert refusal_of(requests.get("/")) is None
