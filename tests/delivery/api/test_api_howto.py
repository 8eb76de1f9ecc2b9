"""docs/how-to/use-the-api.md does what it shows: each command is asked, each program run."""

from __future__ import annotations

import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.delivery.api.conftest import token_for
from tests.factories.register import START
from tests.factories.two_sides import TwoSides

from kiem.delivery.cli.main import build_parser
from kiem.domain.ledger.models import TimeEntry
from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account

PAGE = (Path(__file__).resolve().parents[3] / "docs/how-to/use-the-api.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
BLOCKS = BLOCK.findall(PAGE)
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines() if line]
PROGRAMS = [text for kind, text in BLOCKS if kind == "python"]


class Reader:
    """Somebody who follows the page: a secretary who may also see the whole structure."""

    def __init__(self, sides: TwoSides) -> None:
        person = sides.people["Ánh"]
        account = create_account(
            username="anh", display_name="Ánh", password=None, person_id=person, actor=SYSTEM
        )
        for role, scope in (("dual_holder", f"person:{person}"), ("auditor", "all")):
            grant_access(
                principal=f"user:{account}",
                role=role,
                scope=scope,
                valid_from=START,
                actor=SYSTEM,
            )
        self.token = token_for(account)
        self.client = Client()

    def ask(self, path: str, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        return self.client.get(path, headers=sent)

    def get(self, path: str) -> Any:
        answer = self.ask(path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: object, headers: dict[str, str]) -> Any:
        answer = self.client.post(
            path,
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **headers},
        )
        assert answer.status_code in (201, 202), answer.content
        return answer.json()


@pytest.fixture
def reader(sides: TwoSides) -> Reader:
    return Reader(sides)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_shown_is_answered(command: str, reader: Reader) -> None:
    words = shlex.split(command)
    assert words[0] == "curl"
    headers = dict(word.split(": ", 1) for flag, word in pairwise(words) if flag == "-H")
    assert headers.pop("Authorization") == "Bearer $TOKEN"
    (address,) = [word for word in words if word.startswith("$KIEM")]
    answer = reader.ask(address.removeprefix("$KIEM"), **headers)
    body = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    if answer.status_code == 200:
        assert body
        return
    (shown,) = [json.loads(text) for kind, text in BLOCKS if kind == "json"]
    assert {name: body[name] for name in shown} == shown


def test_programs_shown_do_what_they_say(reader: Reader) -> None:
    names: dict[str, Any] = {"get": reader.get, "post": reader.post}
    for program in PROGRAMS:
        exec(compile(program, "use-the-api.md", "exec"), names)  # noqa: S102 - the page's own
    assert sorted(names["names"]) == ["Công an xã A", "Công an xã B"]
    assert len(names["answer"]["data"]["ids"]) == 1
    assert TimeEntry.objects.count() == 1
    assert names["state"] == "queued"


def test_command_that_makes_a_token_is_one_there_is() -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith("kiem token create")]
    parsed = build_parser().parse_args(shlex.split(line)[1:])
    assert (parsed.username, parsed.permission) == ("can-bo-doan", ["register.view_structure"])


def test_page_shows_commands_and_programs() -> None:
    assert (len(COMMANDS), len(PROGRAMS)) == (8, 3)
