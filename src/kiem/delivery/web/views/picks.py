"""Hits of a picker's search, for htmx; the form's own button brings the same without script."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web.asked import parse_day, viewer_of
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show_part
from kiem.delivery.web.picking import Chooser
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput

_SOURCE = re.compile(r"people|decisions|members-[0-9]{1,15}|(posts|organizations)(-[a-z]{1,10})?")
_NAME = re.compile(r"[a-z_]{1,40}[0-9]{0,16}")


@requires(Permission.CHANGE_REGISTER)
def pick(request: HttpRequest, source: str) -> HttpResponse:
    name = request.GET.get("name", "")
    if not _SOURCE.fullmatch(source) or not _NAME.fullmatch(name):
        raise InvalidInput(
            "web.unknown_picker",
            "Nothing can be looked up under '{source}'.",
            remedy="Search in the form itself.",
            field="source",
            params={"source": source[:40]},
        )
    day = request.GET.get("day", "")
    text = request.GET.get(f"{name}_text", "")
    chooser = Chooser(viewer_of(request), parse_day(day) if day else clock.today())
    context = {
        "title": gettext("Search"),
        "name": name,
        "type": "checkbox" if request.GET.get("type") == "checkbox" else "radio",
        "hits": chooser.hits(source, text),
        "searched": bool(text.strip()),
    }
    return show_part(request, "kiem/parts/hits.html", context)
