"""Puts the viewer on the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from kiem.platform.access.queries import viewer_for
from kiem.platform.access.viewer import Viewer

NOBODY = Viewer(name="")


class ViewerMiddleware:
    """`request.viewer`: what the signed-in account may do today; NOBODY before signing in.

    The rights are those of today, whichever day the page shows: a past date widens nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        viewer = viewer_for(user) if user.is_authenticated else NOBODY
        request.viewer = viewer  # type: ignore[attr-defined]  # our own attribute
        return self.get_response(request)
