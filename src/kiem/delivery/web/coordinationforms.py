"""Coordination: forms, tables and words of regulations and requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.assemblyforms import Choices
from kiem.delivery.web.assemblytables import body_href, body_name
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.forming import KiemForm, choose_from
from kiem.delivery.web.taskforms import FilesField, ManyFiles
from kiem.domain.assembly.queries import (
    OWED,
    DutyRow,
    RegulationRow,
    RequestDetail,
    RequestRow,
    RequestStatus,
)
from kiem.platform.kernel.clock import LOCAL_ZONE

_IN_ENGLISH = gettext_lazy("The same in English")
_CODES_HELP = gettext_lazy("Codes of units and organisations, one a line or with commas.")
REQUEST_STEPS = {
    "answer": gettext_noop("answered"),
    "return": gettext_noop("answer returned"),
    "close": gettext_noop("brought to an end"),
    "withdraw": gettext_noop("withdrawn"),
}
_STEP_VERBS = {
    "answer": gettext_noop("Here is the answer"),
    "close": gettext_noop("It is answered: close"),
    "return": gettext_noop("It does not answer the request: return"),
    "withdraw": gettext_noop("Withdraw the request"),
}
DUTY_KINDS = {
    "task": gettext_noop("task"),
    "commitment": gettext_noop("commitment"),
    "request": gettext_noop("request to answer"),
    "return": gettext_noop("monthly return"),
    "survey": gettext_noop("survey to answer"),
    "delegates": gettext_noop("delegates to name"),
    "nominations": gettext_noop("candidates to put forward"),
}


def _area(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _day(label: Any, **values: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **values)


def _files() -> FilesField:
    return FilesField(
        label=gettext_lazy("Papers as files"),
        required=False,
        widget=ManyFiles(),
        help_text=gettext_lazy("PDF, picture, Word or Excel, at most 10 MB each."),
    )


class RegulationForm(KiemForm):
    verb = gettext_lazy("Record the regulation")
    more = ("title_en", "content_en")
    more_label = _IN_ENGLISH
    organization = forms.ChoiceField(label=gettext_lazy("Who keeps it"))
    codes = forms.CharField(label=gettext_lazy("With whom"), help_text=_CODES_HELP)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=60)
    signed_on = _day(gettext_lazy("Signed on"))
    title_vi = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    content_vi = _area(gettext_lazy("What was agreed"))
    answer_working_days = forms.IntegerField(
        label=gettext_lazy("Requests are answered within, working days"), min_value=1, max_value=90
    )
    review_on = _day(gettext_lazy("To be reviewed on"))
    file = _files()
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=300, required=False
    )
    content_en = _area(gettext_lazy("What was agreed, in English"), required=False)

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)


class ReviewForm(KiemForm):
    verb = gettext_lazy("Record the review")
    more = ("finding_en",)
    more_label = _IN_ENGLISH
    reviewed_on = _day(gettext_lazy("Reviewed on"))
    finding_vi = _area(gettext_lazy("What was found"))
    review_on = _day(
        gettext_lazy("Next review on"),
        required=False,
        help_text=gettext_lazy("Without a day the regulation ends."),
    )
    finding_en = _area(gettext_lazy("What was found, in English"), required=False)


class RequestForm(KiemForm):
    verb = gettext_lazy("Send the request")
    more = ("subject_en", "text_en")
    more_label = _IN_ENGLISH
    organization = forms.ChoiceField(label=gettext_lazy("Who asks"))
    addressee = forms.CharField(
        label=gettext_lazy("Whom"),
        max_length=40,
        help_text=gettext_lazy("The code of a unit or organisation."),
    )
    regulation = forms.ChoiceField(label=gettext_lazy("Under the regulation"), required=False)
    subject_vi = forms.CharField(label=gettext_lazy("What it is about"), max_length=300)
    text_vi = _area(gettext_lazy("What is asked"))
    answer_working_days = forms.IntegerField(
        label=gettext_lazy("To be answered within, working days"),
        required=False,
        min_value=1,
        max_value=90,
        help_text=gettext_lazy("Under a regulation its days hold unless you write others."),
    )
    file = _files()
    subject_en = forms.CharField(
        label=gettext_lazy("Subject in English"), max_length=300, required=False
    )
    text_en = _area(gettext_lazy("What is asked, in English"), required=False)

    def __init__(self, *args: Any, bodies: Choices, regulations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)
        choose_from(self, "regulation", [("", gettext("none")), *regulations])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_wrong = "answer_working_days" in self.errors
        if (
            not cleaned.get("regulation")
            and not cleaned.get("answer_working_days")
            and not is_wrong
        ):
            self.add_error("answer_working_days", gettext("Write the number of working days."))
        return cleaned


class RequestStepForm(KiemForm):
    verb = gettext_lazy("Record the step")
    conditional = ("text",)
    step = forms.ChoiceField(label=gettext_lazy("What to do now"), widget=forms.RadioSelect)
    text = _area(gettext_lazy("Answer, or reason"), required=False)
    file = _files()

    def __init__(self, *args: Any, steps: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "step", [(step, gettext(_STEP_VERBS[step])) for step in steps])
        if "answer" not in steps:
            del self.fields["file"]


def request_step_form(request: HttpRequest, detail: RequestDetail) -> RequestStepForm | None:
    """The form, or None where nothing is left for the reader to do."""
    steps, status = [], detail.request.status
    if detail.may_answer and status in OWED:
        steps.append("answer")
    if detail.may_judge and status is RequestStatus.ANSWERED:
        steps += ["close", "return"]
    if detail.may_judge and status not in (RequestStatus.CLOSED, RequestStatus.WITHDRAWN):
        steps.append("withdraw")
    if not steps:
        return None
    given = request.method == "POST"
    return RequestStepForm(
        request.POST if given else None, request.FILES if given else None, steps=steps
    )


def regulation_href(regulation_id: int, asked: Asked) -> str:
    return f"/coordination/{regulation_id}/{asked.query}"


def request_href(request_id: int, asked: Asked) -> str:
    return f"/requests/{request_id}/{asked.query}"


def request_state(row: RequestRow) -> SafeString:
    """Status word with its mark; overdue ones say so, with the days."""
    code = f"request {row.status.value}"
    if not row.days_late:
        return statuses.status(code)
    late = gettext("late by {days} d").format(days=wording.number(row.days_late))
    return statuses.status("task late", f"{statuses.status_text(code)}, {late}")


def answered_late(detail: RequestDetail) -> str:
    """How long after its last day the first answer came; empty in time, or without one."""
    first = next((step.at for step in detail.steps if step.kind == "answer"), None)
    if first is None:
        return ""
    days = (first.astimezone(LOCAL_ZONE).date() - detail.request.due_on).days
    if days <= 0:
        return ""
    return gettext("answered late by {days} d").format(days=wording.number(days))


def regulation_columns(asked: Asked) -> list[Column[RegulationRow]]:
    return [
        Column("number", gettext("Number"), lambda r: r.number),
        Column(
            "title",
            gettext("Regulation"),
            lambda r: wording.name_of(r.title_vi, r.title_en),
            href=lambda r: regulation_href(r.id, asked),
            is_heading=True,
        ),
        Column("parties", gettext("Between"), lambda r: ", ".join(map(body_name, r.parties))),
        Column("signed", gettext("Signed"), lambda r: r.signed_on, Kind.DATE),
        Column("days", gettext("Working days"), lambda r: r.answer_working_days, Kind.COUNT),
        Column(
            "review",
            gettext("Review"),
            lambda r: r.review_on,
            Kind.DATE,
            html=lambda r: _review(r, asked),
        ),
    ]


def _review(row: RegulationRow, asked: Asked) -> SafeString:
    if row.review_on is None:
        return statuses.status("task withdrawn", gettext("ended"))
    if row.is_due(asked.on):
        return statuses.status("overdue", wording.day(row.review_on))
    return statuses.status("to come", wording.day(row.review_on))


def request_columns(asked: Asked) -> list[Column[RequestRow]]:
    return [
        Column("due", gettext("Answer due"), lambda r: r.due_on, Kind.DATE),
        Column(
            "subject",
            gettext("Request"),
            lambda r: wording.name_of(r.subject_vi, r.subject_en),
            href=lambda r: request_href(r.id, asked),
            is_heading=True,
        ),
        Column(
            "from",
            gettext("Sender"),
            lambda r: body_name(r.sender),
            href=lambda r: body_href(r.sender, asked),
        ),
        Column(
            "to",
            gettext("Addressee"),
            lambda r: body_name(r.addressee),
            href=lambda r: body_href(r.addressee, asked),
        ),
        Column(
            "state",
            gettext("State"),
            lambda r: statuses.status_text(f"request {r.status.value}"),
            html=request_state,
        ),
        Column("late", gettext("Days late"), lambda r: r.days_late or None, Kind.COUNT),
    ]


def duty_columns(asked: Asked) -> list[Column[DutyRow]]:
    def link(duty: DutyRow) -> str:
        return duty.link if "?" in duty.link else f"{duty.link}{asked.query}"

    def state(duty: DutyRow) -> str:
        if duty.waits_for_others:
            return gettext("waits for others")
        days = duty.days_late(asked.on)
        return gettext("late by {days} d").format(days=wording.number(days)) if days else ""

    def state_html(duty: DutyRow) -> SafeString:
        if duty.waits_for_others:
            return statuses.status("task reported", state(duty))
        if duty.days_late(asked.on):
            return statuses.status("task late", state(duty))
        return statuses.status("to come", gettext("to come"))

    return [
        Column("due", gettext("Due"), lambda d: d.due_on, Kind.DATE),
        Column("kind", gettext("Kind"), lambda d: gettext(DUTY_KINDS.get(d.kind, d.kind))),
        Column(
            "title",
            gettext("What"),
            lambda d: wording.name_of(d.title_vi, d.title_en),
            href=link,
            is_heading=True,
        ),
        Column("body", gettext("Who"), lambda d: body_name(d.body)),
        Column("state", gettext("State"), state, html=state_html),
    ]
