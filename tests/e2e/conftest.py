"""The whole thing as a visitor meets it: `kiem demo`, in a process of its own, seen by Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kiem.platform.database import stop

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
# The personas by what the sign-in page calls their role in the stored data.
PERSONAS = ("youth_officer", "unit_commander", "personnel", "dual_holder", "auditor")
SHOWN = "2025-10-23"


@dataclass(frozen=True)
class Site:
    """A running demo."""

    url: str
    data: Path


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """`kiem demo` on a fresh data folder; made once for all browser tests."""
    folder = Path(tempfile.mkdtemp(prefix="kiem-e2e-"))
    environ = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kiem", "demo", "--data", str(folder), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**environ, "PYTHONPATH": "src"},
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip().rstrip("/")
        assert url.startswith("http://127.0.0.1:"), f"kiem demo answered {url!r}"
        yield Site(url, folder)
    finally:
        process.terminate()
        process.wait(timeout=30)
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    if CHROMIUM is None:
        pytest.skip("chromium is missing: BROWSER TESTS SKIPPED (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


def sign_in(context: BrowserContext, site: Site, persona: str, language: str = "en") -> Page:
    """A page signed in as a persona, at its home. Fails on any script error or refused asset."""
    page = context.new_page()
    page.goto(f"{site.url}/sign-in/")
    page.locator(f'button[name="persona"][data-role~="{persona}"]').first.click()
    wanted = page.locator(f'form.switches button[name="language"][value="{language}"]')
    if wanted.count():
        wanted.click()
    page.wait_for_load_state()
    return page
