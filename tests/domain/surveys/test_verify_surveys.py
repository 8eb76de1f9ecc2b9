"""Verification finds what the guards would have refused, had they not been switched off."""

from __future__ import annotations

import pytest
from django.db import connection

from kiem.domain.surveys.actions import answer_survey, close_survey, take_part
from kiem.domain.surveys.queries.verify import verify_surveys
from tests.domain.surveys.conftest import ANSWERS, Asking
from tests.domain.surveys.test_anonymous import anonymous_survey


@pytest.fixture(autouse=True)
def held(asking: Asking) -> Asking:
    """A survey answered by one body with a computed figure, and a closed anonymous one."""
    survey = asking.opened()
    answer_survey(
        survey_id=survey,
        organization_id=asking.places.a,
        typed=ANSWERS,
        actor=asking.viewers["commander"],
    )
    anonymous = anonymous_survey(asking)
    for name in ("Ánh", "Bình"):
        take_part(survey_id=anonymous, typed={"fair": 1}, actor=asking.person(name))
    close_survey(survey_id=anonymous, actor=asking.viewers["personnel"])
    return asking


def problems() -> set[str]:
    return {check.name.removeprefix("surveys: ") for check in verify_surveys() if check.problems}


def test_sound_surveys_have_counted_something_and_no_problem() -> None:
    counted = {check.name.removeprefix("surveys: "): check.counted for check in verify_surveys()}
    assert counted["answers fit their questions"] == 9
    assert counted["prefilled figures come out as they were shown"] == 1
    assert counted["as many anonymous answers as people took part"] == 2
    assert problems() == set()


@pytest.mark.parametrize(
    ("table", "statement", "found"),
    [
        (
            "answer",
            "UPDATE surveys_answer SET option = 9 WHERE option = 2",
            "answers fit their questions",
        ),
        (
            "answer",
            "UPDATE surveys_answer SET computed = 7 WHERE computed IS NOT NULL",
            "prefilled figures come out as they were shown",
        ),
        (
            "answer",
            (
                "UPDATE surveys_answer SET survey_id = (SELECT max(id) FROM surveys_survey)"
                " WHERE option = 2"
            ),
            "answers are to questions of their survey, on sheets of it",
        ),
        (
            "answer",
            "UPDATE surveys_answer SET option = 1 WHERE option = 3",
            "a question has one answer on a sheet, an option is chosen once",
        ),
        (
            "answer",
            "DELETE FROM surveys_answer WHERE option = 2",
            "required questions are answered",
        ),
        (
            "sheet",
            "UPDATE surveys_sheet SET recorded = tstzrange(now() + interval '90 days', NULL)",
            "sheets were sent while they could be",
        ),
        (
            "question",
            (
                "UPDATE surveys_question SET recorded = tstzrange(now() + interval '1 day', NULL)"
                " WHERE key = 'say'"
            ),
            "questions stand as they were asked",
        ),
        (
            "surveystep",
            (
                "INSERT INTO surveys_surveystep (survey_id, kind, text, due_on, recorded_at,"
                " recorded_by) SELECT max(id), 'reopen', 'x', '2199-01-01', now(), 'x'"
                " FROM surveys_survey"
            ),
            "anonymous surveys are closed once and for all",
        ),
        (
            "box",
            "UPDATE surveys_box SET contents = contents - 0",
            "as many anonymous answers as people took part",
        ),
        (
            "box",
            "UPDATE surveys_box SET contents = jsonb_set(contents, '{0,groups}', '[\"x\"]')",
            "anonymous answers come from groups invited",
        ),
    ],
)
def test_verification_finds_what_was_altered(table: str, statement: str, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending forbids ALTER TABLE
        cursor.execute(f"ALTER TABLE surveys_{table} DISABLE TRIGGER append_only")
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE surveys_{table} ENABLE TRIGGER append_only")
    assert problems() == {found}


def test_verification_finds_a_guard_that_is_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE surveys_box DISABLE TRIGGER append_only")
    assert problems() == {"guards are in place"}
