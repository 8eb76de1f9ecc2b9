"""Handovers: what whoever leaves an office gives to whoever follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.listing import organization_path
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.continuity import actions, queries
from kiem.platform.access import Permission
from kiem.platform.access.submissions import issue_token, submit_once

_KINDS = {
    "activity": gettext_noop("Activity to come"),
    "hours": gettext_noop("Hours"),
    "draft": gettext_noop("Draft decision"),
    "paper": gettext_noop("Papers and goods"),
    "task": gettext_noop("Task"),
}
_FORM = "continuity.tick_handover"


@require_safe
@requires(Permission.VIEW_OFFICES)
def handover_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    table = Table.of_all(
        request,
        name="handovers",
        caption=gettext("Handovers"),
        columns=handover_columns(asked),
        rows=queries.list_handovers(**scope_of(request)),
        default_sort="day",
        empty_text=gettext("Nobody of your scope leaves an office around this day."),
    )
    context = {
        "title": gettext("Handovers"),
        "lead": gettext(
            "Who leaves an office around this day, who follows, and what is handed over so far."
        ),
        "table": table,
    }
    return show(request, "kiem/list.html", context, [table])


@require_safe
@requires(Permission.VIEW_OFFICES)
def handover_page(request: HttpRequest, post_id: int, person_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    found = queries.handover_of(post_id=post_id, person_id=person_id, **scope_of(request))
    row = found.leaving
    may_tick = (found.may_give or found.may_take) and asked.known_at is None
    context = {
        "title": gettext("Handover: {post}").format(
            post=wording.name_of(row.title_vi, row.title_en)
        ),
        "row": row,
        "organization": wording.name_of(row.organization_vi, row.organization_en),
        "organization_href": organization_path(row.category, row.organization_id) + asked.query,
        "lines": [_line(line) for line in found.lines],
        "found": found,
        "may_tick": may_tick,
        "token": issue_token(form=_form_of(post_id, person_id), viewer=viewer) if may_tick else "",
    }
    return show(request, "kiem/handover.html", context)


@require_POST
@requires(Permission.VIEW_OFFICES)
def tick(request: HttpRequest, post_id: int, person_id: int) -> HttpResponseBase:
    """Set the ticks of one's own side to those that were sent."""
    viewer, asked = viewer_of(request), asked_of(request)
    ticks = [
        actions.Tick(kind, key, side)
        for side in ("giver", "taker")
        for value in request.POST.getlist(side)
        for kind, _, key in [value.partition(":")]
    ]

    def act() -> str:
        actions.tick_handover(
            post_id=post_id, person_id=person_id, ticks=ticks, on=asked.today, actor=viewer
        )
        return f"/handovers/{post_id}/{person_id}/"

    token = request.POST.get("token", "")
    location = submit_once(token=token, form=_form_of(post_id, person_id), actor=viewer, act=act)
    return HttpResponseRedirect(location)


def _form_of(post_id: int, person_id: int) -> str:
    return f"{_FORM}:{post_id}:{person_id}"


def _line(line: queries.HandoverLine) -> dict[str, object]:
    matter = line.matter
    return {
        "value": f"{matter.kind}:{matter.key}",
        "kind": gettext(_KINDS[matter.kind]) if matter.kind in _KINDS else matter.kind,
        "title": wording.name_of(matter.title_vi, matter.title_en),
        "link": matter.link,
        "given": line.given,
        "taken": line.taken,
        "is_settled": line.is_settled,
    }


def handover_columns(asked: Asked) -> list[Column[queries.Handover]]:
    def state(handover: queries.Handover) -> SafeString:
        return statuses.status("run done" if handover.is_complete else "running", _state(handover))

    return [
        Column("day", gettext("Leaves on"), lambda h: h.leaving.leaves_on, Kind.DATE),
        Column(
            "person",
            gettext("Who leaves"),
            lambda h: h.leaving.full_name,
            href=lambda h: _path(h) + asked.query,
            is_heading=True,
        ),
        Column(
            "post",
            gettext("Post"),
            lambda h: wording.name_of(h.leaving.title_vi, h.leaving.title_en),
            href=lambda h: f"/posts/{h.leaving.post_id}/{asked.query}",
        ),
        Column(
            "organization",
            gettext("Organisation"),
            lambda h: wording.name_of(h.leaving.organization_vi, h.leaving.organization_en),
        ),
        Column("successor", gettext("Who follows"), lambda h: h.leaving.successor_name),
        Column("matters", gettext("Matters"), lambda h: len(h.lines), Kind.COUNT),
        Column("given", gettext("Given"), lambda h: h.given, Kind.COUNT),
        Column("taken", gettext("Received"), lambda h: h.taken, Kind.COUNT),
        Column("state", gettext("State"), _state, html=state),
    ]


def _state(handover: queries.Handover) -> str:
    return gettext("complete") if handover.is_complete else gettext("not complete")


def _path(handover: queries.Handover) -> str:
    return f"/handovers/{handover.leaving.post_id}/{handover.leaving.person_id}/"
