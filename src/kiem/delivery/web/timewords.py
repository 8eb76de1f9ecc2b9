"""Hours, categories and errors of daily work, in words for one person."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.personload import CATEGORIES
from kiem.platform.kernel.errors import DomainError

LEAVE_KINDS = {
    "annual": gettext_noop("annual leave"),
    "sick": gettext_noop("sick leave"),
    "maternity": gettext_noop("maternity leave"),
    "study": gettext_noop("study leave"),
}

# For who enters one thing about themselves: no row numbers, no numbers of people.
_TO_ONESELF = {
    "ledger.day_over_24_hours": gettext_noop("With it this day has {hours} hours."),
    "ledger.entry_post_not_held": gettext_noop("You did not hold this post on that day."),
    "ledger.entry_differs": gettext_noop(
        "{hours} hours are logged already for this work on this day."
    ),
    "ledger.entry_total_and_days": gettext_noop(
        "Your unit keeps the line hours of this month as one total."
    ),
    "ledger.two_activities_at_once": gettext_noop("You take part in '{other}' at that time."),
    "ledger.activity_on_leave": gettext_noop("You are on leave on {day}."),
    "ledger.activity_repeated": gettext_noop("The same activity is planned already."),
    "ledger.activity_post_not_held": gettext_noop("You do not hold this office on that day."),
    "ledger.leave_overlaps": gettext_noop("You have other leave from {day}."),
    "ledger.leave_person_unknown": gettext_noop("You are not in service on the first day."),
}
_IN_LEAVE = gettext_noop("You take part in an activity on {day}.")

# What may be true after all: the form asks, and a tick answers.
QUESTIONS = {
    "ledger.entry_on_leave": gettext_noop("Yes, I worked although on leave."),
    "ledger.entry_two_at_once": gettext_noop("Yes, both are right."),
    "ledger.two_activities_at_once": gettext_noop("Yes, plan it all the same."),
    "ledger.activity_on_leave": gettext_noop("Yes, all the same."),
    "ledger.month_incomplete": gettext_noop("Yes, close it all the same."),
}


def category_text(code: str) -> str:
    return gettext(CATEGORIES.get(code, code))


def leave_text(code: str) -> str:
    return gettext(LEAVE_KINDS.get(code, code))


def exact(hours: Decimal | float) -> str:
    """Hours without unit and without noughts at the end: `2`, `2.5`, `1.25`."""
    value = Decimal(hours).quantize(Decimal("0.01")).normalize()
    exponent = value.as_tuple().exponent
    return wording.number(float(value), max(0, -exponent) if isinstance(exponent, int) else 2)


def exact_hours(hours: Decimal | float) -> str:
    """The same with its unit."""
    return f"{exact(hours)}{wording.NARROW_SPACE}h"


def to_oneself(error: DomainError, *, is_leave: bool = False) -> DomainError:
    """The same error as somebody reads it who entered one thing about themselves."""
    if is_leave and error.code == "ledger.activity_on_leave":
        message = _IN_LEAVE
    else:
        message = _TO_ONESELF.get(error.code, "")
    if not message:
        if not error.message.startswith("Row {row}: "):
            return error
        words = gettext(error.message).partition(": ")[2]
        message = words[:1].upper() + words[1:]
    return type(error)(
        error.code, message, remedy=error.remedy, field=error.field, params=error.params
    )
