"""Seats to fill and who comes into question, handovers, and the dates ahead."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.reasons import reason_given
from kiem.delivery.api.schemas.continuity import (
    DateAhead,
    Handover,
    HandoverDetail,
    TicksTaken,
    Vacancy,
    VacancyDetail,
)
from kiem.delivery.api.schemas.hours import Done
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.domain.continuity import actions, queries
from kiem.platform import audit
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

router = Router(tags=["continuity"])
Days = Annotated[int, Query(ge=1, le=queries.DAYS_AHEAD, description=_("How far ahead."))]


@operation(
    router,
    "GET",
    "/vacancies",
    permission=Permission.VIEW_OFFICES,
    returns=Page[Vacancy],
    summary=_("List seats to fill"),
    description=_(
        "Seats vacant on the day, and seats that fall free within 180 days by age or by the end "
        "of an appointment, by the day by which they are to be filled."
    ),
)
def list_vacancies(request: HttpRequest, time: Time, page: Paging) -> Rows[dict[str, Any]]:
    scope = scope_of(request, time)
    found = sorted(queries.list_vacancies(**scope), key=_vacancy_key)
    shape = (str, str, int, str, int)
    cut_out = cut(page, of="vacancies", shape=shape, rows=found, key_of=_vacancy_key)
    return Rows([_vacancy(row, scope["on"]) for row in cut_out.rows], cut_out.next)


@operation(
    router,
    "GET",
    "/vacancies/{post_id}",
    permission=Permission.VIEW_OFFICES,
    returns=One[VacancyDetail],
    summary=_("Who comes into question for a post"),
    description=_(
        "Vacant or not: everybody you may be shown, with what speaks for and against them. Looking "
        "is recorded: it compares people."
    ),
)
def get_vacancy(request: HttpRequest, post_id: Id, time: Time) -> dict[str, Any]:
    scope = scope_of(request, time)
    found = queries.candidates_for(post_id=post_id, **scope)
    if found.people:
        audit.record_view(viewer_of(request), f"candidates:{post_id}")
    return {
        "post": found.post,
        "vacancies": [_vacancy(seat, scope["on"]) for seat in found.vacancies],
        "from_members": found.pool.from_members,
        "load_on": found.load_on,
        "candidates": [_candidate(candidate) for candidate in found.people],
    }


@operation(
    router,
    "GET",
    "/handovers",
    permission=Permission.VIEW_OFFICES,
    returns=Page[Handover],
    summary=_("List handovers"),
    description=_("Offices left within 60 days before or after the day, by day."),
)
def list_handovers(request: HttpRequest, time: Time, page: Paging) -> Rows[dict[str, Any]]:
    found = sorted(queries.list_handovers(**scope_of(request, time)), key=_leaving_key)
    cut_out = cut(page, of="handovers", shape=(str, int, int), rows=found, key_of=_leaving_key)
    return Rows([_handover(handover) for handover in cut_out.rows], cut_out.next)


@operation(
    router,
    "GET",
    "/handovers/{post_id}/{person_id}",
    permission=Permission.VIEW_OFFICES,
    returns=One[HandoverDetail],
    summary=_("One handover"),
    description=_("Open matters found in the records, the usual papers, and what is ticked."),
)
def get_handover(request: HttpRequest, post_id: Id, person_id: Id, time: Time) -> dict[str, Any]:
    found = queries.handover_of(post_id=post_id, person_id=person_id, **scope_of(request, time))
    return {
        "handover": _handover(found),
        "matters": [
            {
                **{name: getattr(line.matter, name) for name in _MATTER},
                "given": line.given,
                "taken": line.taken,
                "is_settled": line.is_settled,
            }
            for line in found.lines
        ],
        "may_give": found.may_give,
        "may_take": found.may_take,
    }


@operation(
    router,
    "POST",
    "/handovers/{post_id}/{person_id}/ticks",
    permission=Permission.VIEW_OFFICES,
    returns=One[Done],
    summary=_("Tick what is handed over"),
    description=_(
        "Sets the ticks of your side to exactly those named; answered with how many changed. The "
        "first tick of whoever leaves tells whoever follows."
    ),
)
def tick_handover(
    request: HttpRequest, post_id: Id, person_id: Id, wanted: TicksTaken
) -> dict[str, Any]:
    changed = actions.tick_handover(
        post_id=post_id,
        person_id=person_id,
        ticks=[actions.Tick(tick.kind, tick.key, tick.side) for tick in wanted.ticks],
        on=clock.today(),
        actor=viewer_of(request),
    )
    return {"count": changed}


@operation(
    router,
    "GET",
    "/calendar",
    permission=Permission.SIGNED_IN,
    returns=Page[DateAhead],
    summary=_("The dates ahead"),
    description=_(
        "One's own activities, terms and appointments that end, ages that run out, seats, events "
        "and deadlines of one's scope, in order; the next 2,000 at most."
    ),
)
def list_dates(
    request: HttpRequest, time: Time, page: Paging, days: Days = queries.DAYS_AHEAD
) -> Rows[queries.DateRow]:
    return cut(
        page,
        of="calendar",
        shape=(str, str, str),
        rows=queries.dates_ahead(**scope_of(request, time), days=days),
        key_of=lambda row: (row.day.isoformat(), str(row.kind), row.key),
    )


_MATTER = ("kind", "key", "title_vi", "title_en", "link")
_SEAT = (
    "cause", "day", "post_id", "kind", "role", "title_vi", "title_en", "is_mandatory",
    "organization_id", "organization_vi", "organization_en", "host_id", "host_vi", "host_en",
    "free", "person_id", "full_name",
)  # fmt: skip


def _vacancy(found: queries.Vacancy, on: date) -> dict[str, Any]:
    seat, rule = found.seat, found.rule
    return {
        **{name: getattr(seat, name) for name in _SEAT},
        "due": found.due,
        "is_overdue": found.is_overdue(on),
        "eligible": found.eligible,
        "rule_id": rule and rule.rule_id,
        "letter": rule and rule.letter,
    }


def _vacancy_key(found: queries.Vacancy) -> tuple[str, str, int, str, int]:
    seat = found.seat
    place = (found.due.isoformat(), seat.host_sort_key, seat.post_id)
    return (*place, str(seat.cause), seat.person_id or 0)


def _candidate(found: queries.Candidate) -> dict[str, Any]:
    person = {field.name: getattr(found.person, field.name) for field in fields(found.person)}
    return {
        **person,
        "is_eligible": found.is_eligible,
        "reasons": [reason_given(reason) for reason in found.reasons],
    }


def _leaving_key(handover: queries.Handover) -> tuple[str, int, int]:
    row = handover.leaving
    return row.leaves_on.isoformat(), row.appointment_id, row.post_id


def _handover(found: queries.Handover) -> dict[str, Any]:
    row = found.leaving
    return {
        **{field.name: getattr(row, field.name) for field in fields(row)},
        "matters": len(found.lines),
        "given": found.given,
        "taken": found.taken,
        "is_complete": found.is_complete,
    }
