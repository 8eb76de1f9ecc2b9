"""A congress through the API: from its plan to the recognition, and what others see of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.delivery.api.conftest import token_for
from tests.factories.congress import (
    Congress,
    accounts_of,
    build_congress,
    closed_contest,
    seat_delegates,
)
from tests.factories.two_sides import TwoSides

from kiem.domain.elections.actions import draw_codes, nominate, open_contest, open_round
from kiem.platform.access.models import KeptAnswer
from kiem.platform.kernel.sql import fetch

Call = Callable[..., Any]
ON = "on=2025-06-01"
SMALL = {"exception_vi": "Hội trường nhỏ"}  # twelve members: the rule would have all of them meet


@pytest.fixture
def world(db: None) -> Congress:
    return build_congress()


@pytest.fixture
def sides(world: Congress) -> TwoSides:
    return world.places


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def _as_voter(user_id: int, path: str, body: object = None, **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {token_for(user_id)}", **headers}
    if body is None:
        return Client().get(f"/api{path}", headers=sent)
    return Client().post(f"/api{path}", body, content_type="application/json", headers=sent)


def _listed(world: Congress) -> int:
    """A contest for two seats of the committee, its list of four closed."""
    people = list(world.members[:4])
    return closed_contest(world, post_id=world.committee, seats=2, people=people)


def test_rules_ask_for_a_reason_where_they_are_not_kept(world: Congress, call: Call) -> None:
    at = f"/congresses/{world.congress}"
    refused = call("youth", f"{at}/allocation", {"method": "hare", "total": 8})
    assert refused.status_code == 409
    assert refused.json()["code"] == "elections.delegates_too_early"
    assert refused.json()["field"] == "exception_vi"
    contest = _two_for_two(world)
    refused = call("youth", f"/contests/{contest}/closing", {"votes_for": 8})
    assert (refused.status_code, refused.json()["code"]) == (409, "elections.surplus_broken")
    reason = {"votes_for": 8, "exception_vi": "Có người xin rút"}
    _data(call("youth", f"/contests/{contest}/closing", reason))
    ballot = _data(call("youth", f"/contests/{contest}/rounds", {"mode": "by_code"}), 201)["ids"][0]
    refused = call("youth", f"/rounds/{ballot}/closing", {"issued": 8})
    assert refused.json()["code"] == "elections.too_few_to_count"


def _two_for_two(world: Congress) -> int:
    seat_delegates(world)
    contest = open_contest(
        congress_id=world.congress, post_id=world.committee, seats=2, actor=world.holder
    )
    for person in world.members[:2]:
        nominate(contest_id=contest, person_id=person, actor=world.holder)
    return contest


def test_congress_is_held_through_the_api(world: Congress, call: Call) -> None:
    at, m = f"/congresses/{world.congress}", world.members
    allocation = {"method": "hare", "total": 8, "base": 1, **SMALL}
    assert _data(call("youth", f"{at}/allocation", allocation), 201) == {"count": 8}
    ids: list[int] = []
    for branch, people in ((world.branches[0], m[:5]), (world.branches[1], m[6:9])):
        named = {"organization_id": branch, "person_ids": people, "mandate_vi": "Biên bản"}
        ids += _data(call("secretary", f"{at}/delegates", named), 201)["ids"]
    verdict = {"delegate_ids": ids, "verdict": "confirmed"}
    assert call("secretary", f"{at}/credentials", verdict).status_code == 403
    assert _data(call("youth", f"{at}/credentials", verdict)) == {"count": 8}
    _data(call("youth", f"{at}/presence", {"delegate_ids": ids}, method="PUT"))
    board = {"person_ids": [m[7], m[8]]}
    _data(call("youth", f"{at}/boards/counting", board, method="PUT"))
    (post,) = [p for p in _data(call("youth", f"{at}/posts?{ON}")) if p["seats"] == 3]
    wanted = {"post_id": post["post_id"], "seats": 2}
    (contest,) = _data(call("youth", f"{at}/contests", wanted), 201)["ids"]
    for person in m[:4]:
        nominee = {"person_id": person, "by_organization_id": world.branches[0]}
        _data(call("youth", f"/contests/{contest}/nominations", nominee), 201)
    counter = call("youth", f"/contests/{contest}/nominations", {"person_id": m[7]})
    assert (counter.status_code, counter.json()["code"]) == (409, "elections.counter_stands")
    away = f"/contests/{contest}/nominations/{m[2]}/withdrawal"
    _data(call("youth", away, {"reason": "Xin rút"}))
    _data(call("youth", f"/contests/{contest}/closing", {"votes_for": 8}))
    (ballot,) = _data(call("youth", f"/contests/{contest}/rounds", {"mode": "by_hand"}), 201)["ids"]
    votes = {m[0]: 7, m[1]: 5, m[3]: 2}
    counted = {"issued": 9, "collected": 8, "invalid": 0, "votes": votes}
    wrong = call("youth", f"/rounds/{ballot}/count", counted)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "issued")
    _data(call("youth", f"/rounds/{ballot}/count", {**counted, "issued": 8}), 201)
    detail = _data(call("youth", f"{at}?{ON}"))
    (result,) = detail["contests"]
    assert (result["status"], result["seats_left"]) == ("filled", 0)
    assert [p["id"] for p in result["elected"]] == [m[0], m[1]]
    counts = result["rounds"][0]["counts"]
    assert (counts["valid"], counts["of"], counts["needed"]) == (8, 8, 5)
    standings = [(s["person_id"], s["place"], s["votes"]) for s in result["rounds"][0]["standings"]]
    assert standings == [(m[0], 1, 7), (m[1], 2, 5), (m[3], 3, 2)]
    issuers = _data(call("youth", f"{at}/issuers?{ON}"))
    assert issuers[0]["id"] == world.places.youth
    (draft,) = _data(call("youth", f"{at}/recognition", {}), 201)["ids"]
    assert _data(call("youth", f"{at}?{ON}"))["recognition"]["draft_id"] == draft
    assert call("youth", f"{at}/recognition", {}).status_code == 409


def test_congress_is_prepared_with_a_plan_that_can_be_changed(world: Congress, call: Call) -> None:
    plan = {
        "term_label": "2025-2030",
        "planned_from": "2025-06-01",
        "planned_until": "2030-06-01",
        "women_percent": 35,
    }
    again = call("youth", f"/events/{world.event}/congress", plan)
    assert (again.status_code, again.json()["code"]) == (409, "elections.already_prepared")
    path = f"/congresses/{world.congress}"
    _data(call("youth", f"{path}/plan", plan, method="PUT"))
    found = _data(call("auditor", f"{path}?{ON}"))["plan"]
    assert (found["women_percent"], found["young_percent"]) == (35, None)
    short = {**plan, "planned_until": "2025-07-01"}
    assert call("youth", f"{path}/plan", short, method="PUT").status_code == 422
    assert call("women", f"{path}/plan", plan, method="PUT").status_code == 404
    assert [c["id"] for c in _data(call("youth", f"/congresses?event_id={world.event}&{ON}"))] == [
        world.congress
    ]


def test_rule_of_the_organisation_stands_beside_packaged_ones(world: Congress, call: Call) -> None:
    path = f"/congresses/{world.congress}/rules"
    rule = {
        "key": "quorum_share",
        "value": "3/4",
        "valid_from": "2025-01-01",
        "letter": "C",
        "source_vi": "Điều lệ",
    }
    assert call("youth", path, {**rule, "value": "4/3"}).status_code == 422
    assert call("youth", path, {**rule, "key": "nothing"}).status_code == 422
    _data(call("youth", path, rule), 201)
    found = {each["key"]: each for each in _data(call("youth", f"{path}?{ON}"))}
    assert (found["quorum_share"]["value"], found["quorum_share"]["set_by"]) == (
        "3/4",
        world.places.youth_a,
    )
    assert found["majority_base"]["set_by"] is None
    assert all(each["letter"] in "CSEM" and each["source_vi"] for each in found.values())


def test_allocation_shows_each_step_and_a_tie_until_lots_are_drawn(
    world: Congress, call: Call
) -> None:
    path = f"/congresses/{world.congress}/allocation"
    before = _data(call("youth", f"{path}?{ON}"))
    assert (before["seats"], before["shares"]) == (None, [])
    assert [c["members"] for c in before["chapters"]] == [8, 4]
    _data(call("youth", path, {"method": "hare", "total": 8, **SMALL}), 201)
    found = _data(call("youth", f"{path}?{ON}"))
    assert (found["seats"], found["quota"]) == (8, "3/2")
    steps = [(s["quotient"], s["whole"], s["remainder"], s["extra"]) for s in found["shares"]]
    assert steps == [("16/3", 5, "1/3", 0), ("8/3", 2, "2/3", 1)]
    bands = [{"members_from": 1, "seats": 2}, {"members_from": 5, "seats": 4}]
    _data(call("youth", path, {"method": "bands", "bands": bands, **SMALL}), 201)
    assert [s["seats"] for s in _data(call("youth", f"{path}?{ON}"))["shares"]] == [4, 2]
    lots = {"method": "dhondt", "total": 2, "lots": list(world.branches), **SMALL}
    one, two = world.branches
    assert _data(call("youth", path, {"method": "dhondt", "total": 2, **SMALL}), 201) == {
        "count": 1
    }
    tied = _data(call("youth", f"{path}?{ON}"))
    assert tied["tie"] == {"chapter_ids": [one, two], "seats": 1}
    assert _data(call("youth", path, lots), 201) == {"count": 2}
    drawn = _data(call("youth", f"{path}?{ON}"))
    assert [(a["number"], a["chapter_id"], a["quotient"]) for a in drawn["awards"]] == [
        (1, one, "8"),
        (2, one, "4"),
    ]
    assert call("youth", path, {"method": "hare", "total": 0}).status_code == 422


def test_chapters_name_only_their_own_members_and_no_more_than_given(
    world: Congress, call: Call
) -> None:
    at, m = f"/congresses/{world.congress}", world.members
    _data(call("youth", f"{at}/allocation", {"method": "hare", "total": 3, **SMALL}), 201)
    named = {"organization_id": world.branches[1], "mandate_vi": "Biên bản"}
    path = f"{at}/delegates"
    refusals = ([m[0]], "without_mandate"), ([m[6], m[7]], "seats_taken")
    for people, code in refusals:
        answer = call("secretary", path, {**named, "person_ids": people})
        assert answer.json()["code"] == f"elections.{code}"
    assert _data(call("secretary", f"{path}?{ON}")) == []
    assert call("women", path, {**named, "person_ids": [m[6]]}).status_code == 404
    assert len(_data(call("secretary", f"{at}/chapters?{ON}"))) == 2
    assert call("commander", f"{at}/chapters?{ON}").status_code == 404
    by_office = {"organization_id": None, "mandate_vi": "Đương nhiên"}
    secretary = {**by_office, "person_ids": [world.places.people["Ánh"]]}
    _data(call("youth", path, secretary), 201)
    (row,) = _data(call("youth", f"{path}?{ON}"))
    assert (row["kind"], row["chapter_id"]) == ("ex_officio", None)


def test_names_are_for_the_own_side_and_results_for_all_who_see_it(
    world: Congress, call: Call
) -> None:
    seat_delegates(world)
    contest = _listed(world)
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    own = _data(call("youth", f"/congresses/{world.congress}/contests/1?{ON}"))
    assert len(own["listed"]) == own["contest"]["nominated"] > 2
    assert all(candidate["reasons"] for candidate in own["candidates"])
    for persona in ("commander", "auditor"):
        path = f"/congresses/{world.congress}"
        assert call(persona, f"{path}/contests/1?{ON}").status_code == 404
        assert _data(call(persona, f"{path}/delegates?{ON}")) == []
        seen = _data(call(persona, f"{path}?{ON}"))
        assert (seen["sees_names"], seen["boards"], seen["delegates"]) == (False, [], 8)
    votes = {person["id"]: 6 if n < 2 else 1 for n, person in enumerate(own["listed"])}
    counted = {"issued": 8, "collected": 8, "invalid": 0, "votes": votes}
    _data(call("youth", f"/rounds/{ballot}/count", counted), 201)
    (result,) = _data(call("auditor", f"/congresses/{world.congress}?{ON}"))["contests"]
    elected = {p["id"] for p in result["elected"]}
    assert len(elected) == 2
    named = {s["person_id"] for s in result["rounds"][0]["standings"]}
    assert named == elected | {None}


def test_tie_is_reported_and_settled_by_lot(world: Congress, call: Call) -> None:
    seat_delegates(world)
    contest = _listed(world)
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    own = _data(call("youth", f"/congresses/{world.congress}/contests/1?{ON}"))
    people = [p["id"] for p in own["listed"]]
    votes = {person_id: 5 if n < 3 else 0 for n, person_id in enumerate(people)}
    counted = {"issued": 8, "collected": 8, "invalid": 0, "votes": votes}
    _data(call("youth", f"/rounds/{ballot}/count", counted), 201)
    path = f"/congresses/{world.congress}/contests/1?{ON}"
    state = _data(call("youth", path))["contest"]
    assert (state["status"], state["rounds"][0]["tied"], state["rounds"][0]["seats_in_tie"]) == (
        "tied",
        3,
        2,
    )
    short = {"order": people[:2], "how_vi": "Bốc thăm"}
    refused = call("youth", f"/rounds/{ballot}/tie", short)
    assert (refused.status_code, refused.json()["code"]) == (409, "elections.not_tied")
    _data(call("youth", f"/rounds/{ballot}/tie", {**short, "order": people[2::-1]}), 201)
    state = _data(call("youth", path))["contest"]
    assert (state["status"], [p["id"] for p in state["elected"]]) == (
        "filled",
        [people[2], people[1]],
    )


def test_ballot_is_cast_once_and_leaves_no_trace_beside_a_key(world: Congress, call: Call) -> None:
    """What a key is kept with would be a fingerprint of the ballot, beside the account."""
    seat_delegates(world)
    contest = _listed(world)
    voters = [voter.user_id for voter in accounts_of(world) if voter.user_id is not None]
    (ballot,) = _data(call("youth", f"/contests/{contest}/rounds", {"mode": "on_site"}), 201)["ids"]
    before = KeptAnswer.objects.count()
    path = f"/rounds/{ballot}/ballot"
    paper = _data(_as_voter(voters[0], f"{path}?{ON}"))
    assert (paper["has_voted"], paper["is_open"], len(paper["candidates"]) > 1) == (
        False,
        True,
        True,
    )
    first, second = (p["id"] for p in paper["candidates"][:2])
    for number, voter in enumerate(voters):
        chosen = {"candidates": [first] if number else [second]}
        cast = _as_voter(voter, path, chosen, **{"Idempotency-Key": f"vote-{number}"})
        assert _data(cast) == {"count": 1}
    assert KeptAnswer.objects.count() == before
    again = _as_voter(voters[0], path, {"candidates": [first]}, **{"Idempotency-Key": "vote-0"})
    assert again.status_code == 409
    assert _data(_as_voter(voters[0], f"{path}?{ON}"))["has_voted"] is True
    assert call("youth", path, {"candidates": [first]}).status_code == 404
    assert call("youth", f"{path}?{ON}").status_code == 404
    _data(call("youth", f"/rounds/{ballot}/closing", {}))
    state = _data(call("youth", f"/congresses/{world.congress}/contests/1?{ON}"))["contest"]
    votes = {s["person_id"]: s["votes"] for s in state["rounds"][0]["standings"]}
    assert (votes[first], votes[second]) == (len(voters) - 1, 1)
    (dumped,) = fetch("SELECT coalesce(string_agg(t::text, ''), '') FROM access_keptanswer t", {})
    assert "vote-" not in dumped[0]


def test_ballot_by_code_tells_how_many_codes_there_are_and_nothing_else(
    world: Congress, call: Call
) -> None:
    seat_delegates(world)
    contest = _listed(world)
    path = f"/congresses/{world.congress}"
    board = {"person_ids": list(world.members[7:9])}
    _data(call("youth", f"{path}/boards/counting", board, method="PUT"))
    (ballot,) = _data(call("youth", f"/contests/{contest}/rounds", {"mode": "by_code"}), 201)["ids"]
    assert call("youth", f"/contests/{contest}/rounds", {"mode": "by_post"}).status_code == 422
    (shown,) = _data(call("youth", f"{path}/contests/1?{ON}"))["contest"]["rounds"]
    assert (shown["codes"], shown["cast"], shown["counts"]) == (None, 0, None)
    draw_codes(round_id=ballot, actor=world.holder)
    (shown,) = _data(call("auditor", f"{path}?{ON}"))["contests"][0]["rounds"]
    assert shown["codes"] == {"waiting": 8, "spent": 0, "replaced": []}
    few = call("youth", f"/rounds/{ballot}/closing", {"issued": 8})
    assert (few.status_code, few.json()["code"]) == (409, "elections.too_few_to_count")
    why = {"reason": "Mất mạng"}
    assert call("commander", f"/rounds/{ballot}/ending", why).status_code == 403
    _data(call("youth", f"/rounds/{ballot}/ending", why))
    (shown,) = _data(call("youth", f"{path}/contests/1?{ON}"))["contest"]["rounds"]
    assert (shown["ended"], shown["counts"]) == ("Mất mạng", None)
    assert call("youth", f"/rounds/{ballot}/closing", {"issued": 8}).status_code == 409


def test_delegates_take_as_many_statements_for_many_as_for_one(world: Congress, call: Call) -> None:
    seat_delegates(world)
    path = f"/congresses/{world.congress}/delegates?{ON}"
    counts = []
    for limit in (1, 50):
        call("youth", f"{path}&limit={limit}")
        with CaptureQueriesContext(connection) as captured:
            call("youth", f"{path}&limit={limit}")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20
