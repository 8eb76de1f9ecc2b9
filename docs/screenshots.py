"""Takes the pictures of the documentation from a running demo: `make screenshots`.

Each is the load picture of 23 October 2025 as the personnel department sees it, in one language.
The demo is made afresh in a folder that is gone afterwards, so that the pictures show what the
program does now. All people on them are invented, and the pictures say so.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.demo import SHOWN, UNTIL, fresh_folder, gone, running_demo  # noqa: E402 - path above
from tests.e2e.visitor import LANGUAGES, Visitor, sign_in  # noqa: E402 - path above

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1400, "height": 1030}
LARGEST_BYTES = 400_000


def take(url: str, chromium: str) -> None:
    """Write one picture a language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in LANGUAGES:
            visitor = Visitor.of(browser, url, viewport=SIZE)
            sign_in(visitor, "personnel", language)
            page = visitor.go(f"/?on={SHOWN}")
            page.wait_for_load_state("networkidle")
            target = IMAGES / f"load-picture-{language}.png"
            page.screenshot(path=target)
            size = target.stat().st_size
            print(f"{target.relative_to(ROOT)}: {size / 1000:.0f} kB")
            if size > LARGEST_BYTES:
                sys.exit(f"{target} is larger than {LARGEST_BYTES / 1000:.0f} kB")
            if visitor.troubles:
                sys.exit("\n".join(visitor.troubles))
        browser.close()


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is missing: install it, then run make screenshots again")
    IMAGES.mkdir(exist_ok=True)
    folder = fresh_folder()
    try:
        with running_demo(folder, "--until", UNTIL) as (url, _seconds):
            take(url, chromium)
    finally:
        gone(folder)


if __name__ == "__main__":
    main()
