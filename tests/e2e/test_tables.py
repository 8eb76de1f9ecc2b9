"""Filter, sort and export a table; the page, its files and `kiem load` say the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.e2e.conftest import Visit
from tests.e2e.demo import SHOWN, Site, asked_for_json
from tests.e2e.places import ON

pytestmark = pytest.mark.browser

HOURS = ("available_hours", "line_hours", "office_hours", "release_hours", "uncovered_hours")
# Heading on the page in English -> the same figure in `kiem load`.
FIGURES = {
    "Staff": "staff",
    "Dual holders": "dual_holders",
    "Available (h)": "available_hours",
    "Line (h)": "line_hours",
    "Office (h)": "office_hours",
    "Release (h)": "release_hours",
    "Uncovered (h)": "uncovered_hours",
    "Strained": "strained",
    "Overloaded": "overloaded",
    "Findings": "findings",
}
HEADLINE = {
    "Staff": "staff",
    "Dual holders": "dual_holders",
    "Available hours": "available_hours",
    "Line hours": "line_hours",
    "Office hours": "office_hours",
    "Release hours": "release_hours",
    "Uncovered hours": "uncovered_hours",
    "Strained ▲": "strained",
    "Overloaded ■": "overloaded",
}


def number(text: str) -> float:
    """`218,593.5 h` as a number."""
    return float(text.replace("h", "").replace(",", "").replace("\u202f", "").strip())


@pytest.fixture(scope="module")
def load(site: Site) -> dict[str, Any]:
    """What `kiem load` says, asked while the site runs on the same data."""
    return asked_for_json(site.data, "load", "--on", SHOWN)


def test_command_gives_126_units_and_11164_staff(load: dict[str, Any]) -> None:
    assert (load["on"], load["month"]) == (SHOWN, "2025-10")
    assert (len(load["units"]), load["totals"]["units"]) == (126, 126)
    assert load["totals"]["staff"] == 11_164
    assert sum(unit["staff"] for unit in load["units"]) == 11_164


def test_page_agrees_with_the_command_to_the_last_hour(visit: Visit, load: dict[str, Any]) -> None:
    visitor = visit("personnel", "en")
    rows = list(csv.DictReader(io.StringIO(visitor.fetch(f"/{ON}&format=csv").lstrip("\ufeff"))))
    exported = {
        row["Code"]: {key: round(float(row[head]), 2) for head, key in FIGURES.items()}
        for row in rows
    }
    told = {
        unit["unit_code"]: {key: round(float(unit[key]), 2) for key in FIGURES.values()}
        for unit in load["units"]
    }
    assert len(exported) == 126
    assert exported == told


def test_headline_and_foot_agree_with_the_command(visit: Visit, load: dict[str, Any]) -> None:
    page = visit("personnel", "en").go(f"/{ON}")
    boxes = page.locator("dl.figures > div")
    shown = {
        boxes.nth(index).locator("dt").inner_text(): number(
            boxes.nth(index).locator("dd").inner_text()
        )
        for index in range(boxes.count())
    }
    totals = {
        head: round(load["totals"][key], 1 if key in HOURS else 0) for head, key in HEADLINE.items()
    }
    assert shown == pytest.approx(totals, abs=0.051)
    foot = [number(text) for text in page.locator("#units tfoot td.num").all_inner_texts()]
    assert foot[:2] == [load["totals"]["staff"], load["totals"]["dual_holders"]]
    assert foot[2:7] == pytest.approx([load["totals"][key] for key in HOURS], abs=0.051)


def test_table_sorts_and_filters_without_leaving_the_page(visit: Visit) -> None:
    page = visit("personnel", "en").go(f"/{ON}")
    page.locator("#units thead a", has_text="Staff").click()
    page.wait_for_url("**sort=-staff*")
    staff = [int(text) for text in page.locator("#units tbody td:nth-child(3)").all_inner_texts()]
    assert staff == sorted(staff, reverse=True)
    assert page.locator('#units th[aria-sort="descending"]').inner_text().startswith("Staff")
    page.locator('#units input[name="f_name"]').fill("ba dinh")
    expect(page.locator("#units tbody tr")).to_have_count(1)
    assert page.locator("#units tbody th").inner_text() == "Ba Đình Ward Police"
    page.locator('#units input[name="f_name"]').fill("khong co don vi nay")
    expect(page.locator("#units .empty")).to_contain_text("No row fits the filters.")
    page.locator("#units .empty a").click()
    expect(page.locator("#units tbody tr")).to_have_count(126)


def test_arrow_keys_walk_the_rows_of_a_table(visit: Visit) -> None:
    page = visit("personnel", "en").go(f"/{ON}")
    page.locator("#units tbody th a").nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#units tbody th a").nth(1)).to_be_focused()


def saved(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.locator("#units .table-exports").get_by_text(link, exact=True).click()
    target = folder / coming.value.suggested_filename
    coming.value.save_as(target)
    return target


@pytest.mark.parametrize(
    ("language", "mark", "about", "total"),
    [
        ("en", "invented people", "About", "Ba Đình Ward Police"),
        ("vi", "người hư cấu", "Giới thiệu", "Công an phường Ba Đình"),
    ],
)
def test_filtered_table_exports_as_csv_and_excel(
    visit: Visit, tmp_path: Path, language: str, mark: str, about: str, total: str
) -> None:
    page = visit("personnel", language).go(f"/{ON}&f_name=ba+dinh")
    text = saved(page, "CSV", tmp_path).read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    values = list(row.values())
    assert (values[0], values[1], values[-1]) == (total, "00004", mark)
    book = CalamineWorkbook.from_path(str(saved(page, "Excel", tmp_path)))
    head, only = book.get_sheet_by_index(0).to_python()
    assert list(row) == head
    assert [only[0], only[1], only[-1]] == [total, "00004", mark]
    assert [float(value) for value in only[2:-1]] == [float(value) for value in values[2:-1]]
    assert book.sheet_names[1] == about
    words = {str(cell) for line in book.get_sheet_by_index(1).to_python() for cell in line}
    assert SHOWN in words
    assert language == "en" or "now" not in words


def test_every_row_of_a_long_list_is_exported(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    text = visitor.fetch(f"/people/?on={SHOWN}&format=csv").lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 11_164  # headquarters are in the list, not in the 126
    assert {row["Data"] for row in rows} == {"invented people"}
    cells = (value for row in rows for value in row.values())
    assert not any(value.startswith(("=", "+", "-", "@")) for value in cells)
