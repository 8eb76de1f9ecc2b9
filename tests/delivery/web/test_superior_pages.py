"""Pages of superiors: confirming many at once, deciding on leave, closing, logging for a group."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.ledger import actions
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

NOW = datetime(2025, 3, 12, 9, tzinfo=UTC)
FEBRUARY = Month(2025, 2)
ON = "on=2025-02-20"
Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with clock.travel(NOW):
        yield


@pytest.fixture
def sides(db: None) -> TwoSides:
    sides = build_two_sides()
    anh = sides.people["Ánh"]
    actions.log_time(
        entries=[
            actions.NewTimeEntry(anh, sides.secretary_a, "office", "meeting",
                                 date(2025, 2, 20), Decimal(2)),
            actions.NewTimeEntry(anh, sides.chief_a, "line", "duty",
                                 date(2025, 2, 20), Decimal(8)),
        ],
        actor=SYSTEM,
    )  # fmt: skip
    return sides


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Enter:
    def as_persona(persona: str) -> Client:
        user = get_user_model()._default_manager.get(pk=sides.accounts[persona])
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return as_persona


def token_of(page: bytes) -> str:
    found = re.search(r'name="token"\s+value="([^"]+)"', page.decode())
    assert found is not None
    return found[1]


def words() -> list[tuple[int, str, Decimal, str]]:
    return fetch(
        "SELECT post_id, verdict, hours, note FROM ledger_timeconfirmation"
        " WHERE upper_inf(recorded) ORDER BY id"
    )


def told() -> list[tuple[str, dict[str, object], int]]:
    """Notices sent: code, parameters, to whom."""
    rows = fetch(
        "SELECT n.code, n.params::text, d.person_id FROM notices_delivery d"
        " JOIN notices_notice n ON n.id = d.notice_id ORDER BY d.id"
    )
    return [(code, json.loads(params), person) for code, params, person in rows]


def test_list_shows_each_side_its_own_hours(sides: TwoSides, enter: Enter) -> None:
    youth = enter("youth").get(f"/confirm/?{ON}").content.decode()
    assert f'value="{sides.people["Ánh"]}:{sides.secretary_a}:2.00"' in youth
    assert f":{sides.chief_a}:" not in youth
    commander = enter("commander").get(f"/confirm/?{ON}").content.decode()
    assert f'value="{sides.people["Ánh"]}:{sides.chief_a}:8.00"' in commander
    assert f":{sides.secretary_a}:" not in commander
    women = enter("women").get(f"/confirm/?{ON}").content.decode()
    assert "Nothing waits here for this month." in women


def test_page_is_confirmed_with_one_button(sides: TwoSides, enter: Enter) -> None:
    client = enter("youth")
    address = f"/confirm/?{ON}"
    data = {
        "token": token_of(client.get(address).content), "do": "confirm_shown",
        "shown": f"{sides.people['Ánh']}:{sides.secretary_a}:2.00",
    }  # fmt: skip
    page = client.post(address, data, follow=True).content.decode()
    assert "Confirmed 1 row." in page
    assert words() == [(sides.secretary_a, "confirmed", Decimal(2), "")]
    confirmed = client.get(f"/confirm/?{ON}&state=confirmed").content.decode()
    assert "Nguyễn Văn Ánh" in confirmed
    assert "youth confirmed" in confirmed


def test_ticked_rows_are_asked_about_and_the_person_told(sides: TwoSides, enter: Enter) -> None:
    client = enter("youth")
    address = f"/confirm/?{ON}"
    data = {
        "token": token_of(client.get(address).content), "do": "ask", "note": "Two hours?",
        "sheet": f"{sides.people['Ánh']}:{sides.secretary_a}:2.00",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert words() == [(sides.secretary_a, "asked_back", Decimal(2), "Two hours?")]
    assert told() == [("ledger.asked_back", {"month": "2025-02"}, sides.people["Ánh"])]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"do": "confirm"}, "No row is chosen."),
        ({"do": "ask", "sheet": "{anh}:{secretary}:2.00"}, "There are no words."),
        ({"do": "confirm", "sheet": "{anh}:{secretary}:9.00"}, "have changed since"),
        ({"do": "confirm", "sheet": "nonsense"}, "No row is chosen."),
        ({"do": "confirm", "sheet": "1:2:NaN"}, "No row is chosen."),
    ],
)
def test_impossible_choices_are_explained(
    sides: TwoSides, enter: Enter, changes: dict[str, str], says: str
) -> None:
    client = enter("youth")
    address = f"/confirm/?{ON}"
    ids = {"anh": sides.people["Ánh"], "secretary": sides.secretary_a}
    data = {key: value.format(**ids) for key, value in changes.items()}
    answer = client.post(address, {"token": token_of(client.get(address).content), **data})
    assert answer.status_code in (409, 422)
    assert says in answer.content.decode()
    assert words() == []


def test_somebody_elses_sheet_is_not_there(sides: TwoSides, enter: Enter) -> None:
    client = enter("youth")
    address = f"/confirm/?{ON}"
    data = {
        "token": token_of(client.get(address).content), "do": "confirm",
        "sheet": f"{sides.people['Ánh']}:{sides.chief_a}:8.00",
    }  # fmt: skip
    assert client.post(address, data).status_code == 404
    assert words() == []


def test_one_sheet_shows_its_entries_and_what_was_said(sides: TwoSides, enter: Enter) -> None:
    sheet = actions.Sheet(sides.people["Ánh"], sides.secretary_a, Decimal(2))
    actions.ask_back(month=FEBRUARY, sheets=[sheet], note="Two?", actor=SYSTEM)
    client = enter("youth")
    address = f"/confirm/{sides.people['Ánh']}/{sides.secretary_a}/?{ON}"
    page = client.get(address)
    text = page.content.decode()
    assert "20 Feb 2025" in text
    assert "Two?" in text
    data = {
        "token": token_of(page.content), "do": "confirm",
        "sheet": f"{sides.people['Ánh']}:{sides.secretary_a}:2.00",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert words() == [(sides.secretary_a, "confirmed", Decimal(2), "")]
    assert enter("commander").get(address).status_code == 404


def test_leave_is_decided_with_words(sides: TwoSides, enter: Enter) -> None:
    dual = get_user_model()._default_manager.get(pk=sides.accounts["dual"])
    from kiem.platform.access import viewer_for

    leave = actions.NewLeave(sides.people["Ánh"], "annual", date(2025, 4, 1), date(2025, 4, 4))
    number = actions.request_leave(leave=leave, note="Giỗ", actor=viewer_for(dual))
    client = enter("commander")
    assert "Nguyễn Văn Ánh" in client.get("/confirm/").content.decode()
    address = f"/confirm/leave/{number}/"
    token = token_of(client.get(address).content)
    refused = client.post(address, {"token": token, "outcome": "refused", "note": ""})
    assert refused.status_code == 422
    assert "A refusal needs a reason." in refused.content.decode()
    approved = client.post(address, {"token": token, "outcome": "approved", "note": ""})
    assert approved.status_code == 302
    assert fetch("SELECT kind FROM ledger_leave WHERE upper_inf(recorded)") == [("annual",)]
    days = {"first_on": "2025-04-01", "last_on": "2025-04-03"}
    assert told() == [("ledger.leave_approved", days, sides.people["Ánh"])]
    assert enter("youth").get(address).status_code == 404


def test_incomplete_month_is_asked_back_then_closed_and_opened_again(
    sides: TwoSides, enter: Enter
) -> None:
    client = enter("commander")
    address = f"/closing/{sides.a}/?{ON}"
    page = client.get(address)
    assert "People with something still open: 1" in " ".join(page.content.decode().split())
    token = token_of(page.content)
    asked = client.post(address, {"token": token})
    assert asked.status_code == 409
    assert "Yes, close it all the same." in asked.content.decode()
    done = client.post(address, {"token": token, "confirmed": "on"}, follow=True)
    assert "February 2025 is closed." in done.content.decode()
    again = {"token": token_of(client.get(address).content), "text": "a sheet was missing"}
    opened = client.post(address, again, follow=True)
    assert "February 2025 is open again." in opened.content.decode()


def test_closing_leads_a_commander_to_the_last_full_month(sides: TwoSides, enter: Enter) -> None:
    page = enter("commander").get("/closing/").content.decode()
    assert "Closing of February 2025" in page
    assert f"/closing/{sides.a}/?on=2025-02-28" in page
    assert f"/closing/{sides.b}/" not in page
    assert "You command no unit" in enter("youth").get("/closing/").content.decode()


def planned(sides: TwoSides, start: datetime) -> int:
    activity = actions.NewActivity(
        sides.youth_a, "meeting", "Sinh hoạt", "Branch meeting", start,
        start + timedelta(hours=2), Decimal(2),
        [(sides.people["Ánh"], sides.secretary_a, Decimal(2))],
    )  # fmt: skip
    (number,) = actions.plan_activities(activities=[activity], actor=SYSTEM)
    return number


def test_group_is_logged_from_the_activity(sides: TwoSides, enter: Enter) -> None:
    number = planned(sides, datetime(2025, 3, 10, 1, tzinfo=UTC))
    client = enter("youth")
    address = f"/activities/{number}/"
    page = client.get(address).content
    key = f"{sides.people['Ánh']}_{sides.secretary_a}"
    text = page.decode()
    token = re.findall(r'name="token"\s+value="([^"]+)"', text[: text.index('value="group"')])[-1]
    data = {"token": token, "do": "group", f"there_{key}": "on", f"hours_{key}": "1.5"}
    done = client.post(address, data, follow=True).content.decode()
    assert "Logged for 1 person." in done
    assert fetch("SELECT hours FROM ledger_timeentry WHERE activity_id = %(a)s",
                 {"a": number}) == [(Decimal("1.5"),)]  # fmt: skip
    logged = {"hours": 1.5, "on": "2025-03-10"}
    assert told() == [("ledger.time_logged", logged, sides.people["Ánh"])]


def test_nobody_ticked_and_no_hours_are_explained(sides: TwoSides, enter: Enter) -> None:
    number = planned(sides, datetime(2025, 3, 10, 1, tzinfo=UTC))
    client = enter("youth")
    address = f"/activities/{number}/"
    text = client.get(address).content.decode()
    token = re.findall(r'name="token"\s+value="([^"]+)"', text[: text.index('value="group"')])[-1]
    nobody = client.post(address, {"token": token, "do": "group"})
    assert (nobody.status_code, "No row is chosen." in nobody.content.decode()) == (422, True)
    key = f"{sides.people['Ánh']}_{sides.secretary_a}"
    blank = {"token": token, "do": "group", f"there_{key}": "on", f"hours_{key}": ""}
    answer = client.post(address, blank)
    assert (answer.status_code, "Type the hours." in answer.content.decode()) == (422, True)


def test_activity_is_seen_by_its_line_its_unit_and_who_takes_part(
    sides: TwoSides, enter: Enter
) -> None:
    number = planned(sides, datetime(2025, 3, 20, 1, tzinfo=UTC))
    address = f"/activities/{number}/"
    statuses = {
        persona: enter(persona).get(address).status_code
        for persona in ("youth", "women", "commander", "dual", "auditor", "administrator")
    }
    assert statuses == {
        "youth": 200, "women": 404, "commander": 200, "dual": 200, "auditor": 200,
        "administrator": 403,
    }  # fmt: skip
    assert b'value="group"' not in enter("commander").get(address).content
    assert b'value="file"' not in enter("commander").get(address).content
