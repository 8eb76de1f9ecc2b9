"""Asking for leave, deciding on it, and taking a request back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.inputs import NewLeave
from kiem.domain.ledger.actions.leave import check_leave, write_leave
from kiem.domain.ledger.actions.telling_superiors import tell_superior
from kiem.domain.ledger.daily_errors import (
    own_request,
    refusal_missing,
    request_decided,
    request_not_found,
    request_overlaps,
    request_too_long,
    text_too_long,
)
from kiem.domain.ledger.models import LeaveDecision, LeaveRequest
from kiem.domain.ledger.queries.own import require_own
from kiem.domain.ledger.queries.superiors import confirm_scope
from kiem.domain.register.queries.places import line_units
from kiem.platform import audit, notices
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

LONGEST_NOTE = 500
LONGEST_REQUEST_DAYS = 366


def request_leave(*, leave: NewLeave, note: str, actor: Viewer, allow_clashes: bool = False) -> int:
    """Ask for leave of one's own; returns the request's id.

    Raises InvalidInput for impossible days, Conflict for days that are leave or asked for already
    and, unless `allow_clashes`, for days on which one takes part in an activity.
    """
    require_own(actor, leave.person_id)
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise text_too_long("note", LONGEST_NOTE)
    if (leave.end - leave.start).days > LONGEST_REQUEST_DAYS:
        raise request_too_long(LONGEST_REQUEST_DAYS)
    with writing():
        check_leave([leave], allow_clashes=allow_clashes)
        clash = fetch(
            """SELECT r.id, lower(r.asked) FROM ledger_leaverequest r
            WHERE r.person_id = %(person)s AND r.asked && daterange(%(start)s, %(end)s)
                AND NOT EXISTS (SELECT FROM ledger_leavedecision d WHERE d.request_id = r.id)""",
            {"person": leave.person_id, "start": leave.start, "end": leave.end},
        )
        if clash:
            raise request_overlaps(clash[0][1])
        request = LeaveRequest.objects.create(
            person_id=leave.person_id,
            kind=leave.kind,
            asked=DateRange(leave.start, leave.end, "[)"),
            note=note,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        audit.record(
            action="ledger.request_leave",
            actor=actor,
            subject=f"person:{leave.person_id}",
            reason=note,
            rows={"ledger_leaverequest": [request.pk]},
        )
        tell_superior(
            person_id=leave.person_id,
            organization_id=_unit_of(leave.person_id, clock.today()),
            code="ledger.leave_asked",
            params=_days(request),
            link=f"/confirm/leave/{request.pk}/",
            occasion=str(request.pk),
            actor=actor,
        )
    return int(request.pk)


def decide_leave_request(
    *,
    request_id: int,
    is_approved: bool,
    note: str,
    actor: Viewer,
    allow_clashes: bool = False,
) -> int | None:
    """Approve or refuse as commander of the person's unit; returns the id of the leave made.

    Raises NotFound outside the scope, Conflict for the actor's own request, for one that is
    decided already, for days that are leave meanwhile and, unless `allow_clashes`, with an
    activity in them; InvalidInput for a refusal without words.
    """
    note = note.strip()
    if not is_approved and not note:
        raise refusal_missing()
    if len(note) > LONGEST_NOTE:
        raise text_too_long("note", LONGEST_NOTE)
    with writing():
        request = _request_in_scope(request_id, actor)
        leave_id = None
        if is_approved:
            days = request.asked
            leave = NewLeave(request.person_id, request.kind, days.lower, days.upper)
            check_leave([leave], allow_clashes=allow_clashes)
            (leave_id,) = write_leave([leave])
        outcome = LeaveDecision.Outcome.APPROVED if is_approved else LeaveDecision.Outcome.REFUSED
        decision = _decide(request, outcome, leave_id, note, actor)
        notices.notify(
            code=f"ledger.leave_{outcome}",
            params=_days(request),
            link="/month/leave/",
            person_ids=[request.person_id],
            occasion=str(request_id),
            actor=actor,
        )
        rows = {"ledger_leavedecision": [decision]}
        if leave_id is not None:
            rows["ledger_leave"] = [leave_id]
        audit.record(
            action="ledger.decide_leave_request",
            actor=actor,
            subject=f"person:{request.person_id}",
            reason=note,
            rows=rows,
        )
    return leave_id


def withdraw_leave_request(*, request_id: int, actor: Viewer) -> None:
    """Take one's own request back before it is decided."""
    actor.require(Permission.LOG_TIME)
    with transaction.atomic():
        request = LeaveRequest.objects.filter(pk=request_id).first()
        if request is None:
            raise request_not_found(request_id)
        try:
            require_own(actor, request.person_id)
        except NotFound:
            raise request_not_found(request_id) from None
        decision = _decide(request, LeaveDecision.Outcome.WITHDRAWN, None, "", actor)
        audit.record(
            action="ledger.withdraw_leave_request",
            actor=actor,
            subject=f"person:{request.person_id}",
            rows={"ledger_leavedecision": [decision]},
        )


def _days(request: LeaveRequest) -> dict[str, str]:
    """First and last day asked for, as notices say them."""
    return {
        "first_on": request.asked.lower.isoformat(),
        "last_on": (request.asked.upper - timedelta(days=1)).isoformat(),
    }


def _request_in_scope(request_id: int, actor: Viewer) -> LeaveRequest:
    today = clock.today()
    scope = confirm_scope(actor, Month.of(today))
    request = LeaveRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise request_not_found(request_id)
    if request.person_id == actor.person_id:
        raise own_request()
    if not scope.allows_unit(_unit_of(request.person_id, today)):
        raise request_not_found(request_id)
    return request


def _unit_of(person_id: int, day: date) -> int | None:
    """The unit of the line post today, or yesterday for who leaves today."""
    for on in (day, day - timedelta(days=1)):
        if unit := line_units([person_id], on).get(person_id):
            return unit
    return None


def _decide(
    request: LeaveRequest, outcome: str, leave_id: int | None, note: str, actor: Viewer
) -> int:
    try:
        with transaction.atomic():
            row = LeaveDecision.objects.create(
                request=request,
                outcome=outcome,
                leave_id=leave_id,
                note=note,
                recorded_at=clock.now(),
                recorded_by=actor.name,
            )
    except IntegrityError:
        raise request_decided(request.pk) from None
    return int(row.pk)
