"""A survey through the API: prepared, opened, answered, added up; and an anonymous one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories.two_sides import TwoSides

from kiem.platform.access.models import KeptAnswer
from kiem.platform.accounts.models import User

Call = Callable[..., Any]
QUESTIONS = [
    {
        "key": "model",
        "kind": "choice",
        "text_vi": "Mô hình nào?",
        "options_vi": ["Kiêm nhiệm", "Chuyên trách"],
        "is_required": True,
    },
    {"key": "weight", "kind": "scale", "text_vi": "Trọng số?", "lowest": 1, "highest": 5},
    {"key": "say", "kind": "text", "text_vi": "Kiến nghị?"},
]


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def _prepare(sides: TwoSides, call: Call, **changes: Any) -> int:
    """A survey of the city's youth that asks the youth of A; its number."""
    project = {
        "organization_id": sides.youth,
        "code": "2026-11",
        "title_vi": "Mô hình có đúng không?",
        "opened_on": "2026-11-01",
    }
    (number,) = _data(call("youth", "/projects", project), 201)["ids"]
    asked = {"organization_id": sides.youth, "code": "mo-hinh", "title_vi": "Mô hình"}
    made = call("youth", "/question-sets", {**asked, "questions": QUESTIONS})
    (version,) = _data(made, 201)["ids"]
    survey = {
        "organizer_id": sides.youth,
        "version_id": version,
        "title_vi": "Khảo sát",
        "reference_on": "2026-11-20",
        "due_on": "2198-12-31",
        "rule": "type",
        "types": ["youth_grassroots"],
        **changes,
    }
    (survey_id,) = _data(call("youth", f"/projects/{number}/surveys", survey), 201)["ids"]
    assert isinstance(survey_id, int)
    return survey_id


@pytest.fixture
def survey(sides: TwoSides, call: Call) -> int:
    number = _prepare(sides, call)
    assert _data(call("youth", f"/surveys/{number}/opening", method="POST")) == {"asked": 1}
    return number


def test_survey_is_answered_for_a_body_and_added_up(
    sides: TwoSides, call: Call, survey: int
) -> None:
    (waiting,) = _data(call("secretary", "/me/surveys"))
    assert (waiting["survey_id"], waiting["body"]["id"]) == (survey, sides.youth_a)
    sheet = f"/surveys/{survey}/sheets/{sides.youth_a}"
    _data(call("secretary", f"{sheet}/draft", {"answers": {"say": "Đang viết"}}))
    assert _data(call("secretary", sheet))["draft"] == {"say": "Đang viết"}
    refused = call("secretary", sheet, {"answers": {"weight": 3}})
    assert (refused.status_code, _data(call("youth", f"/surveys/{survey}"))["row"]["answered"]) == (
        422,
        0,
    )
    answers = {"answers": {"model": 2, "weight": 4, "say": "Giữ mô hình"}}
    _data(call("secretary", sheet, answers), 201)
    assert _data(call("secretary", "/me/surveys")) == []
    (row,) = _data(call("youth", f"/surveys/{survey}/sheets?state=sent"))
    assert (row["body"]["id"], row["sent_by"]) == (sides.youth_a, "secretary")
    results = _data(call("youth", f"/surveys/{survey}/results?by=type"))
    assert (results["asked"], results["sheets"]) == (1, 1)
    counts = {r["question"]["key"]: r["everybody"]["counts"] for r in results["results"]}
    assert (counts["model"], counts["weight"]) == ({"2": 1}, {"4": 1})
    assert call("secretary", f"/surveys/{survey}/results").status_code == 404
    assert call("women", sheet, answers).status_code == 404


@pytest.mark.parametrize(
    "answers",
    [
        {"model": 3},
        {"model": {"a": 1}},
        {"model": [[1]]},
        {"model": True},
        {"weight": 10**400},
        {"weight": -1e300},
        {"say": "x" * 20_000},
        {"unknown": 1},
        {"model": 1, "say": {"a": ["b"]}},
    ],
)
def test_answers_that_cannot_be_are_refused(
    answers: dict[str, Any], sides: TwoSides, call: Call, survey: int
) -> None:
    sheet = f"/surveys/{survey}/sheets/{sides.youth_a}"
    assert call("secretary", sheet, {"answers": answers}).status_code == 422
    assert _data(call("secretary", sheet))["answers"] == []


def test_survey_is_extended_closed_and_opened_again(
    sides: TwoSides, call: Call, survey: int
) -> None:
    path = f"/surveys/{survey}"
    later = {"due_on": "2199-06-30", "reason": "Bão"}
    _data(call("youth", f"{path}/extension", later))
    _data(call("youth", f"{path}/closing", method="POST"))
    sheet = f"{path}/sheets/{sides.youth_a}"
    assert call("secretary", sheet, {"answers": {"model": 1}}).status_code == 409
    _data(call("youth", f"{path}/reopening", {**later, "due_on": "2199-07-31"}))
    detail = _data(call("youth", path))
    assert (detail["row"]["status"], detail["row"]["due_on"]) == ("open", "2199-07-31")
    assert [step["kind"] for step in detail["steps"]] == ["open", "extend", "close", "reopen"]
    assert call("women", f"{path}/closing", method="POST").status_code == 404
    assert call("secretary", f"{path}/closing", method="POST").status_code == 403


def test_taking_part_leaves_no_trace_beside_the_key_of_a_request(
    sides: TwoSides, call: Call
) -> None:
    """What a key is kept with would be a fingerprint of the answers, beside the account."""
    number = _prepare(sides, call, audience="everyone")
    _data(call("youth", f"/surveys/{number}/opening", method="POST"))
    User.objects.filter(pk=sides.accounts["dual"]).update(person_id=sides.people["Ánh"])
    before = KeptAnswer.objects.count()
    path = f"/surveys/{number}/participation"
    asked = {"answers": {"model": 1, "weight": 2}}
    assert _data(call("dual", path, asked, Idempotency_Key="k-1")) == {"count": 1}
    assert KeptAnswer.objects.count() == before
    assert call("dual", path, asked, Idempotency_Key="k-1").status_code == 409
    assert call("commander", path, asked).status_code == 404
    assert call("youth", f"/surveys/{number}/sheets").status_code == 404
    assert call("youth", f"/surveys/{number}/results").status_code in (404, 409)


def test_questions_are_changed_until_somebody_is_asked(sides: TwoSides, call: Call) -> None:
    number = _prepare(sides, call)
    version = _data(call("youth", f"/surveys/{number}"))["version_id"]
    path = f"/question-versions/{version}/questions"
    more = {"key": "hours", "kind": "number", "text_vi": "Bao nhiêu giờ?"}
    _data(call("youth", path, more), 201)
    assert call("youth", path, more).status_code in (409, 422)  # the key is taken
    _data(call("youth", f"{path}/hours/place", {"position": 1}))
    _data(call("youth", f"{path}/say/removal", method="POST"))
    right = {**more, "text_vi": "Bao nhiêu giờ một tháng?"}
    _data(call("youth", f"{path}/hours", right, method="PUT"))
    found = _data(call("youth", f"/question-versions/{version}"))["questions"]
    assert [(q["key"], q["text_vi"]) for q in found] == [
        ("hours", "Bao nhiêu giờ một tháng?"),
        ("model", "Mô hình nào?"),
        ("weight", "Trọng số?"),
    ]
    assert call("women", path, more).status_code == 404
    assert call("youth", f"{path}/nothing/removal", method="POST").status_code == 404
    _data(call("youth", f"/surveys/{number}/opening", method="POST"))
    assert call("youth", f"{path}/hours", right, method="PUT").status_code == 409


def test_survey_is_changed_before_it_is_opened(sides: TwoSides, call: Call) -> None:
    number = _prepare(sides, call)
    plan = {
        "title_vi": "Khảo sát lần hai",
        "reference_on": "2026-11-21",
        "due_on": "2199-01-31",
        "rule": "list",
        "organization_ids": [sides.youth_a],
    }
    path = f"/surveys/{number}"
    _data(call("youth", path, plan, method="PUT"))
    row = _data(call("youth", path))["row"]
    assert (row["title_vi"], row["due_on"]) == ("Khảo sát lần hai", "2199-01-31")
    anonymous = call("youth", path, {**plan, "audience": "everyone"}, method="PUT")
    assert anonymous.status_code in (409, 422)
    assert call("women", path, plan, method="PUT").status_code == 404
    _data(call("youth", f"{path}/opening", method="POST"))
    assert call("youth", path, plan, method="PUT").status_code == 409


def test_answers_are_read_one_by_one_and_beside_the_round_before(
    sides: TwoSides, call: Call, survey: int
) -> None:
    def answered(number: int, model: int, say: str) -> None:
        answers = {"answers": {"model": model, "weight": 4, "say": say}}
        _data(call("secretary", f"/surveys/{number}/sheets/{sides.youth_a}", answers), 201)
        _data(call("youth", f"/surveys/{number}/closing", method="POST"))

    answered(survey, 2, "Giữ mô hình")
    (text,) = _data(call("youth", f"/surveys/{survey}/texts/say"))
    assert (text["text"], text["body"]["id"]) == ("Giữ mô hình", sides.youth_a)
    (sheet,) = _data(call("youth", f"/surveys/{survey}/answers"))
    assert [given["option"] for given in sheet["answers"]["model"]] == [2]
    for part in ("texts/say", "answers", "comparison"):
        assert call("secretary", f"/surveys/{survey}/{part}").status_code == 404
    detail = _data(call("youth", f"/surveys/{survey}"))
    again = {
        "organizer_id": sides.youth,
        "version_id": detail["version_id"],
        "title_vi": "Vòng hai",
        "reference_on": "2026-11-21",
        "due_on": "2199-12-31",
        "rule": "type",
        "types": ["youth_grassroots"],
    }
    path = f"/projects/{detail['row']['project_id']}/surveys"
    (second,) = _data(call("youth", path, again), 201)["ids"]
    _data(call("youth", f"/surveys/{second}/opening", method="POST"))
    answered(second, 1, "Đổi")
    found = _data(call("youth", f"/surveys/{second}/comparison"))
    assert (found["now"]["id"], found["before"]["id"], found["in_both"]) == (second, survey, 1)
    changes = {(i["key"], i["option"]): i["change"] for i in found["items"]}
    assert (changes["model", 1], changes["model", 2], changes["weight", None]) == (100, -100, 0)
