"""A congress from its plan to the recognition, through the pages only; and what strangers get."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domain.documents.reading import texts_of
from tests.factories.congress import (
    Congress,
    accounts_of,
    build_congress,
    closed_contest,
    seat_delegates,
)

from kiem.domain.elections.actions import cast_ballot, close_urn, open_round, record_count
from kiem.domain.elections.queries.facts import congress_facts
from kiem.domain.elections.queries.state import contests_of, delegates_of
from kiem.platform.access import Viewer
from kiem.platform.accounts.models import User
from kiem.platform.kernel.sql import fetch

TOKEN = re.compile(r'name="token" value="([^"]+)"')
ON = "?on=2025-06-01"


@pytest.fixture
def world(db: None) -> Congress:
    return build_congress()


def entered(user_id: int | None) -> Client:
    client = Client()
    assert user_id is not None
    client.force_login(User.objects.get(pk=user_id))
    client.cookies["django_language"] = "en"
    return client


def persona(world: Congress, name: str) -> Client:
    return entered(world.places.accounts[name])


def fill(client: Client, address: str, **fields: Any) -> Any:
    """Open a form, fill it in, send it."""
    shown = client.get(address)
    token = TOKEN.search(shown.content.decode())
    assert token is not None, f"{address} shows no form: {shown.status_code}"
    return client.post(address, {"token": token[1], **fields})


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text: str = answer.content.decode()
    return text


def home(world: Congress) -> str:
    return f"/congresses/{world.congress}/"


def test_congress_is_held_through_the_pages(world: Congress) -> None:
    client, at = persona(world, "youth"), home(world)
    m = world.members
    assert (
        client.get(f"/assembly/events/{world.event}/congress/{ON}")
        .headers["Location"]
        .startswith(at)
    )
    assert 'href="congress/' in body(client, f"/assembly/events/{world.event}/{ON}")
    sent = fill(
        client,
        f"{at}allocation/new/{ON}",
        method="hare",
        total="8",
        base="1",
        exception_vi="Hội trường nhỏ",
    )
    assert sent.status_code == 302, sent.content.decode()
    text = body(client, f"{at}allocation/{ON}")
    assert "The quota is" in text
    for branch, people in ((world.branches[0], m[:5]), (world.branches[1], m[6:9])):
        sent = fill(
            client,
            f"{at}delegates/new/{ON}&chapter={branch}",
            people=[str(p) for p in people],
            kind="elected",
            mandate_vi="Biên bản chi đoàn",
        )
        assert sent.status_code == 302, sent.content.decode()
    ids = [str(d.id) for d in delegates_of(world.congress)]
    assert fill(client, f"{at}presence/{ON}", present=ids).status_code == 302
    assert "Hạ 1" in body(client, f"{at}delegates/{ON}")
    sent = fill(client, f"{at}boards/{ON}", body="counting", head=str(m[7]), members=[str(m[8])])
    assert sent.status_code == 302, sent.content.decode()
    sent = fill(client, f"{at}contests/new/{ON}", post=str(world.committee), seats="2")
    assert sent.status_code == 302, sent.content.decode()
    contest = f"{at}contests/1/"
    for person in m[:3]:
        sent = fill(
            client, f"{contest}nominate/{ON}", person=str(person), by=str(world.branches[0])
        )
        assert sent.status_code == 302, sent.content.decode()
    sent = fill(client, f"{contest}withdraw/{m[2]}/{ON}", reason="Xin rút")
    assert sent.status_code == 302
    assert "Xin rút" in body(client, contest + ON)
    assert (
        fill(client, f"{contest}nominate/{ON}", person=str(m[3]), by="themselves").status_code
        == 302
    )
    assert fill(client, f"{contest}close/{ON}", votes_for="8").status_code == 302
    assert fill(client, f"{contest}rounds/new/{ON}", mode="by_hand").status_code == 302
    ((round_id,),) = fetch("SELECT id FROM elections_round", {})
    counts = {f"votes_{m[0]}": "7", f"votes_{m[1]}": "5", f"votes_{m[3]}": "2"}
    wrong = fill(
        client,
        f"{at}rounds/{round_id}/count/{ON}",
        issued="9",
        collected="8",
        invalid="0",
        **counts,
    )
    assert wrong.status_code == 422
    assert "more than the 8 voters" in wrong.content.decode()
    sent = fill(
        client,
        f"{at}rounds/{round_id}/count/{ON}",
        issued="8",
        collected="8",
        invalid="0",
        **counts,
    )
    assert sent.status_code == 302, sent.content.decode()
    shown = body(client, at + ON)
    assert "every seat filled" in shown
    assert "87.5" in shown  # 7 of 8 valid ballots
    assert "Hạ 1" in body(client, f"{at}{ON}&view=projected")
    for paper in ("record", f"rounds/{round_id}/minutes"):
        pdf = client.get(f"{at}{paper}.pdf{ON}")
        assert pdf.content.startswith(b"%PDF"), paper
        assert client.get(f"{at}{paper}.docx{ON}").content.startswith(b"PK"), paper
    sent = fill(
        client,
        f"{at}recognition/{ON}",
        issuer=str(world.places.youth),
        effective_on="2025-06-01",
    )
    assert sent.headers["Location"].startswith("/drafts/")
    assert client.get(sent.headers["Location"]).status_code == 200
    drafted = body(client, at + ON)
    assert "1 Jun 2025 – 31 May 2030" in drafted
    assert sent.headers["Location"].split("?")[0] in drafted
    for act in ("recognition/", "contests/new/", "scheme/", "presence/"):
        assert f'href="{at}{act}' not in drafted, act


def test_candidate_is_searched_for_and_somebody_puts_them_forward(world: Congress) -> None:
    client = persona(world, "youth")
    fill(client, f"{home(world)}contests/new/{ON}", post=str(world.committee), seats="1")
    address = f"{home(world)}contests/1/nominate/{ON}"
    empty = body(client, address)
    assert "Hạ 1" not in empty  # nobody's name before a search
    source = f"/pick/members-{world.congress}/?name=person&person_text=ha+7&day=2025-06-01"
    assert "Hạ 7" in body(client, source)
    assert persona(world, "women").get(source).status_code in (403, 404)
    found = fill(client, address, find="person", person_text="hạ 7", by="themselves")
    text = found.content.decode()
    assert (found.status_code, "Hạ 7" in text, "Hạ 8" in text) == (200, True, False)
    assert '<option value="themselves" selected>' in text
    nobody = fill(client, address, person=str(world.members[6]), by="")
    assert nobody.status_code == 422
    assert fetch("SELECT count(*) FROM elections_nomination", {}) == [(0,)]
    put = fill(client, address, person=str(world.members[6]), by=str(world.places.youth_a))
    assert put.status_code == 302


def test_nominee_over_age_is_refused_on_the_page_with_the_rule(world: Congress) -> None:
    client = persona(world, "youth")
    fill(client, f"{home(world)}contests/new/{ON}", post=str(world.places.secretary_a), seats="1")
    address = f"{home(world)}contests/1/nominate/{ON}"
    refused = fill(client, address, person=str(world.old), by="themselves")
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "would be 41; the limit is 35 years" in text


def test_allocation_explains_a_tie_and_takes_lots(world: Congress) -> None:
    client, at = persona(world, "youth"), home(world)
    fill(client, f"{at}allocation/new/{ON}", method="dhondt", total="2", exception_vi="x")
    text = body(client, f"{at}allocation/{ON}")
    assert "Equal right to the last delegates" in text
    lots = f"{world.branches[1]}, {world.branches[0]}"
    fill(
        client, f"{at}allocation/new/{ON}", method="dhondt", total="2", lots=lots, exception_vi="x"
    )
    text = body(client, f"{at}allocation/{ON}")
    assert "Equal right" not in text
    assert "Lots were drawn in this order" in text
    for bad, words in (("bands", "size bands"), ("hare", "not between 1")):
        answer = fill(client, f"{at}allocation/new/{ON}", method=bad, total="0")
        assert answer.status_code == 422
        assert words in answer.content.decode()
    for field in ({"bands": "x"}, {"lots": "x"}):
        answer = fill(client, f"{at}allocation/new/{ON}", method="hare", total="3", **field)
        assert answer.status_code == 422


def test_ballot_is_cast_on_a_phone_once(world: Congress) -> None:
    seat_delegates(world)
    people = list(world.members[:3])
    contest = closed_contest(world, post_id=world.committee, seats=2, people=people)
    voter = entered(accounts_of(world)[0].user_id)
    round_id = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    address = f"{home(world)}rounds/{round_id}/ballot/{ON}"
    assert address.split("?")[0] in body(voter, home(world) + ON)
    many = fill(voter, address, candidates=[str(p) for p in people])
    assert many.status_code == 422
    assert "the ballot would be invalid" in many.content.decode()
    assert fill(voter, address, candidates=[str(people[0])]).status_code == 302
    text = body(voter, address)
    assert "Your ballot is in the urn" in text
    assert "Hạ 1" not in text  # neither then nor later does a page say what was chosen
    assert "you have voted" in body(voter, home(world) + ON)
    assert fetch("SELECT papers FROM elections_urn", {}) == [([str(people[0])],)]


def test_ballot_is_for_its_voters_only(world: Congress) -> None:
    seat_delegates(world)
    contest = closed_contest(
        world, post_id=world.committee, seats=1, people=list(world.members[:2])
    )
    accounts_of(world)
    round_id = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    for name in ("youth", "secretary", "commander", "personnel", "dual"):
        answer = persona(world, name).get(f"{home(world)}rounds/{round_id}/ballot/{ON}")
        assert answer.status_code == 404, name


def test_urn_is_closed_on_the_page_and_tells_results_only_then(world: Congress) -> None:
    seat_delegates(world)
    people = list(world.members[:2])
    contest = closed_contest(world, post_id=world.committee, seats=1, people=people)
    voters: list[Viewer] = accounts_of(world)
    round_id = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    for voter in voters[:6]:
        cast_ballot(round_id=round_id, candidates=[people[0]], actor=voter)
    client = persona(world, "youth")
    before = body(client, f"{home(world)}contests/1/{ON}")
    assert "Ballots cast: 6 / 8" in " ".join(before.split())
    assert '<td class="num">6</td>' not in before
    assert fill(client, f"{home(world)}rounds/{round_id}/count/{ON}").status_code == 302
    assert '<td class="num">6</td>' in body(client, f"{home(world)}contests/1/{ON}")


def test_ballot_nobody_could_cast_is_ended_on_the_page_and_minuted(world: Congress) -> None:
    seat_delegates(world)
    closed_contest(world, post_id=world.committee, seats=1, people=list(world.members[:2]))
    client, contest = persona(world, "youth"), f"{home(world)}contests/1/"
    assert "8 voters are there, 0 of them have an account" in body(
        client, f"{contest}rounds/new/{ON}"
    )
    refused = fill(client, f"{contest}rounds/new/{ON}", mode="on_site")
    assert refused.status_code == 409
    assert "0 of the 8 voters have an account" in refused.content.decode()
    accounts_of(world)
    assert fill(client, f"{contest}rounds/new/{ON}", mode="on_site").status_code == 302
    ((round_id,),) = fetch("SELECT id FROM elections_round", {})
    uncounted = fill(client, f"{home(world)}rounds/{round_id}/count/{ON}")
    assert uncounted.status_code == 409
    assert "end this ballot without a result" in uncounted.content.decode()
    end = f"{home(world)}rounds/{round_id}/end/{ON}"
    assert end.split("?")[0] in body(client, contest + ON)
    assert fill(client, end, reason="Máy hỏng").status_code == 302
    shown = " ".join(body(client, contest + ON).split())
    assert "Ended without a result: Máy hỏng" in shown
    assert client.get(end).status_code == 404
    record = " ".join(texts_of(client.get(f"{home(world)}record.docx{ON}").content))
    assert "kết thúc không có kết quả, 0 phiếu đã bỏ không kiểm; lý do: Máy hỏng." in record
    assert fill(client, f"{contest}rounds/new/{ON}", mode="by_hand").status_code == 302


def test_recount_shows_what_it_replaced_with_who_and_why(world: Congress) -> None:
    seat_delegates(world)
    m = world.members
    contest = closed_contest(world, post_id=world.committee, seats=1, people=list(m[:2]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    for first, second, why in ((6, 2, ""), (5, 3, "Đếm sót một phiếu")):
        record_count(
            round_id=ballot,
            issued=8,
            collected=8,
            invalid=0,
            votes={m[0]: first, m[1]: second},
            reason=why,
            actor=world.holder,
        )
    client = persona(world, "youth")
    shown = " ".join(body(client, f"{home(world)}contests/1/{ON}").split())
    assert f"by {world.holder.name}: issued 8, collected 8, invalid 0; " in shown
    assert re.search(r"invalid 0; [^;]*Hạ 1 6, [^;]*Hạ 2 2\. Counted again because: Đếm sót", shown)
    minutes = client.get(f"{home(world)}rounds/{ballot}/minutes.docx{ON}").content
    text = " ".join(texts_of(minutes))
    assert "được thay vì Đếm sót một phiếu: phát ra 8, thu vào 8, không hợp lệ 0;" in text
    assert re.search(r"Hạ 1: 6; [^;]*Hạ 2: 2\.", text)


def test_record_of_a_congress_nobody_came_to_is_a_draft(world: Congress) -> None:
    client = persona(world, "youth")
    record = " ".join(texts_of(client.get(f"{home(world)}record.docx{ON}").content))
    assert "dự thảo biên bản này chưa được thông qua" in record
    assert "Đại hội chưa tiến hành bầu cử." in record
    seat_delegates(world)
    record = " ".join(texts_of(client.get(f"{home(world)}record.docx{ON}").content))
    assert "Có mặt: 8/8 đại biểu được triệu tập." in record
    assert "dự thảo biên bản" not in record


def test_tie_is_settled_on_the_page(world: Congress) -> None:
    seat_delegates(world)
    m = world.members
    contest = closed_contest(world, post_id=world.committee, seats=2, people=list(m[:3]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    record_count(
        round_id=ballot,
        issued=8,
        collected=8,
        invalid=0,
        votes={m[0]: 6, m[1]: 5, m[2]: 5},
        actor=world.holder,
    )
    client = persona(world, "youth")
    assert "equal votes" in body(client, f"{home(world)}contests/1/{ON}")
    address = f"{home(world)}rounds/{ballot}/tie/{ON}"
    same = fill(client, address, how_vi="Bốc thăm", place_1=str(m[1]), place_2=str(m[1]))
    assert same.status_code == 409
    done = fill(client, address, how_vi="Bốc thăm", place_1=str(m[2]), place_2=str(m[1]))
    assert done.status_code == 302
    facts = congress_facts("c.id = %(id)s", {"id": world.congress})[0]
    assert contests_of(facts)[0].elected == (m[0], m[2])


def test_rules_page_shows_letters_and_takes_a_rule(world: Congress) -> None:
    client, at = persona(world, "youth"), home(world)
    assert "2/3" in body(client, f"{at}rules/{ON}")
    wrong = fill(
        client,
        f"{at}rules/new/{ON}",
        key="quorum_share",
        value="many",
        valid_from="2025-01-01",
        letter="E",
        source_vi="Quy chế",
    )
    assert wrong.status_code == 422
    assert "such as: 2/3" in wrong.content.decode()
    right = fill(
        client,
        f"{at}rules/new/{ON}",
        key="quorum_share",
        value="3/4",
        valid_from="2025-01-01",
        letter="E",
        source_vi="Quy chế",
    )
    assert right.status_code == 302
    assert "3/4" in body(client, f"{at}rules/{ON}")
    of_source = {"valid_from": "2025-01-01", "letter": "E", "source_vi": "Quy chế"}
    new = f"{at}rules/new/{ON}"
    shown = body(client, new)
    assert "Method of allocation: Adams" in shown
    assert "sainte_lague," not in shown
    other = fill(client, new, key="allocation_method", word="blank_ballot:valid", **of_source)
    assert other.status_code == 422
    assert "Choose a value of this rule." in other.content.decode()
    chosen = fill(client, new, key="allocation_method", word="allocation_method:adams", **of_source)
    assert chosen.status_code == 302
    assert "Adams" in body(client, f"{at}rules/{ON}")


def test_employers_side_sees_numbers_and_the_elected_only(world: Congress) -> None:
    """Names at a congress tell who is a member; candidates who lost stay unknown."""
    seat_delegates(world)
    m = world.members
    contest = closed_contest(world, post_id=world.committee, seats=1, people=list(m[:2]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    record_count(
        round_id=ballot,
        issued=8,
        collected=8,
        invalid=0,
        votes={m[0]: 6, m[1]: 2},
        actor=world.holder,
    )
    for name in ("personnel", "auditor"):
        client = persona(world, name)
        text = body(client, home(world) + ON)
        assert "Hạ 1" in text
        assert "Hạ 2" not in text
        assert "a candidate" in text
        assert "Hạ" not in body(client, f"{home(world)}delegates/{ON}")
        for hidden in ("contests/1/", "record.pdf", f"rounds/{ballot}/minutes.pdf"):
            assert client.get(f"{home(world)}{hidden}{ON}").status_code == 404, (name, hidden)
    women = persona(world, "women")
    assert women.get(home(world) + ON).status_code == 404


@pytest.mark.parametrize("below", ["", "contests/{}/"])
def test_number_of_queries_does_not_grow_with_candidates(world: Congress, below: str) -> None:
    seat_delegates(world)
    closed_contest(world, post_id=world.committee, seats=1, people=list(world.members[:1]))
    client = persona(world, "youth")
    few = queries_of(client, home(world) + below.format(1) + ON)
    closed_contest(
        world, post_id=world.places.secretary_a, seats=1, people=list(world.members[:10])
    )
    assert queries_of(client, home(world) + below.format(2) + ON) == few


def queries_of(client: Client, address: str) -> int:
    """How many statements the page costs once caches are warm."""
    body(client, address)
    with CaptureQueriesContext(connection) as captured:
        body(client, address)
        return len(captured)


def test_close_urn_is_noted_in_the_trail(world: Congress) -> None:
    seat_delegates(world)
    people = list(world.members[:2])
    contest = closed_contest(world, post_id=world.committee, seats=1, people=people)
    voters = accounts_of(world)
    round_id = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    for voter in voters[:5]:
        cast_ballot(round_id=round_id, candidates=[], actor=voter)
    close_urn(round_id=round_id, actor=world.holder)
    actions = [row[0] for row in fetch("SELECT action FROM audit_entry ORDER BY sequence DESC", {})]
    assert actions[0] == "elections.record_count"
    assert actions.count("elections.cast_ballot") == 5
