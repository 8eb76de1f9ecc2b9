"""Hanoi's second story as those in it live it: asked and answering, reading what it adds up to,
taking over what others do well, and answering each other."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kiem.platform.kernel import clock
from tests.e2e.conftest import Visit
from tests.e2e.demo import UNTIL
from tests.e2e.visitor import LANGUAGES, Visitor, settled

pytestmark = pytest.mark.browser
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)

ON = f"?on={UNTIL}"
WORDS = {
    "vi": {
        "again": "Khảo sát lại sau diễn đàn",
        "chapters": "Khảo sát hoạt động ở 126 chi đoàn",
        "forum": "Diễn đàn cán bộ trẻ 2025",
        "cited": "119/126 chi đoàn gửi phiếu",
        "sheets": "119/126 đã trả lời",
        "rounds": "đợt trước 119",
        "known": "Kiem tính:",
        "search": "kỹ năng số",
        "model": "Tổ kỹ năng số",
        "worked": "có kết quả",
    },
    "en": {
        "again": "Second round after the forum",
        "chapters": "Survey of activities in the 126 chapters",
        "forum": "Forum of the young officers 2025",
        "cited": "119 of 126 chapters sent their sheet",
        "sheets": "119 of 126 have answered",
        "rounds": "119 in the last round",
        "known": "computed by Kiem:",
        "search": "digital skills",
        "model": "Digital skills team",
        "worked": "it works",
    },
}


def later(days: int) -> str:
    """A day from the real one on: what is written in a demo is written today."""
    return (clock.today() + timedelta(days=days)).isoformat()


def press(page: Page) -> None:
    """Send the page's main form."""
    page.locator("main form.form button.primary").last.click()
    page.wait_for_load_state()


def follow(page: Page, name: str, address: str) -> Page:
    page.get_by_role("link", name=re.compile(re.escape(name))).first.click()
    page.wait_for_url(address)
    return settled(page)


def open_survey(visitor: Visitor, title: str) -> Page:
    return follow(visitor.go(f"/surveys/{ON}"), title, "**/surveys/*/?on=**")


def answer(sheet: Page, number: str) -> None:
    """Fill the sheet in, keep it as a draft, find it again, and send it."""
    unfold(sheet)
    sheet.locator('input[name="model"][value="2"]').check()
    sheet.locator('input[name="hours.1.1"]').fill(number)
    sheet.locator('input[name="training"]').fill("3")
    sheet.locator('button[name="do"][value="draft"]').click()
    sheet.wait_for_load_state()
    unfold(sheet)
    assert sheet.locator('input[name="training"]').input_value() == "3"
    sheet.locator('button[name="do"][value="send"]').click()
    sheet.wait_for_selector("dl.sent-answers")
    expect(sheet.locator("dl.sent-answers")).to_contain_text(number)


def unfold(sheet: Page) -> None:
    """What was sent before is corrected behind a heading."""
    summary = sheet.locator("details.more-fields:not([open]) > summary")
    if summary.count():
        summary.click()


def open_newest_notice(visitor: Visitor, about: str) -> Page:
    page = visitor.go("/inbox/")
    page.locator("main li").filter(has_text=about).first.locator("button").click()
    page.wait_for_url("**/surveys/**")
    return settled(page)


def sheet_of_the_shown_chapter(officer: Visitor, survey: str) -> str:
    """Of the chapter whose secretary a visitor can be."""
    return officer.first_link(
        f"/surveys/{survey}/board/?f_body=Phương+Liệt", r"/surveys/\d+/sheets/\d+/"
    )


def test_secretary_answers_from_the_notice_and_the_department_reads_it(visit: Visit) -> None:
    words = WORDS["vi"]
    officer, secretary = visit("youth_officer", "vi"), visit("dual_holder", "vi")
    page = open_survey(officer, words["again"])
    page.locator('input[name="step"][value="extend"]').check()
    page.locator('input[name="due_on"]').fill(later(14))
    page.locator('textarea[name="text"]').fill("Nhiều chi đoàn đề nghị thêm thời gian.")
    press(page)
    survey = page.url.split("/surveys/")[1].split("/")[0]
    path = sheet_of_the_shown_chapter(officer, survey)
    sheet = open_newest_notice(secretary, words["again"])
    link = sheet.locator(f"#mine a[href^='{path}']")
    if link.count():
        link.click()
        sheet.wait_for_url(f"**{path}**")
    else:  # a sample in which it was answered before
        secretary.go(path)
    expect(sheet.locator("main")).to_contain_text(words["known"])
    answer(sheet, "9,5")
    board = officer.go(f"/surveys/{survey}/board/?state=sent")
    expect(board.locator(f"#board tbody a[href*='{path}']")).to_have_count(1)
    page = officer.go(f"/surveys/{survey}/results/?by=size")
    assert page.locator("main table").count() > 6


def test_sheet_is_opened_again_with_a_reason_and_sent_again(visit: Visit) -> None:
    words = WORDS["en"]
    officer, secretary = visit("youth_officer", "en"), visit("dual_holder", "en")
    page = open_survey(officer, words["again"])
    path = sheet_of_the_shown_chapter(officer, page.url.split("/surveys/")[1].split("/")[0])
    page = officer.go(path)
    page.locator("a.button[href$='/reopen/']").click()
    page.wait_for_url("**/reopen/")
    page.locator('input[name="due_on"]').fill(later(9))
    page.locator('textarea[name="text"]').fill("The hours were of another month.")
    press(page)
    sheet = open_newest_notice(secretary, words["again"])
    expect(sheet.locator("main")).to_contain_text("The hours were of another month.")
    answer(sheet, "8.5")
    expect(officer.go(path).locator("dl.sent-answers")).to_contain_text("8.5")


@in_both_languages
def test_rounds_are_compared_and_the_forum_cites_the_one_before_it(
    visit: Visit, language: str
) -> None:
    words = WORDS[language]
    visitor = visit("youth_officer", language)
    page = open_survey(visitor, words["again"])
    page.locator("p.acts a[href^='comparison/']").click()
    page.wait_for_url("**/comparison/**")
    expect(page.locator(".lead")).to_contain_text(words["rounds"])
    last = follow(page, words["chapters"], "**/surveys/*/?on=**")
    last.locator("p.acts a[href^='results/']").click()
    last.wait_for_url("**/results/**")
    expect(last.locator(".lead")).to_contain_text(words["sheets"])
    page = visitor.go(f"/assembly/{ON}")
    page = follow(page, words["forum"], "**/assembly/events/**")
    expect(page.locator("#contribution-6")).to_contain_text(words["cited"])


@in_both_languages
def test_good_model_is_found_adopted_and_its_result_recorded(visit: Visit, language: str) -> None:
    words = WORDS[language]
    visitor = visit("youth_officer", language)
    page = visitor.go("/models/")
    page.locator("#model-words").fill(words["search"])
    page.locator(".search-here button").click()
    page.wait_for_url("**text=**")
    page = follow(page, words["model"], "**/models/*/**")
    similar = page.locator("#similar tbody tr")
    assert similar.count() > 0  # recommended to units like those where it works
    adopted = page.locator("article.said").count()
    taken = page.locator("main").inner_text()
    page.locator("a.button.primary[href$='/adopt/']").click()
    page.wait_for_url("**/adopt/")
    choice = page.locator('select[name="organization"]')
    names = choice.locator("option").all_inner_texts()
    choice.select_option(label=next(name for name in names if name.split(" (")[0] not in taken))
    page.locator('input[name="adopted_on"]').fill(later(-30))
    page.locator('textarea[name="note_vi"]').fill("Trực hai buổi một tuần.")
    press(page)
    page.wait_for_url(re.compile(r"/models/\d+/(\?.*)?$"))
    articles = settled(page).locator("article.said")
    assert articles.count() == adopted + 1
    mine = articles.filter(has_text="Trực hai buổi một tuần.").filter(
        has=page.locator("a.no-print")
    )
    mine.locator("a.no-print").last.click()
    page.wait_for_url("**/adoptions/**")
    page.locator('input[name="outcome"][value="works"]').check()
    page.locator('textarea[name="text_vi"]').fill(f"Hàng chờ ngắn hơn ({language}).")
    press(page)
    page.wait_for_url(re.compile(r"/models/\d+/(\?.*)?$"))
    expect(settled(page).locator("main")).to_contain_text(f"Hàng chờ ngắn hơn ({language}).")


def test_request_is_answered_late_and_says_so_in_both_languages(visit: Visit) -> None:
    asked = visit("personnel", "vi")
    page = asked.go("/requests/")
    page = follow(page, "Ý kiến về trọng số hai vai", "**/requests/*/**")
    step = page.locator('input[name="step"][value="answer"]')
    if step.count():  # else a sample in which it was answered before
        step.check()
        page.locator('textarea[name="text"]').fill("Tính một nửa số giờ hỗ trợ một cửa.")
        press(page)
    expect(page.locator(".lead")).to_contain_text("trả lời chậm")
    expect(page.locator("main")).to_contain_text("Tính một nửa số giờ hỗ trợ một cửa.")
    sender = visit("youth_officer", "en")
    page = sender.go(page.url.removeprefix(asked.url))
    expect(page.locator(".lead")).to_contain_text("answered late by")
    late = sender.go("/coordination/").locator("#late")
    expect(late).not_to_contain_text("Opinion on the weights of both roles")
