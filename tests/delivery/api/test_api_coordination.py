"""Coordination through the API: a regulation, requests under it, and what a unit owes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.delivery.api.conftest import token_for
from tests.factories.assembly import hold_session
from tests.factories.two_sides import TwoSides

from kiem.domain.assembly.actions import remind_overdue
from kiem.platform.access import SYSTEM
from kiem.platform.files.models import KeptFile
from kiem.platform.kernel import clock

Call = Callable[..., Any]
Send = Callable[..., Any]


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


@pytest.fixture
def send(sides: TwoSides) -> Send:
    """A form with files, as a persona."""

    def sending(persona: str, path: str, **fields: Any) -> Any:
        token = token_for(sides.accounts[persona])
        return Client().post(f"/api{path}", fields, headers={"Authorization": f"Bearer {token}"})

    return sending


def _file(name: str = "quy-che.txt", content: str = "Đã ký") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def _agreed(sides: TwoSides, **changes: Any) -> dict[str, Any]:
    return {
        "number": "01/QC",
        "signed_on": "2026-01-05",
        "parties": [sides.youth, sides.a],
        "title_vi": "Quy chế phối hợp",
        "content_vi": "Trao đổi danh sách hằng quý",
        "answer_working_days": 5,
        "review_on": "2026-06-30",
        **changes,
    }


@pytest.fixture
def regulation(sides: TwoSides, send: Send) -> int:
    """Of the city's youth union with unit A, with a paper."""
    (made,) = _data(send("youth", "/regulations", file=_file(), **_agreed(sides)), 201)["ids"]
    assert isinstance(made, int)
    return made


def _asked(sides: TwoSides, **changes: Any) -> dict[str, Any]:
    return {
        "sender_id": sides.youth,
        "addressee_id": sides.a,
        "subject_vi": "Danh sách cán bộ",
        "text_vi": "Gửi danh sách cán bộ kiêm nhiệm",
        **changes,
    }


@pytest.fixture
def request_id(sides: TwoSides, send: Send, regulation: int) -> int:
    asked = _asked(sides, regulation_id=regulation)
    (made,) = _data(send("youth", "/requests", **asked), 201)["ids"]
    assert isinstance(made, int)
    return made


def test_regulation_is_seen_by_its_parties_with_its_paper(
    sides: TwoSides, call: Call, regulation: int
) -> None:
    for persona in ("youth", "commander", "personnel"):
        (row,) = _data(call(persona, "/regulations"))
        assert [party["id"] for party in row["parties"]] == [sides.youth, sides.a]
        assert (row["review_on"], row["is_due"]) == ("2026-06-30", True)
    detail = _data(call("commander", f"/regulations/{regulation}"))
    assert (detail["content_vi"], detail["may_review"]) == ("Trao đổi danh sách hằng quý", False)
    path = f"/regulations/{regulation}"
    assert call("commander", f"{path}/files/{detail['file_ids'][0]}").content.decode() == "Đã ký"
    assert call("commander", f"{path}/files/999999").status_code == 404
    assert _data(call("women", "/regulations")) == []
    assert call("women", path).status_code == 404


def test_regulation_is_reviewed_and_ended_by_who_keeps_it(
    sides: TwoSides, call: Call, send: Send, regulation: int
) -> None:
    path = f"/regulations/{regulation}/reviews"
    review = {"reviewed_on": "2026-06-30", "finding_vi": "Tốt", "next_review_on": "2199-12-31"}
    assert call("commander", path, review).status_code == 403
    assert call("women", path, review).status_code == 404
    _data(call("youth", path, review), 201)
    (row,) = _data(call("youth", "/regulations"))
    assert (row["review_on"], row["is_due"]) == ("2199-12-31", False)
    _data(call("youth", path, {**review, "next_review_on": None}), 201)
    assert _data(call("youth", "/regulations"))[0]["review_on"] is None
    assert call("youth", path, review).status_code == 409
    asked = _asked(sides, regulation_id=regulation)
    assert send("youth", "/requests", **asked).status_code == 409


def test_regulation_that_is_refused_keeps_no_file(sides: TwoSides, send: Send) -> None:
    before = KeptFile.objects.count()
    refused = [
        ("women", {}, 404),
        ("commander", {}, 403),
        ("youth", {"parties": [sides.youth]}, 422),
        ("youth", {"review_on": "2026-01-01"}, 422),
        ("youth", {"answer_working_days": 0}, 422),
        ("youth", {"answer_working_days": "nhiều"}, 422),
        ("youth", {"parties": ["x"]}, 422),
        ("youth", {"signed_on": "2026-02-30"}, 422),
        ("youth", {"number": ""}, 422),
    ]
    for persona, changes, status in refused:
        answer = send(persona, "/regulations", file=_file(), **_agreed(sides, **changes))
        assert answer.status_code == status, (changes, answer.content)
    assert KeptFile.objects.count() == before


def test_request_is_answered_returned_answered_again_and_closed(
    sides: TwoSides, call: Call, send: Send, request_id: int
) -> None:
    path = f"/requests/{request_id}"
    detail = _data(call("commander", path))
    assert (detail["request"]["answer_working_days"], detail["may_answer"], detail["may_judge"]) \
        == (5, True, False)  # fmt: skip
    assert send("women", f"{path}/answer", text="Không").status_code == 404
    assert send("commander", f"{path}/answer", text="").status_code == 422
    answer = send("commander", f"{path}/answer", text="Gửi kèm", file=[_file("a.txt"), _file()])
    _data(answer, 201)
    assert call("commander", f"{path}/closing", {}).status_code == 404
    _data(call("youth", f"{path}/return", {"reason": "Thiếu trang 2"}))
    _data(send("commander", f"{path}/answer", text="Đủ"), 201)
    _data(call("youth", f"{path}/closing", {"text": "Đã nhận"}))
    detail = _data(call("youth", path))
    steps = [(step["kind"], step["text"]) for step in detail["steps"]]
    assert steps == [
        ("answer", "Gửi kèm"),
        ("return", "Thiếu trang 2"),
        ("answer", "Đủ"),
        ("close", "Đã nhận"),
    ]
    first, second = detail["steps"][0]["file_ids"]
    assert call("youth", f"{path}/files/{second}").content.decode() == "Đã ký"
    assert call("women", f"{path}/files/{first}").status_code == 404
    assert send("commander", f"{path}/answer", text="Nữa").status_code == 409


def test_overdue_requests_are_listed_with_their_days(
    sides: TwoSides, call: Call, request_id: int
) -> None:
    (row,) = _data(call("youth", "/requests?state=open"))
    due_on, today = row["due_on"], clock.today()
    assert _data(call("youth", "/requests?state=late")) == []
    after = today + timedelta(days=30)
    (late,) = _data(call("commander", f"/requests?state=late&on={after}"))
    assert (late["id"], late["due_on"]) == (request_id, due_on)
    assert late["days_late"] == (after - today.fromisoformat(due_on)).days > 15
    assert _data(call("youth", f"/requests?state=late&on={after}&sender_id={sides.a}")) == []
    mine = f"/requests?state=late&on={after}&addressee_id={sides.a}"
    assert [each["id"] for each in _data(call("youth", mine))] == [request_id]
    assert _data(call("women", "/requests")) == []
    _data(call("youth", f"/requests/{request_id}/withdrawal", {"reason": "Không cần nữa"}))
    assert [each["status"] for each in _data(call("youth", "/requests"))] == ["withdrawn"]


def test_request_without_days_or_to_itself_is_refused(
    sides: TwoSides, send: Send, regulation: int
) -> None:
    assert send("youth", "/requests", **_asked(sides)).status_code == 422
    asked = _asked(sides, addressee_id=sides.youth, answer_working_days=3)
    assert send("youth", "/requests", **asked).status_code == 422
    outside = _asked(sides, addressee_id=sides.b, regulation_id=regulation)
    assert send("youth", "/requests", **outside).status_code == 422
    assert send("youth", "/requests", **_asked(sides, sender_id=sides.women)).status_code == 404
    assert send("auditor", "/requests", **_asked(sides)).status_code == 403


def test_request_sent_again_with_its_key_is_sent_once(
    sides: TwoSides, call: Call, regulation: int
) -> None:
    token = token_for(sides.accounts["youth"])
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "request-1"}
    made = []
    for _ in range(2):
        fields = {**_asked(sides, regulation_id=regulation), "file": _file()}
        made.append(_data(Client().post("/api/requests", fields, headers=headers), 201)["ids"])
    assert made[0] == made[1]
    assert len(_data(call("youth", "/requests"))) == 1


def test_unit_owes_its_tasks_and_answers_by_day(
    sides: TwoSides, call: Call, request_id: int
) -> None:
    made = hold_session(sides)
    duties = _data(call("commander", f"/units/{sides.a}/duties"))
    kinds = [duty["kind"] for duty in duties]
    assert kinds == ["return"] * kinds.count("return") + ["request", "task"]
    assert duties[-1]["link"] == f"/tasks/{made['task']}/"
    assert duties[-1]["body"]["id"] == sides.youth_a
    assert [duty["due_on"] for duty in duties] == sorted(duty["due_on"] for duty in duties)
    rest, cursor, pages = [], "", 0
    while cursor is not None:
        page = call("commander", f"/units/{sides.a}/duties?limit=1&cursor={cursor}").json()
        rest += page["data"]
        cursor, pages = page["next"], pages + 1
    assert (rest, pages) == (duties, len(duties))
    assert call("women", f"/units/{sides.a}/duties").status_code == 404


def test_task_shows_its_reminders(sides: TwoSides, call: Call) -> None:
    made = hold_session(sides)
    due_on = clock.today() + timedelta(days=1)
    promise = {
        "owner_id": sides.youth_a,
        "text_vi": "Tập huấn",
        "evidence_vi": "Ảnh",
        "due_on": due_on.isoformat(),
    }
    path = f"/events/{made['event']}/commitments"
    (task,) = _data(call("secretary", path, promise), 201)["ids"]
    first, later = due_on + timedelta(days=1), due_on + timedelta(days=2)
    reminders = _data(call("youth", f"/tasks/{task}"))["reminders"]
    assert reminders == {"sent": [], "next_rung": "owner", "next_on": first.isoformat()}
    with clock.travel(clock.now() + timedelta(days=3)):
        remind_overdue(on=later, actor=SYSTEM)
        reminders = _data(call("youth", f"/tasks/{task}?on={later}"))["reminders"]
    ((rung, sent_on),) = [(each["rung"], each["sent_on"]) for each in reminders["sent"]]
    assert (rung, sent_on) == ("owner", later.isoformat())
    assert reminders["next_rung"] == "head"


def test_duties_take_as_many_statements_for_many_as_for_one(
    sides: TwoSides, call: Call, send: Send, request_id: int, regulation: int
) -> None:
    def statements() -> int:
        call("commander", f"/units/{sides.a}/duties")
        with CaptureQueriesContext(connection) as captured:
            call("commander", f"/units/{sides.a}/duties")
        return len(captured)

    one = statements()
    for _ in range(5):
        _data(send("youth", "/requests", **_asked(sides, regulation_id=regulation)), 201)
    assert statements() == one <= 30
