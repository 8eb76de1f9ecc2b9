"""A clerk at a browser hands files in: told what is wrong, shown what is new, applied once."""

from __future__ import annotations

import re
import secrets
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.domain.imports.files import APPOINTMENTS, PEOPLE, book, person
from tests.e2e.conftest import Visit
from tests.e2e.test_accessible import faults
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser

WORDS = {
    "en": ("Check the file", "Say what the columns are", "See the decision"),
    "vi": ("Kiểm tra tệp", "Chỉ ra các cột", "Xem quyết định"),
}


def hand_in(visitor: Visitor, file: Path, verb: str) -> Page:
    page = visitor.go("/imports/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name=verb).click()
    page.wait_for_load_state()
    return page


def number() -> str:
    """A staff number that no other run of this test has used on a sample that was kept."""
    return f"9{secrets.randbelow(10**7):07d}"


def written(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("language", ["en", "vi"])
def test_clerk_sees_errors_maps_columns_and_imports(
    visit: Visit, tmp_path: Path, language: str
) -> None:
    check, columns, decision = WORDS[language]
    visitor = visit("personnel", language)
    page = visitor.go("/imports/")
    found = faults(page, "imports")
    wrong = [person(number(), "Đơn", sex="?", born="31/02/1990"), person("1", "Lê Văn Bình")]
    page = hand_in(visitor, written(tmp_path, "sai.xlsx", book(("Cán bộ", PEOPLE, wrong))), check)
    expect(page.get_by_role("row", name="C2")).to_contain_text("31/02/1990")
    found += faults(page, "import with errors")
    heads = [f"Mã {secrets.token_hex(3)}", "Ai", "Phái tính", "Vào làm"]
    rows = [[number(), "Nguyễn Thị Mới", "Nữ", date(2025, 11, 1)]]
    foreign = written(tmp_path, "riêng.xlsx", book(("Sheet1", heads, rows)))
    page = hand_in(visitor, foreign, check)
    page.get_by_role("link", name=columns).click()
    found += faults(page, "layout")
    page.locator("[name=kind0]").select_option("people")
    for column, key in enumerate(("staff_number", "full_name", "sex", "entered_on"), start=1):
        page.locator(f"[name=column0_{column}]").select_option(key)
    page.locator(".layout-form button.primary").click()
    expect(page.locator("table").last).to_contain_text("Nguyễn Thị Mới")
    found += faults(page, "import to be applied")
    page.locator(".import-actions button.primary").click()
    expect(page.get_by_role("link", name=decision)).to_be_visible()
    found += faults(page, "import applied")
    assert found == []


def test_large_file_goes_on_in_the_background_with_progress(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("personnel", "en")
    first = secrets.randbelow(10**7 - 1_500)  # in a row, so that none comes twice
    rows = [person(f"9{first + n:07d}", f"Nguyễn Văn Nhiều {n}") for n in range(1_500)]
    file = written(tmp_path, "nhieu.xlsx", book(("Cán bộ", PEOPLE, rows)))
    page = hand_in(visitor, file, "Check the file")
    assert re.search(r"/runs/\d+/", page.url)
    found = faults(page, "run")
    expect(page.get_by_role("link", name="See what became of it")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="See what became of it").click()
    expect(page.locator(".import-parts")).to_contain_text("1,500")
    assert visitor.go("/runs/").get_by_role("row", name="nhieu.xlsx").count() == 1
    found += faults(page, "runs")
    assert found == []


def test_small_file_of_posts_is_imported_without_a_script(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("personnel", "en", java_script_enabled=False)
    rows = [["no such number", "HN", "Giám đốc", date(2025, 11, 1), None, None]]
    file = written(tmp_path, "chuc-vu.xlsx", book(("Chức vụ", APPOINTMENTS, rows)))
    page = hand_in(visitor, file, "Check the file")
    assert "nobody with the staff number" in page.content()
