"""A round beside the one before: what has changed since the same questions were asked last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from kiem.domain.assembly.queries.state import as_of
from kiem.domain.surveys.errors import missing
from kiem.domain.surveys.queries.rollup import rollup
from kiem.domain.surveys.queries.rows import QuestionResult, Rollup, Slice
from kiem.domain.surveys.queries.surveys import survey_detail
from kiem.domain.surveys.questions import Asked
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One line: an option of a question (in per cent of those who answered it) or its mean.

    `option`: the option's place in this round, None for the mean. `before` is None where the last
    round did not ask it, or nobody answered.
    """

    question: Asked
    row: int
    column: int
    option: int | None
    before: Decimal | None
    now: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Per cent points, or units of the mean."""
        return None if self.before is None or self.now is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds of a question set. `in_both`: bodies whose sheets are in both; None: anonymous.
    `gone`: questions of the last round that this one does not ask any more."""

    now: Rollup
    before: Rollup
    in_both: int | None
    items: tuple[ComparedItem, ...]
    gone: tuple[Asked, ...]


def compare_rounds(
    *, viewer: Viewer, survey_id: int, on: date, known_at: datetime | None = None
) -> Comparison:
    """This round beside the last closed one of the same questions by the same organiser.

    Questions are matched by key and kind, options by their Vietnamese words: what was reworded is
    new. Raises NotFound where there is no earlier round, or the organiser is out of scope.
    """
    survey = survey_detail(viewer=viewer, survey_id=survey_id, on=on, known_at=known_at)
    if survey.previous_id is None:
        raise missing("earlier round")
    now = rollup(viewer=viewer, survey_id=survey_id, on=on, known_at=known_at)
    before = rollup(viewer=viewer, survey_id=survey.previous_id, on=on, known_at=known_at)
    last = {_name(result): result for result in before.results}
    items = [item for result in now.results for item in _items(result, last.get(_name(result)))]
    asked = {(q.key, q.kind) for q in survey.questions}
    gone = tuple(q for q in before.survey.questions if (q.key, q.kind) not in asked)
    in_both = None
    if not survey.row.is_anonymous:
        in_both = _in_both(survey_id, survey.previous_id, as_of(on, known_at))
    return Comparison(now, before, in_both, tuple(items), gone)


def _name(result: QuestionResult) -> tuple[str, str, str, str]:
    """What makes two results comparable: key and kind, and of a table's cell its words."""
    question = result.question
    cell = ("", "")
    if result.row:
        cell = (question.rows_vi[result.row - 1], question.options_vi[result.column - 1])
    return (question.key, question.kind, *cell)


def _items(now: QuestionResult, before: QuestionResult | None) -> Iterator[ComparedItem]:
    question = now.question
    place = (question, now.row, now.column)
    if question.kind in ("choice", "choices"):
        options = (
            {}
            if before is None
            else {text: number for number, text in enumerate(before.question.options_vi, start=1)}
        )
        for number, text in enumerate(question.options_vi, start=1):
            was = None
            if before is not None and text in options:
                was = _share(before.everybody, options[text])
            yield ComparedItem(*place, number, was, _share(now.everybody, number))
    elif question.kind != "text":
        was = None if before is None else before.everybody.mean
        yield ComparedItem(*place, None, was, now.everybody.mean)


def _share(answers: Slice, option: int) -> Decimal | None:
    """Per cent of those who answered the question that chose the option."""
    if not answers.answered:
        return None
    return (Decimal(100 * answers.counts.get(option, 0)) / answers.answered).quantize(
        _TENTH, ROUND_HALF_UP
    )


def _in_both(survey_id: int, previous_id: int, moment: datetime | None) -> int:
    rows = fetch(
        f"""SELECT count(*) FROM surveys_target n
        JOIN surveys_sheet i ON i.target_id = n.id AND {known("i", moment)}
        JOIN surveys_target b ON b.survey_id = %(before)s
            AND b.organization_id = n.organization_id
        JOIN surveys_sheet j ON j.target_id = b.id AND {known("j", moment)}
        WHERE n.survey_id = %(now)s""",
        {"now": survey_id, "before": previous_id, "known_at": moment},
    )
    return int(rows[0][0])
