"""What waits for a superior: hours to confirm or ask about, leave to decide on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, viewer_of
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, cut_page, read_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.superiorforms import DecideForm, SheetsForm
from kiem.delivery.web.timeforms import asking
from kiem.delivery.web.timewords import category_text, exact_hours
from kiem.delivery.web.views.leave import request_line
from kiem.domain.ledger import actions, queries
from kiem.domain.ledger.queries import SheetState
from kiem.platform.access import Permission

STATES = {
    "waiting": gettext_noop("to confirm"),
    "asked": gettext_noop("asked back"),
    "confirmed": gettext_noop("confirmed"),
}
VERDICTS = {
    "confirmed": gettext_noop("confirmed"),
    "asked_back": gettext_noop("asked"),
    "answered": gettext_noop("was answered"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CONFIRM_TIME)
def confirm_list(request: HttpRequest) -> HttpResponseBase:
    asked, viewer = asked_of(request), viewer_of(request)
    form = SheetsForm(request.POST or None)
    answer = submitted(
        request,
        form,
        name="confirm_time",
        act=lambda cleaned: _speak(request, asked, cleaned),
    )
    if answer is not None:
        return answer
    wanted = request.GET.get("state", "waiting")
    text = request.GET.get("text", "")[:80]
    after = read_token(request, (str, int, int))
    rows, next_after = cut_page(
        list(
            queries.sheets_to_confirm(
                viewer=viewer,
                month=asked.month,
                state=SheetState(wanted) if wanted in STATES else None,
                text=text,
                after=(str(after[0]), int(after[1]), int(after[2])) if after else None,
                limit=PAGE_ROWS + 1,
            )
        ),
        lambda row: (row.sort_key, row.person_id, row.post_id),
    )
    context = {
        "title": gettext("Confirm hours"),
        "form": form,
        "lines": [_line(row, asked) for row in rows],
        "can_speak": bool(rows) and wanted != "confirmed",
        "search": text,
        "wanted": wanted,
        "choices": [
            {
                "label": gettext(label),
                "href": asked.link("/confirm/", state=value, text=text),
                "is_here": wanted == value,
            }
            for value, label in (*STATES.items(), ("all", gettext_noop("all")))
        ],
        "next_href": asked.link("/confirm/", state=wanted, text=text, after=next_after)
        if next_after
        else "",
        "requests": [request_line(row) for row in queries.open_leave_requests(viewer=viewer)],
        "objections": len(queries.list_objections(viewer=viewer, only_open=True)),
        "closing_href": asked.link("/closing/"),
        "before_href": asked.link("/confirm/", on=asked.month.shift(-1).start.isoformat()),
        "after_href": asked.link("/confirm/", on=asked.month.shift(1).start.isoformat()),
    }
    response = show(request, "kiem/confirm.html", context)
    response.status_code = form.status
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CONFIRM_TIME)
def confirm_sheet(request: HttpRequest, person_id: int, post_id: int) -> HttpResponseBase:
    """One person's hours for one post in the month shown, entry by entry."""
    asked, viewer = asked_of(request), viewer_of(request)
    sheet = queries.sheet_to_confirm(
        viewer=viewer, person_id=person_id, post_id=post_id, month=asked.month
    )
    form = SheetsForm(request.POST or None)
    answer = submitted(
        request,
        form,
        name="confirm_time",
        act=lambda cleaned: _speak(request, asked, cleaned),
    )
    if answer is not None:
        return answer
    context = {
        "title": sheet.row.full_name,
        "line": _line(sheet.row, asked),
        "form": form,
        "entries": [_entry_line(entry) for entry in sheet.entries],
        "words": [
            {
                "who": word.said_by,
                "did": gettext(VERDICTS[word.verdict]),
                "hours": exact_hours(word.hours),
                "note": word.note,
                "when": word.said_at,
            }
            for word in sheet.words
        ],
        "back_href": asked.link("/confirm/"),
        "can_speak": sheet.row.state != SheetState.CONFIRMED,
    }
    response = show(request, "kiem/confirm_sheet.html", context)
    response.status_code = form.status
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CONFIRM_TIME)
def decide_leave(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Approve or refuse a request for leave."""
    viewer = viewer_of(request)
    row = next((r for r in queries.open_leave_requests(viewer=viewer) if r.id == request_id), None)
    form = DecideForm(request.POST or None)

    def decide(cleaned: dict[str, Any]) -> str:
        actions.decide_leave_request(
            request_id=request_id,
            is_approved=cleaned["outcome"] == "approved",
            note=cleaned["note"],
            actor=viewer,
            allow_clashes=cleaned["confirmed"],
        )
        messages.success(request, gettext("The request is decided."))
        return "/confirm/"

    answer = submitted(
        request,
        form,
        name=f"decide_leave:{request_id}",
        act=lambda cleaned: asking(form, lambda: decide(cleaned)),
    )
    if answer is not None:
        return answer
    context: dict[str, Any] = {"title": gettext("Request for leave"), "form": form}
    if row is None:
        context["empty"] = gettext("This request is decided, taken back, or not yours to decide.")
    else:
        context["request_line"] = request_line(row)
    response = show(request, "kiem/decide_leave.html", context)
    response.status_code = form.status if row is not None else 404
    return response


def _speak(request: HttpRequest, asked: Asked, cleaned: dict[str, Any]) -> str:
    """Confirm or ask back what the form names; leads back to the page it stood on."""
    do = request.POST.get("do", "")
    names = request.POST.getlist("shown" if do == "confirm_shown" else "sheet")
    sheets = _read(names)
    viewer = viewer_of(request)
    if do == "ask":
        ids = actions.ask_back(month=asked.month, sheets=sheets, note=cleaned["note"], actor=viewer)
        text = ngettext("Asked about {count} row.", "Asked about {count} rows.", len(ids))
    else:
        ids = actions.confirm_time(month=asked.month, sheets=sheets, actor=viewer)
        text = ngettext("Confirmed {count} row.", "Confirmed {count} rows.", len(ids))
    messages.success(request, text.format(count=wording.number(len(ids))))
    return asked.link("/confirm/")


def _read(names: Sequence[str]) -> list[actions.Sheet]:
    """`person:post:hours` as the page wrote them; what is not readable is nobody's."""
    sheets = []
    for name in names:
        person, _, rest = name.partition(":")
        post, _, hours = rest.partition(":")
        try:
            sheet = actions.Sheet(int(person[:18]), int(post[:18]), Decimal(hours[:10]))
        except (ValueError, InvalidOperation):
            continue
        if sheet.seen_hours.is_finite():
            sheets.append(sheet)
    return sheets


def _line(row: queries.SheetRow, asked: Asked) -> dict[str, Any]:
    changed = row.verdict == "confirmed" and row.state == SheetState.WAITING
    said = ""
    if row.verdict:
        said = f"{row.said_by} {gettext(VERDICTS[row.verdict])}"
        said += f": {row.note}" if row.note else f", {wording.moment(row.said_at)}"
    return {
        "value": f"{row.person_id}:{row.post_id}:{row.hours}",
        "key": f"{row.person_id}-{row.post_id}",
        "href": asked.link(f"/confirm/{row.person_id}/{row.post_id}/", on=asked.on.isoformat()),
        "name": row.full_name,
        "post": wording.name_of(row.title_vi, row.title_en),
        "organization": wording.name_of(row.organization_vi, row.organization_en),
        "role": row.role_kind,
        "hours": exact_hours(row.hours),
        "new_hours": exact_hours(row.new_hours) if changed and row.new_hours else "",
        "entries": row.entries,
        "late": row.late_entries,
        "objections": row.objections,
        "state": gettext(STATES[row.state]),
        "said": said,
    }


def _entry_line(entry: queries.SheetEntry) -> dict[str, Any]:
    work = wording.name_of(entry.activity_vi, entry.activity_en) or category_text(entry.category)
    if entry.is_month_total:
        work = gettext("the unit's record of the whole month")
    return {
        "id": entry.id,
        "day": wording.day(entry.day),
        "hours": exact_hours(entry.hours),
        "work": work,
        "who": entry.recorded_by,
        "when": entry.recorded_at,
        "is_new": entry.is_new,
        "is_late": entry.is_late,
        "reason": entry.reason,
        "objection_id": entry.objection_id,
        "files": entry.files,
    }
