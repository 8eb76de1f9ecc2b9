"""What can be wrong with a survey: whom it asks, when, and what is read of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound

_STATUS = {
    "draft": _("The survey is not open yet."),
    "open": _("The survey is open already."),
    "closed": _("The survey is closed."),
}


def missing(what: str) -> NotFound:
    """Nothing of that number in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "surveys.missing",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def nobody_asked(day: date) -> InvalidInput:
    return InvalidInput(
        "surveys.nobody_asked",
        _("On {day} the rule finds nobody to ask."),
        remedy=_("Choose another rule, or another day."),
        field="target_rule",
        params={"day": day.isoformat()},
    )


def rule_incomplete(field: str) -> InvalidInput:
    return InvalidInput(
        "surveys.rule_incomplete",
        _("The rule does not say which bodies are asked."),
        remedy=_("Choose a type, or name the bodies by their codes."),
        field=field,
    )


def due_too_early(day: date, first: date) -> InvalidInput:
    return InvalidInput(
        "surveys.due_too_early",
        _("The last day, {day}, must not come before {first}."),
        remedy=_("Choose {first} or a later day."),
        field="due_on",
        params={"day": day.isoformat(), "first": first.isoformat()},
    )


def not_now(status: str) -> Conflict:
    """`status`: what the survey is, which stands against what was wanted."""
    return Conflict(
        f"surveys.not_while_{status}",
        _STATUS[status],
        remedy=_("Open the survey again and see what happened to it."),
    )


def reason_missing() -> InvalidInput:
    return InvalidInput(
        "surveys.reason_missing",
        _("A reason is missing."),
        remedy=_("Write why, in a sentence."),
        field="text",
    )


def closed_for_good() -> Conflict:
    return Conflict(
        "surveys.closed_for_good",
        _("An anonymous survey is not opened again: the two results would tell who came between."),
        remedy=_("Ask the same questions in a new round."),
    )


def kind_stays() -> Conflict:
    return Conflict(
        "surveys.kind_stays",
        _("A survey of bodies does not become an anonymous one, nor the other way round."),
        remedy=_("Prepare another survey."),
    )


def too_many_breakdowns(most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.too_many_breakdowns",
        _("The results of an anonymous survey are broken down by at most {most} things."),
        remedy=_("Choose those that matter: each makes the groups smaller."),
        field="breakdowns",
        params={"most": most},
    )


def results_not_yet() -> Conflict:
    return Conflict(
        "surveys.results_not_yet",
        _("The results of an anonymous survey are shown when it is closed, and only then."),
        remedy=_("Close it after its last day."),
    )


def breakdown_unknown(name: str, known: Sequence[str]) -> InvalidInput:
    return InvalidInput(
        "surveys.breakdown_unknown",
        _("Results are not broken down by '{name}' here."),
        remedy=_("Use one of: {known}."),
        field="by",
        params={"name": name[:40], "known": ", ".join(known)},
    )
