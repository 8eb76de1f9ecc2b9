"""Vinh, walked by a visitor: from the session's conclusions to their evidence, and back to who said
what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import LANGUAGES, Visitor, settled

pytestmark = pytest.mark.browser
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)

END = "2021-01-31"
WORDS = {
    "vi": {
        "session": "Làm việc về tổ chức hoạt động",
        "youth": "Đoàn Thanh niên Công an thành phố Vinh",
        "said": "bao nhiêu nơi không còn quyết nghị được, xem số liệu dẫn kèm",
        "below": "Ban chấp hành không đủ để quyết nghị, Đoàn Thanh niên Công an thành phố Vinh",
        "proposal": "Giữ mô hình kiêm nhiệm ở cơ sở",
    },
    "en": {
        "session": "Working session on how the three organisations work",
        "review": "Review of the year",
        "youth": "Vinh City Police (sample) Youth Union",
        "said": "the figures cited say how many can no longer decide",
        "below": "Committees below their quorum, Vinh City Police (sample) Youth Union: 9",
        "proposal": "Keep concurrent posts at the grassroots",
    },
}


def open_event(visitor: Visitor, title: str, on: str = END) -> Page:
    page = visitor.go(f"/assembly/?on={on}")
    page.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    page.wait_for_url("**/assembly/events/**")
    return settled(page)


def open_conclusion(page: Page, number: int) -> None:
    page.locator(f"#conclusion-{number} .said-text a").click()
    page.wait_for_url(f"**/conclusions/{number}/**")


def choose(page: Page, state: str) -> None:
    page.locator(f'.choices a[href*="state={state}"]').click()
    page.wait_for_url(f"**state={state}**")


def test_visitor_lands_on_the_last_day_and_sees_no_map(visit_vinh: Visit) -> None:
    visitor = visit_vinh("personnel", "en")
    assert visitor.page.url.endswith(f"/?on={END}")
    page = settled(visitor.page)
    assert page.locator("#units tbody tr").count() == 25
    assert page.locator("#map-title, svg.map").count() == 0
    page = visitor.go("/")
    page.locator(".invented a").click()
    page.wait_for_url(f"**/?on={END}")


@in_both_languages
def test_conclusion_is_followed_to_its_evidence(visit_vinh: Visit, language: str) -> None:
    visitor = visit_vinh("auditor", language)
    page = open_event(visitor, WORDS[language]["session"])
    assert page.locator("#conclusions ~ article").count() == 6
    open_conclusion(page, 4)
    row = page.locator("#tasks tbody tr").filter(has_text=WORDS[language]["youth"])
    row.locator("a[href^='/tasks/']").click()
    page.wait_for_url("**/tasks/**")
    file = page.locator("main a[href*='/files/']")
    assert file.inner_text() == "quy-che-doan.txt"
    evidence = visitor.context.request.get(visitor.url + str(file.get_attribute("href")))
    assert "Quy chế hoạt động đã ban hành" in evidence.text()


@in_both_languages
def test_late_task_leads_back_to_who_said_what(visit_vinh: Visit, language: str) -> None:
    words = WORDS[language]
    visitor = visit_vinh("personnel", language)
    page = open_event(visitor, words["session"])
    open_conclusion(page, 1)
    choose(page, "late")
    page.locator("#tasks tbody a[href^='/tasks/']").first.click()
    page.wait_for_url("**/tasks/**")
    expect(page.locator("main")).to_contain_text(words["proposal"])
    page.locator("main a[href*='#contribution-']").click()
    page.wait_for_url("**#contribution-2")
    said = settled(page).locator("#contribution-2")
    expect(said.locator("h3")).to_contain_text(words["youth"])
    expect(said).to_contain_text(words["said"])
    expect(said).to_contain_text(words["below"])


def test_board_of_a_day_tells_late_and_without_evidence(visit_vinh: Visit) -> None:
    visitor = visit_vinh("personnel", "vi")
    found = {}
    for on in ("2020-05-20", "2020-09-15", END):
        page = open_event(visitor, WORDS["vi"]["session"], on)
        open_conclusion(page, 5)
        assert page.locator("#tasks tbody tr").count() == 25
        counts = []
        for state in ("late", "unproved"):
            choose(page, state)
            counts.append(page.locator("#tasks tbody a[href^='/tasks/']").count())
        found[on] = counts
    assert found == {"2020-05-20": [0, 0], "2020-09-15": [3, 1], END: [1, 1]}


def test_next_session_starts_with_what_is_open_and_figures_stay_as_said(visit_vinh: Visit) -> None:
    visitor = visit_vinh("auditor", "en")
    page = open_event(visitor, WORDS["en"]["review"], "2021-01-12")
    assert page.locator("#carried tbody tr").count() == 6
    page = open_event(visitor, WORDS["en"]["session"])
    changed = page.locator("#figures tbody tr").filter(has_text="differs")
    assert changed.count() == 1
