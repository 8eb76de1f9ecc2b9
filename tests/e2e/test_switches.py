"""Language, theme, search, and the time ruler by keyboard, by mouse and by typing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.places import ON

pytestmark = pytest.mark.browser

BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"


def test_language_switch_keeps_the_page_and_its_day(visit: Visit) -> None:
    visitor = visit("personnel", "vi")
    page = visitor.go(f"/findings/{ON}")
    page.locator('button[name="language"]').click()
    expect(page.locator("h1")).to_contain_text("Findings")
    assert page.url == f"{visitor.url}/findings/{ON}"
    page.locator('button[name="language"]').click()
    expect(page.locator("h1")).to_contain_text("Phát hiện")


def test_theme_switch_goes_round_and_stays(visit: Visit) -> None:
    page = visit("personnel", "en").page
    light = page.evaluate(BACKGROUND)
    seen = []
    for _ in range(3):
        page.locator('button[name="theme"]').click()
        page.wait_for_load_state()
        seen.append((page.locator("html").get_attribute("data-theme"), page.evaluate(BACKGROUND)))
    assert [theme for theme, _ in seen] == ["dark", "light", None]
    assert seen[0][1] != light
    assert seen[1][1] == seen[2][1] == light


def test_search_finds_without_accents_by_the_slash_key(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    page = visitor.go(f"/units/{ON}")
    page.keyboard.press("/")
    page.keyboard.type("nguyen van")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    names = page.locator("#people tbody th").all_inner_texts()
    assert len(names) == 20
    assert all(name.startswith("Nguyễn") and "Văn" in name for name in names)
    page.locator("#search-text").fill("ha dong")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=ha+dong**")
    assert "Hà Đông Ward Police" in page.locator("#units tbody th").all_inner_texts()


def test_search_for_nothing_known_says_what_to_try(visit: Visit) -> None:
    page = visit("personnel", "en").go(f"/search/{ON}&text=qqqqqq")
    assert page.locator("main table").count() == 0
    assert "Try fewer words" in page.locator("main").inner_text()


def test_ruler_moves_by_arrow_keys_and_keeps_the_focus(visit: Visit) -> None:
    page = visit("personnel", "en").go(f"/{ON}")
    thumb = page.locator(".ruler-thumb")
    thumb.focus()
    thumb.press("ArrowLeft")
    thumb.press("ArrowLeft")
    page.wait_for_url("**on=2025-10-21")
    expect(thumb).to_be_focused()
    expect(page.locator(".ruler-words")).to_have_text("as of 21 October 2025")
    thumb.press("PageDown")
    page.wait_for_url("**on=2025-09-21")
    assert page.locator("h1").inner_text().startswith("Load picture: September 2025")


def test_ruler_moves_by_dragging(visit: Visit) -> None:
    page = visit("personnel", "vi").go(f"/{ON}")
    thumb = page.locator(".ruler-thumb .ruler-hit").bounding_box()
    month = page.locator(".ruler-band a:has(title:text-is('tháng 8 năm 2025')) rect")
    target = (month if month.count() else page.locator(".ruler-month").nth(4)).bounding_box()
    assert thumb is not None
    assert target is not None
    y = target["y"] + target["height"] / 2
    page.mouse.move(thumb["x"] + thumb["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] / 2, y, steps=8)
    page.mouse.up()
    page.wait_for_url(re.compile(r"on=2025-08-\d\d"))
    assert "tháng 8 năm 2025" in page.locator("h1").inner_text()


def test_ruler_follows_a_typed_date_in_either_form(visit: Visit) -> None:
    page = visit("personnel", "en").go(f"/units/{ON}")
    for typed, words in (
        ("15/02/2025", "as of 15 February 2025"),
        ("2025-08-15", "as of 15 August 2025"),
    ):
        page.locator("#ruler-on").fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".ruler-words")).to_have_text(words)


def test_links_keep_the_day_shown(visit: Visit) -> None:
    page = visit("personnel", "en").go("/units/?on=2025-02-15")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/units/*/?on=2025-02-15")
    expect(page.locator(".ruler-words")).to_have_text("as of 15 February 2025")
    assert page.locator("html").get_attribute("data-tense") == "past"


@pytest.mark.parametrize(
    ("on", "districts", "communes"),
    [("2025-02-15", 30, 526), ("2025-03-15", 0, 526), ("2025-08-15", 0, 126)],
)
def test_each_stage_has_its_units(visit: Visit, on: str, districts: int, communes: int) -> None:
    visitor = visit("personnel", "en")
    page = visitor.go(f"/units/?on={on}")
    choices = page.locator("nav.choices a").all_inner_texts()
    counts = {text.rsplit(" ", 1)[0]: int(text.rsplit(" ", 1)[1]) for text in choices}
    found = {"District": 0, "Ward": 0, "Commune": 0}
    for name, count in counts.items():
        for kind in found:
            if name.startswith(kind):
                found[kind] += count
    assert found["District"] == districts
    assert found["Ward"] + found["Commune"] == communes
    assert min(found["Ward"], found["Commune"]) > 50
    home = visitor.go(f"/?on={on}")
    assert f"{districts + communes} rows" in home.locator("#units .table-facts").inner_text()
