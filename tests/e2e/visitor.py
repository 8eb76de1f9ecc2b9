"""Somebody at a browser, and everything the browser complains about meanwhile."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

LANGUAGES = ("vi", "en")
# What the sign-in page calls each persona's role.
PERSONAS = {
    "youth_officer": {
        "vi": "Cán bộ thường trực tổ chức đoàn thể",
        "en": "Standing officer of a member organisation",
    },
    "unit_commander": {"vi": "Chỉ huy đơn vị", "en": "Commander of a unit"},
    "personnel": {"vi": "Phòng tổ chức cán bộ", "en": "Policy and personnel department"},
    "dual_holder": {"vi": "Người kiêm nhiệm", "en": "Dual holder"},
    "auditor": {"vi": "Kiểm tra viên", "en": "Auditor"},
}
# Chromium's own line for an answer of 4xx or 5xx; documents may answer so, assets are checked below
STATUS_LINE = "Failed to load resource: the server responded with a status of"


@dataclass
class Visitor:
    """One browser context with one page. `troubles`: what must stay empty."""

    url: str
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, url: str, **options: Any) -> Visitor:
        options = {"viewport": {"width": 1400, "height": 900}, "color_scheme": "light", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        visitor = cls(url, context, context.new_page())
        context.on("weberror", visitor._on_script_error)
        context.on("console", visitor._on_console)
        context.on("request", visitor._on_request)
        context.on("requestfailed", visitor._on_failed)
        context.on("response", visitor._on_response)
        return visitor

    def go(self, path: str, status: int = 200) -> Page:
        """Open a path of the site and require its status."""
        response = self.page.goto(self.url + path)
        assert response is not None
        assert (path, response.status) == (path, status)
        return settled(self.page)

    def fetch(self, path: str) -> str:
        """A page's source with this visitor's session, without showing it."""
        answer = self.context.request.get(self.url + path)
        assert answer.ok, f"{path} answered {answer.status}"
        return answer.text()

    def first_link(self, path: str, pattern: str) -> str:
        """The first address in a page's source that fits, without its query."""
        found = re.search(rf'href="({pattern})[?"]', self.fetch(path))
        assert found is not None, f"{path} has no link like {pattern}"
        return found[1]

    def _on_script_error(self, error: WebError) -> None:
        self.troubles.append(f"script error: {error.error}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_LINE):
            self.troubles.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.url).netloc:
            self.troubles.append(f"request to another host: {request.url}")

    def _on_failed(self, request: Request) -> None:
        # leaving a page, or a download, aborts what was under way
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        is_document = response.request.resource_type in ("document", "xhr", "fetch")
        if response.status >= (500 if is_document else 400):
            self.troubles.append(f"{response.status}: {response.url}")


def settled(page: Page) -> Page:
    """The page when the parts it loads after itself have come."""
    expect(page.locator(".later")).to_have_count(0, timeout=30_000)
    return page


def sign_in(visitor: Visitor, persona: str, language: str) -> Page:
    """One click on the sign-in page, after choosing its language; ends at the persona's home."""
    page = visitor.go("/sign-in/")
    switch = page.locator(f'button[name="language"][value="{language}"]')
    if switch.count():  # shown only in the other language
        switch.click()
        page.wait_for_url("**/sign-in/")
    role = page.get_by_text(PERSONAS[persona][language], exact=True)
    page.locator('button[name="persona"]').filter(has=role).click()
    page.wait_for_selector(".account")
    assert page.locator("html").get_attribute("lang") == language
    return page
