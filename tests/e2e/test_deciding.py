"""A batch of transfers is looked at in the browser before it is signed, and a draft is written on a
phone, with the pickers that search while one types."""

from __future__ import annotations

import re

from tests.e2e.conftest import Visit

PHONE = {"width": 390, "height": 844}


def test_broken_quorum_is_seen_before_it_is_signed(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    page = visitor.go("/drafts/")
    page.get_by_role("link", name=re.compile("reinforce a unit")).click()
    page.get_by_role("link", name="See what it would change").click()
    page.get_by_role("heading", name="What it would change").wait_for()
    assert page.get_by_text("1 committee can no longer decide").is_visible()
    assert page.get_by_role("heading", name="Committees that can no longer decide").is_visible()


def test_what_comes_first_is_told_to_the_line(visit: Visit) -> None:
    visitor = visit("youth_officer", "vi")
    page = visitor.go("/drafts/")
    page.get_by_role("link", name=re.compile("chỉ định Bí thư")).click()
    page.get_by_role("link", name="Xem sẽ thay đổi gì").click()
    assert page.get_by_role("heading", name="Việc phải quyết định trước").is_visible()
    assert page.get_by_text("Trước hết hãy cho").is_visible()
    assert page.get_by_role("button", name="Ban hành quyết định").count() == 0


def test_draft_is_written_on_a_phone_and_given_up(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    page = visitor.go("/drafts/new/")
    page.set_viewport_size(PHONE)
    page.get_by_label("Title in Vietnamese").fill("Về việc bổ nhiệm (thử)")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_label("Add an article").select_option("appoint")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#id_person_id_text").press_sequentially("nguyen", delay=20)
    hit = page.locator("#id_person_id_hits label").first
    hit.wait_for()
    hit.click()
    page.locator("#id_post_id_text").press_sequentially("can bo chien si ba dinh", delay=10)
    post = page.locator("#id_post_id_hits label").first
    post.wait_for()
    post.click()
    page.get_by_role("button", name="Keep the article").last.click()
    page.get_by_role("heading", name="Article 1. Appoint").wait_for()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    page.get_by_role("button", name="Give the draft up").click()
    page.get_by_text("Nothing was decided").wait_for()
