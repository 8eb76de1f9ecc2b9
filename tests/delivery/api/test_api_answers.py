"""What every answer has: the envelope, pages, languages, the mark of invented people; problems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings
from tests.factories.two_sides import TwoSides

from kiem.delivery.api import front
from kiem.platform.accounts.throttling import ADDRESS_ATTEMPTS
from kiem.platform.kernel.installation import mark_sample

Call = Callable[..., Any]
DAY = "on=2025-03-03"


def _problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    return body


def test_answer_says_which_day_and_knowledge_it_speaks_of(call: Call) -> None:
    about = call("auditor", f"/units?{DAY}&known_at=2025-06-30T12:00:00Z").json()["about"]
    assert about == {
        "on": "2025-03-03",
        "known_at": "2025-06-30T12:00:00Z",
        "invented_people": False,
    }


def test_answers_of_sample_data_say_that_people_are_invented(call: Call) -> None:
    before = call("auditor", f"/people?{DAY}")
    assert "Kiem-Data" not in before.headers
    mark_sample(until=date(2025, 10, 23))
    for path in (f"/people?{DAY}", "/people/999999", "/nowhere"):
        assert call("auditor", path).headers["Kiem-Data"] == "invented-people"
    assert call("auditor", f"/people?{DAY}").json()["about"]["invented_people"] is True


def test_pages_of_one_row_list_everybody_once_in_vietnamese_order(call: Call) -> None:
    whole = call("auditor", f"/people?{DAY}").json()
    assert whole["next"] is None
    names, cursor = [], ""
    while cursor is not None:
        page = call("auditor", f"/people?{DAY}&limit=1&cursor={cursor}").json()
        names += [person["full_name"] for person in page["data"]]
        cursor = page["next"]
    assert names == [person["full_name"] for person in whole["data"]]
    assert [name.rpartition(" ")[2] for name in names] == ["Ánh", "Bình", "Cúc", "Dung", "Giang"]


def test_cursor_of_another_list_or_of_nobody_is_refused(call: Call) -> None:
    cursor = call("auditor", f"/people?{DAY}&limit=1").json()["next"]
    for path in (f"/units?cursor={cursor}", f"/people?cursor={cursor}x", "/people?cursor=WzFd"):
        body = _problem(call("auditor", path), 422, "api.bad_cursor")
        assert body["field"] == "cursor"


def test_language_is_the_owners_unless_the_request_asks(call: Call) -> None:
    owners = call("auditor", "/units/999999")
    asked = call("auditor", "/units/999999", Accept_Language="en-GB,en;q=0.9,vi;q=0.8")
    assert owners.headers["Content-Language"] == "vi"
    assert asked.headers["Content-Language"] == "en"
    assert owners.json()["detail"] != asked.json()["detail"]
    assert asked.json()["detail"] == "There is no unit 999999 here."


def test_unknown_address_is_a_problem_not_a_page(call: Call) -> None:
    _problem(call("auditor", "/nowhere"), 404, "api.no_route")
    _problem(call("", "/units/1/2/3"), 404, "api.no_route")


def test_method_an_address_does_not_take_is_refused_with_those_it_takes(call: Call) -> None:
    answer = call("auditor", "/units", {}, method="DELETE")
    _problem(answer, 405, "api.wrong_method")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_head_answers_like_get_without_a_body(sides: TwoSides, call: Call) -> None:
    answer = call("auditor", f"/units/{sides.a}?{DAY}", method="HEAD", body=b"".decode())
    assert (answer.status_code, answer.content) == (200, b"")
    got = call("auditor", f"/units/{sides.a}?{DAY}")
    assert answer.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("given", [None, "Basic bGFuOng=", "Bearer", "Bearer  "])
def test_request_without_a_token_says_how_to_get_one(given: str | None, db: None) -> None:
    headers = {} if given is None else {"Authorization": given}
    answer = Client().get("/api/units", headers=headers)
    body = _problem(answer, 401, "accounts.token_missing")
    assert "Authorization: Bearer" in body["remedy"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_wrong_token_is_unauthorized_and_at_last_throttled(db: None) -> None:
    client, headers = Client(), {"Authorization": "Bearer kiem_0_wrong"}
    for _ in range(ADDRESS_ATTEMPTS):
        _problem(client.get("/api/me", headers=headers), 401, "accounts.unusable_token")
    answer = client.get("/api/me", headers=headers)
    _problem(answer, 429, "accounts.too_many_attempts")
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60


def test_session_of_a_browser_opens_nothing(sides: TwoSides, client: Client) -> None:
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model()._default_manager.get(pk=sides.accounts["auditor"]))
    assert client.get(f"/units/?{DAY}").status_code == 200
    _problem(client.get(f"/api/units?{DAY}"), 401, "accounts.token_missing")


def test_permission_the_token_lacks_is_named(call: Call) -> None:
    body = _problem(call("commander", "/audit"), 403, "access.forbidden")
    assert body["params"] == {"permission": "audit.view"}


def test_all_wrong_parameters_are_told_at_once(call: Call) -> None:
    body = _problem(
        call("auditor", "/units?limit=0&parent_id=x", Accept_Language="en"),
        422,
        "api.wrong_fields",
    )
    assert body["errors"] == [
        {"in": "query", "field": "limit", "message": "This is less than 1."},
        {"in": "query", "field": "parent_id", "message": "This is not a whole number."},
    ]


def test_parameter_that_does_not_exist_is_told_not_ignored(call: Call) -> None:
    body = _problem(call("auditor", "/units?know_at=2025-01-01"), 422, "api.wrong_fields")
    assert body["errors"][0]["field"] == "know_at"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("on=2025-02-30", "web.bad_date"),
        ("on=1800-01-01", "web.bad_date"),
        ("on=tomorrow", "web.bad_date"),
        ("on=", "web.bad_date"),
        ("known_at=", "web.bad_moment"),
        ("known_at=2999-01-01", "web.bad_moment"),
        ("known_at=yesterday", "web.bad_moment"),
        ("text=%00", "api.unwritable_text"),
        ("kind=%ED%A0%80", None),
    ],
)
def test_impossible_values_are_problems(asked: str, code: str | None, call: Call) -> None:
    answer = call("auditor", f"/units?{asked}")
    if code is None:  # broken bytes become replacement characters: a kind nobody knows
        assert answer.status_code in (200, 404, 422)
    else:
        _problem(answer, 422, code)


@pytest.mark.parametrize("number", ["0", "-1", "1.0", "٣", "9" * 30, "abc", "%00"])
def test_number_that_is_none_is_refused_where_it_stands(number: str, call: Call) -> None:
    answer = call("auditor", f"/units/{number}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_lost_database_is_503_and_a_fault_is_500_without_details(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(error: Exception) -> None:
        def fail(request: object) -> None:
            raise error

        monkeypatch.setattr(front, "_answer", fail)

    breaking(OperationalError("server closed the connection"))
    assert "server closed" not in str(_problem(client.get("/api/me"), 503, "api.not_available"))
    breaking(RuntimeError("a secret"))
    assert "a secret" not in str(_problem(client.get("/api/me"), 500, "api.broken"))


def test_answers_carry_the_headers_of_the_house_and_no_cookie(call: Call) -> None:
    answer = call("auditor", "/units")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.headers["Vary"]
    assert not answer.cookies


def test_api_reads_no_cookie_of_the_site(settings: Settings) -> None:
    """It stands before every middleware that does."""
    chain = project.MIDDLEWARE
    ours = chain.index("kiem.delivery.api.middleware.ApiMiddleware")
    assert ours < chain.index("django.contrib.sessions.middleware.SessionMiddleware")
    assert ours < chain.index("django.middleware.csrf.CsrfViewMiddleware")


def test_list_takes_as_many_queries_for_many_rows_as_for_one(
    sides: TwoSides, call: Call, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call("auditor", f"/people?{DAY}")
    counts = []
    for limit in (1, 5):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            call("auditor", f"/people?{DAY}&limit={limit}")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10
