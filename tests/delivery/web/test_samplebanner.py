"""Which invented data a page shows, and on which day a sample that has ended is opened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import mark_sample

ENDED = date(2021, 1, 31)
UNITS_ARE_REAL = "units are real"


def _enter(client: Client, persona_id: int) -> str:
    return client.post("/sign-in/persona/", {"persona": persona_id})["Location"]


@pytest.fixture
def visitor(client: Client, persona_id: int) -> Client:
    client.cookies["django_language"] = "en"
    _enter(client, persona_id)
    return client


def test_a_sample_that_has_ended_opens_on_its_last_day(client: Client, persona_id: int) -> None:
    mark_sample(until=ENDED, name="vinh")
    assert _enter(client, persona_id) == "/?on=2021-01-31"


@pytest.mark.parametrize("days_ahead", [0, 1])
def test_a_sample_that_goes_on_opens_on_today(
    client: Client, persona_id: int, days_ahead: int
) -> None:
    mark_sample(until=clock.today() + timedelta(days=days_ahead), name="hanoi")
    assert _enter(client, persona_id) == "/"


def test_pages_after_the_end_of_the_sample_lead_to_its_last_day(visitor: Client) -> None:
    mark_sample(until=ENDED, name="vinh")
    html = visitor.get(
        "/account/?on=2021-02-01", headers={"accept-language": "en"}
    ).content.decode()
    assert "It ends on 31 Jan 2021." in html
    assert 'href="/account/?on=2021-01-31"' in html
    assert UNITS_ARE_REAL not in html


def test_pages_within_the_sample_say_nothing_of_its_end(visitor: Client) -> None:
    mark_sample(until=ENDED, name="hanoi")
    html = visitor.get(
        "/account/?on=2021-01-31", headers={"accept-language": "en"}
    ).content.decode()
    assert "It ends on" not in html
    assert UNITS_ARE_REAL in html
