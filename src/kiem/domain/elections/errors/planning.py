"""Plan, rules and allocation: what was wrong."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def missing(what: str) -> NotFound:
    """Nothing of that number in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "elections.missing",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def not_a_congress() -> InvalidInput:
    return InvalidInput(
        "elections.not_a_congress",
        _("Only an event of the kind congress elects a committee."),
        remedy=_("Plan an event of that kind first."),
        field="event",
    )


def already_prepared() -> Conflict:
    return Conflict(
        "elections.already_prepared",
        _("The congress of this event is prepared already."),
        remedy=_("Open it from the event's page."),
    )


def term_without_end(first: date, until: date) -> InvalidInput:
    return InvalidInput(
        "elections.term_without_end",
        _("A term from {first} cannot end on {until}."),
        remedy=_("Let it end at least a year after it begins, and within ten years."),
        field="planned_until",
        params={"first": first.isoformat(), "until": until.isoformat()},
    )


def percent_out_of_range(field: str, value: int) -> InvalidInput:
    return InvalidInput(
        "elections.percent_out_of_range",
        _("{value} is not a share in per cent."),
        remedy=_("Write a whole number from 0 to 100, or leave the field empty."),
        field=field,
        params={"value": value},
    )


def rule_value_wrong(key: str, value: str, example: str) -> InvalidInput:
    return InvalidInput(
        "elections.rule_value_wrong",
        _("'{value}' is no value of the rule '{key}'."),
        remedy=_("Write a value such as: {example}."),
        field="value",
        params={"key": key[:40], "value": value[:40], "example": example},
    )


def letter_wrong(letter: str) -> InvalidInput:
    return InvalidInput(
        "elections.letter_wrong",
        _("'{letter}' is no letter of a source."),
        remedy=_("Use C (confirmed), S (one secondary source), E (example) or M (from memory)."),
        field="letter",
        params={"letter": letter[:10]},
    )


def allocation_wrong(what: str) -> InvalidInput:
    """`what`: what `allocation.check` found."""
    message, remedy, field = {
        "claims": (
            _("There is no chapter to send delegates."),
            _("Choose a day on which chapters stand below the organisation."),
            "counted_on",
        ),
        "weights": (
            _("No chapter has a member on that day."),
            _("Choose another day, or enter the members first."),
            "counted_on",
        ),
        "seats": (
            _("The number of delegates is not between 1 and 10,000."),
            _("Write another number."),
            "total",
        ),
        "base": (
            _("So many delegates for each chapter are more than there are in all."),
            _("Give each chapter fewer, or invite more delegates."),
            "base",
        ),
        "bands": (
            _("The size bands are not pairs of members and delegates, smallest first."),
            _("Write one band a line, such as: 30 2."),
            "bands",
        ),
    }.get(what, (_("A chapter is named twice."), _("Name each chapter once."), "lots"))
    return InvalidInput("elections.allocation_wrong", message, remedy=remedy, field=field)


def lots_unknown() -> InvalidInput:
    return InvalidInput(
        "elections.lots_unknown",
        _("The lots name a chapter that is not among those that send delegates."),
        remedy=_("Name the tied chapters in the order in which they were drawn."),
        field="lots",
    )


def not_allocated() -> Conflict:
    return Conflict(
        "elections.not_allocated",
        _("The chapters have no seats yet."),
        remedy=_("Allocate the delegates first."),
    )


def reason_missing() -> InvalidInput:
    return InvalidInput(
        "elections.reason_missing",
        _("A reason is missing."),
        remedy=_("Write why, in a sentence."),
        field="reason",
    )


def no_scheme() -> Conflict:
    return Conflict(
        "elections.no_scheme",
        _("The plan of the congress is missing."),
        remedy=_("Write the term and its days first."),
    )


def delegates_too_early(members: int, threshold: int, letter: str) -> Conflict:
    return Conflict(
        "elections.delegates_too_early",
        _(
            "With {members} members the congress is one of all members; it is held by delegates"
            " from {threshold} on (standing of the rule: {letter})."
        ),
        remedy=_(
            "Give every member a seat: allocate {members}; or write why it is held by delegates:"
            " the reason is kept and shown."
        ),
        field="exception_vi",
        params={"members": members, "threshold": threshold, "letter": letter},
    )


def delegates_needed(members: int, threshold: int, letter: str) -> Conflict:
    return Conflict(
        "elections.delegates_needed",
        _(
            "With {members} members the congress is held by delegates, as from {threshold} on"
            " (standing of the rule: {letter}); this would seat every member."
        ),
        remedy=_(
            "Allocate fewer delegates; or write why all members meet: the reason is kept and shown."
        ),
        field="exception_vi",
        params={"members": members, "threshold": threshold, "letter": letter},
    )


def days_out_of_order(field: str) -> InvalidInput:
    return InvalidInput(
        "elections.days_out_of_order",
        _("The days of the plan do not follow one another."),
        remedy=_(
            "Nominations end after they begin; delegates are named and nominations end by"
            " the day of the congress."
        ),
        field=field,
    )
