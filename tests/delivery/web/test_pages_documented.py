"""The reference lists every address, and none that is gone."""

from __future__ import annotations

import re
from pathlib import Path

from kiem.delivery.web import assembly_urls, urls

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "pages.md"


def _as_documented(route: str) -> str:
    kept = {"subject", "figure", "secret", "kinds", "source", "key"}
    named = {"rule_id": "id"} | {name: name for name in kept}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: f"<{named.get(found[1], 'number')}>", route)


def test_reference_lists_exactly_the_addresses_there_are() -> None:
    documented = set(re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(), flags=re.MULTILINE))
    there = {
        _as_documented(str(route.pattern))
        for route in (*urls.urlpatterns, *assembly_urls.urlpatterns)
    }
    assert documented == there
