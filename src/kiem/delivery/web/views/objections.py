"""Objections to entries: raised by the person, answered by the superior."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.delivery.web.timeforms import AnswerForm, WordsForm
from kiem.delivery.web.timewords import category_text, exact_hours, to_oneself
from kiem.delivery.web.views.entries import revision_lines
from kiem.domain.ledger import actions, queries
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import DomainError

STATES = {
    "raised": gettext_noop("not decided yet"),
    "upheld": gettext_noop("upheld"),
    "dismissed": gettext_noop("dismissed"),
    "withdrawn": gettext_noop("taken back"),
}
STEPS = {
    "raised": gettext_noop("objected"),
    "upheld": gettext_noop("agreed"),
    "dismissed": gettext_noop("did not agree"),
    "withdrawn": gettext_noop("took it back"),
}


@require_safe
@requires(Permission.SIGNED_IN)
def objection_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    only_open = request.GET.get("open") == "1"
    rows = queries.list_objections(viewer=viewer_of(request), only_open=only_open, on=asked.on)
    table = Table.of_all(
        request,
        name="objections",
        caption=gettext("Objections"),
        columns=_columns(),
        rows=rows,
        empty_text=gettext("There is no objection."),
    )
    context = {
        "title": gettext("Objections"),
        "lead": gettext(
            "Who an entry is about may object to it. Whoever confirms the hours answers; entry, "
            "objection and answer stay readable."
        ),
        "table": table,
        "choices": [
            {"label": label, "href": asked.link("/objections/", open=value), "is_here": here}
            for label, value, here in (
                (gettext("all"), "", not only_open),
                (gettext("open ones only"), "1", only_open),
            )
        ],
    }
    return show(request, "kiem/list.html", context, [table])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGNED_IN)
def objection_page(request: HttpRequest, objection_id: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    detail = queries.objection_detail(viewer=viewer, objection_id=objection_id)

    def answer_it(cleaned: dict[str, Any]) -> str:
        try:
            actions.answer_objection(
                objection_id=objection_id,
                is_upheld=cleaned["outcome"] != "dismissed",
                is_struck=cleaned["outcome"] == "struck",
                hours=cleaned["hours"] if cleaned["outcome"] == "changed" else None,
                text=cleaned["text"],
                actor=viewer,
            )
        except DomainError as error:
            raise to_oneself(error) from None
        messages.success(request, gettext("The objection is answered."))
        return request.path

    def withdraw(cleaned: dict[str, Any]) -> str:
        actions.withdraw_objection(objection_id=objection_id, text=cleaned["text"], actor=viewer)
        messages.success(request, gettext("The objection is taken back."))
        return request.path

    form: AnswerForm | WordsForm | None = None
    if detail.can_answer:
        form = AnswerForm(detail.entry_holds, request.POST or None)
        answer = submitted(request, form, name=f"answer_objection:{objection_id}", act=answer_it)
    elif detail.can_withdraw:
        form = WordsForm(gettext("Why"), gettext("Take it back"), request.POST or None)
        answer = submitted(request, form, name=f"withdraw_objection:{objection_id}", act=withdraw)
    else:
        answer = None
    if answer is not None:
        return answer
    row = detail.row
    context = {
        "title": gettext("Objection {number}").format(number=row.id),
        "row": row,
        "state": gettext(STATES[row.state]),
        "entry": _entry_words(row),
        "post": wording.name_of(row.title_vi, row.title_en),
        "steps": [
            {"who": s.recorded_by, "did": gettext(STEPS[s.kind]), "when": s.recorded_at,
             "text": s.text}
            for s in detail.steps
        ],
        "form": form,
        "revisions": _revisions(request, row),
    }  # fmt: skip
    response = show(request, "kiem/objection.html", context)
    response.status_code = form.status if form else 200
    return response


def _revisions(request: HttpRequest, row: queries.ObjectionRow) -> list[dict[str, Any]]:
    return revision_lines(queries.entry_detail(viewer=viewer_of(request), entry_id=row.entry_id))


def _entry_words(row: queries.ObjectionRow) -> str:
    work = (
        gettext("the unit's record of the whole month")
        if row.is_month_total
        else category_text(row.category)
    )
    return f"{wording.day(row.day)}: {exact_hours(row.hours)}, {work}"


def _columns() -> list[Column[queries.ObjectionRow]]:
    return [
        Column(
            "number",
            gettext("Number"),
            lambda o: o.id,
            href=lambda o: f"/objections/{o.id}/",
            is_heading=True,
        ),
        Column("state", gettext("State"), lambda o: gettext(STATES[o.state])),
        Column("who", gettext("Who"), lambda o: o.full_name),
        Column("entry", gettext("Entry"), _entry_words),
        Column("post", gettext("Post"), lambda o: wording.name_of(o.title_vi, o.title_en)),
        Column("text", gettext("Objection"), lambda o: o.text),
        Column("raised", gettext("Raised"), lambda o: o.raised_at.date(), Kind.DATE),
    ]
