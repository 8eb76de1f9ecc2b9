"""The permission of a route, declared on its view and checked before it runs.

Queries and actions check again, with the scope; this is the first of two doors. A test walks the
URL table and fails on a view that declares nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from kiem.delivery.web.asked import viewer_of
from kiem.domain.register.queries.reading import one_reading
from kiem.platform.access import Permission

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])

DECLARED = "permission"  # the attribute the URL test reads


def requires(permission: Permission) -> Callable[[ViewT], ViewT]:
    """Declare what a view needs. `Permission.PUBLIC` opens it to everybody.

    Whoever is not signed in is sent to sign in and comes back; who lacks the permission gets
    Forbidden.
    """

    def declare(view: ViewT) -> ViewT:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            if not viewer.can(permission):
                if viewer.user_id is None and not viewer.is_system:
                    return to_sign_in(request)
                viewer.require(permission)
            if request.method in ("GET", "HEAD"):
                with one_reading():
                    return view(request, *args, **kwargs)
            return view(request, *args, **kwargs)

        setattr(guarded, DECLARED, permission)
        return cast(ViewT, guarded)

    return declare


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-in page, and afterwards back to what it asked to see."""
    target = reverse("sign_in")
    if request.method == "GET":
        target += "?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request") == "true":
        # A redirect would be followed by htmx and the page put into the side panel.
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
