"""One time entry: change it, strike it out, object to it, attach evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.timeforms import ChangeForm, FileForm, StrikeForm, WordsForm
from kiem.delivery.web.timewords import category_text, exact_hours, to_oneself
from kiem.domain.ledger import actions, queries
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_TIME)
def entry_page(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    detail = queries.entry_detail(viewer=viewer, entry_id=entry_id)
    day_href = f"/month/?on={detail.day.isoformat()}"

    def change(hours: Decimal | None, reason: str) -> str:
        try:
            actions.correct_time_entry(entry_id=entry_id, hours=hours, reason=reason, actor=viewer)
        except DomainError as error:
            raise to_oneself(error) from None
        messages.success(
            request, gettext("Changed.") if hours else gettext("The entry is struck out.")
        )
        return day_href

    def object_to(text: str) -> str:
        number = actions.object_to_entry(entry_id=entry_id, text=text, actor=viewer)
        messages.success(request, gettext("Your objection waits for an answer."))
        return f"/objections/{number}/"

    def attach(cleaned: dict[str, Any]) -> str:
        upload = cleaned["file"]
        actions.attach_evidence(
            name=upload.name, content=upload.file, entry_id=entry_id, actor=viewer
        )
        messages.success(request, gettext("The file is attached."))
        return request.path

    doing = request.POST.get("do", "")
    change_form = ChangeForm(
        *_sent(request, doing, "change"), auto_id="change_%s", initial={"hours": detail.hours}
    )
    strike_form = StrikeForm(*_sent(request, doing, "strike"), auto_id="strike_%s")
    object_form = WordsForm(
        gettext("What is wrong, and what would be right"),
        gettext("Object to this entry"),
        *_sent(request, doing, "object"),
        auto_id="object_%s",
    )
    file_form = FileForm(*_sent(request, doing, "file"))
    acts: list[tuple[str, KiemForm, Any]] = [
        ("change", change_form, lambda c: change(c["hours"], c["reason"])),
        ("strike", strike_form, lambda c: change(None, c["reason"])),
        ("object", object_form, lambda c: object_to(c["text"])),
        ("file", file_form, attach),
    ]
    for name, form, act in acts:
        # A form that was not sent is only given its token.
        answer = submitted(request, form, name=f"entry_{name}:{entry_id}", act=act)
        if answer is not None:
            return answer
    response = show(
        request,
        "kiem/entry.html",
        {
            "title": f"{exact_hours(detail.hours)}, {wording.day(detail.day)}",
            "detail": detail,
            "post": wording.name_of(detail.title_vi, detail.title_en),
            "work": wording.name_of(detail.activity_vi, detail.activity_en)
            or category_text(detail.category),
            "day_href": day_href,
            "change_form": change_form,
            "strike_form": strike_form,
            "object_form": object_form,
            "file_form": file_form,
            "can_attach": detail.is_own and detail.holds,
            "revisions": revision_lines(detail),
            "evidence": queries.evidence_of_entry(viewer=viewer, entry_id=entry_id),
        },
    )
    response.status_code = max(form.status for _, form, _ in acts)
    return response


@require_safe
@requires(Permission.CONFIRM_TIME)
def entry_files(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry with its history and evidence, as the superior reads it."""
    viewer = viewer_of(request)
    detail = queries.entry_detail(viewer=viewer, entry_id=entry_id)
    return show(
        request,
        "kiem/entry.html",
        {
            "title": f"{exact_hours(detail.hours)}, {wording.day(detail.day)}",
            "detail": detail,
            "post": wording.name_of(detail.title_vi, detail.title_en),
            "work": wording.name_of(detail.activity_vi, detail.activity_en)
            or category_text(detail.category),
            "day_href": f"/confirm/{detail.person_id}/{detail.post_id}/?on={detail.day}",
            "revisions": revision_lines(detail),
            "evidence": queries.evidence_of_entry(viewer=viewer, entry_id=entry_id),
            "is_superior": True,
        },
    )


@require_safe
@requires(Permission.SIGNED_IN)
def evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A file, as a download, for who may read it."""
    stored, content = queries.open_evidence(viewer=viewer_of(request), evidence_id=evidence_id)
    return files.download(stored, content)


# Taking away happens once: a second press finds nothing.
@require_POST
@requires(Permission.SIGNED_IN)
def withdraw_evidence(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    kind, number = queries.subject_of_evidence(viewer=viewer_of(request), evidence_id=evidence_id)
    actions.withdraw_evidence(evidence_id=evidence_id, actor=viewer_of(request))
    messages.success(request, gettext("The file is taken away."))
    back = "/month/entries/{}/" if kind == "entry" else "/activities/{}/"
    return HttpResponseRedirect(back.format(number))


def revision_lines(detail: queries.EntryDetail) -> list[dict[str, Any]]:
    """The entry's history, oldest first."""
    return [
        {
            "hours": exact_hours(revision.hours),
            "when": revision.recorded_at,
            "who": revision.recorded_by,
            "reason": revision.reason,
            "is_late": revision.is_late,
            "struck_reason": revision.struck_reason,
            "is_this": revision.entry_id == detail.id,
        }
        for revision in detail.revisions
    ]


def _sent(request: HttpRequest, doing: str, name: str) -> tuple[Any, ...]:
    """The data of the form that was sent, nothing for the others."""
    return (request.POST, request.FILES) if doing == name else ()
