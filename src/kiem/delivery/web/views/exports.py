"""Whole tables as files, made in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods

from kiem.delivery.exporting.run import KIND
from kiem.delivery.exporting.tables import TABLES, Asked, table_named
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.platform import jobs
from kiem.platform.access import Permission, Viewer

NAMES = {
    "people": gettext_noop("People"),
    "appointments": gettext_noop("Posts and who holds them"),
    "memberships": gettext_noop("Members"),
    "activities": gettext_noop("Activities"),
    "time": gettext_noop("Hours"),
    "load": gettext_noop("Load by unit"),
    "findings": gettext_noop("Findings"),
}


class ExportForm(KiemForm):
    """Offers the tables the viewer may see."""

    verb = gettext_lazy("Make the file")
    what = forms.ChoiceField(label=gettext_lazy("Table"))
    first = forms.DateField(
        label=gettext_lazy("From day"),
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "aria-describedby": "id_first_helptext"}
        ),
        help_text=gettext_lazy("For activities and hours; the last day is the one shown above."),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[("xlsx", "Excel"), ("csv", "CSV")]
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        if isinstance(what, forms.ChoiceField):
            what.choices = [
                (table.what, gettext(NAMES[table.what]))
                for table in TABLES.values()
                if viewer.can(table.permission)
            ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_STRUCTURE)
def export_page(request: HttpRequest) -> HttpResponseBase:
    asked, viewer, scope = asked_of(request), viewer_of(request), scope_of(request)
    form = ExportForm(
        request.POST or None, viewer=viewer, initial={"first": asked.on.replace(day=1)}
    )

    def start(data: dict[str, Any]) -> str:
        first: date = data["first"]
        table = table_named(data["what"])
        Asked(viewer, asked.on, first, scope["known_at"])
        known_at = scope["known_at"]
        run = jobs.queue(
            kind=KIND,
            inputs={
                "what": table.what,
                "on": asked.on.isoformat(),
                "first": first.isoformat(),
                "known_at": known_at.isoformat() if known_at else None,
                "format": data["format"],
            },
            label=gettext(NAMES[table.what]),
            actor=viewer,
        )
        return reverse("run", args=[run])

    if answer := submitted(request, form, name="export", act=start):
        return answer
    context = {
        "title": gettext("Export a whole table"),
        "lead": gettext(
            "Made in the background, of any size, with what you may see on the day shown above."
        ),
        "form": form,
    }
    page = show(request, "kiem/form_page.html", context)
    page.status_code = form.status
    return page
