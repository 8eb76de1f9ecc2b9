"""Language and theme: two cookies, set by buttons in the header."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kiem.delivery.web.gate import requires
from kiem.platform.access import Permission

YEAR_SECONDS = 365 * 24 * 3600
THEMES = frozenset({"light", "dark", "auto"})


@require_POST
@requires(Permission.PUBLIC)
def set_preferences(request: HttpRequest) -> HttpResponseBase:
    """Set what was pressed and go back; unknown values change nothing."""
    target = request.POST.get("next", "/")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(
        target, allowed_hosts=None
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in dict(settings.LANGUAGES):
        _set(response, settings.LANGUAGE_COOKIE_NAME, language, request)
    if theme in THEMES:
        _set(response, "kiem_theme", theme, request)
    return response


def _set(response: HttpResponse, name: str, value: str, request: HttpRequest) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
