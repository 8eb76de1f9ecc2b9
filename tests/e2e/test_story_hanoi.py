"""Hanoi's story, walked by a visitor: two reorganisations by the date control, the forum, and what
its conclusions became in 126 units."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.demo import UNTIL
from tests.e2e.visitor import LANGUAGES, Visitor, settled

pytestmark = pytest.mark.browser
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)

WORDS = {
    "vi": {
        "forum": "Diễn đàn cán bộ trẻ 2025",
        "said": "Giờ hoạt động Đoàn phần lớn nằm ngoài giờ được miễn giảm.",
        "weekly": "Ghi giờ hằng tuần ở mọi chi đoàn",
    },
    "en": {
        "forum": "Forum of the young officers 2025",
        "said": "Most hours of Youth Union work lie outside the hours released.",
        "weekly": "Log hours weekly in every chapter",
    },
}


def show_day(page: Page, day: str) -> None:
    """Type a day into the ruler and press Enter."""
    page.locator("#ruler-on").fill(day)
    page.keyboard.press("Enter")
    page.wait_for_url("**on=**")
    settled(page)


def rows_of(visitor: Visitor, path: str) -> list[dict[str, str]]:
    """A table's file, as the page offers it."""
    return list(csv.DictReader(io.StringIO(visitor.fetch(path).lstrip("\ufeff"))))


def open_forum(visitor: Visitor, language: str) -> Page:
    page = visitor.go(f"/assembly/?on={UNTIL}")
    name = re.compile(re.escape(WORDS[language]["forum"]))
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/assembly/events/**")
    return settled(page)


def test_both_reorganisations_are_seen_by_the_date_control(visit: Visit) -> None:
    visitor = visit("auditor", "vi")
    page = visitor.go("/?on=2025-10-23")
    found = []
    for day in ("28/02/2025", "01/03/2025", "30/06/2025", "01/07/2025"):
        show_day(page, day)
        file = page.url.removeprefix(visitor.url) + "&format=csv&table=units"
        found.append(len(rows_of(visitor, file)))
    assert found == [30 + 526, 526, 526, 126]


def test_every_commune_has_its_external_seat_and_none_is_vacant(visit: Visit) -> None:
    visitor = visit("auditor", "en")
    path = f"/organizations/?category=external&on={UNTIL}"
    bodies = rows_of(visitor, f"{path}&format=csv&table=organizations")
    vacant = rows_of(visitor, f"/vacancies/?on={UNTIL}&format=csv&table=vacancies")
    names = [next(iter(row.values())) for row in bodies]
    seated = [name for name in names if name not in {value for v in vacant for value in v.values()}]
    assert len(seated) == len(names) == 1 + 126  # the city's own union, and one in each commune


@in_both_languages
def test_forum_is_read_in_the_visitors_language_with_three_conclusions(
    visit: Visit, language: str
) -> None:
    visitor = visit("youth_officer", language)
    page = open_forum(visitor, language)
    assert page.locator("#conclusions ~ article[id^='conclusion-']").count() == 3
    expect(page.locator("#contribution-1")).to_contain_text(WORDS[language]["said"])


@in_both_languages
def test_directive_is_followed_to_126_units_and_back_to_who_said_it(
    visit: Visit, language: str
) -> None:
    visitor = visit("youth_officer", language)
    page = open_forum(visitor, language)
    page.locator("#conclusion-1 .said-text a").click()
    page.wait_for_url("**/conclusions/1/**")
    tasks = rows_of(visitor, page.url.removeprefix(visitor.url) + "&format=csv&table=tasks")
    assert len(tasks) == 126
    page.locator('.choices a[href*="state=late"]').click()
    page.wait_for_url("**state=late**")
    assert page.locator("#tasks tbody a[href^='/tasks/']").count() > 0
    page.locator("#tasks tbody a[href^='/tasks/']").first.click()
    page.wait_for_url("**/tasks/**")
    expect(page.locator("main")).to_contain_text(WORDS[language]["weekly"])
    page.locator("main a[href*='#contribution-']").click()
    page.wait_for_url("**#contribution-2")
    expect(settled(page).locator("#contribution-2")).to_be_visible()
