"""What can be wrong with a question or a set of questions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


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
