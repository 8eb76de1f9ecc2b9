"""Static files without collecting."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client


def test_link_carries_the_hash_of_the_content() -> None:
    url = static("kiem/css/base.css")
    content = Path(str(finders.find("kiem/css/base.css"))).read_bytes()
    assert url == f"/static/kiem/css/base.css?v={hashlib.sha256(content).hexdigest()[:10]}"


def test_link_to_a_missing_file_has_no_version() -> None:
    assert static("kiem/none.css") == "/static/kiem/none.css"


@pytest.mark.django_db  # the end of a request looks at the connection
@pytest.mark.parametrize("name", ["kiem/css/base.css", "django_htmx/htmx-2.min.js"])
def test_file_is_served_with_security_headers_and_kept_a_day(client: Client, name: str) -> None:
    response = client.get(static(name))
    assert response.status_code == 200
    assert re.fullmatch(r"max-age=86400, public", response.headers["Cache-Control"])
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()
