"""axe finds nothing on any page: light, dark, phone; nothing is wider than a phone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from kiem.domain.documents.render import FileFormat
from tests.e2e.conftest import Visit
from tests.e2e.daily_places import FILES, FORMS_ONLY, daily_places
from tests.e2e.demo import Site, start_kiem
from tests.e2e.places import Place, places_of
from tests.e2e.visitor import LANGUAGES, PERSONAS, Visitor

pytestmark = pytest.mark.browser

ANSWERS_FORMS_ONLY = {
    "enter_persona",
    "sign_out",
    "preferences",
    "cancel_run",
    "revoke_token",
    "open_notice",
    "mark_all_read",
    "calendar_address",
    "revoke_calendar_address",
    "tick_handover",
    "vote_ballot",  # shown by answering the code; looked at in test_voting_with_codes
    *FORMS_ONLY,
    "remove_article",
    "discard_draft",
}
# Not pages: files under an address that does not say so, beside those whose address ends like one.
DOWNLOADS = {"return_form", "return_workbook", "return_report_file", "event_ics", *FILES}
DOCUMENT_ENDINGS = tuple(f".{kind}" for kind in FileFormat)
NEEDS_A_PASSWORD = {"enter_code"}  # visited by the test of the second factor, below
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1400, "height": 900}
ALL_RULES = {"resultTypes": ["violations"]}
CONTRAST_ONLY = {**ALL_RULES, "runOnly": ["color-contrast"]}  # all that a scheme of colours changes
IS_TOO_WIDE = """() => {
  const root = document.documentElement;
  return root.scrollWidth - Math.ceil(root.getBoundingClientRect().width);
}"""


def faults(page: Page, where: str) -> list[str]:
    """What axe and a ruler find, in light, in dark, and on a phone."""
    found = []
    for scheme, size in (("light", DESK), ("dark", DESK), ("light", PHONE)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        state = f"{where} {scheme} {size['width']}"
        options = CONTRAST_ONLY if scheme == "dark" else ALL_RULES
        for violation in Axe().run(page, options=options).response["violations"]:
            found += [
                f"{state}: {violation['id']} at {node['target']}: {node['html'][:90]}"
                for node in violation["nodes"][:3]
            ]
        if (excess := page.evaluate(IS_TOO_WIDE)) > 0:
            found.append(f"{state}: {excess} px too wide")
    page.set_viewport_size(DESK)
    return found


def routes_of(patterns: Iterable[URLPattern | URLResolver], under: str = "") -> dict[str, str]:
    """Every named URL and its route."""
    routes: dict[str, str] = {}
    for pattern in patterns:
        route = f"{under}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            routes |= routes_of(pattern.url_patterns, route)
        else:
            assert pattern.name is not None, f"{pattern} has no name"
            routes[pattern.name] = route
    return routes


@pytest.fixture(scope="module")
def page_names() -> set[str]:
    """The named URLs that show a page to whoever opens them."""
    routes = routes_of(get_resolver().url_patterns)
    documents = {name for name, route in routes.items() if route.endswith(DOCUMENT_ENDINGS)}
    no_pages = ANSWERS_FORMS_ONLY | DOWNLOADS | NEEDS_A_PASSWORD
    assert no_pages <= set(routes), "a name here is no longer one of the program's"
    assert not no_pages & documents, "its address already says that it is a file"
    return set(routes) - documents - no_pages


def test_axe_finds_nothing_on_any_page(visit: Visit, page_names: set[str]) -> None:
    seen_by: dict[str | None, Visitor] = {
        None: visit(),
        "youth_officer": visit("youth_officer", "en"),
        "auditor": visit("auditor", "vi"),
        "dual_holder": visit("dual_holder", "en"),
        "unit_commander": visit("unit_commander", "vi"),
    }
    places: list[Place] = [
        *places_of(seen_by["youth_officer"], seen_by["auditor"]),
        *daily_places(seen_by["dual_holder"], seen_by["youth_officer"], seen_by["unit_commander"]),
    ]
    assert {place.name for place in places} == page_names
    found = []
    for place in places:
        page = seen_by[place.persona].go(place.path, place.status)
        found += faults(page, place.path)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("persona", PERSONAS)
def test_names_of_an_account_fit_on_a_phone(visit: Visit, persona: str, language: str) -> None:
    page = visit(persona, language).page
    page.set_viewport_size(PHONE)
    assert page.evaluate(IS_TOO_WIDE) == 0


def test_axe_finds_nothing_in_the_open_panel(visit: Visit) -> None:
    visitor = visit("unit_commander", "vi")
    page = visitor.go("/?on=2025-10-23")
    page.locator("dl.figures a.why").first.click()
    page.locator("#panel h2").wait_for()
    assert faults(page, "panel") == []


def test_pages_that_only_answer_forms_refuse_to_be_opened(visit: Visit) -> None:
    visitor = visit("auditor")
    answers = {
        path: visitor.context.request.get(visitor.url + path).status
        for path in ("/sign-in/persona/", "/sign-out/", "/preferences/")
    }
    assert set(answers.values()) == {405}


def make_account(site: Site, username: str, password: str) -> None:
    process = start_kiem(
        site.data, "account", "add", username, "--password-from-stdin", stdin=-1, stdout=-1
    )
    process.communicate(password + "\n", timeout=60)
    assert process.returncode == 0


def test_second_factor_is_set_up_asked_for_and_taken_away(visit: Visit, site: Site) -> None:
    username, password = f"kiem-tra-{secrets.token_hex(3)}", "một mật khẩu đủ dài"
    make_account(site, username, password)
    visitor = visit()
    page = visitor.go("/sign-in/")

    def enter(text: str) -> None:
        page.locator("#id_username").fill(username)
        page.locator("#id_password").fill(text)
        page.locator(".credentials button.primary").click()
        page.wait_for_load_state()

    enter("không phải mật khẩu này")
    found = faults(page, "sign-in refused")
    enter(password)
    page.goto(f"{site.url}/account/second-factor/")
    secret = page.locator("code").first.inner_text().replace(" ", "")
    codes = pyotp.TOTP(secret)
    page.locator("#id_code").fill(codes.now())
    page.locator("main button.primary").click()
    page.wait_for_load_state()
    found += faults(page, "recovery codes")
    recovery = page.locator("main li").first.inner_text().strip()
    page.goto(f"{site.url}/account/")
    page.locator('form[action="/sign-out/"] button').click()
    page.wait_for_url("**/sign-in/")
    enter(password)
    assert page.url.endswith("/sign-in/code/")
    found += faults(page, "code")
    page.locator("#id_code").fill(recovery)
    page.locator("main button.primary").click()
    page.wait_for_selector(".account")
    assert found == []
