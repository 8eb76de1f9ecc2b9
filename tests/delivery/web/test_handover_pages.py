"""The handover page: ticks come back, other sides' boxes are closed, forms work once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.continuity.queries import list_handovers
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.models import User

ENDS = date(2025, 3, 20)
ON = "on=2025-03-03"
Enter = Callable[[str], Client]


@pytest.fixture
def sides(db: None) -> TwoSides:
    sides = build_two_sides()
    anh = person_detail(viewer=SYSTEM, person_id=sides.people["Ánh"], on=date(2025, 3, 3))
    (office,) = [post.id for post in anh.posts if post.kind == "office"]
    end_appointments(decision_id=sides.decision, ends=[AppointmentEnd(office, ENDS)], actor=SYSTEM)
    return sides


@pytest.fixture
def number(sides: TwoSides) -> str:
    (handover,) = list_handovers(viewer=SYSTEM, on=date(2025, 3, 3))
    return f"{handover.leaving.post_id}/{handover.leaving.person_id}"


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Enter:
    def as_persona(persona: str) -> Client:
        user = User.objects.get(pk=sides.accounts[persona])
        if persona == "dual":
            User.objects.filter(pk=user.pk).update(person_id=sides.people["Ánh"])
        client.force_login(User.objects.get(pk=user.pk))
        client.cookies["django_language"] = "en"
        return client

    return as_persona


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_list_names_who_leaves_and_that_nobody_follows(enter: Enter, number: str) -> None:
    listed = page(enter("commander"), f"/handovers/?{ON}")
    assert f'href="/handovers/{number}/?{ON}">Nguyễn Văn Ánh</a>' in listed
    shown = page(enter("commander"), f"/handovers/{number}/?{ON}")
    assert "nobody yet: see who comes into question" in shown
    assert "Save the ticks" not in shown


@pytest.mark.django_db
def test_giver_ticks_and_finds_the_ticks_again(enter: Enter, number: str) -> None:
    client = enter("dual")
    path = f"/handovers/{number}/"
    form = page(client, path)
    token = re.search(r'name="token"\s+value="([^"]+)"', form)
    assert token is not None
    assert len(re.findall(r'name="taker"[^>]+disabled', form)) == 4
    sent = {"token": token[1], "giver": ["paper:minutes", "paper:goods"]}
    assert client.post(f"{path}tick/", sent)["Location"] == path
    assert client.post(f"{path}tick/", {**sent, "giver": []})["Location"] == path  # once only
    again = page(client, path)
    assert len(re.findall(r'name="giver"[^>]+checked', again)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {"giver": ["x"]},
        {"giver": ["paper:" + "x" * 5000]},
        {"giver": [":"]},
        {"taker": ["paper:minutes"]},
    ],
)
def test_bad_ticks_are_refused_and_change_nothing(
    enter: Enter, number: str, sent: dict[str, list[str]]
) -> None:
    client = enter("dual")
    form = page(client, f"/handovers/{number}/")
    token = re.search(r'name="token"\s+value="([^"]+)"', form)
    assert token is not None
    answer = client.post(f"/handovers/{number}/tick/", {"token": token[1], **sent})
    assert answer.status_code in (403, 409)
    assert " checked" not in page(client, f"/handovers/{number}/")


@pytest.mark.django_db
def test_handover_of_another_scope_is_not_there(enter: Enter, number: str) -> None:
    client = enter("women")
    assert client.get(f"/handovers/{number}/?{ON}").status_code == 404
    assert client.post(f"/handovers/{number}/tick/", {"token": "x"}).status_code == 409
    assert client.get("/handovers/999999/1/").status_code == 404
