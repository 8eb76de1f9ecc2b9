"""Units, organisations, posts: what there is on a day, and who holds it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, Time, page_of, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.register import (
    Catalogue,
    Member,
    Organization,
    OrganizationDetail,
    PostDetail,
    Term,
    Unit,
    UnitDetail,
)
from kiem.delivery.api.schemas.shape import All, Code, Id, One, Page, Words
from kiem.delivery.web.asked import viewer_of
from kiem.domain.register.queries import catalogue, organizations, posts, terms, units
from kiem.platform import audit
from kiem.platform.access import Permission

router = Router(tags=["structure"])
BY_NAME = (str, int)  # the key of lists in Vietnamese order


@operation(
    router,
    "GET",
    "/units",
    permission=Permission.VIEW_STRUCTURE,
    returns=Page[Unit],
    summary=_("List units"),
    description=_(
        "Units in your scope in Vietnamese order. `kind`: a type's code, or `commune`, "
        "`district`, `city`; `text`: words of the name, accents do not matter."
    ),
)
def list_units(
    request: HttpRequest,
    time: Time,
    page: Paging,
    kind: Code | None = None,
    text: Words | None = None,
    parent_id: Id | None = None,
) -> Rows[units.UnitRow]:
    scope = scope_of(request, time)
    return page_of(
        page,
        of="units",
        shape=BY_NAME,
        fetch=lambda after, limit: units.list_units(
            **scope, kind=kind, search=text, parent_id=parent_id, after=after, limit=limit
        ),
        key_of=lambda row: (row.sort_key, row.id),
    )


@operation(
    router,
    "GET",
    "/units/{unit_id}",
    permission=Permission.VIEW_STRUCTURE,
    returns=One[UnitDetail],
    summary=_("One unit"),
    description=_(
        "Its posts with holders, vacancies, the organisations it hosts, and its history."
    ),
)
def get_unit(request: HttpRequest, unit_id: Id, time: Time) -> units.UnitDetail:
    return units.unit_detail(unit_id=unit_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/organizations",
    permission=Permission.VIEW_STRUCTURE,
    returns=Page[Organization],
    summary=_("List member organisations"),
    description=_(
        "Organisations that are not units: member organisations, party committees, bodies outside."
    ),
)
def list_organizations(
    request: HttpRequest,
    time: Time,
    page: Paging,
    category: Code | None = None,
    family: Code | None = None,
    higher_id: Id | None = None,
    text: Words | None = None,
) -> Rows[organizations.OrganizationRow]:
    scope = scope_of(request, time)
    return page_of(
        page,
        of="organizations",
        shape=BY_NAME,
        fetch=lambda after, limit: organizations.list_organizations(
            **scope,
            category=category,
            family=family,
            higher_id=higher_id,
            search=text,
            after=after,
            limit=limit,
        ),
        key_of=lambda row: (row.sort_key, row.id),
    )


@operation(
    router,
    "GET",
    "/organizations/{organization_id}",
    permission=Permission.VIEW_STRUCTURE,
    returns=One[OrganizationDetail],
    summary=_("One organisation"),
    description=_(
        "Its committee with holders, its terms, the organisations below it, and its history."
    ),
)
def get_organization(
    request: HttpRequest, organization_id: Id, time: Time
) -> organizations.OrganizationDetail:
    return organizations.organization_detail(
        organization_id=organization_id, **scope_of(request, time)
    )


@operation(
    router,
    "GET",
    "/organizations/{organization_id}/members",
    permission=Permission.VIEW_MEMBERS,
    returns=Page[Member],
    summary=_("Members of an organisation"),
    description=_("For the member organisation's own people. Reading it is recorded."),
)
def list_members(
    request: HttpRequest, organization_id: Id, time: Time, page: Paging
) -> Rows[organizations.MemberRow]:
    scope = scope_of(request, time)

    def fetch(after: Any, limit: int) -> list[organizations.MemberRow]:
        return organizations.list_members(
            organization_id=organization_id, **scope, after=after, limit=limit
        )

    rows = page_of(
        page, of="members", shape=BY_NAME, fetch=fetch, key_of=lambda m: (m.sort_key, m.person_id)
    )
    audit.record_view(viewer_of(request), f"members:{organization_id}")
    return rows


@operation(
    router,
    "GET",
    "/organizations/{organization_id}/terms",
    permission=Permission.VIEW_STRUCTURE,
    returns=All[Term],
    summary=_("Terms of an organisation"),
    description=_("All terms, newest first: as planned, and as they happened."),
)
def list_terms(request: HttpRequest, organization_id: Id, time: Time) -> tuple[terms.TermRow, ...]:
    return terms.terms_of(organization_id=organization_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/posts/{post_id}",
    permission=Permission.VIEW_STRUCTURE,
    returns=One[PostDetail],
    summary=_("One post"),
    description=_("What it is, and who held it over time with the decisions that say so."),
)
def get_post(request: HttpRequest, post_id: Id, time: Time) -> posts.PostDetail:
    return posts.post_detail(post_id=post_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/catalogue",
    permission=Permission.SIGNED_IN,
    returns=One[Catalogue],
    summary=_("Types, roles and ranks"),
    description=_("What the codes `type`, `family`, `role` and `rank` mean."),
)
def get_catalogue(request: HttpRequest) -> dict[str, Any]:
    return {
        "organization_types": list(catalogue.organization_types().values()),
        "roles": list(catalogue.roles().values()),
        "ranks": list(catalogue.ranks().values()),
    }
