"""The calendar page and its feed: read back by a parser, and held to RFC 5545 by the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar
from tests.factories.assembly import hold_session
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.delivery.web.calendarfeed import uid_of, write_feed
from kiem.domain.assembly.actions import EventPlan, plan_event
from kiem.domain.continuity.queries import DateKind, DateRow, all_day, dates_ahead
from kiem.platform.access import SYSTEM
from kiem.platform.accounts import deactivate_account
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock

STAMP = datetime(2025, 3, 2, 17, 0, tzinfo=UTC)
LONG = "Đại hội đại biểu Đoàn Thanh niên Công an thành phố, nhiệm kỳ 2025-2030; phiên trù bị, \\ 🎉"
ROWS = (
    DateRow(
        DateKind.ACTIVITY,
        "7",
        datetime(2025, 4, 5, 1, 0, tzinfo=UTC),
        datetime(2025, 4, 5, 3, 30, tzinfo=UTC),
        LONG,
        LONG,
        "Đoàn\nA",
        "Youth\nA",
        "/organizations/3/",
    ),
    DateRow(
        DateKind.TERM_ENDS, "9", *all_day(date(2025, 5, 31)), "2020-2025", "2020-2025",
        "Đoàn A", "Youth A", "/organizations/3/",
    ),
)  # fmt: skip


def feed(rows: tuple[DateRow, ...] = ROWS) -> bytes:
    return write_feed(
        rows, name="Kiem · Bình", stamp=STAMP, is_invented=True, absolute="http://x{}".format
    )


def test_feed_is_read_back_as_it_was_meant() -> None:
    calendar = Calendar.from_ical(feed())
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//Kiem//Kiem//VI")
    activity, term = calendar.walk("VEVENT")
    assert activity["summary"] == LONG
    assert activity.decoded("dtstart") == datetime(
        2025, 4, 5, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")
    )
    assert activity.decoded("dtend") - activity.decoded("dtstart") == timedelta(hours=2.5)
    assert (term.decoded("dtstart"), term.decoded("dtend")) == (date(2025, 5, 31), date(2025, 6, 1))
    assert activity.decoded("dtstamp") == STAMP
    assert str(activity["url"]) == "http://x/organizations/3/"
    assert "Đoàn\nA" in activity["description"]
    assert (activity["transp"], term["transp"]) == ("OPAQUE", "TRANSPARENT")


def test_lines_are_folded_at_75_octets_and_ended_by_crlf() -> None:
    content = feed()
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode("utf-8")  # no letter is cut in two


def test_every_event_has_what_the_standard_requires() -> None:
    unfolded = feed().replace(b"\r\n ", b"").decode()
    events = re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", unfolded, flags=re.DOTALL)
    assert len(events) == 2
    for event in events:
        for name in ("UID:", "DTSTAMP:", "DTSTART", "SUMMARY:"):
            assert event.count(f"\r\n{name}") == 1, name
        assert re.search(r"\r\nDTSTAMP:\d{8}T\d{6}Z\r\n", event)
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20250405T080000\r\n" in events[0]
    assert "DTSTART;VALUE=DATE:20250531\r\n" in events[1]
    assert "DTEND;VALUE=DATE:20250601\r\n" in events[1]
    # commas, semicolons, backslashes and line ends of texts are escaped
    assert "thành phố\\, nhiệm kỳ 2025-2030\\; phiên trù bị\\, \\\\" in events[0]
    assert "Đoàn\\nA" in events[0]


def test_zone_used_is_defined_in_the_feed() -> None:
    unfolded = feed().replace(b"\r\n ", b"").decode()
    (zone,) = re.findall(r"BEGIN:VTIMEZONE(.*?)END:VTIMEZONE", unfolded, flags=re.DOTALL)
    assert "\r\nTZID:Asia/Ho_Chi_Minh\r\n" in zone
    assert "\r\nTZOFFSETTO:+0700\r\n" in zone


def test_uid_is_the_same_as_long_as_the_matter_is() -> None:
    moved = DateRow(DateKind.TERM_ENDS, "9", *all_day(date(2025, 8, 31)), "x", "x", "y", "y", "/z/")
    assert uid_of(moved) == uid_of(ROWS[1])
    assert uid_of(ROWS[0]) != uid_of(ROWS[1])
    other = DateRow(DateKind.SEAT_DUE, "9", *all_day(date(2025, 8, 31)), "x", "x", "y", "y", "/z/")
    assert uid_of(other) != uid_of(moved)


def test_feed_without_dates_is_still_a_calendar() -> None:
    assert Calendar.from_ical(feed(())).walk("VEVENT") == []


def test_date_without_an_end_has_none_in_the_calendar() -> None:
    begins = datetime(2025, 4, 5, 1, 0, tzinfo=UTC)
    row = DateRow(DateKind.EVENT, "event-3", begins, begins, "Họp", "Meeting", "Đoàn", "Youth", "/")
    (event,) = Calendar.from_ical(feed((row,))).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(
        2025, 4, 5, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")
    )
    assert "dtend" not in event


# -- pages


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Callable[[str], Client]:
    def as_persona(persona: str) -> Client:
        client.force_login(User.objects.get(pk=sides.accounts[persona]))
        client.cookies["django_language"] = "en"
        return client

    return as_persona


Enter = Callable[[str], Client]


def field(page: str, form: str) -> str:
    part = page.split(f'action="{form}"')[1]
    found = re.search(r'name="token"\s+value="([^"]+)"', part)
    assert found is not None
    return found[1]


def make_address(client: Client) -> str:
    page = client.get("/calendar/").content.decode()
    answer = client.post(
        "/calendar/address/", {"token": field(page, "/calendar/address/")}
    ).content.decode()
    found = re.search(r'value="http://testserver(/calendar/[\w-]+\.ics)"', answer)
    assert found is not None
    return found[1]


@pytest.mark.django_db
def test_address_made_on_the_page_gives_the_dates_without_signing_in(
    enter: Enter, client: Client
) -> None:
    address = make_address(enter("personnel"))
    stranger = Client()
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert Calendar.from_ical(answer.content)["version"] == "2.0"
    assert "Nguyễn Văn" not in answer.content.decode()
    # shown once
    assert address not in enter("personnel").get("/calendar/").content.decode()


@pytest.mark.django_db
def test_form_sent_twice_makes_one_address(enter: Enter) -> None:
    client = enter("personnel")
    token = field(client.get("/calendar/").content.decode(), "/calendar/address/")
    first = client.post("/calendar/address/", {"token": token})
    second = client.post("/calendar/address/", {"token": token})
    assert (first.status_code, second.status_code) == (200, 302)
    assert client.post("/calendar/address/", {"token": "x"}).status_code == 409


@pytest.mark.django_db
def test_revoked_unknown_and_expired_addresses_are_the_same_404(
    enter: Enter, sides: TwoSides
) -> None:
    client = enter("personnel")
    address = make_address(client)
    token = field(client.get("/calendar/").content.decode(), "/calendar/address/revoke/")
    assert client.post("/calendar/address/revoke/", {"token": token}).status_code == 302
    revoked = Client().get(address)
    kept = make_address(client)
    assert Client().get(kept).status_code == 200
    deactivate_account(user_id=sides.accounts["personnel"], actor=SYSTEM)
    expired = Client().get(kept)
    unknown = Client().get("/calendar/" + "a" * 43 + ".ics")
    assert [a.status_code for a in (revoked, expired, unknown)] == [404, 404, 404]
    pages = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in (revoked, unknown)}
    assert len(pages) == 1


@pytest.mark.django_db
def test_page_is_for_whoever_is_signed_in(enter: Enter, client: Client) -> None:
    assert client.get("/calendar/").status_code == 302
    page = enter("nobody").get("/calendar/").content.decode()
    assert "Nothing lies ahead of you in these 400 days." in page
    assert "personnel" not in page


def test_event_is_taken_into_a_calendar_with_hour_place_and_agenda(
    sides: TwoSides, enter: Enter
) -> None:
    held_on = clock.today() + timedelta(days=9)
    event = plan_event(
        project_id=hold_session(sides)["project"],
        organizer_id=sides.youth,
        kind="forum",
        plan=EventPlan(
            title_vi="Diễn đàn",
            title_en="A forum",
            held_on=held_on,
            starts_at=time(8, 30),
            place="Hội trường lớn",
            place_en="The great hall",
            agenda=[("Khai mạc", "Opening"), ("Thảo luận", "Discussion")],
            bodies=[sides.youth_a],
        ),
        actor=SYSTEM,
    )
    page = enter("commander").get(f"/assembly/events/{event}/").content.decode()
    assert 'href="event.ics"' in page
    answer = enter("commander").get(f"/assembly/events/{event}/event.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kiem-{event}.ics"'
    (found,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert found.decoded("dtstart") == datetime.combine(
        held_on, time(8, 30), ZoneInfo("Asia/Ho_Chi_Minh")
    )
    assert "dtend" not in found
    assert str(found["location"]) == "The great hall"
    assert "A forum" in found["summary"]
    assert found["description"].splitlines()[-2:] == ["1. Opening", "2. Discussion"]
    assert str(found["url"]) == f"http://testserver/assembly/events/{event}/"
    # the feed of the same reader holds the same event under the same UID, and moves with it
    feed_rows = dates_ahead(viewer=SYSTEM, on=clock.today())
    (row,) = [row for row in feed_rows if row.link == f"/assembly/events/{event}/"]
    assert uid_of(row) == str(found["uid"])


def test_event_without_an_hour_takes_the_whole_day(sides: TwoSides, enter: Enter) -> None:
    event = hold_session(sides)["event"]
    answer = enter("youth").get(f"/assembly/events/{event}/event.ics")
    (found,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (
        date(2025, 2, 20),
        date(2025, 2, 21),
    )
    assert "location" not in found
