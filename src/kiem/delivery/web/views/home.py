"""Home: the load picture of the viewer's scope; a dual holder's own month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.citymap import MapUnit, build_map
from kiem.delivery.web.gate import requires
from kiem.delivery.web.headline import honest_sentence, lead_sentence
from kiem.delivery.web.loadtable import hours_of, unit_columns
from kiem.delivery.web.monthbar import month_bar
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.ledger import queries as ledger
from kiem.domain.ledger.queries.results import UnitLoad
from kiem.platform.access import Permission, Viewer


@requires(Permission.SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    viewer, asked = viewer_of(request), asked_of(request)
    if not viewer.can(Permission.VIEW_LOAD):
        return HttpResponseRedirect("/account/")
    if own := _own_page(viewer):
        return HttpResponseRedirect(asked.link(own))
    scope = scope_of(request)
    kind = request.GET.get("kind") or None
    picture = ledger.load_picture(**scope, kind=kind)
    table = Table.of_all(
        request,
        name="units",
        caption=gettext("Units"),
        columns=unit_columns(asked, picture.units),
        rows=picture.units,
        default_sort="-overloaded",
        empty_text=gettext("No unit of your scope existed on this day. Try a later date."),
    )
    totals, figures = picture.totals, picture.totals.figures
    return show(
        request,
        "kiem/home.html",
        {
            "title": gettext("Load picture"),
            "lead": lead_sentence(totals.staff, figures, asked.month),
            "honest": honest_sentence(figures),
            "totals": totals,
            "figures": figures,
            "choices": _choices(request, asked),
            "state": picture.month_state,
            "bar": month_bar(hours_of(figures), width=420, height=26),
            "map": build_map(_on_map(picture.units, asked)) if len(picture.units) > 1 else None,
            "unit_href": _only_unit(picture.units, asked),
            "findings_href": asked.link("/findings/first/", kind=kind),
            "cited": asked.cited + (f"&kind={kind}" if kind else ""),
        },
        [table],
    )


def _choices(request: HttpRequest, asked: Asked) -> list[dict[str, object]]:
    """Links that narrow the picture to a kind of unit."""
    chosen = request.GET.get("kind", "")
    kinds = {
        "": gettext("local units"),
        "commune": gettext("communes"),
        "district": gettext("districts"),
        "all": gettext("with headquarters"),
    }
    return [
        {"label": label, "href": asked.link("/", kind=kind), "is_here": kind == chosen}
        for kind, label in kinds.items()
    ]


def _only_unit(units: tuple[UnitLoad, ...], asked: Asked) -> str:
    """Whoever sees one unit gets its people and months in place of a map of one."""
    return asked.link(f"/units/{units[0].unit_id}/load/", brief=1) if len(units) == 1 else ""


def _own_page(viewer: Viewer) -> str:
    """The page of somebody who sees their own hours and, at most, those of a chapter they head."""
    scopes = viewer.scopes(Permission.VIEW_LOAD)
    own = [scope for scope in scopes if scope.startswith("person:")]
    if own and all(scope.startswith(("person:", "line:")) for scope in scopes):
        return f"/people/{min(own).removeprefix('person:')}/"
    return ""


def _on_map(units: tuple[UnitLoad, ...], asked: Asked) -> list[MapUnit]:
    return [
        MapUnit(
            unit.unit_id,
            wording.name_of(unit.name_vi, unit.name_en),
            unit.latitude,
            unit.longitude,
            unit.staff,
            unit.dual_holders,
            unit.strained + unit.overloaded,
            f"/units/{unit.unit_id}/{asked.query}",
        )
        for unit in units
        if unit.latitude is not None and unit.longitude is not None
    ]
