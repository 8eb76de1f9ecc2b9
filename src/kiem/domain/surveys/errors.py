"""Errors of the surveys, in one place: code, English source sentence, remedy, fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def missing(what: str) -> NotFound:
    """Nothing of that number in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "surveys.missing",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def code_taken(code: str) -> Conflict:
    return Conflict(
        "surveys.code_taken",
        _("Another question set has the code '{code}'."),
        remedy=_("Choose another code, or take that set."),
        params={"code": code},
    )


def version_frozen(number: int) -> Conflict:
    return Conflict(
        "surveys.version_frozen",
        _("Version {number} of these questions is asked already and stays as it is."),
        remedy=_("Make a new version and change that one."),
        params={"number": number},
    )


def text_missing(field: str) -> InvalidInput:
    return InvalidInput(
        "surveys.text_missing",
        _("The field '{field}' is empty."),
        remedy=_("Write what it is about."),
        field=field,
        params={"field": field},
    )


def text_too_long(field: str, most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.text_too_long",
        _("The text in '{field}' is longer than {most} letters."),
        remedy=_("Shorten it."),
        field=field,
        params={"field": field, "most": most},
    )


def kind_unknown(kind: str, known: Sequence[str]) -> InvalidInput:
    return InvalidInput(
        "surveys.kind_unknown",
        _("'{kind}' is no kind of question."),
        remedy=_("Use one of: {known}."),
        field="kind",
        params={"kind": kind[:40], "known": ", ".join(known)},
    )


def scale_ends_wrong() -> InvalidInput:
    return InvalidInput(
        "surveys.scale_ends_wrong",
        _("A scale has words for both ends or for none."),
        remedy=_("Write two lines: what the lowest value means, and the highest."),
        field="options_vi",
    )


def too_many_options(most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.too_many_options",
        _("A question has at most {most} options."),
        remedy=_("Join some of them, or ask with a text."),
        field="options_vi",
        params={"most": most},
    )


def options_missing(least: int) -> InvalidInput:
    return InvalidInput(
        "surveys.options_missing",
        _("This kind of question needs {least} options or more."),
        remedy=_("Write one option a line."),
        field="options_vi",
        params={"least": least},
    )


def options_not_wanted() -> InvalidInput:
    return InvalidInput(
        "surveys.options_not_wanted",
        _("This kind of question has no options."),
        remedy=_("Leave the options empty, or choose another kind."),
        field="options_vi",
    )


def option_twice(text: str) -> InvalidInput:
    return InvalidInput(
        "surveys.option_twice",
        _("The option '{text}' is there twice."),
        remedy=_("Name each option once."),
        field="options_vi",
        params={"text": text[:60]},
    )


def languages_differ(field: str) -> InvalidInput:
    return InvalidInput(
        "surveys.languages_differ",
        _("The two languages have different numbers of lines in '{field}'."),
        remedy=_("Write as many English lines as Vietnamese ones, in the same order, or none."),
        field=field,
        params={"field": field},
    )


def rows_missing() -> InvalidInput:
    return InvalidInput(
        "surveys.rows_missing",
        _("A table needs rows."),
        remedy=_("Write one row a line."),
        field="rows_vi",
    )


def bounds_wrong() -> InvalidInput:
    return InvalidInput(
        "surveys.bounds_wrong",
        _("The lowest value must be less than the highest."),
        remedy=_("Correct the two bounds."),
        field="lowest",
    )


def scale_wrong(most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.scale_wrong",
        _("A scale runs between whole numbers from 0 to {most}."),
        remedy=_("Give its lowest and highest value, such as 1 and 5."),
        field="lowest",
        params={"most": most},
    )


def figure_unknown(figure: str, known: Sequence[str]) -> InvalidInput:
    return InvalidInput(
        "surveys.figure_unknown",
        _("'{figure}' is no figure that Kiem can prefill."),
        remedy=_("Use one of: {known}; only for a question of the kind 'number'."),
        field="computed",
        params={"figure": figure[:40], "known": ", ".join(known)},
    )


def too_many_questions(most: int) -> InvalidInput:
    return InvalidInput(
        "surveys.too_many_questions",
        _("A question set holds at most {most} questions."),
        remedy=_("Split it into two surveys."),
        params={"most": most},
    )


def key_wrong(key: str) -> InvalidInput:
    return InvalidInput(
        "surveys.key_wrong",
        _("'{key}' is no key for a question here."),
        remedy=_("Use small letters, digits and underscores, at most 20, each key once."),
        field="key",
        params={"key": key[:40]},
    )


def not_anonymous_kind(key: str) -> InvalidInput:
    return InvalidInput(
        "surveys.not_anonymous_kind",
        _("Question '{key}' asks for numbers, which can tell who answered."),
        remedy=_("Ask with options or a scale in an anonymous survey, or make it one of bodies."),
        params={"key": key},
    )


def no_questions() -> Conflict:
    return Conflict(
        "surveys.no_questions",
        _("The survey has no questions."),
        remedy=_("Add questions before you open it."),
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


_STATUS = {
    "draft": _("The survey is not open yet."),
    "open": _("The survey is open already."),
    "closed": _("The survey is closed."),
}


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
