"""Anonymous surveys: answered once, linked to nobody, shown when closed and in groups of five."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kiem.domain.surveys import queries
from kiem.domain.surveys.actions import (
    Asked,
    close_survey,
    create_question_set,
    create_survey,
    open_survey,
    remind_survey,
    reopen_survey,
    take_part,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.domain.surveys.conftest import Asking
from tests.domain.surveys.test_surveys import code

QUESTIONS = (
    Asked("fair", "scale", "Xếp loại có công bằng?", lowest=Decimal(1), highest=Decimal(5)),
    Asked("leave", "choice", "Có muốn thôi kiêm nhiệm?", options_vi=("Có", "Không")),
    Asked("why", "text", "Vì sao?"),
)
EVERYBODY = ("Ánh", "Bình", "Cúc", "Dung", "Giang")


def anonymous_survey(asking: Asking, **values: object) -> int:
    """Open to everybody with a line post in A or B; broken down by whether one is a dual holder."""
    version = create_question_set(
        organization_id=asking.places.city,
        code="cong-bang",
        title_vi="Công bằng",
        questions=QUESTIONS,
        actor=asking.viewers["personnel"],
    )
    plan = asking.plan(audience="everyone", breakdowns=["dual"], **values)
    survey = create_survey(
        project_id=asking.project,
        organizer_id=asking.places.city,
        version_id=version,
        plan=plan,
        actor=asking.viewers["personnel"],
    )
    open_survey(survey_id=survey, actor=asking.viewers["personnel"])
    return survey


def everybody_answers(asking: Asking, survey: int, names: tuple[str, ...] = EVERYBODY) -> None:
    for place, name in enumerate(names, start=1):
        typed = {"fair": place, "leave": 1 + place % 2, "why": f"Lý do {place}"}
        take_part(survey_id=survey, typed=typed, actor=asking.person(name))


def test_invitation_is_for_people_of_the_bodies_and_spent_once(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    anh = asking.person("Ánh")
    own = queries.own_invitation(viewer=anh, survey_id=survey, on=clock.today())
    assert (own.took_part_on, own.may_answer, own.survey.row.asked) == (None, True, 5)
    assert [row.body for row in queries.surveys_to_answer(viewer=anh, on=clock.today())] == [None]
    take_part(survey_id=survey, typed={"fair": 3}, actor=anh)
    own = queries.own_invitation(viewer=anh, survey_id=survey, on=clock.today())
    assert (own.took_part_on, own.may_answer) == (clock.today(), False)
    with pytest.raises(Conflict) as refused:
        take_part(survey_id=survey, typed={"fair": 3}, actor=anh)
    assert code(refused) == "surveys.answered_already"
    with pytest.raises(NotFound):
        take_part(survey_id=survey, typed={}, actor=asking.viewers["personnel"])


def test_nothing_in_the_tables_links_an_answer_to_a_person(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    everybody_answers(asking, survey)
    ((contents,),) = fetch("SELECT contents::text FROM surveys_box")
    assert all(
        str(number) not in contents for number in asking.places.people.values() if number > 5
    )
    columns = {
        (table, column)
        for table, column in fetch(
            """SELECT table_name, column_name FROM information_schema.columns
            WHERE table_name IN ('surveys_box', 'surveys_participation')"""
        )
    }
    assert columns == {
        ("surveys_box", "id"),
        ("surveys_box", "survey_id"),
        ("surveys_box", "number"),
        ("surveys_box", "contents"),
        ("surveys_participation", "id"),
        ("surveys_participation", "invitee_id"),
        ("surveys_participation", "took_part_on"),
    }
    trail = fetch(
        """SELECT actor, actor_person_id, subject, rows::text FROM audit_entry
        WHERE action = 'surveys.take_part'"""
    )
    assert trail == [("somebody invited", None, f"survey:{survey}", '{"surveys_box": 1}')] * 5


def test_answers_in_a_box_are_shuffled(asking: Asking) -> None:
    """Of five answers in the order given, one in 120 shuffles would keep it: ten do not."""
    orders = set()
    for round_number in range(10):
        with transaction.atomic():
            survey = anonymous_survey(asking)
            everybody_answers(asking, survey)
            ((order,),) = fetch(
                "SELECT jsonb_path_query_array(contents, '$[*].answers.fair[0]')::text"
                " FROM surveys_box"
            )
            orders.add(order)
            transaction.set_rollback(True)
        assert round_number < 10
    assert len(orders) > 1


def test_results_wait_until_it_is_closed_for_good(asking: Asking) -> None:
    survey, personnel = anonymous_survey(asking), asking.viewers["personnel"]
    everybody_answers(asking, survey)
    with pytest.raises(Conflict) as early:
        queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today())
    assert code(early) == "surveys.results_not_yet"
    close_survey(survey_id=survey, actor=personnel)
    found = queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today())
    fair = found.results[0].everybody
    assert (found.asked, found.sheets, fair.mean) == (5, 5, Decimal("3.0000"))
    assert found.results[1].everybody.counts == {1: 2, 2: 3}
    with pytest.raises(Conflict) as again:
        reopen_survey(
            survey_id=survey,
            due_on=clock.today() + timedelta(days=1),
            reason="Thêm người",
            actor=personnel,
        )
    assert code(again) == "surveys.closed_for_good"


def test_group_below_five_is_counted_in_the_total_only(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    everybody_answers(asking, survey)
    close_survey(survey_id=survey, actor=asking.viewers["personnel"])
    found = queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today(), by="dual")
    assert [(group.key, group.sheets) for group in found.groups] == [("rest", 5)]
    assert found.results[0].groups["rest"] == found.results[0].everybody


def test_fewer_than_five_answers_have_no_result(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    everybody_answers(asking, survey, EVERYBODY[:4])
    close_survey(survey_id=survey, actor=asking.viewers["personnel"])
    found = queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today())
    assert (found.results, found.sheets) == ((), 4)


def test_breakdown_that_was_not_announced_is_refused(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    close_survey(survey_id=survey, actor=asking.viewers["personnel"])
    with pytest.raises(InvalidInput):
        queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today(), by="type")


def test_survey_that_asks_for_numbers_is_not_opened_anonymously(asking: Asking) -> None:
    survey = asking.prepared(audience="dual")
    with pytest.raises(InvalidInput) as refused:
        open_survey(survey_id=survey, actor=asking.viewers["personnel"])
    assert code(refused) == "surveys.not_anonymous_kind"


def test_only_dual_holders_are_invited_when_it_says_so(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    invited = fetch(
        "SELECT person_id, is_dual FROM surveys_invitee WHERE survey_id = %(survey)s",
        {"survey": survey},
    )
    people = asking.places.people
    assert {person for person, is_dual in invited if is_dual} == {
        people["Ánh"], people["Cúc"], people["Giang"]
    }  # fmt: skip


def test_reminder_goes_to_those_who_have_not_taken_part(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    everybody_answers(asking, survey, EVERYBODY[:3])
    assert remind_survey(survey_id=survey, actor=asking.viewers["personnel"]) == 2


def test_nobody_sees_who_is_missing(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    with pytest.raises(NotFound):
        queries.survey_board(viewer=SYSTEM, survey_id=survey, on=clock.today())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM surveys_box",
        "UPDATE surveys_box SET contents = '[]'",
        "UPDATE surveys_box SET contents = contents",
        "UPDATE surveys_participation SET took_part_on = '2020-01-01'",
    ],
)
def test_box_and_right_to_answer_cannot_be_rewritten(asking: Asking, statement: str) -> None:
    everybody_answers(asking, anonymous_survey(asking))
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_box_takes_nothing_after_closing(asking: Asking) -> None:
    survey = anonymous_survey(asking)
    everybody_answers(asking, survey)
    close_survey(survey_id=survey, actor=asking.viewers["personnel"])
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("""UPDATE surveys_box SET contents = contents || '{"groups": ["no"]}'""")
