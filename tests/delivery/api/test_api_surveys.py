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
