"""Units: the list, and one unit with posts, holders, vacancies, chapters and 24 months of load."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Scope, asked_of, scope_of, viewer_of
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.lifetimes import another_day
from kiem.delivery.web.listing import (
    history_columns,
    organization_columns,
    type_text,
    unit_columns,
    unit_key,
)
from kiem.delivery.web.pages import show, show_part
from kiem.delivery.web.posttable import post_columns, seats_of
from kiem.delivery.web.tables import Table
from kiem.delivery.web.unitload import unit_load
from kiem.domain.register.queries import catalogue, units
from kiem.domain.register.queries.scopes import organization_within
from kiem.domain.register.queries.signing import speaks_for
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import NotFound


@requires(Permission.VIEW_STRUCTURE)
def unit_list(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    kind = request.GET.get("kind", "")
    if kind and kind not in catalogue.organization_types() and kind not in units.KIND_ALIASES:
        raise NotFound(
            "web.unknown_kind",
            "There is no kind of unit '{kind}'.",
            remedy="Choose one of the kinds above the list of units.",
            field="kind",
            params={"kind": kind[:40]},
        )

    def fetch(after: Key | None, limit: int) -> list[units.UnitRow]:
        key = (str(after[0]), int(after[1])) if after else None
        text = request.GET.get("text") or None
        return units.list_units(**scope, kind=kind or None, search=text, after=key, limit=limit)

    rows, after = cut_page(fetch(read_token(request, (str, int)), PAGE_ROWS + 1), unit_key)
    table = Table.of_page(
        request,
        name="units",
        caption=gettext("Units"),
        columns=unit_columns(asked),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, unit_key),
        filters=("name",),
        filter_names={"name": "text"},
        empty_text=gettext("No unit of your scope existed on this day. Try a later date."),
    )
    counts = units.count_units(**scope)
    choices = [(gettext("all"), "", sum(counts.values()))]
    choices += [(type_text(code), code, count) for code, count in counts.items()]
    context = {
        "title": gettext("Units"),
        "table": table,
        "choices": [
            {
                "label": f"{label} {wording.number(count)}",
                "href": asked.link("/units/", kind=code),
                "is_here": code == kind,
            }
            for label, code, count in choices
        ],
    }
    return show(request, "kiem/list.html", context, [table])


@requires(Permission.VIEW_STRUCTURE)
def unit_page(request: HttpRequest, unit_id: int) -> HttpResponse:
    asked, scope, viewer = asked_of(request), scope_of(request), viewer_of(request)
    try:
        detail = units.unit_detail(unit_id=unit_id, **scope)
    except NotFound as missing:
        return another_day(request, missing, lambda there: _names(unit_id, there))
    seats = seats_of(detail.posts)
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="posts",
            caption=gettext("Posts and holders"),
            columns=post_columns(asked, seats, links_people=viewer.can(Permission.VIEW_PERSON)),
            rows=seats,
            empty_text=gettext("No post existed in this unit on this day."),
        ),
        Table.of_all(
            request,
            name="chapters",
            caption=gettext("Member organisations here"),
            columns=organization_columns(asked),
            rows=detail.chapters,
            is_main=False,
            empty_text=gettext("No member organisation has its seat here on this day."),
        ),
    ]
    for refs, is_past in ((detail.predecessors, True), (detail.successors, False)):
        if refs:
            tables.append(
                Table.of_all(
                    request,
                    name="predecessors" if is_past else "successors",
                    caption=gettext("Where it came from")
                    if is_past
                    else gettext("What became of it"),
                    columns=history_columns(asked, is_past=is_past),
                    rows=refs,
                    is_main=False,
                )
            )
    context: dict[str, Any] = {
        "title": wording.name_of(detail.unit.name_vi, detail.unit.name_en),
        "unit": detail.unit,
        "type": type_text(detail.unit.type),
        "ancestors": [
            (f"/units/{a.id}/{asked.query}", wording.name_of(a.name_vi, a.name_en))
            for a in detail.ancestors
        ],
        "period": wording.from_to(detail.valid.start, detail.valid.end),
        "children": detail.children_count,
        "vacancies": sum(p.seats - len(p.holders) for p in detail.posts if p.holders is not None),
    }
    if viewer.can(Permission.VIEW_ASSEMBLY) and organization_within(
        viewer, Permission.VIEW_ASSEMBLY, unit_id, asked.on, asked.known_at
    ):  # a line sees units whose duties are not its own
        context["duties_href"] = f"/units/{unit_id}/duties/{asked.query}"
    if viewer.can(Permission.VIEW_LOAD):
        context["load_href"] = f"/units/{unit_id}/load/{asked.query}"
    if speaks_for(viewer=viewer, organization_id=unit_id):
        context["letterhead_href"] = f"/organizations/{unit_id}/letterhead/"
    return show(request, "kiem/unit.html", context, tables)


def _names(unit_id: int, scope: Scope) -> tuple[str, str]:
    found = units.unit_detail(unit_id=unit_id, **scope).unit
    return found.name_vi, found.name_en


@requires(Permission.VIEW_LOAD)
def unit_load_part(request: HttpRequest, unit_id: int) -> HttpResponse:
    """This month and the 24 before it: loaded by the unit's page after itself."""
    asked = asked_of(request)
    load = unit_load(request, unit_id)
    brief = request.GET.get("brief") == "1"
    context = {
        "title": gettext("Load"),
        "back_href": f"/units/{unit_id}/{asked.query}",
        "load": load,
        "brief": brief,
        "table_level": 2 if brief else 3,  # without its own heading the tables are one up
        "subject": f"unit:{unit_id}",
        "cited": asked.cited,
    }
    return show_part(request, "kiem/parts/unit_load.html", context, load.tables)
