"""The whole thing as a visitor meets it: `kiem demo`, in a process of its own, seen by Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import NO_BROWSER
from tests.e2e.demo import UNTIL, Site, fresh_folder, gone, running_demo
from tests.e2e.visitor import Visitor, sign_in

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Visit = Callable[..., Visitor]


# Playwright keeps an event loop running in this thread, which Django's database code refuses to
# work beside: hence a browser for this package only, not for the whole session.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    if CHROMIUM is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


def _running_site(kept: str | None, *options: str) -> Iterator[Site]:
    """`kiem demo` on `kept`, or on a fresh data folder that is gone afterwards."""
    if kept:
        with running_demo(Path(kept), *options[:2]) as (url, _seconds):
            yield Site(url, Path(kept))
        return
    folder = fresh_folder()
    try:
        with running_demo(folder, *options) as (url, _seconds):
            yield Site(url, folder)
    finally:
        gone(folder)


@pytest.fixture(scope="package")
def site(browser: Browser) -> Iterator[Site]:
    """`kiem demo` on a fresh data folder; made once for all browser tests.

    While writing tests, `KIEM_E2E_DATA` names the data folder of a sample to use and leave there.
    """
    yield from _running_site(os.environ.get("KIEM_E2E_DATA"), "--sample", "hanoi", "--until", UNTIL)


@pytest.fixture(scope="package")
def vinh_site(browser: Browser) -> Iterator[Site]:
    """The second sample, likewise; `KIEM_E2E_VINH` names its data folder."""
    yield from _running_site(os.environ.get("KIEM_E2E_VINH"), "--sample", "vinh")


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """`visit("auditor", "vi")`: that persona, signed in with one click, in that language.

    When the test ends, fails on a script error, a failed asset, a refused style or script, or a
    request to another host.
    """
    yield from _visits(browser, site)


@pytest.fixture
def visit_vinh(browser: Browser, vinh_site: Site) -> Iterator[Visit]:
    """The same in the second sample."""
    yield from _visits(browser, vinh_site)


def _visits(browser: Browser, site: Site) -> Iterator[Visit]:
    visitors: list[Visitor] = []

    def make(persona: str | None = None, language: str = "en", **options: object) -> Visitor:
        visitor = Visitor.of(browser, site.url, **options)
        visitors.append(visitor)
        if persona is not None:
            sign_in(visitor, persona, language)
        return visitor

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
