"""Five personas walk through the demo, each in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.demo import SHOWN
from tests.e2e.places import ON, unit_path
from tests.e2e.visitor import LANGUAGES, Visitor, settled

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", LANGUAGES)]

WORDS = {
    "vi": {
        "home": "Bức tranh tải việc",
        "month": "tháng 10 năm 2025",
        "as_of": "tại ngày 23 tháng 10 năm 2025",
        "invented": "Người hư cấu.",
        "forbidden": "Bạn không có quyền xem",
        "unit": "Công an phường Ba Đình",
        "before": "536",
    },
    "en": {
        "home": "Load picture",
        "month": "October 2025",
        "as_of": "as of 23 October 2025",
        "invented": "Invented people.",
        "forbidden": "Not yours to see",
        "unit": "Ba Đình Ward Police",
        "before": "536",
    },
}


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def open_home(visitor: Visitor, language: str) -> Page:
    """Home on the day looked at: named, dated, and marked as invented."""
    page = visitor.go(f"/{ON}")
    words = WORDS[language]
    assert heading(page).startswith(f"{words['home']}: {words['month']}")
    expect(page.locator(".ruler-words")).to_have_text(words["as_of"])
    expect(page.locator(".invented b")).to_have_text(words["invented"])
    return page


def follow(page: Page, selector: str) -> None:
    """Click a link and wait for the page it leads to."""
    link = page.locator(selector).first
    target = link.get_attribute("href")
    assert target is not None
    link.click()
    page.wait_for_url(lambda url: url.endswith(target))
    settled(page)
    assert page.locator("main .state").count() == 0


def number(text: str, language: str | None) -> float:
    """A figure of a page: 1.234,5 in Vietnamese, 1,234.5 in English."""
    point = "," if language == "vi" else "."
    return float(re.sub(f"[^0-9{point}]", "", text).replace(point, "."))


def open_why(page: Page, selector: str) -> str:
    """Click a figure: the panel opens with the same figure; returns its text."""
    figure = page.locator(selector).first
    shown = figure.inner_text()
    figure.click()
    panel = page.locator("#panel")
    expect(panel.locator(".cite a")).to_have_attribute("href", re.compile(rf"on={SHOWN}"))
    language = page.locator("html").get_attribute("lang")
    explained = number(panel.locator(".why-figure").inner_text(), language)
    assert explained == pytest.approx(number(shown, language), abs=0.006)  # 1.51 is 1.509 inside
    return panel.inner_text()


def test_standing_officer_goes_from_the_city_to_her_line(visit: Visit, language: str) -> None:
    visitor = visit("youth_officer", language)
    page = open_home(visitor, language)
    assert page.locator("#units tbody tr").count() == 126
    assert "302" not in open_why(page, "dl.figures .of-office a.why >> nth=1")
    follow(page, "#findings-title ~ * a[href^='/units/']")
    follow(page, "#chapters tbody a[href^='/organizations/']")
    follow(page, "main a[href*='/members/']")
    assert page.locator("tbody tr").count() > 3
    person = visitor.first_link("/organizations/" + ON, r"/organizations/\d+/")
    page.goto(f"{visitor.url}{person}{ON}")
    follow(page, "main a[href^='/posts/']")
    assert page.locator("main table").count() >= 1


def test_commander_drills_from_unit_to_record(visit: Visit, language: str) -> None:
    visitor = visit("unit_commander", language)
    page = open_home(visitor, language)
    assert page.locator("#units tbody tr").count() == 1
    follow(page, "#units tbody a[href^='/units/']")
    follow(page, "#holders tbody a[href^='/people/']")
    text = open_why(page, "dl.figures a[href*='/load/']")
    assert "/" in text
    title = page.locator("#panel h2").first.inner_text()
    page.locator("#panel a.why").first.click()
    expect(page.locator("#panel h2").first).not_to_have_text(title)
    page.locator("#panel details.records summary").first.click()
    expect(page.locator("#panel details.records li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()
    follow(page, "main a[href^='/posts/']")
    organization = visitor.first_link("/organizations/" + ON, r"/organizations/\d+/")
    visitor.go(f"{organization}members/{ON}", 403)
    assert heading(page) == WORDS[language]["forbidden"]
    visitor.go(f"/audit/{ON}", 403)


def test_personnel_follows_a_unit_through_the_reorganisation(visit: Visit, language: str) -> None:
    visitor = visit("personnel", language)
    page = open_home(visitor, language)
    follow(page, f"#units tbody a:text-is('{WORDS[language]['unit']}')")
    assert heading(page) == WORDS[language]["unit"]
    assert page.locator("#predecessors tbody tr").count() >= 2
    follow(page, "#predecessors tbody a[href^='/changes/']")
    assert page.locator("#links tbody tr").count() == 200  # the first page of 526 and more links
    moved = page.locator("#people tbody tr")
    assert moved.count() >= 1
    follow(page, "dl.facts a[href^='/decisions/']")
    assert page.locator("main").inner_text().count("2025") >= 1


def test_dual_holder_sees_own_month_only(visit: Visit, language: str) -> None:
    visitor = visit("dual_holder", language)
    page = visitor.go(f"/{ON}")
    assert re.search(r"/people/\d+/", page.url)
    own = int(page.url.split("/people/")[1].split("/")[0])
    assert page.locator(".role-line a").count() >= 1
    assert page.locator(".role-office a").count() >= 1
    text = open_why(page, "dl.figures a[href*='/release_hours/']")
    assert "(E)" in text or "E" in text
    follow(page, "#panel a[href^='/rules/']")
    visitor.go(f"/people/{own + 1}/{ON}", 404)
    visitor.go(f"/why/person:{own + 1}/load/{ON}", 404)
    visitor.go(f"/audit/{ON}", 403)


def test_auditor_asks_what_was_known_and_who_looked(visit: Visit, language: str) -> None:
    visitor = visit("auditor", language)
    page = open_home(visitor, language)
    page.locator("details.known summary").click()
    page.locator("#ruler-known").fill("2025-10-25")
    page.keyboard.press("Enter")
    page.wait_for_url("**known_at=*")
    assert page.locator("details.known summary").inner_text().count("2025") == 1
    known = page.locator("dl.figures dd").all_inner_texts()
    visitor.go(f"/{ON}")
    assert page.locator("dl.figures dd").all_inner_texts() != known  # hours logged since
    person = visitor.first_link(unit_path(visitor, "ba+dinh") + ON, r"/people/\d+/")
    name = heading(visitor.go(person + ON)).split("\n")[0]
    assert name
    follow(visitor.go("/audit/"), "main a[href*='views=1']")
    visitor.go(f"/audit/?views=1&subject=person:{person.split('/')[2]}")
    looks = page.locator("#trail tbody tr")
    assert looks.count() >= 1
    assert looks.first.locator(f"a[href^='{person}']").count() == 1


@pytest.mark.parametrize("persona", ["youth_officer", "unit_commander", "personnel", "auditor"])
def test_main_links_lead_somewhere(visit: Visit, language: str, persona: str) -> None:
    visitor = visit(persona, language)
    page = open_home(visitor, language)
    subjects = hrefs(page, ".main-nav .subjects a")
    assert len(subjects) >= 3
    seen = set()
    for subject in subjects:
        visitor.go(subject)
        assert page.locator('.main-nav .subjects a[aria-current="true"]').count() == 1
        for target in hrefs(page, ".main-nav .pages-of a"):
            visitor.go(target)
            seen.add(target)
            assert heading(page) != ""
            assert page.locator('.main-nav a[aria-current="page"]').count() == 1
    assert len(seen) >= 6


def hrefs(page: Page, selector: str) -> list[str]:
    links = page.locator(selector)
    found = [links.nth(index).get_attribute("href") for index in range(links.count())]
    assert None not in found
    return [target for target in found if target]
