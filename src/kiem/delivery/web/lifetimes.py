"""A page asked for on a day its subject did not exist: says so, and leads to a day it did.

Moving the time ruler across a reorganisation leaves the life of a unit; that is no dead end. Only
what the viewer may see on the other day is named, by the same queries with the same scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, Scope, asked_of, scope_of
from kiem.delivery.web.states import state_page
from kiem.domain.register.queries import changes
from kiem.platform.kernel.errors import NotFound

Names = tuple[str, str]


def another_day(
    request: HttpRequest, missing: NotFound, names_of: Callable[[Scope], Names]
) -> HttpResponse:
    """404 with a link to a day on which `names_of` finds the subject; else raises `missing`.

    Days tried: today, and the days before and of each reorganisation in the viewer's scope.
    """
    asked, scope = asked_of(request), scope_of(request)
    for day in _days(asked, scope):
        try:
            there = Scope(viewer=scope["viewer"], on=day, known_at=scope["known_at"])
            name = wording.name_of(*names_of(there))
        except NotFound:
            continue
        return state_page(
            request,
            status=404,
            title=name,
            message=gettext("{name} did not exist on {day}.").format(
                name=name, day=wording.long_day(asked.on)
            ),
            remedy=gettext("Move the date, or follow what became of it from a day it existed."),
            link=(
                asked.link(request.path, on=day.isoformat()),
                gettext("See it on {day}").format(day=wording.long_day(day)),
            ),
        )
    raise missing


def _days(asked: Asked, scope: Scope) -> Iterator[date]:
    if asked.on != asked.today:
        yield asked.today
    for event in changes.list_change_events(**scope):
        yield event.effective_on - timedelta(days=1)
        yield event.effective_on
