"""Roll-ups against the same sums written in plain Python."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiem.domain.surveys import queries
from kiem.domain.surveys.actions import answer_survey
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.domain.surveys.conftest import Asking

numbers = st.decimals(-999, 999, places=2, allow_nan=False, allow_infinity=False).filter(
    lambda value: value >= 0
)
sheets = st.fixed_dictionaries(
    {"model": st.integers(1, 2)},
    optional={
        "causes": st.lists(st.integers(1, 3), unique=True),
        "weight": st.integers(1, 5),
        "people": numbers,
        "say": st.text("abc", max_size=3),
        "hours": st.lists(st.lists(numbers, max_size=2), max_size=2),
    },
)


@pytest.fixture
def open_survey_id(asking: Asking) -> int:
    return asking.opened(rule="type", types=["commune_police", "youth_grassroots"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rollup_equals_plain_sums(asking: Asking, open_survey_id: int, data: st.DataObject) -> None:
    places = asking.places
    bodies = {places.a: "commune_police", places.b: "commune_police",
              places.youth_a: "youth_grassroots"}  # fmt: skip
    typed = {body: data.draw(sheets) for body in bodies}
    for body, answers in typed.items():
        answer_survey(survey_id=open_survey_id, organization_id=body, typed=answers, actor=SYSTEM)
    found = queries.rollup(viewer=SYSTEM, survey_id=open_survey_id, on=clock.today(), by="type")
    assert (found.asked, found.sheets) == (3, 3)
    for result in found.results:
        place = (result.question.key, result.row, result.column)
        slices = {None: result.everybody, **result.groups}
        for group, shown in slices.items():
            given_here = [
                values_at(place, answers)
                for body, answers in typed.items()
                if group in (None, bodies[body])
            ]
            # The youth of A and A itself both gave A's figure: everybody has no sum of it.
            is_repeated = group is None and result.question.computed != ""
            check(result.question.kind, shown, given_here, is_repeated=is_repeated)


def values_at(place: tuple[str, int, int], answers: dict[str, object]) -> list[object]:
    """What a sheet says at a question, or at a cell of a table."""
    key, row, column = place
    value = answers.get(key)
    if key == "hours":
        rows = value if isinstance(value, list) else []
        cells = rows[row - 1] if row <= len(rows) else []
        return [cells[column - 1]] if column <= len(cells) else []
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def check(
    kind: str, shown: queries.Slice, given_here: list[list[object]], *, is_repeated: bool
) -> None:
    said = [value for values in given_here for value in values]
    assert shown.answered == sum(1 for values in given_here if values)
    if kind in ("choice", "choices", "scale"):
        assert shown.counts == {value: said.count(value) for value in sorted(set(said))}  # type: ignore[type-var]  # whole numbers
    if kind in ("scale", "number", "table") and said:
        values = sorted(Decimal(str(value)) for value in said)
        total = None if is_repeated else sum(values, Decimal(0))
        mean = (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        assert (shown.total, shown.mean, shown.is_repeated) == (total, mean, is_repeated)
        assert shown.median == Decimal(median(values))
        assert (shown.least, shown.greatest) == (values[0], values[-1])
