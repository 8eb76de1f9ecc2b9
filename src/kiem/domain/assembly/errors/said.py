"""What can be wrong with what is said, proposed and concluded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def missing(what: str) -> NotFound:
    """Nothing of that number in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "assembly.missing",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def text_missing(field: str) -> InvalidInput:
    return InvalidInput(
        "assembly.text_missing",
        _("The field '{field}' is empty."),
        remedy=_("Write what it is about."),
        field=field,
        params={"field": field},
    )


def text_too_long(field: str, most: int) -> InvalidInput:
    return InvalidInput(
        "assembly.text_too_long",
        _("The text in '{field}' is longer than {most} letters."),
        remedy=_("Shorten it, or attach it as a paper."),
        field=field,
        params={"field": field, "most": most},
    )


def choice_unknown(field: str, value: str, known: list[str]) -> InvalidInput:
    return InvalidInput(
        "assembly.choice_unknown",
        _("'{value}' is not a choice of '{field}'."),
        remedy=_("Use one of: {known}."),
        field=field,
        params={"field": field, "value": value[:40], "known": ", ".join(known)},
    )


def nothing_said() -> InvalidInput:
    return InvalidInput(
        "assembly.nothing_said",
        _("A contribution says something: a situation, a result, a difficulty or a proposal."),
        remedy=_("Fill in at least one of the four."),
        field="situation",
    )


def difficulty_kind_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.difficulty_kind_missing",
        _("A difficulty is objective or subjective, and only a difficulty is."),
        remedy=_("Choose which, or leave both empty."),
        field="difficulty_kind",
    )


def own_support() -> Conflict:
    return Conflict(
        "assembly.own_support",
        _("A body cannot support its own proposal."),
        remedy=_("Choose another body you speak for, or let others support it."),
    )


def supported_already() -> Conflict:
    return Conflict(
        "assembly.supported_already",
        _("This body supports the proposal already."),
        remedy=_("Nothing is left to do."),
    )


def concluded_from(number: int) -> Conflict:
    return Conflict(
        "assembly.concluded_from",
        _("Conclusion {number} came of this proposal: it stands as accepted."),
        remedy=_("Withdraw the tasks of that conclusion and correct it first."),
        params={"number": number},
    )


def reason_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.reason_missing",
        _("A reason is missing."),
        remedy=_("Write why, in a sentence."),
        field="text",
    )


def verdict_repeated(verdict: str) -> Conflict:
    return Conflict(
        "assembly.verdict_repeated",
        _("The proposal is '{verdict}' already."),
        remedy=_("Open it again and see what was decided."),
        params={"verdict": verdict},
    )


def figure_not_citable(figure: str) -> InvalidInput:
    return InvalidInput(
        "assembly.figure_not_citable",
        _("The figure '{figure}' cannot be cited."),
        remedy=_("Cite one that a page of Kiem shows with 'why'."),
        field="figure",
        params={"figure": figure[:40]},
    )


def percent_impossible(percent: Decimal) -> InvalidInput:
    return InvalidInput(
        "assembly.percent_impossible",
        _("A share of {percent} % is impossible."),
        remedy=_("Write a share between 0 and 100."),
        field="percent",
        params={"percent": f"{percent.normalize():f}"},
    )


def nobody_concerned(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.nobody_concerned",
        _("Nobody in your scope is concerned in the month of {day}."),
        remedy=_("Choose another line, role or month."),
        field="family",
        params={"day": day.isoformat()},
    )
