"""Errors of daily work with hours: confirming, objecting, asking for leave, closing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def text_too_long(field: str, most: int) -> InvalidInput:
    return InvalidInput(
        "ledger.text_too_long",
        _("The text is longer than {most} characters."),
        remedy=_("Say it shorter; attach a file for more."),
        field=field,
        params={"most": most},
    )


def entry_on_leave(row: int, day: date) -> Conflict:
    return Conflict(
        "ledger.entry_on_leave",
        _("Row {row}: {day} is a day of approved leave."),
        remedy=_("Choose another day, or say that you worked although on leave."),
        field="day",
        params={"row": row, "day": day.isoformat()},
    )


def entry_two_at_once(row: int, other: str) -> Conflict:
    return Conflict(
        "ledger.entry_two_at_once",
        _("Row {row}: hours are logged for '{other}' at the same time."),
        remedy=_("Leave one of the two out, or say that both are right."),
        field="activity_id",
        params={"row": row, "other": other},
    )


def entry_in_closed_month(row: int, month: str) -> Conflict:
    return Conflict(
        "ledger.entry_in_closed_month",
        _("Row {row}: {month} is closed; its figures stay as they are."),
        remedy=_("Log it as a correction, with the reason why it comes late."),
        field="late_reason",
        params={"row": row, "month": month},
    )


def entry_is_confirmed() -> Conflict:
    return Conflict(
        "ledger.entry_is_confirmed",
        _("These hours are confirmed; you cannot change them yourself any more."),
        remedy=_("Object to the entry, and say what is right."),
        field="hours",
    )


def entry_of_the_unit() -> Conflict:
    return Conflict(
        "ledger.entry_of_the_unit",
        _("This is your unit's own record of the month."),
        remedy=_("Object to the entry, and say what is right."),
        field="hours",
    )


def nothing_to_confirm(person_id: int, post_id: int, month: str) -> NotFound:
    return NotFound(
        "ledger.nothing_to_confirm",
        _("There are no hours of person {person} in {month} for you to confirm."),
        remedy=_("Open the list again."),
        params={"person": person_id, "post": post_id, "month": month},
    )


def hours_changed(name: str, hours: Decimal) -> Conflict:
    return Conflict(
        "ledger.hours_changed",
        _("The hours of {name} have changed since you opened the list: they are {hours} now."),
        remedy=_("Nothing was confirmed. Look at the list again."),
        field="sheets",
        params={"name": name, "hours": hours},
    )


def own_hours() -> Conflict:
    return Conflict(
        "ledger.own_hours",
        _("These hours are your own; somebody else confirms them."),
        remedy=_("Leave your own row out."),
        field="sheets",
    )


def nothing_chosen() -> InvalidInput:
    return InvalidInput(
        "ledger.nothing_chosen",
        _("No row is chosen."),
        remedy=_("Tick at least one."),
        field="sheets",
    )


def question_missing() -> InvalidInput:
    return InvalidInput(
        "ledger.question_missing",
        _("There are no words."),
        remedy=_("Write in a few words what you ask or answer."),
        field="note",
    )


def not_asked_back() -> Conflict:
    return Conflict(
        "ledger.not_asked_back",
        _("Nobody asks about these hours any more."),
        remedy=_("Open your month again."),
        field="note",
    )


def objection_missing() -> InvalidInput:
    return InvalidInput(
        "ledger.objection_missing",
        _("The objection has no words."),
        remedy=_("Say what is wrong, and what would be right."),
        field="text",
    )


def answer_missing() -> InvalidInput:
    return InvalidInput(
        "ledger.answer_missing",
        _("The answer has no words."),
        remedy=_("Give the reason in a sentence."),
        field="text",
    )


def objection_there() -> Conflict:
    return Conflict(
        "ledger.objection_there",
        _("An objection to this entry is open already."),
        remedy=_("Wait for its answer, or take it back and object anew."),
        field="text",
    )


def objection_not_found(objection_id: int) -> NotFound:
    return NotFound(
        "ledger.objection_not_found",
        _("There is no objection {objection} here."),
        remedy=_("Open the list of objections again."),
        params={"objection": objection_id},
    )


def objection_over(objection_id: int) -> Conflict:
    return Conflict(
        "ledger.objection_over",
        _("Objection {objection} has been answered or taken back already."),
        remedy=_("Open it again to read how it ended."),
        params={"objection": objection_id},
    )


def own_objection() -> Conflict:
    return Conflict(
        "ledger.own_objection",
        _("This objection is your own; somebody else answers it."),
        remedy=_("Take it back if it is settled."),
    )


def request_too_long(most: int) -> InvalidInput:
    return InvalidInput(
        "ledger.request_too_long",
        _("A request is for at most {most} days."),
        remedy=_("Check both days."),
        field="end",
        params={"most": most},
    )


def request_overlaps(day: date) -> Conflict:
    return Conflict(
        "ledger.request_overlaps",
        _("You have asked already for leave from {day}."),
        remedy=_("Take that request back first, or choose other days."),
        field="start",
        params={"day": day.isoformat()},
    )


def request_not_found(request_id: int) -> NotFound:
    return NotFound(
        "ledger.request_not_found",
        _("There is no request for leave {request} here."),
        remedy=_("Open the list again."),
        params={"request": request_id},
    )


def request_decided(request_id: int) -> Conflict:
    return Conflict(
        "ledger.request_decided",
        _("Request {request} has been decided or taken back already."),
        remedy=_("Open the list again to see how."),
        params={"request": request_id},
    )


def own_request() -> Conflict:
    return Conflict(
        "ledger.own_request",
        _("This request is your own; somebody else decides on it."),
        remedy=_("Your superior unit's commander can decide on it."),
    )


def refusal_missing() -> InvalidInput:
    return InvalidInput(
        "ledger.refusal_missing",
        _("A refusal needs a reason."),
        remedy=_("Say in a sentence why, and which days would do."),
        field="note",
    )


def activity_not_begun(day: date) -> Conflict:
    return Conflict(
        "ledger.activity_not_begun",
        _("The activity has not begun; it is planned for {day}."),
        remedy=_("Log hours when they were worked."),
        params={"day": day.isoformat()},
    )


def post_not_own(post_id: int) -> NotFound:
    return NotFound(
        "ledger.post_not_own",
        _("Post {post} is not an office of yours on that day."),
        remedy=_("Choose one of your offices."),
        field="post",
        params={"post": post_id},
    )


def evidence_not_found(evidence_id: int) -> NotFound:
    return NotFound(
        "ledger.evidence_not_found",
        _("There is no file {evidence} here."),
        remedy=_("It may have been taken away; open the page it belonged to again."),
        params={"evidence": evidence_id},
    )


def too_much_evidence(most: int) -> InvalidInput:
    return InvalidInput(
        "ledger.too_much_evidence",
        _("There are {most} files already."),
        remedy=_("Take one away first, or put several pages into one file."),
        field="file",
        params={"most": most},
    )


def closing_now() -> Conflict:
    return Conflict(
        "ledger.closing_now",
        _("A month is being closed at this very moment."),
        remedy=_("Nothing was written; try again in a few seconds."),
    )


def month_incomplete(month: str, people: int) -> Conflict:
    return Conflict(
        "ledger.month_incomplete",
        _("{month} is not complete: something is still open for {people} people."),
        remedy=_("Look at what is missing, or close it all the same."),
        params={"month": month, "people": people},
    )
