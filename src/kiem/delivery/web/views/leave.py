"""One's own leave: what was asked, and asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from kiem.delivery.web import wording
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.timeforms import LeaveForm, asking
from kiem.delivery.web.timewords import leave_text
from kiem.domain.ledger import actions, queries
from kiem.platform.access import Permission

OUTCOMES = {
    "": gettext_noop("waits for a decision"),
    "approved": gettext_noop("approved"),
    "refused": gettext_noop("refused"),
    "withdrawn": gettext_noop("taken back"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_TIME)
def my_leave(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    person_id = queries.own_person(viewer)
    form = LeaveForm(request.POST or None)

    def ask(cleaned: dict[str, Any]) -> str:
        actions.request_leave(
            leave=actions.NewLeave(
                person_id, cleaned["kind"], cleaned["first"], cleaned["last"] + timedelta(days=1)
            ),
            note=cleaned["note"],
            actor=viewer,
            allow_clashes=cleaned["confirmed"],
        )
        messages.success(request, gettext("Your request waits for your unit's commander."))
        return "/month/leave/"

    answer = submitted(
        request,
        form,
        name="request_leave",
        act=lambda cleaned: asking(form, lambda: ask(cleaned), is_leave=True),
    )
    if answer is not None:
        return answer
    rows = queries.own_leave_requests(viewer=viewer, person_id=person_id)
    context = {
        "title": gettext("Leave"),
        "form": form,
        "lines": [request_line(row) for row in rows],
    }
    response = show(request, "kiem/my_leave.html", context)
    response.status_code = form.status
    return response


# Taking back happens once: a second press finds it decided.
@require_POST
@requires(Permission.SIGNED_IN)
def withdraw_leave(request: HttpRequest, request_id: int) -> HttpResponseBase:
    actions.withdraw_leave_request(request_id=request_id, actor=viewer_of(request))
    messages.success(request, gettext("The request is taken back."))
    return HttpResponseRedirect("/month/leave/")


def request_line(row: queries.LeaveRequestRow) -> dict[str, Any]:
    """A request as lists show it."""
    return {
        "id": row.id,
        "name": row.full_name,
        "person_id": row.person_id,
        "kind": leave_text(row.kind),
        "days": wording.from_to(row.start, row.end),
        "note": row.note,
        "asked_at": row.asked_at,
        "outcome": gettext(OUTCOMES[row.outcome]),
        "decided_by": row.decided_by,
        "decided_note": row.decided_note,
        "activities": row.activities,
        "is_open": not row.outcome,
    }
