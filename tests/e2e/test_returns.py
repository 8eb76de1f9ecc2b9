"""A secretary sends the month, the standing officer sees it come: through the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Visit
from tests.e2e.visitor import settled
from tests.factories.return_forms import Form

pytestmark = pytest.mark.browser

MONTH = "month=2025-10"
WORDS = {
    "vi": {
        "download": "Tải biểu mẫu", "send": "Gửi và kiểm tra", "accept": "Gửi chính thức",
        "wrong": "Lỗi", "late": "nhận muộn",
    },
    "en": {
        "download": "Download the form", "send": "Send and check", "accept": "Make it the return",
        "wrong": "Mistakes", "late": "came late",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_secretary_sends_a_wrong_file_then_a_right_one(visit: Visit, language: str) -> None:
    words = WORDS[language]
    secretary = visit("dual_holder", language)
    own = secretary.first_link(f"/returns/?{MONTH}", r"/returns/chapters/\d+/")
    page = secretary.go(f"{own}?{MONTH}")
    with page.expect_download() as started:
        page.get_by_role("link", name=words["download"]).click()
    form = Form(Path(started.value.path()).read_bytes(), language)

    before = form.rows("hours")[0]["hours"]
    form.set("hours", 5, hours=25)
    _upload(page, form, words["send"])
    assert page.locator("#mistakes-caption").inner_text() == words["wrong"]
    assert "25" in page.locator("#mistakes tbody tr").first.inner_text()
    assert page.get_by_role("button", name=words["accept"]).count() == 0

    secretary.go(f"{own}?{MONTH}")
    form.set("hours", 5, hours=1.25 if before != 1.25 else 1.75)
    _upload(page, form, words["send"])
    assert page.locator("#changes tbody tr").count() == 1
    page.get_by_role("button", name=words["accept"]).click()
    settled(page)
    assert own in page.url

    officer = visit("youth_officer", language)
    board = officer.go(f"/returns/?{MONTH}")
    row = board.locator(f"tr:has(a[href^='{own}'])")
    assert words["late"] in row.inner_text()
    row.locator(f"a[href^='{own}']").click()
    settled(board)
    assert board.locator("#files tbody tr").count() >= 2


def _upload(page: Page, form: Form, button: str) -> None:
    page.set_input_files(
        "#id_file",
        {
            "name": "bao-cao.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": form.saved(),
        },
    )
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/returns/files/**")
