"""Decisions, and reorganisations with what became of whom."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from kiem.delivery.api.asking import Paging, Rows, Time, page_of, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.structure import BY_NAME
from kiem.delivery.api.schemas.register import (
    ChangeEvent,
    ChangeEventDetail,
    DecisionDetail,
    DecisionListed,
    MovedPerson,
)
from kiem.delivery.api.schemas.shape import All, Code, Id, One, Page, Words
from kiem.domain.register.queries import changes, decisions
from kiem.platform.access import Permission

router = Router(tags=["decisions"])
Year = Annotated[int | None, Query(ge=1900, le=2200, description=_("Of signing."))]


@operation(
    router,
    "GET",
    "/decisions",
    permission=Permission.VIEW_STRUCTURE,
    returns=Page[DecisionListed],
    summary=_("List decisions"),
    description=_(
        "Of issuers you see, or about posts you see; newest first. `text`: words of number and "
        "title."
    ),
)
def list_decisions(
    request: HttpRequest,
    time: Time,
    page: Paging,
    text: Words | None = None,
    kind: Code | None = None,
    year: Year = None,
    issuer_id: Id | None = None,
) -> Rows[decisions.DecisionRow]:
    scope = scope_of(request, time)
    return page_of(
        page,
        of="decisions",
        shape=(str, int),
        fetch=lambda after, limit: decisions.list_decisions(
            **scope,
            search=text,
            kind=kind,
            year=year,
            issuer_id=issuer_id,
            after=after,
            limit=limit,
        ),
        key_of=lambda row: (row.decision.signed_on.isoformat(), row.decision.id),
    )


@operation(
    router,
    "GET",
    "/decisions/{decision_id}",
    permission=Permission.VIEW_STRUCTURE,
    returns=One[DecisionDetail],
    summary=_("One decision"),
    description=_("Issuer, kind and reason, and how many facts it made and ended."),
)
def get_decision(request: HttpRequest, decision_id: Id, time: Time) -> decisions.DecisionDetail:
    return decisions.decision(decision_id=decision_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/changes",
    permission=Permission.VIEW_STRUCTURE,
    returns=All[ChangeEvent],
    summary=_("List reorganisations"),
    description=_("Change events that touch your scope before or after, newest first."),
)
def list_changes(request: HttpRequest, time: Time) -> list[changes.ChangeEventRow]:
    return changes.list_change_events(**scope_of(request, time))


@operation(
    router,
    "GET",
    "/changes/{event_id}",
    permission=Permission.VIEW_STRUCTURE,
    returns=One[ChangeEventDetail],
    summary=_("One reorganisation"),
    description=_("What became of whom, with how many people moved."),
)
def get_change(request: HttpRequest, event_id: Id, time: Time) -> changes.ChangeEventDetail:
    return changes.change_event(event_id=event_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/changes/{event_id}/people",
    permission=Permission.VIEW_OFFICES,
    returns=Page[MovedPerson],
    summary=_("Who moved in a reorganisation"),
    description=_("Those who moved out of or into your units on the day, by name."),
)
def list_moved_people(
    request: HttpRequest, event_id: Id, time: Time, page: Paging
) -> Rows[changes.MovedPerson]:
    scope = scope_of(request, time)
    return page_of(
        page,
        of="moved",
        shape=BY_NAME,
        fetch=lambda after, limit: changes.list_moved_people(
            event_id=event_id, **scope, after=after, limit=limit
        ),
        key_of=lambda row: (row.sort_key, row.person_id),
    )
