"""An anonymous survey: a viewer's own place in it, and its results with small groups withheld."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from kiem.domain.surveys import errors
from kiem.domain.surveys.bands import REMAINDER, size_band
from kiem.domain.surveys.queries.groups import group_names
from kiem.domain.surveys.queries.rows import (
    Group,
    QuestionResult,
    Rollup,
    Slice,
    Status,
    SurveyDetail,
)
from kiem.domain.surveys.queries.surveys import survey_detail
from kiem.domain.surveys.questions import Asked
from kiem.domain.surveys.suppression import LEAST, Cell, Partition, partition
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch

GROUPINGS = ("type", "size", "dual")
REST = "rest"
NO_ANSWER = 0  # the option of who left a question out


@dataclass(frozen=True, slots=True)
class Taken:
    """One entry of a box: the groups the survey announced, in their order, and the answers:
    option numbers, values of a scale, or texts by question key."""

    groups: Cell
    answers: Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A viewer's own place in an anonymous survey. Nothing here says what anybody answered."""

    survey: SurveyDetail
    took_part_on: date | None
    may_answer: bool


def own_invitation(*, viewer: Viewer, survey_id: int, on: date) -> Invitation:
    """The viewer's invitation; NotFound unless the survey invites the viewer in person."""
    survey = survey_detail(viewer=viewer, survey_id=survey_id, on=on)
    rows = fetch(
        """SELECT n.took_part_on FROM surveys_invitee i
        LEFT JOIN surveys_participation n ON n.invitee_id = i.id
        WHERE i.survey_id = %(survey)s AND i.person_id = %(self)s""",
        {"survey": survey_id, "self": viewer.person_id},
    )
    if not rows or not survey.row.is_anonymous:
        raise errors.not_asked()
    is_open = survey.row.status == Status.OPEN and survey.row.due_on >= on
    return Invitation(survey, rows[0][0], is_open and rows[0][0] is None)


def invited_people(*, viewer: Viewer, survey_id: int) -> tuple[int, ...]:
    """Everybody an anonymous survey invites, by number. For the program itself, which reminds and
    plays samples: no role may know who is invited, because few invited are few who answered."""
    viewer.require(Permission.OPERATE)
    rows = fetch(
        "SELECT person_id FROM surveys_invitee WHERE survey_id = %(survey)s ORDER BY person_id",
        {"survey": survey_id},
    )
    return tuple(person_id for (person_id,) in rows)


def groups_of(
    breakdowns: Sequence[str], type_code: str, staff: int, is_dual: bool
) -> tuple[str, ...]:
    """The cell of somebody invited, by what the survey announced."""
    said = {"type": type_code, "size": str(size_band(staff)), "dual": "yes" if is_dual else "no"}
    return tuple(said[name] for name in breakdowns)


def anonymous_rollup(survey: SurveyDetail, by: str, on: date, moment: datetime | None) -> Rollup:
    """Results of an anonymous survey that is closed; for callers that have checked the scope.

    `by`: empty, or what the survey announced. Groups are those of `suppression.partition`; what is
    not shown by itself is in the group `rest`. With fewer than five answers there is no result.
    Raises Conflict while the survey is open: the results of two days would tell who came between.
    """
    known = survey.breakdowns
    if by and by not in known:
        raise errors.breakdown_unknown(by, known)
    if survey.row.status != Status.CLOSED:
        raise errors.results_not_yet()
    taken = _taken(survey.row.id)
    parts = partition(Counter(entry.groups for entry in taken))
    if parts is None:
        return Rollup(survey, by, (), (), survey.row.asked, survey.row.answered)
    key_of = _keys(parts, known.index(by) if by else None)
    grouped: defaultdict[str, list[Taken]] = defaultdict(list)
    for entry in taken:
        grouped[key_of(entry.groups)].append(entry)
    groups = _groups(by, {key: len(entries) for key, entries in grouped.items()}) if by else ()
    results = tuple(
        QuestionResult(
            question,
            0,
            0,
            _slice(question, taken),
            {g.key: _slice(question, grouped[g.key]) for g in groups}
            if question.kind != "text"
            else {},
        )
        for question in survey.questions
    )
    return Rollup(survey, by, groups, results, survey.row.asked, len(taken))


def texts_taken(survey: SurveyDetail, key: str) -> tuple[str, ...]:
    """Texts of one question in alphabetical order, by nobody; none while fewer than five wrote."""
    if survey.row.status != Status.CLOSED:
        raise errors.results_not_yet()
    texts = sorted(
        str(text) for entry in _taken(survey.row.id) for text in entry.answers.get(key, ())
    )
    return tuple(texts) if len(texts) >= LEAST else ()


def _taken(survey_id: int) -> list[Taken]:
    rows = fetch(
        "SELECT contents FROM surveys_box WHERE survey_id = %(survey)s ORDER BY number",
        {"survey": survey_id},
    )
    return [
        Taken(tuple(entry["groups"]), entry["answers"])
        for (contents,) in rows
        for entry in json.loads(contents)
    ]


def _keys(parts: Partition, place: int | None) -> Any:
    """What group of a table a cell is counted in."""

    def key_of(cell: Cell) -> str:
        if place is None:
            return ""
        return REST if parts.part_of(cell) is None else cell[place]

    return key_of


def _groups(by: str, sizes: Mapping[str, int]) -> tuple[Group, ...]:
    names = {**group_names(by, list(sizes), of_people=True), REST: ("", "", REMAINDER)}
    return tuple(
        Group(key, *texts, sizes[key], sizes[key]) for key, texts in names.items() if key in sizes
    )


def _slice(question: Asked, entries: Iterable[Taken]) -> Slice:
    given = [entry.answers.get(question.key, ()) for entry in entries]
    answered = sum(1 for values in given if values)
    if question.kind == "text":
        return Slice(len(given), answered)
    counts = Counter(int(value) for values in given for value in values)
    if question.kind != "scale":
        return Slice(
            len(given),
            answered,
            dict(sorted((counts + Counter({NO_ANSWER: len(given) - answered})).items())),
        )
    numbers = sorted(Decimal(int(value)) for values in given for value in values)
    shown = dict(sorted(counts.items()))
    if not numbers:
        return Slice(len(given), 0, shown)
    return Slice(
        len(given),
        answered,
        shown,
        sum(numbers, Decimal(0)),
        (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.0001"), ROUND_HALF_UP),
        Decimal(median(numbers)).quantize(Decimal("0.001")),
        numbers[0],
        numbers[-1],
    )
