"""Logging, correcting and confirming hours, and objecting to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.hours import (
    Corrected,
    Done,
    Made,
    MonthClosed,
    MonthReopened,
    ObjectionAnswer,
    ObjectionTaken,
    SheetsTaken,
    TimeCorrection,
    TimesLogged,
    TimesTaken,
)
from kiem.delivery.api.schemas.shape import Id, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.ledger import actions as ledger
from kiem.platform.access import Permission
from kiem.time.month import Month

router = Router(tags=["hours"])
OWN_OR_LEDGER = (Permission.LOG_TIME, Permission.CHANGE_LEDGER)
SUPERIOR_OR_LEDGER = (Permission.CONFIRM_TIME, Permission.CHANGE_LEDGER)


@operation(
    router,
    "POST",
    "/time-entries",
    permission=OWN_OR_LEDGER,
    returns=One[TimesLogged],
    status=201,
    summary=_("Log hours"),
    description=_(
        "One's own, or those of others where one keeps the ledger; all of them or none. The same "
        "entry again changes nothing. Unlikely ones are asked back as 409: send `confirmed` with "
        "the problem's code. A closed month needs `late_reason`."
    ),
)
def log_time(request: HttpRequest, times: TimesTaken) -> ledger.LoggedTime:
    return ledger.log_time(
        entries=[ledger.NewTimeEntry(**dict(entry)) for entry in times.entries],
        late_reason=times.late_reason,
        confirmed=times.confirmed,
        actor=viewer_of(request),
    )


@operation(
    router,
    "POST",
    "/time-entries/{entry_id}/correction",
    permission=OWN_OR_LEDGER,
    returns=One[Corrected],
    summary=_("Correct hours"),
    description=_(
        "Another entry takes its place, or none; the old one stays readable as known before."
    ),
)
def correct_time(request: HttpRequest, entry_id: Id, right: TimeCorrection) -> dict[str, Any]:
    new_id = ledger.correct_time_entry(
        entry_id=entry_id, hours=right.hours, reason=right.reason, actor=viewer_of(request)
    )
    return {"id": new_id}


@operation(
    router,
    "POST",
    "/time-entries/{entry_id}/objection",
    permission=Permission.LOG_TIME,
    returns=One[Made],
    status=201,
    summary=_("Object to hours"),
    description=_("The holder says that an entry about them is wrong; the superior answers."),
)
def object_to_time(request: HttpRequest, entry_id: Id, said: ObjectionTaken) -> dict[str, Any]:
    made = ledger.object_to_entry(entry_id=entry_id, text=said.text, actor=viewer_of(request))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/objections/{objection_id}/answer",
    permission=Permission.CONFIRM_TIME,
    returns=One[Corrected],
    summary=_("Answer an objection"),
    description=_(
        "As superior of the entry's post. Upheld with `hours` or `is_struck`, the entry is changed."
    ),
)
def answer_objection(
    request: HttpRequest, objection_id: Id, answer: ObjectionAnswer
) -> dict[str, Any]:
    new_id = ledger.answer_objection(
        objection_id=objection_id, actor=viewer_of(request), **dict(answer)
    )
    return {"id": new_id}


@operation(
    router,
    "POST",
    "/objections/{objection_id}/withdrawal",
    permission=Permission.LOG_TIME,
    returns=One[Done],
    summary=_("Take an objection back"),
    description=_("By whoever made it."),
)
def withdraw_objection(
    request: HttpRequest, objection_id: Id, said: ObjectionTaken
) -> dict[str, Any]:
    ledger.withdraw_objection(objection_id=objection_id, text=said.text, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/confirmations",
    permission=Permission.CONFIRM_TIME,
    returns=One[Made],
    status=201,
    summary=_("Confirm hours, or ask about them"),
    description=_(
        "As superior of each role, the sums one saw: other sums are refused. With a `note` they "
        "are asked about instead of confirmed. What is confirmed already stays as it is."
    ),
)
def confirm_time(request: HttpRequest, asked: SheetsTaken) -> dict[str, Any]:
    actor, month = viewer_of(request), Month.parse(asked.month)
    sheets = [ledger.Sheet(**dict(sheet)) for sheet in asked.sheets]
    if asked.note.strip():
        return {"ids": ledger.ask_back(month=month, sheets=sheets, note=asked.note, actor=actor)}
    return {"ids": ledger.confirm_time(month=month, sheets=sheets, actor=actor)}


@operation(
    router,
    "POST",
    "/closed-months",
    permission=SUPERIOR_OR_LEDGER,
    returns=One[Made],
    status=201,
    summary=_("Close a month"),
    description=_(
        "Its figures are from now on those known now. Units that have closed it stay as they are."
    ),
)
def close_month(request: HttpRequest, asked: MonthClosed) -> dict[str, Any]:
    closings = ledger.close_month(
        organization_ids=asked.organization_ids,
        month=Month.parse(asked.month),
        actor=viewer_of(request),
    )
    return {"ids": closings}


@operation(
    router,
    "POST",
    "/closed-months/reopening",
    permission=SUPERIOR_OR_LEDGER,
    returns=One[Done],
    summary=_("Open a closed month again"),
    description=_("With a reason; the closing stays readable as known before."),
)
def reopen_month(request: HttpRequest, asked: MonthReopened) -> dict[str, Any]:
    reopened = ledger.reopen_month(
        organization_ids=asked.organization_ids,
        month=Month.parse(asked.month),
        reason=asked.reason,
        actor=viewer_of(request),
    )
    return {"count": reopened}
