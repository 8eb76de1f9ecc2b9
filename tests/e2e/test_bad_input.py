"""What nobody should ask is answered with a clear page, and writes nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.places import ON, unit_path
from tests.e2e.visitor import PERSONAS

pytestmark = pytest.mark.browser


UNKNOWN_OR_FORBIDDEN = {
    "/nowhere/": 404,
    "/units/99999999/": 404,
    "/people/99999999999999999999/": 404,
    "/posts/0/": 404,
    "/rules/no-such-rule/": 404,
    "/why/unit:1/nonsense/": 422,
    "/?sort=nonsense": 422,
    "/?format=pdf": 422,
    "/?from=-1": 422,
    "/units/?kind=nonsense": 404,
    "/units/?after=nonsense": 422,
    "/?known_at=2025-10-25": 403,
    "/audit/": 403,
}


def test_impossible_or_absurd_date_can_be_mended_on_the_spot(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    for day in ("2025-02-31", "0001-01-01", "9999-12-31", "31/04/2025", "soon"):
        page = visitor.go(f"/units/?on={day}", 400)
        assert day in page.locator(".state-message").inner_text()
        assert "2025-02-15" in page.locator("main").inner_text()
        field = page.locator("#repair")
        assert field.input_value() == day
        field.fill("2025-02-15")
        page.keyboard.press("Enter")
        page.wait_for_url("**/units/?on=2025-02-15")
        expect(page.locator("h1")).to_have_text("Units")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_unknown_or_forbidden_page_says_so_with_a_next_step(visit: Visit, language: str) -> None:
    visitor = visit("personnel", language)
    for path, status in UNKNOWN_OR_FORBIDDEN.items():
        page = visitor.go(path, status)
        assert page.locator(".state-code").inner_text() == str(status)
        message = page.locator(".state-message").inner_text()
        assert len(message) > 15
        assert language == "en" or not re.search(r"\b(unit|person|post) \d", message), message
        assert page.locator("main a[href='/']").count() == 1, path
        assert page.locator(".main-nav a").count() >= 5  # the subjects, wherever one is


def test_page_of_another_scope_is_not_there(visit: Visit) -> None:
    everywhere, commander = visit("personnel", "en"), visit("unit_commander", "en")
    foreign = unit_path(everywhere, "ba+dinh")
    person = everywhere.first_link(foreign + ON, r"/people/\d+/")
    post = everywhere.first_link(foreign + ON, r"/posts/\d+/")
    for path in (foreign, person, post):
        everywhere.go(path + ON)
        missing = commander.go(path + ON, 404).locator(".state-message").inner_text()
        never = commander.go("/units/99999999/" + ON, 404).locator(".state-message").inner_text()
        assert missing.split("'")[0].split("9")[0][:12] == never.split("'")[0].split("9")[0][:12]


def test_nobody_sees_a_page_before_signing_in(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(f"/units/{ON}")
    assert page.url.endswith("/sign-in/?next=/units/%3Fon%3D2025-10-23") or "/sign-in/" in page.url
    role = page.get_by_text(PERSONAS["personnel"]["vi"], exact=True)
    page.locator('button[name="persona"]').filter(has=role).click()
    page.wait_for_url(f"**/units/{ON}")


def test_repeated_submit_does_no_harm(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    page = visitor.go(f"/{ON}")
    token = page.locator('form.switches input[name="csrfmiddlewaretoken"]').get_attribute("value")
    form = {"csrfmiddlewaretoken": token or "", "next": f"/{ON}", "theme": "dark"}
    answers = [
        visitor.context.request.post(f"{visitor.url}/preferences/", form=form, max_redirects=0)
        for _ in range(3)
    ]
    assert [answer.status for answer in answers] == [302, 302, 302]
    sign_out = {"csrfmiddlewaretoken": token or ""}
    outs = [
        visitor.context.request.post(f"{visitor.url}/sign-out/", form=sign_out, max_redirects=0)
        for _ in range(2)
    ]
    assert outs[0].status == 302
    assert outs[1].status in (302, 403)
    assert "/sign-in/" in visitor.go("/").url


def test_form_of_another_site_is_refused_with_words(visit: Visit) -> None:
    visitor = visit("personnel", "en")
    answer = visitor.context.request.post(f"{visitor.url}/sign-out/", form={"x": "1"})
    assert answer.status == 403
    assert "This form was not accepted" in answer.text()
    visitor.go("/account/")


def test_unknown_persona_is_refused_and_signs_nobody_in(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("/sign-in/")
    button = page.locator('button[name="persona"]').first
    button.evaluate("button => button.value = '999999'")
    button.click()
    page.wait_for_load_state()
    assert page.locator(".account").count() == 0
    assert "/sign-in/" in visitor.go("/").url
