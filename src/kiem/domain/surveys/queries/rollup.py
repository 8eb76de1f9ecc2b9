"""A survey of bodies added up: by question, and by groups of the bodies asked.

Everything is counted by the database: 200,000 answers take three statements (benchmarks/surveys).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.assembly.queries.state import as_of
from kiem.domain.surveys import errors
from kiem.domain.surveys.bands import dual_sql, size_sql
from kiem.domain.surveys.queries.anonymous import anonymous_rollup
from kiem.domain.surveys.queries.computed import OF_THE_UNIT
from kiem.domain.surveys.queries.groups import group_names
from kiem.domain.surveys.queries.rows import (
    Group,
    QuestionResult,
    Rollup,
    Slice,
    SurveyDetail,
)
from kiem.domain.surveys.queries.surveys import survey_detail
from kiem.domain.surveys.questions import Asked
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known

BREAKDOWNS = ("type", "size", "dual")
_GROUPS = {
    "": "NULL::text",
    "type": "t.type_code",
    "size": f"({size_sql('t')})::text",
    "dual": f"({dual_sql('t')})::text",
}
Place = tuple[int, int, int]  # question id, row, column
EVERYBODY = None


def rollup(
    *,
    viewer: Viewer,
    survey_id: int,
    on: date,
    known_at: datetime | None = None,
    by: str = "",
) -> Rollup:
    """What the answers add up to, for everybody and, with `by`, for each group of bodies.

    `by`: `type` of body, `size` band of the unit's staff, `dual` band of the share of dual holders
    in it; all as frozen when the survey was opened. An anonymous survey is broken down only as it
    was announced, with groups below five withheld (see `queries.anonymous`), once it is closed.
    Raises NotFound unless the viewer's scope holds the organiser.
    """
    survey = survey_detail(viewer=viewer, survey_id=survey_id, on=on, known_at=known_at)
    if not survey.sees_results:
        raise errors.missing("result")
    if survey.row.is_anonymous:
        return anonymous_rollup(survey, by, on, as_of(on, known_at))
    if by and by not in BREAKDOWNS:
        raise errors.breakdown_unknown(by, BREAKDOWNS)
    return _rollup(survey, by, as_of(on, known_at))


def _rollup(survey: SurveyDetail, by: str, moment: datetime | None) -> Rollup:
    asked = {"survey": survey.row.id, "known_at": moment}
    groups = _groups(by, asked, moment)
    sizes = {group.key: group.asked for group in groups}
    everybody = (
        (sum(g.asked for g in groups), sum(g.sheets for g in groups))
        if by
        else (survey.row.asked, survey.row.answered)
    )
    counted = _Counted(by, asked, moment)
    repeated = _of_one_unit(by, asked, moment)

    def slice_of(question: Asked, place: Place, key: str | None, size: int) -> Slice:
        found = counted.slice_of(place, key, size)
        # The same unit's figure from several bodies: a sum would count its people again.
        is_repeated = question.computed in OF_THE_UNIT and key in repeated
        if is_repeated and found.total is not None:
            return replace(found, total=None, is_repeated=True)
        return found

    results = [
        QuestionResult(
            question,
            row,
            column,
            slice_of(question, (question.id, row, column), EVERYBODY, everybody[0]),
            {
                key: slice_of(question, (question.id, row, column), key, size)
                for key, size in sizes.items()
            }
            if by
            else {},
        )
        for question in survey.questions
        for row, column in _places(question)
    ]
    return Rollup(survey, by, groups if by else (), tuple(results), *everybody)


def _of_one_unit(
    by: str, asked: Mapping[str, Any], moment: datetime | None
) -> frozenset[str | None]:
    """The groups (None: everybody) in which several bodies that answered stand for one unit."""
    group = "s.grp" if by else "NULL::text"
    rows = fetch(
        f"""WITH {_sheets(by, moment)}
        SELECT {group} FROM sheets s {"GROUP BY GROUPING SETS ((), (s.grp))" if by else ""}
        HAVING count(DISTINCT s.unit) < count(*)""",
        asked,
    )
    return frozenset(row[0] for row in rows)


def _places(question: Asked) -> list[tuple[int, int]]:
    """The cells of a table; (0, 0) for any other question."""
    if question.kind != "table":
        return [(0, 0)]
    return [
        (row, column)
        for row in range(1, len(question.rows_vi) + 1)
        for column in range(1, len(question.options_vi) + 1)
    ]


def _sheets(by: str, moment: datetime | None) -> str:
    """The sheets of the survey with the group of their body, as a CTE."""
    return f"""sheets AS MATERIALIZED (
        SELECT h.id, {_GROUPS[by]} AS grp, coalesce(t.unit_id, t.organization_id) AS unit
        FROM surveys_target t
        JOIN surveys_sheet h ON h.target_id = t.id AND {known("h", moment)}
        WHERE t.survey_id = %(survey)s)"""


def _sets(columns: str, by: str) -> str:
    """Sums of everybody and, with groups, of each group, in one pass over the answers."""
    return f"GROUPING SETS (({columns}), ({columns}, s.grp))" if by else columns


class _Counted:
    """The three statements, and what they say of one place and one group."""

    def __init__(self, by: str, asked: Mapping[str, Any], moment: datetime | None) -> None:
        self._numbers = {(row[0:3], row[3]): row[4:] for row in _numbers(by, asked, moment)}
        self._counts: defaultdict[Any, dict[int, int]] = defaultdict(dict)
        for question, group, value, count in _counts(by, asked, moment):
            self._counts[(question, 0, 0), group][value] = count
        self._said = {
            ((question, 0, 0), group): count for question, group, count in _said(by, asked, moment)
        }

    def slice_of(self, place: Place, group: str | None, asked: int) -> Slice:
        counts = dict(sorted(self._counts.get((place, group), {}).items()))
        numbers = self._numbers.get((place, group))
        if numbers is None:
            answered = self._said.get((place, group), sum(counts.values()))
            return Slice(asked, answered, counts)
        answered, total, mean, median, least, greatest, changed = numbers
        return Slice(
            asked, answered, counts, total, mean, _median(median), least, greatest, changed
        )


def _median(value: float) -> Decimal:
    """Between two values of two decimals a third can stand: exact after rounding there."""
    return Decimal(str(round(value, 3))).quantize(Decimal("0.001"))


def _numbers(by: str, asked: Mapping[str, Any], moment: datetime | None) -> list[tuple[Any, ...]]:
    """By place and group: how many, sum, mean, median, least, greatest, changed from computed."""
    group = "s.grp" if by else "NULL::text"
    return fetch(
        f"""WITH {_sheets(by, moment)}
        SELECT a.question_id, a.row, a."column", {group}, count(*), sum(a.number),
            round(avg(a.number), 4),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY a.number::float8),
            min(a.number), max(a.number),
            count(*) FILTER (WHERE a.computed <> a.number)
        FROM surveys_answer a JOIN sheets s ON s.id = a.sheet_id
        WHERE a.survey_id = %(survey)s AND a.number IS NOT NULL
        GROUP BY {_sets('a.question_id, a.row, a."column"', by)}""",
        asked,
    )


def _counts(by: str, asked: Mapping[str, Any], moment: datetime | None) -> list[tuple[Any, ...]]:
    """By question, group and option (or value of a scale): how many sheets."""
    group = "s.grp" if by else "NULL::text"
    value = "coalesce(a.option, a.number::int)"
    return fetch(
        f"""WITH {_sheets(by, moment)}
        SELECT a.question_id, {group}, {value}, count(*)
        FROM surveys_answer a JOIN sheets s ON s.id = a.sheet_id
        WHERE a.survey_id = %(survey)s AND a.question_id IN (
            SELECT q.id FROM surveys_question q JOIN surveys_survey v ON v.version_id = q.version_id
            WHERE v.id = %(survey)s AND q.kind IN ('choice', 'choices', 'scale'))
        GROUP BY {_sets(f"a.question_id, {value}", by)}""",
        asked,
    )


def _said(by: str, asked: Mapping[str, Any], moment: datetime | None) -> list[tuple[Any, ...]]:
    """By question and group: how many sheets, where one may have several rows or no number."""
    group = "s.grp" if by else "NULL::text"
    return fetch(
        f"""WITH {_sheets(by, moment)}
        SELECT a.question_id, {group}, count(DISTINCT a.sheet_id)
        FROM surveys_answer a JOIN sheets s ON s.id = a.sheet_id
        WHERE a.survey_id = %(survey)s AND a.question_id IN (
            SELECT q.id FROM surveys_question q JOIN surveys_survey v ON v.version_id = q.version_id
            WHERE v.id = %(survey)s AND q.kind IN ('choices', 'text'))
        GROUP BY {_sets("a.question_id", by)}""",
        asked,
    )


def _groups(by: str, asked: Mapping[str, Any], moment: datetime | None) -> tuple[Group, ...]:
    """The groups there are, in the order of their types or bands."""
    if not by:
        return ()
    rows = fetch(
        f"""SELECT {_GROUPS[by]}, count(*), count(h.id) FROM surveys_target t
        LEFT JOIN surveys_sheet h ON h.target_id = t.id AND {known("h", moment)}
        WHERE t.survey_id = %(survey)s GROUP BY 1""",
        asked,
    )
    found = {row[0]: row[1:] for row in rows}
    return tuple(
        Group(key, *names, *found[key])
        for key, names in group_names(by, list(found)).items()
        if key in found
    )
