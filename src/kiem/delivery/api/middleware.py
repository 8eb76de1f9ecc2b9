"""Takes what is meant for the API out of the web's chain, before any cookie is looked at.

Programs sign in with a token and nothing else: no session, no form token, no language cookie is
read, so that no other site can act through somebody's browser. What the API is made of is imported
with the first request for it, because the first page should not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

ROOT = "/api/"


class ApiMiddleware:
    """Answers every path below `/api/`; `/api/` itself is a page for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(ROOT) or path == ROOT:
            return self.get_response(request)
        from kiem.delivery.api.front import respond

        return respond(request)
