"""The sample's forum, looked at on the days around it: nothing shows before it happened."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


def steps(auditor: Visitor, project: str, day: str) -> dict[str, str]:
    """Label -> figure of the line on top of a project's board."""
    page = auditor.fetch(f"{project}?on={day}")
    found = re.findall(
        r'chain-label">([^<]+)</span>\s*<span class="chain-figure">([^<]+)</span>', page
    )
    return dict(found)


def test_auditor_moves_the_day_and_sees_what_was_there_then(visit: Visit) -> None:
    auditor = visit("auditor", "en")
    listed = auditor.fetch("/assembly/?on=2025-11-30")
    (project,) = re.findall(
        r'href="(/assembly/projects/\d+/)[?"][^>]*>Young officers of the 126', listed
    )
    forum = auditor.first_link(f"{project}?on=2025-11-30", r"/assembly/events/\d+/")

    before = auditor.fetch("/assembly/?on=2025-08-19")  # it was opened on the next day
    assert project not in before
    assert forum not in before
    auditor.go(f"{project}?on=2025-08-19", status=404)

    planned = steps(auditor, project, "2025-09-25")  # the forum is tomorrow
    assert (planned["Met"], planned["Said"], planned["Concluded"]) == ("1", "0", "0")
    assert "Nothing is concluded yet" in auditor.fetch(f"{forum}?on=2025-09-25").replace("\n", "")

    held = steps(auditor, project, "2025-09-26")
    assert (held["Said"], held["Proposed"], held["Concluded"]) == ("6", "5", "3")
    assert held["Proven"] == "0 of 131"  # one is handed on to five later

    late = steps(auditor, project, "2025-11-30")
    assert late["Proven"] == "87 of 135"
    assert "25 late" in auditor.fetch(f"{project}?on=2025-11-30")
    assert "25 late" not in auditor.fetch(f"{project}?on=2025-11-28")  # due that day
