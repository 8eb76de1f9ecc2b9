"""An assembly through the API: from a project to a task that is accepted, and its other side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.delivery.api.conftest import token_for
from tests.factories.two_sides import TwoSides

from kiem.platform.files.models import KeptFile

Call = Callable[..., Any]
FAR = "2198-12-31"


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def _report(sides: TwoSides, task: int, persona: str, **fields: Any) -> Any:
    return Client().post(
        f"/api/tasks/{task}/report",
        fields,
        headers={"Authorization": f"Bearer {token_for(sides.accounts[persona])}"},
    )


@pytest.fixture
def event(sides: TwoSides, call: Call) -> int:
    """A session of the city's youth with the youth of A."""
    project = {
        "organization_id": sides.youth,
        "code": "2026-11",
        "title_vi": "Mô hình có đúng không?",
        "opened_on": "2026-11-01",
    }
    (number,) = _data(call("youth", "/projects", project), 201)["ids"]
    plan = {
        "organizer_id": sides.youth,
        "kind": "session",
        "title_vi": "Buổi làm việc",
        "held_on": "2026-11-20",
        "starts_at": "08:30",
        "agenda": [{"title_vi": "Báo cáo"}, {"title_vi": "Kết luận"}],
        "bodies": [sides.youth_a],
    }
    (made,) = _data(call("youth", f"/projects/{number}/events", plan), 201)["ids"]
    assert isinstance(made, int)
    return made


@pytest.fixture
def task(sides: TwoSides, call: Call, event: int) -> int:
    """Proposed by the youth of A, concluded, and set to it."""
    proposal = {"organization_id": sides.youth_a, "text_vi": "Giữ mô hình kiêm nhiệm"}
    (number,) = _data(call("secretary", f"/events/{event}/proposals", proposal), 201)["ids"]
    verdict = {"verdict": "accepted", "reason": "Đủ căn cứ"}
    assert call("secretary", f"/proposals/{number}/verdict", verdict).status_code == 403
    _data(call("youth", f"/proposals/{number}/verdict", verdict))
    conclusion = {"text_vi": "Giữ mô hình", "proposal_id": number}
    first = _data(call("youth", f"/events/{event}/conclusions", conclusion), 201)["number"]
    wanted = {
        "owner_ids": [sides.youth_a],
        "text_vi": "Rà soát",
        "evidence_vi": "Báo cáo có chữ ký",
        "due_on": FAR,
    }
    path = f"/events/{event}/conclusions/{first}/tasks"
    (made,) = _data(call("youth", path, {"tasks": [wanted]}), 201)["ids"]
    assert isinstance(made, int)
    return made


def test_event_tells_all_that_was_said_to_those_it_concerns(
    sides: TwoSides, call: Call, event: int, task: int
) -> None:
    said = {
        "organization_id": sides.youth_a,
        "difficulty": "Thiếu thời gian",
        "difficulty_kind": "objective",
        "citations": [],
    }
    number = _data(call("secretary", f"/events/{event}/contributions", said), 201)["number"]
    right = {**said, "difficulty": "Thiếu người"}
    path = f"/events/{event}/contributions/{number}"
    assert _data(call("secretary", path, right, method="PUT")) == {"number": number}
    detail = _data(call("secretary", f"/events/{event}"))
    assert (detail["starts_at"], [item["title_vi"] for item in detail["agenda"]]) == (
        "08:30:00",
        ["Báo cáo", "Kết luận"],
    )
    assert [a["part"] for a in detail["attendances"]] == ["invited"]
    (contribution,) = detail["contributions"]
    assert (contribution["difficulty"], contribution["is_corrected"]) == ("Thiếu người", True)
    assert [p["status"] for p in detail["proposals"]] == ["accepted"]
    assert [c["proposal_number"] for c in detail["conclusions"]] == [1]
    assert (detail["may_conduct"], _data(call("youth", f"/events/{event}"))["may_conduct"]) == (
        False,
        True,
    )
    assert call("women", f"/events/{event}").status_code == 404
    assert call("women", f"/events/{event}/contributions", said).status_code == 404


def test_task_is_begun_reported_with_a_file_and_accepted_by_another(
    sides: TwoSides, call: Call, task: int
) -> None:
    assert _data(call("secretary", f"/tasks/{task}/beginning", {})) == {"count": 1}
    assert call("secretary", f"/tasks/{task}/acceptance", {}).status_code == 404
    file = SimpleUploadedFile("bao-cao.txt", "Đã rà soát".encode())
    assert _data(_report(sides, task, "secretary", file=file, text="Kèm báo cáo")) == {"count": 1}
    (step,) = [s for s in _data(call("youth", f"/tasks/{task}"))["steps"] if s["file_ids"]]
    path = f"/tasks/{task}/files/{step['file_ids'][0]}"
    assert call("youth", path).content.decode() == "Đã rà soát"
    assert call("women", path).status_code == 404
    assert _data(call("youth", f"/tasks/{task}/acceptance", {"text": "Đạt"})) == {"count": 1}
    assert _data(call("youth", f"/tasks/{task}"))["task"]["status"] == "done"


def test_report_that_is_refused_keeps_no_file(sides: TwoSides, call: Call, task: int) -> None:
    before = KeptFile.objects.count()
    file = SimpleUploadedFile("a.txt", b"x")
    assert _report(sides, task, "women", file=file).status_code == 404
    assert _report(sides, task, "secretary", text="").status_code == 422
    assert KeptFile.objects.count() == before


def test_later_day_is_asked_for_and_granted(sides: TwoSides, call: Call, event: int) -> None:
    promise = {
        "owner_id": sides.youth_a,
        "text_vi": "Tập huấn",
        "evidence_vi": "Ảnh",
        "due_on": "2198-06-30",
    }
    (made,) = _data(call("secretary", f"/events/{event}/commitments", promise), 201)["ids"]
    asked = {"due_on": "2198-07-31", "reason": "Chờ tài liệu"}
    _data(call("secretary", f"/tasks/{made}/delay-request", asked))
    (row,) = _data(call("secretary", "/tasks?mine=true&state=delay"))
    assert (row["id"], row["asked_due_on"]) == (made, "2198-07-31")
    own = call("secretary", f"/tasks/{made}/delay", method="POST")
    assert own.status_code == 409  # nobody postpones their own task alone
    _data(call("youth", f"/tasks/{made}/delay", method="POST"))
    task = _data(call("secretary", f"/tasks/{made}"))["task"]
    assert (task["due_on"], task["first_due_on"]) == ("2198-07-31", "2198-06-30")
    withdrawn = call("secretary", f"/tasks/{made}/withdrawal", {"reason": "Không cần nữa"})
    assert _data(withdrawn) == {"count": 1}


def test_tasks_go_to_all_bodies_of_a_type_and_come_in_pages(
    sides: TwoSides, call: Call, event: int, task: int
) -> None:
    groups = {g["type"]: g["count"] for g in _data(call("youth", "/target-groups"))}
    assert groups == {"youth_city": 1, "youth_grassroots": 1}
    wanted = {
        "owner_type": "youth_grassroots",
        "text_vi": "Báo cáo",
        "evidence_vi": "Báo cáo",
        "due_on": "2198-01-31",
    }
    path = f"/events/{event}/conclusions/1/tasks"
    (second,) = _data(call("youth", path, {"tasks": [wanted]}), 201)["ids"]
    first = call("secretary", f"/tasks?event_id={event}&limit=1").json()
    rest = call("secretary", f"/tasks?event_id={event}&limit=1&cursor={first['next']}").json()
    assert [row["id"] for row in first["data"] + rest["data"]] == [second, task]
    assert rest["next"] is None
    assert call("women", path, {"tasks": [wanted]}).status_code == 404


def test_project_counts_what_is_done_of_it(sides: TwoSides, call: Call, task: int) -> None:
    (project,) = _data(call("youth", "/projects"))
    assert (project["code"], project["events"], project["progress"]["open"]) == ("2026-11", 1, 1)
    (event,) = _data(call("youth", f"/events?project_id={project['id']}"))
    assert (event["title_vi"], event["conclusions"]) == ("Buổi làm việc", 1)
    assert _data(call("women", "/projects")) == []
    assert _data(call("women", "/events")) == []


def test_project_board_tells_the_whole_chain(sides: TwoSides, call: Call, task: int) -> None:
    (project,) = _data(call("youth", "/projects"))
    path = f"/projects/{project['id']}/board"
    board = _data(call("secretary", path))
    assert board["project"] == _data(call("secretary", "/projects"))[0]
    assert [event["title_vi"] for event in board["events"]] == ["Buổi làm việc"]
    (proposal,) = board["proposals"]
    assert (proposal["status"], proposal["answered_by"]) == ("accepted", [1])
    assert (board["verdicts"], board["unanswered"], board["untasked"]) == ({"accepted": 1}, 0, 0)
    (conclusion,) = board["conclusions"]
    assert (conclusion["body"]["id"], conclusion["progress"]["open"]) == (sides.youth_a, 1)
    assert (board["surveys"], board["congresses"], board["models"]) == ([], [], [])
    assert (board["may_conduct"], _data(call("youth", path))["may_conduct"]) == (False, True)
    (row,) = _data(call("youth", f"/tasks?project_id={project['id']}"))
    assert row["id"] == task
    assert call("women", path).status_code == 404
    assert _data(call("women", f"/tasks?project_id={project['id']}")) == []


def test_event_keeps_papers_for_those_who_see_it(sides: TwoSides, call: Call, event: int) -> None:
    def hand_in(persona: str, **fields: Any) -> Any:
        token = token_for(sides.accounts[persona])
        sent = {"organization_id": sides.youth_a, "title_vi": "Báo cáo", **fields}
        return Client().post(
            f"/api/events/{event}/papers", sent, headers={"Authorization": f"Bearer {token}"}
        )

    file = SimpleUploadedFile("bao-cao.txt", "Số liệu".encode())
    (made,) = _data(hand_in("secretary", file=file), 201)["ids"]
    before = KeptFile.objects.count()
    file = SimpleUploadedFile("bao-cao.txt", b"x")
    assert hand_in("women", file=file).status_code == 404
    assert hand_in("secretary").status_code == 422
    file = SimpleUploadedFile("bao-cao.txt", b"x")
    assert hand_in("secretary", file=file, title_vi="").status_code == 422
    assert KeptFile.objects.count() == before
    (paper,) = _data(call("youth", f"/events/{event}"))["papers"]
    assert (paper["id"], paper["title_vi"], paper["body"]["id"]) == (made, "Báo cáo", sides.youth_a)
    path = f"/events/{event}/papers/{made}"
    assert call("youth", path).content.decode() == "Số liệu"
    assert call("women", path).status_code == 404


def test_contribution_points_to_the_register(sides: TwoSides, call: Call, event: int) -> None:
    said = {
        "organization_id": sides.youth_a,
        "situation": "Đủ người",
        "references": [{"kind": "unit", "target_id": sides.a, "on": "2025-03-03"}],
    }
    _data(call("secretary", f"/events/{event}/contributions", said), 201)
    (contribution,) = _data(call("youth", f"/events/{event}"))["contributions"]
    (named,) = contribution["references"]
    assert (named["kind"], named["target_id"], named["on"]) == ("unit", sides.a, "2025-03-03")
    away = {**said, "references": [{"kind": "unit", "target_id": sides.b, "on": "2025-03-03"}]}
    assert call("secretary", f"/events/{event}/contributions", away).status_code == 404


def test_cited_figure_is_explained_as_it_was_said(sides: TwoSides, call: Call, event: int) -> None:
    said = {
        "organization_id": sides.youth_a,
        "situation": "Kiêm nhiệm nhiều",
        "citations": [{"subject": f"unit:{sides.a}", "figure": "dual_holders", "on": "2025-03-03"}],
    }
    number = _data(call("youth", f"/events/{event}/contributions", said), 201)["number"]
    (row,) = _data(call("youth", f"/events/{event}/figures"))
    assert (row["contribution_number"], row["position"]) == (number, 1)
    path = f"/events/{event}/contributions/{number}/figures"
    pinned = _data(call("youth", f"{path}/1"))
    assert (pinned["is_whole"], pinned["cited"]["value"]) == (True, row["cited"]["value"])
    assert pinned["explanation"]["figure"] == "dual_holders"
    assert call("youth", f"{path}/2").status_code == 404
    assert call("women", f"{path}/1").status_code == 404


def test_event_is_led_by_an_office_and_cancelled_with_a_reason(
    sides: TwoSides, call: Call, event: int
) -> None:
    plan = {
        "title_vi": "Buổi làm việc",
        "held_on": "2026-11-20",
        "bodies": [sides.youth_a],
        "chairs": [{"part": "chair", "post_id": sides.secretary_a}],
    }
    unknown = {**plan, "chairs": [{"part": "secretary", "person_id": sides.people["Cúc"]}]}
    assert call("youth", f"/events/{event}", unknown, method="PUT").status_code == 404
    answer = call("youth", f"/events/{event}", plan, method="PUT")
    assert _data(answer) == {"count": 1}
    chairs = _data(call("youth", f"/events/{event}"))["chairs"]
    assert [(c["part"], c["post_id"]) for c in chairs] == [("chair", sides.secretary_a)]
    path = f"/events/{event}/cancellation"
    assert call("youth", path, {"reason": ""}).status_code == 422
    assert call("women", path, {"reason": "Bão"}).status_code == 404
    _data(call("youth", path, {"reason": "Bão"}))
    assert _data(call("youth", f"/events/{event}"))["cancelled_vi"] == "Bão"
    assert call("youth", path, {"reason": "Bão"}).status_code == 409
