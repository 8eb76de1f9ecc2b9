"""Dates ahead as an iCalendar object (RFC 5545), for calendar programs that subscribe."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.datewords import kind_words, title_of
from kiem.domain.continuity.queries import DateKind, DateRow
from kiem.platform.kernel.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

PRODUCT = "-//Kiem//Kiem//VI"
ASK_AGAIN = timedelta(hours=6)
CONTENT_TYPE = "text/calendar; charset=utf-8"
_OURS = uuid.UUID("7d2f6a54-52c5-5f0e-8a3e-3c0c9c1f6b11")


def write_feed(
    rows: Iterable[DateRow],
    *,
    name: str,
    stamp: datetime,
    is_invented: bool,
    absolute: Callable[[str], str],
) -> bytes:
    """The calendar in the active language, lines folded at 75 octets and ended by CRLF.

    `stamp`: when these dates were worked out. `absolute` makes an address of a path. The UID of a
    date is the same in every feed, so that a change moves it instead of adding another.
    """
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LOCAL_ZONE.key)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add_component(_timezone())
    for row in rows:
        calendar.add_component(_event(row, stamp, absolute, is_invented=is_invented))
    return _text(calendar)


def write_event(
    row: DateRow,
    *,
    location: str,
    notes: Sequence[str],
    stamp: datetime,
    is_cancelled: bool,
    is_invented: bool,
    absolute: Callable[[str], str],
) -> bytes:
    """One date as a calendar of its own, to be taken over: with where it is and what is to be
    known of it. Its UID is that of the feed, so that nobody has it twice; taken over again, a
    cancelled one is struck out."""
    calendar = _calendar()
    calendar.add_component(_timezone())
    event = _event(row, stamp, absolute, is_invented=is_invented)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if location:
        event.add("location", location)
    if notes:
        known = [str(event.pop("description"))] if "description" in event else []
        event.add("description", "\n".join([*known, *notes]))
    calendar.add_component(event)
    return _text(calendar)


def _calendar() -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def uid_of(row: DateRow) -> str:
    """The same for the same matter, in every installation's every feed."""
    return f"{uuid.uuid5(_OURS, f'{row.kind}:{row.key}')}@kiem"


def _text(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical())


def _event(
    row: DateRow, stamp: datetime, absolute: Callable[[str], str], *, is_invented: bool
) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid_of(row))
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("summary", title_of(row))
    event.add("dtstart", _local(row.starts))
    if row.ends != row.starts:  # where nobody says when it ends, the standard wants no end
        event.add("dtend", _local(row.ends))
    event.add("categories", [kind_words(row.kind)])
    # A day on which something is due keeps nobody busy; an activity does.
    event.add("transp", "OPAQUE" if row.kind is DateKind.ACTIVITY else "TRANSPARENT")
    place = wording.name_of(row.place_vi, row.place_en)
    marks = [place, gettext("Invented people.") if is_invented else ""]
    event.add("description", "\n".join(mark for mark in marks if mark))
    if row.link:
        event.add("url", absolute(row.link))
    return event


def _local(value: object) -> object:
    return value.astimezone(LOCAL_ZONE) if isinstance(value, datetime) else value


def _timezone() -> Timezone:
    """Viet Nam has had one offset and no summer time since 1975."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", LOCAL_ZONE.key)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - local time by definition
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone
