"""The inbox page, its marks, and the count in the head of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.platform import notices
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock
from kiem.platform.notices import texts

SENT = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sentences() -> Iterator[None]:
    before = dict(texts._texts)
    notices.register_texts(
        {
            "test.appointed": "{person} is {title} from {effective_on}, month {month}: {count}.",
            "test.plain": "Something <b>happened</b>.",
        }
    )
    yield
    texts._texts.clear()
    texts._texts.update(before)


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Callable[[str, str], Client]:
    def as_persona(persona: str, language: str = "en") -> Client:
        client.force_login(User.objects.get(pk=sides.accounts[persona]))
        client.cookies["django_language"] = language
        return client

    return as_persona


Enter = Callable[..., Client]


def send(sides: TwoSides, persona: str = "commander", **options: object) -> None:
    values: dict[str, object] = {"code": "test.plain", "params": {}, "link": "", "actor": SYSTEM}
    with clock.travel(SENT):
        notices.notify(user_ids=[sides.accounts[persona]], **{**values, **options})  # type: ignore[arg-type]  # as given


def appointed(sides: TwoSides) -> dict[str, object]:
    return {
        "person_id": sides.people["Ánh"],
        "title_vi": "Bí thư",
        "title_en": "Secretary",
        "effective_on": "2025-07-02",
        "month": "2025-10",
        "count": 1234,
    }


def body_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Nguyễn Văn Ánh is Secretary from 2 Jul 2025, month October 2025: 1,234."),
        (
            "vi",
            "Nguyễn Văn Ánh is Bí thư from 02/07/2025, month tháng 10 năm 2025: 1.234.",
        ),
    ],
)
def test_notice_is_written_in_the_readers_language(
    sides: TwoSides, enter: Enter, language: str, sentence: str
) -> None:
    send(sides, code="test.appointed", params=appointed(sides), link="/units/")
    page = body_of(enter("commander", language), "/inbox/")
    assert f"</span> {sentence}</p>" in page
    assert ("1 Jul 2025 08:00" if language == "en" else "01/07/2025 08:00") in page


@pytest.mark.django_db
def test_opening_a_notice_marks_it_and_leads_to_its_page(sides: TwoSides, enter: Enter) -> None:
    send(sides, link="/units/?x=1")
    client = enter("commander")
    page = body_of(client, "/inbox/")
    assert "Something &lt;b&gt;happened&lt;/b&gt;." in page
    assert '<b class="unread">1<span class="off"> unread</span></b>' in page
    address = page.split('action="/inbox/')[2].split('"')[0]
    answer = client.post(f"/inbox/{address}")
    assert (answer.status_code, answer["Location"]) == (302, "/units/?x=1")
    again = body_of(client, "/inbox/")
    assert 'class="unread"' not in again
    assert "is-new" not in again
    assert client.post(f"/inbox/{address}")["Location"] == "/units/?x=1"


@pytest.mark.django_db
def test_notice_of_another_account_is_not_there(sides: TwoSides, enter: Enter) -> None:
    send(sides)
    own = enter("commander").get("/inbox/").content.decode()
    address = own.split('action="/inbox/')[2].split('"')[0]
    client = enter("auditor")
    assert "No notices yet." in body_of(client, "/inbox/")
    assert client.post(f"/inbox/{address}").status_code == 404
    assert notices.unread_count(viewer=viewer_of(sides, "commander")) == 1


def viewer_of(sides: TwoSides, persona: str) -> object:
    from kiem.platform.access import viewer_for

    return viewer_for(User.objects.get(pk=sides.accounts[persona]))


@pytest.mark.django_db
def test_all_are_marked_as_read_at_once(sides: TwoSides, enter: Enter) -> None:
    for number in range(3):
        send(sides, params={"number": number})
    client = enter("commander")
    assert client.post("/inbox/read/")["Location"] == "/inbox/"
    assert "You have read everything." in body_of(client, "/inbox/?unread=1")


@pytest.mark.django_db
def test_older_notices_follow_on_the_next_page(sides: TwoSides, enter: Enter) -> None:
    for number in range(60):
        send(sides, code="test.appointed", params={**appointed(sides), "count": number})
    client = enter("commander")
    first = body_of(client, "/inbox/")
    (older,) = [part.split('"')[0] for part in first.split('rel="next" href="')[1:]]
    second = body_of(client, older.replace("&amp;", "&"))
    assert (first.count("<li class"), second.count("<li class")) == (50, 10)
    assert 'rel="next"' not in second
    assert client.get("/inbox/?after=zzz").status_code == 422


@pytest.mark.django_db
def test_code_of_another_version_does_not_break_the_page(sides: TwoSides, enter: Enter) -> None:
    send(sides, code="test.appointed", params={"title_vi": "Bí thư"})
    del texts._texts["test.appointed"]
    assert "test.appointed" in body_of(enter("commander"), "/inbox/")


@pytest.mark.django_db
def test_missing_field_is_a_dash(sides: TwoSides, enter: Enter) -> None:
    send(sides, code="test.appointed", params={"title_vi": "Bí thư", "effective_on": "soon"})
    assert "– is Bí thư from soon, month –: –." in body_of(enter("commander"), "/inbox/")


@pytest.mark.django_db
def test_queries_of_the_inbox_do_not_grow_with_notices(sides: TwoSides, enter: Enter) -> None:
    client = enter("commander")

    def queries() -> int:
        body_of(client, "/inbox/")
        with CaptureQueriesContext(connection) as captured:
            body_of(client, "/inbox/")
        return len(captured)

    send(sides, code="test.appointed", params=appointed(sides))
    before = queries()
    for number in range(30):
        send(sides, code="test.appointed", params={**appointed(sides), "count": number})
    assert queries() == before


@pytest.mark.django_db
def test_count_costs_one_query_a_page(sides: TwoSides, enter: Enter) -> None:
    client = enter("commander")
    with CaptureQueriesContext(connection) as captured:
        body_of(client, f"/units/?on={date(2025, 3, 3)}")
    assert len([q for q in captured if "notices_" in q["sql"]]) == 1
