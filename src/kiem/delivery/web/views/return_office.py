"""What the standing officer does with returns: reminding, and saying when they are due."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.views.findings import read_id
from kiem.delivery.web.views.returns import month_asked
from kiem.domain.returns import actions
from kiem.domain.returns.errors import line_unknown, not_a_head
from kiem.domain.returns.queries.board import Board, Head, returns_board
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.time.month import Month


class RemindForm(KiemForm):
    verb = gettext_lazy("Send the reminder")


class DeadlineForm(KiemForm):
    verb = gettext_lazy("Set the day")
    due_day = forms.IntegerField(
        label=gettext_lazy("Day of the following month"),
        min_value=1,
        max_value=28,
        widget=forms.NumberInput(attrs={"aria-describedby": "id_due_day_helptext"}),
        help_text=gettext_lazy(
            "From 1 to 28. It holds for the month that runs now and those after it."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHANGE_LEDGER)
def remind_page(request: HttpRequest) -> HttpResponseBase:
    asked, viewer, month = asked_of(request), viewer_of(request), month_asked(request)
    board, head = _line(viewer, month, read_id(request, "line"))
    back = asked.link("/returns/", month=month, line=head.id)
    form = RemindForm(request.POST or None)

    def remind(_data: dict[str, Any]) -> str:
        actions.remind_missing(head_id=head.id, month=month, actor=viewer)
        return back

    if answer := submitted(request, form, name=f"remind:{head.id}:{month}", act=remind):
        return answer
    missing = sum(not row.has_arrived for row in board.rows)
    lead = ngettext(
        "The leading officers of {count} organisation get a notice in their inbox, once a day.",
        "The leading officers of {count} organisations get a notice in their inbox, once a day.",
        missing,
    ).format(count=wording.number(missing))
    context = {
        "title": gettext("Remind of the returns of {month}").format(month=wording.month(month)),
        "lead": lead,
        "form": form,
        "back_href": back,
        "crumbs": [(gettext("Monthly returns"), back)],
    }
    page = show(request, "kiem/form_page.html", context)
    page.status_code = form.status
    return page


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHANGE_LEDGER)
def deadline_page(request: HttpRequest) -> HttpResponseBase:
    asked, viewer = asked_of(request), viewer_of(request)
    month = Month.of(clock.today())
    _board, head = _line(viewer, month, read_id(request, "line"))
    back = asked.link("/returns/", line=head.id)
    form = DeadlineForm(request.POST or None, initial={"due_day": head.due_on.day})

    def set_day(data: dict[str, Any]) -> str:
        actions.set_due_day(
            head_id=head.id, due_day=data["due_day"], valid_from=month.start, actor=viewer
        )
        return back

    if answer := submitted(request, form, name=f"deadline:{head.id}", act=set_day):
        return answer
    context = {
        "title": gettext("When returns are due"),
        "lead": gettext("Returns to {organization}.").format(
            organization=wording.name_of(head.name_vi, head.name_en)
        ),
        "form": form,
        "back_href": back,
        "crumbs": [(gettext("Monthly returns"), back)],
    }
    page = show(request, "kiem/form_page.html", context)
    page.status_code = form.status
    return page


def _line(viewer: Viewer, month: Month, head_id: int | None) -> tuple[Board, Head]:
    """The board of one line. Raises NotFound for another's, InvalidInput where it must be named."""
    board = returns_board(viewer=viewer, month=month, head_id=head_id)
    heads = [head for head in board.heads if head_id in (None, head.id)]
    if head_id is not None and not heads:
        raise line_unknown()
    if len(heads) != 1:
        raise not_a_head()
    return board, heads[0]
