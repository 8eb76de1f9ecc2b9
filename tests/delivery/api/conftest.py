"""Personas of two sides, each with a token for everything it may give one."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.platform.access import SYSTEM, viewer_for
from kiem.platform.accounts import create_token, grantable_permissions

Call = Callable[..., Any]


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


def token_for(user_id: int) -> str:
    user = get_user_model()._default_manager.get(pk=user_id)
    made = create_token(
        user_id=user_id,
        name="test",
        permissions=grantable_permissions(viewer_for(user)),
        valid_days=7,
        actor=SYSTEM,
    )
    return made.text


@pytest.fixture
def call(sides: TwoSides) -> Iterator[Call]:
    """`call("auditor", "/units")`: the answer to that persona's token, or to none with ""."""
    tokens: dict[str, str] = {}
    client = Client()
    answers: list[Any] = []

    def send(
        persona: str, path: str, body: object = None, *, method: str = "", **headers: str
    ) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if persona:
            if persona not in tokens:
                tokens[persona] = token_for(sides.accounts[persona])
            sent["Authorization"] = f"Bearer {tokens[persona]}"
        if body is None and method in ("", "GET"):
            answer = client.get(f"/api{path}", headers=sent)
        else:
            answer = client.generic(
                method or "POST",
                f"/api{path}",
                b"" if body is None else json.dumps(body).encode(),
                content_type="application/json",
                headers=sent,
            )
        answers.append(answer)
        return answer

    yield send
    for answer in answers:
        if answer.streaming:  # read to its end, as every server does: its file is closed then
            deque(answer.streaming_content, maxlen=0)
