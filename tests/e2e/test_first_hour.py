"""A dual holder who has never seen the program logs an hour on a phone: a minute, a few taps."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_accessible import PHONE, faults
from tests.e2e.visitor import PERSONAS

pytestmark = pytest.mark.browser

MOST_TAPS = 5
MY_WORK = {"en": "My work", "vi": "Việc của tôi"}
LOGGED = {"en": "Logged: 3\u202fh", "vi": "Đã ghi: 3\u202fh"}
SMALLEST_TARGET_PX = 44
WITH_SCRIPTS, WITHOUT = True, False


@pytest.mark.parametrize(
    ("language", "scripts", "kind"),
    [  # each logs another of the three kinds that every holder has, so that none is a repeat
        ("vi", WITH_SCRIPTS, 0),
        ("vi", WITHOUT, 1),
        ("en", WITH_SCRIPTS, 2),
    ],
)
def test_first_hour_is_logged_in_a_minute_with_few_taps(
    visit: Visit, language: str, scripts: bool, kind: int
) -> None:
    visitor = visit(viewport=PHONE, has_touch=True, java_script_enabled=scripts)
    page = visitor.go("/sign-in/")
    switch = page.locator(f'button[name="language"][value="{language}"]')
    if switch.count():
        switch.click()
        page.wait_for_url("**/sign-in/")
    role = page.get_by_text(PERSONAS["dual_holder"][language], exact=True)
    taps: list[str] = []

    def tap(target: Locator) -> None:
        box = target.bounding_box()
        assert box is not None
        taps.append(f"{box['width']:.0f} x {box['height']:.0f}")
        target.click()

    started = time.monotonic()
    tap(page.locator('button[name="persona"]').filter(has=role))
    tap(page.get_by_role("link", name=MY_WORK[language], exact=True))
    page.wait_for_url("**/month/**")
    tap(page.locator("#id_what label").nth(kind))
    tap(page.locator("#id_quick label").filter(has=page.locator('input[value="3"]')))
    log = page.locator(".log-form button.primary")
    box = log.bounding_box()
    assert box is not None
    assert box["height"] >= SMALLEST_TARGET_PX
    tap(log)
    expect(page.locator(".notice")).to_contain_text(LOGGED[language])
    seconds = time.monotonic() - started
    assert seconds < 60, f"{seconds:.0f} s"
    assert len(taps) <= MOST_TAPS
    expect(page.locator(".the-day .day-lines li").first).to_be_visible()
    expect(page.locator(".cell.is-shown .office, .cell.is-shown .line").first).to_be_visible()


def test_targets_of_the_log_form_are_big_enough_for_a_thumb(visit: Visit) -> None:
    visitor = visit("dual_holder", "vi", viewport=PHONE)
    page = visitor.go("/month/")
    boxes = page.locator(".chips label, .log-form button, .month-grid a").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.width, b.height])"
    )
    assert len(boxes) > 40
    assert min(height for _, height in boxes) >= SMALLEST_TARGET_PX
    assert min(width for width, _ in boxes) >= SMALLEST_TARGET_PX


def test_what_was_refused_is_read_and_reached_without_a_mouse(visit: Visit) -> None:
    """A wrong day: the summary leads to the field, and axe finds nothing wrong with it."""
    visitor = visit("dual_holder", "en")
    page = visitor.go("/month/")
    page.locator("#id_day").fill("1999-01-01")
    page.locator(".log-form button.primary").click()
    summary = page.locator(".form-errors")
    expect(summary).to_contain_text("You did not hold this post on that day.")
    assert faults(page, "log refused") == []
