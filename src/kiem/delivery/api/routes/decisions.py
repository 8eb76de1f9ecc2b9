"""Decisions, and reorganisations with what became of whom."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, Time, page_of, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.structure import BY_NAME
from kiem.delivery.api.schemas.register import (
    ChangeEvent,
    ChangeEventDetail,
    DecisionDetail,
    MovedPerson,
)
from kiem.delivery.api.schemas.shape import All, Id, One, Page
from kiem.domain.register.queries import changes, decisions
from kiem.platform.access import Permission

router = Router(tags=["decisions"])


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
