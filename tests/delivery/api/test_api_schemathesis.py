"""schemathesis over every operation with each persona's token: it does what is documented."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from tests.delivery.api.conftest import token_for
from tests.delivery.api.fuzzing import ask_everything
from tests.factories.assembly import hold_session, share_and_coordinate
from tests.factories.small_congress import hold_small_congress
from tests.factories.two_sides import TwoSides

from kiem.delivery.api.document import operations
from kiem.platform.accounts import throttling
from kiem.platform.audit import verify_chain

PERSONAS = ("youth", "women", "commander", "personnel", "auditor", "dual", "secretary")
SECONDS = 5.0  # for each persona, in every run
SOAK_SECONDS = 600.0


@pytest.fixture(autouse=True)
def _many_wrong_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """schemathesis tries wrong ones at each operation; that they are throttled is tested apart."""
    monkeypatch.setattr(throttling, "ADDRESS_ATTEMPTS", 1_000_000)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request must not close the connection whose transaction the test will undo."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def sides(sides: TwoSides) -> TwoSides:
    """With something of every kind, so that numbers drawn can name it."""
    sides.more.update(hold_session(sides))
    sides.more.update(share_and_coordinate(sides))
    sides.more.update(hold_small_congress(sides, sides.more["project"]))
    return sides


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_operation_does_what_its_description_says(persona: str, sides: TwoSides) -> None:
    asked = ask_everything(
        token=token_for(sides.accounts[persona]),
        sides=sides,
        examples=2,
        seconds=SECONDS,
    )
    assert sum(asked.values()) > 4
    assert verify_chain().first_broken is None


def test_every_operation_refuses_whoever_has_no_token(sides: TwoSides) -> None:
    asked = ask_everything(token="kiem_0_none", sides=sides, examples=1, seconds=SECONDS)
    assert sum(asked.values()) > 4


@pytest.mark.soak
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_operation_does_what_its_description_says_for_long(
    persona: str, sides: TwoSides
) -> None:
    asked = ask_everything(
        token=token_for(sides.accounts[persona]),
        sides=sides,
        examples=10,
        seconds=SOAK_SECONDS,
    )
    assert asked.keys() == {operation["operationId"] for _, _, operation in operations()}
    assert verify_chain().first_broken is None
