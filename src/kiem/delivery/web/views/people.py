"""People: the list, and one person with both roles side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.listing import organization_path, person_columns, person_key
from kiem.delivery.web.pages import show, show_part
from kiem.delivery.web.personload import person_load
from kiem.delivery.web.posttable import kind_text, mode_text
from kiem.delivery.web.spans import Span, draw_spans
from kiem.delivery.web.tables import Table
from kiem.domain.register.queries import people
from kiem.platform import audit
from kiem.platform.access import Permission

LINE = "line"
OFFICES = ("office", "external", "party")


@requires(Permission.VIEW_PERSON)
def person_list(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    only_dual = request.GET.get("dual") == "1"

    def fetch(after: Key | None, limit: int) -> list[people.PersonRow]:
        key = (str(after[0]), int(after[1])) if after else None
        return people.list_people(
            **scope,
            search=request.GET.get("text") or None,
            only_dual=only_dual,
            after=key,
            limit=limit,
        )

    rows, after = cut_page(fetch(read_token(request, (str, int)), PAGE_ROWS + 1), person_key)
    table = Table.of_page(
        request,
        name="people",
        caption=gettext("Dual holders") if only_dual else gettext("People"),
        columns=person_columns(asked, opens=True),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, person_key),
        filters=("name",),
        filter_names={"name": "text"},
        empty_text=gettext("Nobody of your scope was in service on this day."),
    )
    context = {
        "title": gettext("People"),
        "lead": gettext("By given name, as Vietnamese lists go. Opening a person is recorded."),
        "table": table,
        "choices": [
            {"label": label, "href": asked.link("/people/", dual=value), "is_here": here}
            for label, value, here in (
                (gettext("all"), "", not only_dual),
                (gettext("dual holders only"), "1", only_dual),
            )
        ],
    }
    return show(request, "kiem/list.html", context, [table])


@requires(Permission.VIEW_PERSON)
def person_page(request: HttpRequest, person_id: int) -> HttpResponse:
    asked, scope, viewer = asked_of(request), scope_of(request), viewer_of(request)
    detail = people.person_detail(person_id=person_id, **scope)
    audit.record_view(viewer, f"person:{person_id}")
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="posts",
            caption=gettext("Posts over time"),
            columns=appointment_columns(asked),
            rows=detail.posts,
            empty_text=gettext("No post is recorded."),
        )
    ]
    held = [p for p in detail.posts if p.start <= asked.on and (p.end is None or asked.on < p.end)]
    context: dict[str, Any] = {
        "title": detail.person.full_name or gettext("Details erased"),
        "detail": detail,
        "rank": wording.name_of(detail.person.rank_vi, detail.person.rank_en),
        "unit": wording.name_of(detail.person.unit_name_vi, detail.person.unit_name_en),
        "employment": wording.share(detail.employment_share_percent / 100),
        "service": wording.from_to(detail.valid.start, detail.valid.end),
        "line_posts": [_held(p, asked) for p in held if p.kind == LINE],
        "offices": [_held(p, asked) for p in held if p.kind in OFFICES],
        "ranks": [
            (wording.name_of(r.name_vi, r.name_en), wording.from_to(r.start, r.end))
            for r in detail.ranks
        ],
        "memberships": [
            (
                f"/organizations/{m.organization_id}/{asked.query}",
                wording.name_of(m.organization_vi, m.organization_en),
                wording.from_to(m.start, m.end),
            )
            for m in detail.memberships
        ],
        "picture": draw_spans(
            [
                Span(_name(p), p.kind, p.start, p.end, f"/posts/{p.post_id}/{asked.query}")
                for p in sorted(detail.posts, key=lambda p: (p.kind != LINE, p.start))
            ],
            asked.on,
            gettext("Posts over time"),
        ),
    }
    if viewer.can(Permission.VIEW_LOAD):
        context["load_href"] = f"/people/{person_id}/load/{asked.query}"
    return show(request, "kiem/person.html", context, tables)


@requires(Permission.VIEW_LOAD)
def person_load_part(request: HttpRequest, person_id: int) -> HttpResponse:
    """The month shown and those before it: loaded by the person's page after itself."""
    asked = asked_of(request)
    load = person_load(request, person_id)
    audit.record_view(viewer_of(request), f"person:{person_id}")
    context = {
        "title": gettext("Load"),
        "back_href": f"/people/{person_id}/{asked.query}",
        "load": load,
        "subject": f"person:{person_id}",
        "cited": asked.cited,
    }
    return show_part(request, "kiem/parts/person_load.html", context, load.tables)


def _name(post: people.AppointmentRow) -> str:
    return (
        f"{wording.name_of(post.title_vi, post.title_en)}, "
        f"{wording.name_of(post.organization_vi, post.organization_en)}"
    )


def _held(post: people.AppointmentRow, asked: Asked) -> dict[str, object]:
    """A post held on the day shown, as the two columns of the page list it."""
    return {
        "title": wording.name_of(post.title_vi, post.title_en),
        "href": f"/posts/{post.post_id}/{asked.query}",
        "organization": wording.name_of(post.organization_vi, post.organization_en),
        "organization_href": organization_path(post.category, post.organization_id) + asked.query,
        "kind": kind_text(post.kind),
        "since": wording.day(post.start),
        "mode": mode_text(post.mode),
        "share": wording.share(post.share_percent / 100),
        "is_provisional": post.is_provisional,
    }


def appointment_columns(asked: Asked) -> list[Column[people.AppointmentRow]]:
    return [
        Column(
            "title",
            gettext("Post"),
            lambda p: wording.name_of(p.title_vi, p.title_en),
            href=lambda p: f"/posts/{p.post_id}/{asked.query}",
            is_heading=True,
        ),
        Column("kind", gettext("Kind"), lambda p: kind_text(p.kind)),
        Column(
            "organization",
            gettext("Organisation"),
            lambda p: wording.name_of(p.organization_vi, p.organization_en),
        ),
        Column("from", gettext("From"), lambda p: p.start, Kind.DATE),
        Column(
            "until",
            gettext("Until"),
            lambda p: p.end.fromordinal(p.end.toordinal() - 1) if p.end else None,
            Kind.DATE,
        ),
        Column("mode", gettext("Mode"), lambda p: mode_text(p.mode)),
        Column("share", gettext("Share"), lambda p: p.share_percent / 100, Kind.SHARE),
        Column(
            "decision",
            gettext("Decision"),
            lambda p: p.decision.number,
            href=lambda p: f"/decisions/{p.decision.id}/{asked.query}",
        ),
    ]
