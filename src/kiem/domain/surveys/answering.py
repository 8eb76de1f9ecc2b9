"""From what was typed to values: every answer checked against its question. No database.

An answer comes by question key, in the shape of a form or of a program:

    choice   2 or "2"             the option, counted from 1
    choices  [1, 3] or ["1"]      any of them; an empty list is no answer
    scale    4 or "4"
    number   "12,5", 12 or Decimal("12.5")
    text     "..."
    table    [[1, 2], ["", "3"]]  by row, then column; empty cells stay empty
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiem.domain.surveys import errors
from kiem.domain.surveys.questions import Asked
from kiem.platform.kernel.errors import InvalidInput

LONGEST_ANSWER = 2000
MOST_DIGITS = 12
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,2})?")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": ""})

Typed = object


@dataclass(frozen=True, slots=True)
class Value:
    """One row of the answers: exactly one of `option` (from 1), `number`, `text` is given."""

    key: str
    row: int = 0
    column: int = 0
    option: int | None = None
    number: Decimal | None = None
    text: str = ""


def read_answers(questions: Sequence[Asked], typed: Mapping[str, Typed]) -> tuple[Value, ...]:
    """The values of a whole sheet, in the order of its questions.

    Raises InvalidInput for one wrong or missing answer, AnswersRefused for several.
    """
    problems: list[InvalidInput] = [
        errors.question_unknown(key) for key in typed if key not in {q.key for q in questions}
    ]
    if problems:
        raise problems[0]
    values: list[Value] = []
    for number, question in enumerate(questions, start=1):
        try:
            read = tuple(_READERS[question.kind](question, number, typed.get(question.key)))
            if not read and question.is_required:
                raise errors.answer_missing(question.key, number)
            values += read
        except InvalidInput as problem:
            problems.append(problem)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise errors.AnswersRefused(problems)
    return tuple(values)


def _choice(question: Asked, number: int, typed: Typed) -> Iterator[Value]:
    if (text := _text_of(question, number, typed)) != "":
        yield Value(question.key, option=_option(question, number, text))


def _choices(question: Asked, number: int, typed: Typed) -> Iterator[Value]:
    chosen = [] if typed is None or typed == "" else typed
    if not isinstance(chosen, Sequence) or isinstance(chosen, str):
        chosen = [chosen]
    options = {_option(question, number, _text_of(question, number, each)) for each in chosen}
    for option in sorted(options):
        yield Value(question.key, option=option)


def _option(question: Asked, number: int, text: str) -> int:
    most = len(question.options_vi)
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        raise errors.answer_no_option(question.key, number, text, most)
    return int(text)


def _scale(question: Asked, number: int, typed: Typed) -> Iterator[Value]:
    text = _text_of(question, number, typed)
    if text == "":
        return
    low, high = question.scale
    if not re.fullmatch(r"[0-9]{1,4}", text) or not low <= int(text) <= high:
        raise errors.answer_off_scale(question.key, number, text, low, high)
    yield Value(question.key, number=Decimal(int(text)))


def _number(question: Asked, number: int, typed: Typed) -> Iterator[Value]:
    if (text := _text_of(question, number, typed)) != "":
        yield Value(question.key, number=_decimal(question, number, text))


def _decimal(question: Asked, number: int, text: str) -> Decimal:
    """At most two decimals; a thousands separator is refused, because 1.234 says two things."""
    cleaned = text.translate(_MINUS).replace(" ", "")
    if not _NUMBER.fullmatch(cleaned):
        raise errors.answer_no_number(question.key, number, text)
    value = Decimal(cleaned.replace(",", "."))
    low, high = question.lowest, question.highest
    if (low is not None and value < low) or (high is not None and value > high):
        raise errors.answer_out_of_bounds(question.key, number, text, question.bounds)
    return value


def _text(question: Asked, number: int, typed: Typed) -> Iterator[Value]:
    text = _text_of(question, number, typed)
    if len(text) > LONGEST_ANSWER:
        raise errors.answer_too_long(question.key, number, LONGEST_ANSWER)
    if text:
        yield Value(question.key, text=text)


def _table(question: Asked, number: int, typed: Typed) -> Iterator[Value]:
    rows = _list_of(question, number, typed, len(question.rows_vi))
    for row, cells in enumerate(rows, start=1):
        in_row = _list_of(question, number, cells, len(question.options_vi))
        for column, cell in enumerate(in_row, start=1):
            if (text := _text_of(question, number, cell)) != "":
                value = _decimal(question, number, text)
                yield Value(question.key, row=row, column=column, number=value)


def _list_of(question: Asked, number: int, typed: Typed, most: int) -> Sequence[Typed]:
    if typed is None or typed == "":
        return ()
    if not isinstance(typed, Sequence) or isinstance(typed, str) or len(typed) > most:
        raise errors.answer_wrong_shape(question.key, number)
    return typed


def _text_of(question: Asked, number: int, typed: Typed) -> str:
    """What was typed, trimmed and composed; numbers as they are written."""
    if typed is None:
        return ""
    if isinstance(typed, bool) or not isinstance(typed, str | int | float | Decimal):
        raise errors.answer_wrong_shape(question.key, number)
    return unicodedata.normalize("NFC", str(typed).replace("\x00", "")).strip()


_READERS: Mapping[str, Callable[[Asked, int, Typed], Iterator[Value]]] = {
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "number": _number,
    "text": _text,
    "table": _table,
}
