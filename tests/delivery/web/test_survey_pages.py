"""From questions to results, through the pages only."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.factories.assembly import hold_session
from tests.factories.surveys import ANSWERS, QUESTIONS, hold_surveys
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.surveys import queries
from kiem.domain.surveys.actions import (
    Asked,
    SurveyPlan,
    answer_survey,
    close_survey,
    create_question_set,
    create_survey,
    open_survey,
    take_part,
)
from kiem.domain.surveys.queries import SheetState, Status
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer, grant_access
from kiem.platform.accounts import create_account
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch

TOKEN = re.compile(r'name="token" value="([^"]+)"')
Enter = Callable[[str], Client]


@pytest.fixture
def sides(db: None) -> TwoSides:
    built = build_two_sides()
    built.more.update(hold_session(built))
    built.more.update(hold_surveys(built, built.more["project"]))
    person = built.people["Ánh"]
    built.accounts["Ánh"] = create_account(
        username="anh", display_name="Ánh", password=None, person_id=person, actor=SYSTEM
    )
    grant_access(
        principal=f"user:{built.accounts['Ánh']}",
        role="dual_holder",
        scope=f"person:{person}",
        valid_from=clock.today(),
        actor=SYSTEM,
    )
    return built


@pytest.fixture
def enter(sides: TwoSides) -> Enter:
    def as_persona(persona: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=sides.accounts[persona]))
        client.cookies["django_language"] = "en"
        return client

    return as_persona


def fill(client: Client, address: str, **fields: Any) -> Any:
    """Open a form, fill it in, send it."""
    token = TOKEN.search(client.get(address).content.decode())
    assert token is not None, f"{address} shows no form"
    return client.post(address, {"token": token[1], **fields})


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def due(days: int = 20) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_question_set_to_closed_survey_through_the_pages(sides: TwoSides, enter: Enter) -> None:
    youth, secretary = enter("youth"), enter("secretary")
    made = fill(
        youth,
        "/surveys/questions/new/",
        organization=sides.youth,
        code="hoat-dong",
        title_vi="Tổ chức hoạt động",
        title_en="How activities are organised",
    )
    questions = made.url
    fill(
        youth,
        questions,
        kind="choice",
        text_vi="Thuận lợi?",
        text_en="Is it easy?",
        options_vi="Có\nKhông",
        options_en="Yes\nNo",
        is_required="on",
    )
    fill(
        youth,
        questions,
        kind="number",
        text_vi="Cán bộ kiêm nhiệm?",
        unit_vi="người",
        computed="dual_holders",
    )
    fill(
        youth,
        questions,
        kind="table",
        text_vi="Giờ?",
        options_vi="Trong giờ\nNgoài giờ",
        rows_vi="Đoàn\nPhụ nữ",
    )
    refused = fill(youth, questions, kind="choice", text_vi="Một?", options_vi="Chỉ một")
    assert refused.status_code == 422
    assert "needs 2 options or more" in body(refused)
    fill(youth, f"{questions}q3/", kind="table", text_vi="Giờ mỗi tháng?", position=2,
         options_vi="Trong giờ\nNgoài giờ", rows_vi="Đoàn\nPhụ nữ")  # fmt: skip
    version = int(questions.split("/")[3])
    asked = queries.question_version(viewer=SYSTEM, version_id=version, on=clock.today())
    assert [(q.key, q.text_vi) for q in asked.questions] == [
        ("q1", "Thuận lợi?"), ("q3", "Giờ mỗi tháng?"), ("q2", "Cán bộ kiêm nhiệm?")
    ]  # fmt: skip
    prepared = fill(
        youth,
        f"/surveys/projects/{sides.more['project']}/new/",
        organizer=sides.youth,
        version=version,
        title_vi="Khảo sát hoạt động",
        audience="bodies",
        reference_on=clock.today().isoformat(),
        due_on=due(),
        rule="list",
        codes="A-Y",
    )
    page = prepared.url
    assert fill(youth, page, step="open").status_code == 302
    sheet = f"{page}sheets/{sides.youth_a}/"
    assert f'href="{sheet}"' in body(secretary.get("/surveys/mine/"))
    assert f'href="{sheet}"' in body(secretary.get(page))
    form = body(secretary.get(sheet))
    assert "computed by Kiem: 2" in form
    assert 'name="q2" value="2"' in form
    draft = fill(secretary, sheet, **{"q2": "hai", "q3.0.1": "4,5", "do": "draft"})
    assert draft.status_code == 302
    assert 'value="hai"' in body(secretary.get(sheet))
    assert 'value="4,5"' in body(secretary.get(sheet))
    wrong = fill(secretary, sheet, q2="hai", do="send")
    assert wrong.status_code == 422
    assert "Question 1 is not answered" in body(wrong)
    assert "Question 3: &#x27;hai&#x27; is not a number" in body(wrong)
    fill(secretary, sheet, **{"q1": "2", "q2": "3", "q3.0.1": "4,5", "do": "send"})
    sent = body(youth.get(sheet))
    assert "changed; computed by Kiem: 2" in re.sub(r"\s+", " ", sent)
    results = body(youth.get(f"{page}results/?by=type"))
    assert "1 (100 %)" in results.replace("\u202f", " ")
    assert "1 of 1 have answered" in results
    board = body(youth.get(f"{page}board/"))
    assert "1 of 1 have sent" in board
    assert fill(youth, page, step="extend", due_on="", text="").status_code == 422
    assert fill(youth, page, step="close").status_code == 302
    assert fill(youth, f"{sheet}reopen/", due_on=due(), text="Sửa số liệu").status_code == 302
    again = body(secretary.get(sheet))
    assert "Sửa số liệu" in again
    assert 'value="4.5"' in again  # what was sent stands in the form again
    assert re.search(r'<input[^>]*name="q1"[^>]*value="2"[^>]*checked', again)


def test_pressing_twice_sends_one_sheet(sides: TwoSides, enter: Enter) -> None:
    secretary = enter("secretary")
    address = f"/surveys/{sides.more['survey']}/sheets/{sides.youth_a}/"
    token = TOKEN.search(body(secretary.get(address)))
    assert token is not None
    given = {"token": token[1], "model": "1", "do": "send"}
    first, second = secretary.post(address, given), secretary.post(address, given)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert fetch(
        "SELECT count(*) FROM surveys_sheet h JOIN surveys_target t ON t.id = h.target_id"
        " WHERE t.survey_id = %(survey)s",
        {"survey": sides.more["survey"]},
    ) == [(1,)]


def test_anonymous_survey_is_answered_once_and_says_what_is_kept(
    sides: TwoSides, enter: Enter
) -> None:
    anh, youth = enter("Ánh"), enter("youth")
    address = f"/surveys/{sides.more['anonymous']}/take-part/"
    assert address in body(anh.get("/surveys/mine/"))
    form = body(anh.get(address))
    assert "that you took part, and on which day" in form
    assert "draft" not in form.split("<form")[-1]
    assert fill(anh, address, weight="9", model="1").status_code == 422
    assert fill(anh, address, weight="4", model="1").status_code == 302
    again = anh.get(address)
    assert "You took part on" in body(again)
    assert "<form" not in body(again).split("<main")[-1]
    page = body(youth.get(f"/surveys/{sides.more['anonymous']}/"))
    assert "1 of 1" in page
    assert youth.get(f"/surveys/{sides.more['anonymous']}/results/").status_code == 409
    fill(youth, f"/surveys/{sides.more['anonymous']}/", step="close")
    results = body(youth.get(f"/surveys/{sides.more['anonymous']}/results/"))
    assert "Fewer than five people have answered" in results


def test_anonymous_results_are_shown_by_group(sides: TwoSides, enter: Enter) -> None:
    """The five who work in A are no group of five dual holders: only the remainder is shown."""
    survey = sides.more["anonymous"]
    person = sides.people["Ánh"]
    viewer = Viewer(
        name="Ánh",
        user_id=9_999,
        person_id=person,
        grants=frozenset({Grant(Permission.VIEW_ASSEMBLY, f"person:{person}")}),
    )
    take_part(survey_id=survey, typed={"model": 1}, actor=viewer)
    close_survey(survey_id=survey, actor=SYSTEM)
    youth = enter("youth")
    assert youth.get(f"/surveys/{survey}/results/?by=dual").status_code == 422
    assert youth.get(f"/surveys/{survey}/texts/say/").status_code == 200


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("results/?format=xlsx&table=model", ["Concurrent", 1.0]),
        ("answers/?format=xlsx", ["A-Y", 3.0]),
        ("comparison/?format=xlsx", ["Which model?", "Concurrent", 100.0, 100.0, 0.0]),
        ("texts/say/?format=xlsx", ["A-Y", "Giữ mô hình"]),
        ("board/?format=xlsx", ["A-Y", "sent"]),
    ],
)
def test_tables_of_a_survey_become_excel(
    sides: TwoSides, enter: Enter, address: str, row: list[Any]
) -> None:
    survey = sides.more["survey"]
    answer_survey(survey_id=survey, organization_id=sides.youth_a, typed=ANSWERS, actor=SYSTEM)
    answer = enter("youth").get(f"/surveys/{survey}/{address}")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert any(_holds(found, row) for found in rows), rows


def _holds(found: list[Any], wanted: list[Any]) -> bool:
    return all(any(cell == each or str(each) in str(cell) for cell in found) for each in wanted)


@pytest.mark.parametrize(
    "fields",
    [
        {"model": "99"},
        {"model": ["1", "2"]},
        {"weight": "x" * 5000},
        {"say": "x" * 2001, "model": "1"},
        {"model": "\x00"},
        {"do": "nothing"},
    ],
)
def test_bad_answers_are_refused_and_nothing_is_written(
    sides: TwoSides, enter: Enter, fields: dict[str, Any]
) -> None:
    address = f"/surveys/{sides.more['survey']}/sheets/{sides.youth_a}/"
    answer = fill(enter("secretary"), address, **fields)
    assert answer.status_code in (302, 422)
    sent = queries.survey_board(
        viewer=SYSTEM, survey_id=sides.more["survey"], on=clock.today()
    ).counts[SheetState.SENT]
    assert sent == (1 if answer.status_code == 302 else 0)
    if answer.status_code == 302:  # the last of two values counts, as in every form
        assert fields == {"model": ["1", "2"]}


@pytest.mark.parametrize("query", ["by=nothing", "by=type&sort=x", "by=dual", "by=size&from=x"])
def test_results_answer_wrong_questions_with_words(
    sides: TwoSides, enter: Enter, query: str
) -> None:
    answer = enter("youth").get(f"/surveys/{sides.more['first_round']}/results/?{query}")
    assert answer.status_code in (200, 422)


def test_survey_that_is_closed_shows_what_was_sent(sides: TwoSides, enter: Enter) -> None:
    page = body(
        enter("secretary").get(f"/surveys/{sides.more['first_round']}/sheets/{sides.youth_a}/")
    )
    assert "What was sent" in page
    assert "Concurrent" in page
    assert '<button class="primary"' not in page.split("<main")[-1]


def test_project_lists_its_surveys(sides: TwoSides, enter: Enter) -> None:
    page = body(enter("youth").get(f"/assembly/projects/{sides.more['project']}/"))
    assert f"/surveys/{sides.more['survey']}/" in page
    assert f"/surveys/projects/{sides.more['project']}/new/" in page


def test_pages_cost_the_same_number_of_statements_however_much_was_answered(
    sides: TwoSides, enter: Enter
) -> None:
    youth, survey = enter("youth"), sides.more["survey"]
    counts = []
    for answered in (False, True):
        if answered:
            answer_survey(
                survey_id=survey, organization_id=sides.youth_a, typed=ANSWERS, actor=SYSTEM
            )
        found = []
        for page in ("", "board/", "results/?by=type", "answers/", "comparison/"):
            youth.get(f"/surveys/{survey}/{page}")
            with CaptureQueriesContext(connection) as captured:
                youth.get(f"/surveys/{survey}/{page}")
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]


def test_draft_is_not_open_to_those_it_will_ask(sides: TwoSides, enter: Enter) -> None:
    youth = enter("youth")
    prepared = fill(
        youth,
        f"/surveys/projects/{sides.more['project']}/new/",
        organizer=sides.youth,
        version=sides.more["version"],
        title_vi="Đợt ba",
        audience="everyone",
        breakdowns=["type", "dual"],
        reference_on="2025-02-20",
        due_on=due(),
        rule="type",
        types=["youth_grassroots"],
    )
    assert enter("secretary").get(prepared.url).status_code == 404
    change = body(youth.get(f"{prepared.url}change/"))
    assert re.search(r'<input[^>]*value="everyone"[^>]*checked', change)
    survey = int(prepared.url.split("/")[2])
    detail = queries.survey_detail(viewer=SYSTEM, survey_id=survey, on=clock.today())
    assert (detail.row.status, detail.breakdowns) == (Status.DRAFT, ("type", "dual"))
    assert detail.questions[0].text_vi == QUESTIONS[0].text_vi


TABLE = Asked(
    "hours",
    "table",
    "Giờ mỗi tháng?",
    "Hours a month?",
    options_vi=("Trong giờ", "Ngoài giờ"),
    options_en=("In hours", "Outside"),
    rows_vi=("Đoàn", "Phụ nữ"),
    rows_en=("Youth", "Women"),
    unit_vi="giờ",
    unit_en="hours",
)


@pytest.fixture
def of_hours(sides: TwoSides) -> int:
    """A survey with a table question, two rounds of it; the second is open and answered in part."""
    version = create_question_set(
        organization_id=sides.youth, code="gio", title_vi="Giờ", questions=(TABLE,), actor=SYSTEM
    )
    for _round in range(2):
        plan = SurveyPlan(
            title_vi="Giờ hoạt động",
            reference_on=clock.today(),
            due_on=clock.today() + timedelta(days=9),
            rule="list",
            organization_ids=[sides.youth_a],
        )
        survey = create_survey(
            project_id=sides.more["project"],
            organizer_id=sides.youth,
            version_id=version,
            plan=plan,
            actor=SYSTEM,
        )
        open_survey(survey_id=survey, actor=SYSTEM)
        answer_survey(
            survey_id=survey,
            organization_id=sides.youth_a,
            typed={"hours": [["4", "6.5"], ["", ""]]},
            actor=Viewer(name="Ánh", person_id=sides.people["Ánh"], is_system=True),
        )
        if _round == 0:
            close_survey(survey_id=survey, actor=SYSTEM)
    return survey


def excel(answer: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def test_answers_of_a_table_are_numbers_in_columns_of_their_own(
    sides: TwoSides, enter: Enter, of_hours: int
) -> None:
    rows = excel(enter("youth").get(f"/surveys/{of_hours}/answers/?format=xlsx"))
    head = next(row for row in rows if "1. Hours a month? – Youth, In hours" in row)
    place = head.index("1. Hours a month? – Youth, In hours")
    sent = next(row for row in rows if "A-Y" in str(row[0]))
    assert sent[place : place + 4] == [4.0, 6.5, "", ""]


def test_answers_name_the_person_who_answered(sides: TwoSides, enter: Enter, of_hours: int) -> None:
    rows = excel(enter("youth").get(f"/surveys/{of_hours}/answers/?format=xlsx"))
    (name,) = fetch(
        "SELECT full_name FROM register_personstate WHERE person_id = %(person)s",
        {"person": sides.people["Ánh"]},
    )[0]
    assert name in next(row for row in rows if "A-Y" in str(row[0]))


def test_results_name_the_unit_and_leave_out_statistics_of_nothing(
    sides: TwoSides, enter: Enter, of_hours: int
) -> None:
    youth = enter("youth")
    page = body(youth.get(f"/surveys/{of_hours}/results/"))
    assert "1. Hours a month? – Youth, In hours (hours)" in page
    rows = excel(youth.get(f"/surveys/{of_hours}/results/?format=xlsx&table=hours-2-1"))
    assert [row[:2] for row in rows if row[0] in ("Answered", "Mean", "Sum")] == [["Answered", 0.0]]


def test_comparison_calls_nothing_new_that_nobody_answered(
    sides: TwoSides, enter: Enter, of_hours: int
) -> None:
    page = body(enter("youth").get(f"/surveys/{of_hours}/comparison/"))
    assert "Last round, " in page
    assert "This round, " in page
    lines = [line for line in page.split("<tr") if "Women, In hours" in line]
    assert len(lines) == 1
    assert "new" not in lines[0]


def test_comparison_gives_changes_of_shares_in_points(sides: TwoSides, enter: Enter) -> None:
    survey = sides.more["survey"]
    answer_survey(
        survey_id=survey,
        organization_id=sides.youth_a,
        typed={**ANSWERS, "model": 2},
        actor=SYSTEM,
    )
    page = body(enter("youth").get(f"/surveys/{survey}/comparison/"))
    assert "+100 points" in page


@pytest.mark.parametrize("place", ["board/", "answers/", "comparison/", "texts/say/"])
def test_way_back_stands_above_the_title(sides: TwoSides, enter: Enter, place: str) -> None:
    page = body(enter("youth").get(f"/surveys/{sides.more['survey']}/{place}"))
    assert page.index('class="crumbs"') < page.index("<h1>")


def test_question_set_shows_the_rows_of_a_table(
    sides: TwoSides, enter: Enter, of_hours: int
) -> None:
    version = queries.survey_detail(viewer=SYSTEM, survey_id=of_hours, on=clock.today()).version_id
    page = body(enter("youth").get(f"/surveys/questions/{version}/"))
    assert "rows: Youth; Women" in page
    assert 'class="questions"' in page


def test_sheet_past_its_day_says_so_and_what_helps(sides: TwoSides, enter: Enter) -> None:
    survey = sides.more["survey"]
    close_survey(survey_id=survey, actor=SYSTEM)
    page = body(enter("secretary").get(f"/surveys/{survey}/sheets/{sides.youth_a}/"))
    assert "no answer is taken any more" in page
    assert "The organiser can open the sheet again" in page


def test_lists_of_surveys_use_their_own_words_in_vietnamese(sides: TwoSides, enter: Enter) -> None:
    youth = enter("youth")
    youth.cookies["django_language"] = "vi"
    page = body(youth.get("/surveys/"))
    assert "Số được hỏi" in page
    assert "Ngày xin" not in page
    assert "Bộ câu hỏi của" in page
    assert "Được giao" not in page


def test_comparison_counts_bodies_in_both_rounds_as_of_its_day(sides: TwoSides) -> None:
    survey, today, before = sides.more["survey"], clock.today(), clock.now()
    answer_survey(survey_id=survey, organization_id=sides.youth_a, typed=ANSWERS, actor=SYSTEM)
    now = queries.compare_rounds(viewer=SYSTEM, survey_id=survey, on=today)
    past = queries.compare_rounds(viewer=SYSTEM, survey_id=survey, on=today, known_at=before)
    assert (now.now.sheets, now.in_both) == (1, 1)
    assert (past.now.sheets, past.in_both) == (0, 0)


def test_closed_survey_is_opened_again_with_day_and_reason_only(
    sides: TwoSides, enter: Enter
) -> None:
    youth, page = enter("youth"), f"/surveys/{sides.more['first_round']}/"
    form = body(youth.get(page)).split("<main")[-1]
    assert "if you wish" not in form
    refused = fill(youth, page, step="reopen", due_on=due(), text="")
    assert refused.status_code == 422
    assert fill(youth, page, step="reopen", due_on=due(), text="Thiếu phiếu").status_code == 302
