"""How a view answers: a page, a part of one for htmx, or one of its tables as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.exports import CONTENT_TYPES, About, file_response, write_csv, write_xlsx
from kiem.delivery.web.rulermarks import facts_of
from kiem.delivery.web.tables import Table
from kiem.platform.kernel.errors import InvalidInput
from kiem.platform.kernel.installation import read_installation


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    tables: Sequence[Table[Any]] = (),
) -> HttpResponse:
    """The page, or with `?format=csv|xlsx` one of its tables (`?table=name`, else the first).

    `context["title"]` is the page's title; each table is in the context under its name.
    """
    if wanted := request.GET.get("format", ""):
        return _export(request, wanted, str(context["title"]), tables)
    named = {table.name.replace("-", "_"): table for table in tables}
    with wording.one_language():
        return render(request, template, {**context, **named})


def show_part(
    request: HttpRequest,
    part: str,
    context: Mapping[str, Any],
    tables: Sequence[Table[Any]] = (),
) -> HttpResponse:
    """A part that another page loads after itself; asked for alone it is a page of its own."""
    template = part if request.headers.get("HX-Request") == "true" else "kiem/part.html"
    return show(request, template, {**context, "part": part}, tables)


def _export(
    request: HttpRequest, wanted: str, title: str, tables: Sequence[Table[Any]]
) -> HttpResponse:
    name = request.GET.get("table", "")
    table = next((t for t in tables if t.name == name or not name), None)
    if wanted not in CONTENT_TYPES or table is None:
        raise InvalidInput(
            "web.unknown_export",
            "This page has no table '{table}' as '{format}'.",
            remedy="Use the links CSV and Excel above a table.",
            field="format",
            params={"table": name[:40], "format": wanted[:40]},
        )
    asked = asked_of(request)
    about = About(
        title=f"{title} {table.caption}" if table.caption != title else title,
        on=asked.on,
        known_at=wording.moment(asked.known_at) if asked.known_at else gettext("now"),
        scope=facts_of(viewer_of(request), asked).scope_text() or viewer_of(request).name,
        is_invented=read_installation().is_sample,
    )
    write = write_csv if wanted == "csv" else write_xlsx
    return file_response(write(table.columns, table.export_rows(), about), wanted, about)
