"""The designed states that are not the page asked for: wrong, forbidden, not found, too much.

Each says what happened and offers the next step. `state_page` is what the error handlers use.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from kiem.delivery.web.asked import asked_of
from kiem.platform.kernel.errors import DomainError, InvalidInput


def sentence(text: str, error: DomainError) -> str:
    """An error's message or remedy in the reader's language, with its parameters."""
    if not text:
        return ""
    translated = gettext(text)
    return translated.format(**error.params) if error.params else translated


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
            "home_href": asked_of(request).link("/"),
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
