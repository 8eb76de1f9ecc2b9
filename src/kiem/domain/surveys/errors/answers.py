"""What can be wrong with an answer, and with the moment it is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def too_late(due_on: date) -> Conflict:
    return Conflict(
        "surveys.too_late",
        _("The last day to answer was {due_on}."),
        remedy=_("Ask the organiser to open it again for you, with the reason."),
        params={"due_on": due_on.isoformat()},
    )


def not_asked() -> NotFound:
    return NotFound(
        "surveys.not_asked",
        _("This survey does not ask you, or the body you answer for."),
        remedy=_("Choose one under 'My surveys'."),
    )


def body_ended(name_vi: str, name_en: str, day: date, successors: Sequence[str]) -> Conflict:
    """`successors`: names of the bodies that followed; the remedy sends there."""
    if successors:
        return Conflict(
            "surveys.body_ended_with_successor",
            _("{name} exists no more since {day}; after it came {successors}."),
            remedy=_("Let the organiser ask the body that followed, if it is not asked already."),
            params={
                "name": name_vi,
                "name_en": name_en,
                "day": day.isoformat(),
                "successors": ", ".join(successors),
            },
        )
    return Conflict(
        "surveys.body_ended",
        _("{name} exists no more since {day}, and no body followed it."),
        remedy=_("There is nothing left to answer for it."),
        params={"name": name_vi, "name_en": name_en, "day": day.isoformat()},
    )


def answered_already() -> Conflict:
    return Conflict(
        "surveys.answered_already",
        _("You have taken part already."),
        remedy=_("What was put in cannot be told from the rest, so that it cannot be changed."),
    )


def question_unknown(key: str) -> InvalidInput:
    return InvalidInput(
        "surveys.question_unknown",
        _("This survey has no question '{key}'."),
        remedy=_("Open the form again and fill it in there."),
        params={"key": key[:40]},
    )


def answer_missing(key: str, number: int) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_missing",
        _("Question {number} is not answered."),
        remedy=_("Answer it; the draft keeps what you have so far."),
        field=key,
        params={"number": number},
    )


def answer_no_option(key: str, number: int, value: str, most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_no_option",
        _("Question {number}: {value} is none of its {most} options."),
        remedy=_("Choose one of the options shown."),
        field=key,
        params={"number": number, "value": value[:40], "most": most},
    )


def answer_off_scale(key: str, number: int, value: str, low: int, high: int) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_off_scale",
        _("Question {number}: {value} is not on the scale from {low} to {high}."),
        remedy=_("Choose a whole number from {low} to {high}."),
        field=key,
        params={"number": number, "value": value[:40], "low": low, "high": high},
    )


def answer_no_number(key: str, number: int, value: str) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_no_number",
        _("Question {number}: '{value}' is not a number with at most two decimals."),
        remedy=_("Write digits, such as 1234 or 12,5, without the unit."),
        field=key,
        params={"number": number, "value": value[:40]},
    )


def answer_out_of_bounds(key: str, number: int, value: str, bounds: str) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_out_of_bounds",
        _("Question {number}: {value} lies outside {bounds}."),
        remedy=_("Check the value and its unit."),
        field=key,
        params={"number": number, "value": value[:40], "bounds": bounds},
    )


def answer_too_long(key: str, number: int, most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_too_long",
        _("Question {number}: the text is longer than {most} letters."),
        remedy=_("Shorten it."),
        field=key,
        params={"number": number, "most": most},
    )


def answer_wrong_shape(key: str, number: int) -> InvalidInput:
    return InvalidInput(
        "surveys.answer_wrong_shape",
        _("Question {number}: the answer is not of the kind the question asks for."),
        remedy=_("Open the form again and fill it in there."),
        field=key,
        params={"number": number},
    )


def draft_too_long(most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.draft_too_long",
        _("The answers together are longer than {most} letters."),
        remedy=_("Shorten the texts."),
        params={"most": most},
    )


class AnswersRefused(InvalidInput):
    """Several answers of one sheet; `problems` has one error for each, `field` its question."""

    def __init__(self, problems: Sequence[InvalidInput]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "surveys.answers_refused",
            _("{count} answers cannot be taken as they are; the first: question {number}."),
            remedy=_("Correct each of them; the draft keeps what you have so far."),
            field=problems[0].field,
            params={"count": len(problems), "number": problems[0].params["number"]},
        )
