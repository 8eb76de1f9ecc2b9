"""Writing through the API: the same actions, the same refusals, and harmless repeats."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.delivery.api.conftest import token_for
from tests.factories.two_sides import TwoSides

from kiem.delivery.api.document import operations
from kiem.domain.ledger.models import TimeEntry
from kiem.platform.access import SYSTEM
from kiem.platform.access.roles import ROLES
from kiem.platform.audit import list_trail
from kiem.platform.notices import notify, register_texts

Call = Callable[..., Any]
DAY = "2025-03-03"


def _hours(sides: TwoSides, **changes: Any) -> dict[str, Any]:
    entry = {
        "person_id": sides.people["Ánh"],
        "post_id": sides.secretary_a,
        "role_kind": "office",
        "category": "meeting",
        "day": DAY,
        "hours": 2.5,
    }
    return {"entries": [{**entry, **changes}]}


def _activity(sides: TwoSides, organization_id: int) -> dict[str, Any]:
    return {
        "activities": [
            {
                "organization_id": organization_id,
                "category": "meeting",
                "title_vi": "Sinh hoạt",
                "starts_at": "2025-03-04T08:00:00+07:00",
                "ends_at": "2025-03-04T10:00:00+07:00",
                "planned_hours": 2,
                "participants": [
                    {
                        "person_id": sides.people["Ánh"],
                        "post_id": sides.secretary_a,
                        "hours": 2,
                    }
                ],
            }
        ]
    }


def _made(answer: Any) -> int:
    assert answer.status_code == 201, answer.content
    number: int = answer.json()["data"]["ids"][0]
    return number


def _code(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.content
    code: str = answer.json()["code"]
    return code


def test_hours_logged_are_listed_audited_and_not_doubled(sides: TwoSides, call: Call) -> None:
    number = _made(call("dual", "/time-entries", _hours(sides)))
    again = call("dual", "/time-entries", _hours(sides))
    assert again.json()["data"] == {"ids": [], "repeated": 1}
    listed = call("dual", f"/people/{sides.people['Ánh']}/time-entries?on={DAY}").json()["data"]
    assert [(row["id"], row["hours"], row["day"]) for row in listed] == [(number, 2.5, DAY)]
    newest = list_trail(viewer=SYSTEM, action="ledger.log_time")[0]
    assert newest.actor == f"user:{sides.accounts['dual']}"


def test_hours_of_somebody_else_are_nobodys(sides: TwoSides, call: Call) -> None:
    wanted = _hours(sides, person_id=sides.people["Cúc"], post_id=sides.chair_b)
    assert _code(call("dual", "/time-entries", wanted), 404) == "ledger.outside_scope"
    assert not TimeEntry.objects.exists()


def test_hours_corrected_leave_the_old_ones_readable(sides: TwoSides, call: Call) -> None:
    number = _made(call("dual", "/time-entries", _hours(sides)))
    path = f"/time-entries/{number}/correction"
    assert _code(call("dual", path, {"hours": 3, "reason": ""}), 422) == "api.wrong_fields"
    right = call("dual", path, {"hours": 3, "reason": "Đánh máy nhầm"}).json()["data"]
    assert right["id"] != number
    assert _code(call("dual", path, {"hours": 1, "reason": "x"}), 404) == "ledger.entry_not_found"
    struck = call("dual", f"/time-entries/{right['id']}/correction", {"hours": None, "reason": "x"})
    assert struck.json()["data"] == {"id": None}


def test_same_key_and_request_is_done_once_and_answered_alike(sides: TwoSides, call: Call) -> None:
    first = call("dual", "/time-entries", _hours(sides), Idempotency_Key="a-1")
    again = call("dual", "/time-entries", _hours(sides), Idempotency_Key="a-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert TimeEntry.objects.count() == 1


def test_same_key_for_another_request_is_refused(sides: TwoSides, call: Call) -> None:
    call("dual", "/time-entries", _hours(sides), Idempotency_Key="a-1")
    other = call("dual", "/time-entries", _hours(sides, hours=1), Idempotency_Key="a-1")
    assert _code(other, 422) == "access.idempotency_key_reused"
    assert TimeEntry.objects.count() == 1


def test_key_of_a_refused_request_stays_good(sides: TwoSides, call: Call) -> None:
    wrong = _hours(sides, post_id=sides.chair_b)
    assert call("dual", "/time-entries", wrong, Idempotency_Key="a-1").status_code == 422
    assert call("dual", "/time-entries", _hours(sides), Idempotency_Key="a-1").status_code == 201


def test_activity_is_planned_attended_and_called_off_in_ones_own_line(
    sides: TwoSides, call: Call
) -> None:
    number = _made(call("youth", "/activities", _activity(sides, sides.youth_a)))
    outside = call("youth", "/activities", _activity(sides, sides.women_b))
    assert outside.status_code == 404
    came = {
        "attended": [{"person_id": sides.people["Ánh"], "post_id": sides.secretary_a, "hours": 2}]
    }
    assert call("women", f"/activities/{number}/attendance", came).status_code == 404
    assert len(call("youth", f"/activities/{number}/attendance", came).json()["data"]["ids"]) == 1
    listed = call("youth", f"/organizations/{sides.youth_a}/activities").json()["data"]
    assert [(row["id"], row["logged_total"]) for row in listed] == [(number, 2.0)]
    path = f"/activities/{number}/cancellation"
    assert call("women", path, {"reason": "x"}).status_code == 404
    assert call("youth", path, {"reason": "Bão"}).json()["data"] == {"count": 1}


def test_objection_goes_its_way(sides: TwoSides, call: Call) -> None:
    number = _made(call("dual", "/time-entries", _hours(sides)))
    said = {"text": "Hôm đó tôi trực."}
    objection = _made(call("dual", f"/time-entries/{number}/objection", said))
    assert _code(call("dual", f"/time-entries/{number}/objection", said), 409)
    answer = {"is_upheld": True, "text": "Đúng.", "hours": 1}
    assert call("women", f"/objections/{objection}/answer", answer).status_code == 404
    upheld = call("youth", f"/objections/{objection}/answer", answer)
    assert upheld.status_code == 200, upheld.content
    assert upheld.json()["data"]["id"] != number
    assert _code(call("dual", f"/objections/{objection}/withdrawal", said), 409)


def test_month_is_closed_by_its_commander_and_opened_with_a_reason(
    sides: TwoSides, call: Call
) -> None:
    asked = {"organization_ids": [sides.a], "month": "2025-03"}
    assert len(call("commander", "/closed-months", asked).json()["data"]["ids"]) == 1
    outside = {"organization_ids": [sides.b], "month": "2025-03"}
    assert call("commander", "/closed-months", outside).status_code == 404
    late = call("dual", "/time-entries", _hours(sides))
    assert late.status_code in (409, 422)
    assert (
        call("dual", "/time-entries", {**_hours(sides), "late_reason": "Quên ghi"}).status_code
        == 201
    )
    again = call("commander", "/closed-months/reopening", {**asked, "reason": "Sửa"})
    assert again.json()["data"] == {"count": 1}


def test_notices_are_ones_own_and_marked_once(sides: TwoSides, call: Call) -> None:
    register_texts({"test.note": "A note."})
    notify(
        code="test.note",
        params={},
        link="/people/",
        user_ids=[sides.accounts["dual"]],
        actor=SYSTEM,
    )
    (notice,) = call("dual", "/inbox").json()["data"]
    assert notice["is_read"] is False
    assert call("commander", "/inbox").json()["data"] == []
    assert call("commander", "/inbox/read", {"ids": [notice["id"]]}).json()["data"]["count"] == 0
    for expected in (1, 0):
        assert call("dual", "/inbox/read", {}).json()["data"]["count"] == expected


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "api.unreadable_body"),
        (b"", "application/json", 415, "api.wrong_media_type"),
        (b'{"entries": NaN}', "application/json", 400, "api.unreadable_body"),
        (b'"\xff"', "application/json", 400, "api.unreadable_body"),
        (b"[" * 50_000 + b"]" * 50_000, "application/json", 400, "api.unreadable_body"),
        (
            b'{"entries": [], "late_reason": "\\u0000"}',
            "application/json",
            400,
            "api.unreadable_body",
        ),
        (
            b'{"entries": [], "late_reason": "\\ud800"}',
            "application/json",
            400,
            "api.unreadable_body",
        ),
        (b'{"entries": [], "x": 1}', "application/json", 422, "api.wrong_fields"),
        (b"[]", "application/json", 422, "api.wrong_fields"),
        (b"{}", "application/json", 422, "api.wrong_fields"),
        (b"{}", "text/plain", 415, "api.wrong_media_type"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "api.wrong_media_type"),
    ],
)
def test_damaged_bodies_are_told_and_write_nothing(
    body: bytes, kind: str, status: int, code: str, sides: TwoSides
) -> None:
    answer = Client().generic(
        "POST",
        "/api/time-entries",
        body,
        content_type=kind,
        headers={"Authorization": f"Bearer {token_for(sides.accounts['dual'])}"},
    )
    assert _code(answer, status) == code


def test_body_over_the_limit_is_too_large(sides: TwoSides, call: Call, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200
    large = {**_hours(sides), "late_reason": "x" * 300}
    assert _code(call("dual", "/time-entries", large), 413) == "request.too_large"


@pytest.mark.parametrize(
    "changes",
    [
        {"day": 20250303},
        {"day": "2025-3-3"},
        {"day": "2025-03-03T00:00:00"},
        {"person_id": True},
        {"person_id": "7x"},
        {"person_id": 2**63},
        {"hours": "NaN"},
        {"hours": -1},
        {"hours": 1e400},
        {"hours": 2.555},
        {"category": "sleep"},
        {"role_kind": "both"},
    ],
)
def test_values_that_only_resemble_are_refused_by_field(
    changes: dict[str, Any], sides: TwoSides, call: Call
) -> None:
    answer = call("dual", "/time-entries", _hours(sides, **changes))
    if answer.status_code != 400:  # infinity is no JSON at all
        (field,) = changes
        errors = answer.json()["errors"]
        assert answer.status_code == 422
        assert {error["field"] for error in errors} == {f"times.entries.0.{field}"}
    assert not TimeEntry.objects.exists()


ROLE_OF = {"youth": "youth_officer", "commander": "unit_commander", "dual": "dual_holder"}


@pytest.mark.parametrize("persona", [*ROLE_OF, "auditor"])
def test_writes_without_the_permission_are_forbidden_and_with_it_elsewhere_not_found(
    persona: str, sides: TwoSides, call: Call
) -> None:
    """Every write that names something: what does not exist for the owner is 404, never 200."""
    held = {"signed_in", *map(str, ROLES[ROLE_OF.get(persona, persona)])}
    wrong = []
    for method, path, operation in operations():
        if method == "GET" or "{" not in path:
            continue
        address = (
            path.removeprefix("/api").replace("{month}", "2025-02").replace("{board}", "counting")
        )
        for name in re.findall(r"{\w+}", address):
            address = address.replace(name, "999999")
        body = None
        if "requestBody" in operation:
            contents = operation["requestBody"]["content"]
            if "application/json" not in contents:
                continue  # files: see test_api_uploads
            body = contents["application/json"]["example"]
        status = call(persona, address, body, method=method).status_code
        expected = 404 if set(operation["x-permissions"]) & held else 403
        if status != expected:
            wrong.append((path, status, expected))
    assert wrong == []
