"""What a request asks about: the day shown and the moment of knowledge, and links that keep them.

Every page takes `?on=` (a day) and `?known_at=` (a moment, for those who may ask). Days are
accepted as 2025-02-15, 15/02/2025 or 15.2.2025; links always carry the first form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypedDict
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_noop

from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput
from kiem.time.month import Month

FIRST_DAY = date(1990, 1, 1)
YEARS_AHEAD = 20
_LOCAL_FORM = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")

_DATE_REMEDY = gettext_noop(
    "Write the date as 2025-02-15 or 15/02/2025, between {first} and {last}."
)
_MOMENT_REMEDY = gettext_noop("Write the moment as 2025-10-31 or 2025-10-31T08:30, not after now.")


class Scope(TypedDict):
    """The keyword arguments every query takes."""

    viewer: Viewer
    on: date
    known_at: datetime | None


_quoted = lru_cache(maxsize=4096)(quote_plus)


@dataclass(frozen=True)
class Asked:
    """The day shown, the moment of knowledge (None: now) and today."""

    on: date
    known_at: datetime | None
    today: date

    @cached_property
    def tense(self) -> str:
        """`past`, `today` or `future`: tints and words follow it."""
        if self.on == self.today:
            return "today"
        return "past" if self.on < self.today else "future"

    @cached_property
    def month(self) -> Month:
        return Month.of(self.on)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Parameters that keep this time in a link; none for today as known now."""
        kept = []
        if self.on != self.today:
            kept.append(("on", self.on.isoformat()))
        if self.known_at is not None:
            local = self.known_at.astimezone(clock.LOCAL_ZONE)
            kept.append(("known_at", local.strftime("%Y-%m-%dT%H:%M")))
        return tuple(kept)

    @cached_property
    def query(self) -> str:
        """`?on=2025-02-15`, or nothing: what a link's path is followed by."""
        return "?" + urlencode(self.pairs) if self.pairs else ""

    @cached_property
    def more(self) -> str:
        """`&on=2025-02-15`, or nothing: what a link's own parameters are followed by."""
        return "&" + urlencode(self.pairs) if self.pairs else ""

    @cached_property
    def cited(self) -> str:
        """`?on=2025-02-15` always: what a figure that may be cited is addressed with."""
        return "?" + urlencode({"on": self.on.isoformat(), **dict(self.pairs)})

    def link(self, path: str, **params: object) -> str:
        """`path` with `params` and this time. A page has hundreds: parts of them are kept."""
        if not params:
            return path + self.query
        pairs = [
            f"{_quoted(key)}={_quoted(str(value))}"
            for key, value in params.items()
            if value not in (None, "")
        ]
        pairs += [f"{key}={_quoted(value)}" for key, value in self.pairs if key not in params]
        return f"{path}?{'&'.join(pairs)}" if pairs else path


def last_day() -> date:
    """The last day the program answers about."""
    return date(clock.today().year + YEARS_AHEAD, 12, 31)


def parse_day(text: str) -> date:
    """Read a day. Raises InvalidInput, naming what is wrong and how to write it."""
    cleaned = text.strip()
    try:
        local = _LOCAL_FORM.fullmatch(cleaned)
        if local:
            number, month, year = (int(part) for part in local.groups())
            found = date(year, month, number)
        else:
            found = datetime.strptime(cleaned, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise _bad_day(gettext_noop("'{text}' is not a date of the calendar."), cleaned) from None
    if not FIRST_DAY <= found <= last_day():
        raise _bad_day(gettext_noop("The date {text} is outside what can be shown."), cleaned)
    return found


def _bad_day(message: str, text: str) -> InvalidInput:
    return InvalidInput(
        "web.bad_date",
        message,
        remedy=_DATE_REMEDY,
        field="on",
        params={"text": text[:40], "first": FIRST_DAY.isoformat(), "last": last_day().isoformat()},
    )


def parse_moment(text: str) -> datetime:
    """Read a moment of knowledge, local time; a day means its last moment, at most now."""
    cleaned = text.strip().replace(" ", "T", 1)
    try:
        if len(cleaned) <= len("2025-10-31"):
            found = datetime.combine(parse_day(cleaned), time.max, clock.LOCAL_ZONE)
            if found.date() == clock.today():
                found = clock.now()
        else:
            read = datetime.fromisoformat(cleaned)
            found = read if read.tzinfo else read.replace(tzinfo=clock.LOCAL_ZONE)
    except (ValueError, InvalidInput):
        raise _bad_moment(cleaned) from None
    if found > clock.now() + timedelta(minutes=1) or found.year < FIRST_DAY.year:
        raise _bad_moment(cleaned)
    return found


def _bad_moment(text: str) -> InvalidInput:
    return InvalidInput(
        "web.bad_moment",
        gettext_noop("'{text}' is not a moment at which something was known."),
        remedy=_MOMENT_REMEDY,
        field="known_at",
        params={"text": text[:40]},
    )


def read_asked(params: QueryDict) -> Asked:
    """Read day and moment of a request's parameters. Raises InvalidInput."""
    today = clock.today()
    on_text, moment_text = params.get("on", ""), params.get("known_at", "")
    return Asked(
        on=parse_day(on_text) if on_text.strip() else today,
        known_at=parse_moment(moment_text) if moment_text.strip() else None,
        today=today,
    )


def asked_of(request: HttpRequest) -> Asked:
    """What the request asks about, as the middleware read it."""
    asked: Asked = getattr(request, "asked")  # noqa: B009 - set by TimeMiddleware
    return asked


def viewer_of(request: HttpRequest) -> Viewer:
    """On whose behalf the request runs."""
    viewer: Viewer = getattr(request, "viewer")  # noqa: B009 - set by the access middleware
    return viewer


def scope_of(request: HttpRequest) -> Scope:
    """Viewer, day and moment as queries take them; asking for a moment needs the permission."""
    viewer, asked = viewer_of(request), asked_of(request)
    if asked.known_at is not None:
        viewer.require(Permission.KNOWN_AT)
    return Scope(viewer=viewer, on=asked.on, known_at=asked.known_at)
