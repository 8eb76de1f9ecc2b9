"""One's own month in the browser's eyes: what is shown, logged, asked back, changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.ledger import actions
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

NOW = datetime(2025, 3, 12, 9, tzinfo=UTC)  # a Wednesday
TODAY = date(2025, 3, 12)
Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with clock.travel(NOW):
        yield


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Enter:
    def as_persona(persona: str, language: str = "en") -> Client:
        user = get_user_model()._default_manager.get(pk=sides.accounts[persona])
        client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return as_persona


def token_of(page: bytes, before: str = "") -> str:
    """The token of the first form, or of the first one after some words."""
    text = page.decode()
    found = re.search(r'name="token"\s+value="([^"]+)"', text[text.index(before) :])
    assert found is not None
    return found[1]


def token_to(page: bytes, do: str) -> str:
    """The token of the form that does this, on a page of several."""
    text = page.decode()
    before = text[: text.index(f'name="do" value="{do}"')]
    return re.findall(r'name="token"\s+value="([^"]+)"', before)[-1]


def log(client: Client, sides: TwoSides, address: str = "/month/", **changes: str) -> object:
    page = client.get(address).content
    data = {
        "token": token_of(page, "log-form"),
        "day": TODAY.isoformat(),
        "what": f"{sides.secretary_a}:meeting",
        "quick": "2",
        **changes,
    }
    return client.post(address, data, follow=True)


def entries() -> list[tuple[int, str, date, Decimal]]:
    return fetch(
        "SELECT post_id, category, day, hours FROM ledger_timeentry"
        " WHERE upper_inf(recorded) ORDER BY id"
    )


def test_logging_takes_one_form_and_shows_the_day_with_it(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    answer = log(client, sides)
    assert entries() == [(sides.secretary_a, "meeting", TODAY, Decimal(2))]
    assert answer.redirect_chain == [("/month/?on=2025-03-12", 302)]
    page = answer.content.decode()
    assert "Logged: 2\u202fh on 12 Mar 2025." in page
    assert 'aria-label="Wednesday 12 Mar 2025, office 2\u202fh, not confirmed yet"' in page


def test_the_same_form_sent_twice_logs_once(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    token = token_of(client.get("/month/").content, "log-form")
    data = {
        "token": token, "day": "2025-03-12", "what": f"{sides.secretary_a}:meeting", "quick": "2",
    }  # fmt: skip
    for _ in range(2):
        assert client.post("/month/", data).status_code == 302
    assert len(entries()) == 1


def test_typed_hours_and_another_kind_of_work_are_taken(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    log(client, sides, what="", post=str(sides.chief_a), category="training", hours="1.25")
    assert entries() == [(sides.chief_a, "training", TODAY, Decimal("1.25"))]


def test_line_post_and_office_are_offered_with_what_is_usual(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    page = client.get("/month/").content.decode()
    assert f'value="{sides.chief_a}:duty"' in page
    assert f'value="{sides.secretary_a}:meeting"' in page
    log(client, sides, what="", post=str(sides.secretary_a), category="reporting")
    again = client.get("/month/").content.decode()
    usual = re.findall(r'name="what"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="what"', again)
    assert next(a or b for a, b in usual) == f"{sides.secretary_a}:reporting"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"what": ""}, "Choose what the hours are for."),
        ({"quick": ""}, "Choose how many hours, or type them."),
        ({"hours": "25"}, "less than or equal to 24"),
        ({"day": "2025-03-13"}, "2025-03-13 is still to come."),
        ({"day": "2024-03-13"}, "You did not hold this post on that day."),
        ({"day": "nonsense"}, "Enter a valid date."),
        ({"what": "999999:meeting"}, "Select a valid choice."),
        ({"activity": "999999"}, "There is no activity 999999."),
    ],
)
def test_wrong_input_is_explained_and_nothing_saved(
    sides: TwoSides, enter: Enter, changes: dict[str, str], says: str
) -> None:
    answer = log(enter("dual"), sides, **changes)
    assert answer.status_code in (409, 422)
    assert says in answer.content.decode()
    assert entries() == []


def test_leave_is_asked_back_and_a_tick_answers(sides: TwoSides, enter: Enter) -> None:
    person = sides.people["Ánh"]
    leave = actions.NewLeave(person, "annual", TODAY, TODAY + timedelta(days=2))
    actions.grant_leave(leaves=[leave], actor=SYSTEM)
    client = enter("dual")
    answer = log(client, sides)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "12 Mar 2025 is a day of approved leave." in page
    assert "Yes, I worked although on leave." in page
    assert re.search(r'type="checkbox"[^>]*name="confirmed"', page)
    assert "annual leave" in page
    log(client, sides, confirmed="on")
    assert len(entries()) == 1


def test_late_hours_ask_for_the_reason(sides: TwoSides, enter: Enter) -> None:
    february = Month(2025, 2)
    actions.close_month(organization_ids=[sides.a], month=february, actor=SYSTEM)
    client = enter("dual")
    answer = log(client, sides, day="2025-02-20")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2025-02 is closed; its figures stay as they are." in page
    assert re.search(r'type="text"[^>]*name="late_reason"', page)
    log(client, sides, "/month/?on=2025-02-20", day="2025-02-20", late_reason="was ill")
    assert fetch("SELECT reason, is_late FROM ledger_timecorrection") == [("was ill", True)]


def test_planned_activity_is_logged_with_one_button(sides: TwoSides, enter: Enter) -> None:
    start = datetime(2025, 3, 12, 1, tzinfo=UTC)
    activity = actions.NewActivity(
        sides.youth_a, "meeting", "Sinh hoạt", "Branch meeting", start,
        start + timedelta(hours=2), Decimal(2),
        [(sides.people["Ánh"], sides.secretary_a, Decimal(2))],
    )  # fmt: skip
    (number,) = actions.plan_activities(activities=[activity], actor=SYSTEM)
    client = enter("dual")
    page = client.get("/month/").content
    data = {
        "token": token_of(page, "Branch meeting"), "day": "2025-03-12",
        "what": f"{sides.secretary_a}:meeting", "hours": "2", "activity": str(number),
    }  # fmt: skip
    assert data["token"] != token_of(page, "log-form")
    assert client.post("/month/", data).status_code == 302
    assert fetch("SELECT activity_id, hours FROM ledger_timeentry") == [(number, Decimal(2))]
    assert "Log 2" not in client.get("/month/").content.decode()


def test_activity_without_hours_waits_on_the_page(sides: TwoSides, enter: Enter) -> None:
    start = datetime(2025, 3, 10, 1, tzinfo=UTC)
    activity = actions.NewActivity(
        sides.youth_a, "meeting", "Sinh hoạt", "Branch meeting", start,
        start + timedelta(hours=2), Decimal(2),
        [(sides.people["Ánh"], sides.secretary_a, Decimal(2))],
    )  # fmt: skip
    actions.plan_activities(activities=[activity], actor=SYSTEM)
    page = enter("dual").get("/month/").content.decode()
    assert "10 Mar 2025: no hours logged for Branch meeting" in page


def test_holder_plans_an_activity_of_an_own_office(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    address = "/month/plan/?on=2025-03-20"
    data = {
        "token": token_of(client.get(address).content), "title": "Viết báo cáo",
        "day": "2025-03-20", "starts": "16:00", "hours": "1.5", "post": str(sides.secretary_a),
        "category": "reporting",
    }  # fmt: skip
    answer = client.post(address, data, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/month/?on=2025-03-20", 302)]
    assert "16:00–17:30" in page
    assert "planned 1.5\u202fh" in page
    again = {**data, "token": token_of(client.get(address).content), "title": "Họp"}
    refused = client.post(address, again)
    assert refused.status_code == 409
    assert "You take part in &#x27;Viết báo cáo&#x27; at that time." in refused.content.decode()
    assert client.post(address, {**again, "confirmed": "on"}).status_code == 302


def test_last_week_is_repeated_but_for_what_cannot_be(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    for day in ("2025-03-03", "2025-03-04", "2025-03-07"):
        log(client, sides, day=day)
    log(client, sides, day="2025-03-10")  # Monday is there already
    page = client.get("/month/repeat/").content.decode()
    assert "14 Mar 2025: 2\u202fh, Officer, meeting (still to come)" in page
    assert "10 Mar 2025: 2\u202fh, Officer, meeting (logged already)" in page
    data = {
        "token": token_of(page.encode()),
        "rows": f"2025-03-11:{sides.secretary_a}:meeting",
    }
    client.post("/month/repeat/", data)
    days = [day for _, _, day, _ in entries()]
    assert days.count(date(2025, 3, 11)) == 1
    assert len(days) == 5


def only_entry(client: Client, sides: TwoSides) -> int:
    log(client, sides)
    ((number,),) = fetch("SELECT id FROM ledger_timeentry WHERE upper_inf(recorded)")
    return int(number)


def test_entry_is_changed_with_a_reason_and_shows_its_history(
    sides: TwoSides, enter: Enter
) -> None:
    client = enter("dual")
    address = f"/month/entries/{only_entry(client, sides)}/"
    page = client.get(address).content
    data = {
        "do": "change", "token": token_to(page, "change"), "hours": "3",
        "reason": "typed 2 for 3",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert [hours for *_, hours in entries()] == [Decimal(3)]
    history = client.get(address).content.decode()
    assert "typed 2 for 3" in history
    assert "corrected or struck out" in history


def test_evidence_is_attached_downloaded_and_taken_away(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    address = f"/month/entries/{only_entry(client, sides)}/"
    token = token_to(client.get(address).content, "file")
    upload = SimpleUploadedFile("bien-ban.txt", "Biên bản".encode(), "text/plain")
    assert client.post(address, {"do": "file", "token": token, "file": upload}).status_code == 302
    ((number,),) = fetch("SELECT id FROM ledger_evidence")
    answer = client.get(f"/evidence/{number}/")
    assert answer.content == "Biên bản".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert enter("commander").get(f"/evidence/{number}/").status_code == 404
    client = enter("dual")
    assert client.post(f"/evidence/{number}/withdraw/").status_code == 302
    assert client.get(f"/evidence/{number}/").status_code == 404


def test_wrong_file_is_refused_beside_its_field(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    address = f"/month/entries/{only_entry(client, sides)}/"
    token = token_to(client.get(address).content, "file")
    upload = SimpleUploadedFile("program.exe", b"MZ", "application/octet-stream")
    answer = client.post(address, {"do": "file", "token": token, "file": upload})
    assert answer.status_code == 422
    assert "Files such as program.exe are not taken here." in answer.content.decode()


def test_objection_goes_to_the_leader_and_comes_back_answered(
    sides: TwoSides, enter: Enter
) -> None:
    client = enter("dual")
    entry = only_entry(client, sides)
    sheet = actions.Sheet(sides.people["Ánh"], sides.secretary_a, Decimal(2))
    actions.confirm_time(month=Month(2025, 3), sheets=[sheet], actor=SYSTEM)
    address = f"/month/entries/{entry}/"
    page = client.get(address).content
    assert b'value="change"' not in page
    token = token_to(page, "object")
    answer = client.post(address, {"do": "object", "token": token, "text": "It was three."})
    objection = answer.headers["Location"]
    client = enter("youth")
    assert b"It was three." in client.get("/objections/?open=1").content
    data = {
        "token": token_of(client.get(objection).content), "outcome": "changed", "hours": "3",
        "text": "The minutes say three.",
    }  # fmt: skip
    assert client.post(objection, data).status_code == 302
    assert [hours for *_, hours in entries()] == [Decimal(3)]
    page = enter("dual").get(objection).content.decode()
    assert "The minutes say three." in page
    assert enter("commander").get(objection).status_code == 404
    assert enter("women").get(objection).status_code == 404


def test_leave_is_asked_for_and_taken_back(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    data = {
        "token": token_of(client.get("/month/leave/").content), "kind": "annual",
        "first": "2025-03-20", "last": "2025-03-22",
    }  # fmt: skip
    page = client.post("/month/leave/", data, follow=True).content.decode()
    assert "20 Mar 2025 – 22 Mar 2025" in page
    assert "waits for a decision" in page
    ((number,),) = fetch("SELECT id FROM ledger_leaverequest")
    client.post(f"/month/leave/{number}/withdraw/")
    assert "taken back" in client.get("/month/leave/").content.decode()
    backwards = {**data, "token": token_of(client.get("/month/leave/").content),
                 "last": "2025-03-19"}  # fmt: skip
    refused = client.post("/month/leave/", backwards)
    assert refused.status_code == 422
    assert "The last day lies before the first." in refused.content.decode()


def test_question_is_shown_and_answered(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    only_entry(client, sides)
    sheet = actions.Sheet(sides.people["Ánh"], sides.secretary_a, Decimal(2))
    actions.ask_back(month=Month(2025, 3), sheets=[sheet], note="Two?", actor=SYSTEM)
    address = f"/month/answer/?post={sides.secretary_a}&month=2025-03"
    assert (
        "system asks about 2\u202fh in March 2025: Two?" in client.get("/month/").content.decode()
    )
    data = {"token": token_of(client.get(address).content), "text": "Yes."}
    assert client.post(address, data).status_code == 302
    assert "you answered: Yes." in client.get("/month/").content.decode()
    assert "Nobody asks about these hours any more." in client.get(address).content.decode()


def test_month_in_vietnamese_starts_with_today(sides: TwoSides, enter: Enter) -> None:
    page = enter("dual", "vi").get("/month/").content.decode()
    assert "Hôm nay, Thứ Tư 12 tháng 3 năm 2025" in page
    assert page.index("Hôm nay, ") < page.index('class="month-grid"')


def test_queries_do_not_grow_with_the_month(sides: TwoSides, enter: Enter) -> None:
    client = enter("dual")
    log(client, sides, day="2025-03-01")
    with CaptureQueriesContext(connection) as few:
        client.get("/month/")
    for day in range(2, 12):
        log(client, sides, day=f"2025-03-{day:02d}")
    with CaptureQueriesContext(connection) as many:
        client.get("/month/")
    assert len(many) == len(few)
