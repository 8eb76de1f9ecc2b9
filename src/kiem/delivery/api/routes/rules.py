"""Entitlement rules, the audit trail, and what the token may do."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field

from kiem.delivery.api.asking import Paging, Rows, Time, page_of, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.rules import Me, Rule, TrailRow
from kiem.delivery.api.schemas.shape import All, Code, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.domain.regimes import queries as regimes
from kiem.platform import audit
from kiem.platform.access import Permission

router = Router(tags=["rules"])
account = Router(tags=["account"])


@operation(
    router,
    "GET",
    "/rules",
    permission=Permission.VIEW_RULES,
    returns=All[Rule],
    summary=_("List rules"),
    description=_("Rules in force on the day; with `in_force=false` all values there ever were."),
)
def list_rules(request: HttpRequest, time: Time, in_force: bool = True) -> tuple[regimes.Rule, ...]:
    scope = scope_of(request, time)
    return regimes.list_rules(viewer=scope["viewer"], on=scope["on"] if in_force else None)


@operation(
    router,
    "GET",
    "/rules/{rule_id}",
    permission=Permission.VIEW_RULES,
    returns=One[Rule],
    summary=_("One rule"),
    description=_("One value of a rule, with letter and source."),
)
def get_rule(
    request: HttpRequest,
    rule_id: Annotated[
        str, Field(max_length=120, examples=["vn.trade_union.release.leader@2025-07-01"])
    ],
) -> regimes.Rule:
    return regimes.rule(rule_id, viewer=viewer_of(request))


@operation(
    account,
    "GET",
    "/audit",
    permission=Permission.VIEW_AUDIT,
    returns=Page[TrailRow],
    summary=_("The audit trail"),
    description=_(
        "Newest first. `views=true`: looks at people instead of changes. `on` is not looked at."
    ),
)
def list_audit(
    request: HttpRequest,
    time: Time,
    page: Paging,
    views: bool = False,
    subject: Code | None = None,
    actor: Code | None = None,
    action: Code | None = None,
) -> Rows[audit.TrailRow]:
    scope = scope_of(request, time)
    return page_of(
        page,
        of="audit",
        shape=(int,),
        fetch=lambda after, limit: audit.list_trail(
            viewer=scope["viewer"],
            known_at=scope["known_at"],
            views=views,
            subject=subject,
            actor=actor,
            action=action,
            after=after[0] if after else None,
            limit=limit,
        ),
        key_of=lambda row: (row.sequence,),
    )


@operation(
    account,
    "GET",
    "/me",
    permission=Permission.SIGNED_IN,
    returns=One[Me],
    summary=_("What this token may do"),
    description=_("On whose behalf it acts, with which permissions in which scopes, today."),
)
def get_me(request: HttpRequest) -> dict[str, Any]:
    viewer = viewer_of(request)
    return {
        "name": viewer.name,
        "person_id": viewer.person_id,
        "rights": sorted(
            ({"permission": str(g.permission), "scope": g.scope} for g in viewer.grants),
            key=lambda right: (right["permission"], right["scope"]),
        ),
    }
