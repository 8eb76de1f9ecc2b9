"""A delegate without an account votes with the code of a slip: on a phone, without scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Visit
from tests.e2e.demo import SOURCE, Site, environ
from tests.e2e.test_accessible import PHONE, faults
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def codes(site: Site) -> list[str]:
    """Codes of a ballot that is open on the site."""
    opened = subprocess.run(
        [sys.executable, "-m", "tests.e2e.open_ballot", str(site.data)],
        cwd=Path(__file__).parents[2],
        env={**environ(), "PYTHONPATH": f"{SOURCE}:{Path(__file__).parents[2]}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert opened.returncode == 0, opened.stderr
    found: list[str] = json.loads(opened.stdout)["codes"]
    return found


def test_ballot_of_a_code_is_cast_and_axe_finds_nothing_on_the_way(
    visit: Visit, codes: list[str]
) -> None:
    visitor = visit()
    page = visitor.go("/vote/")
    page.locator("button[name=language]").click()
    page.wait_for_load_state()
    page.locator("#id_code").fill("1234")
    page.locator("button.primary").click()
    found = faults(page, "a text that is no code")
    page.locator("#id_code").fill(codes[0])
    page.locator("button.primary").click()
    found += faults(page, "ballot")
    names = page.locator("input[name=candidates]")
    for number in range(3):
        names.nth(number).check()
    page.locator("button.primary").click()
    expect(page.locator(".form-errors")).to_contain_text("the ballot would be invalid")
    found += faults(page, "ballot with too many names")
    names.nth(2).uncheck()
    page.locator("button.primary").click()
    expect(page.locator("h1")).to_have_text("Your ballot is in the urn")
    page.goto(f"{visitor.url}/vote/")
    page.locator("#id_code").fill(codes[0])
    page.locator("button.primary").click()
    expect(page.locator(".form-errors")).to_contain_text("has been used")
    assert found == []


def test_phone_without_scripts_votes(browser: Browser, site: Site, codes: list[str]) -> None:
    visitor = Visitor.of(browser, site.url, viewport=PHONE, java_script_enabled=False)
    page = visitor.go("/vote/")
    code = codes[1]
    page.locator("#id_code").fill(" ".join(code[at : at + 4] for at in range(0, 16, 4)))
    page.keyboard.press("Enter")
    page.locator("input[name=candidates]").first.check()
    page.locator("button.primary").click()
    expect(page.locator("h1")).to_have_text("Phiếu của bạn đã ở trong hòm phiếu")
    visitor.context.close()
    assert visitor.troubles == []
