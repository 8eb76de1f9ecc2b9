"""The designed states that are not the page asked for: wrong, forbidden, not found, too much.

Each says what happened and offers the next step. `state_page` is what the error handlers use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.platform.kernel.errors import DomainError, InvalidInput

# What an unknown number or code was asked for as, inside "There is no {what} {values} here."
NOUNS = frozenset(
    {
        gettext_noop("appointment"),
        gettext_noop("board"),
        gettext_noop("change event"),
        gettext_noop("code"),
        gettext_noop("decision"),
        gettext_noop("membership"),
        gettext_noop("organisation"),
        gettext_noop("person"),
        gettext_noop("post"),
        gettext_noop("question"),
        gettext_noop("question set"),
        gettext_noop("result"),
        gettext_noop("severity"),
        gettext_noop("survey"),
        gettext_noop("unit"),
    }
)


_AS_TYPED = frozenset({"value", "text"})  # shown as somebody wrote it, to be recognised
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = re.compile(r"\[(\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d)?\)")  # half-open, as stored


def sentence(text: str, error: DomainError, names: Mapping[str, str] | None = None) -> str:
    """An error's message or remedy in the reader's language, with its parameters.

    `names` replaces parameters that name something in the other language, and so does a parameter
    `chapter_en` beside `chapter` for who reads English.
    """
    if not text:
        return ""
    translated = gettext(text)
    params = {
        name: value if name in _AS_TYPED else _readable(value)
        for name, value in error.params.items()
    }
    if not wording.is_vietnamese():
        params |= {
            name: error.params[f"{name}_en"]
            for name in error.params
            if error.params.get(f"{name}_en")
        }
    params |= dict(names or {})
    if params.get("what") in NOUNS:
        params["what"] = gettext(str(params["what"]))
    return translated.format(**params) if params else translated


def _readable(value: object) -> object:
    """Days, moments and days from-to as the reader writes them; everything else as it is."""
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, date):
        return wording.day(value)
    if not isinstance(value, str):
        return value
    try:
        if _DAY.fullmatch(value):
            return wording.day(date.fromisoformat(value))
        if days := _DAYS.fullmatch(value):
            first = date.fromisoformat(days[1])
            if days[2]:
                return wording.from_to(first, date.fromisoformat(days[2]))
            return f"{wording.day(first)} – …"
    except ValueError:  # no day of any calendar: somebody wrote it
        pass
    return value


def state_page(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    message: str,
    remedy: str = "",
    repair: dict[str, str] | None = None,
    link: tuple[str, str] | None = None,
) -> HttpResponse:
    """A page for a state. `repair`: what was typed, to be corrected in a form; `link`: address and
    text of the next step."""
    return render(
        request,
        "kiem/state.html",
        {
            "title": title,
            "status": status,
            "message": message,
            "remedy": remedy,
            "repair": repair,
            "link": link,
            "home_href": "/",  # of today and as known now: never what was refused again
        },
        status=status,
    )


def wrong_time_page(request: HttpRequest, error: InvalidInput) -> HttpResponse:
    """400 with a form that shows what was typed."""
    typed = {"field": error.field or "on", "path": request.path}
    typed["value"] = request.GET.get(typed["field"], "")[:40]
    return state_page(
        request,
        status=400,
        title=gettext("This date cannot be shown"),
        message=sentence(error.message, error),
        remedy=sentence(error.remedy, error),
        repair=typed,
    )
