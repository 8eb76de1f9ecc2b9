"""What can be wrong with an event: its bodies, chairs, attendance and minutes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def code_taken(code: str) -> Conflict:
    return Conflict(
        "assembly.code_taken",
        _("Another project has the code '{code}'."),
        remedy=_("Choose another code, or open that project."),
        params={"code": code},
    )


def not_an_organization(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.not_an_organization",
        _("One of the bodies does not exist on {day}."),
        remedy=_("Choose bodies that exist on that day, or another day."),
        field="organization",
        params={"day": day.isoformat()},
    )


def codes_unknown(codes: list[str], day: date, field: str) -> InvalidInput:
    return InvalidInput(
        "assembly.codes_unknown",
        _("No body of yours has these codes on {day}: {codes}."),
        remedy=_("Check the codes against the list of units and organisations."),
        field=field,
        params={"codes": ", ".join(code[:40] for code in codes[:20]), "day": day.isoformat()},
    )


def body_twice() -> InvalidInput:
    return InvalidInput(
        "assembly.body_twice",
        _("A body is named twice."),
        remedy=_("Name each body once."),
        field="organization",
    )


def too_many(most: int) -> InvalidInput:
    return InvalidInput(
        "assembly.too_many",
        _("More than {most} at once."),
        remedy=_("Do it in several steps."),
        params={"most": most},
    )


def nobody_has_codes(codes: list[str], day: date, field: str) -> InvalidInput:
    return InvalidInput(
        "assembly.nobody_has_codes",
        _("No unit or organisation has these codes on {day}: {codes}."),
        remedy=_("Check the codes with the bodies themselves."),
        field=field,
        params={"codes": ", ".join(code[:40] for code in codes[:20]), "day": day.isoformat()},
    )


def event_cancelled() -> Conflict:
    return Conflict(
        "assembly.event_cancelled",
        _("The event is cancelled."),
        remedy=_("Plan another one."),
    )


def event_was_held() -> Conflict:
    return Conflict(
        "assembly.event_was_held",
        _("What was said or concluded at the event is recorded: it took place."),
        remedy=_("Correct the contributions or conclusions instead."),
    )


def agenda_stays(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.agenda_stays",
        _("The event was held on {day}: its agenda stays as it was."),
        remedy=_("Say in the minutes what was done otherwise."),
        field="agenda",
        params={"day": day.isoformat()},
    )


def chair_twice() -> InvalidInput:
    return InvalidInput(
        "assembly.chair_twice",
        _("Somebody is named twice among those who lead the event."),
        remedy=_("Name each person and office once."),
        field="chairs",
    )


def body_spoke() -> Conflict:
    return Conflict(
        "assembly.body_spoke",
        _("A body that is no longer to be invited has spoken at the event."),
        remedy=_("Keep it among those invited."),
    )


def minutes_approved(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.minutes_approved",
        _("The minutes were approved on {day}."),
        remedy=_("Say why they are corrected."),
        field="reason",
        params={"day": day.isoformat()},
    )


def no_minutes() -> Conflict:
    return Conflict(
        "assembly.no_minutes",
        _("There are no minutes yet."),
        remedy=_("Write them first."),
    )


def approved_before(day: date, held_on: date) -> InvalidInput:
    return InvalidInput(
        "assembly.approved_before",
        _("On {day} the event of {held_on} was not held yet."),
        remedy=_("Choose {held_on} or a later day."),
        field="approved_on",
        params={"day": day.isoformat(), "held_on": held_on.isoformat()},
    )


def came_for_nobody(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.came_for_nobody",
        _("One of the people holds no post on {day} in a body invited, or in its host unit."),
        remedy=_("Leave them out, or invite their body."),
        field="people",
        params={"day": day.isoformat()},
    )
