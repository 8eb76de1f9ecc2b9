"""Why a figure is what it is: in the side panel, or on a page of its own that can be cited."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.explaining import show_figure, subject_names
from kiem.delivery.web.gate import requires
from kiem.domain.ledger import queries as ledger
from kiem.platform import audit
from kiem.platform.access import Permission


@requires(Permission.VIEW_LOAD)
def why_page(request: HttpRequest, subject: str, figure: str) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    explanation = ledger.explain_figure(
        subject=subject, figure=figure, kind=request.GET.get("kind") or None, **scope
    )
    if subject.startswith("person:"):  # known to exist and to be in scope: it was explained
        audit.record_view(viewer_of(request), subject)
    shown = show_figure(explanation, subject_names(explanation, scope), asked)
    cite = request.build_absolute_uri(f"{request.path}{asked.cited}")
    in_panel = request.headers.get("HX-Target") == "panel"
    template = "kiem/parts/why_panel.html" if in_panel else "kiem/why.html"
    return render(request, template, {"title": shown.label, "figure": shown, "cite": cite})
