"""Figures cited at an event: opened as they were said, and beside what they are now."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblytables import body_name, event_href, figure_text
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.explaining import show_figure, subject_names
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show_part
from kiem.delivery.web.tables import Table
from kiem.domain.assembly import queries as assembly
from kiem.domain.ledger.queries import figure_label
from kiem.platform import audit
from kiem.platform.access import Permission


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def cited_figures(request: HttpRequest, event_id: int) -> HttpResponse:
    """Figures as they were said beside what they are now: loaded after the event's page."""
    asked = asked_of(request)
    columns: list[Column[assembly.FigureThenAndNow]] = [
        Column("number", gettext("Contribution"), lambda f: f.contribution_number, Kind.COUNT),
        Column("body", gettext("Who spoke"), lambda f: body_name(f.body)),
        Column(
            "figure",
            gettext("Figure"),
            lambda f: gettext(figure_label(f.cited.figure)),
            href=lambda f: _pinned_href(event_id, f.contribution_number, f.position, asked),
            is_heading=True,
        ),
        Column("day", gettext("Month of"), lambda f: f.cited.on, Kind.DATE),
        Column(
            "unit", gettext("Unit"), lambda f: body_name(f.cited.body) if f.cited.body else None
        ),
        Column(
            "then",
            gettext("As said"),
            lambda f: f.cited.value,
            show=lambda f: figure_text(f.cited.figure, f.cited.value),
        ),
        Column(
            "now",
            gettext("As known now"),
            lambda f: f.now,
            show=lambda f: figure_text(f.cited.figure, f.now),
            href=lambda f: asked.link(_why(f.cited), on=f.cited.on) if f.now is not None else "",
        ),
        Column(
            "change",
            gettext("Newer knowledge"),
            lambda f: gettext("differs") if f.has_changed else gettext("the same"),
        ),
    ]
    figures = assembly.figures_then_and_now(event_id=event_id, **scope_of(request))
    table = Table.of_all(
        request,
        name="figures",
        caption=gettext("Figures cited, then and now"),
        columns=columns,
        rows=figures,
        is_main=False,
        empty_text=gettext("No figure was cited."),
    )
    context = {"title": gettext("Figures cited, then and now"), "table": table}
    return show_part(request, "kiem/parts/one_table.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def pinned_figure(request: HttpRequest, event_id: int, number: int, position: int) -> HttpResponse:
    """Why a cited figure was what it was, with the knowledge of the moment it was said."""
    scope = scope_of(request)
    viewer = viewer_of(request)
    pinned = assembly.pinned_figure(
        event_id=event_id, contribution_number=number, position=position, **scope
    )
    cited = pinned.cited
    if cited.subject.startswith("person:"):  # known to exist and to be in scope: it was explained
        audit.record_view(viewer, cited.subject)
    # What it was made of is shown as of then; what those parts link to, only to those who may ask.
    then = cited.known_at if viewer.can(Permission.KNOWN_AT) else None
    asked = replace(asked_of(request), on=cited.on, known_at=then)
    names = subject_names(
        pinned.explanation, {"viewer": viewer, "on": cited.on, "known_at": cited.known_at}
    )
    shown = show_figure(pinned.explanation, names, asked)
    said = {
        "value": figure_text(cited.figure, cited.value),
        "day": wording.day(cited.on),
        "month": asked.month,
        "is_whole": pinned.is_whole,
        "known_at": wording.moment(cited.known_at),
        "now_href": f"{_why(cited)}?on={cited.on.isoformat()}",
        "event_href": event_href(event_id, asked_of(request)) + f"#contribution-{number}",
    }
    in_panel = request.headers.get("HX-Target") == "panel"
    template = "kiem/parts/why_panel.html" if in_panel else "kiem/why.html"
    context = {
        "title": shown.label,
        "figure": shown,
        "said": said,
        "cite": request.build_absolute_uri(request.path),
    }
    return render(request, template, context)


def citation_shown(
    cited: assembly.CitedFigure, event_id: int, number: int, position: int, asked: Asked
) -> dict[str, str]:
    """The figure as it was said; its address opens what it was made of then."""
    return {
        "label": gettext(figure_label(cited.figure)),
        "subject": body_name(cited.body) if cited.body else "",
        "value": figure_text(cited.figure, cited.value),
        "on": wording.day(cited.on),
        "known_at": wording.moment(cited.known_at),
        "href": _pinned_href(event_id, number, position, asked),
    }


def _pinned_href(event_id: int, number: int, position: int, asked: Asked) -> str:
    return asked.link(f"/assembly/events/{event_id}/figures/{number}/{position}/")


def _why(cited: assembly.CitedFigure) -> str:
    return f"/why/{cited.subject}/{cited.figure}/"
