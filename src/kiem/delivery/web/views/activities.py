"""One activity: who takes part, evidence, and logging for everybody who was there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.monthpage import long_day
from kiem.delivery.web.pages import show
from kiem.delivery.web.superiorforms import GroupForm
from kiem.delivery.web.timeforms import FileForm, asking
from kiem.delivery.web.timewords import category_text, exact_hours
from kiem.domain.ledger import actions, queries
from kiem.platform.access import Permission
from kiem.platform.kernel.clock import LOCAL_ZONE


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_LOAD)
def activity_page(request: HttpRequest, activity_id: int) -> HttpResponseBase:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = queries.activity_detail(activity_id=activity_id, **scope_of(request))
    doing = request.POST.get("do", "")
    group = GroupForm(detail, request.POST if doing == "group" else None)
    file_form = FileForm(*((request.POST, request.FILES) if doing == "file" else ()))

    def log_group() -> str:
        logged = actions.log_activity_time(
            activity_id=activity_id,
            attended=group.attended(),
            actor=viewer,
            late_reason=group.cleaned_data["late_reason"],
            confirmed=actions.ASKED_BACK if group.cleaned_data["confirmed"] else (),
        )
        count = len(logged.ids)
        text = ngettext("Logged for {count} person.", "Logged for {count} people.", count)
        messages.success(request, text.format(count=wording.number(count)))
        return request.path

    def attach(cleaned: dict[str, Any]) -> str:
        upload = cleaned["file"]
        actions.attach_evidence(
            name=upload.name, content=upload.file, activity_id=activity_id, actor=viewer
        )
        messages.success(request, gettext("The file is attached."))
        return request.path

    answer = submitted(
        request, group, name=f"group:{activity_id}", act=lambda _: asking(group, log_group)
    ) or submitted(request, file_form, name=f"activity_file:{activity_id}", act=attach)
    if answer is not None:
        return answer
    can_attach = detail.can_keep or detail.takes_part
    start = detail.starts_at.astimezone(LOCAL_ZONE)
    end = detail.ends_at.astimezone(LOCAL_ZONE)
    context = {
        "title": wording.name_of(detail.title_vi, detail.title_en),
        "detail": detail,
        "organization": wording.name_of(detail.organization_vi, detail.organization_en),
        "category": category_text(detail.category),
        "day": long_day(detail.first_day, asked.today),
        "time": f"{start:%H:%M}–{end:%H:%M}",
        "planned": exact_hours(detail.planned_hours),
        "people": [
            {
                "name": row.full_name,
                "post": wording.name_of(row.title_vi, row.title_en),
                "planned": _hours(row.planned_hours),
                "logged": _hours(row.logged_hours),
            }
            for row in detail.participants
        ],
        "group": group,
        "can_log": detail.can_keep and detail.has_begun and bool(group.people),
        "file_form": file_form,
        "can_attach": can_attach,
        "evidence": queries.evidence_of_activity(viewer=viewer, activity_id=activity_id),
    }
    response = show(request, "kiem/activity.html", context)
    response.status_code = max(group.status, file_form.status)
    return response


def _hours(hours: Decimal | None) -> str:
    return wording.NO_VALUE if hours is None else exact_hours(hours)
