"""A post or office: what it is, who held it over time, and what its rule entitles to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.listing import organization_path, role_text
from kiem.delivery.web.pages import show
from kiem.delivery.web.posttable import kind_text, mode_text
from kiem.delivery.web.spans import Span, draw_spans
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.rules import rule_columns
from kiem.domain.regimes import queries as regimes
from kiem.domain.register.queries import posts
from kiem.platform.access import Permission


@requires(Permission.VIEW_STRUCTURE)
def post_page(request: HttpRequest, post_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = posts.post_detail(post_id=post_id, **scope_of(request))
    holdings = detail.holdings or ()
    opens = viewer.can(Permission.VIEW_PERSON)
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="holders",
            caption=gettext("Holders over time"),
            columns=holder_columns(asked, opens=opens),
            rows=holdings,
            empty_text=gettext("Nobody has held it.")
            if detail.holdings is not None
            else gettext("Who holds it is not shown to you."),
        )
    ]
    is_office = detail.post.kind in ("office", "external")
    if is_office and viewer.can(Permission.VIEW_RULES):
        rules = [
            rule
            for rule in regimes.list_rules(viewer=viewer)
            if rule.family == detail.family
            and (not rule.organization_types or detail.organization_type in rule.organization_types)
            and (not rule.roles or detail.post.role in rule.roles)
            and asked.on in rule.valid
        ]
        tables.append(
            Table.of_all(
                request,
                name="rules",
                caption=gettext("Rules for this office on the day shown"),
                columns=rule_columns(asked),
                rows=rules,
                is_main=False,
                empty_text=gettext("No rule applies: this office is not regulated."),
            )
        )
    context = {
        "title": wording.name_of(detail.post.title_vi, detail.post.title_en),
        "detail": detail,
        "kind": kind_text(detail.post.kind),
        "role": role_text(detail.post.role),
        "organization": wording.name_of(detail.organization_vi, detail.organization_en),
        "organization_href": organization_path(
            detail.organization_category, detail.post.organization_id
        )
        + asked.query,
        "period": wording.from_to(detail.valid.start, detail.valid.end),
        "vacant_since": detail.post.vacant_since,
        "candidates_href": f"/vacancies/{post_id}/{asked.query}"
        if detail.post.holders is not None
        else "",
        "picture": draw_spans(
            [
                Span(h.full_name, detail.post.kind, h.start, h.end, f"#{h.appointment_id}")
                for h in holdings
            ],
            asked.on,
            gettext("Holders over time"),
        ),
    }
    return show(request, "kiem/post.html", context, tables)


def holder_columns(asked: Asked, *, opens: bool) -> list[Column[posts.PostHolding]]:
    return [
        Column(
            "person",
            gettext("Holder"),
            lambda h: h.full_name,
            href=lambda h: f"/people/{h.person_id}/{asked.query}" if opens else None,
            is_heading=True,
        ),
        Column("from", gettext("From"), lambda h: h.start, Kind.DATE),
        Column(
            "until",
            gettext("Until"),
            lambda h: h.end.fromordinal(h.end.toordinal() - 1) if h.end else None,
            Kind.DATE,
        ),
        Column("mode", gettext("Mode"), lambda h: mode_text(h.mode)),
        Column("share", gettext("Share"), lambda h: h.share_percent / 100, Kind.SHARE),
        Column(
            "decision",
            gettext("Decision"),
            lambda h: h.decision.number,
            href=lambda h: f"/decisions/{h.decision.id}/{asked.query}",
        ),
        Column(
            "ended_by",
            gettext("Ended by"),
            lambda h: h.ended_by.number if h.ended_by else None,
            href=lambda h: f"/decisions/{h.ended_by.id}/{asked.query}" if h.ended_by else None,
        ),
    ]
