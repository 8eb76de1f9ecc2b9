"""Search: units, organisations, people and posts, without accents."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column
from kiem.delivery.web.gate import requires
from kiem.delivery.web.listing import organization_columns, person_columns, unit_columns
from kiem.delivery.web.pages import show
from kiem.delivery.web.posttable import kind_text
from kiem.delivery.web.tables import Table
from kiem.domain.register.queries import search as register_search
from kiem.platform.access import Permission

HITS = 20
LONGEST = 80


@requires(Permission.SIGNED_IN)
def search_page(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    text = request.GET.get("text", "").strip()[:LONGEST]
    tables: list[Table[Any]] = []
    if text:
        hits = register_search.search(text=text, limit=HITS, **scope_of(request))
        opens = viewer.can(Permission.VIEW_PERSON)
        found: list[tuple[str, str, list[Column[Any]], tuple[Any, ...]]] = [
            ("units", gettext("Units"), unit_columns(asked), hits.units),
            (
                "organizations",
                gettext("Member organisations"),
                organization_columns(asked),
                hits.organizations,
            ),
            ("people", gettext("People"), person_columns(asked, opens=opens), hits.people),
            ("posts", gettext("Posts"), post_hit_columns(asked), hits.posts),
        ]
        tables = [
            Table.of_all(
                request, name=name, caption=caption, columns=columns, rows=rows, is_main=False
            )
            for name, caption, columns, rows in found
            if rows
        ]
    context = {"title": gettext("Search"), "search_text": text, "results": tables, "most": HITS}
    return show(request, "kiem/search.html", context, tables)


def post_hit_columns(asked: Asked) -> list[Column[register_search.PostHit]]:
    return [
        Column(
            "title",
            gettext("Post"),
            lambda p: wording.name_of(p.title_vi, p.title_en),
            href=lambda p: f"/posts/{p.id}/{asked.query}",
            is_heading=True,
        ),
        Column("kind", gettext("Kind"), lambda p: kind_text(p.kind)),
        Column(
            "organization",
            gettext("Organisation"),
            lambda p: wording.name_of(p.organization_vi, p.organization_en),
        ),
    ]
