"""Member organisations: the list, and one with committee, term, members and activities."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, Scope, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.lifetimes import another_day
from kiem.delivery.web.listing import (
    organization_columns,
    organization_key,
    role_text,
    type_text,
)
from kiem.delivery.web.pages import show
from kiem.delivery.web.personload import CATEGORIES
from kiem.delivery.web.posttable import post_columns, seats_of
from kiem.delivery.web.tables import Table
from kiem.domain.ledger import queries as ledger
from kiem.domain.register.queries import organizations
from kiem.domain.register.queries.signing import speaks_for
from kiem.domain.register.queries.terms import TermRow
from kiem.platform import audit
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import NotFound

ACTIVITIES_SHOWN = 50
FAMILIES = {
    "youth": gettext_noop("Youth Union"),
    "women": gettext_noop("Women's Union"),
    "trade_union": gettext_noop("Trade Union"),
    "works_council": gettext_noop("Works council"),
}


@requires(Permission.VIEW_STRUCTURE)
def organization_list(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    family = request.GET.get("family", "")

    def fetch(after: Key | None, limit: int) -> list[organizations.OrganizationRow]:
        key = (str(after[0]), int(after[1])) if after else None
        return organizations.list_organizations(
            **scope,
            category=request.GET.get("category") or None,
            family=family or None,
            search=request.GET.get("text") or None,
            after=key,
            limit=limit,
        )

    rows, after = cut_page(fetch(read_token(request, (str, int)), PAGE_ROWS + 1), organization_key)
    table = Table.of_page(
        request,
        name="organizations",
        caption=gettext("Member organisations"),
        columns=organization_columns(asked),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, organization_key),
        filters=("name",),
        filter_names={"name": "text"},
        empty_text=gettext("No organisation of your scope existed on this day."),
    )
    choices = [("", gettext("all")), *((code, gettext(name)) for code, name in FAMILIES.items())]
    context = {
        "title": gettext("Member organisations"),
        "table": table,
        "choices": [
            {
                "label": label,
                "href": asked.link("/organizations/", family=code),
                "is_here": code == family,
            }
            for code, label in choices
        ],
    }
    return show(request, "kiem/list.html", context, [table])


@requires(Permission.VIEW_STRUCTURE)
def organization_page(request: HttpRequest, organization_id: int) -> HttpResponse:
    asked, scope, viewer = asked_of(request), scope_of(request), viewer_of(request)
    try:
        detail = organizations.organization_detail(organization_id=organization_id, **scope)
    except NotFound as missing:
        return another_day(request, missing, lambda there: _names(organization_id, there))
    shown = detail.organization
    seats = seats_of(detail.posts)
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="committee",
            caption=gettext("Committee"),
            columns=post_columns(asked, seats, links_people=viewer.can(Permission.VIEW_PERSON)),
            rows=seats,
            empty_text=gettext("No office existed here on this day."),
        ),
        Table.of_all(
            request,
            name="terms",
            caption=gettext("Terms"),
            columns=term_columns(asked),
            rows=detail.terms,
            is_main=False,
            empty_text=gettext("No term is recorded."),
        ),
    ]
    if detail.lower:
        tables.append(
            Table.of_all(
                request,
                name="lower",
                caption=gettext("Organisations below"),
                columns=organization_columns(asked),
                rows=detail.lower,
                is_main=False,
            )
        )
    if shown.category == "member" and viewer.can(Permission.VIEW_LOAD):
        tables.insert(
            1,
            Table.of_all(
                request,
                name="activities",
                caption=gettext("Activities"),
                columns=activity_columns(asked),
                rows=ledger.activities_of(
                    organization_id=organization_id, **scope, limit=ACTIVITIES_SHOWN
                ),
                is_main=False,
                empty_text=gettext("No activity is planned or recorded up to this month."),
            ),
        )
    term = next((t for t in detail.terms if asked.on in t.valid), None)
    context: dict[str, Any] = {
        "title": wording.name_of(shown.name_vi, shown.name_en),
        "organization": shown,
        "type": type_text(shown.type),
        "host": wording.name_of(shown.host_name_vi, shown.host_name_en),
        "higher": wording.name_of(shown.higher_name_vi, shown.higher_name_en),
        "period": wording.from_to(shown.valid.start, shown.valid.end),
        "term": term,
        "term_period": wording.from_to(term.valid.start, term.planned.end) if term else "",
        "members_visible": detail.members_visible,
        "has_members": shown.category == "member",
    }
    if speaks_for(viewer=viewer, organization_id=organization_id):
        context["letterhead_href"] = f"/organizations/{organization_id}/letterhead/"
    return show(request, "kiem/organization.html", context, tables)


def _names(organization_id: int, scope: Scope) -> tuple[str, str]:
    found = organizations.organization_detail(organization_id=organization_id, **scope).organization
    return found.name_vi, found.name_en


@requires(Permission.VIEW_STRUCTURE)
def open_organization(request: HttpRequest, organization_id: int) -> HttpResponse:
    """To the page of an organisation of any kind: change events name units and chapters alike."""
    try:
        organizations.organization_detail(organization_id=organization_id, **scope_of(request))
    except NotFound:
        return HttpResponseRedirect(asked_of(request).link(f"/units/{organization_id}/"))
    return HttpResponseRedirect(asked_of(request).link(f"/organizations/{organization_id}/"))


@requires(Permission.VIEW_MEMBERS)
def member_list(request: HttpRequest, organization_id: int) -> HttpResponse:
    asked, scope, viewer = asked_of(request), scope_of(request), viewer_of(request)
    detail = organizations.organization_detail(organization_id=organization_id, **scope)

    def fetch(after: Key | None, limit: int) -> list[organizations.MemberRow]:
        key = (str(after[0]), int(after[1])) if after else None
        return organizations.list_members(
            organization_id=organization_id, **scope, after=key, limit=limit
        )

    rows, after = cut_page(fetch(read_token(request, (str, int)), PAGE_ROWS + 1), _member_key)
    audit.record_view(viewer, f"members:{organization_id}")
    table = Table.of_page(
        request,
        name="members",
        caption=gettext("Members"),
        columns=member_columns(asked, opens=viewer.can(Permission.VIEW_PERSON)),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, _member_key),
        empty_text=gettext("Nobody was a member on this day."),
        total_count=detail.organization.member_count,
    )
    name = wording.name_of(detail.organization.name_vi, detail.organization.name_en)
    context = {
        "title": gettext("Members of {organization}").format(organization=name),
        "lead": gettext("For the member organisation's own people. Opening this list is recorded."),
        "table": table,
    }
    return show(request, "kiem/list.html", context, [table])


def _member_key(row: organizations.MemberRow) -> Key:
    return (row.sort_key, row.person_id)


def term_columns(asked: Asked) -> list[Column[TermRow]]:
    return [
        Column("label", gettext("Term"), lambda t: t.label, is_heading=True),
        Column("from", gettext("From"), lambda t: t.valid.start, Kind.DATE),
        Column("until", gettext("Until"), lambda t: t.valid.last_day, Kind.DATE),
        Column("planned", gettext("Planned until"), lambda t: t.planned.last_day, Kind.DATE),
        Column("cut", gettext("Cut short"), lambda t: gettext("yes") if t.cut_short else None),
        Column(
            "decision",
            gettext("Decision"),
            lambda t: gettext("open"),
            href=lambda t: f"/decisions/{t.decision_id}/{asked.query}",
            is_exported=False,
        ),
    ]


def activity_columns(asked: Asked) -> list[Column[ledger.ActivityRow]]:
    return [
        Column("day", gettext("Day"), lambda a: a.first_day, Kind.DATE),
        Column(
            "title",
            gettext("Activity"),
            lambda a: wording.name_of(a.title_vi, a.title_en),
            href=lambda a: f"/activities/{a.id}/{asked.query}",
            is_heading=True,
        ),
        Column(
            "category",
            gettext("Category"),
            lambda a: gettext(CATEGORIES.get(a.category, a.category)),
        ),
        Column("from", gettext("Begins"), lambda a: wording.moment(a.starts_at), Kind.MOMENT),
        Column("people", gettext("Participants"), lambda a: a.participants, Kind.COUNT),
        Column("planned", gettext("Planned"), lambda a: float(a.planned_total), Kind.HOURS),
        Column("logged", gettext("Logged"), lambda a: float(a.logged_total), Kind.HOURS),
    ]


def member_columns(asked: Asked, *, opens: bool) -> list[Column[organizations.MemberRow]]:
    return [
        Column(
            "name",
            gettext("Person"),
            lambda m: m.full_name,
            href=lambda m: f"/people/{m.person_id}/{asked.query}" if opens else None,
            is_heading=True,
        ),
        Column("born", gettext("Born"), lambda m: m.birth_date, Kind.DATE),
        Column(
            "sex",
            gettext("Sex"),
            lambda m: gettext("female") if m.sex == "female" else gettext("male"),
        ),
        Column("since", gettext("Member since"), lambda m: m.since, Kind.DATE),
        Column("offices", gettext("Offices"), lambda m: ", ".join(map(role_text, m.offices))),
    ]
