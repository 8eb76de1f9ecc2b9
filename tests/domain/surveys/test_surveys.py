"""From questions to a closed survey, and every refusal on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from kiem.domain.surveys import queries
from kiem.domain.surveys.actions import (
    answer_survey,
    change_survey,
    close_survey,
    extend_survey,
    open_survey,
    remind_survey,
    remind_surveys,
    reopen_sheet,
    reopen_survey,
    save_draft,
)
from kiem.domain.surveys.errors import AnswersRefused
from kiem.domain.surveys.queries import SheetState, Status
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.domain.surveys.conftest import ANSWERS, Asking


def code(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def answered(asking: Asking, survey: int, **typed: object) -> int:
    return answer_survey(
        survey_id=survey,
        organization_id=asking.places.a,
        typed={**ANSWERS, **typed},
        actor=asking.viewers["commander"],
    )


def state_at(asking: Asking, survey: int) -> dict[int, SheetState]:
    board = queries.survey_board(viewer=SYSTEM, survey_id=survey, on=clock.today())
    return {row.body.id: row.state for row in board.rows}


def test_opened_survey_freezes_whom_it_asks_on_its_day(asking: Asking) -> None:
    survey = asking.prepared()
    assert open_survey(survey_id=survey, actor=asking.viewers["personnel"]) == 2
    detail = queries.survey_detail(viewer=SYSTEM, survey_id=survey, on=clock.today())
    assert (detail.row.status, detail.row.asked, detail.row.answered) == (Status.OPEN, 2, 0)
    frozen = fetch("SELECT organization_id, type_code, staff, dual_holders FROM surveys_target")
    assert sorted(frozen) == sorted([
        (asking.places.a, "commune_police", 3, 2),
        (asking.places.b, "commune_police", 2, 1),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "types", "names"),
    [
        ("type", ["commune_police"], ["a", "b"]),
        ("hosting", ["youth_grassroots"], ["a"]),
        ("hosting", ["youth_grassroots", "women_grassroots"], ["a", "b"]),
        ("type", ["women_grassroots"], ["women_b"]),
    ],
)
def test_rule_finds_bodies_on_the_day(
    asking: Asking, rule: str, types: list[str], names: list[str]
) -> None:
    found = queries.asked_bodies(viewer=SYSTEM, rule=rule, types=types, on=date(2025, 5, 6))
    assert {body.organization_id for body in found} == {getattr(asking.places, n) for n in names}


def test_member_organisation_is_counted_with_its_host(asking: Asking) -> None:
    (body,) = queries.asked_bodies(
        viewer=SYSTEM, rule="type", types=["women_grassroots"], on=date(2025, 5, 6)
    )
    assert (body.unit_id, body.staff, body.dual_holders) == (asking.places.b, 2, 1)


def test_answers_keep_what_the_system_knew_beside_them(asking: Asking) -> None:
    survey = asking.opened()
    form = queries.sheet_detail(
        viewer=asking.viewers["commander"],
        survey_id=survey,
        organization_id=asking.places.a,
        on=clock.today(),
    )
    assert form.computed == {"people": Decimal("2.00")}
    assert form.may_answer
    answered(asking, survey)
    form = queries.sheet_detail(
        viewer=asking.viewers["auditor"],
        survey_id=survey,
        organization_id=asking.places.a,
        on=clock.today(),
    )
    given = {(g.key, g.row, g.column): g for g in form.answers if g.key != "causes"}
    assert given["people", 0, 0].number == Decimal("1.00")
    assert given["people", 0, 0].computed == Decimal("2.00")
    assert given["people", 0, 0].is_changed
    assert given["hours", 1, 1].number == Decimal("12.50")
    assert ("hours", 1, 2) not in given
    assert given["model", 0, 0].option == 2
    assert [g.option for g in form.answers if g.key == "causes"] == [1, 3]
    assert form.target.sent_by == asking.viewers["commander"].name
    assert not form.may_answer


def test_sheet_sent_again_replaces_the_one_before(asking: Asking) -> None:
    survey = asking.opened()
    answered(asking, survey)
    answered(asking, survey, model=1, causes=[])
    found = queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today())
    by_key = {result.question.key: result.everybody for result in found.results}
    assert (found.asked, found.sheets) == (2, 1)
    assert by_key["model"].counts == {1: 1}
    assert by_key["causes"].counts == {}
    ((sheets,),) = fetch("SELECT count(*) FROM surveys_sheet")
    assert sheets == 2


def test_draft_is_kept_as_typed_until_it_is_sent(asking: Asking) -> None:
    survey, commander = asking.opened(), asking.viewers["commander"]
    typed: dict[str, object] = {"people": "mười", "causes": ["2"], "other": "x"}
    save_draft(survey_id=survey, organization_id=asking.places.a, typed=typed, actor=commander)
    form = queries.sheet_detail(
        viewer=commander, survey_id=survey, organization_id=asking.places.a, on=clock.today()
    )
    assert form.draft == {"people": "mười", "causes": ["2"]}
    assert state_at(asking, survey)[asking.places.a] is SheetState.DRAFT
    answered(asking, survey)
    assert state_at(asking, survey)[asking.places.a] is SheetState.SENT
    organiser = queries.sheet_detail(
        viewer=asking.viewers["auditor"],
        survey_id=survey,
        organization_id=asking.places.a,
        on=clock.today(),
    )
    assert organiser.draft is None


def test_late_answer_is_refused_until_the_sheet_is_opened_again(asking: Asking) -> None:
    survey, personnel = asking.opened(), asking.viewers["personnel"]
    late = datetime.combine(asking.due + timedelta(days=1), datetime.min.time(), UTC)
    with clock.travel(late + timedelta(hours=3)):
        with pytest.raises(Conflict) as refused:
            answered(asking, survey)
        assert code(refused) == "surveys.too_late"
        reopen_sheet(
            survey_id=survey,
            organization_id=asking.places.a,
            due_on=clock.today(),
            reason="Mới nhận bàn giao",
            actor=personnel,
        )
        assert state_at(asking, survey)[asking.places.a] is SheetState.REOPENED
        answered(asking, survey)
        assert state_at(asking, survey)[asking.places.a] is SheetState.SENT


def test_closed_survey_takes_no_answers_until_it_is_opened_again(asking: Asking) -> None:
    survey, personnel = asking.opened(), asking.viewers["personnel"]
    close_survey(survey_id=survey, actor=personnel)
    with pytest.raises(Conflict) as refused:
        answered(asking, survey)
    assert code(refused) == "surveys.not_while_closed"
    reopen_survey(survey_id=survey, due_on=asking.due, reason="Thiếu hai đơn vị", actor=personnel)
    answered(asking, survey)
    with pytest.raises(InvalidInput) as reason:
        extend_survey(
            survey_id=survey, due_on=asking.due + timedelta(days=1), reason=" ", actor=personnel
        )
    assert code(reason) == "surveys.reason_missing"


def test_wrong_answers_are_all_named_at_once(asking: Asking) -> None:
    survey = asking.opened()
    with pytest.raises(AnswersRefused) as refused:
        answered(asking, survey, model="", weight="6", people="1.234", hours=[["x"]])
    assert [problem.code for problem in refused.value.problems] == [
        "surveys.answer_missing",
        "surveys.answer_off_scale",
        "surveys.answer_no_number",
        "surveys.answer_no_number",
    ]
    assert fetch("SELECT count(*) FROM surveys_sheet") == [(0,)]


def test_survey_out_of_scope_is_not_there(asking: Asking) -> None:
    survey = asking.opened(organization_ids=[asking.places.a])
    with pytest.raises(NotFound):
        queries.survey_detail(viewer=asking.viewers["women"], survey_id=survey, on=clock.today())
    with pytest.raises(NotFound):
        answer_survey(
            survey_id=survey,
            organization_id=asking.places.b,
            typed=ANSWERS,
            actor=asking.viewers["personnel"],
        )
    with pytest.raises(NotFound):
        queries.rollup(viewer=asking.viewers["commander"], survey_id=survey, on=clock.today())
    with pytest.raises(Forbidden):
        queries.list_surveys(viewer=asking.viewers["nobody"], on=clock.today())
    with pytest.raises(NotFound):
        close_survey(survey_id=survey, actor=asking.viewers["commander"])


def test_draft_survey_is_seen_by_its_organiser_only(asking: Asking) -> None:
    survey = asking.prepared()
    seen = {
        name: [row.id for row in queries.list_surveys(viewer=viewer, on=clock.today())]
        for name, viewer in asking.viewers.items()
        if name in ("personnel", "commander", "auditor")
    }
    assert seen == {"personnel": [survey], "commander": [], "auditor": [survey]}
    with pytest.raises(NotFound):
        queries.survey_detail(
            viewer=asking.viewers["commander"], survey_id=survey, on=clock.today()
        )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"rule": "type", "types": []}, "surveys.rule_incomplete"),
        ({"rule": "list", "organization_ids": []}, "surveys.rule_incomplete"),
        ({"rule": "list", "organization_ids": [999_999]}, "assembly.not_an_organization"),
        ({"rule": "chance"}, "assembly.choice_unknown"),
        ({"due_on": date(2025, 1, 1)}, "surveys.due_too_early"),
        ({"title_vi": "  "}, "assembly.text_missing"),
        ({"audience": "dual", "breakdowns": ["type", "size", "dual"]},
         "surveys.too_many_breakdowns"),
        ({"audience": "dual", "breakdowns": ["age"]}, "assembly.choice_unknown"),
    ],
)  # fmt: skip
def test_plan_that_cannot_be_is_refused(
    asking: Asking, values: dict[str, object], expected: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        asking.prepared(**values)
    assert code(refused) == expected
    assert fetch("SELECT count(*) FROM surveys_survey") == [(0,)]


def test_rule_that_finds_nobody_opens_nothing(asking: Asking) -> None:
    survey = asking.prepared(rule="type", types=["district_police"])
    with pytest.raises(InvalidInput) as refused:
        open_survey(survey_id=survey, actor=asking.viewers["personnel"])
    assert code(refused) == "surveys.nobody_asked"
    detail = queries.survey_detail(viewer=SYSTEM, survey_id=survey, on=clock.today())
    assert detail.row.status is Status.DRAFT


def test_opened_survey_is_not_changed_or_opened_again(asking: Asking) -> None:
    survey, personnel = asking.opened(), asking.viewers["personnel"]
    with pytest.raises(Conflict):
        change_survey(survey_id=survey, plan=asking.plan(), actor=personnel)
    with pytest.raises(Conflict):
        open_survey(survey_id=survey, actor=personnel)


def test_those_who_owe_an_answer_are_told_and_reminded_once_a_day(asking: Asking) -> None:
    survey, personnel = asking.opened(), asking.viewers["personnel"]
    chief = asking.places.people["Ánh"]
    told = fetch(
        """SELECT n.code, d.person_id FROM notices_delivery d
        JOIN notices_notice n ON n.id = d.notice_id ORDER BY d.id"""
    )
    assert told == [("surveys.opened", chief)]
    assert remind_survey(survey_id=survey, actor=personnel) == 1
    assert remind_survey(survey_id=survey, actor=personnel) == 0
    answered(asking, survey)
    with clock.travel(clock.now() + timedelta(days=1)):
        assert remind_survey(survey_id=survey, actor=personnel) == 0


def test_reminder_run_comes_before_the_last_day_and_weekly_after(asking: Asking) -> None:
    asking.opened()
    sent = [
        remind_surveys(on=asking.due + timedelta(days=days), actor=SYSTEM).notices
        for days in (-4, -3, 0, 1, 2, 8)
    ]
    assert sent == [0, 1, 0, 1, 0, 1]


def test_own_surveys_wait_until_they_are_sent(asking: Asking) -> None:
    survey, commander = asking.opened(), asking.viewers["commander"]
    waiting = queries.surveys_to_answer(viewer=commander, on=clock.today())
    assert [(row.survey_id, row.body.id, row.state) for row in waiting] == [
        (survey, asking.places.a, SheetState.WAITING)
    ]
    answered(asking, survey)
    assert queries.surveys_to_answer(viewer=commander, on=clock.today()) == ()


def test_past_day_shows_the_survey_as_it_was(asking: Asking) -> None:
    survey = asking.opened()
    with clock.travel(clock.now() + timedelta(days=2)):
        answered(asking, survey)
        before = clock.today() - timedelta(days=1)
        board = queries.survey_board(viewer=SYSTEM, survey_id=survey, on=before)
        assert board.counts[SheetState.SENT] == 0
        found = queries.rollup(viewer=SYSTEM, survey_id=survey, on=before)
        assert (found.sheets, found.results[0].everybody.answered) == (0, 0)
        assert queries.rollup(viewer=SYSTEM, survey_id=survey, on=clock.today()).sheets == 1
