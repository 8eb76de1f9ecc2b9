"""Codes drawn and printed on the board's page, ballots cast with them on public pages."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.factories.congress import Congress, build_congress, closed_contest, seat_delegates

from kiem.domain.elections.actions import appoint_functionaries, draw_codes, open_round
from kiem.domain.elections.codes import draw, key_of, written
from kiem.platform.access.headers import CONTENT_SECURITY_POLICY
from kiem.platform.accounts.models import User
from kiem.platform.kernel.sql import fetch

TOKEN = re.compile(r'name="token" value="([^"]+)"')
PASS = re.compile(r'name="opened" value="([^"]+)"')
CODE = re.compile(r"\b\d{4} \d{4} \d{4} \d{4}\b")
ON = "?on=2025-06-01"


@pytest.fixture
def world(db: None) -> Congress:
    return build_congress()


class Booth:
    """A ballot by codes that is open, and a device in the hall without an account."""

    def __init__(self, world: Congress) -> None:
        self.world = world
        seat_delegates(world)
        appoint_functionaries(
            congress_id=world.congress,
            body="counting",
            person_ids=world.members[7:9],
            actor=world.holder,
        )
        self.people = list(world.members[:3])
        contest = closed_contest(world, post_id=world.committee, seats=2, people=self.people)
        self.round = open_round(contest_id=contest, mode="by_code", actor=world.holder)
        self.home = f"/congresses/{world.congress}/"
        self.codes_page = f"{self.home}rounds/{self.round}/codes/{ON}"
        self.board = Client()
        self.board.force_login(User.objects.get(pk=world.places.accounts["youth"]))
        self.device = Client(enforce_csrf_checks=False)
        for client in (self.board, self.device):
            client.cookies["django_language"] = "en"

    def draw(self) -> tuple[str, ...]:
        return draw_codes(round_id=self.round, actor=self.world.holder)

    def enter(self, code: str) -> Any:
        return self.device.post("/vote/", {"code": code})

    def cast(self, page: Any, names: list[int]) -> Any:
        text = page.content.decode()
        token, opened = TOKEN.search(text), PASS.search(text)
        assert token is not None, text
        assert opened is not None, text
        return self.device.post(
            "/vote/ballot/",
            {"token": token[1], "opened": opened[1], "candidates": [str(n) for n in names]},
        )


@pytest.fixture
def booth(world: Congress) -> Booth:
    return Booth(world)


def send(client: Client, address: str, **fields: Any) -> Any:
    token = TOKEN.search(client.get(address).content.decode())
    assert token is not None
    return client.post(address, {"token": token[1], **fields})


def slips_of(answer: Any) -> list[str]:
    """The codes on a sheet."""
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(
        " ".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(answer.content)).pages
    )
    return CODE.findall(text)


def spent() -> int:
    ((count,),) = fetch("SELECT cardinality(spent) FROM elections_codebook", {})
    return int(count)


def test_board_draws_prints_and_the_hall_votes(booth: Booth) -> None:
    assert "Draw the codes" in booth.board.get(f"{booth.home}contests/1/{ON}").content.decode()
    sheet = send(booth.board, booth.codes_page)
    codes = slips_of(sheet)
    assert len(set(codes)) == 8
    assert "no-store" in sheet.headers["Cache-Control"]
    for code in codes[:6]:
        page = booth.enter(code)
        assert page.status_code == 200
        done = booth.cast(page, booth.people[:2])
        assert done.headers["Location"] == "/vote/done/"
    text = booth.device.get("/vote/done/").content.decode()
    assert "Your ballot is in the urn" in text
    assert "Hạ" not in text
    contest = booth.board.get(f"{booth.home}contests/1/{ON}").content.decode()
    assert "Ballots cast: 6 / 8" in " ".join(contest.split())
    assert "http://testserver/vote/" in contest
    counted = send(booth.board, f"{booth.home}rounds/{booth.round}/count/{ON}", issued="7")
    assert counted.status_code == 302, counted.content.decode()
    contest = " ".join(booth.board.get(f"{booth.home}contests/1/{ON}").content.decode().split())
    assert "Issued: 7 · collected: 6" in contest


def test_sheet_comes_once(booth: Booth) -> None:
    token = TOKEN.search(booth.board.get(booth.codes_page).content.decode())
    assert token is not None
    first = booth.board.post(booth.codes_page, {"token": token[1]})
    assert slips_of(first)
    again = booth.board.post(booth.codes_page, {"token": token[1], "reason": "x", "spoiled": ""})
    assert again.status_code == 302
    assert fetch("SELECT count(*) FROM elections_codedrawing", {}) == [(1,)]


def test_spoiled_slip_is_replaced_on_the_page(booth: Booth) -> None:
    codes = slips_of(send(booth.board, booth.codes_page))
    refused = send(booth.board, booth.codes_page, spoiled="1234", reason="torn")
    assert refused.status_code == 422
    assert "This is no code" in refused.content.decode()
    new = slips_of(send(booth.board, booth.codes_page, spoiled=codes[0] + "\n", reason="torn"))
    assert len(new) == 1
    assert "was revoked" in booth.enter(codes[0]).content.decode()
    assert booth.enter(new[0]).status_code == 200
    contest = booth.board.get(f"{booth.home}contests/1/{ON}").content.decode()
    assert "Replaced: 1 (torn)" in contest


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ("", 422, "required"),
        ("1234 5678", 422, "This is no code"),
        ("<script>", 422, "This is no code"),
        ("9" * 70, 422, "at most 60"),
    ],
)
def test_text_that_is_no_code_is_said_on_the_page(
    booth: Booth, given: str, status: int, words: str
) -> None:
    booth.draw()
    answer = booth.enter(given)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_unknown_spent_and_late_codes_say_what_they_are(booth: Booth) -> None:
    codes = booth.draw()
    unknown = booth.enter(draw(1)[0])
    assert (unknown.status_code, "There is no such code" in unknown.content.decode()) == (422, True)
    page = booth.enter(codes[0])
    booth.cast(page, [])
    used = booth.enter(codes[0])
    assert (used.status_code, "has been used" in used.content.decode()) == (409, True)
    waiting = booth.enter(codes[5])
    for code in codes[1:5]:
        booth.cast(booth.enter(code), [])
    send(booth.board, f"{booth.home}rounds/{booth.round}/count/{ON}", issued="8")
    late = booth.enter(codes[6])
    assert (late.status_code, "ballot that is over" in late.content.decode()) == (409, True)
    kept_open = booth.cast(waiting, [])
    assert kept_open.status_code == 409
    assert "ballot that is over" in kept_open.content.decode()
    assert spent() == 5


def test_second_press_leads_where_the_first_led_and_counts_once(booth: Booth) -> None:
    page = booth.enter(booth.draw()[0])
    for _ in range(2):
        assert booth.cast(page, booth.people[:1]).headers["Location"] == "/vote/done/"
    assert spent() == 1
    assert fetch("SELECT papers FROM elections_urn", {}) == [([str(booth.people[0])],)]


def test_two_pages_of_one_code_cast_one_ballot(booth: Booth) -> None:
    code = booth.draw()[0]
    one, two = booth.enter(code), booth.enter(code)
    assert booth.cast(one, []).status_code == 302
    second = booth.cast(two, [])
    assert second.status_code == 409
    assert "has been used" in second.content.decode()
    assert spent() == 1


def test_too_many_names_are_said_beside_the_names_and_nothing_is_spent(booth: Booth) -> None:
    page = booth.enter(booth.draw()[0])
    many = booth.cast(page, booth.people)
    assert many.status_code == 422
    assert "the ballot would be invalid" in many.content.decode()
    assert spent() == 0
    assert booth.cast(many, booth.people[:2]).status_code == 302


def test_forged_pass_casts_nothing(booth: Booth) -> None:
    booth.draw()
    for opened in ("", "x", "a:b:c"):
        answer = booth.device.post("/vote/ballot/", {"opened": opened, "token": ""})
        assert answer.headers["Location"] == "/vote/"
    assert booth.device.get("/vote/ballot/").headers["Location"] == "/vote/"
    assert spent() == 0


def test_guessing_is_slowed_down(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiem.platform.accounts.throttling.ADDRESS_ATTEMPTS", 3)
    (good, *_rest) = booth.draw()
    assert [booth.enter(code).status_code for code in draw(4)] == [422, 422, 422, 429]
    refused = booth.enter(good)
    assert refused.status_code == 429


def test_public_pages_are_strict_unstored_and_show_no_code(booth: Booth) -> None:
    code = booth.draw()[0]
    page = booth.enter(written(code))
    for answer in (booth.device.get("/vote/"), page, booth.device.get("/vote/done/")):
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "no-store" in answer.headers["Cache-Control"]
        text = answer.content.decode()
        assert code not in text.replace(" ", "")
        assert key_of(code) not in text
        assert "<style" not in text
        assert " style=" not in text


def test_only_the_congress_s_holder_opens_the_page_of_codes(booth: Booth) -> None:
    for name in ("secretary", "commander", "personnel", "dual", "auditor", "women"):
        client = Client()
        client.force_login(User.objects.get(pk=booth.world.places.accounts[name]))
        for answer in (client.get(booth.codes_page), client.post(booth.codes_page, {})):
            assert answer.status_code in (403, 404), name
    assert booth.device.get(booth.codes_page).status_code == 302  # to sign in
    assert fetch("SELECT count(*) FROM elections_codebook", {}) == [(0,)]


def test_minutes_say_how_codes_were_used(booth: Booth) -> None:
    codes = slips_of(send(booth.board, booth.codes_page))
    send(booth.board, booth.codes_page, spoiled=codes[7], reason="Rách")
    for code in codes[:5]:
        booth.cast(booth.enter(code), booth.people[:1])
    send(booth.board, f"{booth.home}rounds/{booth.round}/count/{ON}", issued="6")
    paper = booth.board.get(f"{booth.home}rounds/{booth.round}/minutes.pdf{ON}")
    text = " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper.content)).pages
    )
    assert "Kiểm phiếu bầu Ủy viên tại Đại hội Đoàn xã A" in text  # no "đại hội “Đại hội"
    assert "Mã bỏ phiếu có hiệu lực: 8; đã sử dụng: 5." in text
    assert "Thay 1 mã: Rách." in text
