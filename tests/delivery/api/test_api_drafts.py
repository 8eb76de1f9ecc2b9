"""Decisions through the API: drafted, previewed, issued once, and what they changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.two_sides import TwoSides

from kiem.domain.register.models import Decision

Call = Callable[..., Any]


def _draft(sides: TwoSides, **changes: Any) -> dict[str, Any]:
    """Dung leaves unit B for unit A."""
    return {
        "issuer_id": sides.city,
        "kind": "personnel",
        "title_vi": "Điều động cán bộ",
        "effective_on": "2026-12-01",
        "articles": [
            {
                "verb": "transfer",
                "payload": {
                    "on": "2026-12-01",
                    "moves": [{"person_id": sides.people["Cúc"], "to_post_id": sides.officer_a}],
                },
            }
        ],
        **changes,
    }


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def test_draft_is_previewed_and_issued_once_as_it_was_seen(sides: TwoSides, call: Call) -> None:
    made = _data(call("personnel", "/drafts", _draft(sides)), 201)
    assert made["version"] == 1
    path = f"/drafts/{made['id']}"
    assert [row["id"] for row in _data(call("personnel", "/drafts"))] == [made["id"]]

    before = Decision.objects.count()
    seen = _data(call("personnel", f"{path}/preview"))
    assert (seen["can_be_issued"], seen["obstacles"]) == (True, [])
    facts = [(c["fact"], c["change"], c["person"]) for c in seen["changes"]]
    assert ("appointment", "begins", "Nguyễn Văn Cúc") in facts
    assert ("appointment", "ends", "Nguyễn Văn Cúc") in facts
    assert Decision.objects.count() == before  # looked at, and taken back

    issued = _data(call("personnel", f"{path}/issue", {"version": 1}))
    again = _data(call("personnel", f"{path}/issue", {"version": 1}))
    assert issued == again
    assert Decision.objects.count() == before + 1
    assert _data(call("personnel", path))["decision_id"] == issued["decision_id"]
    changed = _data(call("personnel", f"/decisions/{issued['decision_id']}/changes"))
    assert [(c["fact"], c["change"], c["person"]) for c in changed] == facts


def test_draft_changed_meanwhile_is_not_issued(sides: TwoSides, call: Call) -> None:
    made = _data(call("personnel", "/drafts", _draft(sides)), 201)
    path = f"/drafts/{made['id']}"
    changed = _data(call("personnel", path, {"version": 1, "title_vi": "Khác"}, method="PATCH"))
    assert changed["version"] == 2
    assert call("personnel", f"{path}/issue", {"version": 1}).status_code == 409
    detail = _data(call("personnel", path))
    assert (detail["draft"]["title_vi"], detail["draft"]["state"]) == ("Khác", "draft")
    assert detail["contents"] == _draft(sides)["articles"]


def test_draft_given_up_is_never_issued(sides: TwoSides, call: Call) -> None:
    made = _data(call("personnel", "/drafts", _draft(sides)), 201)
    _data(call("personnel", f"/drafts/{made['id']}/discard", {"version": 1}))
    assert call("personnel", f"/drafts/{made['id']}/issue", {"version": 1}).status_code == 409


def test_drafts_of_the_other_side_do_not_exist(sides: TwoSides, call: Call) -> None:
    made = _data(call("personnel", "/drafts", _draft(sides)), 201)
    path = f"/drafts/{made['id']}"
    assert _data(call("youth", "/drafts")) == []
    for part, body in (("", None), ("/preview", None), ("/issue", {"version": 1})):
        assert call("youth", f"{path}{part}", body).status_code == 404
    assert call("youth", "/drafts", _draft(sides)).status_code == 404
    assert call("commander", "/drafts", _draft(sides)).status_code == 403


def test_article_that_cannot_be_says_which_and_why(sides: TwoSides, call: Call) -> None:
    for article, field in (
        ({"verb": "fly", "payload": {}}, "articles[1].verb"),
        ({"verb": "appoint", "payload": {"person_id": "x"}}, "articles[1].person_id"),
        ({"verb": "transfer", "payload": {"moves": 5, "on": "2026-12-01"}}, "articles[1].moves"),
    ):
        answer = call("personnel", "/drafts", _draft(sides, articles=[article]))
        assert answer.status_code == 422, answer.content
        assert answer.json()["field"] == field
