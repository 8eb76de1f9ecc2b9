"""Every route declares what it needs; nobody gets past the declaration."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kiem.delivery.cli.main import COMMANDS
from kiem.delivery.web.gate import DECLARED
from kiem.platform.access import Permission

# Opened to everybody on purpose: signing in, leaving, and the look of the pages.
# The calendar feed is opened by the secret in its address.
PUBLIC_ROUTES = {
    "sign_in",
    "enter_persona",
    "enter_code",
    "sign_out",
    "preferences",
    "calendar_feed",
    # Opened by a code from a slip of paper.
    "vote",
    "vote_ballot",
    "vote_done",
    "api",  # what a program reads before it has a token
}


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, path)
        else:
            yield path, entry


ROUTES = list(_routes(get_resolver()))


@pytest.mark.parametrize(("path", "route"), ROUTES, ids=[path for path, _ in ROUTES])
def test_route_declares_a_permission(path: str, route: URLPattern) -> None:
    declared: Any = getattr(route.callback, DECLARED, None)
    assert isinstance(declared, Permission), f"/{path} declares no permission: add @requires(...)"
    assert declared != Permission.OPERATE, f"/{path}: OPERATE is for the command line"


def test_public_routes_are_the_ones_we_know() -> None:
    public = {
        route.name for _, route in ROUTES if getattr(route.callback, DECLARED) == Permission.PUBLIC
    }
    assert public == PUBLIC_ROUTES


def test_every_route_has_a_name_of_its_own() -> None:
    names = [route.name for _, route in ROUTES]
    assert None not in names
    assert len(set(names)) == len(names)


CLOSED = [
    (path, route)
    for path, route in ROUTES
    if getattr(route.callback, DECLARED) != Permission.PUBLIC
]


def _address(route: URLPattern, prefix: str) -> str:
    """An address of the route with 1 for every number and a word for every text."""
    pattern: Any = route.pattern
    path = prefix
    for name, converter in pattern.converters.items():
        value = "1" if "int" in type(converter).__name__.lower() else "x"
        kind = type(converter).__name__.removesuffix("Converter").lower()
        path = path.replace(f"<{kind}:{name}>", value)
        path = path.replace(f"<{'str'}:{name}>", value).replace(f"<{name}>", value)
    return "/" + path


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "route"), CLOSED, ids=[path for path, _ in CLOSED])
def test_visitor_is_sent_to_sign_in_from_every_closed_route(
    client: Client, path: str, route: URLPattern
) -> None:
    response = client.get(_address(route, path))
    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response["Location"].startswith("/sign-in/?next=%2F")
    posted = client.post(_address(route, path))
    assert posted.status_code in (302, 405)
    if posted.status_code == 302:
        assert posted["Location"] == "/sign-in/"


@pytest.mark.django_db
def test_htmx_request_of_a_visitor_turns_the_whole_page(client: Client) -> None:
    response = client.get("/account/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/sign-in/?next=%2Faccount%2F"


@pytest.mark.parametrize("name", COMMANDS)
def test_command_declares_a_permission(name: str) -> None:
    module = importlib.import_module(name)
    assert isinstance(getattr(module, "PERMISSION", None), Permission), (
        f"{name} declares no permission: add PERMISSION = Permission.OPERATE, or what it needs"
    )
