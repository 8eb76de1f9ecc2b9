"""The first walk does what it shows: its commands on the demo, its words on the pages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.demo import UNTIL, Site, run_kiem
from tests.e2e.visitor import settled

pytestmark = pytest.mark.browser

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial" / "load-picture.md").read_text("utf-8")
FOLDER = "var/tutorial"


def commands() -> Iterator[tuple[list[str], str]]:
    """(words, output shown) of each command after a `$`."""
    for body in re.findall(r"^```console\n(.*?)^```$", PAGE, flags=re.M | re.S):
        line, _, shown = body.removeprefix("$ ").partition("\n")
        yield shlex.split(line), shown


def missing(shown: str, printed: str) -> list[str]:
    """Lines shown that were not printed, in order; figures aside, which follow the sample."""

    def shape(line: str) -> str:
        return re.sub(r" +[0-9][0-9,.]*", " 0", line)

    left = iter([shape(line) for line in printed.splitlines()])
    return [line for line in shown.splitlines() if line != "..." and shape(line) not in left]


def test_first_command_makes_the_sample_the_figures_are_of() -> None:
    assert f"kiem demo --data {FOLDER} --until {UNTIL}\n" in PAGE


def test_each_command_prints_what_is_shown(site: Site) -> None:
    ran = []
    for words, shown in commands():
        assert (words[0], words[-2:]) == ("kiem", ["--data", FOLDER])
        result = run_kiem(site.data, *words[1:-2])
        assert result.returncode == 0, result.stderr
        assert missing(shown, result.stdout) == []
        ran.append(words[1])
    assert ran == ["load", "load", "verify"]


def test_what_the_walk_names_is_on_the_pages(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("/sign-in/")
    page.get_by_text("Phòng Tổ chức cán bộ", exact=True).click()
    page.get_by_role("button", name="EN").click()
    page.locator("#ruler-on").fill("23/10/2025")
    page.keyboard.press("Enter")
    expect(page.locator(".ruler-words")).to_have_text("as of 23 October 2025")
    assert page.get_by_role("button", name="System").count() == 1
    page.locator("#units thead a", has_text="Staff").click()
    page.wait_for_url("**sort=-staff*")
    page.get_by_label("Filter: Unit").fill("ba dinh")
    expect(page.locator("#units tbody tr")).to_have_count(1)
    page.locator("#units").get_by_role("link", name="Ba Đình Ward Police", exact=True).click()
    page.wait_for_url("**/units/**")
    settled(page)
    page.locator("#holders tbody a[href^='/people/']").first.click()
    page.wait_for_url("**/people/**")
    settled(page)
    page.locator("dl.figures div", has_text="Load").locator("a.why").first.click()
    expect(page.locator("#panel .cite")).to_contain_text("Cite as")
    page.locator("dl.figures div", has_text="Release hours").locator("a.why").first.click()
    expect(page.locator("#panel h2").first).to_contain_text("Release hours")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reorganisations").click()
    expect(page.locator("tbody tr")).to_have_count(2)
