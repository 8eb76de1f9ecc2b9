"""Pages over the register: what they show, to whom, and that their cost does not grow with rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.register import START, Town, found_town, person, post

from kiem.delivery.web.rulermarks import forget_ruler_facts
from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    record_decision,
    register_people,
)
from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account
from kiem.platform.kernel import clock

DAY = "2025-03-03"
Enter = Callable[[str, str], Client]


@pytest.fixture
def town(db: None) -> Town:
    """The small town with people in every seat."""
    built = found_town()
    chief, *officers = built.people
    appoint(
        decision_id=built.decision,
        appointments=[
            NewAppointment(chief, built.chief, START, "appointed", 100),
            *(NewAppointment(p, built.officer, START, "appointed", 100) for p in officers[:3]),
            NewAppointment(officers[0], built.secretary, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    return built


@pytest.fixture
def enter(client: Client, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Sign in an account with one role in one scope."""

    def as_role(role: str, scope: str) -> Client:
        user_id = create_account(
            username=f"{role}.{scope}".replace(":", "-"),
            display_name=role,
            password="thirteen red lanterns",
            actor=SYSTEM,
        )
        grant_access(
            principal=f"user:{user_id}", role=role, scope=scope, valid_from=START, actor=SYSTEM
        )
        answer = client.post(
            "/sign-in/",
            {"username": f"{role}.{scope}".replace(":", "-"), "password": "thirteen red lanterns"},
        )
        assert answer.status_code == 302
        client.cookies["django_language"] = "en"
        return client

    return as_role


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_unit_page_lists_holders_vacancies_and_chapters(town: Town, enter: Enter) -> None:
    page = text_of(enter("personnel", "all"), f"/units/{town.unit}/?on={DAY}")
    assert page.count('<td class="date">1 Jan 2025</td>') == 4
    assert "Công an xã A-Y" in page or "Commune Police A-Y" in page
    assert "as of 3 March 2025" in page


def test_post_page_names_holder_and_decision(town: Town, enter: Enter) -> None:
    page = text_of(enter("personnel", "all"), f"/posts/{town.secretary}/?on={DAY}")
    assert "Nguyễn Văn Người 2" in page
    assert f'href="/people/{town.people[1]}/?on={DAY}"' in page
    assert "01/QĐ" in page


def test_person_page_shows_both_roles_side_by_side(town: Town, enter: Enter) -> None:
    page = text_of(enter("personnel", "all"), f"/people/{town.people[1]}/?on={DAY}")
    line, office = page.index('class="role-line"'), page.index('class="role-office"')
    assert "Officer" in page[line:office]
    assert "Secretary" in page[office:]


def test_person_page_is_recorded_in_the_trail(town: Town, enter: Enter) -> None:
    client = enter("auditor", "all")
    text_of(client, f"/people/{town.people[1]}/?on={DAY}")
    assert f"person:{town.people[1]}" in text_of(client, "/audit/?views=1")


def test_unit_of_another_scope_does_not_exist(town: Town, enter: Enter) -> None:
    client = enter("unit_commander", f"unit:{town.unit}")
    assert client.get(f"/units/{town.unit}/?on={DAY}").status_code == 200
    for path in (f"/units/{town.other_unit}/", f"/people/{town.people[5]}/", "/units/999999/"):
        assert client.get(f"{path}?on={DAY}").status_code == 404, path


def test_employer_never_gets_the_members(town: Town, enter: Enter) -> None:
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[4], town.chapter, START)],
        actor=SYSTEM,
    )
    client = enter("personnel", "all")
    page = text_of(client, f"/organizations/{town.chapter}/?on={DAY}")
    assert "the list is the member organisation" in page
    assert client.get(f"/organizations/{town.chapter}/members/?on={DAY}").status_code == 403


def test_member_list_opens_for_its_own_line_and_is_recorded(town: Town, enter: Enter) -> None:
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(town.people[4], town.chapter, START)],
        actor=SYSTEM,
    )
    client = enter("youth_officer", f"line:{town.youth}")
    page = text_of(client, f"/organizations/{town.chapter}/members/?on={DAY}")
    assert "Nguyễn Văn Người 5" in page


def test_search_finds_without_accents(town: Town, enter: Enter) -> None:
    page = text_of(enter("personnel", "all"), f"/search/?text=nguoi+3&on={DAY}")
    assert "Nguyễn Văn Người 3" in page
    assert "Nguyễn Văn Người 2" not in page


@pytest.mark.parametrize("text", ["", "%", "zzzz", "'; drop", "a" * 500])
def test_search_without_hits_says_what_to_do(town: Town, enter: Enter, text: str) -> None:
    answer = enter("personnel", "all").get("/search/", {"text": text, "on": DAY})
    assert answer.status_code == 200


def test_table_of_a_page_downloads_with_its_filters(town: Town, enter: Enter) -> None:
    client = enter("personnel", "all")
    answer = client.get(f"/units/?on={DAY}&text=XA+b&format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [row[1] for row in rows[1:]] == ["B"]
    assert client.get(f"/units/?on={DAY}&format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("on=2025-02-31", 400),
        ("on=0001-01-01", 400),
        ("on=9999-12-31", 400),
        ("on=tomorrow", 400),
        ("known_at=2999-01-01", 400),
        ("known_at=2025-03-01", 403),
        ("after=xxxx", 422),
        ("after=WzEsMl0", 422),
        ("format=exe", 422),
        ("kind=castle", 404),
    ],
)
def test_bad_parameter_is_answered_with_a_remedy(
    town: Town, enter: Enter, query: str, status: int
) -> None:
    answer = enter("personnel", "all").get(f"/units/?{query}")
    assert answer.status_code == status
    assert 'class="state' in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat(town: Town, enter: Enter) -> None:
    register_people(
        decision_id=town.decision, people=[person(n) for n in range(100, 230)], actor=SYSTEM
    )
    client = enter("personnel", "all")
    seen: list[str] = []
    path = f"/people/?on={DAY}"
    while path:
        page = text_of(client, path)
        seen += [cell.split("</td>")[0] for cell in page.split("<td>")[1:] if cell[:5].isdigit()]
        _, _, rest = page.partition('rel="next" href="')
        path = rest.partition('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 136


def count_queries(client: Client, path: str) -> int:
    text_of(client, path)  # warms caches and notes the view
    with CaptureQueriesContext(connection) as captured:
        text_of(client, path)
    return len(captured)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/findings/",
        "/units/{unit}/",
        "/units/{unit}/load/",
        "/organizations/{chapter}/",
        "/people/",
        "/units/",
        "/posts/{officer}/",
    ],
)
def test_queries_do_not_grow_with_rows(town: Town, enter: Enter, path: str) -> None:
    client = enter("personnel", "all")
    address = path.format(unit=town.unit, chapter=town.chapter, officer=town.officer) + f"?on={DAY}"
    before = count_queries(client, address)
    more = create_posts(
        decision_id=town.decision,
        posts=[post(town.unit, title_en=f"Officer {n}") for n in range(30)]
        + [post(town.chapter, kind="office", role="committee_member", seats=30)],
        actor=SYSTEM,
    )
    people = register_people(
        decision_id=town.decision, people=[person(n) for n in range(50, 80)], actor=SYSTEM
    )
    appoint(
        decision_id=town.decision,
        appointments=[
            appointment
            for p, post_id in zip(people, more, strict=False)
            for appointment in (
                NewAppointment(p, post_id, START, "appointed", 100),
                NewAppointment(p, more[-1], START, "elected", 0),
            )
        ],
        actor=SYSTEM,
    )
    assert count_queries(client, address) == before


def test_decision_page_counts_what_it_made(town: Town, enter: Enter) -> None:
    page = text_of(enter("personnel", "all"), f"/decisions/{town.decision}/?on={DAY}")
    assert "Decision 01/QĐ" in page
    assert "5 appointments" in page


def test_later_decision_of_another_issuer_is_not_shown_as_made(town: Town, enter: Enter) -> None:
    decision = record_decision(
        issuer_id=town.city,
        number="02/QĐ",
        signed_on=date(2025, 2, 1),
        kind="personnel",
        title_vi="Trống",
        actor=SYSTEM,
    )
    page = text_of(enter("personnel", "all"), f"/decisions/{decision}/?on={DAY}")
    assert page.count("Nothing.") == 2


def test_rules_say_letter_and_source(town: Town, enter: Enter) -> None:
    client = enter("dual_holder", f"person:{town.people[1]}")
    page = text_of(client, f"/rules/?on={DAY}")
    assert "Trade Union Law 2012 (12/2012/QH13), art. 24(2)" in page
    assert "example, not law" in page
    rule = text_of(client, "/rules/vn.trade_union.release.leader@2025-07-01/")
    assert "24 h a month" in rule
    assert client.get("/rules/none@2025-01-01/").status_code == 404


@pytest.fixture(autouse=True)
def fresh_ruler() -> None:
    forget_ruler_facts()


def test_home_says_who_holds_two_posts_and_where_the_hours_come_from(
    town: Town, enter: Enter
) -> None:
    page = text_of(enter("personnel", "all"), f"/?on={DAY}")
    assert "In March 2025, 1 of 4 officers holds two posts: strained 0, overloaded 0." in page
    assert "0 by law" in page
    assert 'hx-get="/findings/first/' in page


def test_home_of_a_dual_holder_is_their_own_month(town: Town, enter: Enter) -> None:
    client = enter("dual_holder", f"person:{town.people[1]}")
    answer = client.get(f"/?on={DAY}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/people/{town.people[1]}/?on={DAY}"
    part = text_of(client, f"/people/{town.people[1]}/load/?on={DAY}")
    assert "What the offices entitle to this month" in part


@pytest.mark.parametrize(
    "part", ["/units/{unit}/load/", "/people/{dual}/load/", "/findings/first/"]
)
def test_late_part_is_a_fragment_for_htmx_and_a_page_without(
    town: Town, enter: Enter, part: str
) -> None:
    client = enter("personnel", "all")
    path = part.format(unit=town.unit, dual=town.people[1]) + f"?on={DAY}"
    assert "<html" in text_of(client, path)
    fragment = client.get(path, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "<html" not in fragment.content.decode()


def test_figure_opens_in_the_panel_and_as_a_page_that_can_be_cited(
    town: Town, enter: Enter
) -> None:
    client = enter("personnel", "all")
    path = f"/why/person:{town.people[1]}/load/?on={DAY}"
    page = text_of(client, path)
    assert "(L + uncovered) / A" in page
    assert f"http://testserver{path}" in page
    panel = client.get(path, headers={"HX-Request": "true", "HX-Target": "panel"})
    assert "data-close-panel" in panel.content.decode()
    assert client.get(f"/why/person:{town.people[1]}/beauty/?on={DAY}").status_code == 422
    assert client.get(f"/why/planet:1/load/?on={DAY}").status_code == 422


def test_findings_are_filtered_by_what_exists(town: Town, enter: Enter) -> None:
    client = enter("personnel", "all")
    assert client.get(f"/findings/?on={DAY}&severity=serious").status_code == 200
    for query in ("severity=huge", "code=none", "unit=x", "unit=-1"):
        assert client.get(f"/findings/?on={DAY}&{query}").status_code == 422, query


def test_organisation_of_any_kind_opens_at_its_own_page(town: Town, enter: Enter) -> None:
    client = enter("personnel", "all")
    chapter = client.get(f"/organizations/{town.chapter}/open/?on={DAY}")
    unit = client.get(f"/organizations/{town.unit}/open/?on={DAY}")
    assert chapter["Location"] == f"/organizations/{town.chapter}/?on={DAY}"
    assert unit["Location"] == f"/units/{town.unit}/?on={DAY}"


def test_pages_are_vietnamese_until_another_language_is_chosen(town: Town, enter: Enter) -> None:
    client = enter("personnel", "all")
    del client.cookies["django_language"]
    page = client.get(f"/units/{town.unit}/?on={DAY}", headers={"Accept-Language": "en"})
    assert '<html lang="vi"' in page.content.decode()
    client.post("/preferences/", {"language": "en", "next": "/units/"})
    assert '<html lang="en"' in text_of(client, f"/units/{town.unit}/?on={DAY}")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_preferences_never_lead_away(client: Client, db: None, target: str) -> None:
    answer = client.post("/preferences/", {"theme": "dark", "next": target})
    assert answer["Location"] == "/"
    assert answer.cookies["kiem_theme"].value == "dark"


def test_unit_before_its_life_leads_to_a_day_it_existed(town: Town, enter: Enter) -> None:
    client = enter("personnel", "all")
    for path in (f"/units/{town.unit}/", f"/organizations/{town.chapter}/"):
        answer = client.get(f"{path}?on=2024-06-01")
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "did not exist on 1 June 2024." in page
        today = clock.today()
        assert f'href="{path}?on={today.isoformat()}"' in page


def test_unit_of_another_scope_is_not_named_on_any_day(town: Town, enter: Enter) -> None:
    client = enter("unit_commander", f"unit:{town.unit}")
    page = client.get(f"/units/{town.other_unit}/?on=2024-06-01")
    assert page.status_code == 404
    assert "did not exist" not in page.content.decode()
