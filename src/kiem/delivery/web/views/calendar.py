"""The dates ahead: as a page, and as a feed for calendar programs."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.calendarfeed import CONTENT_TYPE, write_event, write_feed
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.datewords import kind_words
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.ahead import event_date
from kiem.domain.continuity import actions, queries
from kiem.platform.access import Permission
from kiem.platform.access.submissions import issue_token, submit_once
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation

_MAKE, _REVOKE = "calendar.make_address", "calendar.revoke_address"


@require_safe
@requires(Permission.SIGNED_IN)
def calendar_page(request: HttpRequest) -> HttpResponse:
    return _page(request, new_address="")


@require_POST
@requires(Permission.SIGNED_IN)
def make_address(request: HttpRequest) -> HttpResponseBase:
    """Make the address and show it this once; sent again, the form leads to the page."""
    viewer, made = viewer_of(request), []

    def act() -> str:
        made.append(actions.create_calendar_address(actor=viewer))
        return reverse("calendar")

    location = submit_once(token=request.POST.get("token", ""), form=_MAKE, actor=viewer, act=act)
    if not made:
        return HttpResponseRedirect(location)
    path = reverse("calendar_feed", args=[made[0]])
    return _page(request, new_address=request.build_absolute_uri(path))


@require_POST
@requires(Permission.SIGNED_IN)
def revoke_address(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)

    def act() -> str:
        actions.revoke_calendar_address(actor=viewer)
        return reverse("calendar")

    token = request.POST.get("token", "")
    return HttpResponseRedirect(submit_once(token=token, form=_REVOKE, actor=viewer, act=act))


@require_safe
@requires(Permission.PUBLIC)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of whoever made this address; 404 for every other."""
    subscriber = queries.subscriber_of(secret)
    today = clock.today()
    rows = queries.dates_ahead(viewer=subscriber.viewer, on=today)
    with translation.override(subscriber.language):
        content = write_feed(
            rows,
            name=f"Kiem · {subscriber.viewer.name}",
            # The day's first moment: fetched twice a day, what did not change is the same text.
            stamp=datetime.combine(today, time.min, clock.LOCAL_ZONE).astimezone(UTC),
            is_invented=read_installation().is_sample,
            absolute=request.build_absolute_uri,
        )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="kiem.ics"'
    return response


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def event_ics(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event to take into a calendar, for whoever sees it; as the feed has it, with the place
    and the agenda."""
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    agenda = [f"{n}. {wording.name_of(vi, en)}" for n, vi, en in detail.agenda]
    content = write_event(
        event_date(detail.event),
        location=wording.name_of(detail.place, detail.place_en),
        notes=agenda,
        stamp=clock.now(),
        is_cancelled=detail.event.is_cancelled,
        is_invented=read_installation().is_sample,
        absolute=request.build_absolute_uri,
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="kiem-{event_id}.ics"'
    return response


def _page(request: HttpRequest, *, new_address: str) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    rows = queries.dates_ahead(viewer=viewer, on=asked.on, known_at=asked.known_at)
    table = Table.of_all(
        request,
        name="dates",
        caption=gettext("Dates ahead"),
        columns=date_columns(asked),
        rows=rows,
        default_sort="day",
        empty_text=gettext("Nothing lies ahead of you in these {days} days.").format(
            days=queries.DAYS_AHEAD
        ),
    )
    context = {
        "title": gettext("Calendar"),
        "new_address": new_address,
        "made_at": queries.address_made_at(viewer=viewer),
        "make_token": issue_token(form=_MAKE, viewer=viewer),
        "revoke_token": issue_token(form=_REVOKE, viewer=viewer),
    }
    return show(request, "kiem/calendar.html", context, [table])


def date_columns(asked: Asked) -> list[Column[queries.DateRow]]:
    def clock_time(row: queries.DateRow) -> str:
        if not isinstance(row.starts, datetime) or not isinstance(row.ends, datetime):
            return ""
        starts, ends = (m.astimezone(clock.LOCAL_ZONE) for m in (row.starts, row.ends))
        if starts == ends:
            return f"{starts:%H:%M}"
        return f"{starts:%H:%M}–{ends:%H:%M}"

    return [
        Column("day", gettext("Day"), lambda r: r.day, Kind.DATE),
        Column(
            "title",
            gettext("Which"),
            lambda r: wording.name_of(r.title_vi, r.title_en),
            href=lambda r: f"{r.link}{asked.query}" if r.link else None,
            is_heading=True,
        ),
        Column("time", gettext("Time"), clock_time),
        Column("kind", gettext("What"), lambda r: kind_words(r.kind)),
        Column("place", gettext("Organisation"), lambda r: wording.name_of(r.place_vi, r.place_en)),
    ]
