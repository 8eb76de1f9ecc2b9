"""Persona by page by scope: who gets which page, and whose names stand on it.

Each route that needs more than an account has its addresses here, inside and outside each
persona's scope. `MATRIX` says who gets 200; who lacks the permission gets 403, and whoever has it
elsewhere 404, as if the thing did not exist.
"""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver
from tests.delivery.web.matrix import (
    DAY,
    EXPORT,
    MATRIX,
    MEMBERS_NAMED,
    NAMES,
    ONLY_AS_MEMBER,
    PERSONAS,
    READERS,
    ROLE_OF,
    UNSCOPED,
)
from tests.factories.assembly import hold_session, share_and_coordinate
from tests.factories.small_congress import hold_small_congress
from tests.factories.surveys import hold_surveys
from tests.factories.two_sides import PEOPLE, TwoSides, build_two_sides

from kiem.delivery.web.gate import DECLARED
from kiem.platform.access import SYSTEM, Permission
from kiem.platform.access.roles import EMPLOYER_ROLES, ROLES
from kiem.platform.audit import list_trail


@pytest.fixture
def sides(db: None) -> TwoSides:
    built = build_two_sides()
    built.more.update(hold_session(built))
    built.more.update(hold_small_congress(built, built.more["project"]))
    built.more.update(hold_surveys(built, built.more["project"]))
    built.more.update(share_and_coordinate(built))
    return built


@pytest.fixture
def enter(client: Client, sides: TwoSides) -> Callable[[str], Client]:
    def as_persona(persona: str) -> Client:
        user = get_user_model()._default_manager.get(pk=sides.accounts[persona])
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return as_persona


def _with_day(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{DAY}"


def _declared(route: str) -> Permission:
    (callback,) = [
        pattern.callback for pattern in _patterns() if getattr(pattern, "name", None) == route
    ]
    permission: Permission = getattr(callback, DECLARED)
    return permission


def _patterns() -> list[object]:
    found: list[object] = []
    waiting: list[object] = list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        children = getattr(entry, "url_patterns", None)
        if children is None:
            found.append(entry)
        else:
            waiting.extend(children)
    return found


def test_every_scoped_route_is_in_the_matrix() -> None:
    open_to_all = {Permission.PUBLIC, Permission.SIGNED_IN}
    scoped = {
        pattern.name  # type: ignore[attr-defined]
        for pattern in _patterns()
        if getattr(pattern.callback, DECLARED) not in open_to_all  # type: ignore[attr-defined]
    }
    missing = scoped - {route for route, _, _ in MATRIX} - UNSCOPED
    assert not missing, f"add addresses inside and outside each scope to MATRIX: {missing}"


@pytest.mark.parametrize("persona", PERSONAS)
def test_persona_gets_what_lies_in_scope_and_nothing_else(
    persona: str, sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter(persona)
    held = ROLES.get(ROLE_OF[persona], frozenset())
    wrong = []
    for route, address, readers in MATRIX:
        path = _with_day(address.format(**sides.ids()))
        refused = 404 if _declared(route) in held else 403
        expected = 200 if persona in readers else refused
        status = client.get(path).status_code
        if status != expected:
            wrong.append((address, status, expected))
    assert wrong == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_names_on_pages_exports_and_searches_are_those_of_the_scope(
    persona: str, sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    """Exactly these: a name too few would mean that the test has stopped looking."""
    client = enter(persona)
    waiting = [_with_day(address.format(**sides.ids())) for _, address, _ in MATRIX]
    waiting += [_with_day("/"), _with_day("/account/")]
    waiting += [_with_day(f"/decisions/{sides.decision}/")]
    waiting += [_with_day(f"/search/?text={word}") for word in (*PEOPLE, "00003", "00004")]
    shown: dict[str, set[str]] = {}
    while waiting:
        path = waiting.pop()
        body = _body(client, path)
        for name in PEOPLE:
            if f"Nguyễn Văn {name}" in body:
                shown.setdefault(name, set()).add(path)
        waiting += [html.unescape(link) for link in EXPORT.findall(body)]
    assert shown.keys() == NAMES[persona], shown
    for member in ONLY_AS_MEMBER.get(persona, ()):
        assert {path for path in shown[member] if not MEMBERS_NAMED.match(path)} == set()


def _body(client: Client, path: str) -> str:
    answer = client.get(path)
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    return content.decode("utf-8", errors="replace")


@pytest.mark.parametrize(
    "persona", [name for name, role in ROLE_OF.items() if role in EMPLOYER_ROLES]
)
def test_employers_side_cannot_tell_who_is_a_member(
    persona: str, sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    """Bình is a member without office: neither his page nor the chapter's says so."""
    client = enter(persona)
    ids = sides.ids()
    chapter = _body(client, _with_day(f"/organizations/{ids['youth_a']}/"))
    assert "Nguyễn Văn Bình" not in chapter
    his_page = _body(client, _with_day(f"/people/{ids['bình']}/"))
    assert f"/organizations/{ids['youth_a']}/" not in his_page
    assert "A-Y" not in his_page
    assert client.get(f"/organizations/{ids['youth_a']}/members/").status_code == 403


def test_member_organisation_sees_its_own_members(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    """So that the test above cannot pass because nobody is listed at all."""
    client = enter("youth")
    listed = _body(client, _with_day(f"/organizations/{sides.youth_a}/members/"))
    assert "Nguyễn Văn Bình" in listed
    assert "Nguyễn Văn Dung" not in listed


def test_looking_at_a_person_is_audited_and_a_refused_look_is_not(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("commander")
    for _ in range(2):
        assert client.get(f"/people/{sides.people['Bình']}/?{DAY}").status_code == 200
    assert client.get(f"/people/{sides.people['Cúc']}/?{DAY}").status_code == 404
    looks = list_trail(viewer=SYSTEM, views=True)
    assert [(row.actor, row.subject) for row in looks] == [
        (f"user:{sides.accounts['commander']}", f"person:{sides.people['Bình']}")
    ]


def test_looking_at_a_persons_figure_is_audited_like_the_page(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("commander")
    address = f"/why/person:{sides.people['Bình']}/load/?{DAY}"
    assert client.get(address).status_code == 200
    (look,) = list_trail(viewer=SYSTEM, views=True)
    assert look.subject == f"person:{sides.people['Bình']}"


@pytest.mark.parametrize("persona", sorted(READERS))
def test_only_auditors_ask_what_was_known(
    persona: str, sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter(persona)
    expected = 200 if persona == "auditor" else 403
    assert client.get("/units/?known_at=2025-03-01").status_code == expected
